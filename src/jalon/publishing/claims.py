"""Claims: the numbers of a text and its links to figures, each with what was found behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from jalon.disclosure import ShownFigure
from jalon.figures.words import colon
from jalon.publishing.claims_texts import quote, say, say_count
from jalon.publishing.document import Document
from jalon.publishing.numbers import Number

Texts = Mapping[str, str]
"""One text in each language."""


class Verdict(StrEnum):
    """What can be said of a number in a text, or of a link to a figure."""

    PROVEN = "proven"  # equal, or a correct rounding as worded
    WRONG = "wrong"  # the figure says otherwise, or the link leads to no such figure
    STALE = "stale"  # true in an earlier release
    UNBACKED = "unbacked"  # nothing says where it comes from
    QUOTED = "quoted"  # it names its source
    UNSAFE = "unsafe"  # it would tell what is withheld
    NUMBERLESS = "numberless"  # a link to a figure whose words hold no number: nothing to check


FAILING = (Verdict.WRONG, Verdict.STALE, Verdict.UNSAFE)
"""A text with one of these is not to be published: `jalon check` ends with status 1."""

OF_WRITERS = (Verdict.UNBACKED, Verdict.NUMBERLESS)
"""What those who write may want to mend; readers are not shown it."""


class Mismatch(StrEnum):
    """Which test a wrong number failed."""

    LINK = "link"  # the link names no figure
    VALUE = "value"
    INDICATOR = "indicator"  # the words name something else than the figure counts
    UNIT = "unit"
    PERIOD = "period"
    STATUS = "status"
    AGE = "age"
    COLLECTED = "collected"  # there is no figure: nothing was collected, or it is not computable


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a number stands: line and column of the source (from 1), and its paragraph (from 1)."""

    line: int
    column: int
    paragraph: int

    def text(self, language: str = "en") -> str:
        return say("place", language).format(line=self.line, column=self.column)


@dataclass(frozen=True, slots=True)
class Against:
    """What a number was held against: a release, or today's facts (`code` None)."""

    code: str | None
    title: str
    made_at: str
    facts_version: str

    def text(self, language: str = "en") -> str:
        key = "against facts" if self.code is None else "against release"
        return say(key, language).format(code=self.code, title=self.title, day=self.made_at[:10])

    def to_dict(self) -> dict[str, Any]:
        return {
            "release": self.code,
            "title": self.title,
            "made_at": self.made_at,
            "facts_version": self.facts_version,
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A link that a number could have, best first, with what speaks for it."""

    link: str
    title: Texts
    reasons: tuple[Texts, ...]
    score: float
    value: str | None
    """The figure's value where it may be told, in English digits."""
    proves: bool = False
    """Whether the figure comes to what the number says."""

    def text(self, language: str = "en") -> str:
        reasons = ", ".join(reason[language] for reason in self.reasons)
        return f"{self.link} ({self.title.get(language, self.link)}{colon(language)}{reasons})"

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        return {
            "link": self.link,
            "title": self.title.get(language),
            "reasons": [reason[language] for reason in self.reasons],
            "value": self.value,
            "proves": self.proves,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One number of a text and its verdict; or a link to a figure whose words hold none."""

    number: Number | None
    """None of a link whose words hold no number."""
    written: str
    """As the text has it: the number, or the words of the link."""
    start: int
    end: int
    """Its letters in the text of its block: `start` to `end`."""
    place: Spot
    sentence: str
    verdict: Verdict
    language: str
    """That of the sentence."""
    link: str | None = None
    figure: ShownFigure | None = None
    """The figure it is bound to, as it may be shown; None where there is none."""
    source: str | None = None
    """Of a quoted number: the address, or what the note says."""
    source_title: str | None = None
    """What the link to the source says when pointed at."""
    against: Against | None = None
    mismatch: Mismatch | None = None
    """Of a wrong number: the test it failed."""
    said: Texts = field(default_factory=dict)
    instead: str | None = None
    """The sentence to write, in the language of the text."""
    suggestions: tuple[Suggestion, ...] = ()

    def says(self, language: str = "en") -> str:
        """What was found, in one sentence or two."""
        return self.said.get(language) or self.said.get("en", "")

    def write_instead(self, language: str = "en") -> str | None:
        """The sentence to write; it is in the language of the text, whatever is asked."""
        return self.instead

    @property
    def is_failing(self) -> bool:
        return self.verdict in FAILING

    @property
    def is_to_mend(self) -> bool:
        """Whether somebody has to look at it: failing, or nothing behind it, or nothing in it to check."""
        return self.is_failing or self.verdict in OF_WRITERS

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "number": None if self.number is None else _number_to_dict(self.number),
            "written": self.written,
            "line": self.place.line,
            "column": self.place.column,
            "paragraph": self.place.paragraph,
            "sentence": self.sentence,
            "verdict": str(self.verdict),
            "mismatch": None if self.mismatch is None else str(self.mismatch),
            "says": self.says(language),
            "write_instead": self.instead,
            "link": self.link,
            "source": self.source,
            "source_title": self.source_title,
            "against": None if self.against is None else self.against.to_dict(),
            "figure": None if self.figure is None else self.figure.to_dict(),
            "suggestions": [suggestion.to_dict(language) for suggestion in self.suggestions],
        }

    def text(self, language: str = "en") -> str:
        """The finding in a few lines."""
        after = colon(language)
        verdict = say(f"verdict {self.verdict}", language)
        head = f"{self.place.text(language)}{after}{verdict}{after}{quote(self.written, language)}"
        lines = [head, f"    {self.says(language)}"]
        if self.instead is not None:
            lines.append(f"    {say('write', language)}{after}{self.instead}")
        lines += [f"    {say('could be', language)}{after}{one.text(language)}" for one in self.suggestions]
        return "\n".join(lines)


def _number_to_dict(number: Number) -> dict[str, Any]:
    return {
        "text": number.text,
        "value": float(number.value),
        "high": None if number.high is None else float(number.high),
        "form": str(number.form),
        "hedge": str(number.hedge),
        "start": number.start,
        "end": number.end,
    }


@dataclass(frozen=True, slots=True)
class Report:
    """A document and the verdict of each of its numbers, and of each link to a figure without one, in order."""

    document: Document
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many of each verdict; only those there are."""
        return _count(self.findings)

    @property
    def failed(self) -> bool:
        """Whether a number is wrong, stale or unsafe."""
        return any(finding.is_failing for finding in self.findings)

    def of(self, paragraph: int) -> tuple[Finding, ...]:
        """The findings of one block of the document."""
        return tuple(finding for finding in self.findings if finding.place.paragraph == paragraph)

    def summary(self, language: str = "en") -> str:
        """`11 numbers: 8 proven, 2 quoted, 1 wrong; 1 link without a number: 1 with nothing to check`."""
        numbers = [finding for finding in self.findings if finding.number is not None]
        links = [finding for finding in self.findings if finding.number is None]
        told = [_tally("numbers", numbers, language)]
        told += [_tally("links", links, language)] if links else []
        return ("; " if language == "en" else " ; ").join(told)

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        return {
            "document": {
                "name": self.document.name,
                "format": self.document.format,
                "title": self.document.title,
                "language": self.document.language,
            },
            "failed": self.failed,
            "counts": {str(verdict): count for verdict, count in self.counts.items()},
            "findings": [finding.to_dict(language) for finding in self.findings],
        }

    def text(self, language: str = "en", *, all: bool = True) -> str:
        """Every finding, and the summary last; not `all`: only those that need somebody."""
        listed = [one for one in self.findings if all or one.is_to_mend]
        return "\n".join([*(finding.text(language) for finding in listed), self.summary(language)])


def _count(findings: Sequence[Finding]) -> dict[Verdict, int]:
    return dict(sorted(Counter(finding.verdict for finding in findings).items(), key=lambda item: _ORDER[item[0]]))


def _tally(counted: str, findings: Sequence[Finding], language: str) -> str:
    total = say_count(counted, len(findings), language)
    parts = ", ".join(say_count(f"count {verdict}", count, language) for verdict, count in _count(findings).items())
    return f"{total}{': ' if language == 'en' else ' : '}{parts}" if parts else total


_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}
