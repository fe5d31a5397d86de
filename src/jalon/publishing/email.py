"""A publication as one e-mail: text and HTML, charts as pictures within, nothing fetched from anywhere."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from jalon.publishing.charts_svg import PAPER
from jalon.publishing.charts_words import say
from jalon.publishing.count import Counted
from jalon.publishing.html import render_imprint
from jalon.publishing.pdf import render_png
from jalon.publishing.proofs import Proof, group_alike
from jalon.publishing.story import Block, Story, Text

COLUMNS = 72
PIXELS = 560
DOMAIN = "jalon.invalid"
"""Of the message's own id: no host has this name, so that none is given away."""

SERIF = "Georgia,'Times New Roman',serif"
SANS = "Helvetica,Arial,sans-serif"
STYLES = {
    "h1": f"font:bold 30px/1.15 {SERIF};margin:8px 0 18px",
    "h2": f"font:bold 21px/1.2 {SERIF};margin:32px 0 8px",
    "h3": f"font:bold 17px/1.2 {SERIF};margin:24px 0 6px",
    "p": f"font:18px/1.55 {SERIF};margin:0 0 12px",
    "blockquote": f"font:italic 18px/1.5 {SERIF};margin:18px 0;padding:0 0 0 14px;border-left:1px solid {PAPER['--ink']}",
    "small": f"font:13px/1.45 {SANS};color:{PAPER['--soft']};margin:0 0 10px",
    "proof": f"font:13px/1.45 {SANS};color:{PAPER['--soft']};margin:0 0 8px;padding:0 0 0 10px;border-left:2px solid {PAPER['--accent']}",
    "bad": f"font:13px/1.45 {SANS};color:{PAPER['--warn']};margin:0 0 8px;padding:4px 0 4px 10px;border-left:2px solid {PAPER['--warn']};background:#fbeadf",
    "claim": f"color:{PAPER['--ink']};text-decoration:none;border-bottom:2px dotted {PAPER['--accent']}",
    "wrong": f"color:{PAPER['--warn']};text-decoration:none;border-bottom:2px dotted {PAPER['--warn']}",
}


def render_email(story: Story, *, sent_at: dt.datetime | None = None) -> bytes:
    """The message as an .eml file: a mail program opens it to be addressed and sent.

    The same story gives the same bytes; its date is `sent_at`, else that of its figures.
    """
    charts = [block for block in _all_blocks(story.blocks) if block.svg]
    pictures = [render_png(chart.svg, width=PIXELS) for chart in charts]
    text, html = render_text(story), _render_page(story, charts)
    digest = sha256("\n".join((text, html)).encode()).hexdigest()
    when = sent_at or (
        dt.datetime.fromisoformat(story.made_at) if story.made_at else dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    )
    message = EmailMessage(policy=SMTP)
    draft = f"[{say('draft word', story.language)}] " if story.is_draft else ""
    message["Subject"] = " ".join(f"{draft}{story.title}".split())
    message["Date"] = format_datetime(when)
    message["Message-ID"] = f"<{digest[:32]}@{DOMAIN}>"
    message["Content-Language"] = story.language
    message["X-Unsent"] = "1"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    page = message.get_payload()[1]  # type: ignore[index]
    assert isinstance(page, MIMEPart)
    for place, picture in enumerate(pictures):
        page.add_related(
            picture, "image", "png", cid=f"<{_picture(place)}>", disposition="inline", filename=f"{_picture(place)}.png"
        )
    for place, part in enumerate(one for one in message.walk() if one.is_multipart()):
        part.set_boundary(f"=_{digest[32:48]}_{place}")  # else drawn by chance
    return message.as_bytes()


def render_text(story: Story) -> str:
    """The publication as plain text: numbers carry the number of their note, notes stand at the end."""
    parts = [story.group, ""]
    if story.is_draft:
        parts += [say("draft", story.language).upper(), ""]
    if story.is_synthetic:
        parts += [_wrap(say("synthetic", story.language)), ""]
    for block in story.blocks:
        parts += [*_text_lines(block), ""]
    if story.proofs:
        parts += [*_underlined(say("proofs", story.language), "-"), "", story.summary, ""]
        parts += [_wrap(f"[{proof.number}] {_proof_text(proof)}", "    ") for proof in story.proofs]
        parts.append("")
    if story.counted:
        parts += [*_underlined(say("how we count", story.language), "-"), ""]
        parts += [_wrap(say("counting", story.language)), ""]
        for entry in story.counted:
            parts += [*_entry_lines(entry), ""]
    parts.append(render_imprint(story))
    return "\n".join(parts) + "\n"


def _text_lines(block: Block, indent: str = "") -> Iterator[str]:
    words = "".join(_plain(text) for text in block.texts)
    match block.kind:
        case "heading":
            yield from _underlined(words, "=" if block.level == 1 else "-")
        case "chart":
            yield _wrap(f"[{block.alt}]", indent)
            if block.note:
                yield _wrap(block.note, indent)
        case "rule":
            yield "* * *"
        case "code":
            yield textwrap.indent(words, f"{indent}    ")
        case "row":
            yield indent + " | ".join("".join(_plain(text) for text in cell.texts) for cell in block.blocks)
        case "note":
            yield _wrap(f"[^{block.caption}] {words}", indent)
        case "list":
            for place, item in enumerate(block.blocks, start=1):
                mark = f"{place}. " if block.level else "- "
                lines = [line for inner in item.blocks for line in _text_lines(inner, f"{indent}   ")]
                yield "\n".join([f"{indent}{mark}{lines[0].lstrip()}", *lines[1:]]) if lines else f"{indent}{mark}"
        case "quote" | "table" | "item":
            for inner in block.blocks:
                yield from _text_lines(inner, f"{indent}  " if block.kind == "quote" else indent)
        case _:
            yield _wrap(words, indent)


def _plain(text: Text) -> str:
    """Words with the number of their note; a link outside with its address."""
    if "break" in text.styles:
        return "\n"
    if "note" in text.styles:
        return f"[^{text.text}]"
    if text.proof is not None:
        return f"{text.text} [{text.proof.number}]"
    return f"{text.text} <{text.href}>" if text.href and text.href != text.text else text.text


def _proof_text(proof: Proof) -> str:
    parts = [proof.headline, *(line for line in proof.lines if line)]
    return ". ".join(parts) + (f" <{proof.href}>" if proof.href and proof.href not in parts else "")


def _entry_lines(entry: Counted) -> Iterator[str]:
    yield _wrap(f"{entry.title} ({entry.indicator})")
    if entry.about:
        yield _wrap(entry.about, "  ")
    for line in entry.lines:
        yield _wrap(f"- {line}", "  ")
    for use in entry.uses:
        yield _wrap(f"{use.scope}: {use.text}", "  ")


def _underlined(words: str, sign: str) -> list[str]:
    return [words, sign * min(len(words), COLUMNS)]


def _wrap(words: str, indent: str = "") -> str:
    """Lines of COLUMNS letters at most; a line break that is meant stays."""
    return "\n".join(
        textwrap.fill(
            line,
            COLUMNS,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in words.split("\n")
    )


def _all_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _all_blocks(block.blocks)


def _picture(place: int) -> str:
    return f"chart{place + 1}@{DOMAIN}"


def _render_page(story: Story, charts: list[Block]) -> str:
    """A page for mail programs: one column, styles on the elements themselves, proofs under their paragraphs."""
    head = [f'<p style="{STYLES["small"]}">{escape(story.group)}</p>']
    if story.is_draft:
        head.append(f'<p style="{STYLES["bad"]}"><b>{escape(say("draft", story.language))}</b></p>')
    if story.is_synthetic:
        head.append(f'<p style="{STYLES["small"]}">{escape(say("synthetic", story.language))}</p>')
    body = "".join(_html(block, charts) for block in story.blocks)
    counted = "".join(_entry_html(entry) for entry in story.counted)
    if counted:
        title, text = (escape(say(key, story.language)) for key in ("how we count", "counting"))
        counted = f'<h2 style="{STYLES["h2"]}">{title}</h2><p style="{STYLES["p"]}">{text}</p>{counted}'
    foot = " · ".join(part for part in (story.summary, render_imprint(story)) if part)
    return (
        f'<!doctype html><html lang="{story.language}"><head><meta charset="utf-8"><title>{escape(story.title)}</title>'
        f'</head><body style="margin:0;background:{PAPER["--paper"]};color:{PAPER["--ink"]}">'
        f'<div style="max-width:{PIXELS}px;margin:0 auto;padding:24px 16px">{"".join(head)}{body}{counted}'
        f'<p style="{STYLES["small"]}">{escape(foot)}</p></div></body></html>'
    )


def _html(block: Block, charts: list[Block]) -> str:
    words = "".join(_text_html(text) for text in block.texts)
    proofs = "".join(_proof_html(alike) for alike in group_alike(block.proofs))
    inside = "".join(_html(one, charts) for one in block.blocks)
    match block.kind:
        case "heading":
            tag = f"h{min(block.level, 3)}"
            return f'<{tag} style="{STYLES[tag]}">{words}</{tag}>{proofs}'
        case "chart":
            place = next(place for place, chart in enumerate(charts) if chart is block)
            picture = (
                f'<img src="cid:{_picture(place)}" alt="{escape(block.alt)}" width="{PIXELS}" '
                f'style="display:block;width:100%;max-width:{PIXELS}px;height:auto;margin:0 0 16px">'
            )
            note = f'<p style="{STYLES["small"]}">{escape(block.note)}</p>' if block.note else ""
            caption = f'<p style="{STYLES["h3"]};border-top:2px solid {PAPER["--ink"]};padding-top:6px">'
            return f"{caption}{escape(block.caption)}</p>{picture}{note}"
        case "quote":
            return f'<blockquote style="{STYLES["blockquote"]}">{inside}</blockquote>'
        case "rule":
            return "<hr>"
        case "code":
            return f"<pre>{escape(block.plain)}</pre>"
        case "list":
            return f"<ol>{inside}</ol>" if block.level else f"<ul>{inside}</ul>"
        case "item" | "table" | "row" | "cell" as kind:
            tag = {"item": "li", "table": "table", "row": "tr", "cell": "td"}[kind]
            return f"<{tag}>{words}{proofs}{inside}</{tag}>"
        case "note":
            return f'<p style="{STYLES["small"]}">[{escape(block.caption)}] {words}</p>'
    return f'<p style="{STYLES["p"]}">{words}</p>{proofs}'


def _text_html(text: Text) -> str:
    if "break" in text.styles:
        return "<br>"
    words = escape(text.text)
    if "note" in text.styles:
        return f"<sup>[{words}]</sup>"
    for style in ("code", "em", "strong"):
        if style in text.styles:
            words = f"<{style}>{words}</{style}>"
    if text.proof is not None:
        style = STYLES["wrong" if text.proof.is_bad else "claim"]
        return f'<span style="{style}">{words}</span><sup style="font-size:11px">{text.proof.number}</sup>'
    if text.href.startswith(("https://", "http://", "mailto:")):
        return f'<a href="{escape(text.href)}" style="color:{PAPER["--accent"]}">{words}</a>'
    return words


def _proof_html(alike: Sequence[Proof]) -> str:
    proof, numbers = alike[0], " ".join(str(one.number) for one in alike)
    lines = " · ".join(escape(line) for line in proof.lines if line)
    if proof.href.startswith(("https://", "http://")):
        lines = f'<a href="{escape(proof.href)}" style="color:{PAPER["--accent"]}">{lines}</a>'
    style = STYLES["bad" if proof.is_bad else "proof"]
    return f'<p style="{style}"><sup>{numbers}</sup> <b>{escape(proof.headline)}</b> {lines}</p>'


def _entry_html(entry: Counted) -> str:
    uses = "<br>".join(escape(f"{use.scope}: {use.text}") for use in entry.uses)
    about = f"{escape(entry.about)}<br>" if entry.about else ""
    return f'<h3 style="{STYLES["h3"]}">{escape(entry.title)}</h3><p style="{STYLES["small"]}">{about}<b>{uses}</b></p>'
