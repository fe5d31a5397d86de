"""Impact measurement for groups of NGOs and social enterprises: registers in, proven figures out.

>>> group = jalon.open()
>>> figure = group.figure("participants", period="2021")
>>> figure.by("sex", "age_band")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jalon.figures.group import Group

__all__ = ["open"]


def open(home: str | Path | None = None, *, engine: str = "local") -> Group:
    """The group in a Jalon folder: the one given, else JALON_HOME, else jalon-data/ here.

    `engine` is "local" (fast) or "reference" (slow and obvious, to check the other by).
    Raises `no_home`, `no_facts`, `unknown_engine`.
    """
    from jalon.figures.group import open_group  # imported late: `import jalon` must stay light for the command line

    return open_group(home, engine=engine)
