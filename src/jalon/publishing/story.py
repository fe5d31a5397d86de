"""A document as a page is made of it: blocks of text, charts where they are called for, and beside them their proofs.

The renderers (HTML, PDF, e-mail) are functions over this; what stands here is text, never markup. A picture whose
address is a figure's link is its chart: `![Young people](jalon:young_people_supported?period=2021&by=year)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from markdown_it.token import Token

from jalon.disclosure import DEFAULT_POLICY, Policy, ShownBreakdown, ShownFigure, show_breakdown, show_figure
from jalon.disclosure.suppressed import render_shown
from jalon.errors import JalonError, Place
from jalon.figures.link import SCHEME, parse_link
from jalon.language.definition import Kind
from jalon.publishing.charts import build_chart
from jalon.publishing.charts_svg import find_description
from jalon.publishing.charts_words import say
from jalon.publishing.count import Counted, build_how_we_count
from jalon.publishing.document import NOTE, SOURCE_OF_NOTE, Document, build_parser
from jalon.publishing.map import build_world_map
from jalon.publishing.proofs import Proof, build_proofs, find_against

if TYPE_CHECKING:
    from jalon.figures.group import Group
    from jalon.publishing.claims import Report

LONG_NUMBER = re.compile(r"(?<![\d.,])\d{4,}(?![\d.,]*\d)")
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
GROUPED = re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d)|%)")
BEFORE_MARK = re.compile(r" (?=[;:!?»])")


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one style."""

    text: str
    styles: frozenset[str] = frozenset()
    """Of `strong`, `em`, `code`, `break` (a line break that is meant), `note` (a footnote's call)."""
    href: str = ""
    """Where a link leads outside; empty for none, and for a link to a figure."""
    title: str = ""
    """Of a link: what it says when pointed at."""
    proof: Proof | None = None
    """What stands beside these words, where they are a number with something behind it."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `kind` is heading, paragraph, note, quote, list, item, code, rule, chart, table, row or cell."""

    kind: str
    texts: tuple[Text, ...] = ()
    blocks: tuple[Block, ...] = ()
    level: int = 0
    """Of a heading; 1 for a numbered list and for the cell of a heading."""
    svg: str = ""
    alt: str = ""
    """What a chart shows, in words."""
    caption: str = ""
    note: str = ""
    """Below a chart: what reconciles its parts, or why it is withheld."""

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Those beside this block, each once, in order; not those of the blocks inside it."""
        return tuple({text.proof.number: text.proof for text in self.texts if text.proof is not None}.values())

    @property
    def plain(self) -> str:
        return "".join(text.text for text in self.texts)


@dataclass(frozen=True, slots=True)
class Story:
    """A publication ready to be rendered."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    proofs: tuple[Proof, ...]
    counted: tuple[Counted, ...]
    """“How we count”, for every indicator that a number or a chart uses."""
    summary: str
    """How many numbers, and of which verdicts."""
    against: str = ""
    """The release, or the facts, that most numbers were held against."""
    group: str = ""
    made_at: str = ""
    is_synthetic: bool = False
    is_draft: bool = False


@dataclass(slots=True)
class _Making:
    """What is needed while a story is made, and what has been used so far."""

    group: Group
    language: str
    policy: Policy | None
    proofs: Mapping[int, Sequence[Proof]]
    """By the paragraph that a number stands in."""
    used: list[ShownFigure] = field(default_factory=list)
    file: str = ""
    placed: list[Proof] = field(default_factory=list)
    paragraph: int = 0
    """How many were read: counted as `read_document` counts them."""


def build_story(
    document: Document,
    report: Report,
    group: Group,
    language: str | None = None,
    *,
    policy: Policy | None = DEFAULT_POLICY,
    is_draft: bool = False,
    is_synthetic: bool = False,
) -> Story:
    """The document with its proofs and charts. `report` is what `check_document` found in it.

    Raises what a link of a chart raises: `no_such_indicator`, `bad_link`, `bad_period`, `unknown_dimension` …
    """
    language = language or document.language
    proofs = build_proofs(report, language, shows_unbacked=is_draft)
    by_paragraph: dict[int, list[Proof]] = {}
    for proof in proofs:
        by_paragraph.setdefault(proof.paragraph, []).append(proof)
    making = _Making(group, language, policy, by_paragraph, file=document.name)
    blocks = tuple(_read_blocks(iter(build_parser().parse(document.markdown)), "", making))
    figures = [proof.figure for proof in proofs if proof.figure is not None] + making.used
    return Story(
        title=document.title or PurePath(document.name).stem or group.name or say("untitled", language),
        language=language,
        blocks=blocks,
        proofs=tuple(making.placed),
        counted=build_how_we_count(figures, group.indicators, language),
        summary=report.summary(language) if report.findings else "",
        against=find_against(report, language),
        group=group.name,
        made_at=group.facts_made_at,
        is_synthetic=is_synthetic,
        is_draft=is_draft,
    )


def build_shown(group: Group, link: str, policy: Policy | None = DEFAULT_POLICY) -> ShownFigure | ShownBreakdown:
    """What a chart's link asks for: a figure, or with `by=…` its breakdown (`by=sex,age_band`)."""
    id, _, query = link.removeprefix(SCHEME).partition("?")
    by = [dimension for value in parse_qs(query).get("by", []) for dimension in value.split(",")]
    rest = "&".join(pair for pair in query.split("&") if not pair.startswith("by="))
    indicator, scope = parse_link(f"{id}?{rest}" if rest else id)
    figure = group.figure(indicator, **scope)
    return show_breakdown(figure.by(*by), policy) if by else show_figure(figure, policy)


def _read_blocks(tokens: Iterator[Token], closing: str, making: _Making) -> Iterator[Block]:
    """Blocks up to the token that closes them."""
    for token in tokens:
        if token.type == closing:
            return
        read = _READERS.get(token.type)
        if read is not None:
            yield from read(token, tokens, making)


def _read_text(token: Token, tokens: Iterator[Token], making: _Making) -> Iterator[Block]:
    """A heading, a paragraph or a footnote; a paragraph of pictures only is its charts."""
    inline = next(tokens)
    next(tokens)
    children = inline.children or []
    texts = _read_words(inline, making)
    if any(_is_chart(child) for child in children):
        place = Place(file=making.file or None, row=(inline.map or [0])[0] + 1)
        yield from (_read_chart(child, making, place) for child in children if _is_chart(child))
    elif token.type == "heading_open":
        yield Block("heading", texts, level=int(token.tag[1]))
    elif texts and (note := SOURCE_OF_NOTE.match(inline.content)):
        rest = (replace(texts[1], text=texts[1].text.removeprefix(":").lstrip()), *texts[2:]) if len(texts) > 1 else ()
        yield Block("note", rest, caption=note[1])
    elif texts:
        yield Block("paragraph", texts)


def _read_container(token: Token, tokens: Iterator[Token], making: _Making) -> Iterator[Block]:
    kind, closing = _CONTAINERS[token.type]
    level = 1 if token.type == "ordered_list_open" else 0
    yield Block(kind, blocks=tuple(_read_blocks(tokens, closing, making)), level=level)


def _read_cell(token: Token, tokens: Iterator[Token], making: _Making) -> Iterator[Block]:
    inline = next(tokens)
    next(tokens)
    yield Block("cell", _read_words(inline, making), level=1 if token.type == "th_open" else 0)


def _read_code(token: Token, tokens: Iterator[Token], making: _Making) -> Iterator[Block]:
    yield Block("code", (Text(token.content.rstrip("\n"), frozenset({"code"})),))


def _read_rule(token: Token, tokens: Iterator[Token], making: _Making) -> Iterator[Block]:
    yield Block("rule")


_CONTAINERS = {
    "blockquote_open": ("quote", "blockquote_close"),
    "bullet_list_open": ("list", "bullet_list_close"),
    "ordered_list_open": ("list", "ordered_list_close"),
    "list_item_open": ("item", "list_item_close"),
    "table_open": ("table", "table_close"),
    "tr_open": ("row", "tr_close"),
}
_READERS: Mapping[str, Callable[[Token, Iterator[Token], _Making], Iterator[Block]]] = {
    "heading_open": _read_text,
    "paragraph_open": _read_text,
    "th_open": _read_cell,
    "td_open": _read_cell,
    "fence": _read_code,
    "code_block": _read_code,
    "hr": _read_rule,
    **dict.fromkeys(_CONTAINERS, _read_container),
}


def _is_chart(token: Token) -> bool:
    return token.type == "image" and str(token.attrs.get("src", "")).startswith(SCHEME)


def _read_chart(token: Token, making: _Making, place: Place) -> Block:
    """The chart, its caption, and the line that reconciles its parts."""
    try:
        shown = build_shown(making.group, unquote(str(token.attrs["src"])), making.policy)
    except JalonError as error:
        raise JalonError(error.id, place=place, nearest=error.nearest, **error.details) from None
    figure = shown.figure if isinstance(shown, ShownBreakdown) else shown
    making.used.append(figure)
    if isinstance(shown, ShownFigure) and figure.kind is Kind.DISTINCT and figure.unit == "country" and figure.labels:
        svg = build_world_map(dict.fromkeys(figure.labels, "counted"), making.language, token.content)
    else:
        svg = build_chart(shown, making.language, rows=12)
    notes: list[str] = []
    if isinstance(shown, ShownBreakdown):
        notes = [note for note in (shown.note(making.language),) if note] or list(shown.reconciliation(making.language))
    notes = [_group_digits(note, making.language) for note in notes]
    return Block("chart", svg=svg, alt=find_description(svg), caption=token.content, note=" · ".join(notes))


def _group_digits(text: str, language: str) -> str:
    """`212,431` for `212431`: the equations of tables are written for a terminal."""
    return LONG_NUMBER.sub(lambda found: render_shown(int(found[0]), language), text)


def _read_words(inline: Token, making: _Making) -> tuple[Text, ...]:
    """The words of a block with each proof at its number: over all of a link's words, else the number alone."""
    if not inline.children:
        return ()
    making.paragraph += 1
    waiting = list(making.proofs.get(making.paragraph, ()))
    placed: list[Text] = []
    at = 0
    for text in _read_inline(inline.children):
        here = [proof for proof in waiting if at <= proof.start < at + len(text.text)]
        if here and text.title:  # who links to a source may name it better than by its address
            here = [replace(proof, lines=(text.title,)) if proof.verdict == "quoted" else proof for proof in here]
        if here and text.href:
            placed.append(replace(text, proof=here[0]))
        else:
            placed += _split(text, at, here)
        making.placed += here
        at += len(text.text)
    return tuple(_finish(text, making.language) for text in placed if text.text)


def _split(text: Text, at: int, proofs: Sequence[Proof]) -> Iterator[Text]:
    """Words parted at the numbers in them, which start `at` so many letters into the block."""
    done = 0
    for proof in sorted(proofs, key=lambda proof: proof.start):
        start, end = proof.start - at, proof.end - at
        yield replace(text, text=text.text[done:start])
        yield replace(text, text=text.text[start:end], proof=proof)
        done = end
    yield replace(text, text=text.text[done:])


def _finish(text: Text, language: str) -> Text:
    """As it is printed: a line break of the source is a space, a figure's link leads where its proof stands, an
    apostrophe is round, and French marks and grouped digits keep to their words.
    """
    words = text.text if "break" in text.styles else text.text.replace("\n", " ")
    if "note" in text.styles:
        words = words[2:-1]
    elif not text.styles & {"break", "code"}:
        words = APOSTROPHE.sub("’", words)
        words = GROUPED.sub("\u202f", words)
        if language == "fr":
            words = BEFORE_MARK.sub("\u202f", words).replace("« ", "«\u00a0")
    return replace(text, text=words, href="" if text.href.startswith(SCHEME) else text.href)


def _read_inline(tokens: Sequence[Token]) -> Iterator[Text]:
    """Words with their styles and links, letter for letter as `read_document` reads them.

    Pictures from elsewhere are left out: nothing is loaded. `note` is the style of a footnote's call.
    """
    styles: set[str] = set()
    href = title = ""
    for token in tokens:
        if token.type in ("strong_open", "em_open"):
            styles.add(token.type.removesuffix("_open"))
        elif token.type in ("strong_close", "em_close"):
            styles.discard(token.type.removesuffix("_close"))
        elif token.type == "link_open":
            href, title = str(token.attrs.get("href", "")), str(token.attrs.get("title", ""))
        elif token.type == "link_close":
            href = title = ""
        elif token.type == "code_inline":
            yield Text(token.content, frozenset({*styles, "code"}), href, title)
        elif token.type in ("softbreak", "hardbreak"):
            yield Text("\n", frozenset({*styles, "break"} if token.type == "hardbreak" else styles), href, title)
        elif token.type in ("text", "text_special", "html_inline"):
            yield from _part_notes(Text(token.content, frozenset(styles), href, title))


def _part_notes(text: Text) -> Iterator[Text]:
    done = 0
    for call in NOTE.finditer(text.text):
        yield replace(text, text=text.text[done : call.start()])
        yield replace(text, text=call[0], styles=text.styles | {"note"})
        done = call.end()
    yield replace(text, text=text.text[done:])
