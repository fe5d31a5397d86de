"""Which numbers a figure and its tables tell, as sets whose sizes are told together or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import permutations
from typing import Any

from pyroaring import BitMap

from jalon.disclosure.atoms import CountedSet
from jalon.disclosure.magnitudes import find_contributors
from jalon.disclosure.persons import persons_of
from jalon.disclosure.policy import PROTECTED, Policy
from jalon.figures.breakdown import Breakdown, Cell
from jalon.figures.figure import Figure, describe_scope
from jalon.figures.measured import MeasuredNumbers
from jalon.figures.members import Members
from jalon.language.definition import OF_TWO, Kind, Unit

VALUE, NO, UNKNOWN, UNIVERSE, NOT_EXACT = "value", "no", "unknown", "universe", "not_exact"
DEAREST = 1000.0
"""What withholding a figure's own value costs: a table's cells go first, all of them if it must be."""
MERGED = " + "
"""Between the categories of a merged one."""
BESIDE = 2.0
CELL = 1.0
BESIDE_CELL = 0.5


FIGURE, TABLE, VALUES = "figure", "table", "values"
"""How the names of publications of one figure and of one table begin; and before them, that of their sums and means."""


def identify(figure: Figure) -> str:
    """Names a figure: equal names, equal sets.

    One of a release keeps its name when somebody is erased from it: what was told of it is told again, mark and all.
    """
    scope = None if figure.scope is None else describe_scope(figure.scope)
    digest = None if is_frozen(figure) else figure.digest
    stated = [figure.indicator, figure.definition_digest, scope, figure.purpose, figure.facts_version, digest]
    return json.dumps(stated, sort_keys=True)


def is_frozen(figure: Figure) -> bool:
    """Whether it is a figure of a release, which its question alone names."""
    return figure.scope is not None and figure.source is not None and figure.source.inner is not None


def name_figure(figure: Figure) -> str:
    """The publication of a figure."""
    return f"{FIGURE} {identify(figure)}"


def name_table(breakdown: Breakdown) -> str:
    """The publication of a table, whatever the order of its dimensions; of merged categories it is another."""
    merged = " merged" if any(MERGED in (value or "") for cell in breakdown.cells for value in cell.values) else ""
    return f"{TABLE} {json.dumps(sorted(breakdown.dimensions))}{merged} of {identify(breakdown.figure)}"


@dataclass(frozen=True, slots=True)
class Question:
    """What a publication is of: one figure, and of a table its dimensions."""

    indicator: str
    scope: Mapping[str, Any] | None
    purpose: str
    facts_version: str
    dimensions: tuple[str, ...] = ()


def read_question(publication: str) -> Question | None:
    """What the name of a publication says; None where it is of several figures: a comparison, an overlap."""
    kind, _, rest = publication.removeprefix(f"{VALUES} ").partition(" ")
    dimensions: list[str] = []
    if kind == TABLE:
        named, _, rest = rest.partition(" of ")
        dimensions = json.loads(named.removesuffix(" merged"))
    elif kind != FIGURE:
        return None
    indicator, _, scope, purpose, facts_version, _ = json.loads(rest)
    return Question(indicator, scope, purpose, facts_version, tuple(dimensions))


def space_of(figure: Figure) -> str:
    """What the numbers of its members number; sets of two spaces are not compared."""
    return "participation" if figure.unit == Unit.PARTICIPATION else "subject"


def is_protected(figure: Figure) -> bool:
    return figure.unit in PROTECTED


def sets_of_figure(figure: Figure, policy: Policy) -> list[CountedSet]:
    """Whoever answers yes, no and unknown; all who were asked; and of a share, the same of both its figures."""
    name, threshold = identify(figure), policy.threshold_of(figure)

    def counted(what: str, members: Members, weight: float, group: str | None = None) -> CountedSet:
        named = f"{name}/{group or what}"
        persons = persons_of(figure, members)
        return CountedSet(f"{name}/{what}", members.bitmap, named, threshold, weight, is_total=True, persons=persons)

    if not is_protected(figure):
        return [counted(UNKNOWN, figure.unknown, BESIDE)] if figure.kind is Kind.DISTINCT else []
    with_value = VALUE if figure.kind in OF_TWO else None  # a share tells how many it counts and how many it leaves
    sets = [
        counted(VALUE, figure.members, DEAREST),
        counted(NO, figure.no, DEAREST if with_value else BESIDE, with_value),
        counted(UNKNOWN, figure.unknown, BESIDE),
        counted(UNIVERSE, figure.universe, BESIDE),
        counted(NOT_EXACT, figure.not_exact, BESIDE),
    ]
    if figure.statistic is not None:
        sets += [counted(what, members, BESIDE) for what, members in figure.statistic.sets.items()]
    for nested in (figure.part, figure.of, *(point.share for point in figure.series)):
        sets += [] if nested is None else sets_of_figure(nested, policy)
    return _once(sets)


def sets_of_cells(breakdown: Breakdown, policy: Policy) -> list[CountedSet]:
    """Of each cell whoever counts, and beside them whose answer is unknown; of a share, also who does not count."""
    figure = breakdown.figure
    if not is_protected(figure):
        return []
    base = policy.threshold_of(figure)
    at = breakdown.dimensions.index("project") if "project" in breakdown.dimensions else None
    source = (figure.of or figure).source
    by_code = {} if at is None or source is None else policy.by_code(source.facts)
    sets = []
    for cell in breakdown.cells:
        name = name_cell(breakdown, cell)
        threshold = base if at is None else max(base, by_code.get(cell.values[at] or "", base))

        def counted(what: str, members: Members, weight: float, group: str = "") -> CountedSet:
            named, persons = f"{name}/{group or what}", persons_of(figure, members)  # noqa: B023
            return CountedSet(f"{name}/{what}", members.bitmap, named, threshold, weight, persons=persons)  # noqa: B023

        sets += [counted(VALUE, cell.members, CELL), counted(UNKNOWN, cell.unknown, BESIDE_CELL)]
        if figure.kind is Kind.SHARE:
            sets += [counted(NO, cell.no, CELL, VALUE), counted(UNIVERSE, cell.universe, BESIDE_CELL)]
    return sets


def name_cell(breakdown: Breakdown, cell: Cell) -> str:
    """Names a cell of a table, whatever the order of its dimensions."""
    values = dict(zip(breakdown.dimensions, cell.values, strict=True))
    return f"{identify(breakdown.figure)}/{json.dumps(values, sort_keys=True)}"


def is_added_up(figure: Figure) -> bool:
    """Whether its value is made of its members' own numbers: hours, euros, points."""
    return is_protected(figure) and isinstance(figure.measured, MeasuredNumbers)


def space_of_values(figure: Figure) -> str:
    """Values of one indicator in one period and release are compared: there everybody's own number is the same."""
    period = None if figure.scope is None else describe_scope(figure.scope)["period"]
    facts = [figure.facts_version, None if is_frozen(figure) else figure.digest]
    named = json.dumps([figure.indicator, figure.definition_digest, period, figure.purpose, *facts])
    return f"{space_of(figure)} values {named}"


def set_of_value(figure: Figure, name: str, members: Members, policy: Policy, *, is_total: bool = False) -> CountedSet:
    """Whose numbers make up this value. Where one or two of them make up too much of it the whole is as a small one:
    it must not come out, however many they are."""
    assert isinstance(figure.measured, MeasuredNumbers)
    contributors = find_contributors(figure.measured, members)
    threshold = policy.threshold_of(figure)
    if not policy.may_tell_value(figure, members):
        threshold = max(threshold, len(contributors) + 1)
    return CountedSet(
        f"{name}/number", contributors, f"{name}/number", threshold, DEAREST if is_total else CELL, is_total=is_total
    )


def sets_between(figure: Figure, asked: Sequence[CountedSet], policy: Policy) -> list[CountedSet]:
    """The rests by which two values of the same figure differ, one told before or now, where one or two people make up
    too much of such a rest: whoever subtracts has their number, so these must not come out either."""
    assert isinstance(figure.measured, MeasuredNumbers)
    space = space_of_values(figure)
    before = [] if policy.published is None else [one for one in policy.published.sets(space) if one.is_told]
    everybody = find_contributors(figure.measured, figure.members)
    distinct = {one.members.serialize(): one.members for one in (*before, *asked)}
    known = [members for members in distinct.values() if members <= everybody]
    rests: dict[bytes, BitMap] = {}
    for one, other in permutations(known, 2):
        rest = one - other
        if rest and len(rest) < len(one):
            rests.setdefault(rest.serialize(), rest)
    return [
        set_of_value(figure, f"{identify(figure)}/rest {sha256(key).hexdigest()[:16]}", Members(rest), policy)
        for key, rest in rests.items()
        if key not in distinct and not policy.may_tell_value(figure, Members(rest))
    ]


def name_values(publication: str) -> str:
    """The publication of the values of a figure or a table, beside that of its sizes."""
    return f"{VALUES} {publication}"


def _once(sets: list[CountedSet]) -> list[CountedSet]:
    return list({one.name: one for one in sets}.values())
