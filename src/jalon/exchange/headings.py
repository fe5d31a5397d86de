"""What a heading names: a field, a measure at a moment, or a part of a total. Never by its first word alone.

A heading is compared whole; then without small words, words for the participant or the project and
what stands in brackets. "Nom du référent" is no name of a participant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice, product

from jalon.codelists.folding import fold
from jalon.codelists.listing import read_listing
from jalon.exchange.cells import answer_key
from jalon.exchange.dates import Order
from jalon.exchange.values import known_texts

NAMES = ("family", "given", "name")
MOMENTS = ("entry", "exit")
DATE_FIELDS = frozenset({"birth", "entry", "exit", "date", "period_start", "period_end"})
DEFAULT_AT_EXIT = frozenset({"exit_reason", "qualification", "satisfaction", "professional_project"})
"""Measures that a heading without a moment asks at exit."""
FIELDS = (
    *NAMES,
    "second_family",
    "second_given",
    "reference",
    "birth",
    "sex",
    "nationality",
    "country",
    "site",
    "phone",
    "email",
    "address",
    "occupation",
    "entry",
    "exit",
    "date",
    "activity",
    "mark",
    "hours",
    "signature",
    "source",
    "indicator",
    "period",
    "period_start",
    "period_end",
    "evidence",
    "unit",
    "relation",
    "age",
    "total",
    "ignored",
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_HINTS = (
    (re.compile(r"\b(?:jj|dd|d)\s*[-/. ]\s*mm?\s*[-/. ]\s*[ay]"), Order.DAY_FIRST),
    (re.compile(r"\bmm?\s*[-/. ]\s*(?:jj?|dd?)\s*[-/. ]\s*[ay]"), Order.MONTH_FIRST),
)
_HXL = re.compile(r"#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z0-9_]+)*", re.IGNORECASE)
_AGES = re.compile(r"(?:age[\s-])?(\d{1,3})\s*(?:-|–|à|a|to)\s*(\d{1,3})(?:\s*(?:ans|years|años|anos|y))?", re.I)


@cache
def words(role: str) -> frozenset[str]:
    """The folded words or phrases of a role in data/sheet_words.csv."""
    return frozenset(
        word for row in read_listing("sheet_words").rows if row["role"] == role for word in row["texts"].split("|")
    )


def _short(folded: str, dropped: Iterable[str] = ()) -> str:
    """Without small words and `dropped` ones; the whole where nothing would be left."""
    left = [word for word in folded.split() if word not in words("small") and word not in dropped]
    return " ".join(left) or folded


@cache
def known_headings() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Folded heading -> the fields it may name; the same without small words."""
    whole: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    for row in read_listing("sheet_columns").rows:
        for text in row["texts"].split("|"):
            for table, key in ((whole, answer_key(text)), (short, _short(answer_key(text)))):
                if row["field"] not in table.setdefault(key, []):
                    table[key].append(row["field"])
    return (
        {key: tuple(fields) for key, fields in whole.items()},
        {key: tuple(fields) for key, fields in short.items()},
    )


@cache
def _heading_words() -> frozenset[str]:
    """Every word that headings are made of."""
    said = {word for heading in known_headings()[0] for word in heading.split()}
    return frozenset(said | words("entry") | words("exit") | words("person") | words("project"))


def _without_marks(heading: str) -> list[str]:
    """What a heading with question marks may say: its words mended letter by letter, or as a question."""
    choices = []
    for word in answer_key(heading).split():
        # An apostrophe may be lost too: d?entr?e.
        readings = {word, re.sub(r"^[dl]\?(?=.{3})", "", word)}
        patterns = [re.compile(reading.replace("?", "[^ ]")) for reading in readings if len(reading) > 1]
        whole = [known for known in _heading_words() if any(pattern.fullmatch(known) for pattern in patterns)]
        asked = [word.rstrip("?")] if word.endswith("?") else []
        choices.append([*(whole if "?" in word else [word]), *asked])
    texts = (" ".join(filter(None, chosen)) for chosen in islice(product(*choices), 50))
    return [text for text in texts if text and "?" not in text]


class Headings:
    """Reads headings, the titles of the group's own measures included."""

    def __init__(self, measure_titles: Mapping[str, Iterable[str]]) -> None:
        self._measures = {
            _short(fold(text)): code
            for code, titles in measure_titles.items()
            for text in (*titles, code)
            if fold(text)
        }
        self._codes = frozenset(measure_titles)

    def candidates(self, heading: str) -> tuple[str, ...]:
        """The fields or `measure@moment` that a heading may name; () where none."""
        if "?" in answer_key(heading):
            meanings = {fields for text in _without_marks(heading) if (fields := self.candidates(text))}
            return meanings.pop() if len(meanings) == 1 else ()
        if not (key := answer_key(heading)):
            return ()
        whole, short = known_headings()
        without = answer_key(_BRACKETS.sub(" ", heading))
        for text in dict.fromkeys((key, without)):
            if found := whole.get(text) or short.get(_short(text)):
                return self._with_moments(found, key)
        if _is_full_name(without):
            return ("name",)
        if measure := self._measure(key) or self._measure(without, key):
            return (measure,)
        for text in dict.fromkeys((key, without)):
            found = short.get(_short(text, words("person") | words("project")), ())
            # Only fields drop so much: "Formation emploi" asks nobody about her employment.
            if fields := tuple(field for field in found if not self.is_measure(field)):
                return fields
        parts = [part for part in re.split(r"[/\n|]", heading) if part.strip()]
        if len(parts) > 1:
            named = [self.candidates(part) for part in parts]
            common = [field for field in named[0] if all(field in fields for fields in named[1:])]
            return tuple(common) or (named[0] if all(fields == () for fields in named[1:]) else ())
        return ()

    def is_measure(self, field: str) -> bool:
        return field.partition("@")[0] in self._codes

    def _measure(self, text: str, moment_in: str | None = None) -> str | None:
        """`measure@moment` where `text` without its moment names a measure."""
        whole = moment_in or text
        moment = find_moment(whole)
        short = _short(text, words(moment) if moment else ())
        named = known_headings()[1].get(short, ())
        code = self._measures.get(short) or next((field for field in named if field in self._codes), None)
        code = code or self._measures.get(_short(text))
        if code is None and moment and short in words("status"):
            code = "employment"
        return f"{code}@{moment}" if code and moment else code

    def _with_moments(self, fields: tuple[str, ...], key: str) -> tuple[str, ...]:
        moment = find_moment(key)
        return tuple(f"{field}@{moment}" if field in self._codes and moment else field for field in fields)


def _is_full_name(key: str) -> bool:
    """Whether a heading speaks of family and given names at once, in any words and order."""
    terms = set(key.split()) - words("small")
    is_both = bool(terms & words("family_name")) and bool(terms & words("given_name"))
    return is_both and terms <= words("family_name") | words("given_name") | words("whole_name") | words("person")


def find_moment(key: str) -> str | None:
    """entry or exit, where the words of a heading say one of them."""
    said = [moment for moment in MOMENTS if set(key.split()) & words(moment)]
    return said[0] if len(said) == 1 else None


def find_order_hint(heading: str) -> Order | None:
    """The order that a heading states itself: (jj/mm/aaaa), (mm/dd/yyyy)."""
    plain = heading.lower()
    return next((order for pattern, order in _HINTS if pattern.search(plain)), None)


def is_hxl(text: str) -> bool:
    return _HXL.fullmatch(text.strip()) is not None


def read_hxl(tag: str) -> str | None:
    """The field of an HXL tag (hxlstandard.org, 1.1): `#reached+youth+f` -> `value[age=youth,sex=female]`.

    None: the tag says nothing known here, and the heading above it decides.
    """
    name, *attributes = [part.strip() for part in tag.strip().lower().lstrip("#").split("+")]
    said = set(attributes)
    if name in ("name", "contact", "beneficiary") and said & {"name", "family", "given", "last", "first"}:
        return "family" if said & {"family", "last"} else "given" if said & {"given", "first"} else "name"
    is_number = name in ("indicator", "output", "result") and said & {"value", "num"}
    if name in ("reached", "beneficiary", "value") or is_number:
        return build_value(parts for attribute in attributes if (parts := read_part(attribute.replace("_", "-"))))
    if name == "date":
        return "period_start" if "start" in said else "period_end" if "end" in said else "period"
    if name == "meta":
        return "evidence" if said & {"source", "evidence", "url"} else "ignored"
    if name in ("targeted", "inneed", "affected", "population", "capacity"):
        # Who was meant is not who was reached.
        return "ignored"
    known = {"org": "source", "country": "country", "indicator": "indicator", "loc": "site", "sex": "sex", "age": "age"}
    return known.get(name)


def read_part(word: str) -> tuple[str, str] | None:
    """The part of a total that words name: ("sex", "female"), ("age", "youth"), ("age", "15-24")."""
    key = fold(word)
    if (code := known_texts("sex").get(key)) and (len(key) > 1 or key in "fmh"):
        return ("sex", code)
    if code := known_texts("age").get(key):
        return ("age", code)
    if found := _AGES.fullmatch(word.strip()) or _AGES.fullmatch(key):
        return ("age", f"{int(found[1])}-{int(found[2])}")
    return None


_PLAIN_COUNT = frozenset(
    [
        "nombre",
        "number",
        "numero",
        "nb",
        "no",
        "total",
        "effectif",
        "count",
        "beneficiaires",
        "beneficiaries",
        "beneficiarios",
        "participants",
        "participantes",
        "personnes",
        "people",
        "personas",
        "pessoas",
        "reached",
        "atteints",
        "touches",
        "alcanzados",
        "alcancados",
        "ans",
        "years",
        "anos",
        "age",
    ]
)


def read_value_heading(heading: str, beside: str = "") -> str | None:
    """`value[…]` where every word of a heading is a part of a total or a word for counting; else None.

    `beside`: all headings, folded. Niños beside niñas are boys, alone they are children.
    """
    heading = re.sub(r"\bni[ñn]os\b", "chicos" if "ninas" in beside else "crianças", heading, flags=re.I)
    plain = re.sub(r"[()\[\]/]", " ", heading)
    found: dict[str, str] = {}
    ages = re.search(r"\d{1,3}\s*[-–]\s*\d{1,3}", plain)
    if ages:
        part = read_part(ages[0])
        plain = plain.replace(ages[0], " ")
        found |= [part] if part else []
    terms = _short(answer_key(plain)).split()
    at = 0
    while at < len(terms):
        for length in (2, 1):
            part = read_part(" ".join(terms[at : at + length]))
            if part and len(terms[at : at + length]) == length:
                if found.get(part[0], part[1]) != part[1]:
                    return None
                found |= [part]
                at += length
                break
        else:
            if terms[at] not in _PLAIN_COUNT:
                return None
            at += 1
    return build_value(found.items()) if found else None


def build_value(parts: Iterable[tuple[str, str]]) -> str:
    """`value[age=youth,sex=female]`, dimensions in order; `value` where there are none."""
    text = ",".join(f"{dimension}={code}" for dimension, code in sorted(dict(parts).items()))
    return f"value[{text}]" if text else "value"


_VALUE = re.compile(r"value(?:\[([^\]]*)\])?")


def read_value(target: str) -> dict[str, str] | None:
    """The breakdown of a value column: `value[sex=female]` -> {"sex": "female"}; None for other targets."""
    found = _VALUE.fullmatch(target.strip())
    if not found:
        return None
    pairs = [part.partition("=") for part in (found[1] or "").split(",") if part.strip()]
    return {dimension.strip(): code.strip() for dimension, _, code in pairs}


def is_target(target: str, measures: Iterable[str]) -> bool:
    """Whether a mapping may write `target` for a column."""
    code, at, moment = target.partition("@")
    if at:
        return code in measures and moment in MOMENTS
    return target in FIELDS or code in measures or read_value(target) is not None
