"""What each node means, asked of all participations of a scope at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce

import numpy as np

from jalon.engines.local_arrays import Ints, Truths, calendar_day, starts_of
from jalon.engines.local_attendances import HOURS_SCALE, PRESENT
from jalon.engines.local_columns import AFTER, AMOUNT_SCALE, ENTRY, EXIT, Columns, Observations
from jalon.engines.local_kept import Kept
from jalon.engines.local_listed import Choose, Listed, Piece
from jalon.engines.local_numbers import (
    NO,
    UNKNOWN,
    YES,
    Interval,
    Kleene,
    build_between,
    build_known,
    build_literal,
    compare,
    subtract,
)
from jalon.engines.local_participations import Participations, Place, is_one_of
from jalon.engines.local_reading import Codes
from jalon.engines.local_spells import OPEN, Days
from jalon.language.nodes import (
    AFTER_WINDOW_DAYS,
    EXIT_WINDOW_DAYS,
    Age,
    And,
    AttendanceRate,
    Attribute,
    AttributeIs,
    Change,
    Code,
    CodeAt,
    Compare,
    Constant,
    Enrolled,
    HoursAttended,
    IsIn,
    IsKnown,
    Literal,
    Moment,
    Not,
    Number,
    NumberAt,
    Or,
    Rank,
    SessionFilter,
    SessionsAttended,
    Truth,
)

EVERY = SessionFilter()
OF_ATTENDANCES = (SessionsAttended, HoursAttended, AttendanceRate)

MOMENTS = {Moment.ENTRY: ENTRY, Moment.EXIT: EXIT, Moment.AFTER: AFTER}


@dataclass(frozen=True)
class Asked:
    """What a definition is asked of: rows of participations, each alone or pooled with others of its subject.

    `first` gives what is known at entry, `last` what at exit. `pool` numbers the row of each of `members`, the
    participations whose sessions count; rows ascend in it.
    """

    of: Participations
    first: Ints
    last: Ints
    members: Ints
    pool: Ints | None = None
    """None: each row is its one member."""

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def exit(self) -> Ints:
        """The last of its members; OPEN where any is open."""
        exits = self.of.exit[self.members]
        if self.pool is None or not len(exits):
            return exits
        last: Ints = np.maximum.reduceat(exits, starts_of(self.pool))
        return last

    def add(self, values: Ints) -> Ints:
        """A count of each participation, added over the members of each row."""
        if self.pool is None:
            return values[self.members]
        return np.bincount(self.pool, values[self.members], minlength=len(self)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Counts:
    """By participation: sessions that bear on it, were attended, and may have been attended unlisted."""

    bearing: Ints
    attended: Ints
    possible: Ints | None
    """None: whoever is not listed was absent."""

    def take(self, rows: Ints) -> Counts:
        possible = None if self.possible is None else self.possible[rows]
        return Counts(self.bearing[rows], self.attended[rows], possible)

    def attended_of(self, asked: Asked) -> tuple[Ints, Ints]:
        """At least and at most."""
        attended = asked.add(self.attended)
        return attended, attended if self.possible is None else attended + asked.add(self.possible)


@dataclass(frozen=True, slots=True)
class Hours:
    """By participation: hours at the sessions attended."""

    recorded: Ints
    """In hundredths."""
    missing: Ints
    """Sessions attended whose hours were not recorded."""

    def take(self, rows: Ints) -> Hours:
        return Hours(self.recorded[rows], self.missing[rows])


class Terms:
    """The terms of a scope: participations, the period, and where sessions must be held to count.

    `of_all` are those of all projects in the same period, where they are known: what they have counted is the same here.
    """

    def __init__(
        self, participations: Participations, days: Days, held_in: Place | None, of_all: Terms | None = None
    ) -> None:
        self.participations = participations
        self.columns: Columns = participations.columns
        self.days = days
        self._held_in = held_in
        self._of_all = of_all
        self._counts: Kept[Counts] = Kept(8)
        self._hours: Kept[Hours] = Kept(4)
        self._answers: Kept[Ints] = Kept(16)

    # Sessions -------------------------------------------------------------------------------

    def wanted_sessions(self, where: SessionFilter = EVERY) -> Truths:
        """Which sessions are in the period and scope and pass a filter."""
        sessions = self.columns.sessions
        wanted = self.days.contain(sessions.day)
        if self._held_in is not None:
            wanted &= self._held_in.contains(self.columns, sessions.country, sessions.site)
        if where != EVERY:
            passing = [
                (not where.activities or row["code"] in where.activities)
                and (not where.kinds or row["kind"] in where.kinds)
                and (not where.themes or row["theme"] in where.themes)
                for row in self.columns.activities
            ]
            wanted &= np.array(passing, np.bool_)[sessions.activity] if passing else False
        return wanted

    def counts(self, where: SessionFilter = EVERY) -> Counts:
        return self._counts.get(where, lambda: self._build_counts(where))

    def hours(self, where: SessionFilter) -> Hours:
        return self._hours.get(where, lambda: self._build_hours(where))

    def bearing(self) -> Ints:
        """How many sessions in period and scope bear on each participation."""
        return self.participations.count_bearing(self.wanted_sessions())

    def attended(self, where: SessionFilter = EVERY) -> Choose:
        """Which attendances of the period bear, were in person, and pass a filter."""
        if where == EVERY and self._held_in is None:  # all that are listed are of the period
            return lambda piece: piece.mark == PRESENT
        wanted = self.wanted_sessions(where)
        return lambda piece: (piece.mark == PRESENT) & np.repeat(wanted[piece.sessions], piece.many)

    def listed(self) -> Listed:
        return self.participations.listed(self.days)

    def _count(self, chosen: Choose, weights: Callable[[Piece], Ints] | None = None) -> Ints:
        return self.listed().by_participation(self.listed().count_slots(chosen, weights))

    def _build_counts(self, where: SessionFilter) -> Counts:
        of = self.participations
        if self._of_all is not None and (counted := self._of_all._counts.find(where)):
            return counted.take(of.among_all)
        wanted = self.wanted_sessions(where)
        unregistered = wanted & ~self.columns.sessions.register
        possible: Ints | None = None
        if unregistered.any():
            listed = self._count(lambda piece: np.repeat(unregistered[piece.sessions], piece.many))
            possible = of.count_bearing(unregistered) - listed
        return Counts(of.count_bearing(wanted), self._count(self.attended(where)), possible)

    def _build_hours(self, where: SessionFilter) -> Hours:
        if self._of_all is not None and (added := self._of_all._hours.find(where)):
            return added.take(self.participations.among_all)
        attended = self.attended(where)
        recorded = self._count(attended, lambda piece: np.maximum(piece.hours, 0))
        return Hours(recorded, self._count(lambda piece: attended(piece) & (piece.hours < 0)))

    # Truths ---------------------------------------------------------------------------------

    def truth(self, node: Truth, asked: Asked) -> Kleene:
        match node:
            case Constant(value):
                return np.full(len(asked), YES if value else NO, np.int8)
            case Enrolled():
                return np.full(len(asked), YES, np.int8)
            case Not(operand):
                return YES - self.truth(operand, asked)
            case And(operands):
                return reduce(np.minimum, (self.truth(operand, asked) for operand in operands))
            case Or(operands):
                return reduce(np.maximum, (self.truth(operand, asked) for operand in operands))
            case Compare(operator, left, right):
                return compare(operator, self.number(left, asked), self.number(right, asked))
            case IsIn(code, options):
                codes = self.code(code, asked)
                answer = np.where(is_one_of(codes, options), YES, NO).astype(np.int8)
                answer[codes.positions < 0] = UNKNOWN
                return answer
            case IsKnown(operand):
                if isinstance(operand, Code):
                    known = self.code(operand, asked).positions >= 0
                else:
                    known = self.number(operand, asked).is_point()
                return np.where(known, YES, NO).astype(np.int8)
        raise TypeError(node)

    # Numbers --------------------------------------------------------------------------------

    def number(self, node: Number, asked: Asked) -> Interval:
        match node:
            case Literal(value):
                return build_literal(Fraction(value), len(asked))
            case Age(at):
                return self._age(at, asked)
            case SessionsAttended(where):
                return build_between(*self.counts(where).attended_of(asked))
            case HoursAttended(where):
                counts, hours = self.counts(where), self.hours(where)
                recorded = asked.add(hours.recorded)
                open_ended = asked.add(hours.missing) > 0
                if counts.possible is not None:
                    open_ended |= asked.add(counts.possible) > 0
                return build_between(recorded, recorded, HOURS_SCALE, open_ended)
            case AttendanceRate(where):
                return self._rate(where, asked)
            case NumberAt(measure, moment, months):
                rows = self.observed(measure, moment, months, asked)
                return build_known(_take(self._observations.amount, rows, 0), rows >= 0, AMOUNT_SCALE)
            case Rank(code, options):
                codes = self.code(code, asked)
                ranks = [options.index(label) if label in options else -1 for label in codes.labels] + [-1]
                rank = np.array(ranks, np.int64)[codes.positions]
                return build_known(rank, rank >= 0, 1)
            case Change(before, after):
                return subtract(self.number(after, asked), self.number(before, asked))
        raise TypeError(node)

    def _age(self, at: Moment, asked: Asked) -> Interval:
        of = self.participations
        earliest, latest = (bound[of.subject[asked.first]] for bound in self.columns.people.birth)
        known = earliest > 0
        if at is Moment.ENTRY:
            day = of.entry_date[asked.first]
        else:
            known = known & (asked.exit < OPEN)
            day = calendar_day(np.where(known, asked.exit, 0))
        unknown = ~known
        return Interval((day - latest) // 10_000, (day - earliest) // 10_000, np.asarray(1), unknown, unknown)

    def _rate(self, where: SessionFilter, asked: Asked) -> Interval:
        counts = self.counts(where)
        bearing = asked.add(counts.bearing)
        none = bearing == 0
        return Interval(*counts.attended_of(asked), np.maximum(bearing, 1), none, none)

    # Codes ----------------------------------------------------------------------------------

    def code(self, node: Code, asked: Asked) -> Codes:
        of = self.participations
        match node:
            case AttributeIs(Attribute.SEX):
                return self.columns.people.sex.take(of.subject[asked.first])
            case AttributeIs(Attribute.NATIONALITY):
                return self.columns.people.nationality.take(of.subject[asked.first])
            case AttributeIs(Attribute.PROJECT):
                labels = tuple(row["code"] for row in self.columns.projects)
                return Codes(of.project[asked.first], labels)
            case AttributeIs(Attribute.COUNTRY):
                return of.spells.country.take(of.starts[asked.first])
            case CodeAt(measure, moment, months):
                codes = self._observations.code
                rows = self.observed(measure, moment, months, asked)
                return Codes(_take(codes.positions, rows, -1), codes.labels)
        raise TypeError(node)

    # Observations ---------------------------------------------------------------------------

    @property
    def _observations(self) -> Observations:
        return self.columns.observations(self.participations.projects)

    def observed(self, measure: str, moment: Moment, months: int, asked: Asked) -> Ints:
        """For each row the observation that holds at a moment: the latest known one that counts, -1 if none."""
        rows = self._answers.get((measure, moment, months), lambda: self._build_answers(measure, moment, months))
        if moment is Moment.ENTRY:
            return rows[asked.first]
        if moment is Moment.LATEST:
            return rows[asked.members] if asked.pool is None else self._latest_of_pool(rows[asked.members], asked)
        return np.where(asked.exit < OPEN, rows[asked.last], -1)

    def _build_answers(self, measure: str, moment: Moment, months: int) -> Ints:
        """By participation, the observation that holds at a moment, -1 if none."""
        of, observations = self.participations, self._observations
        counts = observations.known & (observations.measure == self.columns.measures.get(measure, -1))
        if moment is Moment.LATEST:
            counts &= self.days.contain(observations.day)
        else:
            counts &= observations.moment == MOMENTS[moment]
        if moment is Moment.AFTER:
            counts &= observations.months == months
        rows = np.flatnonzero(counts)
        participation = of.of_observation[rows]
        holds = participation >= 0
        if moment is Moment.ENTRY:
            holds &= of.spell_of_observation[rows] == _take(of.starts, participation, -2)
        elif moment is not Moment.LATEST:
            window = EXIT_WINDOW_DAYS if moment is Moment.EXIT else AFTER_WINDOW_DAYS
            holds &= of.spell_of_observation[rows] == _take(of.ends, participation, -2)
            exit = _take(of.exit, participation, OPEN)
            holds &= exit < OPEN
            due = months_later(exit, months) if moment is Moment.AFTER else exit
            holds &= observations.day[rows] <= due + window
        answers = np.full(len(of), -1, np.int32)
        answers[participation[holds]] = rows[holds]  # in order of day and number: the latest stays
        return answers

    def _latest_of_pool(self, rows: Ints, asked: Asked) -> Ints:
        answers = np.full(len(asked), -1, np.int64)
        found = np.flatnonzero(rows >= 0)
        assert asked.pool is not None
        observations = self._observations
        found = found[np.lexsort((observations.number[rows[found]], observations.day[rows[found]]))]
        answers[asked.pool[found]] = rows[found]
        return answers


def months_later(days: Ints, months: int) -> Ints:
    """The same day of the month some months later, or the month's last day where it has none such."""
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    later = month + months
    last = (later + 1).astype("datetime64[D]") - 1
    same_day: Ints = np.minimum(later.astype("datetime64[D]") + (dates - month.astype("datetime64[D]")), last).astype(
        np.int64
    )
    return same_day


def _take(values: Ints, rows: Ints, missing: int) -> Ints:
    """The values of rows, `missing` where the row is -1."""
    if not len(values):
        return np.full(len(rows), missing, values.dtype)
    return np.where(rows >= 0, values[rows], missing)
