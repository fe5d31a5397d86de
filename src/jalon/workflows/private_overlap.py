"""Two groups learn how many people both know, by files, and neither shows whom: ask, answer, read.

Names are read from the records, made into keys in memory and encrypted there. Only people who permit matching are
compared, and nobody of a sensitive project unless somebody says who granted it.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pyroaring import BitMap

import jalon.workflows.private_overlap_errors  # noqa: F401  (its catalogue)
from jalon.disclosure.suppressed import Suppressed
from jalon.errors import JalonError, Place
from jalon.exchange.overlap_files import (
    READ_ME_ANSWER,
    READ_ME_REQUEST,
    OverlapAnswer,
    OverlapRequest,
    read_overlap_file,
    sealed,
    write_overlap_file,
)
from jalon.home import Home
from jalon.identity.private_overlap import (
    PADDED_TO,
    PROTOCOL,
    UnusableMessageError,
    build_answer,
    build_recipe,
    build_request,
    count_elements,
    count_shared,
)
from jalon.records.actions.overlaps import answer_overlap, ask_overlap, read_overlap
from jalon.records.models import AuditedRecords, AuditEntry, Change
from jalon.workflows.private_overlap_people import ComparedPeople, read_compared_people

EXCHANGES = ("ask_overlap", "answer_overlap")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was made for the other group, and what its maker should know before sending it."""

    file: Path
    digest: str
    group: str
    """Whom it is for."""
    figures: tuple[str, ...]
    people: int
    """How many keys of people are in it; the file says only between which hundreds."""
    permitting: int
    """How many members of the figures permit matching."""
    threshold: int
    left_out: tuple[str, ...]
    """Sensitive projects in scope whose people were not looked at."""
    like: tuple[int, ...]
    """Earlier exchanges, by audit number, of the same people but for fewer than the threshold."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self) | {"file": str(self.file)}


@dataclass(frozen=True, slots=True)
class PrivateOverlap:
    """What an answer says: how many people both groups know, at least."""

    group: str
    """Who answered."""
    figures: tuple[str, ...]
    theirs: tuple[str, ...]
    """Its figures."""
    people: int
    """How many were asked about."""
    both: int | Suppressed
    threshold: int
    digest: str
    """Of the answer, to compare with what its sender saw."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; a number withheld says so."""
        both = self.both.to_dict() if isinstance(self.both, Suppressed) else self.both
        return asdict(self) | {"both": both}


def ask(
    home: Home,
    *,
    by: str,
    group: str,
    figures: Sequence[str],
    out: Path,
    sensitive: Sequence[str] = (),
    reason: str = "",
) -> Sent:
    """Make a request to another group about the members of these figures; its secret stays in the folder.

    Raises `overlap_cannot_write` and what `read_compared_people` raises.
    """
    check_can_write(out)
    people = read_compared_people(home, figures, sensitive=sensitive, reason=reason)
    keys = frozenset(people.keys)
    secret, message = build_request(keys)
    request = secrets.token_hex(16)
    file = sealed(
        OverlapRequest(
            **_stated(home, people, group, request), read_me=READ_ME_REQUEST, people=base64.b64encode(message)
        )
    )
    waiting = {
        "secret": base64.b64encode(secret).decode(), "request_digest": file.digest, "group": group,
        "figures": people.figures, "threshold": people.threshold, "people": len(keys), "elements": file.elements,
        "numbers": sorted(people.numbers),
    }  # fmt: skip
    like = find_like(people)
    keep_waiting(home, request, waiting)
    ask_overlap(by=by, people=people.numbers, reason=_reason(f"request {request} to {group}", people, reason))
    write(out, file)
    return _sent(out, file, group, people, like)


def answer(
    home: Home, request: Path, *, by: str, figures: Sequence[str], out: Path, sensitive: Sequence[str] = (),
    reason: str = "",
) -> Sent:  # fmt: skip
    """Answer another group's request with the members of these figures. Nothing is learnt here but who asked what.

    Raises `no_such_file`, `overlap_no_file`, `overlap_file_broken`, `overlap_file_kind`, `overlap_other_protocol`,
    `overlap_own_request`, `overlap_answered_already`, `overlap_not_ours`, `overlap_cannot_write` and what
    `read_compared_people` raises.
    """
    check_can_write(out)
    asked = read_overlap_file(request, OverlapRequest, protocol=PROTOCOL, keys=build_recipe())
    check_can_answer(asked, request)
    people = read_compared_people(home, figures, sensitive=sensitive, reason=reason)
    try:
        own, asked_about = build_answer(asked.people, asked.elements, frozenset(people.keys))
    except UnusableMessageError as error:
        raise JalonError("overlap_not_ours", place=Place(file=request.name)) from error
    file = sealed(
        OverlapAnswer(
            **_stated(home, people, asked.group, asked.request), read_me=READ_ME_ANSWER, request_digest=asked.digest,
            people=base64.b64encode(own), asked_about=base64.b64encode(asked_about),
        )
    )  # fmt: skip
    like = find_like(people)
    about = f"request {asked.request} of {asked.group} about {', '.join(asked.figures)}"
    answer_overlap(by=by, people=people.numbers, reason=_reason(about, people, reason))
    write(out, file)
    return _sent(out, file, asked.group, people, like)


def read(home: Home, answered: Path, *, by: str) -> PrivateOverlap:
    """How many people both know, once: the secret is deleted with it.

    Withheld where fewer than the threshold are in both, or fewer than it are not: that nearly all of the people asked
    about, or hardly any, are known to the other group says it of each. Raises as `answer`, `overlap_not_waiting`,
    `overlap_other_request`.
    """
    answer = read_overlap_file(answered, OverlapAnswer, protocol=PROTOCOL, keys=build_recipe())
    kept = home.overlaps / f"{answer.request}.json"
    if not kept.is_file():
        raise JalonError("overlap_not_waiting", place=Place(file=answered.name))
    waiting = json.loads(kept.read_text(encoding="utf-8"))
    if answer.request_digest != waiting["request_digest"]:
        raise JalonError("overlap_other_request", place=Place(file=answered.name))
    try:
        secret = base64.b64decode(waiting["secret"])
        both = count_shared(
            secret, answer.people, answer.asked_about, asked=waiting["elements"], answered=answer.elements
        )
    except UnusableMessageError as error:
        raise JalonError("overlap_not_ours", place=Place(file=answered.name)) from error
    threshold = max(waiting["threshold"], answer.threshold)
    is_told = threshold <= both <= waiting["people"] - threshold
    told = both if is_told else Suppressed()
    said = f"told {both}" if is_told else "withheld"
    reason = f"answer of {answer.group} to request {answer.request}: {said}"
    read_overlap(by=by, people=waiting["numbers"], reason=reason)
    kept.unlink()
    return PrivateOverlap(
        group=answer.group, figures=tuple(waiting["figures"]), theirs=answer.figures, people=waiting["people"],
        both=told, threshold=threshold, digest=answer.digest,
    )  # fmt: skip


def check_can_answer(asked: OverlapRequest, file: Path) -> None:
    """Raises `overlap_own_request`, `overlap_answered_already`: the audit says what was asked and answered here."""
    place, begins = Place(file=file.name), f"request {asked.request} "
    if AuditEntry.objects.filter(action="ask_overlap", reason__startswith=begins).exists():
        raise JalonError("overlap_own_request", place=place)
    answered = AuditEntry.objects.filter(action="answer_overlap", reason__startswith=begins).first()
    if answered is not None:
        figures = answered.reason.rpartition(": ")[2]
        raise JalonError("overlap_answered_already", place=place, day=answered.at.date(), figures=figures)


def find_like(people: ComparedPeople) -> tuple[int, ...]:
    """Earlier exchanges of nearly these people: two results beside each other would tell about the few that differ."""
    earlier: dict[int, BitMap] = {}
    reads = AuditedRecords.objects.filter(entry__action__in=EXCHANGES, change=Change.READ, table="person")
    for entry, first, last in reads.values_list("entry_id", "first", "last").iterator():
        earlier.setdefault(entry, BitMap()).add_range(first, last + 1)
    now = BitMap(people.numbers)
    return tuple(entry for entry, numbers in sorted(earlier.items()) if len(now ^ numbers) < people.threshold)


def keep_waiting(home: Home, request: str, waiting: Mapping[str, Any]) -> None:
    """Keep what only the asker may know where only the folder's owner reads."""
    home.overlaps.mkdir(mode=0o700, exist_ok=True)
    file = home.overlaps / f"{request}.json"
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(json.dumps(waiting), encoding="utf-8")


def check_can_write(out: Path) -> None:
    """Before anybody's name is read. Raises `overlap_cannot_write`."""
    if out.exists() or not out.parent.is_dir():
        raise JalonError("overlap_cannot_write", found=out)


def write(out: Path, file: OverlapRequest | OverlapAnswer) -> None:
    """Raises `overlap_cannot_write`."""
    try:
        write_overlap_file(out, file)
    except OSError as error:
        raise JalonError("overlap_cannot_write", found=out) from error


def _stated(home: Home, people: ComparedPeople, group: str, request: str) -> dict[str, Any]:
    return {
        "protocol": PROTOCOL, "keys": build_recipe(), "request": request, "group": home.group, "to": group,
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "figures": people.figures,
        "threshold": people.threshold, "elements": count_elements(len(people.keys)), "padded_to": PADDED_TO,
    }  # fmt: skip


def _reason(about: str, people: ComparedPeople, reason: str) -> str:
    granted = (
        f"; sensitive {', '.join(people.granted)}: {reason}" if people.granted else f"; {reason}" if reason else ""
    )
    return f"{about}: {', '.join(people.figures)}{granted}"


def _sent(
    out: Path, file: OverlapRequest | OverlapAnswer, group: str, people: ComparedPeople, like: tuple[int, ...]
) -> Sent:
    return Sent(
        file=out, digest=file.digest, group=group, figures=people.figures, people=len(people.keys),
        permitting=people.permitting, threshold=people.threshold, left_out=people.left_out, like=like,
    )  # fmt: skip
