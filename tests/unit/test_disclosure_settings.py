"""What settings decide of tables: merging, thresholds of releases; sums beside sums; and how much visitors may ask."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jalon.disclosure import (
    Policy,
    Published,
    erase_from_published,
    is_told,
    open_policy,
    open_published,
    show_breakdown,
    show_figure,
    show_overlap,
)
from jalon.disclosure.asked import name_figure, name_table, read_question, sets_of_figure, space_of_values
from jalon.disclosure.merging import name_merged
from jalon.disclosure.persons import persons_of
from jalon.disclosure.questions import AskedByGroup, AskedByVisitors, Offer, Questions, open_questions
from jalon.errors import JalonError
from jalon.figures.group import Group
from jalon.home import make_home
from spec.world import build_facts

OFFER = Offer(frozenset({"2021"}), {"participants": ("sex", "project"), "women": ("project",)})


def world(sexes: str, *, countries: str = "", hours: str = "", key: bytes = b"key") -> Group:
    """One person for each letter (f, m), each in project M or, in capitals, in project N; with a country, and hours."""
    people = list(enumerate(sexes, 1))
    named = countries.split() or ["FR"] * len(people)
    persons = "person | sex | nationality\n" + "\n".join(
        f"{i} | {'female' if sex in 'fF' else 'male'} | {country}"
        for (i, sex), country in zip(people, named, strict=True)
    )
    spells = "person | project | entry | exit\n" + "\n".join(
        f"{i} | {'N' if sex.isupper() else 'M'} | 2021-02-01 |" for i, sex in people
    )
    tables = {"persons": persons, "enrolments": spells}
    if hours:
        tables["sessions"] = "session | project | date\ns1 | M | 2021-03-01\ns2 | N | 2021-03-01"
        tables["attendances"] = "session | person | hours\n" + "\n".join(
            f"{'s2' if sex.isupper() else 's1'} | {i} | {one}"
            for (i, sex), one in zip(people, hours.split(), strict=True)
        )
    return Group.from_facts(build_facts(tables), key=key)


# Merging ------------------------------------------------------------------------------------------

COUNTRIES = "ML " * 20 + "SN " * 2 + "GN " * 2 + "CI " * 2 + "FR " * 15


def test_small_categories_are_told_together_where_the_settings_say_so() -> None:
    figure = world("f" * 41, countries=COUNTRIES).figure("participants", "2021")
    apart = show_breakdown(figure.by("nationality"), Policy())
    merged = show_breakdown(figure.by("nationality"), Policy(merge=("nationality",)))
    assert sum(is_told(cell.size) for cell in apart.cells) < 5 and not apart.is_merged
    assert sorted((cell.labels(), cell.size) for cell in merged.cells) == [
        (("Côte d’Ivoire + Guinea + Senegal",), 6),
        (("France",), 15),
        (("Mali",), 20),
    ]
    assert merged.is_merged and "told together" in (merged.note() or "") and "regroupées" in (merged.note("fr") or "")
    assert show_breakdown(figure.by("nationality"), Policy(merge=("*",))).cells == merged.cells
    assert not show_breakdown(figure.by("nationality"), Policy(merge=("age_band",))).is_merged
    assert not show_breakdown(figure.by("sex", "nationality"), Policy(merge=("*",))).is_merged


def test_merging_to_a_single_row_is_no_table() -> None:
    figure = world("ffmmm" + "f").figure("participants", "2021")
    assert not show_breakdown(figure.by("sex"), Policy(merge=("*",))).is_merged
    assert not show_breakdown(
        world("f" * 9 + "m" * 9).figure("participants", "2021").by("sex"), Policy(merge=("*",))
    ).is_merged


def test_a_merged_cell_is_protected_beside_what_was_published() -> None:
    """Six of three countries told as one; then whoever asks one of them is not told it."""
    policy = Policy(published=Published(), merge=("nationality",))
    figure = world("f" * 41, countries=COUNTRIES).figure("participants", "2021")
    assert all(is_told(cell.size) for cell in show_breakdown(figure.by("nationality"), policy).cells)
    apart = show_breakdown(figure.by("nationality"), replace(policy, merge=()))
    told = {cell.values[0]: cell.size for cell in apart.cells if is_told(cell.size)}
    assert not {"SN", "GN", "CI"} & set(told)


def test_many_merged_categories_are_counted() -> None:
    assert name_merged("a + b", str.upper, "{} more") == "A + B"
    assert name_merged("a + b + c + d + e", str.upper, "{} more") == "A + B + C + D + E"
    assert name_merged("a + b + c + d + e + f", str.upper, "{} more") == "A + B + C + D + 2 more"


# Thresholds ---------------------------------------------------------------------------------------


def test_a_release_has_a_threshold_of_its_own() -> None:
    figure = world("f" * 6).figure("participants", "2021")
    assert show_figure(figure, Policy()).value == 6
    assert show_figure(figure, Policy(by_facts=((figure.facts_version, 8),))).is_withheld
    assert show_figure(figure, Policy(by_facts=(("other", 8),))).value == 6


def test_the_settings_of_the_home_are_its_policy(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", group="G")
    table = (
        '[disclosure]\nthreshold = 7\nsensitive_threshold = 12\nprojects = {"M" = 9}\nmerge = ["sex"]\ndominance = 70\n'
    )
    (home.path / "jalon.toml").write_text(table, encoding="utf-8")
    from jalon.home import open_home

    policy = open_policy(open_home(home.path))
    assert (policy.threshold, policy.sensitive_threshold, policy.by_project) == (7, 12, (("M", 9),))
    assert policy.merges("sex") and not policy.merges("age_band") and policy.dominance.share == 0.7
    group = world("f" * 8 + "M" * 40)
    assert show_figure(group.figure("participants", "2021", project="M"), replace(policy, published=None)).is_withheld
    assert show_figure(group.figure("participants", "2021"), replace(policy, published=None)).value == 48


# Sums beside sums -----------------------------------------------------------------------------------


def test_a_sum_withheld_in_one_table_is_not_told_by_another() -> None:
    """Hours by sex are told; those of all but the three women of project N would give theirs away."""
    sexes = "f" * 10 + "m" * 10 + "F" * 3 + "M" * 10
    group = world(sexes, hours="2 " * 33)
    figure = group.figure("hours_attended", "2021")
    policy = Policy(published=Published())
    by_sex = show_breakdown(figure.by("sex"), policy)
    assert {cell.values[0]: cell.value for cell in by_sex.cells} == {"female": 26, "male": 40}
    crossed = show_breakdown(figure.by("sex", "project"), policy)
    told = {cell.values: cell.value for cell in crossed.cells if is_told(cell.value)}
    assert ("female", "N") not in told and ("female", "M") not in told


def test_a_dominated_sum_is_not_had_from_its_complement_in_another_table() -> None:
    """One woman of ten makes up most of their hours: withheld by sex. By project the men stand alone, and the total less
    their hours would be the women's."""
    group = world("f" * 10 + "M" * 12, hours="200 " + "1 " * 9 + "5 " * 12)
    figure = group.figure("hours_attended", "2021")
    for first, second in (("sex", "project"), ("project", "sex")):
        policy = Policy(published=Published())
        assert is_told(show_figure(figure, policy).value)
        for dimension in (first, second):
            shown = show_breakdown(figure.by(dimension), policy)
            assert [cell.size for cell in shown.cells] and not any(is_told(cell.value) for cell in shown.cells)


def test_the_rest_between_two_sums_of_one_figure_is_no_one_s_own() -> None:
    """Twelve of the eighteen women are of one country: the other six, whom no row names, are mostly one woman's hours."""
    countries = "ML " * 12 + "FR " * 18
    group = world("f" * 12 + "m" * 12 + "f" * 6, countries=countries, hours="20 " * 24 + "300 " + "1 " * 5)
    figure = group.figure("hours_attended", "2021")
    alone = show_breakdown(figure.by("nationality"), Policy(published=Published()))
    assert all(is_told(cell.value) for cell in alone.cells)
    policy = Policy(published=Published())
    assert all(is_told(cell.value) for cell in show_breakdown(figure.by("sex"), policy).cells)
    beside = show_breakdown(figure.by("nationality"), policy)
    assert [cell.size for cell in beside.cells] and not any(is_told(cell.value) for cell in beside.cells)


# Visitors -------------------------------------------------------------------------------------------


def visiting(tmp_path: Path, *, most: int, settled: list[str] | None = None) -> Policy:
    asked = AskedByVisitors(
        Published(), Questions(tmp_path / "questions.json"), OFFER, "2021", most,
        settle=lambda: (settled if settled is not None else []).append("settled"),
    )  # fmt: skip
    return Policy(published=asked)


def test_what_the_group_offers_is_always_answered_and_anything_else_counted(tmp_path: Path) -> None:
    group = world("f" * 30 + "M" * 30)
    settled: list[str] = []
    policy = visiting(tmp_path, most=1, settled=settled)
    everybody = group.figure("participants", "2021")
    assert show_figure(everybody, policy).value == 60 and settled == ["settled"]
    assert is_told(show_breakdown(everybody.by("sex"), policy).cells[0].size)
    assert is_told(show_figure(group.figure("participants", "2021", project="M"), policy).value)
    assert show_figure(group.figure("participants", "2021-03"), policy).value == 60  # the one question more
    with pytest.raises(JalonError) as refused:
        show_figure(group.figure("participants", "2021-04"), policy)
    assert refused.value.id == "no_more_questions"
    with pytest.raises(JalonError):
        show_breakdown(everybody.by("sex", "project"), policy)
    with pytest.raises(JalonError):
        show_overlap(everybody.overlap(group.figure("women", "2021")), policy)
    again = visiting(tmp_path, most=1)
    assert show_figure(group.figure("participants", "2021-03"), again).value == 60, "answered once, answered again"


def test_a_new_release_lets_more_be_asked_and_the_site_itself_asks_nothing(tmp_path: Path) -> None:
    group = world("f" * 30)
    policy = visiting(tmp_path, most=1)
    show_figure(group.figure("participants", "2021-03"), policy)
    assert isinstance(policy.published, AskedByVisitors)
    later = replace(policy, published=replace(policy.published, release="2022"))
    assert show_figure(group.figure("participants", "2021-04"), later).value == 30
    the_site = replace(policy, published=replace(policy.published, most=0))
    assert show_figure(group.figure("participants", "2021-04"), the_site).value == 30
    with pytest.raises(JalonError):
        show_figure(group.figure("participants", "2021-05"), the_site)


def test_what_the_group_publishes_is_counted_for_nobody(tmp_path: Path) -> None:
    group = world("f" * 30)
    policy = visiting(tmp_path, most=0)
    published, questions = Published(), Questions(tmp_path / "questions.json")
    month = group.figure("participants", "2021-03")
    show_figure(month, Policy(published=AskedByGroup(published, questions, OFFER)))
    assert show_figure(month, policy).value == 30
    assert questions.count("2021") == 0


def test_questions_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", group="G")
    home.releases.mkdir(exist_ok=True)
    (home.releases / "questions.json").write_text("[]", encoding="utf-8")
    with pytest.raises(JalonError) as refused:
        open_questions(home).add("figure", "2021")
    assert refused.value.id == "bad_published"


def test_names_of_publications_say_what_was_asked() -> None:
    group = world("f" * 30)
    figure = group.figure("participants", "2021", project="M")
    asked = read_question(name_figure(figure))
    assert asked is not None and (asked.indicator, asked.dimensions) == ("participants", ())
    assert asked.scope == {"period": "2021", "projects": ["M"]}
    table = read_question(f"values {name_table(figure.by('sex', 'project'))}")
    assert table is not None and table.dimensions == ("project", "sex") and table.indicator == "participants"
    assert read_question("overlap x") is None


# Persons and participations --------------------------------------------------------------------------


def test_participations_know_whose_they_are() -> None:
    """Thirty people, three of whom came to a second project, and one of those under two records."""
    people = range(1, 32)
    persons = "person | sex | same_as\n" + "\n".join(f"{i} | female | {3 if i == 31 else ''}" for i in people)
    spells = "person | project | entry | exit\n" + "\n".join(f"{i} | M | 2021-02-01 |" for i in range(1, 31))
    spells += "\n" + "\n".join(f"{i} | N | 2021-05-01 |" for i in (1, 2, 31))
    group = Group.from_facts(build_facts({"persons": persons, "enrolments": spells}), key=b"key")
    figure = group.figure("participations", "2021")
    assert figure.size == 33
    behind = persons_of(figure, figure.members)
    assert behind == group.figure("participants", "2021").members.bitmap and len(behind) == 30
    named = {one.name.rpartition("/")[2]: one for one in sets_of_figure(figure, Policy())}
    assert named["value"].persons == behind
    assert persons_of(group.figure("participants", "2021"), figure.members) is None
    assert all(one.persons is None for one in sets_of_figure(group.figure("participants", "2021"), Policy()))
    policy = Policy(published=Published())
    assert show_figure(group.figure("participants", "2021"), policy).value == 30
    assert show_figure(figure, policy).is_withheld


def test_whoever_is_erased_is_gone_from_sums_told_too(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", group="G")
    figure = world("f" * 12, hours="2 " * 12).figure("hours_attended", "2021")
    for published in (Published(), open_published(home)):
        show_figure(figure, Policy(published=published))
        space = space_of_values(figure)
        assert [len(one.members) for one in published.sets(space)] == [12]
        if published.file is None:
            published.forget("subject", [7])
        else:
            erase_from_published(home, [7], [])
            published = open_published(home)
            published.decide("nothing", "subject", [], Policy())
        (one,) = published.sets(space)
        assert 7 not in one.members and len(one.members) == 12
