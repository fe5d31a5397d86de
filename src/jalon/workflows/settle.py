"""What is told first: once a release is public, its figures are decided in a stated order, what matters most before all.

What is published first is told best, since whatever comes later is protected beside it. The order is

1. the figures of the site's first page (`headlines` in the settings),
2. every figure of the whole group in the period that the release closed, how many people take part before the others,

and these are decided by the command that makes it public, or by `jalon serve` before it opens: no visitor waits for them.
After them (`jalon serve` begins with it once it is open, for some seconds; `jalon release settle` does it at once),

3. the tables of the first page: everybody by country, organisation and project, and its figures by year,
4. the tables that the definitions of the group's figures offer,
5. every other figure that the release states: its other periods, organisations, projects.

So many of the plan at a time are decided in one trial (`jalon.disclosure.together`), the headlines by themselves. A second
time is a look-up.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from jalon.disclosure import Policy, Published, open_policy, show_breakdown, show_figure
from jalon.disclosure.asked import TABLE, read_question
from jalon.disclosure.decide import Extent
from jalon.disclosure.published import OvertakenError
from jalon.disclosure.questions import AskedByGroup, Gathering, Offer, Undecided, open_questions
from jalon.engines.answer import DEFAULT_PURPOSE
from jalon.errors import JalonError, JalonErrors
from jalon.figures.breakdown import Breakdown
from jalon.figures.figure import Figure
from jalon.figures.link import parse_link
from jalon.figures.period import render_period
from jalon.figures.release import Release
from jalon.figures.release_folder import write_whole
from jalon.home import Home
from jalon.workflows.published import check_published

EVERYBODY = "participants"
FIRST_PAGE = ("country", "organisation", "project")
YEAR = "year"
FILE = "settled.json"
GRAVE = frozenset({"release_damaged", "bad_published", "no_certificate"})
"""Errors that stop it; any other says of one figure that it cannot be asked of this release."""

Progress = Callable[[int, int], None]
"""Told how many are decided, and of how many."""
Compute = Callable[[Callable[[], None]], None]
"""Does what needs the facts; a site lets its readers in between, and does not keep them waiting for a trial."""
TRIES = 3
"""How often a text is told at once before it is told number by number."""
Result = TypeVar("Result")
TOGETHER = 16
"""So many of the plan are decided in one trial."""


def _at_once(decide: Callable[[], None]) -> None:
    decide()


@dataclass(frozen=True, slots=True)
class Planned:
    """A figure of a release, or its table by a dimension."""

    id: str
    scope: dict[str, Any]
    by: tuple[str, ...] = ()


class Part(StrEnum):
    """What is decided at once, in this order."""

    HEADLINES = "headlines"
    FIRST = "first"
    REST = "rest"


def build_headlines(home: Home, release: Release) -> list[Planned]:
    """The figures of the site's first page, and everybody in the period that the release closed."""
    return [*_headlines(home), Planned(EVERYBODY, {"period": render_period(release.period)})]


def build_first(home: Home, release: Release) -> list[Planned]:
    """What is decided before anybody asks: headlines, then every figure of the whole group in the period closed."""
    stated = [one for one in release.stated.values() if _is_whole(one.scope)]
    of_period = [one for one in stated if one.scope["period"] == render_period(release.period)]
    of_period.sort(key=lambda one: one.indicator != EVERYBODY)  # everybody, then the others as they are listed
    return [*_headlines(home), *(Planned(one.indicator, {"period": one.scope["period"]}) for one in of_period)]


def build_rest(home: Home, release: Release) -> list[Planned]:
    """What is decided next: tables of the first page, tables offered, and all other figures stated."""
    headlines = _headlines(home)
    whole = [one for one in headlines if set(one.scope) == {"period"}]
    period = whole[0].scope["period"] if whole else release.manifest.period
    found = [Planned(EVERYBODY, {"period": period}, (one,)) for one in FIRST_PAGE]
    found += [replace(one, by=(YEAR,)) for one in headlines if YEAR in _offered(release, one.id)]
    first = build_first(home, release)
    found += [replace(one, by=(by,)) for one in first for by in _offered(release, one.id)]
    for one in release.stated.values():
        is_usual = one.scope.get("purpose") == DEFAULT_PURPOSE
        scope = {name: value for name, value in one.scope.items() if name != "purpose" or not is_usual}
        found.append(Planned(one.indicator, scope))
    known = {_key(one) for one in first}
    return list({_key(one): one for one in found if _key(one) not in known}.values())


PLANS = {Part.HEADLINES: build_headlines, Part.FIRST: build_first, Part.REST: build_rest}


def build_offer(releases: Sequence[Release]) -> Offer:
    """What anybody may ask of these releases, the public ones, without its being counted."""
    periods = {one.scope["period"] for release in releases for one in release.stated.values()}
    tables: dict[str, set[str]] = {EVERYBODY: set(FIRST_PAGE)}
    for release in releases:
        for id, definition in release.indicators.items():
            tables.setdefault(id, set()).update(definition.by)
    return Offer(frozenset(periods), tables)


def group_policy(home: Home, releases: Sequence[Release], policy: Policy | None = None) -> Policy:
    """Under which the group publishes: what its settings decide, beside all that it published, and kept."""
    policy = open_policy(home) if policy is None else policy
    assert isinstance(policy.published, Published)
    return replace(policy, published=AskedByGroup(policy.published, open_questions(home), build_offer(releases)))


def tell_at_once(home: Home, releases: Sequence[Release], tell: Callable[[Policy], Result]) -> Result:
    """What `tell` gives under the group's policy, all that it asks for being told, or nothing where it fails. Where
    others go on publishing meanwhile, it is told one by one in the end."""
    for _ in range(TRIES):
        policy = group_policy(home, releases)
        asked = policy.published
        assert isinstance(asked, AskedByGroup)
        try:
            with asked.at_once() as published:
                result = tell(replace(policy, published=published))
        except OvertakenError:
            continue
        return result
    return tell(group_policy(home, releases))


def settle(
    home: Home,
    release: Release,
    policy: Policy,
    part: Part,
    *,
    progress: Progress | None = None,
    compute: Compute = _at_once,
    until: float = math.inf,
    together: int = TOGETHER,
) -> None:
    """Decide and keep a part of what is told of a release, unless that is done, `together` at a time. What is not done by
    `until`, on the clock of `time.monotonic`, is decided when somebody asks for it.

    Raises `release_damaged`, `bad_published`, `no_certificate`.
    """
    if policy.rounding is not None:
        return  # rounded numbers do not depend on what was asked before
    plan = PLANS[part](home, release)
    key, digest = f"{release.code} {part}", _digest(release, plan)
    if _read_settled(home).get(key) == digest:
        return
    for start in range(0, len(plan), together):
        if time.monotonic() > until:
            return
        if progress is not None:
            progress(start, len(plan))
        _decide(release, plan[start : start + together], policy, compute)
    if progress is not None:
        progress(len(plan), len(plan))
    write_whole(home.releases / FILE, json.dumps(_read_settled(home) | {key: digest}).encode())


def _decide(release: Release, chunk: Sequence[Planned], policy: Policy, compute: Compute) -> None:
    asked = policy.published
    assert isinstance(asked, AskedByGroup)
    gathering = Gathering(asked)
    waiting: list[Figure | Breakdown] = []
    compute(partial(_gather, release, chunk, replace(policy, published=gathering), waiting))
    asked.decide_many(list(gathering.pending.values()), policy)
    for subject in waiting:  # sums and means, which are decided when sizes are
        compute(partial(_show, subject, policy))


def _gather(release: Release, chunk: Sequence[Planned], policy: Policy, waiting: list[Figure | Breakdown]) -> None:
    for planned in chunk:
        if (subject := open_planned(release, planned)) is not None:
            try:
                _show(subject, policy)
            except Undecided:
                waiting.append(subject)


def open_planned(release: Release, planned: Planned) -> Figure | Breakdown | None:
    """One of the plan; None where it cannot be asked of this release: there is nothing to decide."""
    try:
        check_published(release, str(planned.scope.get("period", release.manifest.period)))
        figure = release.figure(planned.id, **planned.scope)
        return figure.by(*planned.by) if planned.by else figure
    except JalonErrors as errors:
        if any(error.id in GRAVE for error in errors.errors):
            raise
    except JalonError as error:
        if error.id in GRAVE:
            raise
    return None


def _show(subject: Figure | Breakdown, policy: Policy) -> None:
    if isinstance(subject, Breakdown):
        show_breakdown(subject, policy)
    else:
        show_figure(subject, policy)


@dataclass(frozen=True, slots=True)
class Told:
    """How many tables of a release are told cell by cell, and of how many only the totals or nothing."""

    by_cells: int = 0
    totals: int = 0


def count_told(release: Release, policy: Policy) -> Told:
    """Whatever was asked of it so far. Raises `bad_published`."""
    asked = policy.published
    assert isinstance(asked, AskedByGroup)
    answered = [
        one
        for publication, one in asked.published.answers(policy)
        if publication.startswith(f"{TABLE} ")
        and (question := read_question(publication)) is not None
        and question.facts_version == release.facts_version
    ]
    by_cells = sum(one.extent == Extent.CELLS for one in answered)
    return Told(by_cells, len(answered) - by_cells)


def _headlines(home: Home) -> list[Planned]:
    found = []
    for link in home.headlines:
        id, scope = parse_link(link)
        found.append(Planned(id, dict(scope)))
    return found


def _is_whole(scope: Any) -> bool:
    return set(scope) <= {"period", "purpose"}


def _offered(release: Release, id: str) -> Iterator[str]:
    definition = release.indicators.get(id)
    yield from definition.by if definition is not None else ()


def _key(planned: Planned) -> str:
    return json.dumps([planned.id, planned.scope, planned.by], sort_keys=True, default=str)


def _digest(release: Release, plan: Sequence[Planned]) -> str:
    named = [release.facts_version, *(_key(one) for one in plan)]
    return hashlib.sha256("\n".join(named).encode()).hexdigest()[:16]


def _read_settled(home: Home) -> dict[str, str]:
    try:
        return dict(json.loads((home.releases / FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError) as error:
        raise JalonError("bad_published", file=home.releases / FILE, problem=str(error)) from None
