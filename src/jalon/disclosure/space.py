"""Everything told so far of one space of members, as it is needed to decide what may be told next.

Kept in memory beside the list on disk: of each person the class she is in, people of one class being in the same told
sets; every distinct set; and of every secret the shifts that prove it uncertain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from pyroaring import BitMap

from jalon.disclosure.differing import Sampled, build_sample
from jalon.disclosure.shifts import Members, Secret, Shift
from jalon.disclosure.swaps import Marks
from jalon.disclosure.system import Flags, Integers

SEED = 5


@dataclass(frozen=True, slots=True)
class Known:
    """A distinct set of which the size was told or withheld."""

    sampled: Sampled
    is_told: bool
    persons: bytes | None = None
    """Of a set of participations, the key of the set of persons whose they are."""
    again: int = 0
    """How many more participations than persons."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What a publication adds: sets by key, and secrets, those proven anew among them."""

    known: dict[bytes, Known] = field(default_factory=dict)
    secrets: tuple[Secret, ...] = ()


def identify_set(members: BitMap) -> bytes:
    """Equal for equal sets, however they are held."""
    return hashlib.blake2b(np.asarray(members.to_array(), np.uint32).tobytes(), digest_size=16).digest()


def build_sampled(members: BitMap, threshold: int) -> Sampled:
    return Sampled(members, len(members), threshold, build_sample(members, threshold))


class Space:
    """What was told of the sets of one space."""

    def __init__(self) -> None:
        self.people = np.zeros(0, np.int64)
        self.classes: Marks = np.zeros(0, np.uint64)
        self.known: dict[bytes, Known] = {}
        self.secrets: dict[Members, Secret] = {}
        self.staying = BitMap()
        self._random = np.random.default_rng(SEED)
        self._uses: dict[Shift, set[Members]] = {}
        self._entries: Entries | None = None

    def include(self, sets: Iterable[BitMap]) -> None:
        """Make room for these people."""
        fresh = np.asarray(BitMap().union(*sets).to_array(), np.int64)
        if len(self.people):
            at = np.minimum(np.searchsorted(self.people, fresh), len(self.people) - 1)
            fresh = fresh[self.people[at] != fresh]
        if len(fresh):
            people = np.concatenate([self.people, fresh])
            order = np.argsort(people, kind="stable")
            self.classes = np.concatenate([self.classes, np.zeros(len(fresh), np.uint64)])[order]
            self.people = people[order]

    def places_of(self, members: BitMap | Sequence[int] | Integers) -> Integers:
        listed = members.to_array() if isinstance(members, BitMap) else members
        return np.searchsorted(self.people, np.asarray(listed, np.int64))

    def draw_mark(self) -> np.uint64:
        """Sums of marks are equal where the sets are, but for one chance in 2⁶⁴; what they find is added up again."""
        return np.uint64(self._random.integers(0, 2**64, dtype=np.uint64))

    def draw_marks(self, sets: Iterable[BitMap]) -> Marks:
        """By person, the sum of a mark for each of these sets that she is in."""
        marks: Marks = np.zeros(len(self.people), np.uint64)
        for members in sets:
            marks[self.places_of(members)] += self.draw_mark()
        return marks

    def find_staying(self, withheld: Iterable[BitMap]) -> BitMap:
        """Somebody of each set that is withheld, who does not go in a swap: so none becomes empty."""
        found = BitMap()
        for members in withheld:
            if members.isdisjoint(self.staying) and members.isdisjoint(found):
                found.add(members[0])
        return found

    def staying_flags(self, more: BitMap) -> Flags:
        flags = np.zeros(len(self.people), bool)
        flags[self.places_of(self.staying | more)] = True
        return flags

    def find_broken(self, told: Marks, withheld: Sequence[BitMap]) -> set[Members]:
        """Secrets whose proof does not stand beside new sets: `told` by the sum of the marks of each person's, and
        those withheld, which are not to become empty."""
        if not self._uses:
            return set()
        if self._entries is None:
            self._entries = Entries(list(self._uses))
        entries = self._entries
        broken = entries.is_changed(told[self.places_of(entries.members)])
        for members in withheld:
            if len(members) <= entries.most_gone:
                broken |= entries.effects(members) <= -len(members)
        shifts = entries.shifts
        return set().union(*(self._uses[shifts[at]] for at in np.flatnonzero(broken).tolist()))

    def add(self, addition: Addition) -> None:
        """Keep what a publication told."""
        self.include(known.sampled.members for known in addition.known.values())
        for key, known in addition.known.items():
            if known.is_told and key not in self.known:
                self.classes[self.places_of(known.sampled.members)] += self.draw_mark()
            self.known[key] = known
        withheld = [known.sampled.members for known in addition.known.values() if not known.is_told]
        self.staying |= self.find_staying(withheld)
        for secret in addition.secrets:
            for shift in self.secrets[secret.members].shifts if secret.members in self.secrets else ():
                self._uses[shift].discard(secret.members)
                if not self._uses[shift]:
                    del self._uses[shift]
            self.secrets[secret.members] = secret
            for shift in secret.shifts:
                self._uses.setdefault(shift, set()).add(secret.members)
        if addition.secrets:
            self._entries = None


class Entries:
    """Shifts as columns: each person gone or doubled, one after the other."""

    def __init__(self, shifts: Sequence[Shift]) -> None:
        self.shifts = shifts
        self.members = np.array([one for shift in shifts for one in (*shift.gone, *shift.doubled)], np.int64)
        signs = [sign for shift in shifts for sign in (*(-1,) * len(shift.gone), *(1,) * len(shift.doubled))]
        self.signs = np.array(signs, np.int64)
        lengths = [len(shift.gone) + len(shift.doubled) for shift in shifts]
        self.starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
        self.most_gone = max(len(shift.gone) for shift in shifts)
        self.listed, self.place = np.unique(self.members, return_inverse=True)
        self._looked_up = BitMap(self.listed.astype(np.uint32))

    def is_changed(self, marks: Marks) -> Flags:
        """By shift, whether the marks of those doubled and those gone do not cancel out."""
        sums = np.add.reduceat(np.where(self.signs > 0, marks, np.uint64(0) - marks), self.starts)
        return np.asarray(sums != 0)

    def effects(self, members: BitMap) -> Integers:
        """By shift, by how much the size of this set changes."""
        within = np.zeros(len(self.listed), np.int64)
        within[np.searchsorted(self.listed, np.asarray((members & self._looked_up).to_array(), np.int64))] = 1
        return np.asarray(np.add.reduceat(within[self.place] * self.signs, self.starts))

    def meets(self, members: BitMap) -> bool:
        return not members.isdisjoint(self._looked_up)
