"""Which language a page is in."""

from __future__ import annotations

from django.http import HttpRequest

from jalon.web.words import LANGUAGES

DEFAULT = LANGUAGES[0]


class LanguageConverter:
    """The first part of every page's address."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def language_of(request: HttpRequest) -> str:
    """That of the address, else the first that the browser accepts and the site speaks."""
    first = request.path_info.strip("/").partition("/")[0]
    return first if first in LANGUAGES else accepted_language(request.headers.get("Accept-Language", ""))


def accepted_language(header: str) -> str:
    """`fr-CA,en;q=0.8` is French; English where nothing fits."""
    weighed = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.strip().partition(";q=")
        language = tag.strip().lower().partition("-")[0]
        try:
            quality = float(weight or 1)
        except ValueError:
            continue
        if language in LANGUAGES and quality > 0:
            weighed.append((-quality, place, language))
    return min(weighed)[2] if weighed else DEFAULT


def other_language_address(request: HttpRequest) -> str | None:
    """The same page in the other language; None where the address names none."""
    first, _, rest = request.path_info.lstrip("/").partition("/")
    if first not in LANGUAGES:
        return None
    other = next(language for language in LANGUAGES if language != first)
    query = request.META.get("QUERY_STRING", "")
    return f"/{other}/{rest}" + (f"?{query}" if query else "")
