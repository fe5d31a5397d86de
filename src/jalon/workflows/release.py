"""Closing a period, and saying who may see what was closed."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Sequence
from functools import partial

import jalon.workflows.publish_errors  # noqa: F401  (its catalogue)
from jalon.errors import Bilingual, JalonError, nearest_name
from jalon.figures.release import Release, find_latest_public, open_release, open_releases, read_public
from jalon.figures.release_folder import PUBLIC, mend_releases, only_release_writer, write_whole
from jalon.figures.release_freeze import freeze_release, place_release
from jalon.home import Home
from jalon.records.actions.audited import audited
from jalon.records.actions.releases import add_release, publish_release, withdraw_release
from jalon.records.models import Release as ReleaseRecord
from jalon.records.policies import check_reason
from jalon.workflows.refresh_facts import refresh_facts
from jalon.workflows.settle import Part, Told, count_told, group_policy
from jalon.workflows.settle import settle as settle_part

Progress = Callable[[str, int, int], None]
"""Told the stage (`facts`, `release`, a part that is settled), how much of it is done, and of how much."""


def make_release(
    home: Home,
    *,
    by: str,
    code: str,
    period: str,
    reason: str,
    title: str = "",
    also: Sequence[str] = (),
    figures: Sequence[str] = (),
    public: bool = False,
    progress: Progress | None = None,
) -> Release:
    """Freeze the figures of a period as the records are now, under a code that is never used again.

    `also` are further periods for the whole group; `figures` are links to further figures. The folder is put in
    its place within the transaction that records it. Raises what `freeze_release` raises, `release_needs_reason`.
    """
    check_reason(reason)
    with only_release_writer(home):
        # Not before: an erasure that held the releases has brought the facts in step by now.
        refresh_facts(home, progress=progress and partial(progress, "facts"))
        _forget_unrecorded(home, code)
        try:
            folder, manifest = freeze_release(
                home, code=code, title=title, period=period, reason=reason, by=by, also=also, figures=figures,
                progress=progress and partial(progress, "release"),
            )  # fmt: skip
            with audited("make_release", by=by, reason=reason):
                record = add_release(
                    by=by,
                    code=code,
                    title=manifest.title,
                    period=manifest.period,
                    reason=reason,
                    made_at=dt.datetime.fromisoformat(manifest.made_at),
                    facts_version=manifest.facts_version,
                    digest=manifest.digest,
                )
                if public:
                    publish_release(by=by, release=record, reason=reason)
                place_release(home, folder, code)
        finally:
            # What did not come to its place holds facts of people, and nothing would erase them there.
            mend_releases(home.releases)
        if public:
            _tell(home, code)
    return open_release(home, code)


def publish(home: Home, code: str, *, by: str, reason: str) -> Release:
    """Let anybody see a release. Raises `no_such_release`, `release_damaged`, `release_needs_reason`, `release_already`."""
    release = open_release(home, code)
    release.check()
    with only_release_writer(home):
        publish_release(by=by, release=find_release(code), reason=reason)
        _tell(home, code)
    return open_release(home, code)


def settle(home: Home, code: str, *, whole: bool = False, progress: Progress | None = None) -> Told:
    """Decide what a public release tells first, its figures for the whole group; the `whole` of it with what comes next
    (`jalon.workflows.settle`). What is done already is not done again. Gives how many of its tables are told.

    Raises `no_such_release`, `release_not_public`, `release_damaged`, `bad_published`, `no_certificate`.
    """
    release = open_release(home, code)
    if not release.public:
        raise JalonError("release_not_public", code=code)
    policy = group_policy(home, [one for one in open_releases(home) if one.public])
    for part in (Part.FIRST, Part.REST) if whole else (Part.FIRST,):
        settle_part(home, release, policy, part, progress=None if progress is None else partial(progress, part))
    return count_told(release, policy)


def settle_latest(home: Home, *, progress: Progress | None = None) -> None:
    """Decide what the latest public release tells first, unless that is done; nothing where none is public.

    Raises `release_damaged`, `bad_published`, `no_certificate`.
    """
    latest = find_latest_public(open_releases(home))
    if latest is not None:
        settle(home, latest.code, progress=progress)


def withdraw(home: Home, code: str, *, by: str, reason: str) -> Release:
    """Take a release from the public. Raises `no_such_release`, `release_needs_reason`, `release_already`."""
    with only_release_writer(home), audited("withdraw", by=by, reason=reason):
        withdraw_release(by=by, release=find_release(code), reason=reason)
        # Before the records say so: whatever happens, nobody sees what was to be withdrawn.
        _write_public(home, read_public(home.releases) - {code})
    return open_release(home, code)


def check_release(home: Home, code: str) -> Release:
    """Hold a release against its digests and against the records. Raises `release_damaged`, `no_such_release`."""
    release = open_release(home, code)
    release.check()
    record = find_release(code)
    if record.digest != release.made_with:
        raise JalonError(
            "release_damaged",
            code=code,
            found=Bilingual("it is not the one that was recorded", "ce n'est pas celle qui a été enregistrée"),
        )
    if record.public != release.public:
        raise JalonError(
            "release_damaged",
            code=code,
            found=Bilingual(
                f"{PUBLIC} and the records differ on who may see it",
                f"{PUBLIC} et les fiches diffèrent sur qui peut la voir",
            ),
        )
    return release


def find_release(code: str) -> ReleaseRecord:
    """Raises `no_such_release`."""
    found = ReleaseRecord.objects.filter(code=code).first()
    if found is None:
        known = ReleaseRecord.objects.values_list("code", flat=True)
        raise JalonError("no_such_release", nearest=nearest_name(code, known), found=code)
    return found


def _forget_unrecorded(home: Home, code: str) -> None:
    """A folder put in place by a process that died before it was recorded is no release."""
    if not ReleaseRecord.objects.filter(code=code).exists() and (home.releases / code / "manifest.json").exists():
        shutil.rmtree(home.releases / code)


def _tell(home: Home, code: str) -> None:
    """Decide what is told of the headlines before anybody can ask anything, then let everybody ask."""
    codes = {*read_public(home.releases), code}
    releases = [one for one in open_releases(home) if one.code in codes]
    (release,) = (one for one in releases if one.code == code)
    settle_part(home, release, group_policy(home, releases), Part.HEADLINES)
    _write_public(home, codes)


def _write_public(home: Home, codes: set[str] | frozenset[str]) -> None:
    write_whole(home.releases / PUBLIC, json.dumps({"public": sorted(codes)}).encode())
