"""Where totals without members stand in a breakdown: in the cell whose values they state, or in a row of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jalon.figures.composition import COUNTED, DECLARED, ESTIMATED, Composition, Value, total_of
from jalon.figures.grouping import render_grouped
from jalon.figures.words import say

Values = tuple[str | None, ...]
WITHOUT_MEMBERS = (DECLARED, ESTIMATED)


@dataclass(frozen=True, slots=True)
class Placed:
    """What is added to the counted, by status: in cells, and not broken down."""

    cells: Mapping[Values, Mapping[str, Value]] = field(default_factory=dict)
    not_broken_down: Mapping[str, Value] = field(default_factory=dict)

    def in_cells(self, status: str) -> Value:
        return total_of(sums[status] for sums in self.cells.values() if status in sums)

    @property
    def statuses(self) -> tuple[str, ...]:
        """Those of which there is anything."""
        found = {status for sums in (*self.cells.values(), self.not_broken_down) for status in sums}
        return tuple(status for status in WITHOUT_MEMBERS if status in found)

    def text(self, composition: Composition, language: str = "en") -> str:
        """`38 counted + 80 declared (60 in cells + 20 not broken down) = 118`; empty where all is counted."""
        if composition.value is None or not self.statuses:
            return ""
        parts = []
        for status, total in composition.sums.items():
            text = f"{render_grouped(total, language)} {say(status, language)}"
            rest = self.not_broken_down.get(status)
            if status != COUNTED and rest is not None:
                placed = self.in_cells(status)
                both = say("in cells and not" if placed else "not broken down", language)
                text += f" ({both.format(render_grouped(placed, language), render_grouped(rest, language))})"
            parts.append(text)
        return f"{' + '.join(parts)} = {render_grouped(composition.value, language)}"


def place_parts(composition: Composition | None, dimensions: Sequence[str]) -> Placed:
    """Nothing is placed where the whole is not computable: the cells are then of what is counted."""
    if composition is None or composition.value is None:
        return Placed()
    cells: dict[Values, dict[str, list[Value]]] = {}
    rest: dict[str, list[Value]] = {}
    for part in composition:
        if part.quantity is None or not part.is_added:
            continue
        known = all(dimension in part.places for dimension in dimensions)
        values = tuple(part.places[dimension] for dimension in dimensions) if known else ()
        (cells.setdefault(values, {}) if known else rest).setdefault(part.status, []).append(part.value)
    return Placed({values: _sums(listed) for values, listed in cells.items()}, _sums(rest))


def _sums(listed: Mapping[str, Sequence[Value]]) -> dict[str, Value]:
    return {status: total_of(values) for status, values in listed.items()}
