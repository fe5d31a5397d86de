"""How two values of a field may agree: levels from the same to another, each with what it weighs before anything
is learnt.

A level is a condition in SQL over two records (`l` and `r`) and two probabilities: `m`, that two records of one
person stand at this level, and `u`, that records of two people do. The first level that holds is the pair's. The
probabilities written here are what a linkage starts from and, where there are too few records to learn from,
what it uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jalon.identity.fields import Field, Kind


@dataclass(frozen=True, slots=True)
class Level:
    """One way to agree. `rare` weighs a shared value by how rare it is; of `fixed` ones
    neither is learnt."""

    label: str
    condition: str
    m: float = 0.0
    u: float = 0.0
    rare: str = ""
    fixed: bool = False
    says_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """A field and its levels, most alike first."""

    field: str
    levels: tuple[Level, ...]
    kind: Kind


def build_comparisons(fields: Sequence[Field]) -> tuple[Compared, ...]:
    """The levels of each field, in the order of the fields."""
    return tuple(Compared(field.name, LEVELS[field.kind](field.name), field.kind) for field in fields)


def pair(condition: str, name: str) -> str:
    """`{l}` and `{r}` as the two sides' columns, `{ls}` their sounds, `{lt}` their sounds written together."""
    parts = {"": "", "s": "_sound", "t": "_together"}
    return condition.format(
        **{f"{side}{short}": f"{name}{part}_{side}" for side in "lr" for short, part in parts.items()}
    )


UNKNOWN = "{l} IS NULL OR {r} IS NULL"
LOST = (
    "(contains({l}, '?') OR contains({r}, '?')) AND"
    " ({l} LIKE replace({r}, '?', '_') OR {r} LIKE replace({l}, '?', '_'))"
)
SLIP = "levenshtein({l}, {r}) <= 2 AND damerau_levenshtein({l}, {r}) <= 1"
"""Asked in this order: the distance that knows two letters exchanged takes ten times as long."""
ONE_SLIP = f"least(length({{l}}), length({{r}})) >= 3 AND {SLIP}"
ALIKE_TEXT = "levenshtein({l}, {r}) <= 2 OR jaro_winkler_similarity({l}, {r}) >= 0.92"
SHARED_WORDS = "list_has_any(string_split({l}, ' '), string_split({r}, ' '))"
HELD = (
    "list_has_all(string_split({l}, ' '), string_split({r}, ' '))"
    " OR list_has_all(string_split({r}, ' '), string_split({l}, ' '))"
)
ALL_OF_IT = (
    f"(contains({{l}}, ' ') OR contains({{r}}, ' ')) AND ({HELD}) OR"
    " least(length({l}), length({r})) = 1 AND left({l}, 1) = left({r}, 1)"
)
ALIKE_GIVEN = f"jaro_winkler_similarity({{l}}, {{r}}) >= 0.88 AND (NOT {SHARED_WORDS} OR {HELD})"
"""One given name holds the other. Where each has a name that the other lacks they are two: sisters called Ngọc Lan and
Ngọc Mai, brothers called Mohamed Ali and Mohamed Amine."""
PART = (
    "(contains({l}, ' ') OR contains({r}, ' ')) AND " + SHARED_WORDS + " OR"
    " least(length({l}), length({r})) = 1 AND left({l}, 1) = left({r}, 1)"
)
ONE_SOUND = "{ls} = {rs} OR {lt} = {rt}"
EXCHANGED = (
    "given_l <> given_r AND (given_l = family_r AND family_l = given_r"
    " OR given_sound_l = family_sound_r AND family_sound_l = given_sound_r)"
)
"""Given and family name stand in each other's place."""

WHOLE_IN_ONE = "(given_l IS NULL OR given_r IS NULL)"
"""One of the two has its whole name in one field, in whichever order. What these levels weigh is not learnt: it is how
often they hold of one person where a given name is missing, not among all."""
WHOLE_PART = f"{WHOLE_IN_ONE} AND list_has_any(string_split(whole_l, ' '), string_split(whole_r, ' '))"
"""Of one of them a single name is known, which may be given name or family name of the other."""
WHOLE_SAME = "whole name the same"
WHOLE_LOST = "whole name with lost letters"
WHOLE_SOUND = "whole name sounds the same"
EXCHANGED_NAMES = "names exchanged"
WHOLE_LEVELS = (
    Level(
        WHOLE_SAME,
        f"{WHOLE_IN_ONE} AND contains(whole_l, ' ') AND (whole_l = whole_r OR whole_l = turned_r OR turned_l = whole_r)",
        0.3,
        0.00006,
        rare="words",
        fixed=True,
    ),
    Level(
        WHOLE_LOST,
        f"{WHOLE_IN_ONE} AND contains(whole_l, ' ') AND (contains(whole_l, '?') OR contains(whole_r, '?')) AND ("
        + " OR ".join(
            f"{one} LIKE replace({other}, '?', '_')"
            for left, right in (("whole_l", "whole_r"), ("whole_l", "turned_r"), ("turned_l", "whole_r"))
            for one, other in ((left, right), (right, left))
        )
        + ")",
        0.02,
        0.000002,
        fixed=True,
    ),
    Level(
        WHOLE_SOUND,
        f"{WHOLE_IN_ONE} AND contains(whole_l, ' ') AND sounds_l = sounds_r",
        0.1,
        0.0003,
        rare="sounds",
        fixed=True,
    ),
)


def given_levels(name: str) -> tuple[Level, ...]:
    return (
        Level("unknown", pair(UNKNOWN, name), says_nothing=True),
        Level("same", pair("{l} = {r}", name), 0.80, 0.010, rare=name),
        Level("lost letters", pair(LOST, name), 0.02, 0.0001),
        Level(EXCHANGED_NAMES, EXCHANGED, 0.01, 0.00001),
        Level("sounds the same", pair(ONE_SOUND, name), 0.05, 0.005),
        Level("one slip", pair(ONE_SLIP, name), 0.06, 0.002),
        Level("alike", pair(ALIKE_GIVEN, name), 0.02, 0.006),
        Level("one name in common", pair(ALL_OF_IT, name), 0.02, 0.004),
        Level("another", "ELSE", 0.02, 0.97),
    )


def family_levels(name: str) -> tuple[Level, ...]:
    return (
        Level("unknown", pair(UNKNOWN, name) + f" OR ({EXCHANGED})", says_nothing=True),
        *WHOLE_LEVELS,
        Level("same", pair("{l} = {r}", name), 0.80, 0.006, rare=name),
        Level("lost letters", pair(LOST, name), 0.02, 0.0001),
        Level("sounds the same", pair(ONE_SOUND, name), 0.05, 0.004),
        Level("one slip", pair(ONE_SLIP, name), 0.06, 0.002),
        Level("alike", pair("jaro_winkler_similarity({l}, {r}) >= 0.88", name), 0.02, 0.006),
        Level("one name in common", pair(PART, name) + f" OR {WHOLE_PART}", 0.02, 0.004),
        Level("another", "ELSE", 0.03, 0.97),
    )


NO_DAY = "same, no day known"
"""A year, a month, or 1 January, which is often a year only: two people of one name have it more often than not."""
YEARS_APART = "one slip, no day known"
"""Two such births of which the years are a digit apart, as those of one stranger in five are."""


def birth_levels(name: str) -> tuple[Level, ...]:
    exchanged = (
        "length({l}) = 10 AND length({r}) = 10 AND left({l}, 4) = left({r}, 4)"
        " AND substr({l}, 6, 2) = substr({r}, 9, 2) AND substr({l}, 9, 2) = substr({r}, 6, 2)"
    )
    vague = "length({l}) <> length({r}) AND (starts_with({l}, {r}) OR starts_with({r}, {l}))"
    no_day = "(length({l}) < 10 OR right({l}, 6) = '-01-01')"
    years_apart = (
        f"{no_day} AND {no_day.replace('{l}', '{r}')}"
        " AND levenshtein(left({l}, 4), left({r}, 4)) <= 2 AND damerau_levenshtein(left({l}, 4), left({r}, 4)) <= 1"
    )
    first_of_year = "left({l}, 4) = left({r}, 4) AND (right({l}, 6) = '-01-01' OR right({r}, 6) = '-01-01')"
    return (
        Level("unknown", pair(UNKNOWN, name), says_nothing=True),
        Level(NO_DAY, pair(f"{{l}} = {{r}} AND {no_day}", name), 0.10, 0.002, rare=name),
        Level("same", pair("{l} = {r}", name), 0.75, 0.0003, rare=name),
        Level("one holds the other", pair(vague, name), 0.02, 0.002),
        Level("day and month exchanged", pair(exchanged, name), 0.01, 0.0001),
        Level("same year, one on 1 January", pair(first_of_year, name), 0.01, 0.001),
        Level(YEARS_APART, pair(years_apart, name), 0.005, 0.002),
        Level("one slip", pair(SLIP, name), 0.08, 0.003),
        Level("two slips", pair("levenshtein({l}, {r}) <= 2", name), 0.01, 0.04),
        Level("same year", pair("left({l}, 4) = left({r}, 4)", name), 0.005, 0.02),
        Level("another", "ELSE", 0.01, 0.95),
    )


def code_levels(name: str) -> tuple[Level, ...]:
    return (
        Level("unknown", pair(UNKNOWN, name), says_nothing=True),
        Level("same", pair("{l} = {r}", name), 0.96, 0.4),
        Level("another", "ELSE", 0.04, 0.6),
    )


def identifier_levels(name: str) -> tuple[Level, ...]:
    return (
        Level("unknown", pair(UNKNOWN, name), says_nothing=True),
        Level("same", pair("{l} = {r}", name), 0.75, 0.0002, rare=name),
        Level("one slip", pair(ONE_SLIP, name), 0.10, 0.0002),
        Level("another", "ELSE", 0.15, 0.9996),
    )


def area_levels(name: str) -> tuple[Level, ...]:
    return (
        Level("unknown", pair(UNKNOWN, name), says_nothing=True),
        Level("same", pair("{l} = {r}", name), 0.80, 0.005, rare=name),
        Level("one slip", pair(ONE_SLIP, name), 0.08, 0.003),
        Level("alike", pair("jaro_winkler_similarity({l}, {r}) >= 0.88", name), 0.02, 0.006),
        Level("another", "ELSE", 0.10, 0.985),
    )


def text_levels(name: str) -> tuple[Level, ...]:
    return (
        Level("unknown", pair(UNKNOWN, name), says_nothing=True),
        Level("same", pair("{l} = {r}", name), 0.60, 0.0005, rare=name),
        Level("alike", pair(ALIKE_TEXT, name), 0.15, 0.001),
        Level("words in common", pair(SHARED_WORDS, name), 0.10, 0.15),
        Level("another", "ELSE", 0.15, 0.85),
    )


LEVELS = {
    Kind.GIVEN: given_levels,
    Kind.FAMILY: family_levels,
    Kind.BIRTH: birth_levels,
    Kind.CODE: code_levels,
    Kind.IDENTIFIER: identifier_levels,
    Kind.CONTACT: identifier_levels,
    Kind.AREA: area_levels,
    Kind.TEXT: text_levels,
}
