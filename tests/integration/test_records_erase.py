"""An erased person leaves nothing of herself in the folder, and everybody else stays."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jalon.errors import JalonError
from jalon.home import Home

DAY = dt.date(2021, 3, 1)
NAME = "Ndiaye"
TRACES = (
    *("Ndiaye", "NDIAYE", "Aïssatou", "Aissatou", "A\\u00efssatou", "ndiaye", "Diop", "DIOP"),
    *("0601020304", "06 01 02 03 04", "aissa@example.org", "1990-01-02", "confided", "S-77"),
)


def bytes_of(home: Home) -> bytes:
    """Everything in the folder, the insides of workbooks included."""
    content = b""
    for path in sorted(home.path.rglob("*")):
        if path.is_file():
            content += path.read_bytes()
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as package:
                    content += b"".join(package.read(name) for name in package.namelist())
    return content


@pytest.fixture
def group(home: Home) -> Home:
    """Two people, one of them with everything a record can hold, in files too."""
    from jalon.records.actions.activities import add_activity, add_session, mark_attendance
    from jalon.records.actions.enrolments import change_enrolment, open_enrolment
    from jalon.records.actions.identity import assert_identity
    from jalon.records.actions.journey import add_need, add_note, add_plan_step, add_referral
    from jalon.records.actions.observations import change_observation, observe, remove_observation
    from jalon.records.actions.organisations import add_organisation
    from jalon.records.actions.projects import add_project
    from jalon.records.actions.subjects import add_person, add_venture, change_person, record_consent
    from jalon.records.models import Measure

    by = "worker"
    org = add_organisation(by=by, code="G", name="G", kind="ngo")
    project = add_project(by=by, code="P", name="P", organisation=org)
    her = add_person(by=by, organisation=org, reference="S-77", family_name="Diop", given_name="Aïssatou")
    change_person(by=by, person=her, family_name=NAME, phone="06 01 02 03 04", reason="Aïssatou Ndiaye married")
    change_person(by=by, person=her, phone="0601020304", email="aissa@example.org", birth=dt.date(1990, 1, 2))
    other = add_person(by=by, organisation=org, family_name="Sarr", given_name="Moussa", birth=dt.date(1980, 1, 1))
    add_venture(by=by, name="Bakery", leader=her)
    for person in (her, other):
        spell = open_enrolment(by=by, subject=person.subject, project=project, entry=DAY)
    spell = her.subject.enrolments.get()
    change_enrolment(by=by, enrolment=spell, exit=dt.date(2021, 9, 1))
    session = add_session(
        by=by,
        activity=add_activity(by=by, project=project, code="a", name="A", kind="workshop"),
        date=DAY,
        register=True,
    )
    mark_attendance(by=by, session=session, subject=her.subject, mark="present")
    employment = Measure.objects.get(code="employment")
    at = {"by": by, "subject": her.subject, "project": project, "measure": employment}
    change_observation(by=by, observation=observe(**at, date=DAY, code="employed"), code="inactive")
    remove_observation(by=by, observation=observe(**at, date=dt.date(2021, 4, 1), code="unemployed"))
    add_need(by=by, enrolment=spell, theme="housing", observed_on=DAY, text="confided need")
    add_plan_step(by=by, enrolment=spell, text="confided step")
    add_note(by=by, subject=her.subject, date=DAY, text="confided note")
    add_note(by=by, subject=other.subject, date=DAY, text="Came with Aïssatou NDIAYE today")
    add_referral(by=by, enrolment=spell, to=org, date=DAY, why="confided reason")
    record_consent(by=by, subject=her.subject, purpose="publicity", given=False, date=DAY, evidence="confided mail")
    assert_identity(
        by=by, one=her.subject, other=other.subject, verdict="different", reason="Ndiaye Aïssatou is not Moussa"
    )
    add_what_was_said(her, other, session, project)
    write_files(home)
    return home


def add_what_was_said(her: Any, other: Any, session: Any, project: Any) -> None:
    """Quotes of hers, one of them taken back after a change; and of others, what names her or once did."""
    from jalon.records.actions import events

    by = "worker"
    for person in (her, other):
        events.add_speaker(by=by, session=session, subject=person.subject, role="Nurse of Aïssatou Ndiaye")
    said: dict[str, Any] = {"by": by, "project": project, "kind": "testimonial", "date": DAY, "language": "en"}
    quote = events.add_quote(**said, code="a", subject=her.subject, text="confided quote")
    events.change_quote(by=by, quote=quote, text="confided again")
    gone = events.add_quote(**said, code="b", subject=her.subject, text="confided first")
    events.change_quote(by=by, quote=gone, text="confided second")
    events.remove_quote(by=by, quote=gone)
    events.add_quote(**said, code="c", subject=other.subject, text="Aïssatou Ndiaye helped me")
    lesson = events.add_lesson(by=by, project=project, code="l", date=DAY, text="As Aïssatou Ndiaye says, ask")
    events.change_lesson(by=by, lesson=lesson, text="Ask")
    events.add_paper(by=by, code="p", title="Asking", authors="Aïssatou Ndiaye, Moussa Sarr", lessons=[lesson])


def write_files(home: Home) -> None:
    (home.received / ("a" * 64 + ".csv")).write_text(
        "Nom;Prénom;Née le\nNDIAYE;Aissatou;02/01/1990\nDIOP;Aissatou;\nSarr;Moussa;01/01/1980\n", encoding="utf-8"
    )
    (home.received / ("c" * 64 + ".csv")).write_bytes("Nom;Prénom\nSarr;Aïda\n".encode("cp1252"))
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Registre"], ["Nom", "Entrée"], ["Aïssatou Ndiaye", DAY], ["Moussa Sarr", DAY], ["", 12.5]):
        sheet.append(row)
    hidden = book.create_sheet("mapping")
    hidden.append(["sheets: {}"])
    hidden.sheet_state = "hidden"
    book.properties.creator = "Aïssatou Ndiaye"
    book.save(home.corrections / "import-1.xlsx")
    (home.received / ("b" * 64 + ".ods")).write_bytes(b"PK\x03\x04 broken, perhaps about Ndiaye")


def test_nothing_of_her_is_left_in_the_folder(group: Home) -> None:
    from jalon.workflows.erase import erase

    assert all(trace.encode() in bytes_of(group) for trace in ("Ndiaye", "confided", "S-77"))
    done = erase(group, by="officer", number=1, reason="asked by Aïssatou Ndiaye herself")
    # Closing the connection would cut the log by itself: look while it is open.
    content = bytes_of(group)
    assert [trace for trace in TRACES if trace.encode() in content] == []
    assert done.subjects == (1,)
    assert {table: done.wiped[table] for table in ("note", "quote", "speaker")} == {"note": 1, "quote": 1, "speaker": 1}
    assert len(done.files.rewritten) == 2
    assert done.files.deleted == ("b" * 64 + ".ods",)


def test_the_write_ahead_log_is_cut(home: Home) -> None:
    from jalon.records.actions.erasing import erase_subject, forget_free_pages
    from jalon.records.actions.subjects import add_person

    person = add_person(by="w", family_name="Ndiaye", given_name="Awa")
    erase_subject(by="w", subject=person.subject)
    log = home.records_file.with_name(f"{home.records_file.name}-wal")
    assert b"Ndiaye" in log.read_bytes()
    forget_free_pages()
    assert b"Ndiaye" not in log.read_bytes() + home.records_file.read_bytes()


def test_everybody_else_stays(group: Home) -> None:
    from jalon.records.models import (
        AuditEntry,
        Enrolment,
        Lesson,
        Note,
        Observation,
        Paper,
        Person,
        Quote,
        Speaker,
        Subject,
        Venture,
    )
    from jalon.workflows.erase import erase

    untouched = (group.received / ("c" * 64 + ".csv")).read_bytes()
    erase(group, by="officer", number=1)
    assert Person.objects.get(pk=2).family_name == "Sarr"
    assert Note.objects.get().text == "Came with (erased) today"
    assert Quote.objects.get().text == "(erased) helped me"
    assert Speaker.objects.get().role == "Nurse of (erased)"
    assert (Lesson.objects.get().text, Paper.objects.get().authors) == ("Ask", "(erased), Moussa Sarr")
    assert Venture.objects.get().name == "Bakery"
    assert Venture.objects.get().leader is None
    # The number stays, with its spells and answers; who erased it is known.
    assert Subject.objects.get(pk=1).erased_by == "officer"
    assert Enrolment.objects.filter(subject=1).count() == 1
    assert Observation.objects.filter(subject=1).count() == 1
    assert AuditEntry.objects.filter(action="erase").count() == 1
    rows = list(openpyxl.load_workbook(group.corrections / "import-1.xlsx").worksheets[0].values)
    assert [row[0] for row in rows] == ["Registre", "Nom", "Moussa Sarr", None]
    assert rows[2][1].date() == DAY
    assert rows[3][1] == 12.5
    rewritten = (group.received / ("a" * 64 + ".csv")).read_text(encoding="utf-8")
    assert rewritten == "Nom;Prénom;Née le\nSarr;Moussa;01/01/1980\n"
    assert (group.received / ("c" * 64 + ".csv")).read_bytes() == untouched


def test_she_is_in_no_fact(group: Home) -> None:
    from jalon.workflows.erase import erase
    from jalon.workflows.refresh_facts import refresh_facts

    refresh_facts(group)
    assert subjects_in_facts(group) == {1, 2, 3}
    erase(group, by="officer", number=1)
    assert subjects_in_facts(group) == {2, 3}


def subjects_in_facts(home: Home) -> set[int]:
    from jalon.facts.store import open_facts

    return set(open_facts(home).table("subjects")["subject"].to_pylist())


def test_erasing_one_erases_all_who_were_found_to_be_her(home: Home) -> None:
    from jalon.records.actions.identity import assert_identity
    from jalon.records.actions.subjects import add_person
    from jalon.records.models import Person
    from jalon.workflows.erase import erase

    people = [add_person(by="w", family_name=name, given_name="A") for name in ("Bâ", "Ba", "Bah", "Sow")]
    for other in people[1:3]:
        assert_identity(by="w", one=people[0].subject, other=other.subject, verdict="same", reason="same card")
    assert erase(home, by="o", number=2).subjects == (1, 2, 3)
    assert [p.family_name for p in Person.objects.order_by("pk")] == ["", "", "", "Sow"]


def test_nothing_more_is_written_about_the_erased(group: Home) -> None:
    from jalon.records.actions.enrolments import change_enrolment, close_enrolment, open_enrolment
    from jalon.records.actions.events import add_quote, add_speaker
    from jalon.records.actions.journey import add_need, add_note, add_plan_step, add_referral
    from jalon.records.actions.observations import change_observation, observe
    from jalon.records.actions.reads import read_person_file
    from jalon.records.actions.subjects import change_person, record_consent
    from jalon.records.models import Enrolment, Measure, Observation, Organisation, Project, Session, Subject
    from jalon.workflows.erase import erase

    erase(group, by="officer", number=1)
    subject, project, org = Subject.objects.get(pk=1), Project.objects.get(), Organisation.objects.get()
    spell, seen = Enrolment.objects.get(subject=1), Observation.objects.get(subject=1)
    measure = Measure.objects.get(code="housing")
    refused = [
        lambda: change_person(by="w", person=subject.person, given_name="A"),
        lambda: read_person_file(by="w", person=subject.person),
        lambda: open_enrolment(by="w", subject=subject, project=project, entry=dt.date(2022, 1, 1)),
        lambda: change_enrolment(by="w", enrolment=spell, implicit=True),
        lambda: close_enrolment(by="w", enrolment=spell, exit=DAY),
        lambda: observe(by="w", subject=subject, project=project, measure=measure, date=DAY, code="stable"),
        lambda: change_observation(by="w", observation=seen, code="employed"),
        lambda: add_note(by="w", subject=subject, date=DAY, text="x"),
        lambda: add_need(by="w", enrolment=spell, theme="housing", observed_on=DAY),
        lambda: add_plan_step(by="w", enrolment=spell, text="x"),
        lambda: add_referral(by="w", enrolment=spell, to=org, date=DAY),
        lambda: record_consent(by="w", subject=subject, purpose="matching", given=True, date=DAY),
        lambda: add_speaker(by="w", session=Session.objects.get(), subject=subject, role="Nurse"),
        lambda: add_quote(
            by="w",
            project=project,
            code="x",
            subject=subject,
            kind="testimonial",
            date=DAY,
            language="en",
            text="x",
        ),
        lambda: erase(group, by="w", number=1),
    ]
    for action in refused:
        with pytest.raises(JalonError) as error:
            action()
        assert error.value.id == "erased"


def test_files_and_records_stay_together_when_erasing_fails(group: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from jalon.records.models import Person
    from jalon.workflows import erase as erasing

    def fail(*args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(erasing, "erase_from_files", fail)
    with pytest.raises(OSError, match="disk full"):
        erasing.erase(group, by="officer", number=1)
    assert Person.objects.get(pk=1).family_name == NAME


def test_a_name_is_found_in_any_order_and_spelling(tmp_path: Path) -> None:
    from jalon.records.actions.erasing import KnownAs
    from jalon.workflows.erase_files import row_is_theirs

    her = KnownAs(frozenset({("El Amrani", "Zoë")}), frozenset({"+33 6 01 02 03 04"}))
    for row in (["EL AMRANI Zoe"], ["Zoë", None, "el-amrani"], ["El Amr?ni", "Zoë"], ["0033601020304"]):
        assert row_is_theirs(row, her), row
    for row in (["Amrani", "Zoë"], ["El Amrani", "Zo"], ["6010203"], []):
        assert not row_is_theirs(row, her), row
