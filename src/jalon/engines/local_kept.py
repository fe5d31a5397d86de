"""What an engine keeps of what it derived: a few results, the least recently used dropped first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Kept(Generic[Result]):
    """At most `most` results by key. Safe for several threads; a result is built by one at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._results: OrderedDict[Hashable, Result] = OrderedDict()
        self._lock = RLock()

    def get(self, key: Hashable, build: Callable[[], Result]) -> Result:
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
            result = self._results[key] = build()
            if len(self._results) > self._most:
                self._results.popitem(last=False)
            return result

    def find(self, key: Hashable) -> Result | None:
        """What is kept under this key, which then stays longer; None where nothing is, or no more."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
            return self._results.get(key)
