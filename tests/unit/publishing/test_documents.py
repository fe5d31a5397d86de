"""Texts in: Markdown, docx and HTML come to one Document; what is broken, locked or swollen is refused by name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published_group import GROUP, check

from jalon.errors import JalonError
from jalon.publishing.check import check_document
from jalon.publishing.check_report import render_report
from jalon.publishing.document import MOST_LETTERS, Document, build_document, read_document
from jalon.publishing.document_docx import MOST_UNFOLDED
from jalon.publishing.document_html import clean_html, render_markdown
from jalon.publishing.document_places import NOWHERE
from jalon.publishing.document_unread import blank_unread

MANA = "jalon:mana_participants?period=2021"
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
PACKAGE = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
LINKS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
    f'Target="{MANA.replace("&", "&amp;")}" TargetMode="External"/></Relationships>'
)
BODY = (
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Our year</w:t></w:r></w:p>'
    '<w:p><w:r><w:t xml:space="preserve">In 2021, </w:t></w:r><w:hyperlink r:id="rId9"><w:r><w:rPr><w:b/></w:rPr><w:t>2</w:t></w:r>'
    '<w:r><w:t>7 women</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> came, and 45 nurses.</w:t></w:r></w:p>'
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>12 hours</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)


def docx(body: str = BODY, **more: bytes) -> bytes:
    document = (
        '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>'
        + body
        + "</w:body></w:document>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", PACKAGE)
        archive.writestr("word/document.xml", document)
        archive.writestr("word/_rels/document.xml.rels", LINKS)
        for name, data in more.items():
            archive.writestr(name, data)
    return stream.getvalue()


def numbers(document: Document) -> list[tuple[str, str]]:
    report = check_document(document, GROUP, suggest=False)
    return [(finding.written, str(finding.verdict)) for finding in report.findings]


WANTED = [("27", "proven"), ("45", "unbacked"), ("12", "unbacked")]


def test_three_formats_come_to_one_document(tmp_path: Path) -> None:
    markdown = f"# Our year\n\nIn 2021, [**2**7 women]({MANA}) came, and 45 nurses.\n\n| 12 hours |\n|---|\n"
    html = (
        "<html lang=en><head><title>Not 99</title><style>p{margin:7px}</style></head><body onload='x(3)'><h1>Our year</h1>"
        f"<p>In 2021, <a href='{MANA}' onclick='y(4)'><b>2</b>7 women</a> came, and 45 nurses.<script>alert(5)</script></p>"
        "<table><tr><td>12 hours</td></tr></table><!-- 66 --></body></html>"
    )
    for name, data in (("a.md", markdown.encode()), ("b.docx", docx()), ("c.HTML", html.encode())):
        (tmp_path / name).write_bytes(data)
        document = read_document(tmp_path / name)
        assert document.title == "Our year"
        assert [block.text for block in document.blocks] == [
            "Our year",
            "In 2021, 27 women came, and 45 nurses.",
            "12 hours",
        ]
        assert [block.kind for block in document.blocks] == ["heading", "paragraph", "cell"]
        assert numbers(document) == WANTED, name
        assert (
            read_document(data, {"a.md": "markdown", "b.docx": "docx", "c.HTML": "html"}[name]).blocks
            == document.blocks
        )


def refused(source: bytes | Path, format: str | None = None) -> str:
    with pytest.raises(JalonError) as raised:
        read_document(source, format)
    assert raised.value.text("en")
    assert raised.value.text("fr")
    return raised.value.id


def locked() -> bytes:
    """A docx of which one part says that it is under a password."""
    data = bytearray(docx())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(sign, start + 1)) >= 0:
            data[start + place] |= 1
    return bytes(data)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.md") == "no_document"
    assert refused(tmp_path) == "unknown_text_format"
    (tmp_path / "folder.md").mkdir()
    assert refused(tmp_path / "folder.md") == "no_document"
    assert refused(b"x", "pdf") == "unknown_text_format"
    assert refused(b"\xff\xfe\x00\xd8", "markdown") == "text_not_utf8"
    assert refused(b"caf\xe9", "markdown") == "text_not_utf8"
    assert refused(b"a\x00b", "html") == "text_not_utf8"
    assert refused(b"x " * (5 * 2**20), "markdown") == "text_too_long"
    assert refused("é".encode() * (MOST_LETTERS + 1), "markdown") == "text_too_long"
    (tmp_path / "long.md").write_bytes(b"27 women. " * 2**20)
    assert refused(tmp_path / "long.md") == "text_too_long"


def test_what_is_no_whole_docx_is_refused() -> None:
    assert refused(b"PK\x03\x04 not an archive", "docx") == "docx_broken"
    assert refused(b"", "docx") == "docx_broken"
    assert refused(docx()[:-200], "docx") == "docx_broken"
    assert refused(docx("<w:p><w:r>"), "docx") == "docx_broken"
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert refused(empty.getvalue(), "docx") == "docx_broken"
    assert refused(locked(), "docx") == "docx_encrypted"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "docx") == "docx_encrypted"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600) == "docx_encrypted"
    assert refused(docx(**{"word/bomb.xml": b" " * (MOST_UNFOLDED + 1)}), "docx") == "docx_too_large"


@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_docx_with_one_byte_changed_is_read_or_refused(place: int, byte: int) -> None:
    data = bytearray(docx())
    data[place % len(data)] = byte
    try:
        read_document(bytes(data), "docx")
    except JalonError as error:
        assert error.id in ("docx_broken", "docx_encrypted", "docx_too_large")


EVIL = [
    "<script>alert(27)</script>",
    "<img src=x onerror=alert(27)>",
    "<a href='javascript:alert(27)'>27</a>",
    "<a href='data:text/html,<script>x</script>'>27</a>",
    "<svg onload=alert(27)><script>x</script></svg>",
    "<iframe srcdoc='<script>alert(27)</script>'></iframe>",
    "<style>@import 'http://evil.example/27'</style>",
    '<p title="\'><script>x</script>">27</p>',
    "[27](javascript:alert(27))",
    '[27](<jalon:x"><script>alert(1)</script>>)',
    "![27](javascript:alert(27))",
    "<math><mtext></mtext><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
]


@pytest.mark.parametrize("text", EVIL)
@pytest.mark.parametrize("format", ["markdown", "html"])
def test_nothing_runs(text: str, format: str) -> None:
    """Neither in the Markdown that HTML becomes nor in the page of the report."""
    document = read_document(f"Hello {text} 27 women", format)
    page = render_report([check_document(document, GROUP, suggest=False)], "en")
    body = page.partition("<body>")[2].lower()
    assert "<script" not in body
    assert "<img" not in body
    assert "<iframe" not in body
    assert "<svg" not in body
    assert 'href="javascript' not in body
    if format == "html":
        assert "<script" not in document.markdown.lower()
        assert "javascript:" not in document.markdown.lower() or "](" in text  # no link, but words of the text
    assert not [
        link for block in document.blocks for link in block.links if link.target.startswith(("javascript", "data"))
    ]


def test_the_page_of_a_report() -> None:
    report = check(f"# A & B <x>\n\nOver [28 women]({MANA}) & “45” <b>nurses</b>.", suggest=True)
    page = render_report([report], "fr")
    assert '<a class="claim bad" href="#n0-1">28</a>' in page
    assert 'id="n0-1"' in page
    assert "A &amp; B &lt;x&gt;" in page
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "faux" in page
    assert "<b>nurses" not in page
    assert "&lt;b&gt;nurses&lt;/b&gt;." in page


MARKDOWN = st.lists(
    st.sampled_from(
        ["27", "women", " ", "\n", "\n\n", "**", "*", "_", "`", "[", "](", ")", "(", MANA, "> ", "- ", "1. ", "| ", "&nbsp;",
         "\\", "<b>", "</b>", "# ", "300", ",", "000", "é", "![", "[^1]", "[^1]: ", "&amp;", "https://a.example", '"', "~"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(MARKDOWN)
def test_any_markdown_is_checked_and_places_are_true(text: str) -> None:
    document = build_document(text, language="en")
    for block in document.blocks:
        assert len(block.places) == len(block.text)
        for letter, place in zip(block.text, block.places, strict=True):
            assert place == NOWHERE or document.markdown[place] in (letter, "&")
        known = [place for place in block.places if place != NOWHERE]
        assert known == sorted(known)
    for finding in check_document(document, GROUP, suggest=False).findings:
        assert finding.says("en")
        assert finding.says("fr")
        assert 1 <= finding.place.line <= text.count("\n") + 1


HTML = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<b>", "</b>", "27", " ", "<a href='jalon:women'>", "</a>", "<ul>", "<li>", "</ul>", "<table>", "<tr>",
         "<td>", "</td>", "</table>", "<blockquote>", "</blockquote>", "<br>", "<pre>", "</pre>", "<code>", "</code>", "<h1>",
         "</h1>", "&lt;", "*", "_", "[", "](", "1.", "-", "#", "|", "\\", "`", "<script>", "</script>", "x", "\n"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(HTML)
def test_any_html_is_read(html: str) -> None:
    document = read_document(html, "html")
    assert "<script" not in document.markdown
    again = build_document(document.markdown, language="en")
    assert [block.text for block in again.blocks] == [block.text for block in document.blocks]


@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=["Cc", "Zl", "Zp", "Cf"]),
        max_size=60,
    )
)
def test_words_of_html_come_through_unmarked(text: str) -> None:
    """What a reader of the HTML sees is what the Document holds: no sign of it becomes a mark."""
    from html import escape

    wanted = " ".join(text.split())
    document = read_document(f"<p>x {escape(text)} y</p>", "html")
    assert [" ".join(block.text.split()) for block in document.blocks] == [f"x {wanted} y" if wanted else "x y"]


def test_languages_are_found() -> None:
    assert build_document("Les femmes de la ville sont venues pour le projet.").language == "fr"
    assert build_document("The women of the town came for the project.").language == "en"
    assert build_document("---\nlang: fr\ntitle: Un titre\n---\n27").language == "fr"
    assert build_document("---\nlang: fr\ntitle: Un titre\n---\n27").title == "Un titre"
    assert read_document("<html lang='fr'><p>27</p></html>", "html").language == "fr"
    mixed = build_document(
        "The women of the town came for us.\n\nLes femmes de la ville sont venues avec 1,5 million d'euros."
    )
    assert [block.language for block in mixed.blocks] == ["en", "fr"]


def test_comments_are_no_text() -> None:
    document = build_document("One\n<!-- 27\nwomen --> two\n\nthree")
    assert [block.text for block in document.blocks][-1] == "three"
    assert document.blocks[-1].line == 5
    assert not any("27" in block.text for block in document.blocks)
    several = build_document("<!-- 1 --> a <!-- 22\n --> b <!-- 3 --> 27 women")
    assert several.markdown == " a \n b  27 women"


UNREAD = [
    # a text, and what is left of it to read
    ("We met <script>var n = 300;</script>27 women", "We met 27 women"),
    ("<STYLE type='a'>p {margin: 12px}\n</Style >27 women", "\n27 women"),
    ("<script\nsrc=x>1</script\n> 27 <script>2</script>", "\n\n 27 "),
    ("27 <script> and 45, never closed <style>3</style>", "27 <script> and 45, never closed "),
    ("27 `<script>` and 45 `</script>` shown", "27 `<script>` and 45 `</script>` shown"),
    ("```html\n<script>\n```\n27\n\n</script>", "```html\n<script>\n```\n27\n\n</script>"),
    ("~~~\n```\n<style>\n~~~~\n27 </style>", "~~~\n```\n<style>\n~~~~\n27 </style>"),
    ("a lone ` tick <style>4</style> 27", "a lone ` tick  27"),
    ("```\nnever closed <script>5</script>", "```\nnever closed <script>5</script>"),
    ("27 <scripts>45</scripts>", "27 <scripts>45</scripts>"),
    ("27 <!-- <script> --> 45 </script>", "27  45 </script>"),
]


@pytest.mark.parametrize(("text", "left"), UNREAD)
def test_scripts_and_styles_pasted_into_markdown_are_no_text(text: str, left: str) -> None:
    assert build_document(text).markdown == left


@pytest.mark.parametrize("format", ["markdown", "html"])
def test_digits_of_a_pasted_script_are_no_claims(format: str) -> None:
    pasted = "<style>p{margin:12px}</style><script>total = 300</script>We met 45 nurses.<script>x = 7</script>"
    assert numbers(read_document(pasted, format)) == [("45", "unbacked")]


@pytest.mark.parametrize("mark", ["<script>", "<!--", "`", "``` ", "\n```\n", "<style>`", "` `` "])
def test_a_long_text_of_openings_is_read_in_the_end(mark: str) -> None:
    """Each closing is looked for once: the longest text that is read would else take an hour."""
    blank_unread(mark * (MOST_LETTERS // len(mark)))


def test_html_keeps_links_and_structure() -> None:
    html = "<ul><li>one<ul><li><a href='jalon:women?period=2021&amp;sex=female' title='a \"b\"'>27</a></li></ul></li></ul><p>1. x</p>"
    assert "javascript" not in clean_html("<a href='javascript:x'>1</a>")
    assert "](<jalon:women?period=2021&sex=female>" in render_markdown(html)
    document = read_document(html, "html")
    assert [block.kind for block in document.blocks] == ["item", "item", "paragraph"]
    assert document.blocks[1].links[0].target == "jalon:women?period=2021&sex=female"
    assert document.blocks[2].text == "1. x"


@pytest.mark.parametrize("name", ["none.md", "none.html"])
def test_a_file_without_text_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("\n \n", encoding="utf-8")
    with pytest.raises(JalonError) as caught:
        read_document(tmp_path / name)
    assert caught.value.id == "text_empty"


def test_footnotes_may_stand_one_below_the_other() -> None:
    text = (
        "80 % are poor[^1], 2 % are not[^b].\n\n[^1]: IFAD, report 2021\nof its experts\n[^b]: https://www.ifad.org/\n"
    )
    notes = read_document(text, "markdown").notes
    assert {name: block.text for name, block in notes.items()} == {
        "1": "[^1]: IFAD, report 2021\nof its experts",
        "b": "[^b]: https://www.ifad.org/",
    }
    assert [block.text for block in read_document("See [this][1].\n\n[1]: https://x.org/\n", "markdown").blocks] == [
        "See this."
    ]
