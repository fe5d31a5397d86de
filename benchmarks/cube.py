"""The cube sex × age band × country × year of distinct people with all its margins, in several systems.

All read the same Parquet files and follow the same rule: a person's age band is that at her first participation
(earliest entry, then project code), unknown where her birth does not settle it; unknown is a value like others.
Every grouping is a key of sixteen: a value, UNKNOWN, or ALL for a dimension that is not in it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.files import Files
from benchmarks.jalon_alone import ALL, DIMENSIONS, UNKNOWN

Cube = Mapping[tuple[str, ...], int]
"""Distinct people by (sex, age band, country, year)."""


def age_in_sql(birth: str, number: str = "extract({part} from {day})") -> str:
    def written(day: str) -> str:
        year, month, date = (number.format(part=part, day=day) for part in ("year", "month", "day"))
        return f"({year} * 10000 + {month} * 100 + {date})"

    return f"CAST(floor(({written('entry')} - {written(birth)}) / 10000.0) AS INTEGER)"


def people_in_sql(enrolments: str, subjects: str, first: str) -> str:
    """Who has which sex, and which age band at her first participation. Projects are numbered as their codes sort."""
    low, high = age_in_sql("birth_latest"), age_in_sql("birth_earliest")
    return f"""
        SELECT subject, coalesce(sex, '{UNKNOWN}') AS sex,
               CASE WHEN {high} < 25 THEN '<25' WHEN {low} >= 25 AND {high} < 55 THEN '25-54'
                    WHEN {low} >= 55 THEN '55+' ELSE '{UNKNOWN}' END AS age_band
        FROM {subjects} JOIN (SELECT subject, {first} AS entry FROM {enrolments} GROUP BY subject) e USING (subject)"""


def present_in_sql(attendances: str, sessions: str, year: str) -> str:
    return f"""
        SELECT a.subject, coalesce(s.country, '{UNKNOWN}') AS country, CAST({year} AS VARCHAR(4)) AS year
        FROM {attendances} a JOIN {sessions} s ON s.session = a.session WHERE a.mark = 'present'"""


def cube_by_group_by(people: str, present: str) -> str:
    """What SQL offers for it."""
    keys = ", ".join(f"CASE WHEN grouping({d}) = 1 THEN '{ALL}' ELSE {d} END" for d in DIMENSIONS)
    return f"""
        WITH people AS ({people}), present AS ({present})
        SELECT {keys}, count(DISTINCT subject) FROM present JOIN people USING (subject)
        GROUP BY CUBE ({", ".join(DIMENSIONS)})"""


def cube_by_distinct_pairs(people: str, present: str, materialized: str = "MATERIALIZED") -> str:
    """The best formulation found: distinct (person, country, year) once, what is distinct in each of the four
    groupings of country and year from it, and since sex and age band part people, plain counts from there on."""
    groupings = []
    for country, year in product(("country", f"'{ALL}'"), ("year", f"'{ALL}'")):
        groupings.append(f"SELECT DISTINCT subject, {country} AS country, {year} AS year FROM pairs")
    keys = ", ".join(
        [*(f"CASE WHEN grouping({d}) = 1 THEN '{ALL}' ELSE {d} END" for d in DIMENSIONS[:2]), *DIMENSIONS[2:]]
    )
    return f"""
        WITH people AS {materialized} ({people}),
        pairs AS {materialized} (SELECT DISTINCT * FROM ({present}) p),
        spread AS ({" UNION ALL ".join(groupings)}),
        counted AS (SELECT sex, age_band, country, year, count(*) AS n
                    FROM spread JOIN people USING (subject) GROUP BY sex, age_band, country, year)
        SELECT {keys}, CAST(sum(n) AS BIGINT) FROM counted GROUP BY CUBE (sex, age_band), country, year"""


def as_cube(rows: list[tuple[object, ...]]) -> Cube:
    return {tuple(str(value) for value in row[:-1]): int(str(row[-1])) for row in rows}


# DuckDB ------------------------------------------------------------------------------------------


def parquet_in_sql(paths: list[str]) -> str:
    return f"read_parquet([{', '.join(repr(path) for path in paths)}], hive_partitioning = false)"


def ask_duckdb(files: Files, *, best: bool) -> Cube:
    people = people_in_sql(parquet_in_sql(files.enrolments), parquet_in_sql(files.subjects), "min(entry)")
    present = present_in_sql(parquet_in_sql(files.attendances), parquet_in_sql(files.sessions), "year(a.date)")
    with duckdb.connect() as connection:
        query = cube_by_distinct_pairs(people, present) if best else cube_by_group_by(people, present)
        return as_cube(connection.execute(query).fetchall())


def cube_in_duckdb(files: Files) -> Cube:
    return ask_duckdb(files, best=False)


def cube_in_duckdb_best(files: Files) -> Cube:
    return ask_duckdb(files, best=True)


# Polars and pandas -------------------------------------------------------------------------------


def cube_in_polars(files: Files) -> Cube:
    def written(day: str) -> pl.Expr:
        at = pl.col(day).dt
        return at.year() * 10_000 + at.month().cast(pl.Int32) * 100 + at.day().cast(pl.Int32)

    low = (written("entry") - written("birth_latest")) // 10_000
    high = (written("entry") - written("birth_earliest")) // 10_000
    first = pl.scan_parquet(files.enrolments, hive_partitioning=False).group_by("subject").agg(pl.col("entry").min())
    people = (
        pl.scan_parquet(files.subjects)
        .join(first, on="subject")
        .select(
            "subject",
            pl.col("sex").fill_null(UNKNOWN),
            pl.when(high < 25)
            .then(pl.lit("<25"))
            .when((low >= 25) & (high < 55))
            .then(pl.lit("25-54"))
            .when(low >= 55)
            .then(pl.lit("55+"))
            .otherwise(pl.lit(UNKNOWN))
            .alias("age_band"),
        )
        .collect()
        .lazy()
    )
    sessions = pl.scan_parquet(files.sessions, hive_partitioning=False).select(
        "session", pl.col("country").fill_null(UNKNOWN)
    )
    pairs = (
        pl.scan_parquet(files.attendances, hive_partitioning=False)
        .filter(pl.col("mark") == "present")
        .join(sessions, on="session")
        .select("subject", "country", pl.col("date").dt.year().alias("year"))
        .unique()
        .collect()
        .lazy()
    )
    cube: dict[tuple[str, ...], int] = {}
    for in_scope in (["country", "year"], ["country"], ["year"], []):
        joined = pairs.select("subject", *in_scope).unique().join(people, on="subject")
        counted = joined.group_by("sex", "age_band", *in_scope).agg(pl.len().alias("n")).collect()
        for kept in (["sex", "age_band"], ["sex"], ["age_band"], []):
            by = [*kept, *in_scope]
            rows = counted.group_by(by).agg(pl.col("n").sum()) if by else counted.select(pl.col("n").sum())
            for row in rows.iter_rows(named=True):
                cube[tuple(str(row.get(d, ALL)) for d in DIMENSIONS)] = row["n"]
    return cube


def cube_in_pandas(files: Files) -> Cube:
    def read(paths: list[str], columns: list[str]) -> pd.DataFrame:
        tables = [pq.read_table(path, columns=columns, partitioning=None) for path in paths]
        frame: pd.DataFrame = pa.concat_tables(tables).to_pandas(date_as_object=False)
        return frame

    def written(days: Any) -> Any:
        return days.dt.year * 10_000 + days.dt.month * 100 + days.dt.day

    people = read(files.subjects, ["subject", "sex", "birth_earliest", "birth_latest"])
    people = people.merge(read(files.enrolments, ["subject", "entry"]).groupby("subject", as_index=False).min())
    low = (written(people["entry"]) - written(people["birth_latest"])) // 10_000
    high = (written(people["entry"]) - written(people["birth_earliest"])) // 10_000
    people["age_band"] = UNKNOWN
    people.loc[high < 25, "age_band"] = "<25"
    people.loc[(low >= 25) & (high < 55), "age_band"] = "25-54"
    people.loc[low >= 55, "age_band"] = "55+"
    people = people.fillna({"sex": UNKNOWN})[["subject", "sex", "age_band"]]
    rows = read(files.attendances, ["session", "subject", "date", "mark"])
    rows = rows[rows["mark"] == "present"]
    rows = rows.merge(read(files.sessions, ["session", "country"]).fillna({"country": UNKNOWN}), on="session")
    pairs = rows.assign(year=rows["date"].dt.year.astype(str))[["subject", "country", "year"]].drop_duplicates()
    cube: dict[tuple[str, ...], int] = {}
    for in_scope in (["country", "year"], ["country"], ["year"], []):
        joined = pairs[["subject", *in_scope]].drop_duplicates().merge(people, on="subject")
        counted = joined.groupby(["sex", "age_band", *in_scope], as_index=False).size()
        for kept in (["sex", "age_band"], ["sex"], ["age_band"], []):
            by = [*kept, *in_scope]
            summed = (
                counted.groupby(by, as_index=False)["size"].sum()
                if by
                else pd.DataFrame([{"size": counted["size"].sum()}])
            )
            for row in pd.DataFrame(summed).to_dict("records"):
                cube[tuple(str(row.get(d, ALL)) for d in DIMENSIONS)] = int(row["size"])
    return cube


# PostgreSQL --------------------------------------------------------------------------------------


def find_postgresql() -> Path | None:
    """The folder of PostgreSQL's programs."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextmanager
def serve_postgresql(programs: Path) -> Iterator[str]:
    """A server of its own on a socket in a temporary folder; it refuses to run as root, so `nobody` runs it there.
    Yields what to connect with."""
    as_nobody = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
    user = "nobody" if as_nobody else os.environ.get("USER", "bench")
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    folder.chmod(0o777)
    data = folder / "data"

    def run(*command: str) -> None:
        done = subprocess.run([*as_nobody, *command], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{command[0]}: {done.stderr or done.stdout}")

    run(str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", user, "--no-sync")
    options = (
        f"-k {folder} -c listen_addresses='' -c shared_buffers=2GB -c work_mem=512MB -c fsync=off "
        "-c max_wal_size=8GB -c max_parallel_workers_per_gather=2 -c jit=off"
    )
    run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"host={folder} user={user} dbname=postgres"
    finally:
        run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        subprocess.run([*as_nobody, "rm", "-rf", str(data)], cwd="/", check=False)
        shutil.rmtree(folder, ignore_errors=True)


COLUMNS = {
    "attendances": "session int, subject int, date date, mark text",
    "sessions": "session int, country text",
    "subjects": "subject int, sex text, birth_earliest date, birth_latest date",
    "enrolments": "subject int, entry date",
}


def load_postgresql(connect: str, files: Files, folder: Path) -> None:
    """The same rows as tables of the server, analysed."""
    import psycopg

    with psycopg.connect(connect, autocommit=True) as connection, duckdb.connect() as duck:
        for table, columns in COLUMNS.items():
            connection.execute(f"CREATE UNLOGGED TABLE {table} ({columns})")
            names = ", ".join(column.split()[0] for column in columns.split(", "))
            source = parquet_in_sql(getattr(files, table))
            file = folder / f"{table}.csv"
            duck.execute(f"COPY (SELECT {names} FROM {source}) TO '{file}' (HEADER false)")
            with file.open("rb") as rows, connection.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
                while block := rows.read(1 << 20):
                    copy.write(block)
            file.unlink()
            connection.execute(f"VACUUM ANALYZE {table}")


def ask_postgresql(connect: str, *, best: bool) -> Cube:
    import psycopg

    people = people_in_sql("enrolments", "subjects", "min(entry)")
    present = present_in_sql("attendances", "sessions", "extract(year from a.date)::int")
    query = cube_by_distinct_pairs(people, present) if best else cube_by_group_by(people, present)
    with psycopg.connect(connect) as connection:
        return as_cube(connection.execute(query).fetchall())
