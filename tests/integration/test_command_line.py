"""The command line as a user meets it: what it answers, in what form and language, and how it fails."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jalon.cli import main
from jalon.errors import ExitCode
from jalon.home import Home


class Said:
    """What one command answered."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Jalon = Callable[..., Said]


def error_id(said: Said) -> str:
    (error,) = json.loads(said.err)["errors"]
    id: str = error["id"]
    return id


@pytest.fixture
def jalon(home: Home, capsys: pytest.CaptureFixture[str]) -> Jalon:
    def run(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = main(["--home", str(home.path), "--as", "test", *map(str, arguments)])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def group(jalon: Jalon) -> None:
    for line in (
        "add organisation AUB --name Aubiers --kind ngo --country FR",
        "add organisation FUND --name Fonds --kind funder",
        "add site BDX --name Bordeaux --country FR",
        "add project MANA --name Mana --organisation AUB --start 2021-01-01 --end 2021-12-31 --country FR --site BDX"
        " --theme education --sdg 4.6 --marker 1=2",
        "add grant FSE --funder FUND --project MANA --amount 1000.50 --currency EUR --share 0.5 --rules esf_plus",
        "add activity ASL --name Ateliers --project MANA --kind workshop",
        "add session --project MANA --activity ASL --date 2021-03-01 --register --site BDX",
        "add partnership AUB FUND --kind public --start 2020-01-01",
        "add measure mood --kind level --title-en Mood --title-fr Humeur --option low=Low=Basse --option high=High=Haute",
        "add subject Diallo --given-name Awa --sex female --birth 1990-07 --organisation AUB --reference A1",
    ):
        said = jalon(*line.split())
        assert said.code == 0, said.err


def write_register(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Nom", "Prénom", "Date de naissance", "Sexe", "Date d'entrée"], *rows])
    return path


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(
        tmp_path / "liste.csv",
        [
            ["Diallo", "Awa", "17/05/1990", "F", "01/02/2021"],
            ["Koné", "Ali", "31/12/1985", "M", "15/02/2021"],
            ["Silva", "Inês", "31/02/1988", "F", "15/02/2021"],
        ],
    )


def test_a_group_is_set_up_one_record_at_a_time(jalon: Jalon, group: None) -> None:
    from jalon.records.models import Grant, Measure, Person, Project

    project = Project.objects.get(code="MANA")
    assert [target.target for target in project.sdg_targets.all()] == ["4.6"]
    assert [(m.marker, m.score) for m in project.policy_markers.all()] == [(1, 2)]
    assert Grant.objects.get(code="FSE").cofinancing_share is not None
    assert [o.title_fr for o in Measure.objects.get(code="mood").options.order_by("rank")] == ["Basse", "Haute"]
    assert Person.objects.get().birth_precision == "month"


def test_a_group_s_name_is_said_where_it_is_not_the_one_given(jalon: Jalon, home: Home) -> None:
    assert f"The group is called {home.group};" in jalon("init", "--group", "Another").out
    assert "is called" not in jalon("init", "--group", home.group).out


def test_good_rows_go_in_and_faulty_ones_wait(jalon: Jalon, group: None, register: Path, home: Home) -> None:
    planned = jalon("import", register, "--project", "MANA", "--plan", "--json")
    assert planned.code == 0
    assert planned.data["created"]["person"] == 2
    (fault,) = planned.data["faults"]
    assert (fault["place"]["row"], fault["place"]["column"]) == (4, "Date de naissance")
    assert "31/02/1988" in fault["found"]
    assert jalon("imports", "--json").data == []

    asked = jalon("import", register, "--project", "MANA")
    assert asked.code == ExitCode.NEEDS_ANSWER
    assert "Nothing was written" in asked.out

    done = jalon("import", register, "--project", "MANA", "--yes")
    assert done.code == 0, done.err
    assert "correction" in done.out
    assert jalon("figure", "participants", "--period", "2021", "--json").data["value"] == 2
    (listed,) = jalon("imports", "--project", "MANA", "--json").data
    assert (listed["number"], listed["faults"], listed["by"]) == (1, 1, "test")

    again = jalon("import", register, "--project", "MANA", "--yes", "--json")
    assert again.data["created"] == {}
    assert again.data["changed"] == {}

    undone = jalon("import", "--undo", "1", "--json")
    assert undone.code == 0, undone.err
    assert jalon("figure", "participants", "--period", "2021", "--json").data["value"] is None
    assert jalon("import", "--undo", "1").code == ExitCode.REFUSED


def test_a_question_is_answered_on_the_line_and_kept_in_a_mapping(jalon: Jalon, group: None, tmp_path: Path) -> None:
    rows = [["Diallo", "Awa", "03/05/1990", "F", "2021-02-01"], ["Koné", "Ali", "05/03/1985", "M", "2021-02-01"]]
    file = write_register(tmp_path / "liste.csv", rows)
    refused = jalon("import", file, "--project", "MANA", "--yes")
    assert refused.code == ExitCode.NEEDS_ANSWER
    assert "Date de naissance" in refused.err
    (question,) = jalon("import", file, "--project", "MANA", "--plan", "--json").data["questions"]
    wrong = jalon("import", file, "--project", "MANA", "--yes", "--answer", f"{question['id']}=perhaps")
    assert wrong.code != 0
    stray = jalon("import", file, "--project", "MANA", "--yes", "--answer", "ones:nowhere=mark", "--json")
    assert error_id(stray) == "usage"
    mapping = tmp_path / "mapping.yaml"
    answer = f"{question['id']}=day_first"
    done = jalon("import", file, "--project", "MANA", "--yes", "--answer", answer, "--save-mapping", mapping)
    assert done.code == 0, done.err
    again = jalon("import", file, "--project", "MANA", "--yes", "--mapping", mapping, "--json")
    assert again.code == 0, again.err
    assert again.data["created"] == {}


def test_what_a_newcomer_meets_says_what_to_do(jalon: Jalon, group: None, tmp_path: Path) -> None:
    assert "is a folder" in jalon("import", tmp_path, "--project", "MANA").err
    odd = write_register(tmp_path / "liste.csv", [["Diallo", "Awa", "17/05/1990", "F", "01/02/2021"]])
    refused = jalon("import", odd, "--project", "MANA", "--yes")
    assert refused.code == ExitCode.NEEDS_ANSWER
    option = '--answer "dates:liste.csv:liste:Date d\'entrée=day_first | month_first"\n'
    assert option in refused.err and "\nAnswer each with --answer" in refused.err


def test_figures_in_words_and_as_json(jalon: Jalon, group: None, register: Path) -> None:
    jalon("import", register, "--project", "MANA", "--yes")
    table = jalon("figures", "--period", "2021", "--project", "MANA")
    assert "Participants" in table.out
    french = jalon("figures", "--period", "2021", "--lang", "fr")
    assert "indicateur" in french.out
    found = jalon("figure", "participants", "--period", "2021", "--by", "sex,age_band", "--json").data
    assert {tuple(cell["values"]): cell["size"] for cell in found["cells"]} == {
        ("female", "25-54"): 1,
        ("male", "25-54"): 1,
    }
    assert found["figure"]["digest"]
    broken_down = jalon("figures", "--period", "2021", "--by", "sex", "--json").data
    assert any(item["figure"]["indicator"] == "participants" for item in broken_down)
    assert jalon("members", "participants", "--period", "2021").out.split() == ["2", "3"]
    assert jalon("members", "participants", "--answer", "maybe").code == ExitCode.USAGE


def test_an_indicator_of_your_own(jalon: Jalon, tmp_path: Path) -> None:
    file = tmp_path / "young.yaml"
    file.write_text(
        "id: young\ntitle: {en: Young, fr: Jeunes}\nunit: person\nperiod_on: active\ncounts: age(entry) < 30\n"
        "examples:\n  - {birth: 2010-01-01, answer: met}\n  - {birth: 1950-01-01, answer: not met}\n  - {answer: unknown}\n",
        encoding="utf-8",
    )
    assert jalon("indicators", "check", file).code == 0
    assert "young" not in {item["id"] for item in jalon("indicators", "list", "--json").data}
    assert jalon("indicators", "add", file).code == 0
    assert "already" in jalon("indicators", "add", file).out
    assert "young" in {item["id"] for item in jalon("indicators", "list", "--json").data}
    shown = jalon("indicators", "show", "young", "--json").data
    assert len(shown["examples"]) == 3
    assert "age(entry)" in jalon("indicators", "show", "young", "--lang", "fr").out
    file.write_text(file.read_text().replace("< 30", "< 20").replace("2010", "1990"), encoding="utf-8")
    wrong = jalon("indicators", "check", file)
    assert wrong.code == ExitCode.BAD_DEFINITION
    file.write_text(file.read_text().replace("age(entry)", "aged(entry)"), encoding="utf-8")
    misspelt = jalon("indicators", "check", file)
    assert misspelt.code == ExitCode.BAD_DEFINITION
    assert "“age”" in misspelt.err
    assert "row 5" in misspelt.err
    (tmp_path / "picture.yaml").write_bytes(b"\x89PNG\xff")
    assert error_id(jalon("indicators", "check", tmp_path / "picture.yaml", "--json")) == "not_text"
    assert error_id(jalon("indicators", "check", tmp_path / "none.yaml", "--json")) == "no_file"


def test_a_translation_is_kept_though_it_changes_no_digest(jalon: Jalon, tmp_path: Path) -> None:
    file = tmp_path / "here.yaml"
    text = (
        "id: here\ntitle: {en: Here, fr: Présents}\nunit: person\nperiod_on: active\nnever_unknown: Entries are known.\n"
        "examples:\n  - {entered: 2021-02-01, answer: met}\n  - {entered: 2022-02-01, answer: not met}\n"
    )
    for reason in ("Entries are known.", "{en: Entries are known., fr: On sait les entrées.}"):
        file.write_text(text.replace("Entries are known.", reason), encoding="utf-8")
        assert jalon("indicators", "add", file, "--json").data[0]["changed"]
        assert not jalon("indicators", "add", file, "--json").data[0]["changed"]
    assert "Jamais inconnu : On sait les entrées." in jalon("indicators", "show", "here", "--lang", "fr").out


def test_facts_are_refreshed_and_their_state_told(jalon: Jalon, group: None, register: Path) -> None:
    assert "No facts yet" in jalon("facts", "status").out
    assert jalon("facts", "refresh").code == 0
    jalon("import", register, "--project", "MANA", "--yes")
    assert "project MANA" in jalon("facts", "status", "--json").data["stale"]
    as_of = jalon("figure", "participants", "--period", "2021", "--as-of-last-refresh", "--json").data
    assert as_of["value"] is None
    assert jalon("facts", "refresh", "--json").data["projects"]
    assert "In step" in jalon("facts", "status").out


def test_quality_says_what_is_lacking(jalon: Jalon, group: None, register: Path) -> None:
    jalon("import", register, "--project", "MANA", "--yes")
    found = jalon("quality", "MANA", "--json").data
    assert (found["participants"], found["faults"]) == (2, 1)
    assert "How far" in jalon("quality", "MANA").out
    french = jalon("quality", "MANA", "--lang", "fr").out
    assert re.search(r"^Sexe  ", french, re.M) and re.search(
        r"^inscriptions encore ouvertes +Personnes sorties", french, re.M
    )
    assert jalon("quality", "MANO").code == ExitCode.NOT_FOUND


def test_people_are_found_to_be_one_and_erased(jalon: Jalon, group: None, register: Path, home: Home) -> None:
    jalon("import", register, "--project", "MANA", "--yes")
    assert jalon("decide", "2", "3", "same", "--reason", "one card").code == 0
    assert jalon("figure", "participants", "--json").data["value"] == 1
    assert jalon("decide", "2", "3", "perhaps", "--reason", "?").code != 0
    assert jalon("decide", "2", "99", "same", "--reason", "?").code == ExitCode.NOT_FOUND
    assert jalon("erase", "3", "--reason", "asked").code == ExitCode.NEEDS_ANSWER
    assert jalon("erase", "3", "--reason", "asked", "--yes").code == 0
    assert not any("Koné" in file.read_text(errors="replace") for file in home.path.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("figure participantz", ExitCode.NOT_FOUND, "participants"),
        ("figure participants --period 20x", ExitCode.USAGE, "2021-Q3"),
        ("figure participants --project MANO", ExitCode.NOT_FOUND, "MANA"),
        ("figure participants --by sexe", ExitCode.BAD_DEFINITION, "sex"),
        ("figure participants --by activity", ExitCode.USAGE, "attended"),
        ("figure participants --engine abacus", ExitCode.USAGE, "local"),
        ("add project P --name P --organisation NONE", ExitCode.NOT_FOUND, "NONE"),
        ("add project P --name P --organisation AUB --start 2021-13-01", ExitCode.USAGE, "YYYY-MM-DD"),
        ("add project P --name P --organisation AUB --marker x", ExitCode.USAGE, "NUMBER=SCORE"),
        ("add grant G --funder FUND --amount lots", ExitCode.USAGE, "number"),
        ("import", ExitCode.USAGE, "--project"),
        ("import nothing.xlsx --project MANA", ExitCode.NOT_FOUND, "nothing.xlsx"),
        ("import --undo 7", ExitCode.NOT_FOUND, "7"),
        ("load nothing.yaml", ExitCode.NOT_FOUND, "nothing.yaml"),
        ("--lang de figures", ExitCode.USAGE, "en or fr"),
        ("figures --lang", ExitCode.USAGE, "--lang"),
        ("frobnicate", ExitCode.USAGE, "frobnicate"),
        ("figure", ExitCode.USAGE, "ID"),
    ],
)
def test_errors_say_what_to_do_without_a_traceback(
    jalon: Jalon, group: None, line: str, code: ExitCode, says: str
) -> None:
    said = jalon(*line.split())
    assert says in said.err
    assert "Traceback" not in said.err
    assert said.code == code


def test_errors_are_json_where_asked_and_french_where_wanted(jalon: Jalon, group: None) -> None:
    said = jalon("figure", "participantz", "--json", "--lang", "fr")
    (error,) = json.loads(said.err)["errors"]
    assert (error["id"], error["nearest"]) == ("no_such_indicator", "participants")
    assert "pas d'indicateur" in error["found"]
    assert said.out == ""


def test_nobody_is_refused(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["--home", str(home.path), "--as", " ", "add", "organisation", "X", "--name", "X"]
    assert main(line) == ExitCode.REFUSED
    assert "--as" in capsys.readouterr().err


def test_a_folder_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path / "none"), "figures"]) == ExitCode.USAGE
    assert "jalon init" in capsys.readouterr().err


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    for line in ("", "import", "add", "add project", "figure", "indicators", "facts", "quality", "erase"):
        assert main([*line.split(), "--help"]) == 0
        assert "Usage" in capsys.readouterr().out


def test_help_fills_the_window_and_not_the_lines_it_is_written_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    main(["people", "match", "--help"])
    assert "sensitive projects are compared inside" in capsys.readouterr().out


def test_the_nearest_name_is_asked_for_in_the_reader_s_language(jalon: Jalon, group: None) -> None:
    assert "Did you mean “participants”? " in jalon("figure", "participantz").err
    assert "Vouliez-vous dire « participants » ? " in jalon("figure", "participantz", "--lang", "fr").err


def test_corrections_are_no_longer_waiting_once_they_are_imported(
    jalon: Jalon, group: None, tmp_path: Path, home: Home
) -> None:
    rows = [["Diallo", "Awa", "17/05/1990", "F"], ["Silva", "Inês", "31/02/1988", "F"]]
    file = tmp_path / "signatures.csv"
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["Nom", "Prénom", "Date de naissance", "Sexe"], *rows])
    session = ("--project", "MANA", "--activity", "ASL", "--date", "2021-03-08")
    for _ in range(2):
        assert jalon("import", file, *session, "--yes").code == 0
        assert jalon("quality", "MANA", "--json").data["faults"] == 1

    book = openpyxl.load_workbook(home.corrections / "import-2.xlsx")
    (cell,) = [cell for row in book["signatures"].iter_rows() for cell in row if cell.value == "31/02/1988"]
    cell.value = "28/02/1988"
    book.save(tmp_path / "mended.xlsx")
    mended = jalon("import", tmp_path / "mended.xlsx", "--project", "MANA", "--yes", "--json")
    assert mended.code == 0, mended.err
    assert mended.data["created"] == {"person": 1, "enrolment": 1, "attendance": 1}
    assert jalon("quality", "MANA", "--json").data["faults"] == 0
    assert jalon("figure", "attended", "--period", "2021-03-08", "--json").data["value"] == 2
    assert jalon("import", "--undo", "3").code == 0
    assert jalon("quality", "MANA", "--json").data["faults"] == 1


def test_a_command_leaves_the_records_in_one_file(tmp_path: Path) -> None:
    """Its process ends without looking for what to free, so that it closes them by itself."""
    for line in ("init --group G", "add organisation AUB --name Aubiers --kind ngo --country FR"):
        subprocess.run(
            [sys.executable, "-m", "jalon", "--home", tmp_path / "home", "--as", "test", *line.split()],
            check=True, capture_output=True,
        )  # fmt: skip
        assert [file.name for file in (tmp_path / "home").glob("records*")] == ["records.sqlite3"]


def test_numpy_is_told_that_its_threads_shall_sleep_before_it_is_loaded() -> None:
    script = (
        "import os, sys; from jalon.cli import main; assert 'numpy' not in sys.modules; main(['--help']); "
        "print(os.environ['OPENBLAS_THREAD_TIMEOUT'])"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.split()[-1] == "4"
