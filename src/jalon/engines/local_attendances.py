"""The attendances of a project, joined to whom they are about: what a figure of any period cuts its days from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from threading import local

import numpy as np
import pyarrow as pa

from jalon.engines.local_arrays import Ints, stable_order, starts_of
from jalon.engines.local_reading import Reader, codes, ints, ints_or, is_given, unscaled
from jalon.engines.local_spells import OPEN
from jalon.facts.kept import Arrays

ABSENT, EXCUSED, PRESENT = 0, 1, 2
MARKS = {"absent": ABSENT, "excused": EXCUSED, "present": PRESENT}
HOURS_SCALE = 100
"""Of the facts' decimals, too."""

ENDLESS = np.int64(4 * OPEN)
"""More days than there are: a record and a day make one number that sorts by both."""


class Attendances:
    """The marks of one project, in the order of its sessions.

    Who is meant is one of the project's records (the numbers of its enrolments' subjects, sorted), or nobody where
    no spell of that record covers the day: `others` are such rows, whose subject may be in the project under another
    record.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays

    def build(self) -> None:
        """Have at hand what every figure asks of it. A cached property would let one thread in at a time."""
        for name in ("starts", "who", "mark"):
            _ = self._arrays[name]

    @cached_property
    def starts(self) -> Ints:
        """Where the rows of each session begin; one more, where the last ends."""
        return self._arrays["starts"]

    @cached_property
    def who(self) -> Ints:
        """A position among the project's records, or one past the last."""
        return self._arrays["who"]

    @cached_property
    def mark(self) -> Ints:
        return self._arrays["mark"]

    @cached_property
    def hours(self) -> Ints:
        """In hundredths, -1 not recorded; no rows where none are recorded at all."""
        return self._arrays["hours"]

    @cached_property
    def others(self) -> tuple[Ints, Ints]:
        """Rows of nobody, and the number of the record that each names."""
        return self._arrays["others"], self._arrays["other_records"]


class AttendanceBuilder:
    """Builds the arrays of `Attendances`, project by project. Safe for several threads."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._tables = local()
        """`place_of`: by number of a record its place among those of the project at hand. Each thread makes the table
        once, for all its projects."""

    def _read(self, name: str, project: int, columns: Sequence[str]) -> pa.Table:
        return self._reader.read(name, columns, projects=(project,))

    def build(self, project: int) -> Arrays:
        sessions = self._read("sessions", project, ("session", "date"))
        rows = self._read("attendances", project, ("session", "subject", "mark", "hours"))
        number, day = ints(sessions, "session"), ints(sessions, "date")
        held = np.lexsort((number, day))
        number, day = number[held], day[held]
        of_session, order = _place_in_sessions(number, ints(rows, "session"))
        who = ints(rows, "subject")
        marks = codes(rows, "mark")
        mark = np.array([MARKS[label] for label in marks.labels], np.int8)[marks.positions]
        recorded = np.zeros(0, np.int32)
        if rows.column("hours").null_count < len(rows):
            recorded = np.where(is_given(rows, "hours"), unscaled(rows, "hours"), -1).astype(np.int32)
        if order is not None:
            of_session, who, mark = of_session[order], who[order], mark[order]
            recorded = recorded[order] if len(recorded) else recorded
        place, nobody = self._cover(project, who, day[of_session])
        others = np.flatnonzero(place == nobody).astype(np.int32)
        return {
            "starts": np.searchsorted(of_session, np.arange(len(number) + 1)).astype(np.int32),
            "who": place.astype(np.min_scalar_type(nobody)),
            "mark": mark,
            "hours": recorded,
            "others": others,
            "other_records": who[others],
        }

    def _cover(self, project: int, who: Ints, held: Ints) -> tuple[Ints, int]:
        """For each row the place of its record where a spell of that record covers the day, and the place of nobody."""
        spells = self._read("enrolments", project, ("subject", "entry", "exit"))
        record, entry, exit = ints(spells, "subject"), ints(spells, "entry"), ints_or(spells, "exit", OPEN)
        order = np.argsort(entry, kind="stable")  # of a file these are in order, which takes one look
        order = order[stable_order(record[order])]
        record, entry, exit = record[order], entry[order], exit[order]
        first = starts_of(record)
        place = self._places(record[first], who)
        # One spell each, mostly; of the others the spell that began last, made to reach as far as any before it.
        within = held >= np.append(entry[first], np.int32(OPEN))[place]
        within &= held <= np.append(exit[first], np.int32(0))[place]
        if len(first) < len(record):
            last = np.append(first[1:], len(record))
            several = np.flatnonzero(np.append(last - first > 1, False)[place])
            base = np.repeat(np.arange(len(first)), last - first) * ENDLESS
            reach = np.maximum.accumulate(base + exit) - base
            wanted = place[several] * ENDLESS + held[several]
            began = np.searchsorted(base + entry, wanted, side="right") - 1
            ours = began >= first[place[several]]
            within[several] = ours & (held[several] <= reach[began])
        return np.where(within, place, len(first)), len(first)

    def _places(self, records: Ints, who: Ints) -> Ints:
        """The place of each number among the records, -1 where it is none of them."""
        most = max((int(numbers.max()) for numbers in (records, who) if len(numbers)), default=0)
        place_of: Ints | None = getattr(self._tables, "place_of", None)
        if place_of is None or most >= len(place_of):
            place_of = self._tables.place_of = np.full(most + 1, -1, np.int32)
        place_of[records] = np.arange(len(records), dtype=np.int32)
        place = place_of[who]
        place_of[records] = -1
        return place


def _place_in_sessions(numbers: Ints, session: Ints) -> tuple[Ints, Ints | None]:
    """For each row where its session stands among these numbers, and the order of the rows by it, those of none of them
    left out; None where all are in order, as files are: then a few rows follow one another in each session."""
    first = starts_of(session)
    order = np.argsort(numbers)
    at = np.searchsorted(numbers, session[first], sorter=order)
    known = np.append(numbers[order], -1)[at] == session[first]
    place = np.where(known, np.append(order, 0)[at], -1)
    of_session = np.repeat(place, np.diff(first, append=len(session)))
    if known.all() and (place[1:] >= place[:-1]).all():
        return of_session, None
    rows = np.flatnonzero(of_session >= 0)
    return of_session, rows[np.argsort(of_session[rows], kind="stable")]
