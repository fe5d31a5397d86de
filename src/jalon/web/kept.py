"""Answers kept in memory until what they show changes: pages, figures, tables.

A key says all that an answer depends on (the version of what is shown, who may see what, the question), so nothing
kept is ever out of date; what is no longer asked for is forgotten first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """At most `size` answers, each made once even if several readers ask for it together."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, T] = OrderedDict()
        self._being_made: dict[Hashable, Lock] = {}

    def find(self, key: Hashable) -> T | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        return None

    def get(self, key: Hashable, make: Callable[[], T], *, keep: Callable[[T], bool] = lambda answer: True) -> T:
        """The answer kept, else made now; one that `keep` refuses, or that raises, is made again next time."""
        if (found := self.find(key)) is not None:
            return found
        with self._lock:
            making = self._being_made.setdefault(key, Lock())
        with making:
            if (found := self.find(key)) is not None:
                return found
            try:
                answer = make()
            finally:
                with self._lock:
                    self._being_made.pop(key, None)
            if keep(answer):
                with self._lock:
                    self._answers[key] = answer
                    while len(self._answers) > self._size:
                        self._answers.popitem(last=False)
            return answer

    def __len__(self) -> int:
        return len(self._answers)

    def forget(self) -> None:
        with self._lock:
            self._answers.clear()
