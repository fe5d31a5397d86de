"""Merging categories, so that fewer numbers have to be withheld: small cells told together as one.

For a table by one subject dimension, whose cells do not overlap. Bands and levels merge with their neighbours; other
categories are taken together, the smallest first. What is not known stays a row of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from jalon.disclosure.asked import MERGED, is_protected
from jalon.disclosure.policy import Policy
from jalon.engines.answer import SCOPE_DIMENSIONS
from jalon.figures.breakdown import Breakdown, Cell
from jalon.figures.composition import total_of
from jalon.figures.members import Members

MOST_NAMED = 4
"""Of a merged category so many are named; the others are counted."""


def merge_where_set(breakdown: Breakdown, policy: Policy) -> Breakdown:
    """The same table where the settings merge none of its dimensions, where nothing in it is small, or where merging
    would leave a single row, which tells no more than the total."""
    if len(breakdown.dimensions) != 1 or not policy.merges(breakdown.dimensions[0]) or policy.rounding is not None:
        return breakdown
    merged = merge_categories(breakdown, policy)
    rows = [cell for cell in merged.cells if cell.values[0] is not None]
    return merged if len(rows) > 1 and len(merged.cells) < len(breakdown.cells) else breakdown


def name_merged(value: str, name: Callable[[str], str], more: str) -> str:
    """The names of a category, and of a merged one all, one after the other; of many the last ones only counted, in the
    words `more`: `{} more`."""
    names = [name(one) for one in value.split(MERGED)]
    rest = len(names) - MOST_NAMED
    return MERGED.join(names if rest <= 1 else [*names[:MOST_NAMED], more.format(rest)])


def merge_categories(breakdown: Breakdown, policy: Policy) -> Breakdown:
    """The table with its small cells merged until none is; as it is where it has several dimensions or may overlap."""
    figure, dimension = breakdown.figure, breakdown.dimensions[0]
    if len(breakdown.dimensions) > 1 or dimension in SCOPE_DIMENSIONS or not is_protected(figure):
        return breakdown
    threshold = policy.threshold_of(figure)
    source = (figure.of or figure).source
    has_order = dimension == "age_band" or (source is not None and dimension in source.measures)
    known = [cell for cell in breakdown.cells if cell.values[0] is not None]
    unknown = [cell for cell in breakdown.cells if cell.values[0] is None]
    groups = _neighbours(known, threshold) if has_order else _smallest(known, threshold)
    return replace(breakdown, cells=tuple(_merge(breakdown, group) for group in groups) + tuple(unknown))


def _neighbours(cells: Sequence[Cell], threshold: int) -> list[list[Cell]]:
    groups: list[list[Cell]] = []
    for cell in cells:
        if groups and _size(groups[-1]) < threshold:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    if len(groups) > 1 and _size(groups[-1]) < threshold:
        last = groups.pop()
        groups[-1] += last
    return groups


def _smallest(cells: Sequence[Cell], threshold: int) -> list[list[Cell]]:
    ordered = sorted(cells, key=lambda cell: cell.size)
    taken = [cell for cell in ordered if cell.size < threshold]
    rest = ordered[len(taken) :]
    while taken and _size(taken) < threshold and rest:
        taken.append(rest.pop(0))
    kept = [[cell] for cell in cells if cell not in taken]
    return kept + ([[cell for cell in cells if cell in taken]] if taken else [])


def _size(cells: Sequence[Cell]) -> int:
    return sum(cell.size for cell in cells)


def _merge(breakdown: Breakdown, cells: Sequence[Cell]) -> Cell:
    if len(cells) == 1:
        return cells[0]
    members, no, unknown = Members(), Members(), Members()
    for cell in cells:
        members, no, unknown = members | cell.members, no | cell.no, unknown | cell.unknown
    statuses = {status for cell in cells for status in cell.without_members}
    return Cell(
        (MERGED.join(str(cell.values[0]) for cell in cells),),
        members,
        no,
        unknown,
        without_members={
            status: total_of(cell.without_members[status] for cell in cells if status in cell.without_members)
            for status in sorted(statuses)
        },
        statistic=None if breakdown.figure.measured is None else breakdown.figure.measured.of(members),
    )
