"""The demonstration group at a hundredth: what it must hold to the digit, the same on every machine, and nobody's own.

tests/acceptance/test_demonstration.py holds the whole of it to its figures.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection

import jalon
from jalon.cli import main
from jalon.cli.call import STAGES, name_stage
from jalon.demo.draws import Draws, apportion
from jalon.demo.names import elected_heads_of_state, read_rows
from jalon.errors import JalonError
from jalon.facts.schema import TABLES
from jalon.facts.store import open_facts
from jalon.figures.group import Group
from jalon.home import Home, make_home, open_home
from records_at import records_at

SCALE = 0.01
YEARS = "2018..2021"
LAST_DAY = dt.date(2021, 12, 31)


STAGES_TOLD: set[str] = set()


def note_stage(stage: str, done: int, total: int) -> None:
    """Progress of which only the stages are looked at."""
    STAGES_TOLD.add(stage)


@pytest.fixture(scope="module")
def demo(template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with the demonstration in it; tests only read it."""
    from jalon.demo.build import build_demonstration

    made = make_home(tmp_path_factory.mktemp("demo") / "home", group="Test group")
    shutil.copy(template_home.records_file, made.records_file)
    with records_at(made):
        build_demonstration(made, by="test", scale=SCALE, progress=note_stage)
        yield open_home(made.path)


@pytest.fixture(scope="module")
def group(demo: Home) -> Group:
    return jalon.open(demo.path)


def select(sql: str) -> list[Any]:
    """Plain SQL on the records, beside everything that figures are made with."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


CANONICAL = """(
    SELECT subject.number,
           COALESCE((SELECT MIN(first_id) FROM records_identityassertion
                     WHERE second_id = subject.number AND verdict = 'same'), subject.number) AS person
    FROM records_subject AS subject
)"""
"""Second records are of people with one first record, which has the smaller number."""
REFUSED = "(SELECT subject_id FROM records_consent WHERE purpose = 'measurement' AND NOT given)"


# ---- to the digit


@pytest.mark.parametrize(
    ("indicator", "period", "wanted"),
    [
        ("organisations_reached", YEARS, 10),
        ("countries_reached", YEARS, 41),
        ("health_professionals_trained", YEARS, 60),
        ("young_people_supported", YEARS, 3000),
        ("entrepreneurs_supported", YEARS, 550),
        ("protected_area", YEARS, 1700),
        ("mana_participants", "2021", 27),
    ],
)
def test_headlines(group: Group, indicator: str, period: str, wanted: int) -> None:
    assert group.figure(indicator, period).value == wanted


def test_young_people_are_counted_declared_and_estimated(group: Group) -> None:
    figure = group.figure("young_people_supported", YEARS)
    assert figure.is_mixed
    assert figure.size == 2124
    assert figure.composition is not None
    assert figure.composition.text("en") == "3,000 = 2,124 counted + 800 declared + 76 estimated"
    relations = select(
        "SELECT DISTINCT status, relation, evidence <> '', method <> '' FROM records_quantity ORDER BY 1"
    )
    assert relations == [("declared", "disjoint", 1, 0), ("estimated", "disjoint", 0, 1)]


def test_many_young_people_are_in_two_organisations(group: Group) -> None:
    figure = group.figure("young_people_supported", YEARS)
    cells = {cell.values[0]: cell.size for cell in figure.by("organisation").cells if cell.values[0]}
    assert set(cells) == {"ECOLEVIVE", "PASSERELLES", "TERRAINS", "TREMPLIN"}
    assert sum(cells.values()) > figure.size * 1.1


def test_plain_sql_counts_the_same(demo: Home, group: Group) -> None:
    trained = select(f"""
        SELECT COUNT(DISTINCT who.person) FROM records_attendance AS a
        JOIN records_session AS s ON s.number = a.session_id
        JOIN records_activity AS t ON t.number = s.activity_id AND t.kind = 'training' AND t.theme = 'health'
        JOIN {CANONICAL} AS who ON who.number = a.subject_id
        WHERE a.mark = 'present' AND who.person NOT IN {REFUSED}""")
    assert trained == [(group.figure("health_professionals_trained", YEARS).value,)]
    counted = select(f"""
        SELECT COUNT(DISTINCT who.person) FROM records_attendance AS a
        JOIN records_session AS s ON s.number = a.session_id
        JOIN records_activity AS t ON t.number = s.activity_id AND t.theme IN ('education', 'sport')
        JOIN {CANONICAL} AS who ON who.number = a.subject_id
        JOIN records_person AS p ON p.subject_id = who.person AND p.birth > '1988-12-31'
        WHERE a.mark = 'present' AND who.person NOT IN {REFUSED}""")
    assert counted == [(group.figure("young_people_supported", YEARS).size,)]


def test_26_women_lead_24_countries(group: Group) -> None:
    women = group.figure("women", "2021-09-01", project="DIRECTION")
    assert women.value == 26
    cells = [cell for cell in women.by("nationality").cells if cell.values != (None,)]
    assert len(cells) == group.figure("countries_led_by_women", "2021-09-01").value == 24
    assert group.figure("women_in_office", "2021-09-01").members == women.members
    assert group.figure("women_in_decision", "2021").value == Fraction(26, 345)
    assert sorted(cell.size for cell in cells)[-3:] == [1, 2, 2]


def test_women_in_office_year_by_year(group: Group) -> None:
    """345 offices at any time: 193 heads of government, 152 elected heads of State; 9 and 13 women on 1 January 2021."""
    assert (len(elected_heads_of_state()), sum(elected for _, elected in elected_heads_of_state())) == (193, 152)
    women = [group.figure("women", f"{year}-01-01", project="DIRECTION") for year in range(1998, 2022)]
    assert {
        group.figure("participants", f"{year}-01-01", project="DIRECTION").value for year in (1998, 2010, 2021)
    } == {345}
    assert [figure.value for figure in women][-4:] == [19, 20, 21, 22]
    assert [figure.value for figure in women] == sorted(figure.value or 0 for figure in women)
    share = group.figure("women_in_decision", "1999..2021", project="DIRECTION")
    assert share.value == Fraction(26, 345)
    projected = share.trend("linear").projection(0.5)
    assert projected.year is not None
    assert projected.year > 2021
    offices = {cell.values[0]: cell.size for cell in women[-1].by("office").cells}
    assert offices == {"head_of_state": 9, "head_of_government": 13}


def test_mana(group: Group) -> None:
    figure = group.figure("mana_participants", "2021")
    assert [cell.values for cell in figure.by("sex").cells if cell.size] == [("female",)]
    assert group.figure("entered", "2021", project="MANA").value == 27
    assert group.figure("left", "2021", project="MANA").value == 27
    assert {cell.values[0] for cell in group.figure("attended", "2021", project="MANA").by("activity").cells} == {
        *("sociolinguistique", "droits", "emploi", "art", "francais"),
    }
    assert [cell.values for cell in figure.by("grant").cells] == [("FSE-MANA-2021",)]
    assert select("SELECT rule_set, cofinancing_share > 0 FROM records_grant WHERE code = 'FSE-MANA-2021'") == [
        ("esf_2014_2020", 1)
    ]
    births = select("""
        SELECT person.birth, enrolment.entry FROM records_enrolment AS enrolment
        JOIN records_project AS project ON project.number = enrolment.project_id AND project.code = 'MANA'
        JOIN records_person AS person ON person.subject_id = enrolment.subject_id AND person.birth IS NOT NULL""")
    assert len(births) == 27, "a second record has no birth, and she who was erased has none left"
    days = [(dt.date.fromisoformat(str(birth)), dt.date.fromisoformat(str(entry))) for birth, entry in births]
    ages = [entry.year - birth.year - ((entry.month, entry.day) < (birth.month, birth.day)) for birth, entry in days]
    assert (min(ages), max(ages)) == (20, 54)
    for table in ("need", "planstep", "note", "referral"):
        assert select(f"SELECT COUNT(*) FROM records_{table}") > [(0,)]


def test_plots_overlap_and_their_union_is_1700_hectares(demo: Home) -> None:
    """Measured here along geodesics from corner to corner; the figure, which cuts long sides, is in the next test."""
    from pyproj import Geod
    from shapely import from_geojson, union_all

    plots = [from_geojson(outline) for (outline,) in select("SELECT outline FROM records_place ORDER BY subject_id")]
    geod = Geod(ellps="WGS84")
    union, *each = (abs(geod.geometry_area_perimeter(shape)[0]) / 10_000 for shape in (union_all(plots), *plots))
    assert f"{union:.2f}" == "1700.00"
    assert sum(each) > 1_850
    assert all(plot.is_valid for plot in plots)


def test_plots_pass_the_check_that_any_outline_passes(demo: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are written in bulk, and all the same as the action that adds one place writes it."""
    from jalon.demo import plots
    from jalon.demo.registers import Registers
    from jalon.facts.outlines import plain_outline

    for outline, country in select("SELECT outline, country FROM records_place"):
        assert outline == plain_outline(outline, country)
    crossing = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
    monkeypatch.setattr(plots, "geojson", lambda corners: json.dumps({"type": "Polygon", "coordinates": [crossing]}))
    project = SimpleNamespace(organisation=1, number=1, sites=(1,))
    directory: Any = SimpleNamespace(projects=dict.fromkeys((one.project for one in plots.FORESTS), project))
    with pytest.raises(JalonError, match="Self-intersection") as error:
        plots.add_plots(Registers(), directory)
    assert error.value.id == "outline_crosses"


def test_ventures_have_leaders_jobs_and_turnover(demo: Home) -> None:
    assert select("SELECT COUNT(*) FROM records_venture WHERE leader_id IS NULL OR country IS NULL") == [(0,)]
    in_agreenlab = select("""
        SELECT DISTINCT country FROM records_venture JOIN records_enrolment USING (subject_id)
        JOIN records_project ON records_project.number = project_id AND code = 'AGREENLAB' ORDER BY 1""")
    assert in_agreenlab == [("BF",), ("SN",)]
    asked = select("""
        SELECT DISTINCT measure.code, subject.kind FROM records_observation AS o
        JOIN records_measure AS measure ON measure.number = o.measure_id
        JOIN records_subject AS subject ON subject.number = o.subject_id
        WHERE measure.code IN ('jobs', 'turnover') ORDER BY 1""")
    assert asked == [("jobs", "venture"), ("turnover", "venture")]


def test_what_real_registers_are_like(demo: Home) -> None:
    """Some things are not known, refused, found twice, not on a complete list; nothing is of a day to come."""
    for lacking in (
        "records_person WHERE sex IS NULL",
        "records_person WHERE birth IS NULL",
        "records_person WHERE birth_precision = 'year'",
        "records_session WHERE NOT register",
        "records_attendance WHERE mark = 'present' AND hours IS NULL",
        "records_identityassertion",
        "records_consent WHERE NOT given",
        "records_observation WHERE state = 'refused'",
        "records_enrolment WHERE exit IS NULL",
    ):
        assert select(f"SELECT COUNT(*) FROM {lacking}") > [(0,)], lacking
    for table, column in (("enrolment", "entry"), ("enrolment", "exit"), ("session", "date"), ("observation", "date")):
        ((latest,),) = select(f"SELECT MAX({column}) FROM records_{table}")
        assert dt.date.fromisoformat(str(latest)) <= LAST_DAY, (table, column)


def test_the_actions_that_wrote_its_two_halves_name_every_record(demo: Home) -> None:
    written = "action IN ('build_demonstration_first_half', 'build_demonstration')"
    entries = select(f'SELECT action, "by", reason FROM records_auditentry WHERE {written} ORDER BY number')
    assert entries == [
        ("build_demonstration_first_half", "test", "scale 0.01"),
        ("build_demonstration", "test", "scale 0.01"),
    ]
    named = dict(
        select(f"""
        SELECT "table", SUM(last - first + 1) FROM records_auditedrecords
        WHERE change = 'created' AND entry_id IN (SELECT number FROM records_auditentry WHERE {written}) GROUP BY 1""")
    )
    for table in ("subject", "person", "enrolment", "session", "attendance", "observation", "project", "quantity"):
        assert select(f"SELECT COUNT(*) FROM records_{table}") == [(named[table],)], table


def test_what_changed_between_its_releases_shows_every_reason(group: Group) -> None:
    june, december = group.releases
    assert (june.code, december.code) == ("2021-06", "2021-12")
    assert june.public and december.public and june.synthetic
    mana = june.compare(december, "mana_participants", period="2021", project="MANA")
    assert mana.text() == "28 − 1 erased − 1 merged + 1 corrected = 27 people"
    everybody = june.compare(december, "participants", period="2021")
    assert {str(reason) for reason, _, _ in everybody.rows()} == {"erased", "identity", "corrected", "joined", "left"}
    assert len(everybody.difference("left").lost) == 3
    assert december.compare(group, "participants", period="2021").is_empty
    (erased,) = everybody.difference("erased").lost
    assert erased in june.marks
    (mistyped,) = everybody.difference("corrected").gained
    assert "enrolments" in {moved.table for moved in everybody.moved(mistyped)}
    for release in (june, december):
        release.check()
        assert release.find("young_people_supported", period="2018..2021") is not None


def test_quotes_are_given_out_by_consent_only(demo: Home) -> None:
    """Two of four speakers permit it still; of MANA, which is sensitive, one woman does, and nothing names her."""
    from jalon.workflows.quotes import quotes_for_publication

    spoken = quotes_for_publication(project="FORUM", language="en")
    assert [one.code for one in spoken] == ["eau-en", "toit-en"]
    assert all(one.name and one.role and one.organisation.endswith(" (synthetic)") for one in spoken)
    (testimonial,) = quotes_for_publication(project="MANA", language="fr")
    assert (testimonial.kind, testimonial.name, testimonial.role) == ("testimonial", "", "")
    assert select("SELECT COUNT(*) FROM records_quote") == [(10,)]
    assert select("SELECT COUNT(*) FROM records_speaker") == [(72,)]


def test_the_practitioners_workshop_has_lessons_and_a_paper(demo: Home) -> None:
    from jalon.workflows.events import read_lessons

    lessons = read_lessons("PRATICIENS")
    assert [lesson.code for lesson in lessons] == ["confiance", "jeudi", "famille", "sortie"]
    assert {paper[0] for lesson in lessons for paper in lesson.papers} == {
        "Coming back on Thursdays: what practitioners ask of policy"
    }
    assert read_lessons("FORUM") == ()


# ---- the same everywhere


def test_draws_do_not_depend_on_what_is_installed() -> None:
    draws = Draws("test")
    assert draws.below(1000, 5).tolist() == [381, 813, 103, 361, 881]
    assert sorted(draws.order(50).tolist()) == list(range(50))
    assert set(draws.pick((0, 3, 0, 1), 100).tolist()) == {1, 3}
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]


def test_another_process_with_another_hash_locale_and_zone_makes_the_same_facts(demo: Home, tmp_path: Path) -> None:
    environment = {
        **os.environ, "PYTHONHASHSEED": "99", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "JALON_AS": "another",
    }  # fmt: skip
    command = [sys.executable, "-m", "jalon", "--home", str(tmp_path / "there"), "demo", "--scale", "0.01", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert said["facts_version"] == open_facts(demo).version
    assert said["synthetic"] is True
    assert [figure["value"] for figure in said["figures"]][:4] == [10, 41, 60, 3000]


# ---- made up, and marked so


def test_it_says_that_it_is_synthetic(demo: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.synthetic
    assert demo.group == "Test group (synthetic)"
    assert jalon.open(demo.path).name == demo.group
    assert select("SELECT COUNT(*) FROM records_organisation WHERE name NOT LIKE '% (synthetic)'") == [(0,)]
    assert main(["--home", str(demo.path), "figure", "mana_participants", "--period", "2021"]) == 0
    assert "Synthetic data: nobody in it is real." in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("figure", "mana_participants", "--period", "2021"),
        ("figure", "mana_participants", "--period", "2021", "--by", "sex"),
        ("figures", "--period", "2021", "--project", "MANA"),
        ("figures", "--period", "2021", "--project", "MANA", "--by", "sex"),
        ("members", "mana_participants", "--period", "2021"),
        ("compare", "mana_participants", "--period", "2021", "--with-period", "2020"),
        ("overlap", "entered?project=MANA", "left?project=MANA"),
        ("indicators", "list"),
        ("imports",),
        ("release", "list"),
        ("publication", "list"),
        ("indicators", "show", "mana_participants"),
        ("facts", "status"),
        ("figure", "nothing_of_this_name"),
    ],
)
def test_whatever_it_answers_as_json_says_so(
    demo: Home, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    main(["--home", str(demo.path), "--as", "test", "--json", *arguments])
    said = capsys.readouterr()
    answer = json.loads(said.out or said.err)
    assert answer["synthetic"] is True


SPACE = "\u202f"
NUMBERED = (
    ("figures --period 2021", "Participants", "1,629", "1 629"),
    ("figure participants --period 2021 --by sex", "Total", "1,629", "1 629"),
    ("figure turnover_of_ventures --period 2021", "EUR", "1,054,227 EUR (162 ventures)", "1 054 227 EUR (162 entreprises)"),
    ("figure share_of_women --period 2021", "Participants", "Participants: 1,629", "et participantes : 1 629"),
    ("figure hours_attended --period 2021 --by sex", "Total", "12,818.5", "12 818,5"),
    ("figure participants --period 2018..2021 --band", "stated", "stated 3,887", "énoncé 3 887"),
    ("goals --period 2018..2021", "4.1", "3,000 people", "3 000 personnes"),
    (
        "compare participants --period 2020 --with-period 2021", "joined",
        "1,226 + 1,147 joined − 744 left = 1,629 people", "1 226 + 1 147 arrivés − 744 partis = 1 629 personnes",
    ),
    (
        "overlap participants?period=2020 participants?period=2021", "once each",
        "744 + 1,147 + 482 = 2,373 people", "744 + 1 147 + 482 = 2 373 personnes",
    ),
    ("facts status", "sessions", "4,651", "4 651"),
    ("release list", "2021-12", "1,725", "1 725"),
    ("release show 2021-12", "participants?period=2021", "1,629", "1 629"),
)  # fmt: skip
"""Commands, a word of the line, what it says in English and in French."""


@pytest.mark.parametrize(("line", "where", "english", "french"), NUMBERED, ids=[case[0] for case in NUMBERED])
def test_numbers_are_told_as_people_read_them(
    demo: Home, line: str, where: str, english: str, french: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--home", str(demo.path), *line.split()]
    for language, wanted in (("en", english), ("fr", french.replace(" ", SPACE))):
        assert main([*command, "--lang", language]) == 0
        said = capsys.readouterr().out.replace("\u00a0", " ")
        assert wanted.replace(SPACE, " ") in said.replace(SPACE, " "), said
        assert language == "en" or SPACE in said
    assert main([*command, "--json"]) == 0
    plain = re.sub(r'"(equation|reconciliation|text)": ".*"', "", capsys.readouterr().out)
    assert not re.search(rf"\d[,{SPACE}]\d{{3}}\b", plain)


def test_every_stage_of_its_making_has_a_name_in_both_languages(demo: Home) -> None:
    assert set(STAGES) >= STAGES_TOLD >= {"drawing", "release", "attendance", "facts"}
    assert name_stage("release", "fr") == "chiffres"


def test_commands_write_json_in_one_place() -> None:
    """Where it is marked: a command that wrote its own would be forgotten."""
    modules = Path(jalon.__path__[0], "cli").glob("*.py")
    writing = [path.name for path in modules if "json.dump" in path.read_text(encoding="utf-8")]
    assert writing == ["call.py"]


def test_a_home_that_is_not_does_not(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert not home.synthetic
    for form in ((), ("--json",)):
        assert main(["--home", str(home.path), "facts", "status", *form]) == 0
        assert "ynthetic" not in "".join(capsys.readouterr())


def test_synthetic_is_true_or_false(home: Home) -> None:
    settings = home.path / "jalon.toml"
    settings.write_text(f'synthetic = "yes"\n{settings.read_text(encoding="utf-8")}', encoding="utf-8")
    with pytest.raises(JalonError, match="synthetic is true or false"):
        open_home(home.path)


def test_nobody_can_be_reached(demo: Home) -> None:
    assert select("SELECT COUNT(*) FROM records_person WHERE phone <> '' OR email <> '' OR address <> ''") == [(0,)]
    named = """
        SELECT COUNT(*) FROM records_person JOIN records_enrolment USING (subject_id)
        JOIN records_project ON records_project.number = project_id AND code = 'PRATICIENS' WHERE name_key <> ''"""
    assert select(named) == [(0,)]


def test_no_name_reaches_the_facts(demo: Home) -> None:
    facts = open_facts(demo)
    names = {name.casefold() for row in read_rows("names") for name in row["names"].split("|")}
    assert len(names) > 400
    seen: set[str] = set()
    for table in TABLES:
        for column in facts.table(table.name).columns:
            values = column.combine_chunks()
            if pa.types.is_list(values.type):
                values = values.flatten()
            if pa.types.is_string(values.type):
                seen |= {value.casefold() for value in values.unique().to_pylist() if value}
    assert len(seen) > 100
    assert not names & seen
    words = {word for value in seen for word in value.replace('"', " ").split()}
    assert not {name for name in names if len(name) > 4} & words


# ---- where it may be written


def test_the_password_it_shows_opens_its_account(home: Home) -> None:
    from django.contrib.auth.models import User

    from jalon.demo.account import NAME, draw_password, open_account

    drawn, other = draw_password(), draw_password()
    open_account("test", drawn)
    account = User.objects.get(username=NAME)
    assert account.check_password(drawn.password)
    assert not account.check_password(other.password)


def test_it_is_written_once(demo: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(demo.path), "demo", "--scale", "0.01"]) == 0  # which makes its newsletters public
    before = select("SELECT COUNT(*) FROM records_auditentry")
    assert main(["--home", str(demo.path), "demo", "--scale", "0.01"]) == 0
    assert "It was there already" in capsys.readouterr().out
    assert select("SELECT COUNT(*) FROM records_auditentry") == before


def test_another_scale_goes_into_another_home(demo: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(demo.path), "--json", "demo", "--scale", "0.02"]) == 4
    (error,) = json.loads(capsys.readouterr().err)["errors"]
    assert error["id"] == "demo_other_scale"
    assert "scale 0.01" in error["found"]


def test_a_home_with_records_of_its_own_is_left_alone(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home.path), "add", "organisation", "OURS", "--name", "Ours"]) == 0
    settings = (home.path / "jalon.toml").read_text(encoding="utf-8")
    assert main(["--home", str(home.path), "--json", "demo", "--scale", "0.01"]) == 4
    (error,) = json.loads(capsys.readouterr().err)["errors"]
    assert error["id"] == "demo_home_in_use"
    assert (home.path / "jalon.toml").read_text(encoding="utf-8") == settings
    assert select("SELECT code FROM records_organisation") == [("OURS",)]


@pytest.mark.parametrize("scale", ["0", "0.009", "-1", "11", "nan"])
def test_a_scale_is_between_a_hundredth_and_ten(home: Home, scale: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home.path), "--json", "demo", "--scale", scale]) == 2
    (error,) = json.loads(capsys.readouterr().err)["errors"]
    assert error["id"] == "demo_scale"
    assert not select("SELECT code FROM records_organisation")


def test_a_demonstration_that_fails_halfway_leaves_no_record(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    from jalon.demo import build

    def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(build, "add_young_people", fail)
    with pytest.raises(RuntimeError, match="the disk is full"):
        build.build_demonstration(home, by="test", scale=SCALE, progress=note_stage)
    assert not select("SELECT code FROM records_organisation")
    assert open_home(home.path).synthetic


def test_a_demonstration_without_its_last_release_is_not_taken_for_whole(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jalon.demo import build

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(build, "close_year", fail)
    with pytest.raises(RuntimeError, match="the power went"):
        build.build_demonstration(home, by="test", scale=SCALE, progress=note_stage)
    with pytest.raises(JalonError) as refused:
        build.build_demonstration(home, by="test", scale=SCALE, progress=note_stage)
    assert refused.value.id == "demo_home_in_use"


def test_it_is_the_same_on_postgresql(demo: Home, home_on_postgresql: Home) -> None:
    from jalon.demo.build import build_demonstration

    built = build_demonstration(home_on_postgresql, by="test", scale=SCALE, progress=note_stage)
    assert built.facts_version == open_facts(demo).version
