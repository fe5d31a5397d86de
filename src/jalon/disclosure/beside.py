"""What of a publication is told beside everything told before, without building all of that anew.

New secrets are the small sets asked for and the few by which one of them differs from any other set; old ones are looked
at again where a number told now would break their proof. Most are proven by swaps. Around those that are not, a small
system says what else has to be withheld. Whatever is found is added up before it is believed.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from pyroaring import BitMap

import jalon.disclosure.errors  # noqa: F401  (its catalogue)
from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.decide import Decision, Extent, choose_extent
from jalon.disclosure.differing import Sampled, find_differing
from jalon.disclosure.exact import improve
from jalon.disclosure.nearby import Asked, build_nearby
from jalon.disclosure.protect import protect
from jalon.disclosure.shifts import Members, Secret, Shift, is_uncertain
from jalon.disclosure.space import Addition, Entries, Known, Space, build_sampled, identify_set
from jalon.disclosure.swaps import Marks, Swaps
from jalon.errors import JalonError

SIZE, SIZES_OF_ONE = 240, (900, 3600)
"""About how many atoms the small system has: of several secrets together, and of one that this did not prove."""

TOGETHER = 40
"""How many secrets one small system is for."""
MOST_MEMBERS = 5000
"""How many people a secret may be of for a small system around it."""


def decide_beside(
    space: Space,
    sets: Sequence[CountedSet],
    *,
    seconds: float,
    search: float = 0.0,
    closed: Collection[bytes] = (),
) -> tuple[Decision, Addition]:
    """Which of the sets are told, and what the space has to keep of it. `search` seconds are spent on withholding fewer.
    Sets whose keys are `closed` are not told and must stay uncertain, however large they are.

    Raises `no_certificate` where what was found does not stand the check: a fault of Jalon's.
    """
    additions: dict[Extent, Addition] = {Extent.NOTHING: Addition()}
    space.include(one.members for one in sets)

    def attempt(extent: Extent) -> tuple[Decision | None, bool]:
        told_now = [one for one in sets if extent is Extent.CELLS or one.is_total]
        trial = Trial(space, told_now, closed, time.thread_time() + seconds)
        if not trial.prove(search):
            return None, trial.is_late
        additions[extent] = trial.build_addition()
        check_addition(space, additions[extent])
        names = {one.name for one in told_now}
        told = {one.name: one.name in names and one.group not in trial.hidden for one in sets}
        return Decision(told, extent, None, trial.is_late), trial.is_late

    decision = choose_extent(sets, attempt)
    return decision, additions[decision.extent]


@dataclass(frozen=True, slots=True)
class _Distinct:
    """A set asked for, under whatever names."""

    key: bytes
    sampled: Sampled
    names: tuple[CountedSet, ...]


class Trial:
    """One attempt to tell these sets, as far as it is proven."""

    def __init__(self, space: Space, sets: Sequence[CountedSet], closed: Collection[bytes], deadline: float) -> None:
        self.space = space
        self.closed = closed
        self.deadline = deadline
        self.is_late = False
        self.distinct = _find_distinct(sets)
        self.fresh = [one for one in self.distinct if one.key not in space.known]
        self.hidden = self._find_hidden()
        self.proofs: dict[Members, Secret] = {}

    def _find_hidden(self) -> set[str]:
        """Groups with a small set, or one that was withheld before; and those that share a set with them."""
        known = self.space.known
        hidden = {
            name.group
            for one in self.distinct
            for name in one.names
            if (one.key not in known and one.sampled.size < name.threshold)
            or (one.key in known and not known[one.key].is_told)
            or (one.key not in known and one.key in self.closed)
        }
        return _spread(hidden, self.fresh)

    def _is_told(self, one: _Distinct) -> bool:
        return not any(name.group in self.hidden for name in one.names)

    def prove(self, search: float) -> bool:
        """Prove every secret uncertain, withholding more where it must be."""
        marks = {one.key: self.space.draw_mark() for one in self.fresh}
        asked = [
            Asked(one.sampled.members, self.space.places_of(one.sampled.members), marks[one.key], one.names)
            for one in self.fresh
        ]
        added: Marks = np.zeros(len(self.space.people), np.uint64)
        for one, of_one in zip(self.fresh, asked, strict=True):
            if self._is_told(one):
                added[of_one.places] += of_one.mark
        withheld = [one.sampled.members for one in self.fresh if not self._is_told(one)]
        widths = self._find_secrets()
        for members in self.space.find_broken(added, withheld):
            widths.setdefault(members, self.space.secrets[members].width)
        if not widths:
            return True
        left = self._prove_by_swaps(widths, self.space.classes + added, withheld)
        return not left or self._prove_nearby(left, asked, search)

    def _find_secrets(self) -> dict[Members, int]:
        """Small sets and small differences that are not proven yet, with how far apart two tables must be."""
        known = self.space.known
        limits: dict[Members, int] = {}

        def note(rest: BitMap, threshold: int) -> None:
            members = tuple(rest)
            limits[members] = max(threshold, limits.get(members, 0))

        looked_at = [
            one
            for one in self.distinct
            if one.key not in known or known[one.key].sampled.threshold < one.sampled.threshold
        ]
        for one in looked_at:
            if one.sampled.size < one.sampled.threshold or one.key in self.closed:
                note(one.sampled.members, one.sampled.threshold)
        new = [one.sampled for one in looked_at]
        keys = {one.key for one in looked_at}
        old = [one.sampled for key, one in known.items() if key not in keys]
        for first, second in ((new, new), (new, old), (old, new)):
            for at, other in find_differing(first, second):
                rest = first[at].members - second[other].members
                note(rest, max(first[at].threshold, second[other].threshold))
        return {
            members: width
            for members, limit in limits.items()
            if (width := max(limit - 2, 1)) > self._width_before(members) and not self._was_told(members)
        }

    def _width_before(self, members: Members) -> int:
        secret = self.space.secrets.get(members)
        return 0 if secret is None else secret.width

    def _was_told(self, members: Members) -> bool:
        known = self.space.known.get(identify_set(BitMap(members)))
        return known is not None and known.is_told

    def _prove_by_swaps(
        self, widths: Mapping[Members, int], classes: Marks, withheld: Sequence[BitMap]
    ) -> list[tuple[Members, int]]:
        """Those of the secrets that swaps do not prove."""
        staying = self.space.staying_flags(self.space.find_staying(withheld))
        secrets = list(widths)
        places = [self.space.places_of(members) for members in secrets]
        swaps = Swaps(self.space.people, classes, staying)
        left = []
        for members, shifts in zip(secrets, swaps.prove_all(places, list(widths.values())), strict=True):
            if shifts is None:
                left.append((members, widths[members]))
            else:
                self.proofs[members] = Secret(members, widths[members], shifts)
        return left

    def _prove_nearby(self, secrets: list[tuple[Members, int]], asked: Sequence[Asked], search: float) -> bool:
        """Several in one system, and each that this does not prove in one of its own."""
        if any(len(members) > MOST_MEMBERS for members, _ in secrets):
            return False
        ordered = sorted(secrets, key=lambda secret: (secret[0] in self.space.secrets, secret))
        left: list[tuple[Members, int]] = []
        for start in range(0, len(ordered), TOGETHER):
            left += self._prove_together(ordered[start : start + TOGETHER], asked, search, SIZE)
        return all(
            any(not self._prove_together([secret], asked, 0.0, size) for size in SIZES_OF_ONE) for secret in left
        )

    def _prove_together(
        self, secrets: list[tuple[Members, int]], asked: Sequence[Asked], search: float, size: int
    ) -> list[tuple[Members, int]]:
        """Those of the secrets that the system around them does not prove; what it withholds is withheld from now on."""
        seconds = self.deadline - time.thread_time()
        if seconds <= 0:
            self.is_late = True
            return secrets
        nearby = build_nearby(self.space, asked, self.hidden, secrets, size)
        found = protect(nearby.system, nearby.targets, seconds=seconds / 2)
        self.is_late |= found.is_late
        if search and found.is_proven and found.withheld.any():
            found = improve(nearby.system, nearby.targets, found, seconds=search)
        left = []
        for at, (members, width) in enumerate(secrets):
            shifts = nearby.lift(members, at, found)
            if shifts is None:
                left.append((members, width))
            else:
                self.proofs[members] = Secret(members, width, shifts)
        hidden = {group for group, at in nearby.group_of.items() if found.withheld[at]}
        self.hidden = _spread(self.hidden | hidden, self.fresh)
        return left

    def build_addition(self) -> Addition:
        known = {one.key: Known(one.sampled, self._is_told(one), *_persons_of(one)) for one in self.fresh}
        for one in self.distinct:
            before = self.space.known.get(one.key)
            if before is not None and before.sampled.threshold < one.sampled.threshold:
                known[one.key] = replace(before, sampled=one.sampled)
        return Addition(known, tuple(self.proofs.values()))


def _persons_of(one: _Distinct) -> tuple[bytes | None, int]:
    """The key of the set of persons behind these participations, and how many more participations there are."""
    for name in one.names:
        if name.persons is not None:
            return identify_set(name.persons), one.sampled.size - len(name.persons)
    return None, 0


def _find_distinct(sets: Iterable[CountedSet]) -> list[_Distinct]:
    found: dict[bytes, list[CountedSet]] = {}
    for one in sets:
        if one.members:
            found.setdefault(identify_set(one.members), []).append(one)
    return [
        _Distinct(key, build_sampled(names[0].members, max(name.threshold for name in names)), tuple(names))
        for key, names in found.items()
    ]


def _spread(hidden: set[str], distinct: Sequence[_Distinct]) -> set[str]:
    """Groups that share a set are told together, or not."""
    hidden = set(hidden)
    while True:
        more = {
            name.group
            for one in distinct
            if any(name.group in hidden for name in one.names)
            for name in one.names
            if name.group not in hidden
        }
        if not more:
            return hidden
        hidden |= more


def check_addition(space: Space, addition: Addition) -> None:
    """Add up every shift on which a proof stands now: the size of each told set stays, no set withheld becomes empty,
    and each secret is uncertain. Raises `no_certificate` with the first thing that does not hold."""
    renewed = {secret.members for secret in addition.secrets}
    kept = [secret for members, secret in space.secrets.items() if members not in renewed]
    before = space.known.values()
    check_shifts((shift for secret in addition.secrets for shift in secret.shifts), [*before, *addition.known.values()])
    check_shifts((shift for secret in kept for shift in secret.shifts), addition.known.values())
    check_secrets(addition.secrets)


def check_shifts(shifts: Iterable[Shift], known: Iterable[Known]) -> None:
    """Raises `no_certificate` where a shift is not a table that could be."""
    listed = list(dict.fromkeys(shifts))
    if not listed:
        return
    if any(len(set(shift.gone)) < len(shift.gone) for shift in listed):
        _refuse("somebody is gone twice", "une personne manque deux fois")
    entries = Entries(listed)
    for one in known:
        if not entries.meets(one.sampled.members):
            continue
        effects = entries.effects(one.sampled.members)
        if one.is_told and effects.any():
            _refuse("a table does not add up", "un tableau ne s'additionne pas")
        if not one.is_told and (effects <= -one.sampled.size).any():
            _refuse("a table is not what is published", "un tableau n'est pas ce qui est publié")


def check_secrets(secrets: Iterable[Secret]) -> None:
    """Raises `no_certificate` where the shifts of a secret do not make it uncertain."""
    number = sum(not is_uncertain(secret.members, secret.width, secret.shifts) for secret in secrets)
    if number:
        _refuse(f"{number} small numbers could be worked out", f"{number} petits nombres pourraient être retrouvés")


def _refuse(reason: str, reason_fr: str) -> None:
    raise JalonError("no_certificate", reason=reason, reason_fr=reason_fr)
