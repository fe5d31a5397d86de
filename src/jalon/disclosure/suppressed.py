"""A number that exists and is not told: a type of its own, never 0 and never None."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn

from jalon.figures.grouping import render_grouped
from jalon.figures.render import SHOWN_PLACES, render_value
from jalon.figures.words import say

Number = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A number withheld. It takes part in no arithmetic, no comparison of size and no test of truth.

    It does not say whether few stand behind it, or behind one that could be worked out with it: that would narrow it.
    """

    def text(self, language: str = "en") -> str:
        """The word that stands in a table: `withheld`, `non communiqué`."""
        return say("withheld", language)

    def to_dict(self) -> dict[str, bool]:
        """What stands in JSON where the number would be."""
        return {"withheld": True}

    def __bool__(self) -> NoReturn:
        raise TypeError("a withheld number is neither zero nor not zero: ask is_told(…)")


Shown = Number | Suppressed | None
"""A number, one withheld, or none: not collected, or not computable for a stated reason."""


def is_told(shown: Shown) -> bool:
    """Whether there is a number and it may be seen."""
    return shown is not None and not isinstance(shown, Suppressed)


def render_shown(shown: Shown, language: str = "en") -> str:
    """`212,431`, `43.2 %`, `withheld`; a dash where there is no number."""
    if isinstance(shown, Suppressed):
        return shown.text(language)
    if shown is None or isinstance(shown, Fraction):
        return render_value(shown, language)
    if isinstance(shown, Decimal):
        shown = round(shown, SHOWN_PLACES)
        shown = shown.to_integral_value() if shown == shown.to_integral_value() else shown.normalize()
    return render_grouped(shown, language)


def plain_shown(shown: Shown) -> int | float | str | dict[str, bool] | None:
    """As JSON holds it: a share as float, a Decimal as text, a withheld number as an object that says so."""
    if isinstance(shown, Suppressed):
        return shown.to_dict()
    if isinstance(shown, Fraction):
        return float(shown)
    return str(shown) if isinstance(shown, Decimal) else shown
