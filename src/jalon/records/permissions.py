"""May this person? Asked before what the state allows (policies).

Whoever holds the folder may do everything in it (docs/explanation/protection.md): what is asked of her
is a name, under which all she does is kept. Who comes through the site sees what is published, and what
`Access` opens to her account.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User

from jalon.errors import JalonError
from jalon.records import errors as errors  # fills the catalogue
from jalon.records.integrity import check_values
from jalon.records.models import Access, AuditEntry, Enrolment, Organisation, Project, Role

QUERY = 10_000
"""Values in one query."""


def check_may(by: str, action: str) -> None:
    """Somebody asks, under a name that can be kept. Raises `nobody`, `bad_value`."""
    if not by.strip():
        raise JalonError("nobody", action=action)
    check_values(AuditEntry, {"by": by})


@dataclass(frozen=True, slots=True)
class Reach:
    """Of what a person may see something: the whole group, or these projects and organisations, by code.

    An organisation is among them only where all that it and those below it run is.
    """

    everything: bool = False
    projects: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()

    def holds(self, scope: Mapping[str, Any]) -> bool:
        """Whether a figure of this scope (the arguments of `Group.figure`) lies inside.

        The other restrictions only narrow a scope: it lies inside as soon as its projects or its organisations do.
        """
        return (
            self.everything
            or _all_in(scope.get("project"), self.projects)
            or _all_in(scope.get("organisation"), self.organisations)
        )

    def __bool__(self) -> bool:
        return self.everything or bool(self.projects or self.organisations)


def _all_in(asked: str | Iterable[str] | None, known: frozenset[str]) -> bool:
    codes = {asked} if isinstance(asked, str) else set(asked or ())
    return bool(codes) and codes <= known


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person sees on the site beside what is published."""

    figures: Reach = Reach()
    """Whose live figures she sees, with their true numbers."""
    members: Reach = Reach()
    """Whose members she may open, by number; always within `figures`."""
    people: Reach = Reach()
    """Whose people she may see by name, to decide who is who; always within `members`."""


NOTHING = Sight()


def sight_of(user: User | AnonymousUser | None) -> Sight:
    """What this account may see now: read anew for each question, so that what is taken away is gone at once."""
    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    accesses = list(Access.objects.filter(user=user).select_related("project", "organisation"))
    if not accesses:
        return NOTHING
    opening = [access for access in accesses if access.role in (Role.MEMBERS, Role.NAMES)]
    naming = [access for access in accesses if access.role == Role.NAMES]
    return Sight(*(_reach_of(some) if some else Reach() for some in (accesses, opening, naming)))


def find_openable(people: Reach, numbers: Collection[int]) -> set[int]:
    """Those of these people whose record may be opened by name by who sees the people of this reach.

    Of the whole group everybody; else who is enrolled in one of the projects, and in no sensitive one beside them.
    """
    if people.everything:
        return set(numbers)
    here: set[int] = set()
    hidden: set[int] = set()
    wanted = sorted(numbers)
    for start in range(0, len(wanted), QUERY):
        spells = Enrolment.objects.filter(subject__in=wanted[start : start + QUERY])
        for subject, code, sensitive in spells.values_list("subject_id", "project__code", "project__sensitive"):
            if code in people.projects:
                here.add(subject)
            elif sensitive:
                hidden.add(subject)
    return here - hidden


def _reach_of(accesses: list[Access]) -> Reach:
    if any(access.project_id is None and access.organisation_id is None for access in accesses):
        return Reach(everything=True)
    organisations = {access.organisation.code for access in accesses if access.organisation}
    if organisations:
        parents = list(Organisation.objects.exclude(parent=None).values_list("code", "parent__code"))
        while below := {code for code, parent in parents if parent in organisations} - organisations:
            organisations |= below
    projects = {access.project.code for access in accesses if access.project}
    projects |= set(Project.objects.filter(organisation__code__in=organisations).values_list("code", flat=True))
    return Reach(False, frozenset(projects), frozenset(organisations))
