"""All that was published so far: sets without names, and what was told of them.

What is published stays published. A table is protected beside all earlier ones, and answered the same when it is asked
for again. Kept in the group's folder (`HOME/releases/published.jsonl`), which only staff can read: sets of member
numbers, never names, and with them the proofs that no small number can be worked out.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pyroaring import BitMap

from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.beside import decide_beside
from jalon.disclosure.decide import Decision, Extent
from jalon.disclosure.listed import Line, PublishedFile
from jalon.disclosure.policy import Policy, build_policy
from jalon.disclosure.shifts import Secret, Shift
from jalon.disclosure.space import Addition, Space, build_sampled, identify_set
from jalon.home import Home

FILE = "published.jsonl"
PERSONS, PARTICIPATIONS = "subject", "participation"
MARKS_FROM = 2**31
"""Numbers of members are below; what stands for an erased one is above."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How a publication was decided, to answer it the same again."""

    told: Mapping[str, bool]
    """By short name."""
    extent: str
    is_late: bool


class Published:
    """The list of what was published. Without a file it is held in memory; `records` False only asks, never adds."""

    def __init__(self, file: Path | None = None, *, records: bool = True) -> None:
        self.file = None if file is None else PublishedFile(file)
        self.records = records
        self._spaces: dict[str, Space] = {}
        self._answered: dict[str, Answered] = {}
        self._asked: dict[str, Decision] = {}
        self._lock = threading.RLock()

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet], policy: Policy) -> Decision:
        """What of these sets is told beside all that was. Raises `bad_published`, `no_certificate`."""
        key = json.dumps([publication, policy.threshold, policy.sensitive_threshold])
        names = {one.name: shorten(one.name) for one in sets}
        if (decision := self._again(key, names)) is not None:
            return decision
        with self._held():
            self._read_on()
            decision = self._again(key, names) or self._asked.get(key)
            return decision or self._decide(key, space, sets, names, policy)

    def _again(self, key: str, names: Mapping[str, str]) -> Decision | None:
        """The answer given before; what was answered once never changes, so that nobody need wait for it."""
        answered = self._answered.get(key)
        if answered is not None and all(short in answered.told for short in names.values()):
            told = {name: answered.told[short] for name, short in names.items()}
            return Decision(told, Extent(answered.extent), None, answered.is_late)
        return None

    def _decide(
        self, key: str, space: str, sets: Sequence[CountedSet], names: Mapping[str, str], policy: Policy
    ) -> Decision:
        decision, addition = decide_beside(
            self._spaces.setdefault(space, Space()),
            sets,
            seconds=policy.seconds,
            search=policy.search_seconds,
            closed=self._find_closed(space, sets),
        )
        if not self.records:
            self._asked[key] = decision
            return decision
        told = {short: decision.told[name] for name, short in names.items()}
        line = Line(key, space, told, str(decision.extent), decision.is_late, addition)
        if self.file is not None:
            self.file.append(line)
        self._take([line])
        return decision

    def _find_closed(self, space: str, sets: Sequence[CountedSet]) -> set[bytes]:
        """Sets of participations that are few more than their persons, who were told; and the other way round."""
        closed: set[bytes] = set()
        if space == PARTICIPATIONS:
            told = self._spaces.get(PERSONS, Space()).known
            for one in sets:
                if one.persons is not None and 0 < len(one.members) - len(one.persons) < one.threshold:
                    persons = told.get(identify_set(one.persons))
                    if persons is not None and persons.is_told:
                        closed.add(identify_set(one.members))
        elif space == PERSONS:
            for known in self._spaces.get(PARTICIPATIONS, Space()).known.values():
                if known.is_told and known.persons is not None and 0 < known.again < known.sampled.threshold:
                    closed.add(known.persons)
        return closed

    def _take(self, lines: Sequence[Line]) -> None:
        """Keep publications in mind, several at once."""
        for line in lines:
            self._answered[line.key] = Answered(line.told, line.extent, line.is_late)
        for space in {line.space: None for line in lines}:
            of_space = [line.addition for line in lines if line.space == space]
            known = {key: known for one in of_space for key, known in one.known.items()}
            proven = {secret.members: secret for one in of_space for secret in one.secrets}
            self._spaces.setdefault(space, Space()).add(Addition(known, tuple(proven.values())))

    def sets(self, space: str = "subject") -> tuple[CountedSet, ...]:
        """Every distinct set of which the size was told or withheld, in order, under a name of its own."""
        if space not in self._spaces:
            return ()
        return tuple(
            CountedSet(key.hex(), known.sampled.members, key.hex(), known.sampled.threshold, is_told=known.is_told)
            for key, known in self._spaces[space].known.items()
        )

    def forget(self, space: str, members: Iterable[int]) -> None:
        """Members erased: what was published stays as it is, with marks drawn at random in the place of their numbers."""
        gone = {member: MARKS_FROM + secrets.randbelow(MARKS_FROM) for member in members}
        with self._held():
            if self.file is None:
                for one in [one for one in self._spaces if is_of_space(one, space)]:
                    kept = self._spaces.pop(one)
                    self._spaces[one] = Space()
                    self._spaces[one].add(replace_members(Addition(kept.known, tuple(kept.secrets.values())), gone))
                return
            lines = PublishedFile(self.file.path).read_on()[1]
            self.file.write(
                replace(line, addition=replace_members(line.addition, gone)) if is_of_space(line.space, space) else line
                for line in lines
            )
            self.file.start_again()
            self._forget_all()
            self._read_on()

    @contextmanager
    def _held(self) -> Iterator[None]:
        """One at a time, in this process and beside others."""
        with self._lock:
            if self.file is None:
                yield
                return
            with self.file.held():
                yield

    def _read_on(self) -> None:
        if self.file is None:
            return
        is_other, lines = self.file.read_on()
        if is_other:
            self._forget_all()
        if lines:
            self._asked.clear()
            self._take(lines)

    def _forget_all(self) -> None:
        self._spaces.clear()
        self._answered.clear()
        self._asked.clear()


def is_of_space(one: str, space: str) -> bool:
    """Whether the numbers in one space are those of another: `subject values […]` holds subjects."""
    return one == space or one.startswith(f"{space} ")


def shorten(name: str) -> str:
    """A short name for a long one; equal for equal ones."""
    return hashlib.blake2b(name.encode(), digest_size=9).hexdigest()


def replace_members(addition: Addition, gone: Mapping[int, int]) -> Addition:
    """The same with other numbers in the place of those gone."""

    def renamed(members: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(gone.get(one, one) for one in members))

    known = {}
    erased = BitMap(gone)
    for key, one in addition.known.items():
        if not one.sampled.members.isdisjoint(erased):
            found = one.sampled.members & erased
            members = (one.sampled.members - found) | BitMap([gone[member] for member in found])
            key, one = identify_set(members), replace(one, sampled=build_sampled(members, one.sampled.threshold))
        known[key] = one
    proven = tuple(
        Secret(
            renamed(secret.members),
            secret.width,
            tuple(Shift(renamed(shift.gone), renamed(shift.doubled)) for shift in secret.shifts),
        )
        for secret in addition.secrets
    )
    return Addition(known, proven)


def open_published(home: Home, *, records: bool = True) -> Published:
    """What this group has published so far."""
    return Published(home.releases / FILE, records=records)


def open_policy(home: Home, *, records: bool = True) -> Policy:
    """What the group's settings decide, beside all that it has published; `records` False for a question that is not
    one."""
    return build_policy(home, open_published(home, records=records))


def erase_from_published(home: Home, subjects: Iterable[int], participations: Iterable[int]) -> None:
    """People erased, by their numbers and those of their participations. Raises `bad_published`."""
    if (home.releases / FILE).exists():
        published = open_published(home)
        published.forget("subject", subjects)
        published.forget("participation", participations)
