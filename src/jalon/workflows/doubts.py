"""What is not settled about who is who, for the band of a count of people."""

from __future__ import annotations

from jalon.figures.band import Doubts
from jalon.identity.components import build_components
from jalon.records.actions.identity import MODEL
from jalon.records.components import read_erased
from jalon.records.models import IdentityAssertion, Verdict
from jalon.workflows.waiting import find_waiting


def read_doubts() -> Doubts:
    """The pairs that wait, and who would be one if the model had joined nobody. Numbers alone.

    Figures are of people as the facts know them: refresh these first.
    """
    history = list(
        IdentityAssertion.objects.order_by("number").values_list("first_id", "second_id", "verdict", "author")
    )
    spoken = [said[:3] for said in history if said[3] != MODEL]
    latest = {said[:2]: said[2] for said in history}
    return Doubts(
        certain=build_components(spoken, absent=read_erased()).same_as,
        waiting=tuple((pair.first, pair.second) for pair in find_waiting()),
        apart=tuple(pair for pair, verdict in latest.items() if verdict == Verdict.DIFFERENT),
    )
