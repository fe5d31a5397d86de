"""When a number is too small to be told."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.disclosure.suppressed import Shown, Suppressed, Withheld

PROTECTED = ("person", "participation", "venture")
"""Units whose members can be recognised; codes reached, sessions and places are nobody."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Counts from 1 to `threshold` - 1 are not told. Zero is: nobody stands behind it."""

    threshold: int = 5

    def is_small(self, count: int) -> bool:
        return 0 < count < self.threshold

    def shown(self, count: int) -> Shown:
        return Suppressed(Withheld.SMALL) if self.is_small(count) else count


DEFAULT_POLICY = Policy()
