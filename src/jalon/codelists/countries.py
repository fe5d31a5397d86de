"""ISO 3166-1 countries: codes both ways. Names come from Babel, in any language it has.

Source: ISO 3166-1 as shipped by pycountry. Kosovo, which ISO leaves to its users, is XK / 983.
"""

from __future__ import annotations

from functools import cache

import pycountry

from jalon.errors import nearest_name

USER_ASSIGNED = {"XK": 983}


@cache
def numbers() -> dict[str, int]:
    """Alpha-2 code -> numeric code."""
    return {country.alpha_2: int(country.numeric) for country in pycountry.countries} | USER_ASSIGNED


@cache
def codes() -> dict[int, str]:
    """Numeric code -> alpha-2 code."""
    return {number: code for code, number in numbers().items()}


def is_country(code: str) -> bool:
    return code in numbers()


def nearest_country(code: str) -> str | None:
    return nearest_name(code, numbers())
