"""At data entry: levels told in memory as SQL tells them, and the likeliest found without comparing everybody."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from jalon.identity.candidates import CandidateIndex
from jalon.identity.comparisons import Compared, build_comparisons
from jalon.identity.fields import PERSON_FIELDS, Field, Kind, build_table
from jalon.identity.learning import Weights
from jalon.identity.linkage import find_likenesses
from jalon.identity.lookup import find_block, hash_pairs, hash_text, hash_words, pairs_of
from jalon.identity.standing import standing

FIELDS = (*PERSON_FIELDS, Field("suburb", Kind.AREA))
NAMES = [field.name for field in PERSON_FIELDS]
GIVENS = [
    "Fatoumata",
    "Fatumata",
    "Fatoumata Binta",
    "Awa Binta",
    "Binta",
    "F",
    "Fat?umata",
    "Hassan",
    "Hussein",
    "Awa",
    "Ewa",
    "",
    "Diallo",
    "Thị Mai",
    "Th? Mai",
    "Mohamed",
    "Muhammad",
    "Mohammed Ali",
    "A?a",
    "李",
    "Ana-María",
    "Anamaria",
]
FAMILIES = [
    "Diallo",
    "Jallow",
    "Dial?o",
    "Fatoumata",
    "Fatoumata Diallo",
    "Diallo Fatoumata",
    "D?allo Fatoumata",
    "Ba",
    "",
    "Traoré",
    "Touré",
    "El Idrissi",
    "Elidrissi",
    "dos Santos",
    "Santos",
    "Ouédraogo",
    "Ouedraogo Sawadogo",
    "王",
]
BIRTHS = [
    "1983-01-01",
    "1982-05-21",
    "1982-05-22",
    "1982-05",
    "1982",
    "1982-01-01",
    "1982-03-05",
    "1982-05-03",
    "1992-05-21",
    "",
    "1983-05-21",
    "1971-11-30",
    "1982-12-05",
    "2008-02-29",
]
PHONES = ["77 123 45 67", "77 123 45 68", "77 132 45 67", "12", "13", ""]
ADDRESSES = ["12 rue des Lilas", "rue des Lilas 12", "12 rue du Lila", "3 avenue Bourguiba", "rue Bourguiba", ""]
SUBURBS = ["les aubiers", "les aubier", "les aubires nord", "medina", "medine", ""]

SELDOM = [
    ("Fatoumata", "Diallo"),
    ("Diallo", "Fatoumata"),
    ("", "D?allo Fatoumata"),
    ("", "Fatoumata Diallo"),
    ("", "Jallow Fatumata"),
    ("Awa", "Sarr"),
    ("Awa", "Sart"),
    ("", ""),
]
"""Names that must meet, whatever is drawn."""


def made_up(count: int, seed: int) -> Any:
    draw = random.Random(seed)
    choices = {
        "given": GIVENS,
        "family": FAMILIES,
        "birth": BIRTHS,
        "sex": ["female", "male", ""],
        "nationality": ["SN", "FR", ""],
        "phone": PHONES,
        "email": PHONES,
        "address": ADDRESSES,
        "suburb": SUBURBS,
    }
    values = {name: [draw.choice(known) for _ in range(count)] for name, known in choices.items()}
    for given, family in SELDOM:
        for name, known in choices.items():
            values[name].append(draw.choice(known))
        values["given"][-1], values["family"][-1] = given, family
    return build_table(range(count + len(SELDOM)), values, FIELDS)


def as_case(compared: Compared) -> str:
    *whens, last = compared.levels
    said = " ".join(f"WHEN {level.condition} THEN '{level.label}'" for level in whens)
    return f"CASE {said} ELSE '{last.label}' END"


def test_memory_and_sql_tell_the_same_levels() -> None:
    table = made_up(120, 7)
    sides = [
        "SELECT " + ", ".join(f"{name} AS {name}_{side}" for name in table.column_names) + " FROM people"
        for side in "lr"
    ]
    cases = ", ".join(as_case(compared) for compared in build_comparisons(FIELDS))
    with duckdb.connect() as connection:
        connection.register("people", table)
        told = connection.execute(
            f"SELECT unique_id_l, unique_id_r, {cases} FROM ({sides[0]}) JOIN ({sides[1]}) ON unique_id_l < unique_id_r"
        ).fetchall()
    rows = table.to_pylist()
    seen = set()
    for one, other, *labels in told:
        for field, label in zip(FIELDS, labels, strict=True):
            assert standing(field, rows[one], rows[other]) == label, (field.name, rows[one], rows[other])
            seen.add((field.kind, label))
    every = {
        (field.kind, level.label)
        for field, said in zip(FIELDS, build_comparisons(FIELDS), strict=True)
        for level in said.levels
    }
    assert seen == every


def written(rare: bool) -> Weights:
    levels = {
        (compared.field, level.label): (level.m, level.u)
        for compared in build_comparisons(PERSON_FIELDS)
        for level in compared.levels
    }
    return Weights(levels, rare=rare, learnt=False)


PEOPLE = {
    "given": ["Fatoumata", "Hassan", "Awa", "Ana"],
    "family": ["Diallo", "Saleh", "K?ne", "Lopez"],
    "birth": ["1982-05-21", "1990-02-03", "1971-08-09", "1971-08-09"],
    "sex": ["female", "male", "female", "female"],
    "nationality": ["SN", "", "", ""],
    "phone": ["77 123 45 67", "", "", ""],
    "email": [""] * 4,
    "address": [""] * 4,
}


def known(rare: bool = False) -> CandidateIndex:
    return CandidateIndex(build_table([11, 12, 13, 14], PEOPLE, PERSON_FIELDS), PERSON_FIELDS, written(rare))


@pytest.mark.parametrize(
    ("entered", "number"),
    [
        ({"given": "Fatumata", "family": "Jallow", "birth": "1982-05-21"}, 11),
        ({"given": "Diallo", "family": "Fatoumata", "birth": "1982-05-21"}, 11),
        ({"family": "Diallo Fatoumata", "birth": "1982"}, 11),
        ({"given": "Fatoumata", "family": "Sow", "phone": "77-123-45-67", "birth": "1982-05-21"}, 11),
        ({"given": "Hussein", "family": "Saleh", "birth": "1990-02-03"}, 12),
        ({"given": "Hassan", "family": "Saleh", "birth": "1990-03-02"}, 12),
        ({"given": "Awa", "family": "Koné", "birth": "1971-08-09"}, 13),
        # No birth: a name more, a slip in the middle, a letter lost in the longer name.
        ({"given": "Hassan Ali", "family": "Saleh", "sex": "male"}, 12),
        ({"given": "Hassan", "family": "Salhe", "sex": "male"}, 12),
        ({"family": "Hassa? Saleh", "sex": "male"}, 12),
    ],
)
@pytest.mark.parametrize("rare", [False, True])
def test_the_one_who_is_known_comes_first(entered: dict[str, str], number: int, rare: bool) -> None:
    first, *_ = known(rare).find(entered)
    assert first.number == number and first.score > 0.005
    assert first.evidence


def test_somebody_new_has_no_candidate() -> None:
    assert known().find({"given": "Beatriz", "family": "Okafor", "birth": "1964-12-30"}) == []
    assert known().find({}) == []


def test_no_more_than_asked_the_surest_first() -> None:
    found = known().find({"given": "Awa", "family": "Lopez", "birth": "1971-08-09"}, most=1)
    assert len(found) == 1
    everyone = known().find({"given": "Awa", "family": "Lopez", "birth": "1971-08-09"})
    assert [pair.score for pair in everyone] == sorted((pair.score for pair in everyone), reverse=True)
    assert len(everyone) == 2


def crowd(count: int) -> dict[str, list[str]]:
    """So many who share names with whoever is called Fatoumata Diallo, of other births."""
    births = [f"{1950 + n % 50}-{1 + n % 12:02}-{2 + n % 25:02}" for n in range(count)]
    return {
        **{name: [""] * count for name in NAMES},
        "given": ["Fatoumata"] * count,
        "family": ["Diallo"] * count,
        "birth": births,
        "sex": ["female"] * count,
    }


@pytest.mark.parametrize(
    "hers",
    [
        {"birth": "1991-10-30"},
        {"phone": "77 123 45 67"},
        {"email": "awa@example.org"},
        {"address": "12 rue des Lilas"},
        {"given": "Ramatoulaye", "birth": "1991-10-30", "phone": "77 123 45 67"},
        {"given": "", "family": "Fatoumata Diallo", "phone": "77 123 45 67"},
    ],
)
def test_of_a_thousand_namesakes_the_one_is_weighed_who_has_more_in_common(hers: dict[str, str]) -> None:
    people = crowd(1000)
    for name, column in people.items():
        column.append(hers.get(name, {"given": "Fatoumata", "family": "Diallo", "sex": "female"}.get(name, "")))
    index = CandidateIndex(build_table(range(1001), people, PERSON_FIELDS), PERSON_FIELDS, written(False))
    assert index.find({"given": "Fatoumata", "family": "Diallo", "sex": "female", **hers})[0].number == 1000


@pytest.mark.parametrize(("given", "family"), [("Ali Fatou", "Sawadogo"), ("Fatou", "Sabadogo")])
def test_both_names_common_one_written_otherwise_and_no_birth(given: str, family: str) -> None:
    people = crowd(800)
    people["given"][:400], people["family"][:400] = ["Awa"] * 400, ["Sawadogo"] * 400
    people["given"][7], people["given"][400:] = "Fatou", ["Fatou"] * 400
    people["nationality"] = ["BF"] * 800
    index = CandidateIndex(build_table(range(800), people, PERSON_FIELDS), PERSON_FIELDS, written(False))
    found = index.find({"given": given, "family": family, "sex": "female", "nationality": "BF"})
    assert found and found[0].number == 7


@pytest.mark.parametrize("values", [["a b c", None, "b", "c d", "b c a"], [None], ["b"]])
def test_words_and_pairs_are_found_with_their_places(values: list[str | None]) -> None:
    column = pa.chunked_array([pa.array(values, pa.string())])
    hashes, places = hash_words(column)
    for word in "abcd":
        has = {place for place, value in enumerate(values) if word in (value or "").split(" ")}
        assert set(find_block(hashes, places, hash_text(word), 9).tolist()) == has
    hashes, places = hash_pairs(column)
    for pair in ("a b", "a c", "b c", "c d"):
        has = {place for place, value in enumerate(values) if value and len(value) > 3 and pair in pairs_of(value)}
        assert set(find_block(hashes, places, hash_text(pair), 9).tolist()) == has


def test_a_candidate_weighs_what_a_linkage_says() -> None:
    """The new record as one more of the table: the linkage's probability for the pair is the candidate's."""
    entered = {"given": "Fatumata", "family": "Jallow", "birth": "1982-05-21", "sex": "female"}
    values = {name: [*column, entered.get(name)] for name, column in PEOPLE.items()}
    table = build_table([11, 12, 13, 14, 15], values, PERSON_FIELDS)
    (linked,) = [pair for pair in find_likenesses(table, PERSON_FIELDS, at_least=0.0) if pair.second == 15]
    candidate = known().find(entered)[0]
    assert candidate.number == linked.first
    weighed = {item.field: (item.level, round(item.weight, 2)) for item in candidate.evidence}
    assert weighed == {item.field: (item.level, item.weight) for item in linked.evidence}


def test_who_looks_somebody_up_need_not_load_splink() -> None:
    """The site looks up whoever is entered; Splink and what it needs take a second and 100 MB."""
    code = "import sys, jalon.identity.candidates; print('splink' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "False\n"
