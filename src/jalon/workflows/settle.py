"""What is told first: once a release is public, its figures are decided in a stated order, what matters most before all.

What is published first is told best, since whatever comes later is protected beside it. The order is

1. the figures of the site's first page (`headlines` in the settings),
2. every figure of the whole group in the period that the release closed, how many people take part before the others,

and these come before any question of a visitor, who waits for them no longer than a few seconds. After them, while time allows (`jalon serve` does it before anybody
asks, `jalon release settle` at once),

3. the tables of the first page: everybody by country, organisation and project, and its figures by year,
4. the tables that the definitions of the group's figures offer,
5. every other figure that the release states: its other periods, organisations, projects.

A second time is a look-up.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from jalon.disclosure import Policy, open_policy, show_breakdown, show_figure
from jalon.disclosure.questions import AskedByGroup, Offer, open_questions
from jalon.engines.answer import DEFAULT_PURPOSE
from jalon.errors import JalonError, JalonErrors
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
"""Decides one; a site lets its readers in between."""


def _at_once(decide: Callable[[], None]) -> None:
    decide()


@dataclass(frozen=True, slots=True)
class Planned:
    """A figure of a release, or its table by a dimension."""

    id: str
    scope: dict[str, Any]
    by: tuple[str, ...] = ()


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
    assert policy.published is not None
    return replace(policy, published=AskedByGroup(policy.published, open_questions(home), build_offer(releases)))


def settle_first(
    home: Home,
    release: Release,
    policy: Policy,
    *,
    progress: Progress | None = None,
    compute: Compute = _at_once,
    until: float = math.inf,
) -> None:
    """Decide and keep what is told first of a release, unless that is done. Raises `release_damaged`, `bad_published`,
    `no_certificate`."""
    _settle(home, release, "first", build_first(home, release), policy, progress, compute, until)


def settle_headlines(home: Home, release: Release, policy: Policy) -> None:
    """The very first of it: the figures of the site's first page."""
    _settle(home, release, "headlines", _headlines(home), policy, None, _at_once)


def settle_rest(
    home: Home,
    release: Release,
    policy: Policy,
    *,
    progress: Progress | None = None,
    compute: Compute = _at_once,
    until: float = math.inf,
) -> None:
    """The same of what is told next; after `settle_first`. What is not done by `until`, on the clock of
    `time.monotonic`, is decided when somebody asks for it."""
    _settle(home, release, "rest", build_rest(home, release), policy, progress, compute, until)


def _settle(
    home: Home,
    release: Release,
    part: str,
    plan: Sequence[Planned],
    policy: Policy,
    progress: Progress | None,
    compute: Compute,
    until: float = math.inf,
) -> None:
    if policy.rounding is not None:
        return  # rounded numbers do not depend on what was asked before
    done = _read_settled(home)
    key, digest = f"{release.code} {part}", _digest(release, plan)
    if done.get(key) == digest:
        return
    for count, planned in enumerate(plan, 1):
        if time.monotonic() > until:
            return
        compute(partial(ask_planned, release, planned, policy))
        if progress is not None:
            progress(count, len(plan))
    write_whole(home.releases / FILE, json.dumps(_read_settled(home) | {key: digest}).encode())


def ask_planned(release: Release, planned: Planned, policy: Policy) -> None:
    """One of them; what cannot be asked of this release is nothing to decide."""
    try:
        check_published(release, str(planned.scope.get("period", release.manifest.period)))
        figure = release.figure(planned.id, **planned.scope)
        if planned.by:
            show_breakdown(figure.by(*planned.by), policy)
        else:
            show_figure(figure, policy)
    except JalonErrors as errors:
        if any(error.id in GRAVE for error in errors.errors):
            raise
    except JalonError as error:
        if error.id in GRAVE:
            raise


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
