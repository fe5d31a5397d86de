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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from jalon.disclosure.together import Pending, decide_together
from jalon.errors import JalonError
from jalon.home import Home

FILE = "published.jsonl"
PERSONS, PARTICIPATIONS = "subject", "participation"
MARKS_FROM = 2**31
"""Numbers of members are below, and marks of the releases; where no mark is given one is drawn from here on."""

Mark = Callable[[str, int], int]
"""What stands for an erased member of a space."""


def draw_mark(space: str, member: int) -> int:
    """One drawn at random, where no release knows her by another."""
    return MARKS_FROM + secrets.randbelow(MARKS_FROM)


@dataclass(frozen=True, slots=True)
class Answered:
    """How a publication was decided, to answer it the same again."""

    told: Mapping[str, bool]
    """By short name."""
    extent: str


class OvertakenError(Exception):
    """Others have published since the first of what was to be kept at once. Never shown: it is decided again."""


class Published:
    """The list of what was published. Without a file it is held in memory; `records` False only asks, never adds."""

    def __init__(self, file: Path | None = None, *, records: bool = True) -> None:
        self.file = None if file is None else PublishedFile(file)
        self.records = records
        self._spaces: dict[str, Space] = {}
        self._answered: dict[str, Answered] = {}
        self._asked: dict[str, Decision] = {}
        self._later: list[Line] | None = None
        """What is to be kept at once, in the order in which it was decided."""
        self._lock = threading.RLock()

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet], policy: Policy) -> Decision:
        """What of these sets is told beside all that was. Raises `bad_published`, `no_certificate`."""
        key = _key_of(publication, policy)
        names = {one.name: shorten(one.name) for one in sets}
        if (decision := self._again(key, names)) is not None:
            return decision
        with self._held():
            self._read_on()
            decision = self._again(key, names) or self._asked.get(key)
            return decision or self._decide(key, space, sets, names, policy)

    def read(self) -> None:
        """Take in what others have published meanwhile. Raises `bad_published`."""
        with self._held():
            self._read_on()

    def find(self, publication: str, sets: Sequence[CountedSet], policy: Policy) -> Decision | None:
        """What was decided of it before, None where nothing was; nobody is waited for."""
        return self._again(_key_of(publication, policy), {one.name: shorten(one.name) for one in sets})

    def decide_many(self, pending: Sequence[Pending], policy: Policy) -> None:
        """Decide publications together, in their order, to be found by `decide` afterwards; what was answered before
        stays. Where they cannot be proven together, each half of them; what is left alone, as `decide` does.

        Nobody else's waits for more than one trial. Raises `bad_published`, `no_certificate`.
        """
        for space in dict.fromkeys(one.space for one in pending):
            waiting = [[one for one in pending if one.space == space]]
            while waiting:
                chunk = waiting.pop(0)
                if len(chunk) > 1 and self.records:
                    waiting[:0] = self._decide_chunk(space, chunk, policy)
                else:
                    for one in chunk:
                        self.decide(one.publication, space, one.sets, policy)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is decided within, each beside those before it, is kept at the end together: or nothing of it, where an
        error ends it or others publish meanwhile.

        Nobody waits for it. Not for several threads. Raises `OvertakenError`, `bad_published`.
        """
        self._later = []
        try:
            yield
            with self._held():
                self._read_on()
                later, self._later = self._later, None
                if later and self.file is not None:
                    self.file.append(*later)
        except BaseException:
            self._later = None
            self._forget_all()
            if self.file is not None:
                self.file.start_again()
            raise

    def _decide_chunk(self, space: str, chunk: Sequence[Pending], policy: Policy) -> list[list[Pending]]:
        """What has to be decided still, in parts."""
        with self._held():
            self._read_on()
            left = [one for one in chunk if self.find(one.publication, one.sets, policy) is None]
            if len(left) < 2:
                return [left]
            found = decide_together(
                self._spaces.setdefault(space, Space()),
                [one.sets for one in left],
                closed=self._find_closed(space, [counted for one in left for counted in one.sets]),
            )
            if found is None:
                return [left[: len(left) // 2], left[len(left) // 2 :]]
            lines: list[Line] = []
            for one, decision in zip(left, found.decisions, strict=True):
                if decision is not None:
                    key, names = _key_of(one.publication, policy), {each.name: shorten(each.name) for each in one.sets}
                    lines.append(_line_of(key, space, names, decision, Addition() if lines else found.addition))
            self._keep(lines)
            return [[one] for one, decision in zip(left, found.decisions, strict=True) if decision is None]

    def _again(self, key: str, names: Mapping[str, str]) -> Decision | None:
        """The answer given before, which nobody need wait for."""
        answered = self._answered.get(key)
        if answered is not None and all(short in answered.told for short in names.values()):
            told = {name: answered.told[short] for name, short in names.items()}
            return Decision(told, Extent(answered.extent), None)
        return None

    def _decide(
        self, key: str, space: str, sets: Sequence[CountedSet], names: Mapping[str, str], policy: Policy
    ) -> Decision:
        closed = self._find_closed(space, sets)
        decision, addition = decide_beside(self._spaces.setdefault(space, Space()), sets, closed=closed)
        if self.records:
            self._keep([_line_of(key, space, names, decision, addition)])
        else:
            self._asked[key] = decision
        return decision

    def _keep(self, lines: Sequence[Line]) -> None:
        """Write out, then keep in mind: nobody is answered before."""
        if self._later is not None:
            self._later += lines
        elif lines and self.file is not None:
            self.file.append(*lines)
        self._take(lines)

    def answers(self, policy: Policy) -> Iterator[tuple[str, Answered]]:
        """Every publication answered under the thresholds that hold, with how."""
        self.read()
        for key, one in dict(self._answered).items():
            publication, *thresholds = json.loads(key)
            if thresholds == [policy.threshold, policy.sensitive_threshold]:
                yield publication, one

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
            self._answered[line.key] = Answered(line.told, line.extent)
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

    def forget(self, space: str, members: Iterable[int], mark: Mark = draw_mark) -> None:
        """Members erased: what was published stays as it is, with marks in the place of their numbers."""
        gone = {member: mark(space, member) for member in members}
        with self._held():
            if self.file is None:
                kept = {
                    name: Addition(dict(of_space.known), tuple(of_space.secrets.values()))
                    for name, of_space in self._spaces.items()
                }
                self._spaces.clear()
                for (name, _), addition in zip(kept.items(), replace_all(kept.items(), space, gone), strict=True):
                    self._spaces.setdefault(name, Space()).add(addition)
                return
            lines = PublishedFile(self.file.path).read_on()[1]
            additions = replace_all([(line.space, line.addition) for line in lines], space, gone)
            self.file.write(replace(line, addition=one) for line, one in zip(lines, additions, strict=True))
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
        if self._later and (is_other or lines):
            raise OvertakenError
        if is_other:
            self._forget_all()
        if lines:
            self._asked.clear()
            self._take(lines)

    def _forget_all(self) -> None:
        self._spaces.clear()
        self._answered.clear()
        self._asked.clear()


def _key_of(publication: str, policy: Policy) -> str:
    return json.dumps([publication, policy.threshold, policy.sensitive_threshold])


def _line_of(key: str, space: str, names: Mapping[str, str], decision: Decision, addition: Addition) -> Line:
    told = {short: decision.told[name] for name, short in names.items()}
    return Line(key, space, told, str(decision.extent), addition)


def is_of_space(one: str, space: str) -> bool:
    """Whether the numbers in one space are those of another: `subject values […]` holds subjects."""
    return one == space or one.startswith(f"{space} ")


def shorten(name: str) -> str:
    """A short name for a long one; equal for equal ones."""
    return hashlib.blake2b(name.encode(), digest_size=9).hexdigest()


def replace_all(additions: Iterable[tuple[str, Addition]], space: str, gone: Mapping[int, int]) -> list[Addition]:
    """Each addition, with the space that it is of, without those gone from one space. Sets of participations name the
    set of their persons by its key: where that has another key now, they name it by that."""
    renamed: dict[bytes, bytes] = {}
    found = []
    for name, addition in additions:
        is_concerned = is_of_space(name, space)
        found.append((name, replace_members(addition, gone) if is_concerned else addition))
        if name == space:
            renamed |= dict(zip(addition.known, found[-1][1].known, strict=True))
    return [
        replace(
            one,
            known={
                key: replace(known, persons=renamed.get(known.persons or b"", known.persons))
                for key, known in one.known.items()
            },
        )
        if space == PERSONS and is_of_space(name, PARTICIPATIONS)
        else one
        for name, one in found
    ]


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
    one. Raises `rounded_too_late`."""
    published = open_published(home, records=records)
    if home.withholding.rounding is not None and published.file is not None and published.file.has_lines():
        # A rounded number beside an exact one narrows the difference of the two, and nobody would look at it.
        raise JalonError("rounded_too_late", file=home.path / "jalon.toml", found=home.withholding.rounding)
    return build_policy(home, published)


def erase_from_published(
    home: Home, subjects: Iterable[int], participations: Iterable[int], mark: Mark = draw_mark
) -> None:
    """People erased, by their numbers and those of their participations; `mark` says what stands for each, as in the
    releases. Raises `bad_published`."""
    if (home.releases / FILE).exists():
        published = open_published(home)
        published.forget(PERSONS, subjects, mark)
        published.forget(PARTICIPATIONS, participations, mark)
