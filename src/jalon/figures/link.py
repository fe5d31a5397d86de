"""A figure, or a cell of one, named in one line as a link does: `participants?period=2021&project=M&sex=female`.

Keys of the scope select where the figure looks. Any other key is a dimension, and selects a cell of the figure's
breakdown by it: a subset of the figure, never another figure. A key may repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from pyroaring import BitMap

import jalon.figures.errors
import jalon.figures.release_errors  # noqa: F401  (its catalogue)
from jalon.codelists import countries
from jalon.engines.answer import ATTRIBUTE_DIMENSIONS, DEFAULT_PURPOSE, Scope
from jalon.errors import JalonError, nearest_name
from jalon.figures.members import Members
from jalon.figures.period import parse_period, render_period
from jalon.language.check import SEXES

if TYPE_CHECKING:
    from jalon.figures.breakdown import Breakdown, Cell
    from jalon.figures.figure import Bounds, Figure, Value
    from jalon.figures.group import Group
    from jalon.figures.release import Release

SCHEME = "jalon:"
SCOPE = ("period", "project", "organisation", "country", "site", "theme", "grant", "funder", "purpose")
SINGLE = ("period", "purpose")
DATED = ("month", "quarter", "year")
UNKNOWN = "unknown"
"""How a link writes the value that is not known."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a link names: an indicator, the arguments of `Group.figure`, and where it names a cell its values."""

    id: str
    scope: Mapping[str, Any]
    cell: Mapping[str, tuple[str, ...]]
    """Dimension -> the values wanted; `unknown` is a value."""


@dataclass(frozen=True, eq=False)
class Linked:
    """What a link was found to name: a figure, and where it names a cell of it, that cell."""

    link: str
    """The link in its one way of writing."""
    figure: Figure
    """The whole figure, of which the cell is a subset."""
    breakdown: Breakdown | None = None
    """By the dimensions that the link names; None where it names none."""
    cells: tuple[Cell, ...] = ()
    """Those the link names, in the breakdown's order; empty where nobody has these values."""

    @property
    def is_cell(self) -> bool:
        return self.breakdown is not None

    @property
    def unit(self) -> str:
        return self.figure.unit

    @property
    def members(self) -> Members:
        return self.figure.members if self.breakdown is None else _union([cell.members for cell in self.cells])

    @property
    def unknown(self) -> Members:
        return self.figure.unknown if self.breakdown is None else _union([cell.unknown for cell in self.cells])

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def value(self) -> Value | None:
        """The figure's value, or that of the cell's members: their number, share, sum, mean … None: not computable."""
        figure = self.figure
        if self.breakdown is None or not figure.collected:
            return figure.value
        if figure.measured is not None:
            return figure.measured.of(self.members).value
        if figure.part is not None:
            no = _union([cell.no for cell in self.cells])
            known = len(self.members) + len(no)
            return Fraction(len(self.members), known) if known else None
        return len(self.members)

    @property
    def bounds(self) -> Bounds:
        """The least and the most it could be; of a cell, as far as its members' answers decide it."""
        if self.breakdown is None:
            return self.figure.bounds
        if self.figure.measured is not None:
            return self.figure.measured.of(self.members).bounds
        if self.figure.part is not None:
            return (None, None)
        return (self.size, self.size + len(self.unknown))


def parse_link(text: str) -> tuple[str, dict[str, Any]]:
    """The indicator and the arguments of `Group.figure` of a link that names no cell.

    `jalon:` may stand before. Raises `bad_link`.
    """
    link = read_link(text)
    if link.cell:
        name = next(iter(link.cell))
        raise JalonError("bad_link", nearest=nearest_name(name, SCOPE), found=text, known=", ".join(SCOPE))
    return link.id, dict(link.scope)


def read_link(text: str) -> Link:
    """What a link says, before it is known whether there is such a figure. Raises `bad_link`."""
    id, _, query = text.strip().removeprefix(SCHEME).partition("?")
    scope: dict[str, Any] = {}
    cell: dict[str, tuple[str, ...]] = {}
    # A plus is a plus, as in the age band 55+: no code holds a space.
    for name, value in parse_qsl(query.replace("+", "%2B"), keep_blank_values=True):
        if not name or not value or (name in SINGLE and name in scope):
            raise JalonError("bad_link", nearest=nearest_name(name, SCOPE), found=text, known=", ".join(SCOPE))
        if name in SINGLE:
            scope[name] = value
        elif name in SCOPE:
            scope.setdefault(name, []).append(value)
        else:
            cell[name] = (*cell.get(name, ()), value)
    if not id:
        raise JalonError("bad_link", found=text, known=", ".join(SCOPE))
    return Link(id, scope, cell)


def resolve_link(group: Group | Release, text: str) -> Linked:
    """The figure or cell that a link names, in a group or in a release.

    Raises `bad_link`, `bad_link_value`, and what `Group.figure` and `Figure.by` raise.
    """
    link = read_link(text)
    figure = group.figure(link.id, **link.scope)
    assert figure.scope is not None
    if not link.cell:
        return Linked(render_link(figure.indicator, figure.scope, figure.purpose), figure)
    asked = figure.of if figure.of is not None else figure
    source = asked.source
    dimensions = tuple(sorted(link.cell))
    known = (*SCOPE, *ATTRIBUTE_DIMENSIONS, *DATED, "activity", *(source.measures if source else ()))
    for dimension in dimensions:
        if dimension not in known:
            raise JalonError("bad_link", nearest=nearest_name(dimension, known), found=text, known=", ".join(known))
    breakdown = figure.by(*dimensions)
    for dimension, values in link.cell.items():
        _check_values(figure, dimension, values, [cell.values[dimensions.index(dimension)] for cell in breakdown.cells])
    wanted = [{None if value == UNKNOWN else value for value in link.cell[dimension]} for dimension in dimensions]
    cells = [
        cell
        for cell in breakdown.cells
        if all(value in allowed for value, allowed in zip(cell.values, wanted, strict=True))
    ]
    written = render_link(figure.indicator, figure.scope, figure.purpose, link.cell)
    return Linked(written, figure, breakdown, tuple(cells))


def render_link(
    id: str, scope: Scope, purpose: str = DEFAULT_PURPOSE, cell: Mapping[str, Sequence[str | None]] = {}
) -> str:
    """The one way to write a link: keys and values in order. A cell's value None is `unknown`."""
    values = [(name, UNKNOWN if value is None else value) for name in sorted(cell) for value in cell[name]]
    return f"{id}?" + "&".join([_render_asked(scope, purpose), *_render_pairs(values)])


@lru_cache(maxsize=256)
def _render_asked(scope: Scope, purpose: str) -> str:
    """Kept, since dozens of indicators are asked in one scope."""
    pairs: list[tuple[str, str]] = [("period", render_period(scope.period))]
    for name, codes in (
        ("project", scope.projects),
        ("organisation", scope.organisations),
        ("country", scope.countries),
        ("site", scope.sites),
        ("theme", scope.themes),
        ("grant", scope.grants),
        ("funder", scope.funders),
    ):
        pairs += [(name, code) for code in codes]
    if purpose != DEFAULT_PURPOSE:
        pairs.append(("purpose", purpose))
    return "&".join(_render_pairs(pairs))


def _render_pairs(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{name}={quote(value, safe='+<.')}" for name, value in pairs]


def _check_values(figure: Figure, dimension: str, values: Sequence[str], found: Sequence[str | None]) -> None:
    """A value that nobody can have is an error, not a nought."""
    known = _known_values(figure, dimension) or [value for value in found if value is not None]
    for value in values:
        if value not in (*known, UNKNOWN) and not (dimension in DATED and _is_date(value, dimension)):
            raise JalonError(
                "bad_link_value",
                nearest=nearest_name(value, known),
                found=value,
                dimension=dimension,
                known=", ".join((*sorted(known), UNKNOWN)),
            )


def _known_values(figure: Figure, dimension: str) -> Sequence[str]:
    """Every value there can be; nothing where that is decided by what is there."""
    asked = figure.of or figure
    source = asked.source
    if dimension == "sex":
        return SEXES
    if dimension == "age_band" and source and asked.definition:
        bounds = asked.definition.age_bands or source.age_bands
        return (f"<{bounds[0]}", *(f"{low}-{high - 1}" for low, high in pairwise(bounds)), f"{bounds[-1]}+")
    if dimension == "nationality":
        return tuple(countries.numbers())
    return source.measures.get(dimension, ()) if source else ()


def _is_date(value: str, dimension: str) -> bool:
    """Whether this is written as a month, quarter or year is: in a month without anybody there is nobody."""
    try:
        period = parse_period(value)
    except JalonError:
        return False
    shapes = {"month": 7, "quarter": 7, "year": 4}
    return (
        render_period(period) == value
        and len(value) == shapes[dimension]
        and ("Q" in value) == (dimension == "quarter")
    )


def _union(sets: Sequence[Members]) -> Members:
    return Members(BitMap().union(*(members.bitmap for members in sets)))
