"""How two records stand to each other, in words: fields, levels, and the letters by which two texts differ."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from jalon.web.words import say

FIELDS = {
    "family_name": "Family name",
    "family": "Family name",
    "given_name": "Given name",
    "given": "Given name",
    "birth": "Birth",
    "sex": "Sex",
    "nationality": "Nationality",
    "phone": "Telephone",
    "email": "E-mail",
    "address": "Address",
    "occupation": "Occupation",
}
LEVELS = {
    "same": "the same",
    "lost letters": "the same but for lost letters",
    "names exchanged": "given and family name exchanged",
    "whole name the same": "the whole name the same",
    "whole name with lost letters": "the whole name the same but for lost letters",
    "whole name sounds the same": "the whole name sounds the same",
    "sounds the same": "sounds the same",
    "one slip": "one slip apart",
    "same, no day known": "the same, no day known",
    "one slip, no day known": "years one slip apart, no day known",
    "two slips": "two slips apart",
    "alike": "nearly the same",
    "one name in common": "one name in common",
    "one holds the other": "one is known less precisely",
    "day and month exchanged": "day and month exchanged",
    "same year, one on 1 January": "the same year, one on 1 January",
    "same year": "the same year",
    "words in common": "words in common",
    "another": "another",
}
"""What a linkage calls the ways to agree, as a reader is told."""
FOUND_BY_IMPORTS = {
    "lost_letters": "the same name but for lost letters",
    "near_name": "nearly the same name",
    "near_birth": "nearly the same birth",
}
PARTED = re.compile(r"(?<=\d), ")
"""Between two pieces of evidence: each ends with its weight, and a way to agree may have a comma."""
WEIGHED = re.compile(r"^(?P<field>\w+) (?P<level>.+) (?P<weight>[+-]\d+\.\d)$")
NEAREST = 0.5
"""Texts less alike than this differ as a whole: no letters are marked in them."""

Segment = tuple[str, bool]


def name_field(field: str, language: str) -> str:
    return say(FIELDS[field], language) if field in FIELDS else field


def name_level(field: str, level: str, agree: bool | None, language: str) -> str:
    """How the two stand in a field: `sounds the same`; that one does not know it."""
    if level in LEVELS:
        return say(LEVELS[level], language)
    return {True: say("the same", language), False: say("another", language), None: say("not known of both", language)}[
        agree
    ]


def name_verdict(verdict: str, language: str) -> str:
    texts = {"same": "the same person", "different": "two people", "unsure": "nobody can tell"}
    return say(texts[verdict], language)


def name_evidence(written: str, language: str, *, is_weighed: bool = False) -> str:
    """What a machine wrote of a pair: `Given name sounds the same · Birth the same`, with its weights where asked."""
    if written in FOUND_BY_IMPORTS:
        return say(FOUND_BY_IMPORTS[written], language)
    said, _, rest = written.partition("; ")
    told = []
    for part in PARTED.split(said):
        match = WEIGHED.match(part)
        if match is None or match["level"] not in LEVELS:
            told.append(part)
            continue
        level = say(LEVELS[match["level"]], language)
        weight = f" {match['weight'].replace('.', ',' if language == 'fr' else '.')}" if is_weighed else ""
        told.append(f"{name_field(match['field'], language)} {level}{weight}")
    return " · ".join([*told, *([rest] if rest else [])])


def split_differing(first: str, second: str) -> tuple[list[Segment], list[Segment]]:
    """The two texts in segments, each with whether the other text lacks it."""
    matcher = SequenceMatcher(None, first.casefold(), second.casefold(), autojunk=False)
    is_fit = len(first.casefold()) == len(first) and len(second.casefold()) == len(second)
    if not is_fit or matcher.ratio() < NEAREST:
        return [(first, True)], [(second, True)]
    sides: tuple[list[Segment], list[Segment]] = ([], [])
    for tag, *places in matcher.get_opcodes():
        for side, text, (start, end) in zip(sides, (first, second), (places[:2], places[2:]), strict=True):
            if start != end:
                side.append((text[start:end], tag != "equal"))
    return sides
