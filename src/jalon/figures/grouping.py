"""Numbers as people read them. Imports nothing heavy: every command says numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def render_grouped(value: int | Decimal | Fraction, language: str = "en") -> str:
    """`300,000`, `300 000` with a narrow no-break space in French, `19.5`."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.replace(",", "\u202f").replace(".", ",") if language == "fr" else text
