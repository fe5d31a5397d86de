"""Every way out passes disclosure: no page, download or publication reads a number or a member off a figure itself.

Figures, tables, comparisons and overlaps are watched while the site is walked as a visitor and a text is checked and
published: whoever reads a number of theirs from `jalon.web` or `jalon.publishing` is named. Commands are for whoever
holds the group's folder, and with it everything; they say so.
"""

from __future__ import annotations

import ast
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from site_pages import Page

import jalon
from jalon.cli import main
from jalon.errors import JalonError
from jalon.figures.band import Band
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
    Band: frozenset(["least", "stated", "most", "waiting", "by_model", "text", "to_dict"]),
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


# Beside all that was published ------------------------------------------------------------------------

PAGES = (
    "", "figures", "figures/participants?period=2021", "figures/participants?period=2021&by=sex",
    "figures/participants?period=2021&by=project&by=sex", "figures/women?period=2021&project=NORD", "figures/countries_reached",
    "figures/share_of_women?period=2021", "figures/participants?period=2021&beside=project:NORD&beside=project:SUD",
    "figures/participants?period=2021&by=sex&sex=female", "projects", "projects/NORD", "projects/PETIT", "organisations/N",
    "organisations/F", "compare", "compare?indicator=participants&before=release:first&after=release:second", "indicators",
    "indicators/participants", "quality", "quality/PETIT", "publications", "publications/letter", "publications/letter?text=en",
    "publications/letter/download.html", "publications/letter/download.pdf", "publications/letter/download.email",
    *(f"figures/participants/download.{form}?period=2021" for form in ("csv", "xlsx", "parquet")),
    *(f"figures/participants/download.{form}?period=2021&by=sex" for form in ("csv", "xlsx", "parquet")),
    *(f"figures/share_of_women/download.{form}?period=2021&by=project" for form in ("csv", "xlsx", "parquet")),
)  # fmt: skip
"""Every kind of page and download that a visitor can open."""
LETTER = (
    "# Year\n\nWe met [138 people](jalon:participants?period=2021).\n\n![](jalon:participants?period=2021&by=sex)\n"
)


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Who was asked of what was shown: the name of the class that holds what was published, `each alone` where none was,
    `true numbers` where nobody was."""
    from jalon.disclosure import comparisons, figures, policy, tables

    found: set[str] = set()
    decide, build = policy.Policy.decide, figures.build_shown

    def watched(self: Any, *asked: Any) -> Any:
        found.add("each alone" if self.published is None else type(self.published).__name__)
        return decide(self, *asked)

    def shown(figure: Figure, decision: Any, policy: Any) -> Any:
        if decision is None:
            found.add("true numbers")
        return build(figure, decision, policy)

    monkeypatch.setattr(policy.Policy, "decide", watched)
    for module in (figures, tables, comparisons):
        monkeypatch.setattr(module, "build_shown", shown)
    return found


@pytest.fixture(scope="module")
def published_letter(open_site: Home) -> Home:
    open_site.publications.mkdir(exist_ok=True)
    (open_site.publications / "letter.en.md").write_text(LETTER, encoding="utf-8")
    assert main(["--home", str(open_site.path), "--as", "officer", "publication", "publish", "letter"]) == 0
    return open_site


def forget_answers() -> None:
    """As if the site had just been opened: nothing is at hand."""
    from jalon.web.asking import current_site

    current_site().pages.forget()
    current_site().answers.forget()


def test_whatever_a_visitor_opens_is_decided_beside_all_that_was_published(
    published_letter: Home, decided: set[str]
) -> None:
    visitor = Client(SERVER_NAME="127.0.0.1")
    for page in PAGES:
        forget_answers()
        answer = visitor.get(f"/en/{page}", follow=True)
        assert answer.status_code == 200, page
    pasted = {"text": LETTER + "\nAnd 24 women in 2021.\n", "format": "markdown"}
    assert visitor.post("/en/publications/check", pasted).status_code == 200
    # What the group tells first is decided as its own; all else as a visitor's.
    assert decided == {"AskedByVisitors", "AskedByGroup"} or decided == {"AskedByVisitors"}


def test_whatever_a_command_publishes_is_decided_beside_all_that_was_published(
    published_letter: Home, decided: set[str], tmp_path: Path
) -> None:
    text = tmp_path / "letter.en.md"
    text.write_text(LETTER, encoding="utf-8")
    home = ["--home", str(published_letter.path), "--as", "officer"]
    asks, tells = ["check", "suggest"], ["publish"]
    for command in asks:
        main([*home, command, str(text)])
    assert decided == {"Published"}, "what is checked is asked, and not kept"
    for command in tells:
        assert main([*home, command, str(text), "--out", str(tmp_path / "out")]) == 0
    assert decided == {"Published", "AskedByGroup"}
    decided.clear()
    main([*home, "publication", "withdraw", "letter", "--reason", "x"])
    assert main([*home, "publication", "publish", "letter"]) == 0
    main([*home, "release", "make", "third", "--period", "2021", "--reason", "x", "--public"])
    decided.discard("Gathering")  # which only collects what is then decided together
    assert decided == {"AskedByGroup"}


def test_a_release_that_is_not_public_has_nothing_to_decide(published_letter: Home) -> None:
    from jalon.workflows.release import make_release, settle

    make_release(published_letter, by="officer", code="kept", period="2021", reason="x")
    with pytest.raises(JalonError) as refused:
        settle(published_letter, "kept")
    assert refused.value.id == "release_not_public"


def test_a_view_that_goes_round_what_was_published_is_found(
    published_letter: Home, decided: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test can fail: each of two faults in the site is named."""
    from jalon.disclosure import DEFAULT_POLICY
    from jalon.web.asking import Asking

    visitor = Client(SERVER_NAME="127.0.0.1")
    for fault, name in ((DEFAULT_POLICY, "each alone"), (None, "true numbers")):
        decided.clear()
        forget_answers()
        monkeypatch.setattr(Asking, "policy", fault)
        assert visitor.get("/en/figures/participants?period=2021&by=sex").status_code == 200
        assert name in decided


SHOWS = ("show_figure", "show_breakdown", "show_comparison", "show_overlap")
TAKES_POLICY = (*SHOWS, "check_document", "build_story", "suggest_links")


def test_nothing_outside_disclosure_shows_a_figure_without_saying_under_what_policy() -> None:
    """In the source: no policy that knows nothing of what was published, and none left to a default."""
    source = Path(jalon.__file__).parent
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).parts
        if parts[0] in ("disclosure", "figures", "engines"):
            continue
        text = path.read_text(encoding="utf-8")
        is_default_of_a_library = parts[0] == "publishing"
        assert "DEFAULT_POLICY" not in text or is_default_of_a_library, path
        assert find_left_to_default(text) == [], path


def find_left_to_default(text: str) -> list[str]:
    """Calls that name no policy: neither by name nor among what is given in order. What a file defines under such a name
    itself is another function, of a command: it prints for whoever holds the folder."""
    found, tree = [], ast.parse(text)
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if not isinstance(node, ast.Call) or name not in TAKES_POLICY or name in own:
            continue
        said = [ast.unparse(one) for one in (*node.args, *(keyword.value for keyword in node.keywords))]
        if not any("policy" in one.lower() or one == "None" for one in said):
            found.append(ast.unparse(node))
    return found


def test_a_call_left_to_its_default_is_found() -> None:
    assert find_left_to_default("show_figure(figure)") == ["show_figure(figure)"]
    assert find_left_to_default("jalon.disclosure.show_breakdown(figure.by('sex'))") != []
    assert find_left_to_default("show_figure(figure, asking.policy)") == []


def test_the_watch_sees_who_reads(open_site: Home, reads: Reads) -> None:
    """The test can fail: a view that prints a figure's own size is named."""
    from jalon.disclosure import show_figure

    figure = jalon.open(open_site.path).figure("participants", "2021")
    show_figure(figure)
    assert reads == set()
    exec(compile("def view(figure): return figure.size", "view", "exec"), names := {"__name__": "jalon.web.views.new"})
    names["view"](figure)
    assert reads == {("jalon.web.views.new", "view", "Figure", "size")}
