"""What was published is kept, beside what is asked now: on disk, nameless, and without whoever was erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyroaring import BitMap

from jalon.disclosure import (
    Policy,
    Published,
    erase_from_published,
    is_told,
    merge_categories,  # fmt: skip
    open_policy,
    open_published,
    show_breakdown,
    show_comparison,
    show_figure,
    show_overlap,
)
from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.magnitudes import Dominance
from jalon.disclosure.published import OvertakenError
from jalon.disclosure.space import identify_set
from jalon.errors import JalonError
from jalon.facts.schema import TABLES
from jalon.facts.store import MemoryFacts
from jalon.figures.group import Group
from jalon.home import Home, make_home, open_home
from spec.world import build_facts


def world(men: int, women: int, *, is_sensitive: bool = False) -> Group:
    """Men, then women, in project M in 2021."""
    sexes = ["male"] * men + ["female"] * women
    persons = "person | sex\n" + "\n".join(f"{i} | {sex}" for i, sex in enumerate(sexes, 1))
    spells = "person | project | entry | exit\n" + "\n".join(
        f"{i} | M | 2021-02-01 |" for i in range(1, len(sexes) + 1)
    )
    facts = build_facts({"persons": persons, "enrolments": spells})
    rows = {table.name: facts.table(table.name).to_pylist() for table in TABLES}
    rows["projects"] = [row | {"sensitive": is_sensitive} for row in rows["projects"]]
    facts = MemoryFacts(rows)
    return Group.from_facts(facts, key=b"key")


@pytest.fixture
def policy() -> Policy:
    return Policy(published=Published())


def test_a_figure_that_differs_by_few_from_one_published_is_withheld(policy: Policy) -> None:
    """30 people, then 33: each is large, and the three who came would be told."""
    assert show_figure(world(30, 0).figure("participants", "2021"), policy).value == 30
    later = world(30, 3).figure("participants", "2021")
    assert show_figure(later, policy).is_withheld
    assert show_figure(later, Policy()).value == 33  # by itself nothing gives it away
    assert show_figure(later, None).value == 33


def test_two_figures_that_leave_few_between_them_are_not_both_told(policy: Policy) -> None:
    """Participants 33, then women 30: three men."""
    group = world(3, 30)
    assert show_figure(group.figure("participants", "2021"), policy).value == 33
    assert show_figure(group.figure("women", "2021"), policy).is_withheld


def test_the_same_question_is_answered_the_same_again(policy: Policy) -> None:
    group = world(30, 3)
    first = show_breakdown(group.figure("participants", "2021").by("sex"), policy)
    show_figure(group.figure("women", "2021"), policy)
    assert show_breakdown(group.figure("participants", "2021").by("sex"), policy) == first


def test_what_is_only_checked_is_not_kept() -> None:
    published = Published(records=False)
    policy = Policy(published=published)
    assert show_figure(world(30, 0).figure("participants", "2021"), policy).value == 30
    assert published.sets() == ()
    assert show_figure(world(30, 3).figure("participants", "2021"), policy).value == 33


def test_it_is_kept_in_the_group_s_folder_without_names_for_staff_alone(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", group="G")
    before = world(30, 0).figure("participants", "2021")
    assert show_figure(before, Policy(published=open_published(home))).value == 30
    file = home.releases / "published.jsonl"
    assert file.stat().st_mode & 0o777 == 0o600
    again = open_published(home)
    later = world(30, 3).figure("participants", "2021")
    assert show_figure(later, Policy(published=again)).is_withheld
    assert {len(one.members) for one in again.sets()} == {30, 33}


def test_what_is_told_at_once_is_told_beside_itself_and_kept_at_the_end(tmp_path: Path) -> None:
    one_by_one, home = (make_home(tmp_path / name, group="G") for name in ("one", "home"))
    figures = [world(30, women).figure("participants", "2021") for women in (0, 3, 20)]
    policy = Policy(published=open_published(one_by_one))
    expected = [show_figure(figure, policy).value for figure in figures]
    published = open_published(home)
    with published.at_once():
        told = [show_figure(figure, Policy(published=published)).value for figure in figures]
        assert not (home.releases / "published.jsonl").exists()
    assert told == expected and not is_told(told[1])
    for known in (published, open_published(home)):
        known.read()
        assert {len(one.members) for one in known.sets()} == {30, 33, 50}
        again = [show_figure(figure, Policy(published=known)).value for figure in figures]
        assert again == expected


def test_where_it_fails_nothing_of_it_was_told(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", group="G")
    published = open_published(home)
    with pytest.raises(ZeroDivisionError), published.at_once():
        show_figure(world(30, 0).figure("participants", "2021"), Policy(published=published))
        raise ZeroDivisionError
    assert published.sets() == () and not (home.releases / "published.jsonl").exists()
    assert show_figure(world(30, 3).figure("participants", "2021"), Policy(published=published)).value == 33


@pytest.mark.parametrize("asked_again", [True, False])
def test_where_others_publish_meanwhile_nothing_of_it_is_kept(tmp_path: Path, asked_again: bool) -> None:
    """Beside theirs it could not be told: three women stand between the two."""
    home = make_home(tmp_path / "home", group="G")
    published = open_published(home)
    with pytest.raises(OvertakenError), published.at_once():
        show_figure(world(30, 0).figure("participants", "2021"), Policy(published=published))
        show_figure(world(30, 3).figure("participants", "2021"), Policy(published=open_published(home)))
        if asked_again:
            show_figure(world(30, 40).figure("participants", "2021"), Policy(published=published))
    assert show_figure(world(30, 0).figure("participants", "2021"), Policy(published=published)).is_withheld
    assert {len(one.members) for one in open_read(home)} == {30, 33}


def open_read(home: Home) -> tuple[CountedSet, ...]:
    published = open_published(home)
    published.read()
    return published.sets()


def test_whoever_is_erased_leaves_a_mark_and_no_number(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", group="G")
    show_breakdown(world(30, 8).figure("participants", "2021").by("sex"), Policy(published=open_published(home)))
    erase_from_published(home, [31, 3], [7])
    published = open_published(home)
    for kept in (published, open_published(home)):
        kept.decide("nothing", "subject", [], Policy())
        sizes = sorted({len(one.members) for one in kept.sets()})
        assert sizes == [8, 30, 38]
        numbers = set().union(*(one.members for one in kept.sets()))
        assert not numbers & {3, 31} and len([number for number in numbers if number >= 2**31]) == 2


def test_a_list_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", group="G")
    home.releases.mkdir(exist_ok=True)
    (home.releases / "published.jsonl").write_text("[]", encoding="utf-8")
    with pytest.raises(JalonError) as refused:
        show_figure(world(9, 9).figure("participants", "2021"), Policy(published=open_published(home)))
    assert refused.value.id == "bad_published"


def test_comparisons_and_overlaps_are_published_too(policy: Policy) -> None:
    group = world(30, 30)
    women, everybody = group.figure("women", "2021"), group.figure("participants", "2021")
    assert show_comparison(women.compare(everybody), policy).equation() == "30 + 30 by definition = 60 people"
    assert show_overlap(women.overlap(everybody), policy).union == 60
    assert show_figure(world(30, 33).figure("participants", "2021"), policy).is_withheld


def test_a_sensitive_project_has_a_higher_threshold() -> None:
    for sensitive, is_shown in ((False, True), (True, False)):
        figure = world(7, 0, is_sensitive=sensitive).figure("participants", "2021", project="M")
        assert is_told(show_figure(figure).value) == is_shown, sensitive
        assert is_told(show_figure(figure, Policy(by_project=(("M", 5),))).value)
        shown = show_breakdown(world(7, 40, is_sensitive=sensitive).figure("participants", "2021").by("sex"))
        assert (not shown.is_withheld) == is_shown


def test_rounded_tables_say_so() -> None:
    figure = world(33, 17).figure("participants", "2021")
    shown = show_breakdown(figure.by("sex"), Policy(rounding=5))
    assert all(isinstance(cell.size, int) and cell.size % 5 == 0 for cell in shown.cells) and len(shown.cells) == 2
    assert "rounded to a multiple of 5" in (shown.note() or "") and "arrondi" in (shown.note("fr") or "")
    assert isinstance(shown.figure.value, int) and shown.figure.value % 5 == 0 and shown.reconciliation() == ()
    share = show_figure(world(33, 17).figure("share_of_women", "2021"), Policy(rounding=5))
    assert share.value is not None and share.value != figure.value


def hours(each: list[int]) -> Group:
    """One woman and one man for each number of hours, turn by turn."""
    people = range(1, len(each) + 1)
    sessions = "session | date\ns1 | 2021-03-01"
    marks = "session | person | hours\n" + "\n".join(f"s1 | {i} | {one}" for i, one in zip(people, each, strict=True))
    sexes = ["female" if i % 2 else "male" for i in people]
    persons = "person | sex\n" + "\n".join(f"{i} | {sex}" for i, sex in zip(people, sexes, strict=True))
    spells = "person | project | entry | exit\n" + "\n".join(f"{i} | M | 2021-02-01 |" for i in people)
    tables = {"persons": persons, "enrolments": spells, "sessions": sessions, "attendances": marks}
    return Group.from_facts(build_facts(tables), key=b"key")


def test_hours_that_one_person_makes_up_are_withheld_with_the_cells_beside_them() -> None:
    even = show_breakdown(hours([2] * 20).figure("hours_attended", "2021").by("sex"))
    assert [cell.value for cell in even.cells] == [20, 20]
    one_large = [2] * 20
    one_large[0] = 200
    shown = show_breakdown(hours(one_large).figure("hours_attended", "2021").by("sex"))
    assert [cell.size for cell in shown.cells] == [10, 10]
    assert not any(is_told(cell.value) for cell in shown.cells)
    assert show_figure(hours([200, *[2] * 5]).figure("hours_attended", "2021")).is_withheld
    assert "fewer than" in (shown.note() or "")


@pytest.mark.parametrize(
    ("each", "is_dominated"),
    [([10, 10, 10, 10, 10], False), ([100, 1, 1, 1, 1], True), ([50, 40, 4, 3, 3], True), ([30, 30, 2, 0, 0], True), ([0, 0], False)],
)  # fmt: skip
def test_dominance_and_p_percent(each: list[float], is_dominated: bool) -> None:
    assert Dominance().is_dominated(each) == is_dominated


def test_categories_are_merged_until_none_is_small() -> None:
    """Bands with their neighbours, others the smallest first; nothing needs to be withheld then."""
    ages = ["1990-01-01"] * 3 + ["1980-01-01"] * 30 + ["1940-01-01"] * 2 + ["2010-01-01"] * 4
    countries = ["ML"] * 20 + ["SN"] * 2 + ["GN"] * 2 + ["FR"] * 15
    rows = zip(range(1, 40), ages, countries, strict=True)
    persons = "person | birth | nationality\n" + "\n".join(" | ".join(map(str, row)) for row in rows)
    spells = "person | project | entry | exit\n" + "\n".join(f"{i} | M | 2021-02-01 |" for i in range(1, 40))
    figure = Group.from_facts(build_facts({"persons": persons, "enrolments": spells}), key=b"k").figure("participants")
    for dimension, wanted in (
        ("age_band", [(("<25 + 25-54 + 55+",), 39)]),
        ("nationality", [(("France + Guinea + Senegal",), 19), (("Mali",), 20)]),
    ):
        shown = show_breakdown(merge_categories(figure.by(dimension), Policy()))
        assert sorted((cell.labels(), cell.size) for cell in shown.cells) == wanted
        assert shown.note() is None
    crossed = figure.by("age_band", "nationality")
    assert merge_categories(crossed, Policy()) is crossed


def test_rounding_is_refused_once_exact_numbers_were_told(tmp_path: Path) -> None:
    """Before anything was told a group may round; beside exact numbers it would narrow down what differs."""
    home = make_home(tmp_path / "home", group="G")
    (home.path / "jalon.toml").write_text("[disclosure]\nrounding = 5\n", encoding="utf-8")
    rounding = open_home(home.path)
    assert open_policy(rounding).rounding == 5
    show_figure(world(30, 0).figure("participants", "2021"), open_policy(rounding))
    assert open_policy(rounding).rounding == 5, "what is rounded is not on the list"
    show_figure(world(30, 0).figure("participants", "2021"), open_policy(home))
    with pytest.raises(JalonError) as refused:
        open_policy(rounding)
    assert refused.value.id == "rounded_too_late" and refused.value.details["found"] == 5


def test_marks_are_those_of_the_releases_and_persons_behind_participations_are_known_again(tmp_path: Path) -> None:
    """After an erasure 33 participations are still held against the 30 persons whose they are."""
    home = make_home(tmp_path / "home", group="G")
    persons, participations = BitMap(range(1, 31)), BitMap(range(101, 134))
    sets = [CountedSet("p", participations, "p", 5, persons=persons)]
    marks = {("subject", 7): 2**30 + 1, ("participation", 107): 2**30 + 1}
    for published in (Published(), open_published(home)):
        published.decide("participations", "participation", sets, Policy())
        published.decide("others", "subject", [CountedSet("o", persons, "o", 10**6)], Policy())
        if published.file is None:
            published.forget("subject", [7], lambda space, member: marks[space, member])
            published.forget("participation", [107], lambda space, member: marks[space, member])
        else:
            erase_from_published(home, [7], [107], lambda space, member: marks[space, member])
        later = BitMap(set(persons) - {7} | {2**30 + 1})
        if published.file is not None:
            published = open_published(home)
            published.read()
        (kept,) = published.sets("subject")
        assert kept.members == later
        assert published._find_closed("subject", []) == {identify_set(later)}
