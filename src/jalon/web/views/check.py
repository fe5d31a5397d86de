"""The checker: a text pasted in, the verdict of each of its numbers beside it. Nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from jalon.errors import JalonError, JalonErrors
from jalon.publishing.claims import Finding
from jalon.publishing.document import read_document
from jalon.publishing.html import render_story
from jalon.web.asking import Asking, ask
from jalon.web.reading import check_text, lead_of, story_of
from jalon.web.views.page import render_page
from jalon.web.views.problems import STATUS

MOST_LETTERS = 60_000
"""Some twenty pages: longer texts are for `jalon check`."""
FORMATS = ("markdown", "html")


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, language: str) -> HttpResponse:
    """`/en/publications/check`: GET shows the form, POST checks what is in it."""
    asking = ask(request)
    pasted = str(request.POST.get("text", "")) if request.method == "POST" else ""
    format = str(request.POST.get("format", FORMATS[0]))
    shown: dict[str, Any] = {"pasted": pasted, "format": format, "most": MOST_LETTERS}
    status = 200
    if pasted.strip():
        try:
            shown |= answer(asking, pasted, format)
        except (JalonError, JalonErrors) as error:
            errors = error.errors if isinstance(error, JalonErrors) else (error,)
            status = STATUS.get(errors[0].exit_code, 400)
            shown["errors"] = [
                (one.id, f"{one.place}: " if str(one.place) else "", one.found(language), one.todo(language))
                for one in errors
            ]
    elif request.method == "POST":
        shown["is_empty"] = True
    response = render_page(request, "check.html", **shown)
    response.status_code = status
    response["Cache-Control"] = "no-store"
    return response


def answer(asking: Asking, pasted: str, format: str) -> dict[str, Any]:
    """The text with its proofs, and what is to be done about each number that is not in order.

    Raises `text_too_long`, `unknown_text_format`, `nothing_published`, and what a chart's link raises.
    """
    if len(pasted) > MOST_LETTERS:
        raise JalonError("text_too_long", found=len(pasted), most=MOST_LETTERS)
    document = read_document(pasted, format)
    report = check_text(asking, document, suggest=True)
    story = story_of(asking, document, report, is_draft=True)
    language = asking.language
    to_mend = [finding for finding in report.findings if finding.is_to_mend]
    return {
        "article": mark_safe(render_story(story, lambda proof: lead_of(asking, proof))),  # noqa: S308  (text, escaped)
        "summary": report.summary(language),
        "failed": report.failed,
        "is_without": not report.findings,
        "to_mend": [build_advice(finding, language) for finding in to_mend],
    }


def build_advice(finding: Finding, language: str) -> dict[str, Any]:
    """One number to mend: what it is, what to write instead, or the links that it could have."""
    return {
        "written": finding.written,
        "verdict": str(finding.verdict),
        "is_bad": finding.is_failing,
        "place": finding.place.text(language),
        "says": finding.says(language),
        "instead": finding.write_instead(language),
        "suggestions": [
            {
                "markdown": f"[{finding.written}]({one.link})",
                "title": one.title.get(language, one.link),
                "value": one.value,
                "reasons": ", ".join(reason[language] for reason in one.reasons),
                "proves": one.proves,
            }
            for one in finding.suggestions
        ],
    }
