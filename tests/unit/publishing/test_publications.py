"""Publications: one story as a page, on paper and as e-mail; nothing runs, nothing is loaded, no word is code."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
import shutil
import subprocess
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from published_group import GROUP, Frozen, build_group, check

from jalon.disclosure import ShownBreakdown, ShownFigure
from jalon.errors import JalonError
from jalon.publishing.count import build_how_we_count, name_period, render_how_we_count
from jalon.publishing.document import build_document
from jalon.publishing.email import render_email, render_text
from jalon.publishing.html import render_html, render_story
from jalon.publishing.pdf import render_pdf
from jalon.publishing.proofs import group_alike
from jalon.publishing.story import Block, Story, build_shown, build_story

MANA = "jalon:mana_participants?period=2021"
TEXT = f"""\
# A year *along* the way

In 2021, [27 women]({MANA}) took part, and [2 %](https://example.org/a?b=1&c=2 "The Institute, 2021") is theirs to say.

## Third

We met 12 donors. It isn't all: `27` is code, **bold** is bold.

> She said so. — [a participant](jalon:quote/MANA/she)

![Women by age](jalon:participants?period=2021&project=MANA&by=month)

1. one
2. [27 women]({MANA})

| a | b |
|---|---|
| [27 women]({MANA}) | <b> |

A claim with a note, 40 %.[^s]

[^s]: Source: the Institute.

---

    verbatim
"""
FAULTY = f"# Faults\n\nIn 2021, [28 women]({MANA}) took part, and [3 women](jalon:participants?period=2021&project=SMALL) left.\n"
HOSTILE = """\
# #read("/etc/passwd")

#import "@preview/x:1.0.0": * $x^2$ #panic("no") <label> @ref \\ // comment /* c */ #{1+1} = Title

`<script>alert("x")</script>` <img src="https://evil.example/p.png"> [js](javascript:alert(1)) ![p](https://evil.example/p.png)

"quotes" 'single' & ampersand \u202e\u200f مرحبا 😀

{{ template }} {% tag %} ]]> -->
"""
HAS_PDFTOTEXT = shutil.which("pdftotext") is not None


def story_of(text: str, *releases: Frozen, language: str = "en", draft: bool = False) -> Story:
    return build_story(
        build_document(text, language=language),
        check(text, *releases, language=language),
        GROUP,
        language,
        is_draft=draft,
    )


def all_blocks(blocks: tuple[Block, ...]) -> list[Block]:
    return [one for block in blocks for one in (block, *all_blocks(block.blocks))]


class Page(HTMLParser):
    """What a page holds: every start tag with its attributes, ids, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str, of: str = "") -> list[dict[str, str]]:
        return [found for name, found in self.tags if name == tag and (not of or of in found.get("class", "").split())]


def read_pdf(pdf: bytes, folder: Path) -> str:
    """The text of a PDF as poppler reads it; skips where poppler is not installed."""
    if not HAS_PDFTOTEXT:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True).stdout


def test_a_story_has_its_blocks_and_each_number_its_proof() -> None:
    story = story_of(TEXT)
    kinds = [block.kind for block in story.blocks]
    assert kinds == [
        "heading",
        "paragraph",
        "heading",
        "paragraph",
        "quote",
        "chart",
        "list",
        "table",
        "paragraph",
        "note",
        "rule",
        "code",
    ]
    assert story.title == "A year along the way"
    assert [(proof.verdict, proof.headline) for proof in story.proofs] == [
        ("proven", "27 people"), ("quoted", "Quoted"), ("proven", "27 people"), ("proven", "27 people"), ("quoted", "Quoted"),
    ]  # fmt: skip
    first = story.blocks[1]
    assert [(text.text, text.proof and text.proof.number) for text in first.texts] == [
        ("In 2021, ", None), ("27 women", 1), (" took part, and ", None), ("2\u202f%", 2), (" is theirs to say.", None),
    ]  # fmt: skip
    assert story.proofs[1].lines == ("The Institute, 2021",)
    assert "It isn’t all" in story.blocks[3].plain  # printed with a round apostrophe
    assert story.against == "today's facts"


def test_a_number_outside_a_link_has_its_proof_at_the_number_alone() -> None:
    story = story_of("We met 12 donors and 40 others.", draft=True)
    assert [(text.text, bool(text.proof)) for text in story.blocks[0].texts if text.text.strip()] == [
        ("We met ", False), ("12", True), (" donors and ", False), ("40", True), (" others.", False),
    ]  # fmt: skip
    assert story_of("We met 12 donors.").proofs == ()  # to readers a number without proof is plain


def test_the_page_is_whole_and_nothing_in_it_runs_or_is_loaded() -> None:
    page = Page(render_html(story_of(TEXT)))
    assert page.tags[0] == ("html", {"lang": "en"})
    assert not {"script", "img", "iframe", "link", "object", "form", "base"} & {tag for tag, _ in page.tags}
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert "@import" not in page.words and "url(" not in page.words
    ids = [found["id"] for _, found in page.tags if "id" in found]
    assert len(ids) == len(set(ids))
    inside = [link["href"][1:] for link in page.all("a") if link["href"].startswith("#")]
    assert inside and set(inside) <= set(ids)
    outside = {link["href"] for link in page.all("a") if not link["href"].startswith("#")}
    assert outside == {"https://example.org/a?b=1&c=2"}
    assert len(page.all("a", "claim")) == 5 and len(page.all("aside", "proof")) == 5
    assert [tag for tag, _ in page.tags if re.fullmatch(r"h\d", tag)] == ["h1", "h2", "h2", "h3", "h3"]
    assert "How we count" in page.words and "count-mana_participants" in ids


def test_a_site_says_where_its_numbers_lead() -> None:
    fragment = render_story(
        story_of(TEXT), lambda proof: f"/figures/{proof.link.removeprefix('jalon:')}" if proof.link else proof.href
    )
    page = Page(fragment)
    assert page.all("a", "claim")[0]["href"] == "/figures/mana_participants?period=2021"
    assert not page.all("html") and page.all("article", "story")


def test_only_a_wrong_number_is_in_another_colour_with_what_to_write() -> None:
    page = Page(render_html(story_of(FAULTY, draft=True)))
    assert [proof["class"] for proof in page.all("aside", "proof")] == ["proof bad", "proof bad"]
    assert "In 2021, 27 women took part" in page.words
    assert "Draft, not to be passed on" in page.words and page.all("body", "draft")
    assert not Page(render_html(story_of(TEXT))).all("aside", "bad")


@pytest.mark.parametrize(("language", "word"), [("en", "How we count"), ("fr", "Comment nous comptons")])
def test_all_forms_speak_the_language_of_the_text(language: str, word: str, tmp_path: Path) -> None:
    story = story_of(f"# T\n\nEn 2021, [27 femmes]({MANA}) ; c'est « tout ».\n", language=language)
    assert word in Page(render_html(story)).words
    assert word in render_text(story)
    assert f'lang="{language}"' in render_html(story)
    assert word in read_pdf(render_pdf(story), tmp_path)
    if language == "fr":
        assert "\u202f; c’est «\u00a0tout\u202f»" in story.blocks[1].plain


def test_the_paper_is_tagged_titled_and_the_same_each_time(tmp_path: Path) -> None:
    story = story_of(TEXT)
    pdf = render_pdf(story)
    assert pdf == render_pdf(story)
    assert b"/MarkInfo" in pdf and b"pdfuaid:part" in pdf and b"/Lang(en)" in pdf
    assert b"A year along the way" in pdf
    text = read_pdf(pdf, tmp_path)
    for shown in ("27 women", "27 people", "Participants of MANA", "The Institute, 2021", "How we count", "verbatim"):
        assert shown in text, shown


def test_a_text_that_skips_headings_is_still_set() -> None:
    assert render_pdf(story_of("### Third\n\ntext\n\n# First\n\n#### Fourth\n")).startswith(b"%PDF")


def test_an_empty_text_is_set_and_sent() -> None:
    story = story_of("")
    assert render_pdf(story).startswith(b"%PDF") and render_email(story) and render_html(story)


def test_no_word_of_a_text_is_code(tmp_path: Path) -> None:
    """Typst, HTML and template marks come out as they were written."""
    story = story_of(HOSTILE)
    html, message = render_html(story), email.message_from_bytes(render_email(story), policy=email.policy.default)
    body = message.get_body(("html",))
    assert body is not None
    for page in (Page(html), Page(body.get_content())):
        assert not {"script", "img"} & {tag for tag, _ in page.tags}
        assert not [link for link in page.all("a") if link["href"].startswith("javascript:")]
        assert '<script>alert("x")</script>' in page.words and "evil.example" not in str(page.tags)
        assert '#read("/etc/passwd")' in page.words
    text = read_pdf(render_pdf(story), tmp_path)
    for written in ('#read("/etc/passwd")', '#panic("no")', "$x^2$", "<label>", "@ref", "#{1+1}", "{{ template }}"):
        assert written in text, written
    assert "root:" not in text


def test_only_links_to_the_web_and_to_mail_are_links(tmp_path: Path) -> None:
    text = "[a](other.md) [b](file:///etc/passwd) [c](ftp://x.example/y) [d](jalon:quote/M/x) [e](mailto:a@b.example) [f](//x.example)"
    story = story_of(text)
    for page in (Page(render_html(story)), Page(render_email(story).decode())):
        assert not [
            link for link in page.all("a") if not link["href"].startswith(("https:", "http:", "mailto:", "#", "3D"))
        ]
    assert [link["href"] for link in Page(render_html(story)).all("a")] == ["mailto:a@b.example"]
    assert b"/URI(mailto:a@b.example)" in render_pdf(story) and b"ftp:" not in render_pdf(story)


def test_the_message_holds_all_it_shows() -> None:
    story = story_of(TEXT)
    raw = render_email(story, sent_at=dt.datetime(2022, 1, 14, 9, tzinfo=dt.UTC))
    assert raw == render_email(story, sent_at=dt.datetime(2022, 1, 14, 9, tzinfo=dt.UTC))
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert message["Subject"] == "A year along the way"
    assert message["Date"] == "Fri, 14 Jan 2022 09:00:00 +0000"
    assert str(message["Message-ID"]).endswith("@jalon.invalid>")
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None and html is not None
    held = {part["Content-ID"].strip("<>") for part in message.walk() if part.get_content_type() == "image/png"}
    page = Page(html.get_content())
    assert {image["src"].removeprefix("cid:") for image in page.all("img")} == held
    assert all(image["alt"] for image in page.all("img"))
    assert {link["href"] for link in page.all("a")} == {"https://example.org/a?b=1&c=2"}
    assert "<style" not in html.get_content()
    text = plain.get_content()
    assert "27 women [1] took part" in text and "[1] 27 people. Participants of MANA" in text
    assert max(len(line) for line in text.splitlines()) <= 72


def test_a_chart_is_what_its_link_asks_for() -> None:
    shown = build_shown(GROUP, "jalon:participants?period=2021&project=MANA&by=month")
    assert isinstance(shown, ShownBreakdown) and shown.dimensions == ("month",)
    shown = build_shown(GROUP, "jalon:participants?period=2021&by=sex,month")
    assert isinstance(shown, ShownBreakdown) and shown.dimensions == ("sex", "month")
    assert isinstance(build_shown(GROUP, MANA), ShownFigure)
    map_block = story_of("![Where](jalon:countries_reached?period=2021)").blocks[0]
    assert map_block.svg.count("<path") > 1 and map_block.caption == "Where"
    with pytest.raises(JalonError) as caught:
        story_of("![x](jalon:participants?by=nothing)")
    assert caught.value.id == "unknown_dimension"


def test_a_chart_never_shows_what_is_withheld() -> None:
    """Three women in a project: the chart has the word, the page no 3."""
    block = story_of("![Small](jalon:participants?period=2021&project=SMALL)").blocks[0]
    assert "withheld" in unescape(block.svg) and "3" not in re.sub(r"<[^>]*>", "", block.svg)
    table = story_of("![Mixed](jalon:participants?period=2021&project=MIXED&by=sex)").blocks[0]
    assert "21" not in re.sub(r"<[^>]*>", "", table.svg) and "fewer than 5" in table.note


def test_how_we_count_tells_each_indicator_once_in_words() -> None:
    shown = [
        build_shown(GROUP, link) for link in (MANA, "jalon:participants?period=2021", "jalon:participants?period=2020")
    ]
    figures = [one for one in shown if isinstance(one, ShownFigure)]
    for language in ("en", "fr"):
        entries = build_how_we_count(figures, GROUP.indicators, language)
        assert [entry.indicator for entry in entries] == ["mana_participants", "participants"]
        assert [len(entry.uses) for entry in entries] == [1, 2]
        assert all(entry.about and entry.lines and entry.version for entry in entries)
        page = Page(render_how_we_count(entries, language))
        assert [found["id"] for found in page.all("section")] == ["count-mana_participants", "count-participants"]
        assert all("\x00" not in line for entry in entries for line in entry.lines)
    assert "declared" in entries[1].uses[0].text or "déclaré" in entries[1].uses[0].text
    assert build_how_we_count(figures, {}, "en")[0].lines == ()


@pytest.mark.parametrize(
    ("period", "en", "fr"),
    [
        ("2021", "2021", "2021"),
        ("2018-01-01..2021-12-31", "2018 to 2021", "de 2018 à 2021"),
        ("2021-01-05..2021-03-01", "2021-01-05 to 2021-03-01", "de 2021-01-05 à 2021-03-01"),
        ("..2021-12-31", "… to 2021-12-31", "de … à 2021-12-31"),
        ("all", "all dates", "toutes dates"),
    ],
)
def test_periods_in_words(period: str, en: str, fr: str) -> None:
    assert (name_period(period), name_period(period, "fr")) == (en, fr)


def test_what_most_numbers_were_held_against_is_told_once() -> None:
    """In the imprint, and beside a number only where it is something else."""
    release = Frozen("2021-12", build_group(), True, "2022-01-14T09:00:00+00:00")
    text = f"In 2021, [27 women]({MANA}) and [27 people]({MANA}); [12 sessions](jalon:sessions_held?period=2021)."
    story = story_of(text, release)
    assert "2021-12" in story.against and "2021-12" in render_text(story).splitlines()[-1]
    assert [any("facts" in line for line in proof.lines) for proof in story.proofs] == [False, False, True]


def test_numbers_of_which_the_same_is_said_share_a_note() -> None:
    source = '(https://example.org "The Institute")'
    story = story_of(
        f"[2 %]{source} and [80 %]{source}, but [12 sessions](jalon:sessions_held?period=2021), then [60 %]{source}."
    )
    assert [[one.number for one in alike] for alike in group_alike(story.proofs)] == [[1, 2], [3], [4]]
    page = Page(render_html(story))
    assert len(page.all("aside", "proof")) == 3
    assert {link["href"][1:] for link in page.all("a", "claim")} <= {found.get("id") for _, found in page.tags}


def test_behind_an_age_stands_the_youngest_and_the_oldest() -> None:
    (proof,) = story_of(f"In 2021 they were aged [20 to 54]({MANA}).").proofs
    assert proof.verdict == "proven" and proof.headline == "20 to 54" and "youngest" in proof.lines[0]
