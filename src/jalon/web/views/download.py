"""A figure or its table to take away: CSV, Excel or Parquet, each with what it is, how sure and where from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.http import HttpRequest, HttpResponse

from jalon.errors import JalonError, nearest_name
from jalon.web.asking import Asking, ask_within
from jalon.web.downloading import Statement, build_statement, render_csv, render_parquet, render_xlsx
from jalon.web.question import read_question
from jalon.web.views.figure import by_of
from jalon.web.views.page import page_view

Writer = Callable[[Statement], bytes]
WRITERS: Mapping[str, tuple[Writer, str]] = {
    "csv": (render_csv, "text/csv; charset=utf-8"),
    "xlsx": (render_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": (render_parquet, "application/vnd.apache.parquet"),
}


@page_view
def download(request: HttpRequest, asking: Asking, id: str, format: str) -> HttpResponse:
    """`/en/figures/participants/download.csv?period=2021&by=sex`: the table that the page shows."""
    if format not in WRITERS:
        raise JalonError(
            "no_such_format", nearest=nearest_name(format, WRITERS), found=format, known=", ".join(WRITERS)
        )
    question = read_question(id, request.META["QUERY_STRING"])
    asking = ask_within(request, asking, question.scope)
    dimensions = by_of(asking, question, asking.definition(id))
    statement = build_statement(
        asking, question, dimensions, request.build_absolute_uri(question.address(asking.language))
    )
    write, kind = WRITERS[format]
    name = _file_name([id, *map(str, question.scope.values()), *dimensions])
    disposition = f'attachment; filename="{name}.{format}"'
    return HttpResponse(write(statement), content_type=kind, headers={"Content-Disposition": disposition})


def _file_name(parts: Sequence[str]) -> str:
    """Letters, digits, dots and dashes alone, so that it needs no quoting anywhere."""
    text = "-".join(parts)
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in ".-_") else "-" for sign in text)[:120]
