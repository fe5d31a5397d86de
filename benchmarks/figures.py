"""Figures against COUNT(DISTINCT) over the same Parquet files: DuckDB, Polars and pandas. Results must be equal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.files import Files, files_of
from benchmarks.generate import Size
from benchmarks.table import render_table
from jalon.engines.local_keeping import keep_sets
from jalon.facts.store import DeltaFacts
from jalon.figures.group import Group

INDICATOR = "attended"
YEAR = 2021
REPEATS = 3
NO_ANSWER = "unknown"

Counts = Mapping[tuple[str, ...], int]
"""Distinct people by the values of the dimensions; `unknown` where there is none."""

QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "one total": (),
    "by country": ("country",),
    "by sex × country × quarter": ("sex", "country", "quarter"),
}


def count_in_duckdb(files: Files, dimensions: tuple[str, ...]) -> Counts:
    columns = {
        "sex": f"coalesce(p.sex, '{NO_ANSWER}')",
        "country": f"coalesce(s.country, '{NO_ANSWER}')",
        "quarter": "year(a.date) || '-Q' || quarter(a.date)",
    }
    chosen = ", ".join(columns[dimension] for dimension in dimensions)
    query = f"""
        SELECT {chosen}{", " if chosen else ""} COUNT(DISTINCT a.subject)
        FROM read_parquet($attendances) a
        {"JOIN read_parquet($sessions) s USING (session)" if "country" in dimensions else ""}
        {"JOIN read_parquet($subjects) p USING (subject)" if "sex" in dimensions else ""}
        WHERE a.mark = 'present' AND year(a.date) = {YEAR}
        {"GROUP BY ALL" if chosen else ""}"""
    given = {"attendances": files.attendances, "sessions": files.sessions, "subjects": files.subjects}
    used = {name: paths for name, paths in given.items() if f"${name}" in query}
    with duckdb.connect() as connection:
        return {row[:-1]: row[-1] for row in connection.execute(query, used).fetchall()}


def count_in_polars(files: Files, dimensions: tuple[str, ...]) -> Counts:
    rows = pl.scan_parquet(files.attendances, hive_partitioning=False).filter(
        (pl.col("mark") == "present") & (pl.col("date").dt.year() == YEAR)
    )
    if "country" in dimensions:
        sessions = pl.scan_parquet(files.sessions, hive_partitioning=False).select("session", "country")
        rows = rows.join(sessions, on="session")
    if "sex" in dimensions:
        rows = rows.join(pl.scan_parquet(files.subjects).select("subject", "sex"), on="subject")
    rows = rows.with_columns(
        quarter=pl.format("{}-Q{}", pl.col("date").dt.year(), pl.col("date").dt.quarter()),
    )
    if not dimensions:
        return {(): rows.select(pl.col("subject").n_unique()).collect().item()}
    counted = rows.group_by(dimensions).agg(pl.col("subject").n_unique()).collect()
    return {tuple(value or NO_ANSWER for value in row[:-1]): row[-1] for row in counted.iter_rows()}


def count_in_pandas(files: Files, dimensions: tuple[str, ...]) -> Counts:
    def read(paths: list[str], columns: list[str]) -> pd.DataFrame:
        tables = [pq.read_table(path, columns=columns, partitioning=None) for path in paths]
        frame: pd.DataFrame = pa.concat_tables(tables).to_pandas()
        return frame

    rows = read(files.attendances, ["session", "subject", "date", "mark"])
    days = pd.to_datetime(rows["date"])
    rows = rows[(rows["mark"] == "present") & (days.dt.year == YEAR)]
    if "quarter" in dimensions:
        rows = rows.assign(quarter=days.dt.year.astype(str) + "-Q" + days.dt.quarter.astype(str))
    if "country" in dimensions:
        rows = rows.merge(read(files.sessions, ["session", "country"]), on="session")
    if "sex" in dimensions:
        rows = rows.merge(read(files.subjects, ["subject", "sex"]), on="subject")
    if not dimensions:
        return {(): rows["subject"].nunique()}
    by = list(dimensions)
    counted = rows.fillna(dict.fromkeys(by, NO_ANSWER)).groupby(by)["subject"].nunique()
    return {key if isinstance(key, tuple) else (key,): int(size) for key, size in counted.items()}


def count_in_jalon(group: Group, dimensions: tuple[str, ...]) -> Counts:
    figure = group.figure(INDICATOR, period=str(YEAR))
    if not dimensions:
        return {(): figure.size}
    cells = figure.by(*dimensions).cells
    return {tuple(value or NO_ANSWER for value in cell.values): cell.size for cell in cells if cell.size}


RIVALS: Mapping[str, Callable[[Files, tuple[str, ...]], Counts]] = {
    "DuckDB": count_in_duckdb,
    "Polars": count_in_polars,
    "pandas": count_in_pandas,
}


def seconds_of(ask: Callable[[], Counts]) -> tuple[float, Counts]:
    started = time.perf_counter()
    counts = ask()
    return time.perf_counter() - started, counts


def compare_question(facts: DeltaFacts, files: Files, dimensions: tuple[str, ...]) -> tuple[int, dict[str, float]]:
    """Number of cells, and the best of some runs by who counted. Asserts that all counted the same.

    *first* is a group just opened, nothing read yet; *again* is the same group asked once more.
    """
    best: dict[str, float] = {}
    expected: Counts | None = None
    for _ in range(REPEATS):
        group = Group(facts, key=b"benchmark", examples_file=facts.folder / "examples.json")
        asks = {
            "Jalon, first": lambda group=group: count_in_jalon(group, dimensions),
            "Jalon, again": lambda group=group: count_in_jalon(group, dimensions),
        } | {name: (lambda count=count: count(files, dimensions)) for name, count in RIVALS.items()}
        for name, ask in asks.items():
            seconds, counts = seconds_of(ask)
            best[name] = min(seconds, best.get(name, seconds))
            expected = expected or counts
            assert counts == expected, f"{name} counts otherwise"
    assert expected is not None
    return len(expected), best


def build_report(facts: DeltaFacts, size: Size) -> Iterator[str]:
    keep_sets(facts)
    files = files_of(facts)
    rows = []
    for question, dimensions in QUESTIONS.items():
        cells, best = compare_question(facts, files, dimensions)
        for name in RIVALS:
            first, again = best["Jalon, first"], best["Jalon, again"]
            rows.append(
                [
                    question,
                    f"{cells:,}",
                    name,
                    f"{best[name]:.3f}",
                    f"{first:.3f}",
                    f"{best[name] / first:.1f} ×",
                    f"{again:.3f}",
                    f"{best[name] / again:.1f} ×",
                ]
            )
    held = facts.manifest.tables["attendances"].rows
    yield f"### COUNT(DISTINCT) of {INDICATOR} in {YEAR}: {held:,} attendances, {size.projects} projects"
    yield (
        "Seconds by the clock, best of three, sets kept; × is how many times longer the other takes, under 1 how many "
        "times shorter. All counted the same."
    )
    headings = ["question", "cells", "against", "s", "Jalon first, s", "ratio", "Jalon again, s", "ratio"]
    yield render_table(headings, rows)
