"""What an engine keeps of what it derived: a few results, the least recently used dropped first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Kept(Generic[Result]):
    """At most `most` results by key. Safe for several threads; a result is built by one at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._results: dict[Hashable, Result] = {}
        """The most recently used last."""
        self._lock = RLock()

    def get(self, key: Hashable, build: Callable[[], Result]) -> Result:
        with self._lock:
            result = self.find(key)
            if result is None:
                result = self._results[key] = build()
                if len(self._results) > self._most:
                    del self._results[next(iter(self._results))]
            return result

    def find(self, key: Hashable) -> Result | None:
        """What is kept under this key, which then stays longer; None where nothing is, or no more."""
        with self._lock:
            result = self._results.pop(key, None)
            if result is not None:
                self._results[key] = result
            return result
