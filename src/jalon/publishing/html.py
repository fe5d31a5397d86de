"""A publication as one HTML page: nothing is loaded, nothing runs, proofs stand in the margin."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from importlib.resources import files

from jalon.publishing.charts_words import say
from jalon.publishing.count import render_how_we_count, render_key
from jalon.publishing.proofs import Proof, group_alike
from jalon.publishing.story import Block, Story, Text

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What the page itself forbids, wherever it is opened."""

Lead = Callable[[Proof], str]
"""Where a number leads: by default to its proof."""


def render_html(story: Story) -> str:
    """The whole page, self-contained: style and charts within, no script, nothing from another host."""
    style = files("jalon.publishing").joinpath("assets/page.css").read_text("utf-8")
    body = "".join(
        (
            _banner(story),
            f'<main class="wrap">{render_story(story)}{_render_counted(story)}</main>',
            f'<footer class="wrap small soft">{escape(render_imprint(story))}</footer>',
        )
    )
    draft = ' class="draft"' if story.is_draft else ""
    return (
        f'<!doctype html>\n<html lang="{story.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" '
        f'content="{POLICY}"><meta name="referrer" content="no-referrer"><title>{escape(story.title)}</title>'
        f"<style>{style}</style></head><body{draft}>{body}</body></html>\n"
    )


def render_story(story: Story, lead: Lead | None = None) -> str:
    """The article alone, to stand in a page that has its own frame and style. `lead` says where numbers lead."""
    lead = lead or (lambda proof: f"#proof-{proof.number}")
    notes = [block for block in story.blocks if block.kind == "note"]
    others = [block for block in story.blocks if block.kind != "note"]
    parts = [f'<p class="tally">{escape(story.summary)}</p>' if story.summary else ""]
    parts += [_render_block(block, lead, story.language) for block in others]
    if notes:
        items = "".join(f'<li id="note-{escape(note.caption)}">{_render_texts(note.texts, lead)}' for note in notes)
        parts.append(f'<ol class="notes">{items}</ol>')
    return f'<article class="story" lang="{story.language}">{"".join(parts)}</article>'


def _render_counted(story: Story) -> str:
    if not story.counted:
        return ""
    title = escape(say("how we count", story.language))
    return f'<section id="how-we-count" class="counts"><h2>{title}</h2>{render_how_we_count(story.counted, story.language)}</section>'


def _banner(story: Story) -> str:
    lines = [say("synthetic", story.language)] if story.is_synthetic else []
    draft = f'<div class="stamp" role="note">{escape(say("draft", story.language))}</div>' if story.is_draft else ""
    return draft + "".join(f'<div class="note">{escape(line)}</div>' for line in lines)


def render_imprint(story: Story) -> str:
    """Whose figures, of which day, and against what its numbers were checked."""
    parts = [story.group]
    if story.made_at:
        parts.append(say("as of", story.language).format(story.made_at[:10]))
    if story.against:
        parts.append(say("checked against", story.language).format(story.against))
    return " · ".join(part for part in parts if part)


def _render_block(block: Block, lead: Lead, language: str) -> str:
    match block.kind:
        case "heading":
            return f"<h{block.level}>{_render_texts(block.texts, lead)}</h{block.level}>"
        case "chart":
            note = f'<p class="small soft">{escape(block.note)}</p>' if block.note else ""
            key = render_key(language) if "<pattern" in block.svg else ""
            caption = f"<figcaption>{escape(block.caption)}</figcaption>"
            return f'<figure class="chart">{caption}{block.svg}{key}{note}</figure>'
        case "code":
            return f"<pre><code>{escape(block.plain)}</code></pre>"
        case "rule":
            return "<hr>"
        case "paragraph" | "note":
            return _with_proofs(f"<p>{_render_texts(block.texts, lead)}</p>", block.proofs, language)
        case "cell":
            tag = "th" if block.level else "td"
            return f"<{tag}>{_render_texts(block.texts, lead)}</{tag}>"
    tags = {"quote": "blockquote", "list": "ol" if block.level else "ul", "item": "li", "table": "table", "row": "tr"}
    inside = "".join(_render_block(one, lead, language) for one in block.blocks)
    tag = tags[block.kind]
    if tag != "table":
        return f"<{tag}>{inside}</{tag}>"
    proofs = tuple(proof for row in block.blocks for cell in row.blocks for proof in cell.proofs)
    return _with_proofs(f'<div class="scroll"><table>{inside}</table></div>', proofs, language)


def _with_proofs(paragraph: str, proofs: tuple[Proof, ...], language: str) -> str:
    """The proofs stand first, so that they begin beside the first line; on a telephone they fold under it."""
    return f'<div class="para">{_render_proofs(proofs, language)}{paragraph}</div>' if proofs else paragraph


def _render_proofs(proofs: Iterable[Proof], language: str) -> str:
    return "".join(_render_proof(alike[0], alike[1:], language) for alike in group_alike(tuple(proofs)))


def _render_proof(proof: Proof, others: Iterable[Proof], language: str) -> str:
    """One note, for a number and those after it of which the same is said."""
    marks = "".join(f'<span id="proof-{other.number}"></span>' for other in others)
    bad = " bad" if proof.is_bad else ""
    lines = "".join(f"<br>{_render_line(proof, place, line)}" for place, line in enumerate(proof.lines) if line)
    return (
        f'<aside class="proof{bad}" role="note" id="proof-{proof.number}" aria-label="{escape(say("proof of", language))}">'
        f"{marks}<b>{escape(proof.headline)}</b>{lines}</aside>"
    )


def _render_line(proof: Proof, place: int, line: str) -> str:
    """The first line leads on: to the source, or to how the figure is counted."""
    if proof.verdict == "quoted" and proof.href.startswith(("https://", "http://")):
        return f'<a href="{escape(proof.href)}" rel="noreferrer">{escape(line)}</a>'
    if place == 0 and proof.verdict == "proven" and proof.indicator:
        return f'<a href="#count-{escape(proof.indicator)}">{escape(line)}</a>'
    return escape(line)


def _render_texts(texts: Iterable[Text], lead: Lead) -> str:
    return "".join(_render_text(text, lead) for text in texts)


def _render_text(text: Text, lead: Lead) -> str:
    if "break" in text.styles:
        return "<br>"
    words = escape(text.text)
    if "note" in text.styles:
        return f'<sup><a href="#note-{words}">{words}</a></sup>'
    for style in ("code", "em", "strong"):
        if style in text.styles:
            words = f"<{style}>{words}</{style}>"
    if text.proof is not None:
        bad = " bad" if text.proof.is_bad else ""
        return f'<a class="claim{bad}" href="{escape(lead(text.proof))}">{words}</a>'
    if text.href.startswith(("https://", "http://", "mailto:")):
        return f'<a href="{escape(text.href)}" rel="noreferrer">{words}</a>'
    return words
