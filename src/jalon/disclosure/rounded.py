"""Rounding instead of withholding: every count told is a multiple of a base, drawn up or down.

A count between two multiples goes to the upper one as often, over all sets, as it is near to it. The draw comes from
the members under the group's key: the same set is always told the same, and asking again tells nothing more. Still a
row of extremes can give a count away; so each small one must be proven uncertain here too, or the table is not told.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from jalon.disclosure.atoms import CountedSet, build_question
from jalon.disclosure.certificate import build_certificate, check_certificate
from jalon.disclosure.decide import Decision, Extent
from jalon.disclosure.protect import protect


def round_size(one: CountedSet, base: int, key: bytes) -> int:
    """The size as it is told: a multiple of the base, at most base - 1 away."""
    rest = len(one.members) % base
    drawn = int.from_bytes(hmac.new(key, one.members.serialize(), hashlib.sha256).digest()[:6], "big")
    return len(one.members) - rest + (base if rest and drawn % base < rest else 0)


def decide_rounded(sets: Sequence[CountedSet], *, base: int, key: bytes, seconds: float) -> Decision:
    """All rounded where each small count stays uncertain; else the totals rounded; else nothing.

    Raises `no_certificate` where what was found does not stand the check: a fault of Jalon's.
    """
    for extent in (Extent.CELLS, Extent.TOTALS):
        told = [one for one in sets if extent is Extent.CELLS or one.is_total]
        sizes = {one.name: round_size(one, base, key) for one in told}
        between = {name: (max(size - base + 1, 1), size + base - 1) for name, size in sizes.items()}
        question = build_question(told, rounded=between)
        found = protect(question.system, question.targets, seconds=seconds, stops=True)
        if found.is_proven:
            certificate = build_certificate(question.system, question.targets, found)
            check_certificate(certificate)
            return Decision({one.name: one.name in sizes for one in sets}, extent, certificate, sizes=sizes)
    return Decision({one.name: False for one in sets}, Extent.NOTHING, None)
