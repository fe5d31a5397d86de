"""The time that a sentence speaks of, held against the period of the figure it links to."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from jalon.engines.answer import Period
from jalon.figures.period import parse_period, render_period

MONTHS = {
    name: place
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "- fevrier - - - - - aout - - - decembre",
    )
    for place, name in enumerate(names.split(), 1)
    if name != "-"
}
_MONTH = "|".join(MONTHS)
_Y = r"(?:19|20)\d\d"
_TO = r"\s?(?:to|and|until|à|et|au|jusqu['’](?:à|en)|[-–—/])\s?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er)?"
_STATED = re.compile(
    rf"(?P<days>\b{_DAY}\s(?:{_MONTH})\s(?P<dy>{_Y})\b|\b(?:{_MONTH})\s{_DAY},?\s(?P<dy2>{_Y})\b)"
    rf"|\b(?P<m1>{_MONTH})(?:\s(?P<my1>{_Y}))?(?:{_TO})(?P<m2>{_MONTH})\s(?P<my2>{_Y})\b"
    rf"|\b(?P<m>{_MONTH})\s(?P<my>{_Y})\b"
    rf"|\b(?:(?P<qn>first|second|third|fourth|1er|2e|3e|4e|premier|deuxième|troisième|quatrième)\s(?:quarter|trimestre)"
    rf"|[QT](?P<qd>[1-4]))(?:\s(?:of|de))?\s(?P<qy>{_Y})\b"
    rf"|\b(?P<y1>{_Y}){_TO}(?P<y2>{_Y}|\d\d)\b"
    rf"|\b(?P<y>{_Y})\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|depuis|from|dès|à partir de)\s(?:the\s|le\s)?$", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:by|until|before|after|towards|d['’]ici(?: à)?|avant|après|horizon|vers|goals? (?:for|of)|agenda|created in"
    r"|founded in|established in|set up in|launched in|started in|opened in|born in|créée?s? en|fondée?s? en|lancée?s? en"
    r"|ouverte?s? en|née?s? en|compared (?:with|to)|against|than in|contre|par rapport à|qu['’]en)\s$",
    re.IGNORECASE,
)
_QUARTERS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "1er": 1, "2e": 2, "3e": 3, "4e": 4, "premier": 1,
    "deuxième": 2, "troisième": 3, "quatrième": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """A time as a sentence states it. `is_rough`: it only must meet the figure's; `is_since`: it has no end."""

    text: str
    period: Period
    is_rough: bool = False
    is_since: bool = False


def find_periods(sentence: str) -> list[Stated]:
    """The times of a sentence that its numbers can be of; years of founding, of goals, of comparison left out."""
    found = []
    for match in _STATED.finditer(sentence):
        head = sentence[max(0, match.start() - 25) : match.start()]
        if _OTHERWISE.search(head) or re.match(
            r"['’]?s?\s(?:agenda|goals|objectifs)", sentence[match.end() : match.end() + 12]
        ):
            continue
        # Digits that are part of a number, a version or a law.
        if re.search(r"[\d.,/]$", head) or re.match(r"[/]\d|[,.]\d", sentence[match.end() : match.end() + 2]):
            continue
        stated = _stated(match)
        if stated is not None:
            is_since = bool(_SINCE.search(head)) and match["y"] is not None
            found.append(Stated(stated.text, stated.period, stated.is_rough, is_since))
    return found


def _stated(match: re.Match[str]) -> Stated | None:
    text = match[0]
    if match["days"]:
        return Stated(text, _year(match["dy"] or match["dy2"]), is_rough=True)
    if match["m1"]:
        start = _month(match["m1"], match["my1"] or match["my2"]).start
        end = _month(match["m2"], match["my2"]).end
        return Stated(text, Period(start, end)) if start and end and start <= end else None
    if match["m"]:
        return Stated(text, _month(match["m"], match["my"]))
    if match["qy"]:
        quarter = int(match["qd"]) if match["qd"] else _QUARTERS[match["qn"].lower()]
        return Stated(text, parse_period(f"{match['qy']}-Q{quarter}"))
    if match["y1"]:
        last = match["y2"] if len(match["y2"]) == 4 else match["y1"][:2] + match["y2"]
        return Stated(text, Period(_year(match["y1"]).start, _year(last).end)) if last >= match["y1"] else None
    return Stated(text, _year(match["y"]))


def _year(text: str) -> Period:
    return Period(dt.date(int(text), 1, 1), dt.date(int(text), 12, 31))


def _month(name: str, year: str) -> Period:
    month = MONTHS[name.lower()]
    return Period(dt.date(int(year), month, 1), dt.date(int(year), month, calendar.monthrange(int(year), month)[1]))


def find_mismatch(sentence: str, period: Period) -> Stated | None:
    """The time that the sentence states where the figure is of another; None where they agree, or it states none."""
    stated = find_periods(sentence)
    return None if not stated or any(_agrees(one, period) for one in stated) else stated[0]


def _agrees(stated: Stated, period: Period) -> bool:
    said = stated.period
    assert said.start is not None
    assert said.end is not None
    start, end = period.start or dt.date.min, period.end or dt.date.max
    meets = start <= said.end and said.start <= end
    if stated.is_since:
        return period.start is not None and period.start.year == said.start.year
    if stated.is_rough:
        return meets
    if said == period:
        return True
    is_calendar = ".." not in render_period(period) and period.start != period.end
    is_within = said.start <= start and end <= said.end
    return is_within and not is_calendar
