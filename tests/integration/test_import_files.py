"""From files to records and back to a correction workbook: whole, or as if nothing had been tried."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import pytest
from late import Late, models, register

from jalon.errors import ExitCode, JalonError
from jalon.exchange.mapping import Mapping
from jalon.home import Home

organisations = Late("jalon.records.actions.organisations")
projects = Late("jalon.records.actions.projects")
start = Late("jalon.workflows.start")

LIST = """\
Nom;Prénom;Date de naissance;Sexe;Date d'entrée
Mensah;Beatriz;21/05/1982;F;01/03/2021
Ba;Nour;17/04/1990;F;15/03/2021
"""
FAULTY = LIST + "Doe;Sans date;31/02/1988;F;15/03/2021\n"


@pytest.fixture
def project(home: Home) -> Any:
    owner = organisations.add_organisation(by="test", code="asso", name="Association", kind="ngo")
    return projects.add_project(
        by="test", code="M", name="Ateliers", organisation=owner, start=dt.date(2021, 1, 1), end=dt.date(2021, 12, 31)
    )


def written(folder: Path, text: str = LIST, name: str = "liste.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def contents(home: Home) -> list[str]:
    return sorted(path.name for folder in (home.received, home.corrections) for path in folder.iterdir())


@pytest.mark.usefixtures("project")
def test_a_file_is_kept_under_its_digest_for_its_owner_alone(home: Home, tmp_path: Path) -> None:
    path = written(tmp_path)
    run = register.apply_import(register.plan_import([path], project="M", home=home), by="Awa", home=home)
    (kept,) = home.received.iterdir()
    assert kept.name == hashlib.sha256(path.read_bytes()).hexdigest() + ".csv"
    assert kept.read_bytes() == path.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0
    assert [(file.name, file.size) for file in run.files.all()] == [("liste.csv", path.stat().st_size)]
    assert models.Person.objects.count() == 2
    assert run.correction == ""


@pytest.mark.usefixtures("project")
def test_the_same_file_twice_is_kept_once_and_changes_nothing(home: Home, tmp_path: Path) -> None:
    for name in ("liste.csv", "copie.csv"):
        plan = register.plan_import([written(tmp_path, name=name)], project="M", home=home)
        register.apply_import(plan, by="Awa", home=home)
    assert plan.changes_nothing
    assert len(contents(home)) == models.ReceivedFile.objects.count() == 1


@pytest.mark.usefixtures("project")
def test_rows_with_faults_come_out_and_go_in_once_mended(home: Home, tmp_path: Path) -> None:
    import openpyxl

    plan = register.plan_import([written(tmp_path, FAULTY)], project="M", home=home)
    assert [(fault.place.row, fault.place.column) for fault in plan.faults] == [(4, "Date de naissance")]
    run = register.apply_import(plan, by="Awa", home=home)
    correction = home.corrections / run.correction
    assert correction.stat().st_mode & 0o077 == 0
    book = openpyxl.load_workbook(correction)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "31/02/1988"]
    assert len(cells) == 1
    cells[0].value = "28/02/1988"
    mended = tmp_path / "mended.xlsx"
    book.save(mended)
    again = register.plan_import([mended], project="M", home=home)
    assert not again.faults and not again.questions
    assert again.counts["person"].created == 1
    register.apply_import(again, by="Awa", home=home)
    assert models.Person.objects.get(family_name="Doe").birth == dt.date(1988, 2, 28)
    assert register.plan_import([mended], project="M", home=home).changes_nothing


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "broken", ["jalon.records.actions.imports.insert", "jalon.workflows.import_files.write_corrections"]
)
def test_nothing_remains_of_an_import_that_failed(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    plan = register.plan_import([written(tmp_path, FAULTY)], project="M", home=home)
    before = models.AuditEntry.objects.count()
    monkeypatch.setattr(broken, fail)
    with pytest.raises(OSError, match="disk full"):
        register.apply_import(plan, by="Awa", home=home)
    assert contents(home) == []
    assert not models.Person.objects.exists() and not models.ImportRun.objects.exists()
    assert models.AuditEntry.objects.count() == before


@pytest.mark.usefixtures("project")
def test_nothing_remains_where_the_commit_fails(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = register.plan_import([written(tmp_path, FAULTY)], project="M", home=home)

    def fail(*_: object) -> None:
        assert len(contents(home)) == 2
        raise OSError("disk full")

    monkeypatch.setattr("jalon.records.actions.audited.Audit.write", fail)
    with pytest.raises(OSError, match="disk full"):
        register.apply_import(plan, by="Awa", home=home)
    assert contents(home) == []
    assert not models.Person.objects.exists()


@pytest.mark.usefixtures("project")
def test_what_a_killed_import_left_is_swept_by_the_next(home: Home, tmp_path: Path) -> None:
    stranger = home.received / "notes.txt"
    stranger.write_text("kept")
    (home.received / ("a" * 64 + ".csv")).write_text("names")
    (home.received / ("b" * 64 + ".xlsx.part")).write_text("half")
    path = written(tmp_path)
    register.apply_import(register.plan_import([path], project="M", home=home), by="Awa", home=home)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert contents(home) == sorted([f"{digest}.csv", "notes.txt"])


def refusal(plan: Any, home: Home) -> JalonError:
    before = contents(home), models.AuditEntry.objects.count()
    with pytest.raises(JalonError) as caught:
        register.apply_import(plan, by="Awa", home=home)
    assert (contents(home), models.AuditEntry.objects.count()) == before
    return caught.value


@pytest.mark.usefixtures("project")
def test_a_plan_of_older_records_is_refused(home: Home, tmp_path: Path) -> None:
    path = written(tmp_path)
    plan, same = (register.plan_import([path], project="M", home=home) for _ in range(2))
    register.apply_import(plan, by="Awa", home=home)
    error = refusal(same, home)
    assert (error.id, error.details["entries"]) == ("records_changed", 1)


@pytest.mark.usefixtures("project")
def test_a_file_changed_after_planning_is_refused(home: Home, tmp_path: Path) -> None:
    plan = register.plan_import([written(tmp_path)], project="M", home=home)
    written(tmp_path, FAULTY)
    assert refusal(plan, home).id == "file_changed"
    (tmp_path / "liste.csv").unlink()
    assert refusal(plan, home).id == "file_changed"


@pytest.mark.usefixtures("project")
def test_open_questions_are_listed_with_how_to_answer_them(home: Home, tmp_path: Path) -> None:
    path = written(tmp_path, "Nom;Prénom;Date de naissance\nMensah;Beatriz;21/05/1982\n")
    plan = register.plan_import([path], project="M", home=home)
    error = refusal(plan, home)
    assert (error.id, error.exit_code) == ("questions_open", ExitCode.NEEDS_ANSWER)
    for language in ("en", "fr"):
        text = error.text(language)
        assert "--answer entry:liste.csv:liste=2021-01-31" in text and "constants: {entry: 2021-01-31}" in text
    (question,) = plan.questions
    answered = register.answer(plan.mapping, question, "2021-02-03")
    plan = register.plan_import([path], project="M", mapping=answered, home=home)
    assert not plan.questions
    saved = tmp_path / "mapping.yaml"
    plan.mapping.save(saved)
    again = register.plan_import([path], project="M", mapping=saved, home=home)
    register.apply_import(again, by="Awa", home=home)
    assert models.Enrolment.objects.get().entry == dt.date(2021, 2, 3)


@pytest.mark.usefixtures("project")
def test_a_question_with_options_takes_no_other_answer(home: Home, tmp_path: Path) -> None:
    text = "Organisation,Jeunes filles,Période,Source\nClub,120,2021,rapport signé\n"
    plan = register.plan_import([written(tmp_path, text, "totals.csv")], project="M", home=home)
    (question,) = plan.questions
    assert "participants" in question.options and "share_of_women" not in question.options  # a share adds up with none
    with pytest.raises(JalonError) as caught:
        register.answer(plan.mapping, question, "participant")
    assert (caught.value.id, caught.value.nearest) == ("answer_unknown", "participants")
    answered = register.answer(plan.mapping, question, "participants")
    plan = register.plan_import([tmp_path / "totals.csv"], project="M", mapping=answered, home=home)
    register.apply_import(plan, by="Awa", home=home)
    quantity = models.Quantity.objects.get()
    assert (quantity.value, quantity.indicator, quantity.unit, quantity.relation) == (
        120,
        "participants",
        "person",
        "unknown",
    )
    assert (quantity.source_name, quantity.evidence, quantity.author) == ("Club", "rapport signé", "Awa")
    assert register.plan_import([tmp_path / "totals.csv"], project="M", mapping=answered, home=home).changes_nothing


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("asked", "id"),
    [
        ({"project": "N"}, "unknown_record"),
        ({"site": "Nowhere"}, "unknown_record"),
        ({"activity": "Ateliers socio", "date": dt.date(2021, 3, 1)}, "no_such_activity"),
    ],
)
def test_what_the_command_names_must_exist(home: Home, tmp_path: Path, asked: dict[str, Any], id: str) -> None:
    activities = Late("jalon.records.actions.activities")
    project = models.Project.objects.get()
    activities.add_activity(by="test", project=project, code="ASL", name="Ateliers socios", kind="workshop")
    text = "Nom;Prénom;Date de naissance\nMensah;Beatriz;21/05/1982\n"
    with pytest.raises(JalonError) as caught:
        register.plan_import([written(tmp_path, text)], **({"project": "M", "home": home} | asked))
    assert caught.value.id == id


@pytest.mark.usefixtures("project")
def test_a_list_with_activity_and_date_is_who_came(home: Home, tmp_path: Path) -> None:
    path = written(tmp_path, "Nom;Prénom;Date de naissance\nMensah;Beatriz;21/05/1982\n")
    asked = {"project": "M", "activity": "Formation santé", "date": dt.date(2021, 3, 2), "home": home}
    register.apply_import(register.plan_import([path], **asked), by="Awa", home=home)
    session = models.Session.objects.get()
    assert (session.activity.name, session.date, session.register) == ("Formation santé", dt.date(2021, 3, 2), False)
    assert models.Enrolment.objects.get().implicit
    assert register.plan_import([path], mapping=Mapping(complete_lists=True), **asked).counts["session"].changed == 1


@pytest.mark.usefixtures("project")
def test_progress_is_told_stage_by_stage(home: Home, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    plan = register.plan_import([written(tmp_path)], project="M", home=home, progress=lambda *stage: told.append(stage))
    register.apply_import(plan, by="Awa", home=home, progress=lambda *stage: told.append(stage))
    assert told[-1] == ("write", 4, 4)
    assert all(done <= total for _, done, total in told)
