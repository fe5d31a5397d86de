"""The demonstration group: drawn, written by the actions that write any group, and turned into facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from jalon.demo.directory import Directory, load_directory
from jalon.demo.events import add_events
from jalon.demo.halves import SECOND, close_first_half, close_year, forget, write_first_half, write_second_half
from jalon.demo.headlines import FIRST_PAGE
from jalon.demo.health import add_health_professionals
from jalon.demo.mana import add_mana
from jalon.demo.offices import add_offices
from jalon.demo.plots import add_plots
from jalon.demo.registers import Registers
from jalon.demo.said import add_what_was_said
from jalon.demo.scale import check_scale, reason_of
from jalon.demo.ventures import add_entrepreneurs
from jalon.demo.young import add_young_people
from jalon.errors import JalonError
from jalon.home import Home, mark_synthetic, set_headlines
from jalon.records.actions.audited import audited
from jalon.records.models import AuditEntry, Organisation, Release, Subject
from jalon.workflows.refresh_facts import refresh_facts

ACTION = "build_demonstration"
FIRST_HALF = f"{ACTION}_first_half"

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was written: rows by table, none where the home already held this very demonstration."""

    rows: dict[str, int]
    facts_version: str


def build_demonstration(home: Home, *, by: str, scale: float, progress: Progress) -> Built:
    """Write the group into an empty home and bring its facts up to date.

    A home that holds the demonstration at this scale is left as it is. Raises `demo_scale`, `demo_other_scale`,
    `demo_home_in_use`.
    """
    check_scale(scale)
    rows: dict[str, int] = {}
    if not is_there(home, scale):
        # Before anything is in it: nothing made up ever stands in a folder that does not say so.
        home = set_headlines(mark_synthetic(home), FIRST_PAGE)
        with audited(FIRST_HALF, by=by, reason=reason_of(scale)):
            directory = load_directory(by)
            registers = build_registers(directory, scale, progress)
            rows = registers.counts()
            half = write_first_half(by=by, registers=registers, directory=directory, progress=progress)
        close_first_half(home, by=by, progress=progress)
        with audited(ACTION, by=by, reason=reason_of(scale)):
            write_second_half(by=by, registers=registers, directory=directory, half=half, progress=progress)
            add_what_was_said(by, directory)
        # After the second half: erasing brings the facts in step, once for both.
        forget(home, by=by, half=half, progress=progress)
        return Built(rows, close_year(home, by=by, progress=progress).facts_version)
    return Built(rows, refresh_facts(home, progress=partial(progress, "facts")).version)


def is_there(home: Home, scale: float) -> bool:
    """Whether the home holds this demonstration already, whole: its last release is the last of it that is made.

    Raises `demo_other_scale`, `demo_home_in_use`.
    """
    former = AuditEntry.objects.filter(action=ACTION).order_by("number").first()
    if former is not None and Release.objects.filter(code=SECOND).exists():
        if former.reason != reason_of(scale):
            raise JalonError("demo_other_scale", home=home.path, found=former.reason, wanted=f"{scale:g}")
        return True
    if Organisation.objects.exists() or Subject.objects.exists():
        raise JalonError("demo_home_in_use", home=home.path)
    return False


def build_registers(directory: Directory, scale: float, progress: Progress) -> Registers:
    """Every row to be written, in memory."""
    registers = Registers()
    steps: tuple[Callable[[], None], ...] = (
        lambda: add_mana(registers, directory),
        lambda: add_events(registers, directory),
        lambda: add_offices(registers, directory),
        lambda: add_plots(registers, directory),
        lambda: add_entrepreneurs(registers, directory),
        lambda: add_health_professionals(registers, directory, scale),
        lambda: add_young_people(registers, directory, scale),
    )
    for done, step in enumerate(steps, start=1):
        step()
        progress("drawing", done, len(steps))
    return registers
