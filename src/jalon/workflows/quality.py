"""What a project's records lack, and by how much that could move its figures.

Everything is asked of the engine that computes the figures: what is unknown by expressions such as
`exit(employment) IS NOT NULL`, and the effect of a gap by computing the figures again on facts that suppose it
filled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from jalon.engines.answer import Answer, Engine, Scope
from jalon.exchange.mapping import Mapping as SheetMapping
from jalon.facts.schema import ENROLMENTS, SAME_SUBJECT
from jalon.facts.store import DeltaFacts, Facts, open_facts
from jalon.facts.supposed import SupposedFacts
from jalon.figures.engines import DEFAULT_ENGINE, engine_named
from jalon.figures.figure import plain
from jalon.figures.group import Group
from jalon.home import Home
from jalon.identity.components import build_components
from jalon.language.definition import Anchor, Definition, Kind, Unit
from jalon.language.nodes import (
    Age,
    AttendanceRate,
    Attribute,
    AttributeIs,
    Code,
    CodeAt,
    Compare,
    Enrolled,
    HoursAttended,
    IsKnown,
    Literal,
    Moment,
    Node,
    Number,
    NumberAt,
    Operator,
    SessionsAttended,
    Truth,
)
from jalon.records.components import read_assertions, read_erased
from jalon.records.models import ImportRun, Project
from jalon.workflows.lookup import find_record
from jalon.workflows.waiting import Waiting, find_waiting

LONG_AGO = Decimal(-1000)
"""An age that nobody is below: whoever has a birth date, however vague, is older."""

Cause = tuple[str, str]
"""What is lacking: (`sex`, `birth`, `nationality` or a measure's code; the moment or ""), or one of the three below."""
EXITS: Cause = ("exit", "")
REGISTERS: Cause = ("register", "")
FAULTS: Cause = ("faults", "")
REVIEW: Cause = ("review", "")


@dataclass(frozen=True, slots=True)
class FieldGap:
    """A field not known for everybody: of `asked` people (for a measure: participations), `unknown` have no answer."""

    field: str
    moment: str
    """entry or exit for a measure; "" for what is known of a person at any time."""
    unknown: int
    asked: int

    @property
    def share(self) -> float:
        return self.unknown / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class Move:
    """A figure of the project that a gap leaves open: between `least` and `most` were it filled."""

    field: str
    moment: str
    indicator: str
    title: Mapping[str, str]
    value: int | float | str | None
    least: int | float
    most: int | float


@dataclass(frozen=True, slots=True)
class Quality:
    """What one project's records lack. Counts; no names and no numbers of people."""

    project: str
    facts_version: str
    participants: int
    fields: tuple[FieldGap, ...]
    """Sex, birth and nationality, then each measure asked at entry or exit, the least known first."""
    never_asked: tuple[tuple[str, str], ...]
    """Measures nobody in the project was asked, and at which moment: not collected, which is not unknown."""
    spells: int
    spells_without_exit: int
    """Still open although the project has ended; 0 where the project has no end or it lies ahead."""
    sessions: int
    sessions_without_register: int
    attendance_unknown: int
    """Participants of whom nobody knows whether they attended anything."""
    faults: int
    """Faults in rows that were left out and wait in correction workbooks."""
    corrections: tuple[str, ...]
    """File names of these workbooks, in HOME/corrections."""
    pairs_to_review: int
    """Pairs that may be one person and wait for a decision."""
    moves: tuple[Move, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        plainly = asdict(self)
        plainly["fields"] = [{**asdict(gap), "share": round(gap.share, 4)} for gap in self.fields]
        return plainly


def project_quality(home: Home, code: str, *, today: dt.date | None = None) -> Quality:
    """What the records of one project lack, as the facts now are. Raises `unknown_record`, `no_facts`."""
    project = find_record(Project, code)
    facts = open_facts(home)
    question = Questions(home, facts, project.code)
    open_spells = find_open_spells(facts, project, today or dt.datetime.now(dt.UTC).date())
    waiting = find_waiting_pairs(facts, project.number, find_waiting())
    runs_waiting = [run for run in find_waiting_runs(project) if (home.corrections / run.correction).exists()]
    faults = sum(run.summary.get("faults", 0) for run in runs_waiting)
    fields, never_asked = build_fields(question, facts, project.number)
    sessions = facts.table("sessions", [project.number])
    return Quality(
        project=project.code,
        facts_version=facts.version,
        participants=question.count(Enrolled()),
        fields=fields,
        never_asked=never_asked,
        spells=facts.table("enrolments", [project.number]).num_rows,
        spells_without_exit=len(open_spells),
        sessions=sessions.num_rows,
        sessions_without_register=len(sessions.filter(pc.invert(sessions["register"]))),
        attendance_unknown=len(question.attendance().unknown),
        faults=faults,
        corrections=tuple(run.correction for run in runs_waiting),
        pairs_to_review=len(waiting),
        moves=(
            *question.moved_by_unknowns(fields),
            *question.moved_by(EXITS, suppose_exits(facts, project, open_spells)),
            *question.moved_by(REVIEW, suppose_same(facts, waiting)),
            *question.moved_by_faults(faults),
        ),
    )


class Questions:
    """Asks about one project, of the engine and indicators that its figures use."""

    def __init__(self, home: Home, facts: DeltaFacts, project: str) -> None:
        self._home = home
        self._project = project
        self._scope = Scope(projects=(project,))
        self._group = self._group_of(facts)
        self._engine: Engine = engine_named(DEFAULT_ENGINE)(facts, home.age_bands)
        self._figures = {
            id: self._group.figure(id, project=project)
            for id, definition in self._group.indicators.items()
            if definition.kind in (Kind.COUNT, Kind.SHARE)
        }

    def _group_of(self, facts: Facts) -> Group:
        return Group(
            facts,
            key=self._home.key,
            age_bands=self._home.age_bands,
            examples_file=self._home.facts / "examples.json",
        )

    def ask(self, counts: Truth, *, unit: Unit = Unit.PERSON, period_on: Anchor = Anchor.ACTIVE) -> Answer:
        """Who answers what, in the whole life of the project."""
        definition = Definition(
            id="quality",
            version=1,
            title={},
            unit=unit,
            kind=Kind.COUNT,
            period_on=period_on,
            among=Enrolled(),
            counts=counts,
            digest=f"quality {unit} {period_on} {counts}",  # engines may keep answers by digest
        )
        return self._engine.answer(definition, self._scope)

    def count(self, counts: Truth) -> int:
        return len(self.ask(counts).yes)

    def attendance(self) -> Answer:
        at_least_one = Compare(Operator.GE, SessionsAttended(), Literal(Decimal(1)))
        return self.ask(at_least_one, period_on=Anchor.SESSION)

    def moved_by_unknowns(self, gaps: Sequence[FieldGap]) -> Iterator[Move]:
        """The figures in which somebody's answer is unknown, under each gap that their definition looks at."""
        found = {(gap.field, gap.moment) for gap in gaps if gap.unknown}
        for id, figure in self._figures.items():
            least, most = figure.bounds
            if least is None or most is None or least == most:
                continue
            for cause in dict.fromkeys(cause for node in self._nodes(id) for cause in causes_of(node)):
                if cause in found or cause == REGISTERS or cause[1] not in ("", Moment.ENTRY, Moment.EXIT):
                    yield self._move(cause, id, least, most)

    def moved_by(self, cause: Cause, supposed: Facts | None) -> Iterator[Move]:
        """The counts that differ where the facts are as supposed."""
        if supposed is None:
            return
        group = self._group_of(supposed)
        for id, figure in self._figures.items():
            if figure.kind is not Kind.COUNT or not figure.collected:
                continue
            then = group.figure(id, project=self._project)
            # Whoever is unknown already is open for another reason.
            possible = (then.members | then.unknown) - (figure.unknown - then.members)
            least, most = min(figure.size, then.size), max(figure.size, len(possible))
            if least != most:
                yield self._move(cause, id, least, most)

    def moved_by_faults(self, faults: int) -> Iterator[Move]:
        """Each row left out may be one more participant."""
        figure = self._figures.get("participants")
        if faults and figure is not None:
            yield self._move(FAULTS, "participants", figure.size, figure.size + faults)

    def _nodes(self, id: str) -> Iterator[Node]:
        definition = self._group.indicators[id]
        for part in (definition.part, definition.of):
            if part is not None:
                yield from self._nodes(part)
        yield from definition.nodes()

    def _move(self, cause: Cause, id: str, least: Any, most: Any) -> Move:
        figure = self._figures[id]
        least, most = (float(bound) if figure.kind is Kind.SHARE else int(bound) for bound in (least, most))
        return Move(*cause, id, figure.title, plain(figure.value), least, most)


def causes_of(node: Node) -> Iterator[Cause]:
    """What the answer to this node hangs on."""
    match node:
        case AttributeIs(attribute=Attribute.SEX | Attribute.NATIONALITY as attribute):
            yield attribute.value, ""
        case Age():
            yield "birth", ""
        case (
            CodeAt(measure=measure, moment=moment, months=months)
            | NumberAt(measure=measure, moment=moment, months=months)
        ):
            yield measure, f"{moment} {months}" if months else moment.value
        case SessionsAttended() | HoursAttended() | AttendanceRate():
            yield REGISTERS


def build_fields(
    question: Questions, facts: Facts, project: int
) -> tuple[tuple[FieldGap, ...], tuple[tuple[str, str], ...]]:
    """The gap of each field, and the measures never asked in this project."""
    gaps = [
        gap("sex", "", question.ask(IsKnown(AttributeIs(Attribute.SEX)))),
        gap("birth", "", question.ask(Compare(Operator.GE, Age(Moment.ENTRY), Literal(LONG_AGO)))),
        gap("nationality", "", question.ask(IsKnown(AttributeIs(Attribute.NATIONALITY)))),
    ]
    of_measures, never_asked = [], []
    observations = facts.table("observations", [project])
    asked = set(zip(observations["measure"].to_pylist(), observations["moment"].to_pylist(), strict=True))
    for measure in facts.table("measures").to_pylist():
        for moment in (Moment.ENTRY, Moment.EXIT):
            if (measure["measure"], moment.value) not in asked:
                never_asked.append((measure["code"], moment.value))
                continue
            term: Number | Code = (NumberAt if measure["kind"] == "number" else CodeAt)(measure["code"], moment)
            period_on = Anchor.EXIT if moment is Moment.EXIT else Anchor.ACTIVE
            answer = question.ask(IsKnown(term), unit=Unit.PARTICIPATION, period_on=period_on)
            of_measures.append(gap(measure["code"], moment.value, answer))
    of_measures.sort(key=lambda found: (-found.share, found.field, found.moment))
    return (*gaps, *of_measures), tuple(never_asked)


def gap(field: str, moment: str, answer: Answer) -> FieldGap:
    known, unknown = len(answer.yes), len(answer.no) + len(answer.unknown)
    return FieldGap(field, moment, unknown, known + unknown)


def find_open_spells(facts: Facts, project: Project, today: dt.date) -> pa.Table:
    """Spells without an exit in a project that has ended."""
    spells = facts.table("enrolments", [project.number])
    if project.end is None or project.end >= today:
        return spells[:0]
    return spells.filter(pc.is_null(spells["exit"]))


def suppose_exits(facts: Facts, project: Project, open_spells: pa.Table) -> Facts | None:
    """As if each had been left on the project's last day, or on the day of entry where that is later."""
    if not len(open_spells):
        return None
    spells = facts.table("enrolments", [project.number])
    last_day = pc.max_element_wise(spells["entry"], pa.scalar(project.end, pa.date32()))
    exits = pc.coalesce(spells["exit"], last_day)
    closed = spells.set_column(spells.schema.get_field_index("exit"), "exit", exits).cast(ENROLMENTS.arrow_schema)
    return SupposedFacts(facts, "exits", {"enrolments": closed})


def find_waiting_runs(project: Project) -> list[ImportRun]:
    """Imports whose faulty rows still wait: no later import read the same files again, or their corrections."""
    waiting: list[ImportRun] = []
    for run in ImportRun.objects.filter(project=project, undone_at=None).prefetch_related("files").order_by("number"):
        files = {file.digest for file in run.files.all()}
        corrected = SheetMapping.parse(run.mapping).corrects
        waiting = [
            earlier
            for earlier in waiting
            if earlier.number != corrected and not (files and {file.digest for file in earlier.files.all()} == files)
        ]
        if run.correction:
            waiting.append(run)
    return waiting


def find_waiting_pairs(facts: Facts, project: int, waiting: Iterable[Waiting]) -> list[tuple[int, int]]:
    """Pairs found alike by an import or the model, one of them in the project, among those that wait."""
    here = set(facts.table("enrolments", [project])["subject"].to_pylist())
    return [(pair.first, pair.second) for pair in waiting if here & {pair.first, pair.second}]


def suppose_same(facts: Facts, waiting: Sequence[tuple[int, int]]) -> Facts | None:
    """As if every waiting pair were one subject, as far as what was decided allows."""
    if not waiting:
        return None
    said = [*read_assertions(), *((*pair, "same") for pair in waiting)]
    found = build_components(said, absent=read_erased())
    rows = [{"subject": subject, "same_as": same_as} for subject, same_as in sorted(found.same_as.items())]
    return SupposedFacts(facts, "same", {"same_subject": pa.Table.from_pylist(rows, schema=SAME_SUBJECT.arrow_schema)})
