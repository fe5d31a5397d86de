"""Publications on the site, and the checker: who reads which text, and that a text is only ever text."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from site_pages import SECRET, Page

from jalon.cli import main
from jalon.errors import JalonError
from jalon.home import Home, make_home, open_home
from records_at import records_at

pytestmark = pytest.mark.usefixtures("home")  # whoever reads finds no text of another test

TRUE = "[29 people](jalon:participants?period=2021&project=NORD&project=PETIT)"


def english(text: str = TRUE, more: str = "") -> str:
    return f'# The year\n\nIn 2021 {text} took part{more}.\n\nOf the world, [2 %](https://example.org/r "A report").\n'


@pytest.fixture(scope="module")
def site_home(template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    from site_group import build_site_group

    made = make_home(tmp_path_factory.mktemp("site") / "home", group="Test group")
    shutil.copy(template_home.records_file, made.records_file)
    with records_at(made):
        build_site_group(made)
        yield open_home(made.path)


@pytest.fixture
def home(site_home: Home) -> Iterator[Home]:
    """Without a text, public or not."""
    from jalon.records.actions.publications import withdraw_text
    from jalon.records.models import Publication

    shutil.rmtree(site_home.publications, ignore_errors=True)
    site_home.publications.mkdir()
    yield site_home
    for one in Publication.objects.filter(public=True):
        withdraw_text(by="test", publication=one)


def write(home: Home, name: str, text: str) -> None:
    (home.publications / name).write_text(text, encoding="utf-8")


def publish(home: Home, code: str = "year", language: str | None = None) -> None:
    from jalon.figures.release import open_releases
    from jalon.workflows.publications import make_public

    make_public(home, open_releases(home), code, by="officer", language=language)


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return str(answer.content.decode())


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<(title|desc)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL).split())


# ---- who reads what


def test_a_text_is_hidden_from_a_visitor_until_it_is_made_public(home: Home, visitor: Client, staff: Client) -> None:
    assert "No text is public yet." in read(visitor, "/en/publications")
    write(home, "year.en.md", english())
    assert "The year" not in read(visitor, "/en/publications")
    assert "no_such_publication" in read(visitor, "/en/publications/year", 404)
    assert "no_such_publication" in read(visitor, "/en/publications/year/download.html", 404)
    assert "not public" in read(staff, "/en/publications/year")
    publish(home)
    assert 'href="/en/publications/year"' in read(visitor, "/en/publications")
    words = words_of(read(visitor, "/en/publications/year"))
    assert "2 numbers: 1 proven, 1 quoted" in words


def test_a_text_that_is_refused_tells_nothing_and_one_overtaken_is_told_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jalon.disclosure.published import FILE, Published
    from jalon.workflows import settle

    listed = home.releases / FILE
    before = listed.read_bytes() if listed.exists() else b""
    write(home, "year.en.md", english(more=" [9,999](jalon:women?period=2020)"))
    with pytest.raises(JalonError) as refused:
        publish(home)
    assert refused.value.id == "numbers_not_in_order"
    assert main(["--home", str(home.path), "publish", str(home.publications / "year.en.md")]) == 1
    assert (listed.read_bytes() if listed.exists() else b"") == before
    write(home, "year.en.md", english())
    tried: list[int] = []

    @contextmanager
    def overtaken(published: Published) -> Iterator[None]:
        tried.append(1)
        yield
        raise settle.OvertakenError

    monkeypatch.setattr(Published, "at_once", overtaken)
    publish(home)  # number by number in the end
    assert len(tried) == settle.TRIES


def test_a_text_changed_since_is_hidden_until_it_is_made_public_again(
    home: Home, visitor: Client, staff: Client
) -> None:
    write(home, "year.en.md", english())
    publish(home)
    read(visitor, "/en/publications/year")
    write(home, "year.en.md", english(more=", and more"))
    read(visitor, "/en/publications/year", 404)
    assert "changed since it was made public" in read(staff, "/en/publications")
    publish(home)
    assert "and more" in read(visitor, "/en/publications/year")


def test_a_withdrawn_text_is_hidden_at_once(home: Home, visitor: Client) -> None:
    from jalon.workflows.publications import withdraw

    write(home, "year.en.md", english())
    publish(home)
    read(visitor, "/en/publications/year")
    withdraw(home, "year", by="officer")
    read(visitor, "/en/publications/year", 404)
    with pytest.raises(JalonError) as refused:
        withdraw(home, "year", by="officer")
    assert refused.value.id == "publication_already"


def test_a_text_whose_numbers_are_not_in_order_is_not_made_public(home: Home, visitor: Client, staff: Client) -> None:
    write(home, "year.en.md", english(TRUE.replace("29", "30")))
    with pytest.raises(JalonError) as refused:
        publish(home)
    assert refused.value.id == "numbers_not_in_order"
    read(visitor, "/en/publications/year", 404)
    words = words_of(read(staff, "/en/publications/year"))
    assert "Wrong: 30" in words
    assert "Numbers in it must be mended" in words


def test_a_quote_that_is_not_permitted_hides_the_text(home: Home, visitor: Client, staff: Client) -> None:
    write(home, "year.en.md", english() + "\n> Said so. — [somebody](jalon:quote/NORD/none)\n")
    with pytest.raises(JalonError) as refused:
        publish(home)
    assert refused.value.id == "quote_not_permitted"
    from jalon.records.actions.publications import publish_text
    from jalon.workflows.publications import find_text

    publish_text(by="x", code="year", language="en", title="T", digest=find_text(home, "year").digest)
    read(visitor, "/en/publications/year", 404)
    assert "hidden: a quote in it may not be published" in read(staff, "/en/publications/year")


def test_each_language_is_made_public_for_itself(home: Home, visitor: Client) -> None:
    write(home, "year.en.md", english())
    write(home, "year.fr.md", "# L'année\n\nEn 2021, " + TRUE.replace("29 people", "29 personnes") + ".\n")
    publish(home, language="fr")
    page = read(visitor, "/en/publications/year")
    assert '<article class="story" lang="fr">' in page
    publish(home, language="en")
    page = read(visitor, "/en/publications/year")
    assert '<article class="story" lang="en">' in page
    assert 'href="/en/publications/year?text=fr"' in page
    assert '<article class="story" lang="fr">' in read(visitor, "/en/publications/year?text=fr")
    assert "no_such_publication" in read(visitor, "/en/publications/year?text=es", 404)


# ---- what is read


def test_a_number_leads_to_its_figure_and_its_proof_stands_beside_it(home: Home, visitor: Client) -> None:
    write(home, "year.en.md", english())
    publish(home)
    text = read(visitor, "/en/publications/year")
    assert (
        re.search(
            r'<a class="claim" href="/en/figures/participants\?period=2021&amp;project=NORD&amp;project=PETIT">29 people</a>',
            text,
        )
        or 'class="claim" href="/en/figures/participants?' in text
    )
    (address,) = re.findall(r'class="claim" href="(/en/figures/[^"]+)"', text)
    assert "Participants" in read(visitor, address.replace("&amp;", "&"))
    assert 'href="https://example.org/r"' in text
    assert SECRET not in text
    faults = [one for one in Page(text).faults if "example.org" not in one and "caption" not in one]
    assert faults == []


def test_a_visitor_is_told_nothing_of_today(home: Home, visitor: Client, staff: Client) -> None:
    """A man joined after the second release: today's 30 is for staff alone."""
    write(home, "year.en.md", english())
    publish(home)
    words = words_of(read(visitor, "/en/publications/year"))
    assert "29 people Participants" in words
    assert "30 people" not in words
    live = "[30 people](jalon:participants?period=2021&country=FR)"
    client = Client(SERVER_NAME="127.0.0.1")
    words = words_of(paste(client, f"In 2021, {live} took part."))
    assert "The figure is 29 people" in words


def test_a_chart_that_leads_nowhere_is_said(home: Home, visitor: Client, staff: Client) -> None:
    write(home, "year.en.md", english() + "\n![A chart](jalon:nobody?period=2021)\n")
    assert "no_such_indicator" in read(staff, "/en/publications/year", 404)


@pytest.mark.parametrize(
    ("form", "kind", "begins"),
    [("html", "text/html", b"<!doctype html>"), ("pdf", "application/pdf", b"%PDF-"), ("email", "message/rfc822", b"")],
)
def test_a_text_is_taken_away_in_each_form(home: Home, visitor: Client, form: str, kind: str, begins: bytes) -> None:
    write(home, "year.en.md", english())
    publish(home)
    answer = visitor.get(f"/en/publications/year/download.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(kind)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="year.en.')
    assert answer.content.startswith(begins)


def test_other_forms_and_texts_are_errors(home: Home, visitor: Client) -> None:
    write(home, "year.en.md", english())
    publish(home)
    assert "no_such_format" in read(visitor, "/en/publications/year/download.docx", 404)
    assert "Did you mean “year”?" in read(visitor, "/en/publications/yeer", 404)


def test_a_broken_file_does_not_take_the_others_with_it(home: Home, staff: Client) -> None:
    write(home, "year.en.md", english())
    (home.publications / "broken.en.md").write_bytes(b"\xff\xfe\x00\xd8")
    assert 'href="/en/publications/year"' in read(staff, "/en/publications")


def test_from_the_command_line(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    write(home, "year.en.md", english())

    def run(*arguments: str) -> object:
        assert main([*arguments, "--home", str(home.path), "--as", "officer", "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    (before,) = run("publication", "list")  # type: ignore[misc]
    assert (before["code"], before["public"]) == ("year", False)
    published = run("publication", "publish", "year", "--reason", "board")
    assert isinstance(published, dict)
    assert (published["public"], published["published_by"]) == (True, "officer")
    withdrawn = run("publication", "withdraw", "year")
    assert isinstance(withdrawn, dict)
    assert withdrawn["public"] is False
    assert main(["publication", "publish", "yeer", "--home", str(home.path), "--as", "officer"]) == 5


# ---- the checker


def paste(client: Client, text: str, format: str = "markdown", status: int = 200) -> str:
    answer = client.post("/en/publications/check", {"text": text, "format": format})
    assert answer.status_code == status, answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.content.decode())


def test_a_form_from_elsewhere_is_refused(home: Home) -> None:
    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    assert client.post("/en/publications/check", {"text": "27 women"}).status_code == 403
    page = client.get("/en/publications/check").content.decode()
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    answer = client.post("/en/publications/check", {"text": "27 women", "csrfmiddlewaretoken": token})
    assert answer.status_code == 200


def test_verdicts_stand_beside_the_text_with_what_to_write(visitor: Client) -> None:
    words = words_of(paste(visitor, english(TRUE.replace("29", "41"))))
    assert "Not to be published as it stands" in words
    assert "In 2021 29 people took part." in words
    assert "Nothing in it is wrong" in words_of(paste(visitor, english()))
    assert "No number found" in words_of(paste(visitor, "In January 2022 we moved."))
    assert "There is no text in the field." in words_of(paste(visitor, "  \n"))


def test_an_unbound_number_is_given_links_it_could_have(visitor: Client) -> None:
    text = paste(visitor, "In 2021, 24 women took part in our projects.")
    assert "It could be linked to" in text
    assert re.search(r"\[24\]\(jalon:(women|participants)\?", text)


SCRIPTS = [
    "<script>alert(1)</script> 27 women",
    "<img src=x onerror=alert(1)> 27 women",
    "[27 women](javascript:alert(1))",
    "[27 women](data:text/html;base64,PHNjcmlwdD4=)",
    "![27](javascript:alert(1))",
    "![27](https://evil.example/pixel.png) people",
    "</textarea><script>alert(1)</script>",
    "# <svg onload=alert(1)>\n\n27",
    '[27](https://example.org "&quot; onmouseover=alert(1)")',
    '[27 women](jalon:participants?period="><script>alert(1)</script>)',
]


@pytest.mark.parametrize("format", ["markdown", "html"])
@pytest.mark.parametrize("text", SCRIPTS)
def test_nothing_that_is_pasted_is_executed(visitor: Client, text: str, format: str) -> None:
    page = Page(paste(visitor, text, format))
    assert [fault for fault in page.faults if "not allowed" in fault or ("<" in fault and " on" in fault)] == []
    assert page.count.get("script", 0) == 0
    assert page.count.get("img", 0) == 0
    assert not [link for link in page.links if not link.startswith(("/", "#", "https://example.org"))]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[27 women](jalon:particpants?period=2021)", "There is no indicator “particpants”"),
        ("[27 women](jalon:participants?period=20x1)", "“20x1” is not a period"),
        ("[27 women](jalon:participants?period=2021-13)", "is not a period"),
        ("[27 women](jalon:participants?period=2023)", "Figures of 2023 are not published"),
        ("[27 women](jalon:participants?period=2021&project=NROD)", "NROD"),
        ("[3 people](jalon:participants?period=2021&project=PETIT)", "withheld"),
        ("[some people](jalon:nobody)", "There is no indicator “nobody”"),
    ],
)
def test_links_that_lead_nowhere_are_said_where_they_stand(visitor: Client, text: str, says: str) -> None:
    words = words_of(paste(visitor, f"We met {text}."))
    assert says in words
    assert "Not to be published as it stands" in words


def test_a_link_without_a_number_is_told_and_stops_nothing(visitor: Client) -> None:
    words = words_of(paste(visitor, "We met [every one of them](jalon:participants?period=2021)."))
    assert "Nothing in it is wrong" in words
    assert "0 numbers; 1 link without a number: 1 with nothing to check" in words
    assert "its words hold no number" in words
    pasted = words_of(paste(visitor, "<script>n = 300</script> <style>p {margin: 12px}</style> In January we moved."))
    assert "No number found" in pasted


def test_a_chart_of_nothing_is_an_error_and_the_text_is_kept_in_the_field(visitor: Client) -> None:
    page = paste(visitor, "Ours.\n\n![Chart](jalon:nobody)", status=404)
    assert "no_such_indicator" in page
    assert "row 3: There is no indicator “nobody”" in words_of(page)
    assert "![Chart](jalon:nobody)</textarea>" in page


def test_a_text_too_long_is_an_error(visitor: Client) -> None:
    from jalon.web.views.check import MOST_LETTERS

    assert "text_too_long" in paste(visitor, "a" * (MOST_LETTERS + 1), status=400)
    answer = visitor.post("/fr/publications/check", {"text": "27 " * 3_500_000})
    assert answer.status_code == 400
    assert "too_much_sent" in answer.content.decode()
    assert "octets ont été envoyés" in answer.content.decode()


def test_another_format_is_an_error(visitor: Client) -> None:
    assert "unknown_text_format" in paste(visitor, "27", "pptx", 400)
