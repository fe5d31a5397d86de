"""What the records of every project lack, in one reading: enough to see where to look first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pyarrow.compute as pc

from jalon.facts.store import open_facts
from jalon.home import Home
from jalon.records.models import IdentityAssertion, ImportRun, Project, ReviewCandidate
from jalon.workflows.quality import find_open_spells, find_waiting_pairs, find_waiting_runs
from jalon.workflows.waiting import find_waiting


@dataclass(frozen=True, slots=True)
class ProjectGaps:
    """Counts of one project; no names and no numbers of people."""

    project: str
    spells: int
    spells_without_exit: int
    """Still open although the project has ended."""
    sessions: int
    sessions_without_register: int
    faults: int
    """Faults in rows that were left out and wait in correction workbooks."""
    pairs_to_review: int

    @property
    def to_do(self) -> int:
        """How many things wait for somebody."""
        return self.spells_without_exit + self.sessions_without_register + self.faults + self.pairs_to_review


def group_gaps(home: Home, *, today: dt.date | None = None) -> tuple[ProjectGaps, ...]:
    """Every project, by code. Raises `no_facts`."""
    facts = open_facts(home)
    on = today or dt.datetime.now(dt.UTC).date()
    found = []
    pairs = list(find_waiting())
    for project in Project.objects.order_by("code"):
        sessions = facts.table("sessions", [project.number])
        waiting = [run for run in find_waiting_runs(project) if (home.corrections / run.correction).exists()]
        found.append(
            ProjectGaps(
                project=project.code,
                spells=facts.table("enrolments", [project.number]).num_rows,
                spells_without_exit=len(find_open_spells(facts, project, on)),
                sessions=sessions.num_rows,
                sessions_without_register=len(sessions.filter(pc.invert(sessions["register"]))),
                faults=sum(run.summary.get("faults", 0) for run in waiting),
                pairs_to_review=len(find_waiting_pairs(facts, project.number, pairs)),
            )
        )
    return tuple(found)


def quality_stamp(home: Home) -> tuple[object, ...]:
    """Changes whenever something that waits for somebody does: imports, corrections, decisions on pairs."""
    corrections = sorted(file.name for file in home.corrections.glob("*")) if home.corrections.is_dir() else []
    return (
        ImportRun.objects.count(),
        ImportRun.objects.filter(undone_at=None).count(),
        ReviewCandidate.objects.count(),
        IdentityAssertion.objects.count(),
        tuple(corrections),
    )
