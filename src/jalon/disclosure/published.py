"""All that was published so far: atoms without names, and what was told of which of their unions.

What is published stays published. A table is protected beside all earlier ones, and answered the same when it is asked
for again. Kept in the group's folder (`HOME/releases/published.json`), which only staff can read: atoms are sets of
member numbers, never names.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from pyroaring import BitMap

import jalon.disclosure.errors  # noqa: F401  (its catalogue)
from jalon.disclosure.atoms import CountedSet, build_atoms
from jalon.disclosure.decide import Decision, Extent, decide
from jalon.disclosure.policy import Policy, build_policy
from jalon.errors import JalonError
from jalon.home import Home

FILE = "published.json"
MARKS_FROM = 2**31
"""Numbers of members are below; what stands for an erased one is above."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How a publication was decided, to answer it the same again."""

    told: dict[str, bool]
    extent: str
    is_late: bool


class Published:
    """The list of what was published. Without a file it is held in memory; `records` False only asks, never adds."""

    def __init__(self, file: Path | None = None, *, records: bool = True) -> None:
        self.file = file
        self.records = records
        self._sets: dict[str, dict[str, CountedSet]] = {}
        self._answered: dict[str, Answered] = {}
        self._asked: dict[str, Decision] = {}
        self._read_at: tuple[int, int] | None = None
        self._lock = threading.RLock()

    def decide(self, publication: str, space: str, sets: Sequence[CountedSet], policy: Policy) -> Decision:
        """What of these sets is told beside all that was. Raises `bad_published`, `no_certificate`."""
        key = json.dumps([publication, policy.threshold, policy.sensitive_threshold])
        with self._held():
            self._read_again()
            if (answered := self._answered.get(key)) is not None:
                return Decision(answered.told, Extent(answered.extent), None, answered.is_late)
            if key in self._asked:
                return self._asked[key]
            settled = self._sets.setdefault(space, {})
            beside = list(settled.values()) + [one for one in sets if one.name not in settled]
            decision = decide(beside, seconds=policy.seconds, search=policy.search_seconds)
            told = {one.name: self._is_told(one.name, settled, decision) for one in sets}
            decision = replace(decision, told=told)
            if self.records:
                self._add(key, settled, sets, decision)
            else:
                self._asked[key] = decision
            return decision

    @staticmethod
    def _is_told(name: str, settled: dict[str, CountedSet], decision: Decision) -> bool:
        return bool(settled[name].is_told) if name in settled else decision.told[name]

    def _add(self, key: str, settled: dict[str, CountedSet], sets: Sequence[CountedSet], decision: Decision) -> None:
        for one in sets:
            is_shown = decision.extent is Extent.CELLS or (decision.extent is Extent.TOTALS and one.is_total)
            if one.name not in settled and one.members and is_shown:
                settled[one.name] = replace(one, is_told=decision.told[one.name])
        self._answered[key] = Answered(decision.told, str(decision.extent), decision.is_late)
        self._write()

    def sets(self, space: str = "subject") -> tuple[CountedSet, ...]:
        """Every set of which a size was told or withheld, in order."""
        return tuple(self._sets.get(space, {}).values())

    def forget(self, space: str, members: Iterable[int]) -> None:
        """Members erased: what was published stays as it is, with marks drawn at random in the place of their numbers."""
        gone = {member: MARKS_FROM + secrets.randbelow(MARKS_FROM) for member in members}
        with self._held():
            self._read_again()
            for name, one in self._sets.get(space, {}).items():
                found = [member for member in gone if member in one.members]
                if found:
                    kept = one.members - BitMap(found) | BitMap([gone[member] for member in found])
                    self._sets[space][name] = replace(one, members=kept)
            self._write()

    @contextmanager
    def _held(self) -> Iterator[None]:
        """One at a time, in this process and beside others."""
        with self._lock:
            if self.file is None:
                yield
                return
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.with_suffix(".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield

    def _read_again(self) -> None:
        if self.file is None or not self.file.exists():
            return
        stat = self.file.stat()
        if self._read_at == (stat.st_mtime_ns, stat.st_size):
            return
        try:
            held = json.loads(self.file.read_text(encoding="utf-8"))
            self._sets = {space: _read_sets(one) for space, one in held["spaces"].items()}
            self._answered = {key: Answered(**one) for key, one in held["answered"].items()}
        except (ValueError, KeyError, TypeError) as error:
            raise JalonError("bad_published", file=self.file, problem=str(error)) from None
        self._asked.clear()
        self._read_at = (stat.st_mtime_ns, stat.st_size)

    def _write(self) -> None:
        if self.file is None:
            return
        held = {
            "spaces": {space: _plain_sets(list(sets.values())) for space, sets in self._sets.items()},
            "answered": {key: asdict(one) for key, one in self._answered.items()},
        }
        fresh = self.file.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump(held, out)
        fresh.replace(self.file)
        stat = self.file.stat()
        self._read_at = (stat.st_mtime_ns, stat.st_size)


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


def _plain_sets(sets: list[CountedSet]) -> dict[str, Any]:
    """Each atom once, and of each set its atoms."""
    atoms = build_atoms([one.members for one in sets])
    members: list[BitMap] = [BitMap() for _ in atoms.counts]
    for atom, numbers in _members_of(sets, len(atoms.counts), atoms.of_sets).items():
        members[atom] = numbers
    return {
        "atoms": [base64.b64encode(atom.serialize()).decode() for atom in members],
        "sets": [
            {
                "name": one.name,
                "group": one.group,
                "atoms": atoms.of_sets[at].tolist(),
                "threshold": one.threshold,
                "is_told": one.is_told,
                "is_total": one.is_total,
            }
            for at, one in enumerate(sets)
        ],
    }


def _members_of(sets: list[CountedSet], count: int, of_sets: Sequence[np.ndarray]) -> dict[int, BitMap]:
    """The members of each atom: those in all sets it is in, and in no other."""
    holding: list[list[int]] = [[] for _ in range(count)]
    for at, atoms in enumerate(of_sets):
        for atom in atoms.tolist():
            holding[atom].append(at)
    found = {}
    left = [BitMap(one.members) for one in sets]
    for atom in sorted(range(count), key=lambda atom: -len(holding[atom])):
        numbers = BitMap.intersection(*(left[at] for at in holding[atom]))
        found[atom] = numbers
        for at in holding[atom]:
            left[at] -= numbers
    return found


def _read_sets(held: dict[str, Any]) -> dict[str, CountedSet]:
    atoms = [BitMap.deserialize(base64.b64decode(atom)) for atom in held["atoms"]]
    return {
        one["name"]: CountedSet(
            name=one["name"],
            members=BitMap().union(*(atoms[atom] for atom in one["atoms"])),
            group=one["group"],
            threshold=one["threshold"],
            is_told=one["is_told"],
            is_total=one["is_total"],
        )
        for one in held["sets"]
    }
