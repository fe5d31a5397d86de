"""What any sheet becomes: plain rows with their place, the same for every layout, language and format.

`exchange` reads sheets into these; it knows no database. `workflows.import_register` matches the
people and plans the writes. A row with a fault does not stand among the rows; its faults do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from jalon.errors import Fault, Place


class Layout(StrEnum):
    PEOPLE = "people"  # a list of people, one row each
    MATRIX = "matrix"  # people × dated columns under activity headings
    SIGN_IN = "sign_in"  # who signed in to one session
    EXITS = "exits"  # an exit review
    TOTALS = "totals"  # totals declared by a partner
    IGNORED = "ignored"  # notes, blank sheets


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth date as known: the first possible day, and how precise it is."""

    first_day: dt.date
    precision: Precision = Precision.DAY


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the sheet writes it. With one column for both, `family` holds the whole and `given` is ""."""

    family: str
    given: str = ""

    @property
    def has_lost_letters(self) -> bool:
        """Whether a `?` (or U+FFFD) stands where a letter was."""
        return any(sign in self.family + self.given for sign in "?\ufffd")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a measure: an option code or a number; neither where asked without an answer."""

    code: str | None = None
    number: Decimal | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of a list of people, or one signature. None is not collected (no such column) or blank."""

    place: Place
    name: Name
    birth: Birth | None = None
    sex: str | None = None
    nationality: str | None = None
    reference: str | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    occupation: str = ""
    entry: dt.date | None = None
    exit: dt.date | None = None
    country: str | None = None
    site: str | None = None
    """As written; matched to the code or name of a site."""
    at_entry: Mapping[str, Answer] = field(default_factory=dict)
    """Answers by measure code, as of the entry."""
    at_exit: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SessionKey:
    """The session a mark belongs to; `activity` as written, None where `--activity` names it."""

    activity: str | None
    date: dt.date | None
    label: str = ""
    site: str | None = None


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One mark of a presence matrix or sign-in list. `person` has at least a name or a reference."""

    place: Place
    person: PersonRow
    session: SessionKey
    mark: str
    """present, absent or excused; "" for a blank cell of a matrix (absent while enrolled)."""
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ExitRow:
    """One row of an exit review. `date` None: the exit date of the register."""

    place: Place
    person: PersonRow
    date: dt.date | None
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One declared total: a row × value column of a partner's table."""

    place: Place
    source: str
    indicator: str | None
    value: Decimal
    start: dt.date
    end: dt.date
    country: str | None
    breakdown: Mapping[str, str]
    evidence: str
    unit: str | None = None
    relation: str | None = None
    """As written or as the mapping states: disjoint, contained, unknown. None where nobody says."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something a sheet cannot tell: asked of the user, answered in a mapping, never guessed."""

    id: str
    """What is asked, and of what: `dates:<file>:<sheet>:<column>`, `ones:<file>:<sheet>` …"""
    place: Place
    text_en: str
    text_fr: str
    options: tuple[str, ...]
    """The answers a mapping may give, the first being no default."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Worth knowing, not wrong: births on 1 January, a column not understood, rows taken for totals."""

    place: Place
    text_en: str
    text_fr: str


@dataclass(slots=True)
class Reading:
    """All that one or more files say. Rows with faults stand only in `faults`."""

    people: list[PersonRow] = field(default_factory=list)
    signatures: list[MarkRow] = field(default_factory=list)
    marks: list[MarkRow] = field(default_factory=list)
    exits: list[ExitRow] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    complete_lists: bool = False
    """The mapping says that sign-in lists are complete, hence registers."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader must know of the project the sheets belong to."""

    start: dt.date | None
    end: dt.date | None
    today: dt.date
    measures: Mapping[str, MeasureShape]


@dataclass(frozen=True, slots=True)
class MeasureShape:
    """A measure the sheets may answer: its kind (number, category, level, yes_no), titles and options
    (code -> titles), so that "Demandeuse d'emploi" or a group's own wording finds its code."""

    code: str
    kind: str
    titles: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]
