"""What every answer passes: security headers, the page's language, errors as pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from jalon.errors import JalonError, JalonErrors
from jalon.web.language import language_of

Answer = Callable[[HttpRequest], HttpResponseBase]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing runs and nothing comes from elsewhere: no script, no style within a page, no other host."""

SCRIPTED = f"{POLICY}; script-src 'self'"
"""Of a page that a file of the site's own makes more comfortable: that file runs, and still nothing within the page."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


ALLOWED = "runs_own_script"
"""What a response carries for which `allow_own_script` was asked."""


def allow_own_script(response: HttpResponse) -> HttpResponse:
    """The page may load a script of `static/`. It works without."""
    setattr(response, ALLOWED, True)
    return response


class SecureHeaders:
    """On every answer, whoever made it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if getattr(response, ALLOWED, False):
            response.headers["Content-Security-Policy"] = SCRIPTED
        # Staff see more at the same address: nothing between site and reader may keep a page without asking again.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class PageLanguage:
    """The language is in the address, `/en/` or `/fr/`; elsewhere what the browser asks for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        with translation.override(language):  # Django's own texts, of forms
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class HomeInPlace:
    """Without the group's folder there is nothing to show: every address says so, until it is back.

    It stands before all that asks the records: who reads is kept there as well.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (Path(settings.JALON_HOME) / "jalon.toml").is_file():
            return self.get_response(request)
        from jalon.web.views.problems import home_missing  # views load once the settings are there

        return home_missing(request)


class CataloguedErrors:
    """A catalogued error is a page: its id, what was found, what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        from jalon.web.views.problems import render_errors  # views load once the settings are there

        if isinstance(exception, JalonErrors):
            return render_errors(request, exception.errors)
        return render_errors(request, [exception]) if isinstance(exception, JalonError) else None
