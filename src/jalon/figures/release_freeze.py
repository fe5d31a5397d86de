"""Freezing: facts first, then every figure computed from the frozen facts, then the manifest."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jalon.definitions import shipped_texts
from jalon.engines.answer import Period
from jalon.errors import JalonError
from jalon.facts.store import open_facts
from jalon.facts.writer import only_writer
from jalon.figures.figure import Figure
from jalon.figures.link import parse_link
from jalon.figures.period import parse_period, render_period
from jalon.figures.release import Stated, exact, link_of
from jalon.figures.release_answers import write_answers
from jalon.figures.release_facts import freeze_facts
from jalon.figures.release_folder import (
    ANSWERS,
    DEFINITIONS,
    FACTS,
    FIGURES,
    SETS,
    UNFINISHED,
    ReleaseManifest,
    check_release_code,
    list_files,
    write_release_manifest,
    write_whole,
)
from jalon.figures.release_group import RecordingGroup
from jalon.home import Home

Progress = Callable[[int, int], None]
"""Called with how many figures are frozen, and how many there are."""
PATIENCE = 60.0


def freeze_release(
    home: Home,
    *,
    code: str,
    title: str,
    period: str,
    reason: str,
    by: str,
    also: Sequence[str] = (),
    figures: Sequence[str] = (),
    progress: Progress | None = None,
) -> tuple[Path, ReleaseManifest]:
    """Write a release into a folder that is not yet in its place; `place_release` puts it there.

    Frozen are every available indicator in the period for the whole group, each organisation that runs a project
    and each project; for the whole group in the periods `also` given; and the `figures` named by links.
    Raises `bad_release_code`, `release_there`, `bad_period`, `bad_link`, what `Group.figure` raises, `facts_moved`.
    """
    check_release_code(code)
    if (home.releases / code).exists():
        raise JalonError("release_there", code=code)
    closed = [render_period(check_closed(parse_period(text))) for text in (period, *also)]
    folder = home.releases / f"{UNFINISHED}{code}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    folder.chmod(0o700)
    with only_writer(home, patience=PATIENCE):
        facts = freeze_facts(open_facts(home), folder / FACTS)
    group = RecordingGroup(facts, home)
    asked = list(build_asked(group, closed, figures))
    group.check_indicators()
    stated: dict[str, Stated] = {}
    for done, (id, scope) in enumerate(asked, 1):
        one = state(group.figure(id, **scope))
        stated.setdefault(one.link, one)
        if progress:
            progress(done, len(asked))
    assert group.recording is not None
    texts = {**shipped_texts(), **facts.definitions()}
    write_whole(folder / DEFINITIONS, json.dumps(texts, ensure_ascii=False, indent=1).encode())
    write_whole(folder / FIGURES, json.dumps([one.to_dict() for one in stated.values()], ensure_ascii=False).encode())
    write_answers(folder / ANSWERS, folder / SETS, group.recording.answers)
    manifest = ReleaseManifest(
        code=code,
        title=title or code,
        period=closed[0],
        reason=reason,
        made_by=by,
        made_at=dt.datetime.now(dt.UTC).isoformat(),
        facts_version=facts.version,
        facts_made_at=facts.manifest.made_at,
        group=home.group,
        synthetic=home.synthetic,
        age_bands=home.age_bands,
        files=list_files(folder),
    )
    manifest = replace(manifest, digest=manifest.build_digest(home.key))
    write_release_manifest(folder, manifest)
    return folder, manifest


def build_asked(
    group: RecordingGroup, periods: Sequence[str], links: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is frozen: indicator and scope; scope by scope, since an engine keeps what it found in one."""
    # Links first: a bad one is told before the work is done.
    for link in links:
        id, asked = parse_link(link)
        yield id, asked | {"period": check_closed(parse_period(str(asked.get("period", "all"))))}
    period = periods[0]
    facts = group.facts
    organisations = {row["organisation"]: row for row in facts.table("organisations").to_pylist()}
    runs = set()
    for row in facts.table("projects").to_pylist():
        number: int | None = row["organisation"]
        while number is not None and number not in runs:
            runs.add(number)
            number = organisations[number]["parent"]
    # The parts right after the whole: an engine says again of them what was said there.
    scopes: list[dict[str, Any]] = [{"period": period}]
    scopes += [{"period": period, "organisation": code} for code in sorted(organisations[n]["code"] for n in runs)]
    scopes += [{"period": period, "project": code} for code in group.projects]
    scopes += [{"period": one} for one in dict.fromkeys(periods) if one != period]
    for scope in scopes:
        for id in group.indicators:
            yield id, scope


def check_closed(period: Period) -> Period:
    """A period with a first and a last day: in an open one figures go on changing. Raises `release_open_period`."""
    if period.start is None or period.end is None:
        raise JalonError("release_open_period", found=render_period(period))
    return period


def state(figure: Figure) -> Stated:
    assert figure.scope is not None
    scope = {name: list(codes) for name, codes in (
        ("organisation", figure.scope.organisations),
        ("project", figure.scope.projects),
        ("country", figure.scope.countries),
        ("site", figure.scope.sites),
        ("theme", figure.scope.themes),
        ("grant", figure.scope.grants),
        ("funder", figure.scope.funders),
    ) if codes}  # fmt: skip
    return Stated(
        link=link_of(figure),
        indicator=figure.indicator,
        scope={"period": render_period(figure.scope.period), **scope, "purpose": figure.purpose},
        version=figure.version,
        definition=figure.definition_digest,
        value=exact(figure.value),
        bounds=(exact(figure.bounds[0]), exact(figure.bounds[1])),
        status=figure.status,
        collected=figure.collected,
        reason=figure.reason_key,
        size=figure.size,
        no=len(figure.no),
        unknown=len(figure.unknown),
    )


def place_release(home: Home, unfinished: Path, code: str) -> None:
    """Put a finished folder in its place. Raises `release_there`."""
    target = home.releases / code
    if target.exists():
        raise JalonError("release_there", code=code)
    unfinished.rename(target)
