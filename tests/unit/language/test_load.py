"""Definitions from YAML: what is read, and every way in which a text can be wrong."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import fields

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.definitions import shipped_texts
from jalon.errors import ExitCode, JalonError, JalonErrors
from jalon.language.canonical import build_canonical
from jalon.language.check import shipped_catalogue
from jalon.language.definition import Anchor, Definition, Kind, Over, Unit
from jalon.language.document import Scalar, read_document
from jalon.language.load import load_definition, load_definitions
from jalon.language.nodes import Constant, Enrolled, HoursAttended
from jalon.language.render import render_words

CATALOGUE = shipped_catalogue()

GOOD = """\
id: out_of_work
title: {en: Out of work}
unit: person
period_on: entry
counts: >-
    entry(employment) = 'unemployed'
    OR entry(employment) = 'inactive'
by: [sex, employment, month]
examples:
  - {entry: {employment: inactive}, answer: met}
  - {entry: {employment: employed}, answer: not met}
  - {answer: unknown}
"""
SHARE = """\
id: part_out_of_work
title: {fr: Part sans emploi}
unit: person
kind: share
period_on: entry
of: entered
part: out_of_work
"""


def load(text: str) -> Definition:
    return load_definition(text, CATALOGUE, file="mine.yaml")


def errors_of(text: str) -> Sequence[JalonError]:
    with pytest.raises(JalonErrors) as raised:
        load(text)
    assert raised.value.exit_code is ExitCode.BAD_DEFINITION
    return raised.value.errors


def replaced(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def test_definition_and_its_defaults() -> None:
    definition = load(GOOD)
    assert (definition.id, definition.version, definition.kind) == ("out_of_work", 1, Kind.COUNT)
    assert definition.title == {"en": "Out of work", "fr": "Out of work"}
    assert (definition.unit, definition.period_on, definition.over) == (Unit.PERSON, Anchor.ENTRY, Over.ANY)
    assert definition.among == Enrolled()
    assert definition.by == ("sex", "employment", "month")
    assert [example.answer for example in definition.examples] == ["met", "not met", "unknown"]
    assert definition.examples[0].given == {"entry": {"employment": "inactive"}}
    assert definition.text == GOOD


def test_every_key() -> None:
    definition = load("""
id: hours
version: 3
title: {en: Hours, fr: Heures}
about: {en: Hours of presence., fr: Heures de présence.}
unit: person
kind: sum
period_on: session
among: enrolled() AND sex IS NOT NULL
counts: true
over: together
value: hours_attended()
by: [activity]
sdg: ["4.6", "5.a"]
age_bands: [18, 30, 60]
never_unknown: Because.
examples: [{sessions: [{hours: 2}], sex: female, answer: met}, {answer: not met}]
""")
    assert (definition.version, definition.over, definition.value) == (3, Over.TOGETHER, HoursAttended())
    assert (definition.sdg, definition.age_bands) == (("4.6", "5.a"), (18, 30, 60))
    assert (definition.never_unknown, definition.counts) == ({"en": "Because.", "fr": "Because."}, Constant(True))
    assert definition.about == {"en": "Hours of presence.", "fr": "Heures de présence."}


def test_scalars_are_text() -> None:
    definition = load(
        replaced("- {answer: unknown}", "- {nationality: NO, sex: male, answer: unknown}").replace(
            "title: {en: Out of work}", "title: {en: yes, fr: 1.0}"
        )
    )
    assert definition.examples[2].given["nationality"] == "NO"
    assert definition.title == {"en": "yes", "fr": "1.0"}


def test_digest_is_of_what_is_said_not_of_how_it_is_spelt() -> None:
    digest = load(GOOD).digest
    assert len(digest) == 64
    other = replaced("unit: person", "# a remark\nunit:    'person'\nover: any\namong: enrolled()")
    other = other.replace(
        "counts: >-\n    entry(employment) = 'unemployed'\n    OR entry(employment) = 'inactive'",
        "counts: (entry(employment)='unemployed')   or 'inactive' = entry(employment)",
    )
    assert load(other).digest == digest
    for old, new in [
        ("'inactive'\n", "'employed'\n"),
        ("period_on: entry", "period_on: active"),
        ("Out of work", "Without work"),
        ("[sex, employment, month]", "[sex, month]"),
        ("unit: person", "unit: person\nversion: 2"),
        ("- {answer: unknown}", "- {sex: male, answer: unknown}"),
    ]:
        assert load(replaced(old, new)).digest != digest, new


WRONG = [
    # what is put in place of what, then: error, row, column, nearest
    ("unit: person", "unti: person", [("missing_key", 1, "1", None), ("unknown_key", 3, "1", "unit")]),
    ("unit: person", "unit: persons", [("unknown_choice", 3, "7", "person")]),
    ("unit: person", "unit: [person]", [("text_expected", 3, "7", None)]),
    ("unit: person", "unit:", [("text_expected", 3, "6", None)]),
    ("unit: person", "unit: person\nunit: place", [("duplicate_key", 4, "1", None)]),
    ("unit: person", "unit: person\nkind: sum", [("missing_key", 1, "1", None)]),
    ("unit: person", "unit: person\nvalue: 3", [("not_of_this_kind", 4, "1", None), ("not_a_number", 4, "8", None)]),
    ("unit: person", "unit: person\nversion: 0", [("bad_number", 4, "10", None)]),
    ("unit: person", "unit: person\nversion: 1.0", [("bad_number", 4, "10", None)]),
    ("unit: person", "unit: person\nsdg: [4.66]", [("bad_sdg", 4, "7", None)]),
    ("unit: person", "unit: person\nsdg: 4.6", [("list_expected", 4, "6", None)]),
    ("unit: person", "unit: person\nage_bands: [55, 25]", [("bad_age_bands", 4, "12", None)]),
    ("unit: person", "unit: person\nage_bands: [young]", [("bad_age_bands", 4, "12", None)]),
    ("unit: person", "unit: person\nage_bands: []", [("bad_age_bands", 4, "12", None)]),
    ("unit: person", "unit: participation\nover: all", [("over_participations", 4, "7", None)]),
    ("unit: person", "unit: person\nover: al", [("unknown_choice", 4, "7", "all")]),
    ("unit: person", "unit: person\namong: true", [("among_not_closed", 4, "8", None)]),
    ("unit: person", "unit: person\namong: sex = 'male'", [("among_not_closed", 4, "8", None)]),
    ("unit: person", "unit: person\nof: entered", [("not_of_this_kind", 4, "1", None)]),
    ("unit: person", "unit: person\nabout: text", [("mapping_expected", 4, "8", None)]),
    ("id: out_of_work", "id: Out of work", [("bad_id", 1, "5", None)]),
    ("id: out_of_work", "id: " + "x" * 81, [("bad_id", 1, "5", None)]),
    ("title: {en: Out of work}", "title: {de: Arbeitslos}", [("unknown_key", 2, "9", None)]),
    ("title: {en: Out of work}", "title: {en: ''}", [("text_expected", 2, "13", None)]),
    ("title: {en: Out of work}", "title: {}", [("mapping_expected", 2, "8", None)]),
    ("title: {en: Out of work}\n", "", [("missing_key", 1, "1", None)]),
    (
        "sex, employment",
        "sexe, zzz",
        [("unknown_dimension", 8, "6", "sex"), ("unknown_dimension", 8, "12", None)],
    ),
    ("sex, employment", "sex, sex", [("duplicate_key", 8, "11", None)]),
    ("sex, employment", "activity", [("activity_without_sessions", 8, "6", None)]),
    ("[sex, employment, month]", "{sex: month}", [("list_expected", 8, "5", None)]),
    ("'unemployed'", "'unemploid'", [("unknown_option", 6, "25", "unemployed")]),
    ("'inactive'", "inactive", [("unknown_name", 7, "28", "'inactive'")]),
    ("  - {answer: unknown}\n", "", [("example_missing", 9, "1", None)]),
    ("  - {answer: unknown}", "  - {answer: unknwon}", [("unknown_choice", 12, "14", "unknown")]),
    ("  - {answer: unknown}", "  - {sex: male}", [("missing_key", 12, "5", None)]),
    ("  - {answer: unknown}", "  - unknown", [("mapping_expected", 12, "5", None)]),
    ("  - {answer: unknown}", "  - {answer: [unknown]}", [("text_expected", 12, "14", None)]),
    (
        "  - {answer: unknown}",
        "  - {exit: {employement: x}, answer: unknown}",
        [("unknown_measure", 12, "13", "employment")],
    ),
    ("unit: person", "unit: person\nnever_unknown: So.", [("example_unknown_never", 10, "1", None)]),
    ("  - {answer: unknown}", "never_unknown: [So.]", [("text_expected", 12, "16", None)]),
    ("  - {answer: unknown}", "never_unknown: {}", [("mapping_expected", 12, "16", None)]),
    ("  - {answer: unknown}", "never_unknown: {en: So., de: Darum.}", [("unknown_key", 12, "26", None)]),
]


@pytest.mark.parametrize(("old", "new", "expected"), WRONG, ids=[repr(wrong[1][:44]) for wrong in WRONG])
def test_wrong(old: str, new: str, expected: list[tuple[str, int, str, str | None]]) -> None:
    found = errors_of(replaced(old, new))
    assert [(e.id, e.place.row, e.place.column, e.nearest) for e in found] == expected
    assert {error.place.file for error in found} == {"mine.yaml"}


def test_all_errors_are_told_at_once() -> None:
    text = """\
id: Two words
titel: {en: Example}
unit: persons
period_on: exit
among: sex = 'male'
counts: exit(employment) = 'employd'
by: [sexe]
examples:
  - {exit: {employment: employed}, answer: met}
  - {exit: {employment: employd}, answer: not met}
"""
    assert [error.id for error in errors_of(text)] == [
        *("missing_key", "bad_id", "unknown_key", "unknown_choice", "among_not_closed", "unknown_option"),
        *("unknown_dimension", "unknown_option"),
    ]


@pytest.mark.parametrize(
    ("written", "row", "column"),
    [
        ("counts: sex = femme", 5, "15"),
        ("counts: 'sex = femme'", 5, "16"),
        ('counts: "sex = femme"', 5, "16"),
        ('counts: "\\u0073ex = femme"', 5, "9"),  # escaped: the scalar's own place
        ("counts: 'project = ''a'' AND sex = femme'", 5, "36"),
        ("counts: |\n  enrolled()\n  AND sex = femme", 7, "13"),
        ("counts: >-\n\n    enrolled()\n    AND sex = femme", 8, "15"),
        ("counts: enrolled()\n  AND sex =\n     femme", 7, "6"),
        ("counts:\n  sex = femme", 6, "9"),
    ],
)
def test_an_error_in_an_expression_points_into_the_file(written: str, row: int, column: str) -> None:
    text = f"id: example\ntitle: {{en: Example}}\nunit: person\nperiod_on: exit\n{written}\nnever_unknown: So.\n"
    error = next(error for error in errors_of(text) if error.id == "unknown_name")
    assert (error.place.row, error.place.column) == (row, column)
    assert error.place.field is not None
    assert error.place.field.startswith("counts, character ")


@pytest.mark.parametrize(
    ("text", "id", "row"),
    [
        ("", "yaml_several", None),
        ("# nothing\n", "yaml_several", None),
        ("id: a\n---\nid: b\n", "yaml_several", 2),
        ("just a text", "mapping_expected", 1),
        ("- a\n- list", "mapping_expected", 1),
        ("id: a\n\ttitle: tabs", "yaml_unreadable", 2),
        ("id: [a\ntitle: x", "yaml_unreadable", 2),
        ("id: a: b", "yaml_unreadable", 1),
        ("id: 'never closed", "yaml_unreadable", 1),
        ("id: a\nb: \x00", "yaml_unreadable", 2),
        ('id: a\nb: "\\UFFFFFFFF"', "yaml_unreadable", None),
        ('id: a\nb: "\\uD800"', "yaml_unreadable", 2),
        ("id: &a x\nunit: *a", "yaml_reference", 1),
        ("id: a\nunit: *a", "yaml_reference", 2),
        ("id: a\nunit: !!python/object/apply:os.system [ls]", "yaml_reference", 2),
        ("id: a\nunit: !!str x", "yaml_reference", 2),
        ("? [a, b]\n: x", "text_expected", 1),
        ("id: a\nid: b", "duplicate_key", 2),
        ("id: " + "[" * 10_000 + "]" * 10_000, "yaml_too_deep", 1),
        ("id: " + "{a: " * 5_000, "yaml_too_deep", 1),
        ("id: " + "x" * 1_000_000, "yaml_too_long", None),
        ("a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]", "yaml_reference", 1),
        ("<<: {id: a}", "unknown_key", 1),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_bad_yaml(text: str, id: str, row: int | None) -> None:
    error = next(error for error in errors_of(text) if error.id == id)
    assert error.place.row == row


def test_brackets_of_an_expression_are_counted_before_it_is_parsed() -> None:
    deep = replaced("by: [sex", f"among: {'(' * 10_000}{')' * 10_000}\nby: [sex")
    assert [(error.id, error.place.row) for error in errors_of(deep)] == [("expression_too_long", 8)]
    deep = replaced("by: [sex", f"among: {'(' * 900}true{')' * 900}\nby: [sex")
    assert [(error.id, error.place.row) for error in errors_of(deep)] == [("expression_too_deep", 8)]


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=80), st.integers(0, 2**32).map(lambda seed: damaged(GOOD, seed))))
def test_any_text_loads_or_is_refused_with_errors_of_the_catalogue(text: str) -> None:
    try:
        definition = load(text)
    except JalonErrors as found:
        assert found.errors
    else:
        assert definition.digest


def damaged(text: str, seed: int) -> str:
    """The text with a few characters lost, doubled or changed."""
    chance, signs = random.Random(seed), list(text)
    for _ in range(chance.randint(1, 4)):
        position = chance.randrange(len(signs))
        signs[position] = chance.choice(["", signs[position] * 2, *"{}[]:&*!|>'\"%@`#,-? \n\té1"])
    return "".join(signs)


# Shares ---------------------------------------------------------------------------------------


def load_with(**changed: str) -> dict[str, Definition]:
    texts = {"entered": shipped_texts()["entered"], "mine": GOOD, "share": SHARE}
    return load_definitions({**texts, **changed}, CATALOGUE)


def share_errors(**changed: str) -> list[str]:
    with pytest.raises(JalonErrors) as raised:
        load_with(**changed)
    assert {error.place.file for error in raised.value.errors} == {"share"}
    return [error.id for error in raised.value.errors]


def test_share_names_two_counts() -> None:
    share = load_with()["part_out_of_work"]
    assert (share.kind, share.of, share.part) == (Kind.SHARE, "entered", "out_of_work")
    assert share.title == {"en": "Part sans emploi", "fr": "Part sans emploi"}


def test_share_may_come_before_what_it_names() -> None:
    texts = {"share": SHARE, "mine": GOOD, "entered": shipped_texts()["entered"]}
    assert list(load_definitions(texts, CATALOGUE)) == ["part_out_of_work", "out_of_work", "entered"]


def test_share_of_the_unknown() -> None:
    assert share_errors(share=SHARE.replace("of: entered", "of: enterd")) == ["unknown_indicator"]


def test_share_mixes_neither_units_nor_anchors() -> None:
    changed = SHARE.replace("unit: person", "unit: venture")
    with pytest.raises(JalonErrors) as raised:
        load_with(share=changed)
    assert [error.id for error in raised.value.errors] == ["units_mixed", "units_mixed"]
    assert "counts by venture and “entered” by person" in str(raised.value)
    assert share_errors(share=SHARE.replace("period_on: entry", "period_on: exit")) == ["anchors_mixed"] * 2


def test_share_of_a_share_or_a_sum() -> None:
    ids = share_errors(
        share=SHARE.replace("of: entered", "of: hours_attended"), hours=shipped_texts()["hours_attended"]
    )
    assert "share_of_other_kind" in ids


def test_share_is_asked_nothing_itself() -> None:
    ids = share_errors(share=SHARE + "counts: true\nexamples: []\n")
    assert ids == ["not_of_this_kind", "not_of_this_kind"]


def test_two_indicators_of_one_id() -> None:
    assert share_errors(share=GOOD) == ["duplicate_key"]


def test_errors_of_several_files_come_together() -> None:
    with pytest.raises(JalonErrors) as raised:
        load_definitions({"a": "id: [", "b": SHARE.replace("share", "shares"), "c": GOOD}, CATALOGUE)
    assert [(error.place.file, error.id) for error in raised.value.errors] == [
        *(("a", "yaml_unreadable"), ("b", "unknown_choice")),
    ]


def read_slowly(text: str, monkeypatch: pytest.MonkeyPatch) -> object:
    with monkeypatch.context() as patched:
        patched.setattr("jalon.language.document._parsed", lambda text: yaml.parse(text, Loader=yaml.SafeLoader))
        try:
            return read_document(text)
        except JalonError as error:
            return error.id, error.place


@pytest.mark.parametrize("text", [*shipped_texts().values(), GOOD, "a:\n\n\nb: c\n", "- a: {b: , c: d}\n-\n\n- e"])
def test_both_parsers_see_the_same_in_the_same_places(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_document(text) == read_slowly(text, monkeypatch)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_text_is_told_of_in_the_words_and_place_of_the_clearer_parser(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = damaged(GOOD, seed)
    slowly = read_slowly(text, monkeypatch)
    try:
        found = read_document(text)
    except JalonError as error:
        assert (error.id, error.place) == slowly
    else:  # a tab between words and a ? within brackets are YAML, which the clearer parser does not know
        assert found == slowly or (slowly[0] == "yaml_unreadable" and ("\t" in text or "?" in text))  # type: ignore[index]


def test_scalar_knows_its_place() -> None:
    scalar = read_document("  text", "f.yaml")
    assert isinstance(scalar, Scalar)
    assert (scalar.text, scalar.raw, str(scalar.place)) == ("text", "text", "f.yaml, row 1, column 3")


def test_digest_is_of_every_field_of_a_definition() -> None:
    written = build_canonical(load(GOOD))
    assert set(written) == {item.name for item in fields(Definition)} - {"text", "digest"}
    assert written["among"] == "enrolled()"
    assert written["counts"] == "entry(employment) = 'unemployed' OR entry(employment) = 'inactive'"


def never_unknown(written: str) -> Definition:
    return load(replaced("  - {answer: unknown}", f"never_unknown: {written}"))


def test_why_it_is_never_unknown_reads_in_both_languages() -> None:
    assert never_unknown("{en: So., fr: Voilà.}").never_unknown == {"en": "So.", "fr": "Voilà."}
    assert never_unknown("{fr: Voilà.}").never_unknown == {"en": "Voilà.", "fr": "Voilà."}
    assert never_unknown("So.").never_unknown == {"en": "So.", "fr": "So."}
    translated = never_unknown("{en: So., fr: Voilà.}")
    assert "Never unknown: So." in render_words(translated).splitlines()
    assert "Jamais inconnu : Voilà." in render_words(translated, "fr").splitlines()


def test_a_translation_of_why_leaves_a_definition_what_it_was() -> None:
    """Releases froze definitions whose reason was one plain text."""
    plain = never_unknown("So.")
    assert build_canonical(plain)["never_unknown"] == "So."
    assert never_unknown("{en: So., fr: Voilà.}").digest == plain.digest
    assert never_unknown("Otherwise.").digest != plain.digest


@pytest.mark.parametrize("id", [id for id, text in shipped_texts().items() if "never_unknown:" in text])
def test_shipped_reasons_are_in_both_languages(id: str) -> None:
    reason = load_definition(shipped_texts()[id], CATALOGUE).never_unknown
    assert reason is not None
    assert reason["en"] != reason["fr"]
