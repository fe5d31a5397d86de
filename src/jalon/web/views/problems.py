"""Pages that say what is wrong: what was found, what to do, and the error's id."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from jalon.errors import ExitCode, JalonError
from jalon.web.language import language_of, other_language_address
from jalon.web.views.page import render_page
from jalon.web.words import say

STATUS = {
    ExitCode.USAGE: 400,
    ExitCode.BAD_INPUT: 400,
    ExitCode.REFUSED: 403,
    ExitCode.NOT_FOUND: 404,
    ExitCode.NEEDS_ANSWER: 409,
    ExitCode.BAD_DEFINITION: 422,
    ExitCode.CANNOT_COMPUTE: 422,
}
"""The HTTP status of each kind of catalogued error."""


def render_errors(request: HttpRequest, errors: Sequence[JalonError]) -> HttpResponse:
    """Each error as the catalogue words it."""
    language = language_of(request)
    colon = " : " if language == "fr" else ": "
    listed = [
        (
            error.id,
            f"{place}{colon}" if (place := error.place.text(language)) else "",
            error.found(language),
            error.todo(language),
        )
        for error in errors
    ]
    return _render(request, STATUS.get(errors[0].exit_code, 400), "Something is wrong", listed)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404: no page at that address."""
    error = JalonError("no_such_page", found=request.path)
    language = language_of(request)
    return _render(request, 404, "No such page", [(error.id, "", error.found(language), error.todo(language))])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400: most often more was sent than the site takes."""
    if isinstance(exception, RequestDataTooBig):
        size = request.META.get("CONTENT_LENGTH") or "?"
        return render_errors(
            request, [JalonError("too_much_sent", found=size, most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)]
        )
    language = language_of(request)
    found = say("This request cannot be read.", language)
    return _render(
        request,
        400,
        "Something is wrong",
        [("", "", found, say("Open the page again and send it once more.", language))],
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or too old."""
    language = language_of(request)
    found = say("This form was not sent from this site, or it was open for too long.", language)
    return _render(
        request, 403, "Not allowed", [("", "", found, say("Open the page again and send it once more.", language))]
    )


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of the program. Nothing of it is shown; the traceback is written where the site runs."""
    language = language_of(request)
    found = say("This is a fault of the program, not of what you asked.", language)
    todo = say(
        "What stood behind it is written where the site runs. Try again; if it fails again, tell who runs this site.",
        language,
    )
    return _render(request, 500, "The site failed", [("", "", found, todo)])


def home_missing(request: HttpRequest) -> HttpResponse:
    """The folder is not where it was when the site began. The page stands alone: nothing of the group can be asked.

    Where the folder was is not told: whoever runs the site knows, and nobody else need.
    """
    language, error = language_of(request), JalonError("home_missing")
    shown = {
        "language": language,
        "other_language": other_language_address(request),
        "id": error.id,
        "found": error.found(language),
        "todo": error.todo(language),
    }
    response = HttpResponse(render_to_string("home_missing.html", shown), status=503)
    response["Content-Language"], response["Cache-Control"] = language, "no-store"
    return response


def _render(request: HttpRequest, status: int, title: str, errors: Sequence[tuple[str, str, str, str]]) -> HttpResponse:
    shown = [{"id": id, "place": place, "found": found, "todo": todo} for id, place, found, todo in errors]
    response = render_page(request, "problem.html", title=say(title, language_of(request)), errors=shown)
    response.status_code = status
    return response
