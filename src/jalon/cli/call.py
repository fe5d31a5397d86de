"""One call of the command line: the options that every command takes, and how it answers.

`--home`, `--as`, `--lang` and `--json` may stand anywhere in the line, before or after the command.
"""

from __future__ import annotations

import getpass
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from jalon.errors import Bilingual, Fault, JalonError, JalonErrors
from jalon.figures.grouping import render_grouped
from jalon.home import Home, open_home

LANGUAGES = ("en", "fr")
VALUED = {"--home": "home", "--as": "by", "--lang": "language"}
WIDTH_WHEN_PIPED = 240
PATIENCE = 2.0
"""Seconds after which work that nobody watches is said in its log."""
AGAIN = 15.0
"""Seconds after which it is said again how far it is."""

Report = Callable[[str, int, int], None]
"""Says of a stage how much of it is done: `(stage, done, total)`."""


@dataclass(slots=True)
class Call:
    """What the user asked of every command: where, who, in what language, in what form."""

    home_given: str | None = None
    by: str = ""
    language: str = "en"
    as_json: bool = False
    is_synthetic: bool = False
    """Whether the group that answers is made up; known once its folder is opened."""
    out: Console = field(default_factory=lambda: console(sys.stdout))
    err: Console = field(default_factory=lambda: console(sys.stderr))

    def home(self) -> Home:
        """The folder asked for, which must exist, its records connected."""
        from jalon.workflows.start import connect

        home = open_home(self.home_given)
        connect(home)
        self.say_if_synthetic(home)
        return home

    def say_if_synthetic(self, home: Home) -> None:
        """Before anything that a made-up group answers; on standard error, so that the answer stays what it is.

        Where the answer is JSON it carries `"synthetic": true` itself.
        """
        self.is_synthetic = home.synthetic
        if home.synthetic and not self.as_json:
            said = self.say("Synthetic data: nobody in it is real.", "Données synthétiques : personne n'y est réel.")
            self.err.print(Text(said))

    def say(self, en: str, fr: str) -> str:
        """The text in the user's language."""
        return fr if self.language == "fr" else en

    def count(self, value: int) -> str:
        """How many, as people read it in the user's language: `1,629`. A record's own number stands as it is."""
        return render_grouped(value, self.language)

    def tell(self, en: str, fr: str) -> None:
        """One line for a reader; silent where the output is JSON."""
        if not self.as_json:
            self.out.print(Text(self.say(en, fr)))

    def show(self, data: Any, *tables: Table) -> None:
        """The answer: `data` as JSON where asked, else the tables."""
        if self.as_json:
            self.out.file.write(self.dump(data) + "\n")
        else:
            for table in tables:
                self.out.print(table)

    def dump(self, data: Any) -> str:
        """The data as JSON. Of a made-up group it is an object that says so: what would be a list stands in it under
        `list`, for an empty one could say nothing, and one taken for real could be read on.
        """
        stated = data
        if self.is_synthetic:
            stated = {"synthetic": True, **(data if isinstance(data, Mapping) else {"list": data})}
        return json.dumps(stated, ensure_ascii=False, indent=2, default=str)

    def show_error(self, error: JalonError | JalonErrors) -> None:
        """Each error in one paragraph on standard error; as JSON where asked."""
        errors = error.errors if isinstance(error, JalonErrors) else (error,)
        if self.as_json:
            listed = [as_data(item, self.language) for item in errors]
            self.err.file.write(self.dump({"errors": listed}) + "\n")
            return
        for item in errors:
            self.err.print(Text(item.text(self.language)))

    def working(self, en: str, fr: str) -> AbstractContextManager[Any]:
        """A moving sign on standard error while work of unknown length goes on; nothing where nobody watches."""
        if self.as_json or not self.err.is_terminal:
            return nullcontext()
        return self.err.status(self.say(en, fr))

    def progress(self) -> Progress:
        """Bars on standard error while somebody watches, one for each stage."""
        return Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.err,
            transient=True,
        )


def as_data(error: JalonError | Fault, language: str) -> dict[str, Any]:
    """An error or a fault for JSON: its id, place, what was found, what to do."""
    item = error.as_error() if isinstance(error, Fault) else error
    place = {
        name: value
        for name in ("file", "sheet", "row", "column", "field")
        if (value := getattr(item.place, name)) is not None
    }
    return {
        "id": item.id,
        "place": place,
        "found": item.found(language),
        "todo": item.todo(language),
        "nearest": item.nearest,
    }


def console(stream: Any) -> Console:
    """Colours and the window's width for a terminal; wide plain text for a pipe."""
    return Console(
        file=stream, width=None if stream.isatty() else WIDTH_WHEN_PIPED, soft_wrap=not stream.isatty(), highlight=False
    )


def split_options(arguments: Sequence[str]) -> tuple[Call, list[str]]:
    """Take the options of every command out of the line. Raises `usage`."""
    found: dict[str, Any] = {}
    rest: list[str] = []
    given = iter(arguments)
    for argument in given:
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest += [argument, *given]
        elif name in VALUED:
            found[VALUED[name]] = value if equals else next(given, None)
            if not found[VALUED[name]]:
                raise JalonError(
                    "usage", found=Bilingual(f"{name} needs a value.", f"{name} demande une valeur."), command="jalon"
                )
        elif argument == "--json":
            found["as_json"] = True
        else:
            rest.append(argument)
    language = found.get("language") or os.environ.get("JALON_LANG") or "en"
    if language not in LANGUAGES:
        text, fr = f"--lang is {language}: it can be en or fr.", f"--lang vaut {language} : en ou fr."
        raise JalonError("usage", found=Bilingual(text, fr), command="jalon")
    call = Call(
        home_given=found.get("home"),
        by=found.get("by") or os.environ.get("JALON_AS") or getpass.getuser(),
        language=language,
        as_json=found.get("as_json", False),
    )
    return call, rest


def build_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, numbers: Sequence[int] = ()
) -> Table:
    """A plain table: rules, no boxes; the columns in `numbers` are right-aligned."""
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    return table


def rows_of(data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """A mapping as the rows of a table of two columns."""
    return list(data.items())


STAGES: Mapping[str, tuple[str, str]] = {
    "drawing": ("drawing lots", "tirage au sort"),
    "release": ("figures", "chiffres"),
    "facts": ("facts", "faits"),
    "match": ("rows", "lignes"),
    "compare": ("comparing people", "comparaison des personnes"),
    "write": ("writing", "écriture"),
    "check": ("checking numbers", "vérification des nombres"),
    "subject": ("subjects", "sujets"),
    "person": ("people", "personnes"),
    "venture": ("ventures", "entreprises"),
    "place": ("places", "lieux"),
    "consent": ("consents", "consentements"),
    "need": ("needs", "besoins"),
    "planstep": ("steps of plans", "étapes de plans"),
    "referral": ("referrals", "orientations"),
    "note": ("notes", "notes"),
    "quantity": ("declared totals", "totaux déclarés"),
    "enrolment": ("enrolments", "inscriptions"),
    "activity": ("activities", "activités"),
    "session": ("sessions", "séances"),
    "attendance": ("attendances", "présences"),
    "observation": ("observations", "observations"),
    "identityassertion": ("decisions on who is who", "décisions sur qui est qui"),
}
"""Stages by the word that says them below the command line: in English, in French."""


def name_stage(stage: str, language: str) -> str:
    """The stage in the reader's words."""
    return STAGES.get(stage, (stage, stage))[language == "fr"]


@contextmanager
def stages(call: Call) -> Iterator[Report]:
    """A callback `(stage, done, total)` that says on standard error how far each stage is.

    One bar for each on a terminal. Elsewhere a line for a stage that goes on, once it has for `PATIENCE` seconds, another
    each time that `AGAIN` went by, and one at its end; nothing where the answer is JSON. A stage that the core names
    by a word of its own is told by that of `STAGES`.
    """
    if call.as_json:
        yield lambda stage, done, total: None
    elif call.err.is_terminal:
        with call.progress() as progress:
            bars: dict[str, TaskID] = {}

            def move(stage: str, done: int, total: int) -> None:
                if stage not in bars:
                    bars[stage] = progress.add_task(name_stage(stage, call.language), total=total)
                progress.update(bars[stage], completed=done, total=total)

            yield move
    else:
        yield Lines(call).report


@dataclass(slots=True)
class Lines:
    """Stages as lines of a log, those that take long."""

    call: Call
    began: dict[str, float] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)

    def report(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        is_long = now - self.began.setdefault(stage, now) >= PATIENCE
        if is_long and done < total and now - self.told.get(stage, -math.inf) >= AGAIN:
            self.told[stage] = now
            self._print(f"{name_stage(stage, self.call.language)} {self.call.count(done)}/{self.call.count(total)} …")
        elif stage in self.told.keys() - self.ended and done >= total:
            self.ended.add(stage)
            self._print(f"{name_stage(stage, self.call.language)} {self.call.count(done)}/{self.call.count(total)}")

    def _print(self, line: str) -> None:
        self.call.err.print(Text(line))
