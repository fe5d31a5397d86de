"""What stands beside a number in a publication: what it counts, how sure that is, or what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from jalon.disclosure import ShownFigure, render_shown
from jalon.publishing.charts_words import say
from jalon.publishing.count import render_scope
from jalon.publishing.numbers import Form

if TYPE_CHECKING:
    from jalon.publishing.claims import Finding, Report

SHOWN_ALWAYS = ("proven", "quoted")
BAD = ("wrong", "stale", "unsafe")
NOT_FOR_READERS = ("unbacked", "numberless")


@dataclass(frozen=True, slots=True)
class Proof:
    """The note beside one number. `start`–`end` is its place in the text of its paragraph."""

    number: int
    """Of the note, from 1, in the order of the text."""
    paragraph: int
    start: int
    end: int
    verdict: str
    headline: str
    lines: tuple[str, ...]
    href: str = ""
    """Where it comes from, for somebody else's number."""
    indicator: str = ""
    """What “How we count” tells more of."""
    link: str = ""
    """The figure's link as the text has it."""
    figure: ShownFigure | None = None

    @property
    def is_bad(self) -> bool:
        """Whether the text must not go out with it."""
        return self.verdict in BAD


def build_proofs(report: Report, language: str, *, shows_unbacked: bool = False) -> tuple[Proof, ...]:
    """A proof for each finding that a reader is shown, in the order of the text.

    Numbers without anything behind them, and links without a number, are shown as such to those who write, in a draft;
    readers see them plain.
    """
    against = find_against(report, language)
    shown = [finding for finding in report.findings if shows_unbacked or finding.verdict not in NOT_FOR_READERS]
    return tuple(_build_proof(place, finding, language, against) for place, finding in enumerate(shown, start=1))


def find_against(report: Report, language: str) -> str:
    """What most of the numbers were held against: told once for all, and beside a number only where it is other."""
    told = Counter(finding.against.text(language) for finding in report.findings if finding.against is not None)
    return told.most_common(1)[0][0] if told else ""


def group_alike(proofs: Sequence[Proof]) -> tuple[tuple[Proof, ...], ...]:
    """Proofs that follow each other and say the same, together: three numbers of one source need one note."""
    alike = groupby(proofs, key=lambda proof: (proof.verdict, proof.headline, proof.lines, proof.href))
    return tuple(tuple(group) for _, group in alike)


def _build_proof(number: int, finding: Finding, language: str, against: str) -> Proof:
    verdict, figure = str(finding.verdict), finding.figure
    lines = tuple(_lines(finding, language, against))
    if verdict == "proven" and finding.number is not None and finding.number.form is Form.AGE:
        headline, lines = finding.written, (finding.says(language),)
    elif verdict == "proven" and figure is not None:
        headline = figure.text(language)
    elif verdict in SHOWN_ALWAYS:
        headline = say(f"verdict {verdict}", language)
    else:
        headline = f"{say(f'verdict {verdict}', language)}{say('colon', language)}{finding.written}"
    return Proof(
        number=number,
        paragraph=finding.place.paragraph,
        start=finding.start,
        end=finding.end,
        verdict=verdict,
        headline=headline,
        lines=lines,
        href=finding.source or "" if verdict == "quoted" else "",
        indicator=figure.indicator if figure is not None else "",
        link=finding.link or "",
        figure=figure,
    )


def _lines(finding: Finding, language: str, against: str) -> Iterator[str]:
    figure = finding.figure
    if str(finding.verdict) == "proven" and figure is not None:
        yield figure.title(language)
        if len(figure.sums) > 1:
            yield " + ".join(
                f"{render_shown(total, language)} {say(status, language)}" for status, total in figure.sums.items()
            )
        yield " · ".join(part for part in (render_scope(figure, language), _status(figure, language)) if part)
        if finding.against is not None and (other := finding.against.text(language)) != against:
            yield other
    elif str(finding.verdict) == "quoted":
        yield finding.source or ""
    else:
        yield finding.says(language)
        if instead := finding.write_instead(language):
            yield instead


def _status(figure: ShownFigure, language: str) -> str:
    return "" if len(figure.sums) > 1 else say(figure.status.split("+")[0], language)
