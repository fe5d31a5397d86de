"""Expressions: what each form means, what is refused and what the refusal says to write."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jalon.errors import ExitCode, JalonError
from jalon.language.check import Catalogue, MeasureInfo, build_answer_without_facts, check_universe, shipped_catalogue
from jalon.language.nodes import (
    Age,
    And,
    AttendanceRate,
    Attribute,
    AttributeIs,
    Change,
    CodeAt,
    Compare,
    Constant,
    Enrolled,
    HoursAttended,
    IsIn,
    IsKnown,
    Literal,
    Moment,
    Node,
    Not,
    NumberAt,
    Operator,
    Or,
    Rank,
    SessionFilter,
    SessionsAttended,
)
from jalon.language.parse import parse, parse_number, parse_truth

LEVELS = ("A1", "A2", "B1")
CATALOGUE = Catalogue(
    {
        "work": MeasureInfo("category", ("none", "job", "it's")),
        "french": MeasureInfo("level", LEVELS),
        "italian": MeasureInfo("level", LEVELS),
        "diploma": MeasureInfo("yes_no", ("yes", "no")),
        "income": MeasureInfo("number", unit="EUR"),
        "weight": MeasureInfo("number", unit="kg"),
        "score": MeasureInfo("number"),
        "date": MeasureInfo("number"),
        "not": MeasureInfo("number"),
        "turn-over": MeasureInfo("number"),
    }
)

SEX = AttributeIs(Attribute.SEX)
WORK = CodeAt("work", Moment.EXIT)
FRENCH_IN, FRENCH_OUT = CodeAt("french", Moment.ENTRY), CodeAt("french", Moment.EXIT)
AGE = Age(Moment.ENTRY)


def number(text: str) -> Literal:
    return Literal(Decimal(text))


def levels(code: CodeAt) -> Rank:
    return Rank(code, LEVELS)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("true", Constant(True)),
        ("FALSE", Constant(False)),
        ("enrolled()", Enrolled()),
        ("sex = 'female'", IsIn(SEX, ("female",))),
        ("'female' = sex", IsIn(SEX, ("female",))),
        ("sex != 'female'", Not(IsIn(SEX, ("female",)))),
        ("sex <> 'female'", Not(IsIn(SEX, ("female",)))),
        ("nationality IN ('NO', 'FR')", IsIn(AttributeIs(Attribute.NATIONALITY), ("NO", "FR"))),
        ("country not in ('SN')", Not(IsIn(AttributeIs(Attribute.COUNTRY), ("SN",)))),
        ("project = 'any code 😀 é مرحبا'", IsIn(AttributeIs(Attribute.PROJECT), ("any code 😀 é مرحبا",))),
        ("exit(work) = 'it''s'", IsIn(WORK, ("it's",))),
        ("exit(work) IS NULL", Not(IsKnown(WORK))),
        ("exit(work) IS NOT NULL", IsKnown(WORK)),
        ("after(work, 6) = 'job'", IsIn(CodeAt("work", Moment.AFTER, 6), ("job",))),
        ("latest(diploma) = 'yes'", IsIn(CodeAt("diploma", Moment.LATEST), ("yes",))),
        ("entry(french) = 'A2'", IsIn(FRENCH_IN, ("A2",))),
        ("entry(french) >= 'A2'", Compare(Operator.GE, levels(FRENCH_IN), number("1"))),
        ("'A2' > entry(french)", Compare(Operator.GT, number("1"), levels(FRENCH_IN))),
        ("exit(french) > entry(french)", Compare(Operator.GT, levels(FRENCH_OUT), levels(FRENCH_IN))),
        ("change(french) >= 1", Compare(Operator.GE, Change(levels(FRENCH_IN), levels(FRENCH_OUT)), number("1"))),
        (
            "change(income) < -0.5",
            Compare(
                Operator.LT,
                Change(NumberAt("income", Moment.ENTRY), NumberAt("income", Moment.EXIT)),
                number("-0.5"),
            ),
        ),
        ("latest(date) = 3", Compare(Operator.EQ, NumberAt("date", Moment.LATEST), number("3"))),
        ('latest("not") = 3', Compare(Operator.EQ, NumberAt("not", Moment.LATEST), number("3"))),
        ('latest("turn-over") != 3', Compare(Operator.NE, NumberAt("turn-over", Moment.LATEST), number("3"))),
        (
            "age(exit) BETWEEN 18 AND 25",
            And(
                (
                    Compare(Operator.GE, Age(Moment.EXIT), number("18")),
                    Compare(Operator.LE, Age(Moment.EXIT), number("25")),
                )
            ),
        ),
        (
            "entry(french) BETWEEN 'A1' AND 'A2'",
            And(
                (
                    Compare(Operator.GE, levels(FRENCH_IN), number("0")),
                    Compare(Operator.LE, levels(FRENCH_IN), number("1")),
                )
            ),
        ),
        ("sessions_attended() >= 3", Compare(Operator.GE, SessionsAttended(), number("3"))),
        (
            "hours_attended(activity = 'sewing', kind IN ('course', 'workshop'), theme = 'language') > 1.5",
            Compare(
                Operator.GT,
                HoursAttended(SessionFilter(("sewing",), ("course", "workshop"), ("language",))),
                number("1.5"),
            ),
        ),
        ("attendance_rate() >= 0.5", Compare(Operator.GE, AttendanceRate(), number("0.5"))),
        ("true AND false AND true", And((Constant(True), Constant(False), Constant(True)))),
        ("true AND (false AND true)", And((Constant(True), And((Constant(False), Constant(True)))))),
        ("true OR false AND NOT true", Or((Constant(True), And((Constant(False), Not(Constant(True))))))),
        ("NOT sex = 'male'", Not(IsIn(SEX, ("male",)))),
        ("((enrolled()))", Enrolled()),
        ("\n  enrolled()\n  AND sex = 'male'\n", And((Enrolled(), IsIn(SEX, ("male",))))),
    ],
)
def test_meaning(text: str, node: Node) -> None:
    assert parse_truth(text, CATALOGUE) == node


def test_number_to_add() -> None:
    assert parse_number("hours_attended()", CATALOGUE) == HoursAttended()
    assert parse(" entry(income) ", CATALOGUE) == NumberAt("income", Moment.ENTRY)


REFUSED = [
    # text, error, row, column, nearest
    ("", "expression_empty", None, None, None),
    ("   ", "expression_empty", None, None, None),
    ("(true", "expression_bracket", 1, "1", None),
    ("true)", "expression_bracket", 1, "5", None),
    ("sex = 'female", "expression_quote", 1, "7", None),
    ('latest("a) = 1', "expression_quote", 1, "8", None),
    ("true -- why", "expression_comment", 1, "6", None),
    ("true /* why */", "expression_comment", 1, "6", None),
    ("true; drop table x", "expression_statement", 1, "5", None),
    ("sex IN (SELECT 1)", "expression_statement", 1, "9", None),
    ("exists(select 1)", "expression_statement", 1, "1", None),
    ("cast(sex AS text) = 'x'", "expression_cast", 1, "1", None),
    ("sex::text = 'x'", "expression_cast", 1, "4", None),
    ("entry(income) + 1 > 2", "expression_arithmetic", 1, "15", None),
    ("entry(income) - 1 > 2", "expression_arithmetic", 1, "15", None),
    ("entry(income) > - entry(score)", "expression_arithmetic", 1, "17", None),
    ("sex || 'a' = 'b'", "expression_arithmetic", 1, "5", None),
    ("entry(income) > 1e3", "expression_number", 1, "17", None),
    ("entry(income) > 1.0000001", "expression_number", 1, "17", None),
    ("entry(income) > " + "9" * 15, "expression_number", 1, "17", None),
    ("sex == 'female'", "expression_sign", 1, "5", "="),
    ("$1 = sex", "expression_sign", 1, "1", None),
    ("$$female$$ = sex", "expression_sign", 1, "1", None),
    ("E'female' = sex", "expression_sign", 1, "1", None),
    ("U&'female' = sex", "expression_sign", 1, "1", None),
    ("a.sex = 'female'", "expression_sign", 1, "2", None),
    ("sex @> 'x'", "expression_sign", 1, "5", None),
    ("[sex]", "expression_sign", 1, "1", None),
    ("true true", "expression_syntax", 1, "6", None),
    ("sex = 'male' sex", "expression_syntax", 1, "14", None),
    ("sex =", "expression_syntax", 1, "5", None),
    ("sex LIKE 'f%'", "expression_syntax", 1, "10", None),
    ("sex IN ()", "expression_syntax", 1, "1", None),
    ("(sex, project) = ('a', 'b')", "expression_syntax", 1, "2", None),
    ("CASE WHEN true THEN true END", "expression_syntax", 1, "6", None),
    ("age(entry ORDER BY sex) < 3", "expression_sign", 1, "11", None),
    ("count(sex) > 1", "unknown_function", 1, "1", None),
    ("Enroled()", "unknown_function", 1, "1", "enrolled"),
    ("\n sexe = 'female'", "unknown_name", 2, "2", "sex"),
    ("sex = female", "unknown_name", 1, "7", "'female'"),
    ('sex = "female"', "unknown_name", 1, "7", "'female'"),
    ("enrolled AND true", "unknown_name", 1, "1", "enrolled()"),
    ("work = 'job'", "measure_without_moment", 1, "1", None),
    ("entry(wrok) = 'job'", "unknown_measure", 1, "7", "work"),
    ("entry(work) = 'jbo'", "unknown_option", 1, "15", "job"),
    ("entry(french) < 'Z'", "unknown_option", 1, "17", None),
    ("sex = 'femal'", "unknown_option", 1, "7", "female"),
    ("nationality = 'ZZ'", "unknown_option", 1, "15", None),
    ("country IN ('FR', 'fr')", "unknown_option", 1, "19", "FR"),
    ("sessions_attended(theme = 'langage') > 1", "unknown_option", 1, "27", "language"),
    ("enrolled(1)", "wrong_arguments", 1, "1", None),
    ("age() < 3", "wrong_arguments", 1, "1", None),
    ("age(latest) < 3", "wrong_arguments", 1, "1", None),
    ("entry('work') = 'job'", "wrong_arguments", 1, "1", None),
    ("after(work) = 'job'", "wrong_arguments", 1, "1", None),
    ("after(work, 0) = 'job'", "wrong_arguments", 1, "1", None),
    ("after(work, 121) = 'job'", "wrong_arguments", 1, "1", None),
    ("after(work, '6') = 'job'", "wrong_arguments", 1, "1", None),
    ("sessions_attended('x') > 1", "wrong_filter", 1, "19", None),
    ("sessions_attended(activty = 'x') > 1", "wrong_filter", 1, "19", "activity"),
    ("sessions_attended(activity = 'x', activity = 'y') > 1", "wrong_filter", 1, "35", None),
    ("sessions_attended(activity != 'x') > 1", "wrong_filter", 1, "19", None),
    ("sessions_attended(activity = 3) > 1", "wrong_filter", 1, "19", None),
    ("exit(diploma)", "not_a_truth", 1, "1", None),
    ("true AND 5", "not_a_truth", 1, "10", None),
    ("'female'", "not_a_truth", 1, "1", None),
    ("entry(work) > 'job'", "order_without_levels", 1, "1", None),
    ("entry(work) BETWEEN 'none' AND 'job'", "order_without_levels", 1, "1", None),
    ("sex >= 'male'", "order_without_levels", 1, "1", None),
    ("change(work) > 0", "change_without_order", 1, "1", None),
    ("entry(income) > 'much'", "number_with_text", 1, "1", None),
    ("change(french) >= 'A2'", "number_with_text", 1, "1", None),
    ("entry(french) >= 2", "option_expected", 1, "18", None),
    ("sex = 1", "option_expected", 1, "7", None),
    ("entry(income) > exit(weight)", "units_differ", 1, "1", None),
    ("entry(french) < exit(italian)", "compare_codes", 1, "1", None),
    ("change(french) > sessions_attended()", "units_differ", 1, "1", None),
    ("attendance_rate() > hours_attended()", "units_differ", 1, "1", None),
    ("1 = 1", "compare_constants", 1, "1", None),
    ("'a' = 'a'", "compare_constants", 1, "1", None),
    ("5 IS NULL", "compare_constants", 1, "1", None),
    ("entry(work) = exit(work)", "compare_codes", 1, "1", None),
    ("sex = nationality", "compare_codes", 1, "1", None),
    ("exit(diploma) = true", "compare_truths", 1, "1", None),
    ("enrolled() IS NULL", "compare_truths", 1, "1", None),
    ("1 < age(entry) < 3", "compare_truths", 1, "1", None),
    ("age(entry) IN (18, 19)", "list_of_numbers", 1, "1", None),
    ("sex = NULL", "only_null", 1, "1", None),
    ("NULL", "only_null", 1, "1", None),
    ("enrolled() AND sex IS true", "only_null", 1, "16", None),
]


@pytest.mark.parametrize(("text", "id", "row", "column", "nearest"), REFUSED, ids=[r[0][:40] for r in REFUSED])
def test_refused(text: str, id: str, row: int | None, column: str | None, nearest: str | None) -> None:
    with pytest.raises(JalonError) as raised:
        parse_truth(text, CATALOGUE)
    error = raised.value
    assert (error.id, error.nearest) == (id, nearest)
    if id not in ("only_null", "list_of_numbers"):  # NULL has no position of its own
        assert (error.place.row, error.place.column) == (row, column)
    assert error.exit_code is ExitCode.BAD_DEFINITION
    assert error.text("fr") != error.text("en")


def test_mixed_units_are_both_named() -> None:
    with pytest.raises(JalonError) as raised:
        parse_truth("entry(income) > exit(weight)", CATALOGUE)
    assert "in EUR" in str(raised.value)
    assert "in kg" in str(raised.value)


@pytest.mark.parametrize("text", ["5", "'a'", "true", "sex", "exit(work)"])
def test_only_numbers_are_added(text: str) -> None:
    with pytest.raises(JalonError) as raised:
        parse_number(text, CATALOGUE)
    assert raised.value.id == "not_a_number"


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("(" * 10_000 + ")" * 10_000, "expression_too_long"),
        ("true OR " * 1_000_000 + "true", "expression_too_long"),
        ("(" * 900 + "true" + ")" * 900, "expression_too_deep"),
        ("NOT " * 400 + "true", "expression_too_deep"),
        ("NOT (" * 8 + "true" + ")" * 8, "expression_too_deep"),
        ("age(" * 300 + "entry" + ")" * 300, "expression_too_deep"),
        ("sex = " * 300 + "sex", "compare_truths"),
        ("sex IS NULL" + " IS NULL" * 200, "compare_truths"),
        ("sex IN ('male')" + " IN ('male')" * 150, "compare_truths"),
        ("- " * 900 + "1", "expression_arithmetic"),
    ],
    ids=lambda text: text[:20],
)
def test_long_and_deep_texts_are_refused_before_they_are_parsed(text: str, id: str) -> None:
    with pytest.raises(JalonError) as raised:
        parse_truth(text, CATALOGUE)
    assert raised.value.id == id


@pytest.mark.parametrize(
    "text",
    [
        "(" * 15 + "true" + ")" * 15,
        "NOT " * 15 + "true",
        "NOT (" * 7 + "sex IN ('male')" + ")" * 7,
        "true AND " * 200 + "true",
        "NOT true OR " * 150 + "true",
    ],
    ids=lambda text: text[:20],
)
def test_the_deepest_texts_allowed_need_less_than_half_of_the_stack(text: str) -> None:
    used, frame = 0, sys._getframe()
    while frame.f_back is not None:
        used, frame = used + 1, frame.f_back
    former = sys.getrecursionlimit()
    sys.setrecursionlimit(used + 450)
    try:
        parse_truth(text, CATALOGUE)
    finally:
        sys.setrecursionlimit(former)


def sound_texts() -> st.SearchStrategy[str]:
    """Pieces of the language in any order, so that texts are often nearly right."""
    pieces = [
        *("sex", "entry(work)", "exit(french)", "age(entry)", "change(income)", "sessions_attended(", "after(work, 6)"),
        *(" = ", " < ", " AND ", " OR ", "NOT ", " IN (", " IS NULL", " IS NOT NULL", " BETWEEN ", ")", "(", ", "),
        *("'job'", "'A2'", "1", "-2.5", "true", "'", '"', "--", "$$", "::", " * ", "\n", "SELECT", "activity", "\x00"),
    ]
    return st.lists(st.sampled_from(pieces), max_size=14).map("".join)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=60), sound_texts()))
@example("E'\\'' (")
@example("\ud800")
def test_any_text_is_read_or_refused_with_an_error_of_the_catalogue(text: str) -> None:
    try:
        node = parse(text, CATALOGUE)
    except JalonError as error:
        assert error.exit_code is ExitCode.BAD_DEFINITION
    else:
        assert isinstance(node, Node)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("enrolled()", False),
        ("NOT enrolled()", True),
        ("true", True),
        ("sex = 'male'", None),
        ("enrolled() AND sex = 'male'", False),
        ("enrolled() OR sex = 'male'", None),
        ("enrolled() OR true", True),
        ("sex = 'male' AND true", None),
        ("sessions_attended() >= 1", False),
        ("sessions_attended() < 1", True),
        ("hours_attended() = 0", True),
        ("attendance_rate() >= 0", None),
        ("age(entry) < 25", None),
        ("sex IS NOT NULL", False),
        ("sessions_attended() IS NOT NULL", True),
        ("age(entry) IS NULL", True),
    ],
)
def test_what_is_said_of_somebody_without_any_fact(text: str, answer: bool | None) -> None:
    assert build_answer_without_facts(parse_truth(text, CATALOGUE)) is answer


@pytest.mark.parametrize(
    ("text", "is_closed"), [("enrolled() AND sex = 'male'", True), ("sex = 'male'", False), ("true", False)]
)
def test_universe_is_closed(text: str, is_closed: bool) -> None:
    def check() -> None:
        check_universe(parse_truth(text, CATALOGUE), text)

    assert raises(check) == (None if is_closed else "among_not_closed")


def raises(check: Callable[[], None]) -> str | None:
    try:
        check()
    except JalonError as error:
        return error.id
    return None


def test_shipped_measures_can_be_named() -> None:
    parse_truth("change(french_level) >= 1 AND exit(qualification) = 'yes'", shipped_catalogue())
