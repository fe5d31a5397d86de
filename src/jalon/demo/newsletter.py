"""The demonstration's newsletter, in English and French, placed where a group keeps what it publishes."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from jalon.disclosure import render_shown, show_figure
from jalon.figures.group import Group
from jalon.figures.link import parse_link
from jalon.home import Home

LANGUAGES = ("en", "fr")
GROWING = ("young_people_supported", "health_professionals_trained", "share_of_women")
"""Indicators whose number in the newsletter is that of the whole demonstration, and another at another scale."""

_LINK = re.compile(rf"(?<!!)\[(?P<words>[^\]]*)\]\((?P<link>jalon:(?:{'|'.join(GROWING)})\?[^)\s]*)\)")
_NUMBER = re.compile(r"(?:(?:nearly|près de) )?\d[\d,.\u202f ]*\d(?: %)?")


def write_newsletters(home: Home, group: Group, scale: float) -> tuple[Path, ...]:
    """Put both newsletters into the home's publications; one that is there already is left as it is."""
    home.publications.mkdir(exist_ok=True)
    written = []
    for language in LANGUAGES:
        path = home.publications / f"newsletter.{language}.md"
        if not path.exists():
            path.write_text(build_newsletter(group, language, scale), encoding="utf-8")
        written.append(path)
    return tuple(written)


def build_newsletter(group: Group, language: str, scale: float = 1.0) -> str:
    """The text as it is shipped; at another scale, with that group's own numbers where they grow with it."""
    text = files("jalon.demo").joinpath(f"newsletter.{language}.md").read_text("utf-8")
    if scale == 1:
        return text

    def with_own_number(found: re.Match[str]) -> str:
        indicator, scope = parse_link(found["link"])
        value = render_shown(show_figure(group.figure(indicator, **scope), None).value, language)
        return f"[{_NUMBER.sub(value, found['words'], count=1)}]({found['link']})"

    return _LINK.sub(with_own_number, text)
