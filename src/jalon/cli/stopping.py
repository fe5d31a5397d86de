"""Ctrl-C and TERM end what runs until it is told to stop, wherever it stands.

A shell starts what runs in the background with Ctrl-C's signal ignored, and Python then leaves it ignored: a script
could not stop it so. And what computes outside Python (a linear programme) hears no signal until it is done, while a thread
that computes there as the interpreter is taken down ends it with an abort.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from jalon.cli.call import Call

SIGNALS = (signal.SIGINT, signal.SIGTERM)
GRACE = 1.0
"""Seconds in which what was begun may put itself away."""


@dataclass(slots=True)
class Stopping:
    """Whether what was to run runs: being stopped is an interruption before, and its proper end afterwards."""

    call: Call
    is_running: bool = False

    def stop(self, number: int, frame: Any) -> None:
        """What a signal does, as soon as Python hears of it."""
        if self.is_running:
            self.end(number)
        raise KeyboardInterrupt

    def end(self, number: int) -> NoReturn:
        """End the process now, whatever its threads do; what is written whole or not at all bears that."""
        with suppress(OSError, ValueError):
            self.call.err.show_cursor()
            if self.is_running:
                self.call.tell("Stopped.", "Arrêté.")
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(0 if self.is_running else 128 + number)

    def wait_for(self, told: socket.socket) -> None:
        """End the process where it has not ended by itself soon after a signal."""
        with told:
            number = told.recv(1)
        if number:
            time.sleep(GRACE)
            self.end(number[0])


@contextmanager
def ends_when_told(call: Call) -> Iterator[Stopping]:
    """Within, Ctrl-C and TERM interrupt, and end the process where it does not hear; they do what they did afterwards.

    Once its `is_running` is set they end it with exit status 0.
    """
    stopping = Stopping(call)
    told, tell = socket.socketpair()
    tell.setblocking(False)
    former = {one: signal.signal(one, stopping.stop) for one in SIGNALS}
    former_descriptor = signal.set_wakeup_fd(tell.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=stopping.wait_for, args=(told,), name="stopping", daemon=True).start()
    try:
        yield stopping
    finally:
        signal.set_wakeup_fd(former_descriptor)
        for one, handler in former.items():
            signal.signal(one, handler)
        tell.close()
