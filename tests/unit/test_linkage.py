"""Who is twice among records: what is certain, what is likely and why, what the model may not conclude."""

from __future__ import annotations

import random
from typing import Any

import pytest

from jalon.identity import linkage, pairing
from jalon.identity.certain import SAME_BIRTH, find_certain
from jalon.identity.comparisons import WHOLE_LOST, WHOLE_SAME, build_comparisons
from jalon.identity.evidence import ENOUGH
from jalon.identity.fields import PERSON_FIELDS, Field, Kind, birth_text, build_table
from jalon.identity.learning import HEAVIEST, LIGHTEST, LIGHTEST_CODE, bounded
from jalon.identity.linkage import Likeness, find_likenesses

NAMES = [field.name for field in PERSON_FIELDS]


def table(*people: dict[str, str]) -> Any:
    values = {name: [person.get(name) for person in people] for name in NAMES}
    return build_table(range(1, len(people) + 1), values, PERSON_FIELDS)


def person(given: str, family: str, birth: str = "1982-05-21", **more: str) -> dict[str, str]:
    return {"given": given, "family": family, "birth": birth, "sex": "female", **more}


CROWD = [
    person(given, family, f"19{60 + n}-{1 + n % 12:02}-{2 + n % 27:02}")
    for n, (given, family) in enumerate(
        (given, family)
        for given in ("Awa", "Rokia", "Leila", "Ana")
        for family in ("Sarr", "Yilmaz", "Petrov", "Lopez")
    )
]


def likeness(one: dict[str, str], other: dict[str, str]) -> Likeness | None:
    """The pair of these two among a small crowd, however unlikely."""
    found = find_likenesses(table(one, other, *CROWD), PERSON_FIELDS, at_least=0.0)
    return next((pair for pair in found if (pair.first, pair.second) == (1, 2)), None)


def score(one: dict[str, str], other: dict[str, str]) -> float:
    pair = likeness(one, other)
    return pair.score if pair else 0.0


@pytest.mark.parametrize(
    ("other", "field", "level"),
    [
        (person("Fatoumata", "Diallo"), "given", "same"),
        (person("Fatumata", "Jallow"), "family", "sounds the same"),
        (person("Fatoumata", "Dial?o"), "family", "lost letters"),
        (person("Diallo", "Fatoumata"), "given", "names exchanged"),
        (person("Fatoumota", "Diallo"), "given", "sounds the same"),
        (person("Fatoumataba", "Diallo"), "given", "alike"),
        (person("Fatoumata Binta", "Diallo"), "given", "alike"),
        (person("F", "Diallo"), "given", "one name in common"),
        (person("", "Fatoumata Diallo"), "family", WHOLE_SAME),
        (person("Diallo Fatoumata", ""), "family", WHOLE_SAME),
        (person("", "D?allo Fatoumata"), "family", WHOLE_LOST),
        (person("Fatoumata", "Diallo", "1982"), "birth", "one holds the other"),
        (person("Fatoumata", "Diallo", "1982-05"), "birth", "one holds the other"),
        (person("Fatoumata", "Diallo", "1982-05-22"), "birth", "one slip"),
        (person("Fatoumata", "Diallo", "1982-01-01"), "birth", "same year, one on 1 January"),
        (person("Fatoumata", "Diallo", ""), "birth", "unknown"),
        (person("Fatoumata", "Diallo", nationality="SN"), "nationality", "unknown"),
    ],
)
def test_how_two_records_stand(other: dict[str, str], field: str, level: str) -> None:
    pair = likeness(person("Fatoumata", "Diallo"), other)
    assert pair is not None
    assert pair.level(field) == level


def test_day_and_month_exchanged() -> None:
    pair = likeness(person("Fatoumata", "Diallo", "1982-05-03"), person("Fatoumata", "Diallo", "1982-03-05"))
    assert pair is not None and pair.level("birth") == "day and month exchanged"
    assert pair.score > 0.9


@pytest.mark.parametrize(
    "other",
    [
        person("Fatoumata", "Dial?o"),
        person("Fatumata", "Jallow"),
        person("Diallo", "Fatoumata"),
        person("", "Diallo Fatoumata"),
        person("Fatoumata", "Ouédraogo", phone="+221 77 123 45 67"),  # married; the same telephone
    ],
)
def test_likely_one_person(other: dict[str, str]) -> None:
    assert score(person("Fatoumata", "Diallo", phone="+221771234567"), other) > 0.9


@pytest.mark.parametrize(
    "other",
    [
        person("Fatoumata", "Diallo", "1961-11-30"),  # a homonym
        person("Aminata", "Traoré"),  # born the same day
        person("Aminata", "Diallo", "1984-02-11"),  # a sister
    ],
)
def test_likely_two_people(other: dict[str, str]) -> None:
    assert score(person("Fatoumata", "Diallo"), other) < 0.5


def test_evidence_adds_up_and_names_no_value() -> None:
    pair = likeness(person("Fatoumata", "Diallo"), person("Fatoumata", "Dial?o"))
    assert pair is not None
    assert {item.field for item in pair.evidence} == {"given", "family", "birth", "sex"}
    assert all(item.weight > 0 for item in pair.evidence)
    assert "iallo" not in repr(pair)


def test_nobody_is_compared_alone() -> None:
    assert find_likenesses(table(person("Awa", "Ba")), PERSON_FIELDS) == []
    assert find_certain(table(), PERSON_FIELDS) == []


@pytest.mark.parametrize(
    ("other", "certain"),
    [
        (person("FATOUMATA", "Diallo"), True),
        (person("Diallo", "fatoumata"), True),
        (person("Fatoumata", "Dial?o"), False),
        (person("Fatoumata", "Diallo", "1982-05-22"), False),
        (person("Fatoumata", "Diallo", "1982"), False),
        (person("Fatoumata", "Diallo", sex="male"), False),
    ],
)
def test_what_a_rule_joins(other: dict[str, str], certain: bool) -> None:
    found = find_certain(table(person("Fatoumata", "Diallo"), other), PERSON_FIELDS)
    assert [(pair.first, pair.second, pair.rule) for pair in found] == ([(1, 2, SAME_BIRTH)] if certain else [])


def test_a_rule_takes_no_first_of_january_and_no_single_word() -> None:
    new_year = person("Fatoumata", "Diallo", "1982-01-01")
    assert find_certain(table(new_year, new_year), PERSON_FIELDS) == []
    single = person("Fatoumata", "")
    assert find_certain(table(single, single), PERSON_FIELDS) == []


def test_a_telephone_and_a_name_are_certain_unless_births_exclude_each_other() -> None:
    one = person("Fatoumata", "Diallo", "1982", phone="77 123 45 67")
    for birth, rule in (("1982-05-21", "same name and phone"), ("", "same name and phone"), ("1950", None)):
        found = find_certain(table(one, person("Fatoumata", "Diallo", birth, phone="771234567")), PERSON_FIELDS)
        assert [pair.rule for pair in found] == ([rule] if rule else [])


def test_three_alike_are_joined_to_the_first() -> None:
    one = person("Fatoumata", "Diallo")
    found = find_certain(table(one, one, one), PERSON_FIELDS)
    assert [(pair.first, pair.second) for pair in found] == [(1, 2), (1, 3)]


def test_births_as_far_as_they_are_known() -> None:
    import datetime as dt

    day = dt.date(1996, 5, 1)
    assert [birth_text(day, precision) for precision in ("day", "month", "year")] == ["1996-05-01", "1996-05", "1996"]
    assert birth_text(None, None) is None


def test_what_is_learnt_stays_within_bounds() -> None:
    comparisons = build_comparisons(PERSON_FIELDS)
    absurd = {
        (compared.field, level.label): (1e-9, 0.5) if at % 2 else (1.0, 1e-9)
        for compared in comparisons
        for at, level in enumerate(compared.levels)
    }
    held = bounded(absurd, PERSON_FIELDS, comparisons)
    for compared in comparisons:
        lightest = LIGHTEST_CODE if compared.field in ("sex", "nationality") else LIGHTEST
        for level in compared.levels:
            m, u = held[compared.field, level.label]
            if not level.says_nothing:
                assert 2**lightest * u <= m * 1.000001 and m <= 2**HEAVIEST * u * 1.000001


def test_levels_of_a_field_are_told_apart() -> None:
    fields = [*PERSON_FIELDS, Field("suburb", Kind.AREA)]
    for compared in build_comparisons(fields):
        labels = [level.label for level in compared.levels]
        assert len(labels) == len(set(labels))
        assert labels[0] == "unknown" and labels[-1] == "another"


def test_weights_are_learnt_from_many_and_find_the_doubles() -> None:
    """Two thousand people made up, a tenth of them twice with a slip; the model is told nothing."""
    draw = random.Random(3)
    letters = "abdefgiklmnorstu"

    def name() -> str:
        return "".join(draw.choice(letters) for _ in range(draw.randint(5, 9)))

    givens, families = [name() for _ in range(150)], [name() for _ in range(300)]
    people = [
        person(draw.choice(givens), draw.choice(families), f"{draw.randint(1950, 2004)}-{draw.randint(1, 12):02}-15")
        for _ in range(2000)
    ]
    doubles = []
    for twin in draw.sample(range(2000), 200):
        family = people[twin]["family"]
        at = draw.randrange(1, len(family))
        doubles.append((twin + 1, len(people) + 1))
        people.append({**people[twin], "family": family[:at] + draw.choice(letters) + family[at + 1 :]})
    found = {(pair.first, pair.second) for pair in find_likenesses(table(*people), PERSON_FIELDS)}
    true = found & set(doubles)
    assert len(true) >= 190
    assert len(found) - len(true) <= 10


@pytest.mark.parametrize("people", [500, 900])
def test_a_small_list_teaches_that_its_births_are_guessed(people: int) -> None:
    """One in five is there twice, with the same names, telephone and street; of half of them the birth was guessed anew.
    By the written weights these are a mother and her daughter of the same name."""
    draw = random.Random(5)
    letters = "abdefgiklmnorstu"

    def name() -> str:
        return "".join(draw.choice(letters) for _ in range(draw.randint(5, 9)))

    def birth() -> str:
        return f"{draw.randint(1930, 2004)}-{draw.randint(1, 12):02}-{draw.randint(2, 28):02}"

    twice = people // 6
    givens, families = [name() for _ in range(60)], [name() for _ in range(90)]
    listed = [
        person(draw.choice(givens), draw.choice(families), birth(), phone=f"77{at:07}", address=f"{at} {name()}")
        for at in range(people - twice)
    ]
    doubles = draw.sample(range(people - twice), twice)
    listed += [{**listed[one], **({"birth": birth()} if at % 2 else {})} for at, one in enumerate(doubles)]
    truth = {(one + 1, people - twice + at + 1) for at, one in enumerate(doubles)}
    found = {(pair.first, pair.second) for pair in find_likenesses(table(*listed), PERSON_FIELDS)}
    assert found <= truth and len(found) >= 0.9 * twice
    fewer = [one for at, one in enumerate(listed) if at < ENOUGH - 1 - twice or at >= people - twice]
    assert len(fewer) < ENOUGH and len(find_likenesses(table(*fewer), PERSON_FIELDS)) <= 0.6 * twice


@pytest.mark.parametrize(
    ("one", "other", "is_compared"),
    [
        # The first letters of both names are lost, and with them what every key of a name is made of.
        (person("?lodie", "?uérin"), person("Élodie", "Guérin"), True),
        (person("?lodie", "?uérin"), person("Élo?ie", "Gué?in"), True),
        (person("?lodie", "?uérin", "1982-01-01"), person("Élodie", "Guérin", "1982-01-01"), False),
        (person("?lodie", "?uérin", "1982"), person("Élodie", "Guérin", "1982"), False),
        # Neither name sounds the same, and both begin so.
        (person("Ana Lucia", "Ferreira Gomes"), person("Ana", "Ferreira"), True),
        (person("Zeynep", "Kaya"), person("Awa", "Sarr"), False),
    ],
)
def test_among_many_few_keys_find_who_lost_letters(
    monkeypatch: pytest.MonkeyPatch, one: dict[str, str], other: dict[str, str], is_compared: bool
) -> None:
    monkeypatch.setattr(pairing, "FEW", 0)
    assert (likeness(one, other) is not None) == is_compared
    assert (likeness(other, one) is not None) == is_compared


def test_a_birth_that_too_many_share_brings_nobody_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "FEW", 0)
    monkeypatch.setattr(pairing, "LARGEST_BIRTH", 2)
    pair = (person("?lodie", "?uérin"), person("Élodie", "Guérin"))
    assert likeness(*pair) is not None
    found = find_likenesses(table(*pair, person("Mai", "Tran"), *CROWD), PERSON_FIELDS, at_least=0.0)
    assert (1, 2) not in {(said.first, said.second) for said in found}


def test_each_pair_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of one birth who both lost letters meet by the birth and by the name."""
    for few in (0, 20_000):
        monkeypatch.setattr(pairing, "FEW", few)
        people = [person("?lodie", "Guér?n"), person("?lodie", "Guér?n"), person("Élo?ie", "?uérin"), *CROWD]
        found = [(said.first, said.second) for said in find_likenesses(table(*people), PERSON_FIELDS, at_least=0.0)]
        assert len(found) == len(set(found)) and {(1, 2), (1, 3), (2, 3)} <= set(found)


def test_pairs_scored_in_parts_are_those_scored_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    people = table(person("Rokia", "Ouédr?ogo"), *CROWD, person("Rokia", "Ouédraogo"), person("Ouédraogo", "Rokia"))
    found = []
    for beside in (100, 7, 1):
        monkeypatch.setattr(linkage, "BESIDE", beside)
        said = find_likenesses(people, PERSON_FIELDS, at_least=0.0)
        found.append(sorted(said, key=lambda pair: (pair.first, pair.second)))
    assert {(1, 18), (1, 19), (18, 19)} <= {(pair.first, pair.second) for pair in found[0]}
    assert found[1] == found[0] and found[2] == found[0]
