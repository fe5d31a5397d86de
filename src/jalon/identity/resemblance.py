"""Who may be whom: people whose names or births differ by little, listed for review and never joined here.

Linear in the number of people: births are compared through what a slip makes of them, and names
within one birth date through what one letter left out leaves of them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from jalon.identity.names import is_near, may_be

LOST_LETTERS = "lost_letters"
NEAR_NAME = "near_name"
NEAR_BIRTH = "near_birth"

SMALL = 40
"""Up to so many people of one birth date, each is compared with each."""


class Bearer(NamedTuple):
    """A person as far as resemblance goes; `birth` is the first possible day, None where unknown."""

    ref: int
    key: str
    birth: dt.date | None
    precision: str | None


class Resembling(NamedTuple):
    one: int
    other: int
    why: str


def build_resemblances(new: Sequence[Bearer], known: Iterable[Bearer]) -> list[Resembling]:
    """Pairs of new people, and of a new one with a known one, that may be one person. Each pair once.

    `known` should hold those who share a birth day or a name with somebody new; people of equal name
    and equal birth are one person already and never a pair.
    """
    everyone = [*new, *known]
    # New people come first, so that a pair has a new one exactly where its first place is below this.
    pairs: dict[tuple[int, int], str] = {}
    by_birth: defaultdict[dt.date | None, list[int]] = defaultdict(list)
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(everyone):
        by_birth[person.birth].append(place)
        by_key[person.key].append(place)
    for birth, block in by_birth.items():
        if birth is not None and len(block) > 1 and block[0] < len(new):
            for one, other in pairs_in_block(block, everyone, len(new)):
                why = name_resemblance(everyone[one].key, everyone[other].key)
                if why is not None:
                    pairs.setdefault((one, other), why)
    for block in by_key.values():
        if len(block) > 1 and block[0] < len(new):
            for one, other in near_births(block, everyone, len(new)):
                pairs.setdefault((one, other), NEAR_BIRTH)
    return [Resembling(everyone[one].ref, everyone[other].ref, why) for (one, other), why in pairs.items()]


def build_name_resemblances(new: Sequence[Bearer], known: Iterable[Bearer]) -> list[Resembling]:
    """The same by name alone, for new people whose birth is unknown."""
    words = {word for person in new for word in person.key.split()}
    everyone = [*new, *(person for person in known if may_share_words(person.key, words))]
    found = []
    for one, other in pairs_in_block(range(len(everyone)), everyone, len(new)):
        ours, theirs = everyone[one], everyone[other]
        why = NEAR_BIRTH if ours.key == theirs.key else name_resemblance(ours.key, theirs.key)
        if why is not None:
            found.append(Resembling(ours.ref, theirs.ref, why))
    return found


def name_resemblance(key: str, other: str) -> str | None:
    """How two different keys resemble each other, if they do."""
    if key == other:
        return None
    if ("?" in key and may_be(key, other)) or ("?" in other and may_be(other, key)):
        return LOST_LETTERS
    return NEAR_NAME if is_near(key, other) else None


def pairs_in_block(block: Sequence[int], everyone: Sequence[Bearer], new: int) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing among people of one birth date, the smaller place first, at least one new."""
    if len(block) <= SMALL:
        words = [set(everyone[place].key.split()) for place in block]
        for at, one in enumerate(block):
            if one >= new:
                return
            for after in range(at + 1, len(block)):
                if may_share_words(everyone[block[after]].key, words[at]) or may_share_words(
                    everyone[one].key, words[after]
                ):
                    yield one, block[after]
        return
    seen: set[tuple[int, int]] = set()
    by_trace: defaultdict[str, list[int]] = defaultdict(list)
    for place in block:
        found = [f"{kind} {trace}" for kind, trace in traces(everyone[place].key)]
        for trace in found:
            seen.update((one, place) for one in by_trace.get(trace, ()))
        if place < new:
            # Known people come after and are only looked up: what is kept is as large as what is new.
            for trace in found:
                by_trace[trace].append(place)
    seen.update(lost_pairs(block, everyone, new))
    yield from sorted(seen)


def may_share_words(key: str, words: Container[str]) -> bool:
    """Whether a key may be one slip from a key of these words: it has one of them, or is one word, which a
    space would part, or has lost letters. Costs less than comparing them."""
    parts = key.split()
    return len(parts) < 2 or "?" in key or any(part in words for part in parts)


def lost_pairs(block: Sequence[int], everyone: Sequence[Bearer], new: int) -> Iterator[tuple[int, int]]:
    """Pairs of which one has lost letters: they share every word that lost none."""
    lost = [place for place in block if "?" in everyone[place].key]
    if not lost:
        return
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for place in block:
        for word in set(everyone[place].key.split()):
            by_word[word].append(place)
    for one in lost:
        whole = [by_word[word] for word in everyone[one].key.split() if "?" not in word]
        for other in min(whole, key=len, default=block):
            pair = (min(one, other), max(one, other))
            if one != other and pair[0] < new:
                yield pair


def traces(key: str) -> Iterator[tuple[str, str]]:
    """What a key and any key one slip away have in common: the key itself, the key with a letter left out,
    or, where a space or the order is what differs, its letters."""
    words = key.split()
    found = {key}
    for at, word in enumerate(words):
        others = words[:at] + words[at + 1 :]
        found.update(" ".join(sorted([*others, word[:cut] + word[cut + 1 :]])) for cut in range(len(word)))
    yield from (("words", trace) for trace in found)
    yield "letters", "".join(sorted(key.replace(" ", "")))


def near_births(block: Sequence[int], everyone: Sequence[Bearer], new: int) -> Iterator[tuple[int, int]]:
    """Pairs of one name whose births are one slip apart, or may be the same day."""
    by_trace: defaultdict[str, list[int]] = defaultdict(list)
    for place in block:
        for trace in birth_traces(everyone[place]):
            by_trace[trace].append(place)
    seen = {
        (one, other)
        for places in by_trace.values()
        for at, one in enumerate(places)
        if one < new
        for other in places[at + 1 :]
        if may_be_one_birth(everyone[one], everyone[other])
    }
    unknown = [place for place in block if everyone[place].birth is None]
    for one in unknown:
        seen.update((min(one, other), max(one, other)) for other in block if other != one)
    yield from sorted(pair for pair in seen if pair[0] < new)


def may_be_one_birth(person: Bearer, other: Bearer) -> bool:
    """Whether two births that differ are one slip apart, or one is known no better than a month or year
    that holds the other. An unknown birth may be any."""
    if person.birth is None or other.birth is None:
        return True
    if person.precision == other.precision == "day":
        one, two = person.birth.strftime("%Y%m%d"), other.birth.strftime("%Y%m%d")
        swapped = (person.birth.year, person.birth.day, person.birth.month) == (
            other.birth.year,
            other.birth.month,
            other.birth.day,
        )
        return one != two and (swapped or sum(a != b for a, b in zip(one, two, strict=True)) == 1)
    if person.precision == other.precision or person.birth.year != other.birth.year:
        return False
    return "year" in (person.precision, other.precision) or person.birth.month == other.birth.month


def birth_traces(person: Bearer) -> Iterator[str]:
    """What two births one slip apart have in common: all digits but one, or day and month in either order.

    The year alone is what a birth known to the month or the year shares with those it may be.
    """
    birth = person.birth
    if birth is None:
        return
    yield str(birth.year)
    if person.precision == "day":
        text = birth.strftime("%Y%m%d")
        yield from (f"{text[:at]}*{text[at + 1 :]}" for at in range(len(text)))
        yield f"{birth.year} {min(birth.day, birth.month)} {max(birth.day, birth.month)}"
