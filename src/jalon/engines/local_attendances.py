"""The attendances of a project, joined to whom they are about: what a figure of any period cuts its days from."""

from __future__ import annotations

from functools import cached_property
from threading import Lock, local

import numpy as np

from jalon.engines.local_arrays import Ints, Truths, starts_of
from jalon.engines.local_reading import Reader, codes, days, ints
from jalon.engines.local_spells import OPEN
from jalon.facts.kept import Arrays

ABSENT, EXCUSED, PRESENT = 0, 1, 2
MARKS = {"absent": ABSENT, "excused": EXCUSED, "present": PRESENT}
HOURS_SCALE = 100

FEW = 20
"""Projects whose spells and sessions are read one by one; when more are built, those of all are read at once."""

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
        self._built = 0
        self._lock = Lock()
        self._tables = local()
        """`place_of`: by number of a record its place among those of the project at hand. Each thread makes the table
        once, for all its projects."""

    def build(self, project: int) -> Arrays:
        with self._lock:
            self._built += 1
            if self._built == FEW:
                self._reader.hold("sessions", ("session", "date"))
                self._reader.hold("enrolments", ("subject", "entry", "exit"))
        read = self._reader.read_project
        sessions = read("sessions", project, ("session", "date"))
        rows = read("attendances", project, ("session", "subject", "mark", "hours"))
        number, day = ints(sessions, "session"), days(sessions, "date")
        held = np.lexsort((number, day))
        number, day = number[held], day[held]
        of_session, is_known = _find(number, ints(rows, "session"))
        who = ints(rows, "subject")
        marks = codes(rows, "mark")
        mark = np.array([MARKS[label] for label in marks.labels], np.int8)[marks.positions]
        hours = rows.column("hours")
        recorded = np.zeros(0, np.int32)
        if hours.null_count < len(hours):
            exact = (np.asarray(hours.cast("float64").fill_null(-0.01)) * HOURS_SCALE).round()
            recorded = exact.astype(np.int32)
        order = np.flatnonzero(is_known)
        if len(order) < len(who) or (of_session[1:] < of_session[:-1]).any():  # files are in order; rows need not be
            order = order[np.argsort(of_session[order], kind="stable")]
            of_session, who, mark = of_session[order], who[order], mark[order]
            recorded = recorded[order] if len(recorded) else recorded
        place, nobody = self._cover(project, who, day, of_session)
        others = np.flatnonzero(place == nobody).astype(np.int32)
        return {
            "starts": np.searchsorted(of_session, np.arange(len(number) + 1)).astype(np.int32),
            "who": place.astype(np.min_scalar_type(nobody)),
            "mark": mark,
            "hours": recorded,
            "others": others,
            "other_records": who[others],
        }

    def _cover(self, project: int, who: Ints, day: Ints, of_session: Ints) -> tuple[Ints, int]:
        """For each row the place of its record where a spell of that record covers the day, and the place of nobody."""
        spells = self._reader.read_project("enrolments", project, ("subject", "entry", "exit"))
        record, entry = ints(spells, "subject"), days(spells, "entry")
        exit = spells.column("exit").cast("int32").fill_null(OPEN).to_numpy()
        order = np.lexsort((entry, record))
        record, entry, exit = record[order], entry[order], exit[order]
        first = starts_of(record)
        records = record[first]
        place = self._places(records, who)
        held = day[of_session]
        last = np.append(first[1:], len(record))
        alone = np.append(last - first == 1, True)
        # One spell each, mostly; of the others the spell that began last, made to reach as far as any before it.
        within = (held >= np.append(entry[first], OPEN)[place]) & (held <= np.append(exit[first], 0)[place])
        several = np.flatnonzero(~alone[place])
        if len(several):
            base = np.repeat(np.arange(len(records)), last - first) * ENDLESS
            reach = np.maximum.accumulate(base + exit) - base
            wanted = place[several] * ENDLESS + held[several]
            began = np.searchsorted(base + entry, wanted, side="right") - 1
            ours = began >= first[place[several]]
            within[several] = ours & (held[several] <= reach[began])
        return np.where(within, place, len(records)), len(records)

    def _places(self, records: Ints, who: Ints) -> Ints:
        """The place of each number among the records, one past the last where it is none of them."""
        most = max((int(numbers.max()) for numbers in (records, who) if len(numbers)), default=0)
        place_of: Ints | None = getattr(self._tables, "place_of", None)
        if place_of is None or most >= len(place_of):
            place_of = self._tables.place_of = np.full(most + 1, -1, np.int32)
        place_of[records] = np.arange(len(records), dtype=np.int32)
        place = place_of[who]
        place_of[records] = -1
        return np.where(place < 0, len(records), place)


def _find(numbers: Ints, wanted: Ints) -> tuple[Ints, Truths]:
    """Where each wanted number stands, and whether it does."""
    if not len(numbers):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    order = np.argsort(numbers)
    at = order[np.minimum(np.searchsorted(numbers, wanted, sorter=order), len(numbers) - 1)]
    return at, numbers[at] == wanted
