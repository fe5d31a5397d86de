"""The numbers of a text one by one, with scale and sign, before ranges and rounding words are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from jalon.publishing.numbers_apart import SPACE
from jalon.publishing.numbers_hedges import Hedge
from jalon.publishing.numbers_nouns import is_counted
from jalon.publishing.numbers_words import find_spelt

PER_CENT = Fraction(1, 100)
MOST_DIGITS = 30
"""Letters of a number with its separators; what is longer is a code."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One number as written, with its scale (`million`) and sign (`%`, `€`) in its span."""

    start: int
    end: int
    value: Fraction
    grain: Fraction = Fraction(1)
    scale: int = 1
    is_share: bool = False
    sign: str | None = None
    hedge: Hedge = Hedge.NONE
    high: Fraction | None = None
    is_spelt: bool = False
    is_year: bool = False


_DIGITS = re.compile(
    rf"(?<![\w])(?<![\d][.,])(?:\d{{1,3}}(?:{SPACE}\d{{3}})+(?:[.,]\d+)?(?!\d)|\d{{1,3}}(?:['’]\d{{3}})+(?!\d)"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d])|\d+(?:[.,]\d+)?(?!\d))"
)
_GROUPED_ONCE = re.compile(r"([1-9]\d{0,2})([.,])(\d{3})")
_NOT_GROUPING = re.compile(rf"{SPACE}|['’]")
_YEAR = re.compile(r"(?:19|20)\d\d")
SCALES: dict[str, int] = {
    "k": 10**3, "thousand": 10**3, "mille": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "millions": 10**6,
    "bn": 10**9, "md": 10**9, "mds": 10**9, "billion": 10**9, "billions": 10**9, "milliard": 10**9, "milliards": 10**9,
    "hundred": 100,
}  # fmt: skip
_SCALE = re.compile(
    rf"{SPACE}?(?:(?P<word>thousand|mille|millions?|billions?|milliards?|hundred)\b|(?P<sign>k|K|Mds?|bn|mn)(?![\w])"
    rf"|(?P<mega>M)(?=€|{SPACE}?€|{SPACE}(?:d['’]euros|euros|people|personnes|de )))"
)
_SMALL_M = re.compile(r"(?<=[\d])m(?![\w])")
_HALF_MORE = re.compile(r" (?:et demie?|and a half)\b(?: (?P<word>millions?|billions?))?")
_SIGN = re.compile(
    rf"{SPACE}?(?:(?P<share>%|per ?cents?\b|pour(?: |-)?cents?\b|p\. ?100)|(?P<eur>€|EUR\b|euros?\b)"
    r"|(?P<usd>\$|USD\b|US\$|dollars?\b)|(?P<gbp>£|GBP\b)|(?P<ha>ha\b)|(?P<h>h\b(?!\d)))",
    re.IGNORECASE,
)
_OF_EUROS = re.compile(rf"{SPACE}(?:d['’]|de )(?P<eur>euros?)\b")
CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP"}
_LETTER = re.compile(r"[^\W\d_]")

_COLLECTIVE = {
    "fr": re.compile(
        r"\b(?:une?|la|cette|quelque|trois|deux|quatre|cinq)? ?(?P<some>dizaine|douzaine|quinzaine|vingtaine|trentaine"
        r"|quarantaine|cinquantaine|soixantaine|centaine|millier)(?!s)\b(?! de jours)",
        re.I,
    ),
    "en": re.compile(r"\b(?:a|one|half a)(?: good)? (?P<some>dozen|score)\b", re.I),
}
_COLLECTIVE_VALUES = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000, "dozen": 12, "score": 20,
}  # fmt: skip
_VAGUE = {
    "fr": re.compile(
        r"\b(?:des|plusieurs|quelques|de nombreuses|de nombreux) (?P<many>dizaines|centaines|milliers|millions)"
        r"(?: de (?P<scale>milliers|millions))?(?= d)",
        re.I,
    ),
    "en": re.compile(
        r"\b(?:several |many )?(?P<many>dozens|tens|hundreds|thousands|millions)(?: of (?P<scale>thousands|millions))?(?= of\b)",
        re.I,
    ),
}
_VAGUE_BOUNDS = {
    "tens": (20, 100),
    "dozens": (24, 120), "hundreds": (200, 1000), "thousands": (2000, 10**6), "millions": (2 * 10**6, 10**9),
    "dizaines": (20, 100), "centaines": (200, 1000), "milliers": (2000, 10**6),
}  # fmt: skip
_VAGUE_SCALES = {"": 1, "thousands": 1000, "milliers": 1000, "millions": 10**6}
_PARTS = {
    "en": re.compile(
        r"\b(?:(?P<half>half)(?= (?:of|the|our|their|its|all)\b|[.,;]|$| are\b| were\b| have\b)"
        r"|(?P<third>(?:a|one)(?: |-)third)(?= of\b|[.,;]|$| are\b)|(?P<thirds>two(?: |-)thirds)\b"
        r"|(?P<quarter>(?:a|one)(?: |-)quarter)(?= of (?!an hour))|(?P<quarters>three(?: |-)quarters)\b(?! of an hour)"
        r"|(?P<fifth>(?:a|one)(?: |-)fifth)(?= of\b)|(?P<fifths2>two(?: |-)fifths)\b|(?P<fifths3>three(?: |-)fifths)\b"
        r"|(?P<fifths4>four(?: |-)fifths)\b|(?P<tenth>(?:a|one)(?: |-)tenth)(?= of\b))",
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:la (?P<half>moitié)(?= (?:des?|du|d['’]|sont|ont|est)\b|[.,;]|$| d['’])|(?P<third>(?:un|le) tiers)(?= (?:des|du|de nos"
        r"|d['’]entre)|[.,;]|$)|(?P<thirds>(?:les )?deux(?: |-)tiers)\b|(?P<quarter>(?:un|le) quart)(?= (?:des|du|de nos|d['’]entre)|[.,;]|$)"
        r"|(?P<quarters>(?:les )?trois(?: |-)quarts)\b(?! d['’]heure)|(?P<fifth>un cinquième)|(?P<fifths2>deux cinquièmes)"
        r"|(?P<fifths3>trois cinquièmes)|(?P<fifths4>quatre cinquièmes)|(?P<tenth>un dixième))",
        re.I,
    ),
}
_OF_A_SCALE = {
    "en": re.compile(
        r"\b(?:(?P<half>half(?: of)? a)|(?P<quarter>(?:a )?quarter of a)|(?P<quarters>three(?: |-)quarters of a)) "
        r"(?P<scale>thousand|million|billion)\b",
        re.I,
    ),
    "fr": re.compile(
        r"\b(?:(?P<half>(?:un |le )?demi)[ -]|(?P<quarter>(?:un |le )?quart de )|(?P<quarters>(?:les )?trois quarts de ))"
        r"(?P<scale>million|milliard|millier)\b",
        re.I,
    ),
}
_FRACTION = re.compile(r"(?<![\w/.,])([1-9]\d?)/([1-9]\d?)(?= (?:of|des|de|du)\b| d['’])")
_NOT_A_PART = re.compile(
    r"\b(?:first|second|other|last|half|premier|première|deuxième|seconde?|and a|and an)(?: and)? $", re.I
)
_PART_VALUES = {
    "half": Fraction(1, 2), "third": Fraction(1, 3), "thirds": Fraction(2, 3), "quarter": Fraction(1, 4),
    "quarters": Fraction(3, 4), "fifth": Fraction(1, 5), "fifths2": Fraction(2, 5), "fifths3": Fraction(3, 5),
    "fifths4": Fraction(4, 5), "tenth": Fraction(1, 10),
}  # fmt: skip
PART_GRAIN = Fraction(1, 50)
"""A part in words (`half`, `four in five`) is read as rounded to two points in a hundred, one on each side."""

_ONE_IN = {
    "en": re.compile(r"\bone (?:(?P<noun>[a-z]+) )?(?:in|out of)(?: every)? $|\b1 (?:in|out of) $", re.I),
    "fr": re.compile(r"\bune? (?:(?P<noun>[^\W\d_]+) )?sur $|\b1 (?:[^\W\d_]+ )?sur $", re.I),
}
_IN = {
    "en": re.compile(r" (?:in|out of)(?: every| each)? ", re.I),
    "fr": re.compile(r" (?:[^\W\d_]+ )?sur ", re.I),
}
OF_HOW_MANY = (2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 100)
"""What `four in five` is out of; `six projects in four countries` is no share."""


def find_atoms(text: str, language: str, apart: Sequence[tuple[int, int]], *, years: bool = False) -> list[Atom]:
    """Every number outside the spans `apart`, in order, none inside another."""
    taken = _Taken(apart)
    found: list[Atom] = []
    for atom in (*_parts_of_scales(text, language), *_parts(text, language), *_collective(text, language)):
        if taken.take(atom.start, atom.end):
            found.append(atom)
    for atom in (*_digits(text, language), *_spelt(text, language)):
        if taken.take(atom.start, atom.end):
            found.append(atom)
    found.sort(key=lambda atom: atom.start)
    found = _with_signs(text, found)
    found = _join_in(text, found, language)
    return [atom for atom in found if years or not atom.is_year]


class _Taken:
    """Letters of the text that belong to something already."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.letters = {place for start, end in spans for place in range(start, end)}

    def take(self, start: int, end: int) -> bool:
        span = range(start, end)
        if any(place in self.letters for place in span):
            return False
        self.letters.update(span)
        return True


def _digits(text: str, language: str) -> list[Atom]:
    return [atom for match in _DIGITS.finditer(text) if (atom := _digit_atom(text, match[0], match.span(), language))]


def _digit_atom(text: str, written: str, span: tuple[int, int], language: str) -> Atom | None:
    start, end = span
    if len(written) > MOST_DIGITS:
        return None
    value, places = read_digits(written, language)
    grain, scale = Fraction(1, 10**places), 1
    match = _SCALE.match(text, end)
    if match is None and text[max(0, start - 2) : start].strip().endswith(("€", "$", "£")):
        match = _SMALL_M.match(text, end)
        if match:
            scale, end = 10**6, match.end()
    elif match is not None:
        scale, end = SCALES[match[0].strip().lower()], match.end()
    value, grain = value * scale, grain * scale if scale > 1 else grain
    if end == span[1] and _LETTER.match(text, end) and not _SIGN.match(text, end):
        return None
    if scale > 1 and (more := _HALF_MORE.match(text, end)):
        value, grain, end = value + Fraction(scale, 2), Fraction(scale, 10), more.end()
    is_year = bool(_YEAR.fullmatch(written)) and scale == 1 and not _counts_after_year(text, start, end, language)
    sign = CURRENCIES.get(text[max(0, start - 2) : start].strip()[-1:]) if start else None
    return Atom(start, end, value, grain, scale, sign=sign, is_year=is_year)


def read_digits(written: str, language: str) -> tuple[Fraction, int]:
    """The value of digits as written, and how many decimals they have. One group of three after a comma or a point
    is thousands or decimals as the language has it: 1,700 in English, 1.700 in French are thousands.
    """
    plain = _NOT_GROUPING.sub("", written)
    commas, points = plain.count(","), plain.count(".")
    thousands, decimal = ("", ".")
    if commas and points:
        thousands, decimal = (",", ".") if plain.rindex(".") > plain.rindex(",") else (".", ",")
    elif commas > 1 or points > 1:
        thousands = "," if commas else "."
    elif match := _GROUPED_ONCE.fullmatch(plain):
        own = "." if language == "fr" else ","
        thousands, decimal = (own, "") if match[2] == own else ("", match[2])
    elif commas:
        decimal = ","
    if thousands:
        plain = plain.replace(thousands, "")
    whole, _, decimals = plain.partition(decimal) if decimal else (plain, "", "")
    return Fraction(f"{whole}.{decimals}" if decimals else whole), len(decimals)


_HEDGED = re.compile(
    r"\b(?:over|more than|nearly|almost|about|some|at least|fewer than|less than|up to|plus de|près de|environ|quelque"
    r"|au moins|moins de|presque) $",
    re.I,
)


def _counts_after_year(text: str, start: int, end: int, language: str) -> bool:
    """Whether four digits that could be a year count what follows: `over 2000`, `2021 women`, `1950 €`."""
    if _HEDGED.search(text[max(0, start - 12) : start]) or _SIGN.match(text, end):
        return True
    following = re.match(rf"{SPACE}([^\W\d_]+)(?:{SPACE}([^\W\d_]+))?", text[end : end + 60])
    if following is None:
        return False
    first, second = following[1].lower(), (following[2] or "").lower()
    return is_counted(first) or (
        language == "en" and first in ("young", "migrant", "health", "social") and is_counted(second)
    )


def _spelt(text: str, language: str) -> list[Atom]:
    found = []
    for spelt in find_spelt(text, language):
        if language == "fr" and spelt.words == ("neuf",) and not _is_nine(text, spelt.start, spelt.end):
            continue
        value, end, scale, grain = Fraction(spelt.value), spelt.end, spelt.scale, Fraction(1)
        if scale >= 1000 and (more := _HALF_MORE.match(text, end)):
            value, end, grain = value + Fraction(scale, 2), more.end(), Fraction(scale, 10)
        elif scale >= 10**6 and len(spelt.words) <= 3:
            grain = Fraction(scale)  # `two million` is rounded to the million; `two thousand` is not said to be
        found.append(Atom(spelt.start, end, value, grain, scale, is_spelt=True))
    return found


def _is_nine(text: str, start: int, end: int) -> bool:
    """`neuf femmes` counts, `un bâtiment neuf` is new."""
    return bool(re.match(rf"{SPACE}[^\W\d_]{{3,}}", text[end : end + 20])) and not re.match(
        rf"{SPACE}(?:pour|avec|dans|qui|mais|est|sera|sur|aux)\b", text[end : end + 20]
    )


def _collective(text: str, language: str) -> list[Atom]:
    found = []
    for match in _COLLECTIVE[language].finditer(text):
        value = Fraction(_COLLECTIVE_VALUES[match["some"].lower()])
        if match[0].lower().startswith("half"):
            value /= 2
        first = match.start() + len(match[0]) - len(match[0].lstrip())
        found.append(Atom(first, match.end(), value, value / 5, hedge=Hedge.ABOUT, is_spelt=True))
    for match in _VAGUE[language].finditer(text):
        scale = _VAGUE_SCALES[(match["scale"] or "").lower()]
        low, high = (bound * scale for bound in _VAGUE_BOUNDS[match["many"].lower()])
        found.append(
            Atom(match.start(), match.end(), Fraction(low), high=Fraction(high), hedge=Hedge.VAGUE, is_spelt=True)
        )
    return found


def _parts_of_scales(text: str, language: str) -> list[Atom]:
    """`half a million`, `un demi-million`."""
    found = []
    for match in _OF_A_SCALE[language].finditer(text):
        scale = SCALES.get(match["scale"].lower(), 1000)
        part = next(value for name, value in _PART_VALUES.items() if match.groupdict().get(name))
        found.append(Atom(match.start(), match.end(), part * scale, Fraction(scale, 10), scale, is_spelt=True))
    return found


def _parts(text: str, language: str) -> list[Atom]:
    """`half`, `two thirds`, `2/3 of`."""
    found = [
        Atom(*match.span(), Fraction(int(match[1]), int(match[2])), PART_GRAIN, is_share=True)
        for match in _FRACTION.finditer(text)
        if int(match[1]) < int(match[2])
    ]
    for match in _PARTS[language].finditer(text):
        if not _NOT_A_PART.search(text[max(0, match.start() - 14) : match.start()]):
            value = _PART_VALUES[str(match.lastgroup)]
            found.append(Atom(match.start(), match.end(), value, PART_GRAIN, is_share=True, is_spelt=True))
    return found


def _with_signs(text: str, atoms: Sequence[Atom]) -> list[Atom]:
    """Each with its sign; the `cent` of `pour cent` is part of it, and no number."""
    signed: list[Atom] = []
    for atom in atoms:
        if not signed or atom.start >= signed[-1].end:
            signed.append(_with_sign(text, atom))
    return signed


def _with_sign(text: str, atom: Atom) -> Atom:
    match = None if atom.is_share else _SIGN.match(text, atom.end) or _OF_EUROS.match(text, atom.end)
    if match is None:
        return atom
    if match.lastgroup == "share":
        return replace(
            atom,
            end=match.end(),
            value=atom.value * PER_CENT,
            grain=atom.grain * PER_CENT,
            is_share=True,
            is_year=False,
        )
    return replace(
        atom,
        end=match.end(),
        sign={"ha": "ha", "h": "h"}.get(str(match.lastgroup), str(match.lastgroup).upper()),
        is_year=False,
    )


def _join_in(text: str, atoms: Sequence[Atom], language: str) -> list[Atom]:
    """`four in five`, `9 sur 10`, `one woman in three` as one share each."""
    joined: list[Atom] = []
    for atom in atoms:
        is_plain = not atom.is_share and atom.sign is None and atom.value in OF_HOW_MANY
        before = joined[-1] if joined else None
        is_pair = is_plain and before and before.value < atom.value and not before.is_share and before.sign is None
        is_joined = before and is_pair and _IN[language].fullmatch(text, before.end, atom.start)
        if before and is_joined and _ends_share(text, atom.end, language):
            joined[-1] = _share(before.start, atom.end, before.value / atom.value)
            continue
        match = _ONE_IN[language].search(text[max(0, atom.start - 40) : atom.start]) if is_plain else None
        if match and _ends_share(text, atom.end, language):
            start = max(0, atom.start - 40) + match.start()
            joined.append(_share(start, atom.end, 1 / atom.value))
            continue
        joined.append(atom)
    return joined


def _share(start: int, end: int, value: Fraction) -> Atom:
    return Atom(start, end, value, PART_GRAIN, is_share=True, is_spelt=True)


def _ends_share(text: str, end: int, language: str) -> bool:
    """French `deux ateliers sur trois sites` is no share: the second number counts something of its own."""
    following = re.match(rf"{SPACE}([^\W\d_]+)", text[end : end + 30])
    return following is None or language == "en" or not is_counted(following[1].lower())
