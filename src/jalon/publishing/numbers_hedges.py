"""The words that say how a number is rounded: `over`, `nearly`, `about`, `plus de`, `près de`, `au moins`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum


class Hedge(StrEnum):
    """What a writer says of a number. What each allows is in docs/explanation/claims.md."""

    NONE = "none"  # 27 women
    EXACTLY = "exactly"  # exactly 27
    OVER = "over"  # over, more than; plus de
    JUST_OVER = "just_over"  # just over; un peu plus de
    AT_LEAST = "at_least"  # at least, 300,000+; au moins
    NEARLY = "nearly"  # nearly, almost; près de, presque
    ABOUT = "about"  # about, some, around; environ, quelque, une centaine
    UNDER = "under"  # fewer than, less than; moins de
    UP_TO = "up_to"  # up to, at most; jusqu'à
    VAGUE = "vague"  # dozens, hundreds, thousands


BEFORE: Mapping[str, Mapping[Hedge, str]] = {
    "en": {
        Hedge.EXACTLY: "exactly|precisely",
        Hedge.JUST_OVER: "just over|just above|slightly over|slightly more than|a little over|a little more than",
        Hedge.NEARLY: "nearly|almost|close to|just under|just below|just short of|approaching|slightly under"
        "|slightly less than|slightly fewer than|a little under|not quite",
        Hedge.UP_TO: "up to|at most|no more than|not more than|a maximum of|maximum",
        Hedge.AT_LEAST: "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum",
        Hedge.OVER: "well over|over|more than|above|in excess of|upwards of|exceeding|greater than",
        Hedge.UNDER: "fewer than|less than|under|below",
        Hedge.ABOUT: "about|around|some|roughly|approximately|approx\\.?|circa|ca?\\.|an estimated|estimated at|in the "
        "region of",
    },
    "fr": {
        Hedge.EXACTLY: "exactement|précisément",
        Hedge.JUST_OVER: "un peu plus d(?:e |['’])|à peine plus d(?:e |['’])|légèrement plus d(?:e |['’])",
        Hedge.NEARLY: "près d(?:e |['’])|presque|quasiment|quasi|pas loin d(?:e |['’])|un peu moins d(?:e |['’])"
        "|à peine moins d(?:e |['’])",
        Hedge.UP_TO: "jusqu['’]à|au plus|au maximum|pas plus d(?:e |['’])|un maximum d(?:e |['’])",
        Hedge.AT_LEAST: "au moins|au minimum|pas moins d(?:e |['’])|un minimum d(?:e |['’])|minimum",
        Hedge.OVER: "bien plus d(?:e |['’])|plus d(?:e |['’])|\\+ d(?:e |['’])|au-delà d(?:e |['’])|au-dessus d(?:e |['’])"
        "|supérieure?s? à",
        Hedge.UNDER: "moins d(?:e |['’])|inférieure?s? à|en dessous d(?:e |['’])",
        Hedge.ABOUT: "environ|quelques?|autour d(?:e |['’])|à peu près|approximativement|aux alentours d(?:e |['’])"
        "|dans les|de l['’]ordre d(?:e |['’])|une estimation d(?:e |['’])|on estime à",
    },
}
AFTER: Mapping[str, Mapping[Hedge, str]] = {
    "en": {
        Hedge.AT_LEAST: r"\+(?![\w+])|[ \u00a0](?:or more|and more|at least|plus)\b",
        Hedge.UP_TO: r"[ \u00a0](?:or fewer|or less|at most)\b",
        Hedge.ABOUT: r"[ \u00a0](?:or so|approximately|approx\.)(?!\w)",
    },
    "fr": {
        Hedge.AT_LEAST: r"\+(?![\w+])|[ \u00a0](?:ou plus|et plus|au moins|au minimum)\b",
        Hedge.UP_TO: r"[ \u00a0](?:ou moins|au plus|au maximum)\b",
        Hedge.ABOUT: r"[ \u00a0](?:environ|à peu près)\b",
    },
}
SIGNS: Mapping[str, Hedge] = {
    ">": Hedge.OVER, "≥": Hedge.AT_LEAST, "<": Hedge.UNDER, "≤": Hedge.UP_TO, "~": Hedge.ABOUT, "≈": Hedge.ABOUT, "±": Hedge.ABOUT,
}  # fmt: skip

_GAP = "[ \u00a0\u2009\u202f]"
_ARTICLE = rf"(?:{_GAP}?(?:the|les|des|de|d['’]|of|all|a|an|l['’]){_GAP})?"


def _before(language: str) -> re.Pattern[str]:
    parts = "|".join(f"(?P<{hedge}>{words})" for hedge, words in BEFORE[language].items())
    return re.compile(rf"(?<!\w)(?:{parts}){_GAP}?{_ARTICLE}[€$£]?{_GAP}?$", re.IGNORECASE)


def _after(language: str) -> re.Pattern[str]:
    parts = "|".join(f"(?P<{hedge}>{words})" for hedge, words in AFTER[language].items())
    return re.compile(parts, re.IGNORECASE)


_BEFORE = {language: _before(language) for language in BEFORE}
_AFTER = {language: _after(language) for language in AFTER}
REACH = 40
"""Letters before a number within which its hedge stands."""


def find_hedge(text: str, start: int, end: int, language: str) -> tuple[Hedge, int, int]:
    """The hedge of the number at `start`–`end`, and the span of both: where the hedge begins, where it ends."""
    first = max(0, start - REACH)
    head = text[first:start]
    if match := _BEFORE[language].search(head):
        return Hedge(str(match.lastgroup)), first + match.start(), end
    stripped = head.rstrip(" \u00a0\u2009\u202f")
    if stripped and stripped[-1] in SIGNS:
        return SIGNS[stripped[-1]], first + len(stripped) - 1, end
    if match := _AFTER[language].match(text, end):
        return Hedge(str(match.lastgroup)), start, match.end()
    return Hedge.NONE, start, end
