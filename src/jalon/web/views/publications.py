"""Publications: what the group says with its figures, every number with what stands behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from jalon.errors import JalonError, nearest_name
from jalon.publishing.count import render_how_we_count
from jalon.publishing.html import render_imprint, render_story
from jalon.web.asking import Asking
from jalon.web.reading import kept_story, lead_of, publications_stamp, quote_faults, text_of, texts_of
from jalon.web.views.page import kept_view, render_page
from jalon.web.wording import name_day
from jalon.web.words import say
from jalon.workflows.publications import Text
from jalon.workflows.publish import RENDERERS

KINDS = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "email": "message/rfc822"}
NAMES = {"html": "HTML", "pdf": "PDF", "email": "e-mail"}


@kept_view(publications_stamp)
def publications(request: HttpRequest, asking: Asking) -> HttpResponse:
    """`/en/publications`"""
    texts = texts_of(asking)
    listed: dict[str, list[Text]] = {}
    for text in texts:
        listed.setdefault(text.code, []).append(text)
    shown = [build_entry(asking, versions) for versions in listed.values()]
    return render_page(
        request,
        "publications.html",
        listed=shown,
        folder=asking.home.publications.name,
        is_published=bool(asking.releases),
    )


def build_entry(asking: Asking, versions: list[Text]) -> dict[str, object]:
    """One text in the list: in the page's language where there is one, with its other languages beside it."""
    language = asking.language
    text = next((one for one in versions if one.language == language), versions[0])
    return {
        "code": text.code,
        "title": text.title,
        "language": text.language,
        "about": first_words(text),
        "state": state_of(asking, text),
        "day": name_day(text.published_at.date(), language) if text.public and text.published_at else "",
        "others": [
            {"language": one.language, "name": name_language(one.language)} for one in versions if one is not text
        ],
    }


def first_words(text: Text) -> str:
    """The first paragraph, as far as a list has room for it."""
    first = next((block.text for block in text.document.blocks if block.kind == "paragraph"), "")
    words = " ".join(first.split())
    return words if len(words) < 240 else words[:236].rsplit(" ", 1)[0] + " …"


def name_language(language: str) -> str:
    return {"en": "English", "fr": "Français"}[language]


def state_of(asking: Asking, text: Text) -> str:
    """For staff: who may read it."""
    language = asking.language
    if not asking.reader.is_staff:
        return ""
    if quote_faults(text):
        return say("hidden: a quote in it may not be published", language)
    if text.is_changed:
        return say("changed since it was made public: hidden until it is made public again", language)
    return say("public", language) if text.public else say("not public", language)


@kept_view(publications_stamp)
def publication(request: HttpRequest, asking: Asking, code: str) -> HttpResponse:
    """`/en/publications/newsletter?text=fr`"""
    text = find_version(asking, code, request.GET.get("text"))
    report, story = kept_story(asking, text)
    language = asking.language
    others = [one for one in texts_of(asking) if one.code == code and one.language != text.language]
    article = render_story(story, lambda proof: lead_of(asking, proof))
    return render_page(
        request,
        "publication.html",
        text=text,
        title=story.title,
        article=mark_safe(article),  # noqa: S308  (rendered from text, every word of it escaped)
        counted=mark_safe(render_how_we_count(story.counted, story.language)) if story.counted else "",  # noqa: S308
        imprint=render_imprint(story),
        verdicts=report.counts,
        failed=report.failed,
        state=state_of(asking, text),
        faults=[error.text(language) for error in quote_faults(text)] if asking.reader.is_staff else (),
        day=name_day(text.published_at.date(), language) if text.public and text.published_at else "",
        others=[{"language": one.language, "name": name_language(one.language)} for one in others],
        downloads=[(form, say(NAMES[form], language)) for form in RENDERERS],
    )


@kept_view(publications_stamp)
def publication_download(request: HttpRequest, asking: Asking, code: str, form: str) -> HttpResponse:
    """`/en/publications/newsletter/download.pdf?text=fr`: the text as it goes out. Raises `no_such_format`."""
    if form not in RENDERERS:
        raise JalonError(
            "no_such_format", nearest=nearest_name(form, RENDERERS), found=form, known=", ".join(RENDERERS)
        )
    text = find_version(asking, code, request.GET.get("text"))
    _, story = kept_story(asking, text)
    ending, render = RENDERERS[form]
    content = asking.site.compute(lambda: render(story))
    headers = {"Content-Disposition": f'attachment; filename="{file_name(text)}{ending}"'}
    return HttpResponse(content, content_type=KINDS[form], headers=headers)


def find_version(asking: Asking, code: str, wanted: str | None) -> Text:
    """The text in the language asked for, else in that of the page, else in the one there is."""
    if wanted:
        return text_of(asking, code, wanted)
    versions = [text for text in texts_of(asking) if text.code == code]
    if not versions:
        raise JalonError(
            "no_such_publication", nearest=nearest_name(code, {one.code for one in texts_of(asking)}), found=code
        )
    return next((one for one in versions if one.language == asking.language), versions[0])


def file_name(text: Text) -> str:
    """Letters, digits, dots and dashes alone, so that it needs no quoting anywhere."""
    name = f"{text.code}.{text.language}"
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in ".-_") else "-" for sign in name)[:100]
