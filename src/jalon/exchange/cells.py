"""One cell as text, number or name: what is common to every column."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeVar

from jalon.codelists.folding import fold
from jalon.errors import Fault, Place
from jalon.exchange.sheets import Cell, CellError, Uncached

T = TypeVar("T")
TEXT_LIMIT = 300


class Waits:
    """Stands for a value that an open question decides: its row is left out until the answer."""


WAITS = Waits()

_COMMAND = re.compile(r"\s*(?:=[^\s=>]|[+\-@]\s*[A-Za-z_.]+\s*[|(!])")
_SPACES = re.compile(r"\s+")
_TITLES = re.compile(
    r"(?:mme|mlle|madame|monsieur|mademoiselle|mr|mrs|ms|miss|sr|sra|srta|dr|dra|docteur|doctor)\b\.?\s+(?=\S)", re.I
)
_INITIAL_TITLE = re.compile(r"M\.\s+(?=\S+\s+\S)")


def cell_text(cell: Cell) -> str:
    """A cell as a person reads it: spaces single, whole numbers without a point, "" if blank."""
    if isinstance(cell, str):
        return _SPACES.sub(" ", cell if cell.isascii() else unicodedata.normalize("NFC", cell)).strip()
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def find_cell_fault(cell: Cell, place: Place) -> Fault | None:
    """What is wrong with a cell whatever its column: no value, an error, a command."""
    if isinstance(cell, str):
        if cell[:1] in "=+-@ \t" and cell and _COMMAND.match(cell):
            return Fault("cell_command", place, {"found": cell[:80]})
    elif isinstance(cell, Uncached):
        return Fault("cell_uncached", place)
    elif isinstance(cell, CellError):
        return Fault("cell_error", place, {"found": cell.text})
    return None


def read_name(cell: Cell) -> str:
    """A name without a title before it ("Mme", "Mr."), spaces single."""
    text = cell_text(cell).strip(' "*')
    title = _TITLES.match(text) or _INITIAL_TITLE.match(text)
    return text[title.end() :] if title else text


def is_name(text: str) -> bool:
    """Whether there is a letter, or one that was lost, to know somebody by."""
    return any(sign.isalpha() or sign in "?\ufffd" for sign in text)


def check_length(text: str, place: Place, limit: int = TEXT_LIMIT) -> Fault | None:
    if len(text) <= limit:
        return None
    return Fault("cell_too_long", place, {"found": len(text), "limit": limit})


_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}")
_SEVERAL_GROUPS = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})+(?:[.,]\d+)?")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")


def is_grouped(text: str) -> bool:
    """Whether a number may be read in two ways: 8.935, 8,935 (thousands or decimals)."""
    return _GROUPED.fullmatch(text) is not None


def read_number(cell: Cell, *, groups: bool = False) -> Decimal | None:
    """A number as written, or None. `groups`: the point or comma of 8.935 sets thousands apart."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return Decimal(repr(cell)).normalize() + 0 if cell == cell and abs(cell) < 1e15 else None
    if not isinstance(cell, str):
        return None
    text = re.sub(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))", "", unicodedata.normalize("NFKC", cell).strip())
    if groups and is_grouped(text):
        text = re.sub("[.,]", "", text)
    elif found := _SEVERAL_GROUPS.fullmatch(text):
        text = text.replace(found[1], "")
    if not _PLAIN.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def find_lost(key: str, known: Mapping[str, T]) -> T | None:
    """What `key` meant before its letters were lost to `?`, where all that fits means one thing.

    Each `?` was exactly one letter; three others are needed to know the word by.
    """
    if "?" not in key or sum(letter.isalpha() for letter in key) < 3:
        return None
    pattern = re.compile("".join("[^ ]" if letter == "?" else re.escape(letter) for letter in key))
    meanings = [meaning for text, meaning in known.items() if len(text) == len(key) and pattern.fullmatch(text)]
    return meanings[0] if meanings and all(meaning == meanings[0] for meaning in meanings) else None


_ENDINGS = frozenset({"e", "es", "se", "euse", "ne", "ve", "trice", "ee", "a", "as", "o", "le"})


_ELISION = re.compile(r"\b(?:[dljmnstc]|qu)['’ʼ`´](?=[\w?])", re.I)


@lru_cache(maxsize=65536)
def answer_key(text: str) -> str:
    """A heading or answer for comparison, without `d'` and `l'`; signs without letters stand for themselves."""
    return fold(_ELISION.sub("", text)) or text.strip()


def neutral_key(text: str) -> str:
    """The same without the endings of both genders: "Demandeur(se) d'emploi", "Desempleado/a"."""
    first, *others = answer_key(text).split() or [""]
    return " ".join([first, *(word for word in others if word not in _ENDINGS)])
