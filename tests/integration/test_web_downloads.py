"""What is taken away says what it is: title, scope, status, version, what is withheld, and that it is made up."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.test import Client

from jalon.home import Home, make_home, mark_synthetic
from records_at import records_at


@pytest.fixture(scope="module")
def visitor(template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    from site_group import build_site_group

    made = mark_synthetic(make_home(tmp_path_factory.mktemp("downloads") / "home", group="Test group"))
    shutil.copy(template_home.records_file, made.records_file)
    with records_at(made):
        build_site_group(made)
        yield Client(SERVER_NAME="127.0.0.1")


def download(client: Client, format: str, query: str) -> bytes:
    answer = client.get(f"/en/figures/participants/download.{format}?{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="participants')
    return bytes(answer.content)


def read_csv(content: bytes) -> tuple[dict[str, str], list[dict[str, str]]]:
    """What is said above the table, and the table."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    about = {line[0].removeprefix("# "): line[1] for line in lines if line[0].startswith("# ")}
    head, *rows = [line for line in lines if not line[0].startswith("# ")]
    return about, [dict(zip(head, row, strict=True)) for row in rows]


def test_csv(visitor: Client) -> None:
    about, rows = read_csv(download(visitor, "csv", "period=2021&by=country"))
    assert about["title"] == "Participants"
    assert about["figure"] == "138 people"
    assert about["scope"] == "the whole group, 2021"
    assert (about["status"], about["version"], about["release"]) == ("counted+declared", "1", "second")
    assert about["synthetic"] == "Synthetic data: nobody in it is real."
    assert about["link"] == "jalon:participants?period=2021"
    by_code = {row["country"]: row for row in rows if row["country"]}
    assert (by_code["FR"]["country_name"], by_code["FR"]["size"]) == ("France", "29")
    assert rows[-1]["country_name"] == "Total"
    assert (rows[-1]["size"], rows[-1]["declared"], rows[-1]["value"]) == ("38", "100", "138")


def test_a_withheld_cell_is_a_word_and_the_file_says_why(visitor: Client) -> None:
    about, rows = read_csv(download(visitor, "csv", "period=2021&by=project"))
    small = next(row for row in rows if row["project"] == "PETIT")
    assert (small["size"], small["withheld"]) == ("withheld", "size")
    assert "5" in about["note"]


def test_a_withheld_number_is_a_word_and_named_in_the_last_column(visitor: Client) -> None:
    _, rows = read_csv(download(visitor, "csv", "period=2021&project=PETIT&by=sex"))
    assert (rows[-1]["size"], rows[-1]["withheld"].split()[0]) == ("withheld", "size")
    assert rows[-1]["share"] == ""  # a count has none: nothing is withheld there


def test_a_withheld_number_is_no_blank_in_a_workbook_and_null_in_parquet(visitor: Client) -> None:
    query = "period=2021&by=project"
    content = visitor.get(f"/fr/figures/participants/download.xlsx?{query}").content
    rows = list(openpyxl.load_workbook(io.BytesIO(content))["figure"].iter_rows(values_only=True))
    assert {row[0]: row[2] for row in rows}["PETIT"] == "non communiqué"
    table = pq.read_table(io.BytesIO(download(visitor, "parquet", query))).to_pylist()
    assert next((row["size"], row["withheld"]) for row in table if row["project"] == "PETIT") == (None, "size")


def test_excel(visitor: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(download(visitor, "xlsx", "period=2021&by=country")))
    rows = list(book["figure"].iter_rows(values_only=True))
    assert rows[0][:3] == ("country", "country_name", "size")
    assert ("FR", "France", 29) in [row[:3] for row in rows]
    said = {row[0]: row[1] for row in book["about"].iter_rows(values_only=True)}
    assert (said["title"], said["synthetic"]) == ("Participants", "Synthetic data: nobody in it is real.")


def test_parquet(visitor: Client) -> None:
    table = pq.read_table(io.BytesIO(download(visitor, "parquet", "period=2021&by=country")))
    assert table.schema.field("size").type == "int64"
    sizes = dict(zip(table["country"].to_pylist(), table["size"].to_pylist(), strict=True))
    assert (sizes["FR"], sizes["SN"], sizes[""]) == (29, 15, 38)
    said = json.loads(table.schema.metadata[b"jalon"])
    assert said["status"] == "counted+declared"
    assert "synthetic" in said


def test_no_text_of_a_download_runs_in_a_spreadsheet() -> None:
    from jalon.web.downloading import Statement, render_csv

    statement = Statement((("title", "=1+1"),), ("row", "size"), (("@SUM(A1)", 3), ("-3", None), ("plain", 4)))
    lines = render_csv(statement).decode("utf-8-sig").split("\r\n")
    assert lines == ["# title,'=1+1", "row,size", "'@SUM(A1),3", "'-3,", "plain,4", ""]
