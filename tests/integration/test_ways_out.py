"""Every way out passes disclosure: no page, download or publication reads a number or a member off a figure itself.

Figures, tables, comparisons and overlaps are watched while the site is walked as a visitor and a text is checked and
published: whoever reads a number of theirs from `jalon.web` or `jalon.publishing` is named. Commands are for whoever
holds the group's folder, and with it everything; they say so.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from site_pages import Page

from jalon.cli import main
from jalon.figures.breakdown import Breakdown, Cell
from jalon.figures.compare import Comparison
from jalon.figures.figure import Figure
from jalon.figures.overlap import Overlap
from jalon.home import Home, make_home, open_home
from records_at import records_at

WAYS_OUT = ("jalon.web", "jalon.publishing")
FOR_STAFF = ("jalon.web.views.members",)
"""Pages that no visitor reaches, and that show members: nobody else may read these."""
NUMBERS: dict[type, frozenset[str]] = {
    Figure: frozenset(
        [
            "members",
            "no",
            "unknown",
            "universe",
            "value",
            "bounds",
            "size",
            "not_exact",
            "not_placed",
            "statistic",
            "measured",
            "rose",
            "stayed",
            "fell",
            "series",
            "composition",
            "digest",
            "provenance",
            "progress",
            "to_dict",
            "text",
            "cube",
            "trend",
            "part",
            "of",
            "terms",
        ]
    ),
    Breakdown: frozenset(
        ["cells", "total", "overlap", "value_overlap", "reconciliation", "placed", "to_dict", "rows", "cell", "margin"]
    ),
    Cell: frozenset(["members", "no", "unknown", "universe", "size", "share", "statistic", "without_members"]),
    Comparison: frozenset(
        ["differences", "kept", "renumbered", "rows", "text", "to_dict", "moved", "difference", "is_empty"]
    ),
    Overlap: frozenset(["pairs", "regions", "union", "unknown", "region", "text", "to_dict"]),
}
Reads = set[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def open_site(template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    from site_group import build_site_group

    made = make_home(tmp_path_factory.mktemp("ways") / "home", group="Test group")
    shutil.copy(template_home.records_file, made.records_file)
    with records_at(made):
        build_site_group(made)
        yield open_home(made.path)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Who has read what, from where: module, function, class, attribute."""
    found: Reads = set()
    for watched, names in NUMBERS.items():

        def read(self: Any, name: str, watched: type = watched, names: frozenset[str] = names) -> Any:
            if name in names:
                frame = sys._getframe(1)
                module = str(frame.f_globals.get("__name__"))
                if module.startswith(WAYS_OUT) and module not in FOR_STAFF:
                    found.add((module, frame.f_code.co_name, watched.__name__, name))
            return object.__getattribute__(self, name)

        monkeypatch.setattr(watched, "__getattribute__", read)
    return found


def test_no_page_or_download_of_the_site_reads_a_number_itself(open_site: Home, reads: Reads) -> None:
    visitor = Client(SERVER_NAME="127.0.0.1")
    waiting = ["/en/", "/en/figures/participants?period=2021&by=project&by=sex"]
    waiting.append("/en/figures/participants?period=2021&beside=project:NORD&beside=project:SUD")
    seen = set(waiting)
    walked = 0
    while waiting and walked < 120:
        answer = visitor.get(waiting.pop(0))
        walked += 1
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        for link in Page(answer.content.decode()).links:
            path = link.partition("#")[0]
            if path.startswith("/") and path not in seen:
                seen.add(path)
                waiting.append(path)
    assert walked > 30
    assert reads == set()


def test_no_publication_reads_a_number_itself(open_site: Home, reads: Reads, tmp_path: Path) -> None:
    text = tmp_path / "letter.en.md"
    text.write_text(
        "# Year\n\nWe met [138 people](jalon:participants?period=2021), of whom [3](jalon:participants?project=PETIT) "
        "in a small project, and 24 women.\n",
        encoding="utf-8",
    )
    main(["--home", str(open_site.path), "check", str(text)])
    text.write_text("# Year\n\nWe met [138 people](jalon:participants?period=2021).\n", encoding="utf-8")
    main(["--home", str(open_site.path), "publish", str(text), "--out", str(tmp_path / "out")])
    assert reads == set()


def test_the_watch_sees_who_reads(open_site: Home, reads: Reads) -> None:
    """The test can fail: a view that prints a figure's own size is named."""
    import jalon
    from jalon.disclosure import show_figure

    figure = jalon.open(open_site.path).figure("participants", "2021")
    show_figure(figure)
    assert reads == set()
    exec(compile("def view(figure): return figure.size", "view", "exec"), names := {"__name__": "jalon.web.views.new"})
    names["view"](figure)
    assert reads == {("jalon.web.views.new", "view", "Figure", "size")}
