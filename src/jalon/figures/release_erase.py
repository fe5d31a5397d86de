"""Erasing somebody from the releases: sizes and cells stay, her number becomes a random mark, her rows go.

What is kept under the mark are her answers and her coded values of the breakdowns that were offered: what the frozen
figures and their cells are made of, and no more. Dates, attendances and observations are not needed for that.
"""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyroaring import BitMap

from jalon.engines.answer import SCOPE_DIMENSIONS, Engine, Scope
from jalon.facts.store import DeltaFacts, Facts
from jalon.facts.supposed import SupposedFacts
from jalon.figures.engines import DEFAULT_ENGINE, engine_named
from jalon.figures.members import Members
from jalon.figures.release import Release, read_releases
from jalon.figures.release_answers import (
    ANSWER,
    FIRST_MARK,
    LAST_MARK,
    FrozenAnswer,
    Remembered,
    RememberedArea,
    digest_of_set,
    read_key,
    write_answers,
    write_remembered,
)
from jalon.figures.release_facts import OF_SUBJECTS, erase_from_facts, find_projects, link_or_copy, read_theirs
from jalon.figures.release_folder import (
    ANSWERS,
    ERASED,
    FACTS,
    FORMER,
    MANIFEST,
    SETS,
    UNFINISHED,
    Erasure,
    list_files,
    write_release_manifest,
)
from jalon.figures.scope import build_scope
from jalon.figures.supposing import read_identity
from jalon.home import Home
from jalon.language.definition import OF_NUMBERS, Anchor, Definition, Kind, Unit

Clean = Callable[[str], str]
"""Takes the names of whoever is erased out of a text."""


@dataclass(slots=True)
class Marks:
    """One random mark for each number erased, the same in every release and on the list of what was published: a
    comparison of two releases stays whole, and a set that was told is known again."""

    taken: set[int] = field(default_factory=set)
    of_subjects: dict[int, int] = field(default_factory=dict)
    of_participations: dict[int, int] = field(default_factory=dict)

    def mark(self, unit: str, number: int) -> int:
        marks = self.of_participations if unit == Unit.PARTICIPATION else self.of_subjects
        if number not in marks:
            mark = FIRST_MARK + secrets.randbelow(LAST_MARK - FIRST_MARK)
            while mark in self.taken:
                mark = FIRST_MARK + secrets.randbelow(LAST_MARK - FIRST_MARK)
            self.taken.add(mark)
            marks[number] = mark
        return marks[number]


@dataclass(frozen=True, slots=True)
class Theirs:
    """Those who are erased, as one release knows them."""

    subjects: frozenset[int]
    """Their numbers in its facts."""
    everyone: frozenset[int]
    """They and whoever was found to be the same."""
    members: Mapping[str, frozenset[int]]
    """By unit, `participation` or another: the numbers under which figures may count them."""
    enrolments: frozenset[int]
    """Their own spells."""
    projects: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """By table, where there are rows of everyone."""

    def of_unit(self, unit: str) -> frozenset[int]:
        return self.members[Unit.PARTICIPATION if unit == Unit.PARTICIPATION else Unit.PERSON]

    def is_gone(self, unit: str, member: int) -> bool:
        """Whether the number itself is one of theirs; it can be that of another record of the same person."""
        return member in (self.enrolments if unit == Unit.PARTICIPATION else self.subjects)


def erase_from_releases(
    home: Home, subjects: Collection[int], clean: Clean, marks: Marks | None = None
) -> tuple[str, ...]:
    """Mark these subjects in every release; codes of the releases that were written again.

    `marks` says which mark stands for whom. Each is written beside its folder and put in its place whole. Call as the only writer of releases.
    Raises `release_damaged`: what is not as it was made is not signed again.
    """
    releases = read_releases(home.releases, home.key)
    marks = Marks() if marks is None else marks
    marks.taken |= {mark for release in releases for mark in _known_marks(release)}
    return tuple(release.code for release in releases if _erase_from(home, release, subjects, clean, marks))


def _erase_from(home: Home, release: Release, subjects: Collection[int], clean: Clean, marks: Marks) -> bool:
    theirs = find_theirs(release.facts, subjects)
    title, reason = clean(release.title), clean(release.reason)
    if not theirs.subjects and (title, reason) == (release.title, release.reason):
        return False
    release.check()
    folder = home.releases / f"{UNFINISHED}{release.code}"
    shutil.rmtree(folder, ignore_errors=True)
    _link_folder(release.folder, folder)
    manifest = replace(release.manifest, title=title, reason=reason)
    if theirs.subjects:
        _mark_answers(release, folder, theirs, marks)
        erase_from_facts(folder / FACTS, theirs.subjects, theirs.projects)
    erasure = Erasure(dt.datetime.now(dt.UTC).isoformat(), len(theirs.subjects), before=release.digest)
    manifest = replace(manifest, files=list_files(folder), erasures=(*manifest.erasures, erasure), digest="")
    digest = manifest.build_digest(home.key)
    erasures = (*manifest.erasures[:-1], replace(erasure, after=digest))
    write_release_manifest(folder, replace(manifest, erasures=erasures, digest=digest))
    former = home.releases / f"{FORMER}{release.code}"
    release.folder.rename(former)
    folder.rename(release.folder)
    shutil.rmtree(former)
    return True


def find_theirs(facts: DeltaFacts, subjects: Collection[int]) -> Theirs:
    known = set(facts.table("subjects").column("subject").to_pylist())
    gone = frozenset(subjects) & known
    if not gone:
        nobody = frozenset[int]()
        return Theirs(nobody, nobody, {Unit.PARTICIPATION: nobody, Unit.PERSON: nobody}, nobody)
    identity = read_identity(facts)
    counted_as = {identity.get(subject, subject) for subject in gone}
    everyone = counted_as | gone | {subject for subject, same in identity.items() if same in counted_as}
    projects = find_projects(facts, everyone)
    spells = read_theirs(facts, "enrolments", everyone, projects["enrolments"])
    rows = spells.select(["enrolment", "subject"]).to_pylist()
    return Theirs(
        gone,
        frozenset(everyone),
        {
            Unit.PARTICIPATION: frozenset(row["enrolment"] for row in rows),
            Unit.PERSON: frozenset(counted_as),
        },
        frozenset(row["enrolment"] for row in rows if row["subject"] in gone),
        projects,
    )


def _mark_answers(release: Release, folder: Path, theirs: Theirs, marks: Marks) -> None:
    """Write answers and what is remembered again, their numbers replaced."""
    remembered = {key: dict(members) for key, members in release.remembered.items()}
    areas = {key: dict(sets) for key, sets in release.areas.items()}
    asker = _Asker(release, theirs)
    written: dict[str, FrozenAnswer] = {}
    # Scope by scope, since an engine keeps what it found in one.
    asked_of = {key: read_key(key) for key in release.answers}
    for key in sorted(asked_of, key=lambda key: (sorted(asked_of[key].scope.items()), key)):
        asked, answer = asked_of[key], release.answers[key]
        sets = (answer.yes, answer.no, answer.unknown)
        concerned = theirs.of_unit(answer.unit) if asked.asked == ANSWER else frozenset[int]()
        here = sorted(member for member in concerned if any(member in one for one in sets))
        if not here:
            written[key] = answer
            continue
        known = remembered.setdefault(key, {})
        known |= asker.remember(key, answer, [member for member in here if member not in known])
        renamed = {member: marks.mark(answer.unit, member) for member in here if theirs.is_gone(answer.unit, member)}
        remembered[key] = {renamed.get(member, member): one for member, one in known.items()}
        areas[key] = asker.remember_areas(key, answer, renamed)
        yes, no, unknown = (_renamed(one, renamed) for one in sets)
        written[key] = FrozenAnswer(yes, no, unknown, answer.not_placed, answer.unit)
    write_answers(folder / ANSWERS, folder / SETS, written)
    write_remembered(folder / ERASED, remembered, {key: sets for key, sets in areas.items() if sets})


class _Asker:
    """Asks the frozen facts, while they still hold them, what to remember of those who are erased.

    What is answered of somebody rests on her own rows and on what belongs to nobody; so facts with her rows alone
    answer it, in milliseconds.
    """

    def __init__(self, release: Release, theirs: Theirs) -> None:
        self.release = release
        self.definitions = {definition.digest: definition for definition in release.indicators.values()}
        tables = {
            name: read_theirs(release.facts, name, theirs.everyone, theirs.projects[name]) for name in OF_SUBJECTS
        }
        tables["sessions"] = _sessions_of(release.facts, tables["enrolments"], tables["attendances"])
        alone = SupposedFacts(release.facts, "nobody else is there", tables)
        self.engine: Engine = engine_named(DEFAULT_ENGINE)(alone, release.manifest.age_bands)

    def remember(self, key: str, answer: FrozenAnswer, members: Collection[int]) -> dict[int, Remembered]:
        """Coded values of these members in the breakdowns that were offered, and their numbers."""
        asked = read_key(key)
        definition = self.definitions.get(asked.definition)
        if definition is None or not members:
            return {}
        scope = self._scope(asked.scope)
        offered = self._offered(definition)
        in_scope = tuple(one for one in offered if one in SCOPE_DIMENSIONS)
        cells = self.engine.cells(definition, scope, in_scope, asked.purpose) if in_scope else {}
        partitions = {
            one: self.engine.values(definition, scope, one, asked.purpose)
            for one in offered
            if one not in SCOPE_DIMENSIONS
        }
        has_numbers = definition.kind in OF_NUMBERS
        numbers = self.engine.numbers(definition, scope, asked.purpose).to_dict() if has_numbers else {}
        return {
            member: Remembered(
                values={
                    one: next((value for value, having in partition.items() if member in having), None)
                    for one, partition in partitions.items()
                },
                dimensions=in_scope,
                places=tuple(sorted((values for values, bits in cells.items() if member in bits), key=str)),
                number=numbers.get(member),
            )
            for member in members
        }

    def remember_areas(self, key: str, answer: FrozenAnswer, renamed: Mapping[int, int]) -> dict[str, RememberedArea]:
        """Of areas: what was said of all members and of the cells of each breakdown offered, since without the
        outline of a place erased it cannot be said again."""
        asked = read_key(key)
        definition = self.definitions.get(asked.definition)
        if definition is None or definition.kind is not Kind.AREA or not any(one in answer.yes for one in renamed):
            return {}
        figure = self.release.figure(definition.id, **asked.scope, purpose=asked.purpose)
        assert figure.measured is not None
        gone = Members((*renamed, *self.release.marks))
        sets = [figure.members]
        for dimension in definition.by:
            sets += [cell.members for cell in figure.by(dimension).cells]
        return {
            digest_of_set(_renamed(members.bitmap, renamed)): RememberedArea.of(figure.measured.of(members), renamed)
            for members in sets
            if members & gone
        }

    def _scope(self, stated: Mapping[str, object]) -> Scope:
        return build_scope(self.release.codes, **stated)  # type: ignore[arg-type]

    def _offered(self, definition: Definition) -> tuple[str, ...]:
        """What the definition offers, and what shares of it offer; of a distinct, what it reaches too."""
        offered = list(definition.by)
        for other in self.definitions.values():
            if definition.id in (other.of, other.part):
                offered += other.by
        if definition.distinct is not None:
            offered.append(str(definition.distinct))
        if definition.period_on is not Anchor.SESSION:
            offered = [one for one in offered if one != "activity"]
        return tuple(dict.fromkeys(one for one in offered if one != "session"))


def _sessions_of(facts: Facts, spells: pa.Table, attendances: pa.Table) -> pa.Table:
    """The sessions that can bear on people with these spells and attendances: of their projects, on their days."""
    projects = {*attendances.column("project").to_pylist(), *spells.column("project").to_pylist()}
    sessions = facts.table("sessions", sorted(projects))
    wanted = pc.is_in(sessions["session"], value_set=attendances["session"])
    for spell in spells.select(["project", "entry", "exit"]).to_pylist():
        during = pc.and_(
            pc.equal(sessions["project"], spell["project"]), pc.greater_equal(sessions["date"], spell["entry"])
        )
        if spell["exit"]:
            during = pc.and_(during, pc.less_equal(sessions["date"], spell["exit"]))
        wanted = pc.or_(wanted, during)
    return sessions.filter(wanted)


def _renamed(members: BitMap, renamed: Mapping[int, int]) -> BitMap:
    return BitMap(members - BitMap(renamed)) | BitMap(renamed[one] for one in renamed if one in members)


def _link_folder(source: Path, target: Path) -> None:
    """The same files under another folder; whatever is changed there must be replaced, not written into."""
    target.mkdir(parents=True)
    target.chmod(0o700)
    for path in source.rglob("*"):
        if path.is_file() and path != source / MANIFEST:
            to = target / path.relative_to(source)
            to.parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(path, to)


def _known_marks(release: Release) -> Iterator[int]:
    for members in release.remembered.values():
        yield from members
