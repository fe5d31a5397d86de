"""Answers as registers write them to codes: sex, countries, the measures. What is not understood is a fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache

import pycountry
from babel import Locale

from jalon.codelists.folding import fold
from jalon.codelists.listing import read_listing
from jalon.codelists.measures import shipped_measures
from jalon.errors import Fault, Place, nearest_name
from jalon.exchange.cells import answer_key, cell_text, find_lost, neutral_key, read_number
from jalon.exchange.dates import LANGUAGES
from jalon.exchange.rows import Answer, MeasureShape
from jalon.exchange.sheets import Cell


@cache
def known_texts(field: str) -> dict[str, str]:
    """Key of each text that data/sheet_values.csv gives for a field -> code."""
    texts: dict[str, str] = {}
    for row in read_listing("sheet_values").rows:
        if row["field"] == field:
            _add(texts, row["texts"].split("|"), row["code"])
    return texts


def _add(texts: dict[str, str], written: Iterable[str], code: str) -> None:
    """Exact keys first; the neutral ones only where they say nothing else."""
    for text in written:
        texts[answer_key(text)] = code
        texts.setdefault(neutral_key(text), code)


@cache
def country_names() -> dict[str, frozenset[str]]:
    """Folded name, demonym or code of three letters -> the countries it may be. Codes of two letters apart."""
    names: dict[str, set[str]] = {}

    def add(text: str, code: str) -> None:
        if key := fold(text):
            names.setdefault(key, set()).add(code)

    for country in pycountry.countries:
        add(country.alpha_3, country.alpha_2)
        for attribute in ("name", "common_name", "official_name"):
            add(getattr(country, attribute, ""), country.alpha_2)
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"):
                add(str(name), code)
    for row in read_listing("sheet_countries").rows:
        for name in row["names"].split("|"):
            add(name, row["code"])
        for language in LANGUAGES:
            for demonym in row[language].split("|"):
                for form in _both_genders(demonym, language):
                    add(form, row["code"])
    return {key: frozenset(codes) for key, codes in names.items()}


def _both_genders(demonym: str, language: str) -> Iterator[str]:
    """A demonym and its feminine, by the language's common rules unless both are given."""
    masculine, _, feminine = demonym.partition("/")
    yield masculine
    if feminine:
        yield feminine
    elif language == "fr" and not masculine.endswith(("e", "è")):
        yield masculine + ("ne" if masculine.endswith("en") else "e")
    elif language in ("es", "pt"):
        if masculine.endswith("o"):
            yield masculine[:-1] + "a"
        elif masculine.endswith(("és", "ês")):
            yield masculine[:-2] + "esa"
        elif masculine.endswith(("ol", "án")):
            yield masculine.replace("án", "an") + "a"


@cache
def country_codes() -> frozenset[str]:
    return frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}


def read_country(cell: Cell, place: Place) -> str | Fault | None:
    """An alpha-2 code from a code, a name in four languages, or a demonym. None: said to be unknown."""
    text = cell_text(cell)
    if text in country_codes():
        return text
    names = country_names()
    codes = names.get(fold(text)) or names.get(fold(text.partition("(")[0])) or find_lost(fold(text), names)
    if codes and len(codes) == 1:
        return next(iter(codes))
    if codes:
        return Fault("country_ambiguous", place, {"found": text, "known": ", ".join(sorted(codes))})
    if is_unknown(text):
        return None
    if text.upper() in country_codes():
        return text.upper()
    details = {"found": text, "field": "a country", "known": "Sénégal, Senegal, SN …"}
    nearest = nearest_name(fold(text), country_names())
    if nearest:
        code = min(country_names()[nearest])
        details["nearest"] = f"{Locale('en').territories.get(code, nearest)} ({code})"
    return Fault("value_not_understood", place, details)


def is_unknown(text: str) -> bool:
    """Whether the cell says that the answer is not known."""
    return answer_key(text) in known_texts("unknown")


def read_sex(cell: Cell, place: Place) -> str | Fault | None:
    """female, male or other; None where said to be unknown."""
    text = cell_text(cell)
    known = known_texts("sex")
    if code := known.get(answer_key(text)) or find_lost(answer_key(text), known):
        return code
    if is_unknown(text):
        return None
    return _not_understood(text, place, "sex", ("F", "M", "Femme", "Homme", "Female", "Male"))


class Measures:
    """The measures that sheets may answer: the shipped ones and the group's own, by code."""

    def __init__(self, own: Mapping[str, MeasureShape]) -> None:
        shipped = {
            code: MeasureShape(
                code,
                measure.kind,
                tuple(measure.titles.values()),
                {option: tuple(titles.values()) for option, titles in measure.options.items()},
            )
            for code, measure in shipped_measures().items()
        }
        self.shapes: dict[str, MeasureShape] = shipped | dict(own)
        self._texts = {code: self._build_texts(shape) for code, shape in self.shapes.items()}

    @staticmethod
    def _build_texts(shape: MeasureShape) -> dict[str, str]:
        texts: dict[str, str] = {}
        if shape.kind == "yes_no":
            texts |= known_texts("yes_no")
        texts |= known_texts(shape.code)
        for code, titles in shape.options.items():
            _add(texts, (code, code.replace("_", " "), *titles), code)
        return texts

    def read(self, code: str, cell: Cell, place: Place) -> Answer | Fault:
        """The answer that a cell gives to a measure: code, number, refused, or asked without an answer."""
        shape = self.shapes[code]
        text = cell_text(cell)
        key = answer_key(text)
        if shape.kind == "number":
            return self._read_number(code, cell, text, key, place)
        texts = self._texts[code]
        found = texts.get(key) or texts.get(neutral_key(text))
        if found is None and shape.kind == "level":
            found = texts.get(key.removeprefix("niveau ").removeprefix("level ").removeprefix("nivel "))
        if found is None:
            found = find_lost(key, texts)
        if found is None and isinstance(cell, bool):
            found = texts.get("yes" if cell else "no")
        if found:
            return Answer(code=found)
        if key in known_texts("refused"):
            return Answer(refused=True)
        if is_unknown(text):
            return Answer()
        titles = [titles[0] for titles in shape.options.values() if titles] or ["yes", "no"]
        return _not_understood(text, place, shape.titles[0] if shape.titles else code, titles, texts)

    def _read_number(self, code: str, cell: Cell, text: str, key: str, place: Place) -> Answer | Fault:
        number = read_number(cell if not isinstance(cell, str) else text.removesuffix("%").partition("/")[0].strip())
        if number is None:
            if key in known_texts("refused"):
                return Answer(refused=True)
            if is_unknown(text):
                return Answer()
            return Fault("number_not_understood", place, {"found": text})
        shipped = shipped_measures().get(code)
        lowest, highest = (shipped.lowest, shipped.highest) if shipped else (None, None)
        if (lowest is not None and number < lowest) or (highest is not None and number > highest):
            return Fault("number_out_of_range", place, {"found": number, "lowest": lowest, "highest": highest})
        return Answer(number=Decimal(number))


def _not_understood(text: str, place: Place, field: str, known: Iterable[str], also: Iterable[str] = ()) -> Fault:
    titles = list(known)
    details = {"found": text, "field": field, "known": ", ".join(titles[:12]) + (" …" if len(titles) > 12 else "")}
    nearest = nearest_name(text, titles) or nearest_name(fold(text), also)
    return Fault("value_not_understood", place, details | ({"nearest": nearest} if nearest else {}))
