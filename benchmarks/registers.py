"""How long, and in how much memory, a long list of people is planned and imported through the command line."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from benchmarks.command import run_command
from benchmarks.table import render_table

HEADINGS = ("Nom", "Prénom", "Sexe", "Date de naissance", "Date d'entrée", "Date de sortie", "Nationalité")
SYLLABLES = (
    "ba",
    "be",
    "bou",
    "da",
    "dia",
    "do",
    "fa",
    "fé",
    "ga",
    "gué",
    "ha",
    "ka",
    "ko",
    "la",
    "lé",
    "ma",
    "mi",
    "na",
)
GROUP = """\
organisations:
  - {code: GROUP, name: Benchmark group, kind: group}
projects:
  - {code: LIST, name: A long list, organisation: GROUP, start: 2021-01-01, end: 2021-12-31, countries: [SN]}
"""


def write_list(path: Path, rows: int, seed: int = 1) -> None:
    """A list of people as an office keeps it: French headings, real dates, about 3 % without a birth date."""
    chance = random.Random(seed)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Participants")
    sheet.write_row(0, 0, HEADINGS)
    for row in range(1, rows + 1):
        family, given = ("".join(chance.choices(SYLLABLES, k=3)) for _ in range(2))
        entry = dt.date(2021, 1, 4) + dt.timedelta(days=chance.randrange(180))
        sheet.write_row(row, 0, [family.upper(), given.capitalize(), chance.choice("FFFHH")])
        if chance.random() > 0.03:
            sheet.write_datetime(row, 3, dt.date(1950, 1, 2) + dt.timedelta(days=chance.randrange(55 * 365)), day)
        sheet.write_datetime(row, 4, entry, day)
        if chance.random() < 0.8:
            sheet.write_datetime(row, 5, entry + dt.timedelta(days=30 + chance.randrange(150)), day)
        sheet.write_string(row, 6, chance.choice(["Sénégal", "Mali", "Burkina Faso", "Togo"]))
    book.close()


def build_report(folder: Path, rows: int) -> Iterator[str]:
    home, sheet, group = folder / "home", folder / "list.xlsx", folder / "group.yaml"
    group.write_text(GROUP, encoding="utf-8")
    write_list(sheet, rows)
    run_command(["init"], home)
    run_command(["load", str(group)], home)
    steps = {
        "plan": ["import", str(sheet), "--project", "LIST", "--plan"],
        "plan and apply": ["import", str(sheet), "--project", "LIST", "--yes"],
        "the same file again": ["import", str(sheet), "--project", "LIST", "--yes"],
        "refresh the facts": ["facts", "refresh"],
        "all figures": ["figures"],
    }
    yield f"### Registers: a list of {rows:,} people, xlsx, {sheet.stat().st_size / 1e6:.1f} MB; records in SQLite"
    measured = [[name, *(f"{value:,.1f}" for value in run_command(step, home))] for name, step in steps.items()]
    yield render_table(["step", "seconds", "of processor", "peak MB"], measured)
