"""What may be shown: everything that leaves the group passes here.

`show_figure`, `show_breakdown`, `show_comparison` and `show_overlap` give what pages, publications, downloads and
checks may tell, without members. A number that is not told is `Suppressed`, a type of its own.
"""

from jalon.disclosure.audit import Audit, check_published
from jalon.disclosure.comparisons import (
    ShownComparison,
    ShownDifference,
    ShownOverlap,
    show_comparison,
    show_overlap,
)
from jalon.disclosure.figures import ShownFigure, ShownPart, ShownPoint, is_decided, show_figure
from jalon.disclosure.merging import merge_categories
from jalon.disclosure.policy import DEFAULT_POLICY, Policy
from jalon.disclosure.published import Published, erase_from_published, open_policy, open_published
from jalon.disclosure.suppressed import Shown, Suppressed, is_told, plain_shown, render_shown
from jalon.disclosure.tables import ShownBreakdown, ShownCell, show_breakdown

__all__ = [
    "DEFAULT_POLICY",
    "Audit",
    "Policy",
    "Published",
    "Shown",
    "ShownBreakdown",
    "ShownCell",
    "ShownComparison",
    "ShownDifference",
    "ShownFigure",
    "ShownOverlap",
    "ShownPart",
    "ShownPoint",
    "Suppressed",
    "check_published",
    "erase_from_published",
    "is_decided",
    "is_told",
    "merge_categories",
    "open_policy",
    "open_published",
    "plain_shown",
    "render_shown",
    "show_breakdown",
    "show_comparison",
    "show_figure",
    "show_overlap",
]
