"""What an address asks of a figure, and the address that asks it. Both ways, one spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse

from jalon.errors import JalonError
from jalon.figures.link import SCOPE, SINGLE

BY = "by"
BESIDE = "beside"
"""Whose overlap with whom is asked: `beside=project:A&beside=project:B`."""
MOST_DIMENSIONS = 2


@dataclass(frozen=True, slots=True)
class Question:
    """An indicator in a scope, the dimensions of a table, and what its overlap is asked of."""

    id: str
    scope: Mapping[str, Any] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    cell: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values of dimensions that a link names: a part of the figure, pointed out in its table."""

    def address(self, language: str, page: str = "figure", **parts: str) -> str:
        """Where this is answered."""
        query = urlencode(self.pairs())
        path = reverse(page, kwargs={"language": language, "id": self.id, **parts})
        return f"{path}?{query}" if query else path

    def pairs(self) -> list[tuple[str, str]]:
        """As a query holds them: one pair for each code."""
        pairs = [(name, code) for name in SCOPE if name in self.scope for code in codes_of(self.scope[name])]
        pairs += [(name, value) for name, values in self.cell.items() for value in values]
        return (
            pairs + [(BY, name) for name in self.by if name not in self.cell] + [(BESIDE, what) for what in self.beside]
        )

    def comparison(self, language: str, before: str, after: str) -> str:
        """Where the figure of one release (`release:2021-06`) and that of another, or `today`, stand beside each other."""
        pairs = [("indicator", self.id), ("before", before), ("after", after)]
        pairs += [(name, code) for name, code in replace(self, by=(), beside=(), cell={}).pairs()]
        return f"{reverse('compare', kwargs={'language': language})}?{urlencode(pairs)}"

    @property
    def link(self) -> str:
        """As a text names it: `participants?period=2021&project=M`."""
        query = urlencode(replace(self, by=(), beside=()).pairs())
        return f"{self.id}?{query}" if query else self.id

    def within(self, **scope: Any) -> Question:
        """The figure itself with a narrower, another or (None) no restriction; no table, no overlap."""
        kept = {name: value for name, value in {**self.scope, **scope}.items() if value is not None}
        return Question(self.id, kept)


def read_question(id: str, query: str) -> Question:
    """What the query of a figure's address asks. Fields left empty in a form ask nothing; a name that is neither of
    the scope nor of the page is a dimension, and its values point out a part of the table.

    Raises `bad_question`, `too_many_dimensions`.
    """
    # A plus is a plus, as in the age band 55+: no code holds a space.
    given = [
        (name, value.replace("+", " ") if name == "period" else value)
        for name, value in parse_qsl(query.replace("+", "%2B"))
    ]
    scope: dict[str, Any] = {}
    cell: dict[str, tuple[str, ...]] = {}
    by: list[str] = []
    beside: list[str] = []
    for name, value in ((name, value.strip()) for name, value in given):
        if name == BY:
            by += [part for part in value.split(",") if part]
        elif name == BESIDE:
            beside.append(value)
        elif name not in SCOPE:
            cell[name] = (*cell.get(name, ()), value)
        elif name in SINGLE and name in scope:
            raise JalonError("bad_question", found=f"{name} = {scope[name]}, {value}", known=", ".join(SCOPE))
        else:
            scope[name] = value if name not in scope else [*codes_of(scope[name]), value]
    dimensions = tuple(dict.fromkeys((*cell, *by)))
    if len(dimensions) > MOST_DIMENSIONS:
        raise JalonError("too_many_dimensions", found=len(dimensions))
    return Question(id, scope, dimensions, tuple(beside), cell)


def codes_of(value: Any) -> Sequence[str]:
    """The codes of one restriction, as a list."""
    return [value] if isinstance(value, str) else list(value)
