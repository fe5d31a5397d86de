"""A publication on paper: A4, proofs in the margin, charts drawn, “How we count” at the end; tagged for readers.

The page is set by assets/publication.typ from data alone. No word of a document is ever typst code, and typst sees
no folder but the assets.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final

from jalon.publishing.charts_svg import COUNTED, DECLARED, ESTIMATED, render_alone
from jalon.publishing.charts_words import say
from jalon.publishing.count import Counted
from jalon.publishing.html import render_imprint
from jalon.publishing.proofs import Proof, group_alike
from jalon.publishing.story import Block, Story, Text

if TYPE_CHECKING:
    import typst

CHART_WIDTH = 500
"""Units across a chart in the text's column: its words come out a little smaller than the text."""
STANDARD: Final = "ua-1"
"""PDF/UA-1: who cannot see the page can have it read."""


def render_pdf(story: Story) -> bytes:
    """The publication as PDF/UA. The same story gives the same bytes; its date is that of its figures."""
    import typst  # late: most commands set no page

    data = json.dumps(build_data(story), ensure_ascii=False)
    made = (
        dt.datetime.fromisoformat(story.made_at).replace(microsecond=0)
        if story.made_at
        else dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    )
    with as_file(files("jalon.publishing") / "assets") as folder:
        compiler = typst.Compiler(
            folder / "publication.typ",
            root=folder,
            font_paths=_fonts(str(folder / "fonts")),
            sys_inputs={"story": data},
        )
        pdf = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=made)
    assert isinstance(pdf, bytes)
    return pdf


def render_png(svg: str, *, width: int = 560, scale: float = 2) -> bytes:
    """A chart as a picture for where no SVG is shown, `width` pixels wide at `scale` 1."""
    import typst

    page = '#set page(width: auto, height: auto, margin: 0pt, fill: rgb("#fbfaf6"))\n#image(bytes(sys.inputs.svg), format: "svg", width: eval(sys.inputs.width))'
    with as_file(files("jalon.publishing") / "assets") as folder:
        compiler = typst.Compiler(
            page.encode(),
            root=folder,
            font_paths=_fonts(str(folder / "fonts")),
            sys_inputs={"svg": render_alone(svg, width), "width": f"{width}pt"},
        )
        png = compiler.compile(format="png", ppi=72 * scale)
    assert isinstance(png, bytes)
    return png


@cache
def _fonts(folder: str) -> typst.Fonts:
    """Fonts are read once in a process: it takes longer than setting a page."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[folder])


def build_data(story: Story) -> dict[str, Any]:
    """The story as plain values for the template."""
    language = story.language
    return {
        "title": story.title,
        "language": language,
        "group": story.group,
        "summary": story.summary,
        "imprint": render_imprint(story),
        "banner": say("synthetic", language) if story.is_synthetic else "",
        "draft": story.is_draft,
        "blocks": [_block_data(block) for block in _without_skips(story.blocks)],
        "counted": [_counted_data(entry, language) for entry in story.counted],
        "words": {
            "draft": say("draft word", language),
            "draft-line": say("draft", language),
            "how": say("how we count", language),
            "counting": say("counting", language),
            "key": [
                {"status": status, "text": say(f"key {status}", language)} for status in (COUNTED, DECLARED, ESTIMATED)
            ],
        },
    }


def _without_skips(blocks: Iterable[Block]) -> Iterator[Block]:
    """Headings that go down a level at a time, as PDF/UA wants them: a text may skip from the first to the third."""
    deepest = 0
    for block in blocks:
        if block.kind == "heading":
            deepest = min(block.level, deepest + 1)
            block = replace(block, level=deepest)
        yield block


def _block_data(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "level": block.level,
        "texts": [_text_data(text) for text in block.texts],
        "proofs": [_proof_data(alike) for alike in group_alike(block.proofs)],
        "blocks": [_block_data(one) for one in block.blocks],
        "svg": render_alone(block.svg, CHART_WIDTH) if block.svg else "",
        "alt": block.alt,
        "mixed": "<pattern" in block.svg,
        "caption": block.caption,
        "note": block.note,
    }


def _text_data(text: Text) -> dict[str, Any]:
    return {
        "text": text.text,
        "styles": sorted(text.styles),
        "href": text.href if text.href.startswith(("https://", "http://", "mailto:")) else "",
        "proof": None if text.proof is None else text.proof.number,
        "bad": text.proof is not None and text.proof.is_bad,
    }


def _proof_data(alike: Sequence[Proof]) -> dict[str, Any]:
    proof = alike[0]
    return {
        "number": " ".join(str(one.number) for one in alike),
        "headline": proof.headline,
        "lines": [line for line in proof.lines if line],
        "href": proof.href if proof.href.startswith(("https://", "http://")) else "",
        "bad": proof.is_bad,
    }


def _counted_data(entry: Counted, language: str) -> dict[str, Any]:
    return {
        "indicator": entry.indicator,
        "version": "" if entry.version is None else f" · {say('version', language).format(entry.version)}",
        "title": entry.title,
        "about": entry.about,
        "lines": list(entry.lines),
        "uses": [{"scope": use.scope, "said": use.text} for use in entry.uses],
        "targets": entry.targets_text(language),
    }
