"""The size of the demonstration: 1 is the whole of it."""

from __future__ import annotations

from jalon.demo import errors as errors  # fills the catalogue
from jalon.errors import JalonError

GROUP = "Horizons communs (synthetic)"
"""The group's name, where `jalon demo` makes its folder."""
LEAST, MOST = 0.01, 10.0


def check_scale(scale: float) -> None:
    """Raises `demo_scale`."""
    if not LEAST <= scale <= MOST:
        raise JalonError("demo_scale", found=f"{scale:g}", least=f"{LEAST:g}", most=f"{MOST:g}")


def scaled(number: int, scale: float) -> int:
    """A large count at this scale, to the nearest whole number."""
    return int(number * scale + 0.5)


def reason_of(scale: float) -> str:
    """What the audit says of the action that wrote the demonstration."""
    return f"scale {scale:g}"
