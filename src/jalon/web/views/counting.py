"""How we count: the rules, case by case, as the engines are held to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from jalon.errors import JalonError, nearest_name
from jalon.web.asking import Asking
from jalon.web.chapters import Chapter, Section, read_chapters, render_inline
from jalon.web.views.page import page_view, render_page
from jalon.web.words.counting import CHAPTERS


@dataclass(frozen=True, slots=True)
class ShownChapter:
    """A chapter in the page's language, but for its cases."""

    slug: str
    number: int
    title: str
    about: SafeString
    cases: int


@dataclass(frozen=True, slots=True)
class ShownSection:
    id: str
    title: str
    about: SafeString
    paragraphs: tuple[tuple[str, SafeString, SafeString], ...]
    """Of each its anchor, its title, and all it says."""


@page_view
def counting(request: HttpRequest, asking: Asking) -> HttpResponse:
    """`/en/counting`"""
    chapters = [show_chapter(chapter, asking.language) for chapter in read_chapters().values()]
    return render_page(request, "counting.html", chapters=chapters)


@page_view
def counting_chapter(request: HttpRequest, asking: Asking, slug: str) -> HttpResponse:
    """`/en/counting/03-attendance`. Raises `no_such_chapter`."""
    chapters = read_chapters()
    if slug not in chapters:
        raise JalonError("no_such_chapter", nearest=nearest_name(slug, chapters), found=slug)
    slugs = list(chapters)
    place = slugs.index(slug)
    language = asking.language
    return render_page(
        request,
        "counting_chapter.html",
        chapter=show_chapter(chapters[slug], language),
        parts=[show_section(section, language) for section in chapters[slug].sections],
        previous=show_chapter(chapters[slugs[place - 1]], language) if place else None,
        next=show_chapter(chapters[slugs[place + 1]], language) if place + 1 < len(slugs) else None,
    )


def show_chapter(chapter: Chapter, language: str) -> ShownChapter:
    return ShownChapter(
        chapter.slug,
        chapter.number,
        translate(chapter.title, language),
        _html(translate(chapter.about, language)),
        sum(len(section.paragraphs) for section in chapter.sections),
    )


def show_section(section: Section, language: str) -> ShownSection:
    return ShownSection(
        section.id,
        translate(section.title, language),
        _html(translate(section.about, language)),
        tuple((one.id, _html(one.title), mark_safe(one.html)) for one in section.paragraphs),  # noqa: S308  (ours)
    )


def translate(text: str, language: str) -> str:
    """A title or an introduction in the page's language."""
    return CHAPTERS.get(text, text) if language == "fr" else text


def _html(text: str) -> SafeString:
    return mark_safe(render_inline(text))  # noqa: S308  (our own chapters, and raw HTML in them would be text)
