"""Whom somebody being entered may be already: asked while she is entered, of all who may be compared with her.

Everybody is looked up in one index, built when the first is asked about and kept while the process lives; once people
were entered or changed it is built again. Whoever may not be compared, or not be opened, is left out of every answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import connection

from jalon.home import LINKAGE
from jalon.identity.candidates import Candidate, CandidateIndex
from jalon.identity.fields import PERSON_FIELDS
from jalon.records.models import AuditedRecords, Change, Person, Project, Subject
from jalon.records.permissions import Reach, find_openable
from jalon.records.pools import OPEN, read_pools
from jalon.workflows.linkage_weights import read_linkage_weights
from jalon.workflows.people_table import find_people, read_people_table
from jalon.workflows.review import EVERYBODY

LIKELY = 0.5
"""Probability from which a newcomer is asked about before she is entered."""

TOLD = 0.1
"""Probability from which somebody is told of at all."""

LOOKED_AT = 50
"""The likeliest, of whom some may not be shown."""


@dataclass(frozen=True, slots=True)
class Known:
    """The index of everybody, and of which state of the records it is."""

    stamp: tuple[object, ...]
    index: CandidateIndex | None
    """None where there is nobody yet."""


_known: dict[str, Known] = {}
_lock = Lock()


def find_candidates(
    about: Mapping[str, str | None], *, project: Project | None = None, people: Reach = EVERYBODY, most: int = 5
) -> list[Candidate]:
    """The likeliest whom she may be, the surest first; `about` by the names of `PERSON_FIELDS`.

    `project` is where she is being entered: in a sensitive one she is held against its people alone.
    """
    index = open_index()
    if index is None:
        return []
    pool = project.number if project is not None and project.sensitive else OPEN
    found = [one for one in index.find(dict(about), LOOKED_AT) if one.score >= TOLD]
    numbers = {one.number for one in found}
    pools = read_pools(numbers)
    erased = set(Subject.objects.filter(number__in=numbers).exclude(erased_at=None).values_list("number", flat=True))
    shown = find_openable(people, numbers) - erased
    return [one for one in found if one.number in shown and pool in pools[one.number]][:most]


def open_index() -> CandidateIndex | None:
    """Everybody known, as the records are now; made by one thread while others wait."""
    name = str(connection.settings_dict["NAME"])
    stamp = people_stamp()
    with _lock:
        if name not in _known or _known[name].stamp != stamp:
            _known.clear()  # a process serves one home; tests follow one another
            _known[name] = Known(stamp, build_index())
        return _known[name].index


def people_stamp() -> tuple[object, ...]:
    """Changes whenever somebody is entered, changed or erased, or a matching learnt other weights."""
    weights = Path(settings.JALON_HOME) / LINKAGE
    learnt = weights.stat().st_mtime_ns if weights.exists() else 0
    changed = AuditedRecords.objects.filter(table="person").exclude(change=Change.READ)
    return learnt, Person.objects.count(), changed.order_by("-pk").values_list("pk", flat=True).first()


def build_index() -> CandidateIndex | None:
    """Everybody who is not erased, by what a newcomer can be looked up by."""
    people = find_people()
    if not people:
        return None
    return CandidateIndex(read_people_table(people), PERSON_FIELDS, read_linkage_weights(len(people)))
