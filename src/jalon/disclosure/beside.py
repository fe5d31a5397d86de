"""What of a publication is told beside everything told before, without building all of that anew.

New secrets are the small sets asked for and the few by which one of them differs from any other set; old ones are looked
at again where a number told now would break their proof. Most are proven by swaps, most others by exchanges of several
for several. For the rest it is found what else has to be withheld, at least cost. Whatever is found is added up before it
is believed. No step has a limit of time: the same question beside the same list has the same answer on every machine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from pyroaring import BitMap

import jalon.disclosure.errors  # noqa: F401  (its catalogue)
from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.crowd import build_crowd, choose_people, told_rows
from jalon.disclosure.decide import Decision, Extent, choose_extent
from jalon.disclosure.differing import Sampled, find_differing
from jalon.disclosure.exchanges import Exchanges
from jalon.disclosure.nearby import Asked, Moved, move_nearby
from jalon.disclosure.shifts import Members, Secret, Shift, is_uncertain
from jalon.disclosure.space import Addition, Entries, Known, Space, build_sampled, identify_set
from jalon.disclosure.swaps import Marks, Swaps
from jalon.disclosure.system import Flags
from jalon.errors import JalonError

SIZES = (400, 12_000)
"""Among about how many classes of people moves are looked for, first and where that was not enough."""
TOGETHER = 10
"""For so many secrets at once."""
DEAR, MOST_MOVING = 100.0, 60
"""For a number of at least this weight, which may not need withholding, so many secrets are proven anew."""
TOO_DEAR = 1e6
"""What would not be withheld for any secret costs so many times what it weighs."""
MOST_EXCHANGING, EXCHANGING = 8000, 900
"""Up to so many people all may exchange places; of more, about so many classes near the secrets."""


def decide_beside(
    space: Space, sets: Sequence[CountedSet], *, closed: Collection[bytes] = ()
) -> tuple[Decision, Addition]:
    """Which of the sets are told, and what the space has to keep of it. Sets whose keys are `closed` are not told and
    must stay uncertain, however large they are.

    Raises `no_certificate` where what was found does not stand the check: a fault of Jalon's.
    """
    additions: dict[Extent, Addition] = {Extent.NOTHING: Addition()}
    space.include(one.members for one in sets)

    def attempt(extent: Extent) -> tuple[Decision | None, bool]:
        told_now = [one for one in sets if extent is Extent.CELLS or one.is_total]
        trial = Trial(space, told_now, closed)
        if not trial.prove():
            return None, False
        additions[extent] = trial.build_addition()
        check_addition(space, additions[extent])
        names = {one.name for one in told_now}
        told = {one.name: one.name in names and one.group not in trial.hidden for one in sets}
        return Decision(told, extent, None), False

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

    def __init__(
        self, space: Space, sets: Sequence[CountedSet], closed: Collection[bytes], before: Trial | None = None
    ) -> None:
        """`before`: one that was given up, of these sets and others, beside the same list. This one begins with its proofs,
        and withholds what they move."""
        self.space = space
        self.closed = closed
        self.distinct = _find_distinct(sets)
        self.fresh = [one for one in self.distinct if one.key not in space.known]
        self.marks = space.draw_marks(one.sampled.members for one in self.fresh)
        self.needed = self._find_hidden()
        """Groups that are withheld whatever is told of the others."""
        self.hidden = self.needed
        self.widths = self._find_secrets()
        self.moved: dict[Members, Secret] = {}
        """Proofs by moves of people around the secrets, dear to find."""
        self.proofs: dict[Members, Secret] = {}
        self.stuck: list[Members] = []
        if before is not None:
            self._begin_where(before)

    def _begin_where(self, before: Trial) -> None:
        """With the proofs of what is a secret here too, and whatever they move withheld."""
        secrets = self.widths.keys() | self.space.secrets.keys()
        kept = [one for members, one in before.moved.items() if members in secrets]
        kept = [one for one in kept if one.width >= self.widths.get(one.members, 0)]
        if kept:
            entries = Entries([shift for one in kept for shift in one.shifts])
            moving = (one for one in self.fresh if entries.effects(one.sampled.members).any())
            self.hidden = _spread(self.hidden | {name.group for one in moving for name in one.names}, self.fresh)
        self.moved = {one.members: one for one in _find_standing(kept, self._divide()[1])}

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

    def prove(self) -> bool:
        """Prove every secret uncertain, withholding more where it must be. Where one cannot be, it is `stuck`."""
        while left := self._prove_without_withholding():
            found = self._move(left)
            if not found.withheld and found.proofs.keys() <= self.moved.keys():
                self.stuck = self.stuck or [members for members, _ in left]  # its proofs do not stand
            self.moved |= found.proofs
            self.hidden = _spread(self.hidden | found.withheld, self.fresh)
            if self.stuck:
                return False
        self._tell_again()
        return True

    def _prove_without_withholding(self) -> list[tuple[Members, int]]:
        """Prove what can be as things stand, by swaps and exchanges, or was `moved` already; gives the secrets left."""
        told, withheld = self._divide()
        classes = self.space.classes + self.space.draw_marks(told)
        staying = self.space.staying_flags(self.space.find_staying(withheld))
        widths = dict(self.widths)
        for members in self.space.find_broken(classes - self.space.classes, withheld):
            widths.setdefault(members, self.space.secrets[members].width)
        standing = _find_standing([self.moved[members] for members in widths if members in self.moved], withheld)
        self.proofs = {secret.members: secret for secret in standing}
        left = {members: width for members, width in widths.items() if members not in self.proofs}
        places = [self.space.places_of(members) for members in left]
        found = Swaps(self.space.people, classes, staying).prove_all(places, list(left.values()))
        self._keep_proofs(left, found)
        left = {members: width for members, width in left.items() if members not in self.proofs}
        if left:
            exchanges = self._build_exchanges(left, told, classes, staying)
            self._keep_proofs(left, (exchanges.prove(members, width) for members, width in left.items()))
        return [secret for secret in left.items() if secret[0] not in self.proofs]

    def _keep_proofs(self, widths: Mapping[Members, int], found: Iterable[tuple[Shift, ...] | None]) -> None:
        for (members, width), shifts in zip(widths.items(), found, strict=True):
            if shifts is not None:
                self.proofs[members] = Secret(members, width, shifts)

    def _build_exchanges(
        self, secrets: Mapping[Members, int], told: Sequence[BitMap], classes: Marks, staying: Flags
    ) -> Exchanges:
        everybody = BitMap().union(*(BitMap(members) for members in secrets))
        needed = self.space.places_of(everybody)
        chosen = np.arange(len(classes))
        if len(classes) > MOST_EXCHANGING:
            marks = self.marks + self.space.draw_marks([BitMap(members) for members in secrets])
            most = 2 * max(secrets.values()) + 2
            chosen = choose_people(self.space, marks, needed, EXCHANGING, most)
        crowd = build_crowd(chosen, self.space, classes, staying)
        rows = np.concatenate([crowd.rows_of(told), told_rows(self.space, crowd)])
        return Exchanges(crowd, rows, crowd.places_of(list(everybody)))

    def _divide(self) -> tuple[list[BitMap], list[BitMap]]:
        """New sets as things stand: those told, and those withheld."""
        told = [one.sampled.members for one in self.fresh if self._is_told(one)]
        return told, [one.sampled.members for one in self.fresh if not self._is_told(one)]

    def _move(self, secrets: list[tuple[Members, int]]) -> Moved:
        """What moves of people around them prove, some secrets at a time; and what has to be withheld for it."""
        found, hidden = Moved(), self.hidden
        for start in range(0, len(secrets), TOGETHER):
            left = secrets[start : start + TOGETHER]
            for size in SIZES:
                here = self._move_nearby(left, hidden, size)
                hidden = _spread(hidden | here.withheld, self.fresh)
                found = Moved(found.proofs | here.proofs, found.withheld | here.withheld)
                left = [secret for secret in left if secret[0] not in found.proofs]
                if here.withheld or not left:
                    break
            else:
                self.stuck = [members for members, _ in left]
                return found
        return found

    def _move_nearby(
        self, secrets: list[tuple[Members, int]], hidden: set[str], size: int, price: float = 1.0
    ) -> Moved:
        """The same at once; what is withheld costs so many times what it weighs."""
        withheld: list[BitMap] = []
        asked: list[Asked] = []
        for one in self.fresh:
            groups = {name.group for name in one.names}
            if hidden.isdisjoint(groups):
                asked.append(Asked(one.sampled.members, groups, price * sum(name.weight for name in one.names)))
            else:
                withheld.append(one.sampled.members)
        return move_nearby(self.space, self.marks, asked, withheld, secrets, size)

    def _tell_again(self) -> None:
        """Tell what turns out not to need withholding, the dearest first: no proof moves it, or others can be found."""
        weights: dict[str, float] = {}
        for one in self.fresh:
            for name in one.names:
                weights[name.group] = weights.get(name.group, 0.0) + name.weight
        for group in sorted(self.hidden - self.needed, key=lambda group: (-weights[group], group)):
            hidden = self.hidden - {group}
            if _spread(hidden, self.fresh) != hidden:
                continue
            moving = self._find_moving([one for one in self.fresh if group in {name.group for name in one.names}])
            most = MOST_MOVING if weights[group] >= DEAR else TOGETHER
            if len(moving) <= most and (proofs := self._prove_again(moving, hidden)) is not None:
                self.hidden = hidden
                self.proofs |= proofs

    def _prove_again(self, widths: Mapping[Members, int], hidden: set[str]) -> dict[Members, Secret] | None:
        """Other proofs of these secrets, for which nothing but `hidden` is withheld; None where one is not found."""
        proofs: dict[Members, Secret] = {}
        secrets = list(widths.items())
        for start in range(0, len(secrets), TOGETHER):
            here = secrets[start : start + TOGETHER]
            found = self._move_nearby(here, hidden, SIZES[0], TOO_DEAR)
            if found.withheld or len(found.proofs) < len(here):
                return None
            proofs |= found.proofs
        return proofs

    def _find_moving(self, sets: Sequence[_Distinct]) -> dict[Members, int]:
        """Secrets some proof of which moves one of these sets."""
        marks = self.space.draw_marks([one.sampled.members for one in sets])
        before = {members: self.space.secrets[members].width for members in self.space.find_broken(marks, [])}
        shifts = (shift for secret in self.proofs.values() for shift in secret.shifts)
        moving = BitMap([one for shift in shifts for one in (*shift.gone, *shift.doubled)])
        inside = [frozenset(one.sampled.members & moving) for one in sets]
        now = {
            secret.members: secret.width
            for secret in self.proofs.values()
            if any(shift.effect(members) for members in inside for shift in secret.shifts)
        }
        return {members: width for members, width in before.items() if members not in self.proofs} | now

    def build_addition(self) -> Addition:
        known = {one.key: Known(one.sampled, self._is_told(one), *_persons_of(one)) for one in self.fresh}
        for one in self.distinct:
            before = self.space.known.get(one.key)
            if before is not None and before.sampled.threshold < one.sampled.threshold:
                known[one.key] = replace(before, sampled=one.sampled)
        return Addition(known, tuple(self.proofs.values()))


def _find_standing(secrets: Sequence[Secret], withheld: Sequence[BitMap]) -> list[Secret]:
    """Those of which no shift leaves a set that is withheld now empty."""
    most = max((len(shift.gone) for secret in secrets for shift in secret.shifts), default=0)
    small = [frozenset(members) for members in withheld if len(members) <= most]
    return [
        secret
        for secret in secrets
        if all(shift.effect(members) > -len(members) for shift in secret.shifts for members in small)
    ]


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
