"""A definition's examples as a table: what is known of each subject, and the answer every engine gives."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jalon.codelists import lists
from jalon.codelists.countries import numbers as country_numbers
from jalon.codelists.measures import shipped_measures
from jalon.figures.words import name_value
from jalon.language.definition import Example
from jalon.web.wording import name_day
from jalon.web.words import say

MOMENTS = ("entry", "exit", "after", "latest")
"""Keys of an example that hold answers to measures."""
NOT_ASKED = ""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """One example: a cell for each column of its table, and its answer: `met`, `not met`, `unknown`."""

    cells: tuple[str, ...]
    answer: str

    @property
    def mark(self) -> str:
        """The class that draws the answer."""
        return self.answer.replace(" ", "-")


@dataclass(frozen=True, slots=True)
class ExampleTable:
    columns: tuple[str, ...]
    rows: tuple[ExampleRow, ...]


def build_example_table(examples: Sequence[Example], language: str) -> ExampleTable:
    """One column for each thing that any example states, in the order in which they state it."""
    keys = list(dict.fromkeys(key for example in examples for key in _keys_of(example.given)))
    # A bare moment (`exit: {}`) says that she left and was asked nothing: a column only where no answer stands for it.
    asked = {moment for moment, measure in keys if measure}
    keys = [key for key in keys if key[1] or key[0] not in asked]
    rows = [
        ExampleRow(tuple(_cell(example.given, key, language) for key in keys), example.answer) for example in examples
    ]
    return ExampleTable(tuple(_heading(key, language) for key in keys), tuple(rows))


def _keys_of(given: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        if name in MOMENTS and isinstance(value, Mapping):
            answers = [measure for measure in value if measure not in ("date", "months")]
            yield from ((name, measure) for measure in answers or [""])
        else:
            yield name, ""


def _cell(given: Mapping[str, object], key: tuple[str, str], language: str) -> str:
    name, measure = key
    if name not in given:
        return NOT_ASKED
    value = given[name]
    if name in MOMENTS and isinstance(value, Mapping):
        if not measure:
            return say("not asked", language)
        answer = value.get(measure)
        return say("not asked", language) if answer is None else _answer(measure, str(answer), language)
    return _plain(name, value, language)


def _plain(name: str, value: object, language: str) -> str:
    if isinstance(value, Mapping):
        return ", ".join(
            f"{_heading((str(key), ''), language)} {_plain(key, one, language)}" for key, one in value.items()
        )
    if isinstance(value, Iterable) and not isinstance(value, str):
        return say("; ", language).join(_plain(name, one, language) for one in value)
    text = str(value)
    if _DAY.fullmatch(text):
        return name_day(dt.date.fromisoformat(text), language, "medium")
    if name == "theme":
        return lists.themes().get(text, {}).get(language, text)
    if name in ("country", "nationality") and text in country_numbers():
        return name_value(name, text, language)
    if name == "sex":
        return say({"female": "woman", "male": "man"}.get(text, "other"), language)
    words = {"yes": "yes", "no": "no", "unknown": "unknown", "present": "present", "absent": "absent"}
    words |= {"excused": "excused", "not listed": "not listed"}
    if name == "left" and text == "no":
        return say("still there", language)
    return say(words[text], language) if text in words else text


def _answer(measure: str, text: str, language: str) -> str:
    if text in ("unknown", "refused"):
        return say("unknown" if text == "unknown" else "refused to answer", language)
    shipped = shipped_measures().get(measure)
    options = shipped.options if shipped else {}
    if text in options:
        return options[text][language]
    return say({"yes": "yes", "no": "no"}[text], language) if text in ("yes", "no") else text


def _heading(key: tuple[str, str], language: str) -> str:
    name, measure = key
    titles = {
        "entry": say("At entry", language),
        "exit": say("At exit", language),
        "after": say("After exit", language),
        "latest": say("Last known", language),
        "entered": say("Entered", language),
        "left": say("Left", language),
        "sex": say("Sex", language),
        "birth": say("Born", language),
        "nationality": say("Nationality", language),
        "kind": say("Nature", language),
        "project": say("Project", language),
        "country": say("Country", language),
        "sessions": say("Sessions", language),
        "enrolments": say("Further spells", language),
        "date": say("on", language),
        "activity": say("activity", language),
        "theme": say("theme", language),
        "mark": say("mark", language),
        "hours": say("hours", language),
        "register": say("register", language),
    }
    title = titles.get(name, name)
    if not measure:
        return title
    return say("{when}: {measure}", language, when=title, measure=name_measure(measure, language))


def name_measure(code: str, language: str) -> str:
    """What a question is called: its title where every group has it, else its code."""
    shipped = shipped_measures().get(code)
    return shipped.titles[language] if shipped else code.replace("_", " ")
