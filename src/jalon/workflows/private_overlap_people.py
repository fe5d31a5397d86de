"""The people of a group who may be compared with another's, each as one key; made in memory, written nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

import jalon.workflows.private_overlap_errors  # noqa: F401  (its catalogue)
from jalon.errors import JalonError, nearest_name
from jalon.facts.store import Facts
from jalon.figures.figure import Figure
from jalon.figures.group import Group, open_group
from jalon.figures.link import parse_link, render_link
from jalon.figures.members import Members
from jalon.figures.selection import select_projects
from jalon.home import Home
from jalon.identity.private_overlap import build_key
from jalon.language.definition import Kind
from jalon.records.actions.imports import chunks
from jalon.records.models import Enrolment, Person, Project, Purpose
from jalon.withholding import SENSITIVE_THRESHOLD, THRESHOLD
from jalon.workflows.known_people import QUERY
from jalon.workflows.refresh_facts import refresh_facts

MATCHING = Purpose.MATCHING.value


@dataclass(frozen=True, slots=True)
class ComparedPeople:
    """Who is compared. Two people of one key are one in it: an encrypted set holds each element once."""

    figures: tuple[str, ...]
    """As links, with the purpose."""
    keys: Mapping[str, int]
    """Key -> the number of the record that it was read from."""
    permitting: int
    """Members of the figures: they permit matching."""
    threshold: int
    left_out: tuple[str, ...]
    """Sensitive projects in the scope whose spells were left out."""
    granted: tuple[str, ...]
    """Sensitive projects compared because somebody granted it."""

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(sorted(self.keys.values()))


@dataclass(frozen=True, slots=True)
class _Narrowed:
    figure: Figure
    link: str
    """Of the figure as it was asked: the codes of the projects left in would tell which were left out."""
    left_out: frozenset[str]
    granted: frozenset[str]


def read_compared_people(
    home: Home, figures: Sequence[str], *, sensitive: Sequence[str] = (), reason: str = ""
) -> ComparedPeople:
    """The members of any of these figures who permit matching, as the records are now.

    Sensitive projects are taken out of a figure's scope, unless they stand in `sensitive` with a reason. Raises what
    `parse_link` and `Group.figure` raise, `overlap_for_matching`, `overlap_not_people`, `overlap_sensitive`,
    `overlap_not_sensitive`, `overlap_grant_needs_reason`, `overlap_no_consent`, `overlap_too_few`.
    """
    if sensitive and not reason.strip():
        raise JalonError("overlap_grant_needs_reason")
    refresh_facts(home)
    group = open_group(home.path)
    narrowed = [_narrow(group, text, frozenset(sensitive)) for text in figures]
    granted = frozenset[str]().union(*(one.granted for one in narrowed))
    for code in sensitive:
        if code not in granted:
            known = frozenset[str]().union(*(one.left_out for one in narrowed), granted)
            raise JalonError("overlap_not_sensitive", nearest=nearest_name(code, known), found=code)
    members = Members()
    for one in narrowed:
        members = members | one.figure.members
    links = tuple(one.link for one in narrowed)
    if not members:
        raise JalonError("overlap_no_consent", found=", ".join(links))
    assert narrowed[0].figure.source is not None
    keys = read_keys(narrowed[0].figure.source.facts, members, granted)
    threshold = SENSITIVE_THRESHOLD if granted else THRESHOLD
    if len(keys) < threshold:
        raise JalonError("overlap_too_few", members=len(members), found=len(keys), least=threshold)
    left_out = frozenset[str]().union(*(one.left_out for one in narrowed))
    return ComparedPeople(links, keys, len(members), threshold, tuple(sorted(left_out)), tuple(sorted(granted)))


def read_keys(facts: Facts, members: Members, granted: frozenset[str]) -> dict[str, int]:
    """One key for each member: of the first of her records that knows enough and may be read for this.

    A record known only from sensitive projects that were not granted is not read.
    """
    same = facts.table("same_subject").to_pydict()
    counted_as = {number: number for number in members}
    counted_as |= {
        number: as_
        for number, as_ in zip(same["subject"], same["same_as"], strict=True)
        if as_ in counted_as and number != as_
    }
    closed = list(Project.objects.filter(sensitive=True).exclude(code__in=granted).values_list("pk", flat=True))
    spells = Enrolment.objects.filter(subject=OuterRef("subject_id"))
    may_be_read = ~Exists(spells.filter(project__in=closed)) | Exists(spells.exclude(project__in=closed))
    people = Person.objects.filter(subject__erased_at=None).filter(may_be_read)
    columns = ("subject_id", "family_name", "given_name", "sex", "birth", "birth_precision")
    keys: dict[str, int] = {}
    done: set[int] = set()
    for chunk in chunks(sorted(counted_as), QUERY):
        rows = people.filter(subject__in=chunk).order_by("subject_id").values_list(*columns)
        for number, *known in rows.iterator(chunk_size=QUERY):
            if counted_as[number] not in done and (key := build_key(*known)) is not None:
                done.add(counted_as[number])
                keys.setdefault(key, number)
    return keys


def _narrow(group: Group, text: str, granted: frozenset[str]) -> _Narrowed:
    """The figure for matching, without the sensitive projects that were not granted."""
    id, asked = parse_link(text)
    if asked.get("purpose", MATCHING) != MATCHING:
        raise JalonError("overlap_for_matching", found=text, purpose=asked["purpose"])
    asked["purpose"] = MATCHING
    figure = group.figure(id, **asked)
    if figure.kind is not Kind.COUNT or figure.unit != "person":
        raise JalonError("overlap_not_people", found=text)
    assert figure.source is not None
    assert figure.scope is not None
    link = render_link(figure.indicator, figure.scope, MATCHING)
    facts = figure.source.facts
    columns = facts.table("projects").select(["code", "sensitive"]).to_pydict()
    sensitive = {code for code, is_so in zip(columns["code"], columns["sensitive"], strict=True) if is_so}
    selected = {project.code for project in select_projects(facts, figure.scope).values()}
    left_out = (selected & sensitive) - granted
    if left_out:
        others = selected - left_out
        if named := sorted(left_out & set(figure.scope.projects)) or (sorted(left_out) if not others else []):
            raise JalonError("overlap_sensitive", found=named[0])
        figure = group.figure(id, **asked | {"project": sorted(others)})
    return _Narrowed(figure, link, frozenset(left_out), frozenset(selected & sensitive & granted))
