"""What every page's view shares: it answers GET, is made once for all who see the same, and is kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from jalon.web.asking import Asking, ask
from jalon.web.language import language_of
from jalon.web.typography import set_french

P = ParamSpec("P")

View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page_view(view: Callable[Concatenate[HttpRequest, Asking, P], HttpResponse]) -> View[P]:
    """A view of what is asked; its answer is kept for all readers who see the same, until what it shows changes."""
    return kept_view(lambda asking: ())(view)


def kept_view(
    also: Callable[[Asking], Hashable],
) -> Callable[[Callable[Concatenate[HttpRequest, Asking, P], HttpResponse]], View[P]]:
    """The same for a page that shows more than figures: `also` gives what else it depends on."""

    def kept(view: Callable[Concatenate[HttpRequest, Asking, P], HttpResponse]) -> View[P]:
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **parts: P.kwargs) -> HttpResponse:
            parts.pop("language", None)  # `ask` reads it from the address
            asking = ask(request)
            key = (asking.version, asking.reader, also(asking), request.build_absolute_uri())
            body, headers = asking.site.pages.get(
                key, lambda: _as_kept(view(request, asking, *args, **parts)), keep=lambda page: can_be_kept(page[1])
            )
            return HttpResponse(body, headers=headers)

        return answer

    return kept


def not_kept(response: HttpResponse) -> HttpResponse:
    """The page shows who is behind a figure: neither site nor browser keeps it, so that each reading is noted."""
    response.headers["Cache-Control"] = "no-store"
    return response


def can_be_kept(headers: Mapping[str, str]) -> bool:
    return headers.get("Cache-Control") != "no-store"


def render_page(request: HttpRequest, template: str, **shown: Any) -> HttpResponse:
    """The page of a template, with the frame around it."""
    html = render_to_string(template, shown, request=request)
    return HttpResponse(set_french(html) if language_of(request) == "fr" else html)


def _as_kept(response: HttpResponse) -> tuple[bytes, dict[str, str]]:
    assert response.status_code == 200, "what is wrong is raised, not answered"
    return response.content, dict(response.items())
