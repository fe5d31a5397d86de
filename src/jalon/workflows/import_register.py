"""Registers in: read, then plan, then apply; and take back.

    plan = plan_import([Path("register.xlsx")], project="MANA", home=home)
    plan.faults, plan.questions, plan.counts
    run = apply_import(plan, by="Awa", home=home)
    undo_import(run.number, by="Awa")

Planning reads files and records and writes nothing. Applying writes what the plan says, in one
transaction with one audit entry, and refuses where the records are no longer those of the plan.
Call `workflows.start.connect(home)` before importing this module.
"""

from __future__ import annotations

import datetime as dt
import shlex
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from jalon.errors import NOWHERE, Fault, JalonError, Place, nearest_name
from jalon.exchange.mapping import Mapping
from jalon.exchange.read import read_files
from jalon.exchange.rows import Context, MeasureShape, Notice, PersonRow, Question, Reading
from jalon.home import Home
from jalon.identity.resemblance import Bearer, Resembling, build_name_resemblances, build_resemblances
from jalon.records.actions import undo
from jalon.records.actions.imports import Progress, last_change, write_import
from jalon.records.imported import NewCandidate
from jalon.records.models import ImportRun, Measure, MeasureOption, Project, Verdict
from jalon.workflows.import_files import file_seen, keep_files
from jalon.workflows.import_plan import ImportPlan, PlanBuilder
from jalon.workflows.known_people import people_in_project, read_births, read_known_people
from jalon.workflows.lookup import find_record
from jalon.workflows.match_rows import Matcher, key_of
from jalon.workflows.plan_people import Directory, PeoplePlanner, read_directory
from jalon.workflows.plan_sessions import GivenSession, SessionPlanner
from jalon.workflows.plan_totals import TotalsPlanner
from jalon.workflows.waiting import read_decided

NO_SESSION = GivenSession()


def no_progress(stage: str, done: int, total: int) -> None:
    """For callers that show none."""


def plan_import(
    paths: Sequence[Path],
    *,
    project: str,
    activity: str | None = None,
    date: dt.date | None = None,
    site: str | None = None,
    mapping: Path | Mapping | None = None,
    home: Home,
    progress: Progress | None = None,
) -> ImportPlan:
    """Say what importing the files into the project would do.

    `activity`, `date` and `site` are those of the one session a sign-in list is of; `site` is also where
    the people of a list are that names none. `mapping` is a file,
    or a mapping with answers to the questions of an earlier plan (`answered`).
    Raises `unknown_record`, `no_such_activity`, and what reading raises where a
    file cannot be read at all; what is wrong in a row is a fault of the plan.
    """
    files = tuple(file_seen(path) for path in paths)
    record = find_record(Project, project)
    directory = read_directory(record)
    given = GivenSession(activity, date, given_site(site, directory))
    told = Mapping.load(mapping) if isinstance(mapping, Path) else mapping
    # Noted first: whatever changes from here on makes apply refuse.
    seen = last_change()
    is_given = activity is not None and date is not None
    reading, used = read_files(paths, build_context(record), told, session_is_given=is_given, progress=progress)
    plan = plan_reading(reading, used, directory=directory, given=given, seen=seen, progress=progress)
    plan.paths, plan.files = tuple(paths), files
    said = {"activity": activity, "date": date.isoformat() if date else None, "site": site}
    plan.session = {name: text for name, text in said.items() if text is not None}
    return plan


def plan_reading(
    reading: Reading,
    mapping: Mapping,
    *,
    directory: Directory,
    given: GivenSession = NO_SESSION,
    seen: int,
    progress: Progress | None = None,
) -> ImportPlan:
    """The plan of what was read, whatever it was read from."""
    progress = progress or no_progress
    project = directory.project
    rows = people_named(reading)
    keys = {key_of(row) for row in rows}
    matcher = Matcher(
        read_known_people(project, keys, {row.reference for row in rows if row.reference}), project.organisation_id
    )
    people = PeoplePlanner(matcher, directory, reading, given.site)
    sessions = SessionPlanner(matcher, directory, given, mapping.activities, reading.complete_lists)
    totals = TotalsPlanner(project)
    # Whoever a list of people brings can then be found by the sheets that give names alone.
    people.plan(reading.people, progress)
    sessions.read_known_marks([*reading.marks, *reading.signatures])
    sessions.plan_signatures(reading.signatures, progress)
    notices = sessions.plan_matrix(reading.marks, progress)
    for review in reading.exits:
        people.take_review(review)
    totals.plan(reading.totals)
    builder = PlanBuilder(project.number)
    builder.add_people(matcher)
    builder.add_sessions(sessions)
    builder.add_totals(totals)
    progress("compare", 0, len(matcher.new_people))
    builder.writes.candidates = [
        NewCandidate(pair.one, pair.other, pair.why) for pair in find_resemblances(matcher, project)
    ]
    progress("compare", len(matcher.new_people), len(matcher.new_people))
    return ImportPlan(
        project=project.code,
        paths=(),
        files=(),
        mapping=mapping,
        seen=seen,
        writes=builder.writes,
        left={table: count for table, count in builder.left.items() if count},
        faults=sorted([*reading.faults, *people.faults, *sessions.faults, *totals.faults], key=fault_order),
        questions=[
            *reading.questions,
            *people.questions.values(),
            *sessions.questions.values(),
            *totals.questions.values(),
        ],
        notices=[
            *reading.notices,
            *notices,
            *lost_letters(rows),
            *unused(reading, given, directory),
            *decided(matcher),
        ],
    )


def decided(matcher: Matcher) -> list[Notice]:
    """What somebody decided of people whom this import names, who are known already: an import changes none of it."""
    named = {person.known.number for person in matcher.people if person.named is not None and person.known is not None}
    if not named:
        return []
    verdicts = Counter(verdict for pair, verdict in read_decided().items() if set(pair) <= named)
    same, different = verdicts[Verdict.SAME], verdicts[Verdict.DIFFERENT]
    if not same and not different:
        return []
    text_en = (
        "What was decided of who is who holds: of the people named here, "
        f"{same} {'pair counts' if same == 1 else 'pairs count'} as one person, {different} as two."
    )
    text_fr = (
        "Ce qui a été décidé de qui est qui tient : parmi les personnes nommées ici, "
        f"{same} {'paires comptent' if same > 1 else 'paire compte'} pour une personne, {different} pour deux."
    )
    return [Notice(NOWHERE, text_en, text_fr)]


def apply_import(plan: ImportPlan, *, by: str, home: Home, progress: Progress | None = None) -> ImportRun:
    """Write what the plan says, in one transaction; keep the files, and the rows that wait.

    Raises `questions_open`, `records_changed`, `file_changed`.
    """
    check_answered(plan.questions)
    for path, file in zip(plan.paths, plan.files, strict=True):
        if not path.is_file() or file_seen(path).digest != file.digest:
            raise JalonError("file_changed", found=path)
    with keep_files(plan, home) as keep:
        return write_import(
            by=by,
            writes=plan.writes,
            seen=plan.seen,
            files=plan.files,
            mapping=plan.mapping.text(),
            summary=plan.summary(),
            keep=keep,
            progress=progress or no_progress,
        )


def undo_import(number: int, *, by: str) -> ImportRun:
    """Delete what an import created and restore what it changed, as long as nothing was built on it.

    Raises `no_such_import`, `import_undone`, `import_built_on`.
    """
    return undo.undo_import(number=number, by=by)


def imports_list(project: str | None = None) -> list[dict[str, Any]]:
    """Every import, the latest first: number, project, when, by, files, counts, faults, corrections, undone."""
    runs = ImportRun.objects.select_related("project").prefetch_related("files").order_by("-number")
    if project is not None:
        runs = runs.filter(project=find_record(Project, project))
    return [
        {
            "number": run.number,
            "project": run.project.code,
            "at": run.imported_at,
            "by": run.imported_by,
            "files": sorted(file.name for file in run.files.all()),
            **run.summary,
            "corrections": run.correction,
            "undone_at": run.undone_at,
            "undone_by": run.undone_by,
        }
        for run in runs
    ]


def answer(mapping: Mapping, question: Question, text: str) -> Mapping:
    """The mapping with one question answered, whoever asked it; plan again with it.

    Raises `answer_unknown` where the question has options and this is none of them.
    """
    kind = question.id.partition(":")[0]
    if kind not in ASKED_BY_PLANNING:
        return mapping.answered(question, text)
    if question.options and text not in question.options:
        raise JalonError(
            "answer_unknown",
            place=question.place,
            nearest=nearest_name(text, question.options),
            found=text,
            question=question.id,
            options=", ".join(question.options),
        )
    before = mapping.for_sheet(question.place.file or "", question.place.sheet or "")
    constants = {**(before.constants if before else {}), kind: text}
    return mapping.told(question.place.file or "*", question.place.sheet or "*", constants=constants)


ASKED_BY_PLANNING = ("entry", "activity", "date", "indicator")
"""Kinds of question whose answer is a constant of the sheet."""

ANSWERS = {
    "dates": "date_order: {{{column}: {option}}}",
    "year": "years: {{{column}: {option}}}",
    "ones": "ones: {option}",
    "numbers": "numbers: {{{column}: {option}}}",
    "layout": "layout: {option}",
    "values": "values: {{{column}: {{{field}: {option}}}}}",
    "column": "columns: {{{option}: {field}}}",
}
"""How a mapping answers each kind of question, under its sheet."""


def quote_argument(text: str) -> str:
    """The text as one word of a command line, readable where it holds an apostrophe."""
    return f'"{text}"' if "'" in text and not set(text) & set('"$`\\!') else shlex.quote(text)


def example_answer(question: Question) -> str:
    """The answers that the question takes, or one that shows their form: without options it asks for a day."""
    return " | ".join(question.options) or "2021-01-31"


def how_to_answer(question: Question) -> str:
    """The lines of a mapping that answer the question."""
    kind = question.id.partition(":")[0]
    option = example_answer(question)
    form = ANSWERS.get(kind, "constants: {{{kind}: {option}}}")
    column, field = question.place.column or "sessions", question.place.field or ""
    line = form.format(kind=kind, option=option, column=column, field=field)
    return f"sheets: [{{sheet: {question.place.sheet or '*'}, {line}}}]"


def check_answered(questions: Sequence[Question]) -> None:
    """Raises `questions_open`, with each question, the option that answers it and the line of a mapping that does."""
    if not questions:
        return

    def listed(language: str, colon: str, texts: Sequence[str]) -> str:
        return "".join(
            f"\n- {question.place.text(language)}{colon} {text}"
            f"\n  --answer {quote_argument(f'{question.id}={example_answer(question)}')}"
            f"\n  {how_to_answer(question)}"
            for question, text in zip(questions, texts, strict=True)
        )

    raise JalonError(
        "questions_open",
        count=len(questions),
        questions_en=listed("en", ":", [question.text_en for question in questions]),
        questions_fr=listed("fr", " :", [question.text_fr for question in questions]),
    )


def given_site(written: str | None, directory: Directory) -> int | None:
    """The site named on the command line, by code or name. Raises `unknown_record`."""
    number = directory.site(written, Place())
    if isinstance(number, Fault):
        nearest = nearest_name(written or "", directory.site_names)
        raise JalonError("unknown_record", nearest=nearest, record="site", found=written)
    return number


def build_context(project: Project) -> Context:
    """What the reader must know of the project and of the measures that sheets may answer."""
    options: dict[int, dict[str, tuple[str, ...]]] = {}
    for option in MeasureOption.objects.order_by("rank"):
        options.setdefault(option.measure_id, {})[option.code] = (option.title_en, option.title_fr)
    measures = {
        measure.code: MeasureShape(
            measure.code, measure.kind, (measure.title_en, measure.title_fr), options.get(measure.number, {})
        )
        for measure in Measure.objects.order_by("number")
    }
    return Context(project.start, project.end, timezone.now().date(), measures)


def people_named(reading: Reading) -> list[PersonRow]:
    """Each row that names somebody, once: the marks of one row of a matrix share theirs."""
    rows = {id(row): row for row in reading.people}
    for mark in (*reading.signatures, *reading.marks):
        rows[id(mark.person)] = mark.person
    for review in reading.exits:
        rows[id(review.person)] = review.person
    return list(rows.values())


def find_resemblances(matcher: Matcher, project: Project) -> list[Resembling]:
    """New people who may be each other, or somebody the records have."""
    new = [
        Bearer(person.ref, person.now.name_key, person.now.birth, person.now.birth_precision)
        for person in matcher.new_people
    ]
    if not new:
        return []
    known = {
        bearer.ref: bearer for bearer in map(Bearer._make, read_births(project, {b.birth for b in new if b.birth}))
    }
    for person in matcher.people:
        now = person.now
        # Somebody of unknown birth may be any namesake: worth a look only in one project.
        if person.known and (now.birth or person.spells):
            known.setdefault(person.ref, Bearer(person.ref, now.name_key, now.birth, now.birth_precision))
    pairs = {
        (pair.one, pair.other): pair
        for pair in build_resemblances([bearer for bearer in new if bearer.birth], known.values())
    }
    unknown = [bearer for bearer in new if not bearer.birth]
    if unknown:
        others = [*(bearer for bearer in new if bearer.birth), *map(Bearer._make, people_in_project(project))]
        for pair in build_name_resemblances(unknown, others):
            pairs.setdefault((pair.one, pair.other), pair)
    return list(pairs.values())


def lost_letters(rows: Sequence[PersonRow]) -> list[Notice]:
    """One notice for each sheet with names whose letters were lost."""
    lost: dict[tuple[str | None, str | None], int] = {}
    for row in rows:
        if row.name.has_lost_letters:
            sheet = (row.place.file, row.place.sheet)
            lost[sheet] = lost.get(sheet, 0) + 1
    return [
        Notice(
            Place(file=file, sheet=sheet),
            f"{count} names have lost letters (?). Their people are their own until somebody says who they are.",
            f"{count} noms ont perdu des lettres (?). Ces personnes restent distinctes tant que personne n'a dit qui elles sont.",
        )
        for (file, sheet), count in lost.items()
    ]


def unused(reading: Reading, given: GivenSession, directory: Directory) -> list[Notice]:
    """What was said and has no use: a session for a register, a country that the spell cannot keep."""
    notices = []
    if (given.activity or given.date) and not reading.signatures and not reading.marks:
        notices.append(
            Notice(
                Place(),
                "The activity and date given were not used: no sheet is a list of those who came to a session.",
                "L'activité et la date indiquées n'ont pas servi : aucune feuille n'est une liste de présence à une séance.",
            )
        )
    told = {row.country for row in reading.people if row.country and not (row.site or given.site)}
    if told and told != set(directory.project.countries.values_list("country", flat=True)):
        countries = ", ".join(sorted(told))
        notices.append(
            Notice(
                Place(field="country"),
                f"Country {countries} is not kept: a spell is in its site's country, or in the project's only one. Name a site.",
                f"Le pays {countries} n'est pas gardé : un séjour est dans le pays de son site, ou dans l'unique pays du projet. Nommez un site.",
            )
        )
    return notices


def fault_order(fault: Fault) -> tuple[str, str, int]:
    place = fault.place
    return place.file or "", place.sheet or "", place.row or 0
