"""`jalon serve`: as a process of its own, on this machine only, until it is stopped."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jalon.cli import main
from jalon.home import Home, make_home

PATIENCE = 60.0


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    """Nothing is left of it, whatever a test finds."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def ask(port: int, address: str) -> tuple[int, str]:
    """The answer once the site is up. It fails when nothing listens in time."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", address)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        finally:
            connection.close()


def test_a_new_folder_is_served_at_once_and_the_site_ends_when_told(tmp_path: Path, port: int) -> None:
    home = str(tmp_path / "home")
    command = [sys.executable, "-m", "jalon", "--home", home]
    subprocess.run([*command, "init", "--group", "Fresh"], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    site = subprocess.Popen(
        [*command, "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        status, page = ask(port, "/en/")
        assert (status, "Nothing is published here yet." in page) == (200, True)
        assert ask(port, "/en/figures")[0] == 404
    finally:
        site.send_signal(signal.SIGINT)
        said, complained = site.communicate(timeout=PATIENCE)
    assert "/en/figures" not in complained  # what was answered with 404 was said on the page
    assert f"http://127.0.0.1:{port}/en/" in said
    # The site's own tables do not keep a command from working on the records.
    subprocess.run([*command, "figures"], check=True, capture_output=True)


IGNORING = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); import os; os.execv(sys.argv[1], sys.argv[1:])"
)
"""Starts what follows as a shell starts something in the background."""


@pytest.mark.parametrize(("number", "language"), [(signal.SIGINT, "fr"), (signal.SIGTERM, "en")])
def test_a_site_started_in_the_background_ends_at_once_and_well(
    home: Home, port: int, number: signal.Signals, language: str
) -> None:
    site = subprocess.Popen(
        [sys.executable, "-c", IGNORING, sys.executable, "-m", "jalon", "--home", str(home.path), "--lang", language,
         "serve", "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    with ended(site):
        assert ask(port, "/en/")[0] == 200
        site.send_signal(number)
        said, complained = site.communicate(timeout=PATIENCE)
    assert site.returncode == 0
    assert said.splitlines()[-1] == {"en": "Stopped.", "fr": "Arrêté."}[language]
    assert "Traceback" not in complained


OPENING = """
import hashlib, operator, os, sys, threading, time
from functools import partial
from jalon import cli
from jalon.cli import serve, stopping
say = partial(os.write, 1, b"settling\\n")
compute = partial(hashlib.pbkdf2_hmac, "sha256", b"", b"", 2_000_000_000)
def settle(call, home):
    {work}
serve.settle_first = settle
sys.exit(cli.main(sys.argv[1:]))
"""
PATIENT = f"stopping.GRACE = {PATIENCE}; say()"
"""However slow the machine, what hears the signal puts itself away in time."""
WORK = {
    "in Python": f"{PATIENT}; time.sleep(600)",
    # One call from the word to the end: no Python runs in between that could hear a signal.
    "outside": "list(map(operator.call, [say, compute]))",
    "in threads": f"threading.Thread(target=compute, daemon=True).start(); {PATIENT}; time.sleep(600)",
}


@pytest.mark.parametrize(
    ("number", "work"),
    [
        (signal.SIGINT, "in Python"),
        (signal.SIGINT, "outside"),
        (signal.SIGTERM, "outside"),
        (signal.SIGTERM, "in threads"),
    ],
)
def test_before_it_opens_it_ends_soon_and_is_interrupted(
    home: Home, port: int, number: signal.Signals, work: str
) -> None:
    """A linear programme hears no signal: the process ends all the same."""
    program = OPENING.format(work=WORK[work])
    site = subprocess.Popen(
        [sys.executable, "-c", IGNORING, sys.executable, "-c", program, "--home", str(home.path), "serve", "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with ended(site):
        assert site.stdout is not None
        assert site.stdout.readline() == "settling\n"
        site.send_signal(number)
        said, complained = site.communicate(timeout=PATIENCE)
    assert site.returncode == (128 + number if work == "outside" else 130)
    assert "Traceback" not in complained
    assert complained == ("" if work == "outside" else "Stopped. Nothing more was written.\n")
    assert said == ""


def test_a_port_in_use_is_said(tmp_path: Path, port: int, capsys: pytest.CaptureFixture[str]) -> None:
    make_home(tmp_path / "home")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert main(["--home", str(tmp_path / "home"), "serve", "--port", str(port), "--json"]) == 2
        assert json.loads(capsys.readouterr().err)["errors"][0]["id"] == "port_taken"
        assert main(["--home", str(tmp_path / "home"), "serve", "--port", str(port)]) == 2
    assert f"Port {port} of this machine is in use." in " ".join(capsys.readouterr().err.split())


def test_no_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path / "nowhere"), "serve"]) != 0
    assert "jalon init" in capsys.readouterr().err
