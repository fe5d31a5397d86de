"""A checked text as one HTML page: the text, its numbers and links marked, and beside each paragraph what was found.

The page is whole in itself. Nothing in it runs, nothing is loaded, and every letter of the text is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from jalon.figures.words import colon
from jalon.publishing.claims import OF_WRITERS, Finding, Report
from jalon.publishing.claims_texts import say
from jalon.publishing.document import Block

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root{--paper:#fbfaf6;--ink:#1d1c1a;--soft:#5d5a54;--line:#dedacf;--accent:#0b5d57;--warn:#9a3412;--tint:#fbeadf;
color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--paper:#171614;--ink:#ece9e2;--soft:#a8a399;--line:#3a3833;--accent:#6cc0b4;
--warn:#f0a47c;--tint:#35231a}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:100%/1.5 system-ui,sans-serif}
main{max-width:68rem;margin:auto;padding:2rem 1.5rem 4rem}h1,h2,p.text,li{font-family:Charter,Cambria,serif}
h1{line-height:1.15;margin:.3rem 0 1.5rem}h2{line-height:1.2;margin:.6rem 0}
.row{display:grid;grid-template-columns:minmax(0,38rem) minmax(0,22rem);gap:0 2.5rem;align-items:start}
.row>.text{font-size:1.125rem;margin:.5rem 0;overflow-wrap:anywhere;white-space:pre-line}
.proof{font-size:.8125rem;border-inline-start:2px solid var(--accent);padding:.1rem 0 .1rem .8rem;margin:.6rem 0;
overflow-wrap:anywhere}.proof b{font-size:1rem;display:block}
.bad{border-color:var(--warn);background:var(--tint)}.open{border-inline-start-style:dotted}
a.claim{color:inherit;text-decoration:underline dotted var(--accent) 2px;text-underline-offset:.2em}
a.claim.bad{text-decoration:underline wavy var(--warn) 2px}a:focus-visible{outline:3px solid var(--accent)}
.soft{color:var(--soft);font-size:.8125rem}.cell{border-inline-start:1px solid var(--line);padding-inline-start:.6rem}
@media(max-width:56rem){.row{grid-template-columns:minmax(0,1fr)}}
"""


def render_report(reports: Sequence[Report], language: str = "en") -> str:
    """One page for all of them, in the order given."""
    title = say("report title", language)
    body = "".join(_render_one(report, place, language) for place, report in enumerate(reports))
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>\n"
    )


def _render_one(report: Report, place: int, language: str) -> str:
    document = report.document
    heading = escape(document.title or document.name or say("report title", language))
    head = f'<p class="soft">{escape(document.name)} {escape(report.summary(language))}</p><h1>{heading}</h1>'
    ids = {id(finding): f"n{place}-{number}" for number, finding in enumerate(report.findings, 1)}
    rows = "".join(
        _render_block(block, report.of(block.paragraph), ids, document.language, language) for block in document.blocks
    )
    return f"<section>{head}{rows}</section>"


def _render_block(
    block: Block, findings: Sequence[Finding], ids: dict[int, str], written_in: str, language: str
) -> str:
    tag = "h2" if block.kind == "heading" else "p"
    text, last = "", 0
    for finding in findings:
        bad = " bad" if finding.is_failing else ""
        text += escape(block.text[last : finding.start])
        marked = escape(block.text[finding.start : finding.end])
        text += f'<a class="claim{bad}" href="#{ids[id(finding)]}">{marked}</a>'
        last = finding.end
    text += escape(block.text[last:])
    proofs = "".join(_render_finding(finding, ids[id(finding)], language) for finding in findings)
    cell = " cell" if block.kind == "cell" else ""
    return f'<div class="row"><{tag} class="text{cell}" lang="{escape(written_in)}">{text}</{tag}><div>{proofs}</div></div>'


def _render_finding(finding: Finding, anchor: str, language: str) -> str:
    kind = "bad" if finding.is_failing else "open" if finding.verdict in OF_WRITERS else ""
    verdict = say(f"verdict {finding.verdict}", language)
    lines = [escape(finding.says(language))]
    if finding.instead is not None:
        lines.append(f"{escape(say('write', language))}{colon(language)}<q>{escape(finding.instead)}</q>")
    if finding.suggestions:
        lines += [
            f"{escape(say('could be', language))}{colon(language)}{escape(one.text(language))}"
            for one in finding.suggestions
        ]
    if finding.link is not None:
        lines.append(f"<code>{escape(finding.link)}</code>")
    written = escape(finding.written)
    return f'<div class="proof {kind}" id="{anchor}"><b>{written}{colon(language)}{escape(verdict)}</b>{"<br>".join(lines)}</div>'
