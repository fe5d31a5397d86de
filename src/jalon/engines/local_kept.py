"""What an engine keeps of what it derived: a few results, the least recently used dropped first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Kept(Generic[Result]):
    """At most `most` results by key, and with `rows` at most `most_rows` rows in them all, save that the last built stays
    whatever its size. Safe for several threads; a result is built by one at a time."""

    def __init__(self, most: int, rows: Callable[[Result], int] | None = None, most_rows: int = 0) -> None:
        self._most, self._rows, self._most_rows = most, rows, most_rows
        self._held = 0
        """Rows of all that is kept."""
        self._results: dict[Hashable, Result] = {}
        """The most recently used last."""
        self._lock = RLock()

    def get(self, key: Hashable, build: Callable[[], Result]) -> Result:
        with self._lock:
            result = self.find(key)
            if result is None:
                result = self._results[key] = build()
                self._held += self._rows(result) if self._rows else 0
                self._drop_oldest()
            return result

    def _drop_oldest(self) -> None:
        while len(self._results) > self._most or (self._held > self._most_rows and len(self._results) > 1):
            oldest = self._results.pop(next(iter(self._results)))
            self._held -= self._rows(oldest) if self._rows else 0

    def find(self, key: Hashable) -> Result | None:
        """What is kept under this key, which then stays longer; None where nothing is, or no more."""
        with self._lock:
            result = self._results.pop(key, None)
            if result is not None:
                self._results[key] = result
            return result
