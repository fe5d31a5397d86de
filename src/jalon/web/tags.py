"""What templates can say: words, numbers, addresses. Built into every template."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from jalon.disclosure import Shown, Suppressed, render_shown
from jalon.figures.release import Release
from jalon.web import words
from jalon.web.assets import asset_address
from jalon.web.wording import name_release

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: template.Context, text: str, **details: Any) -> str:
    """A text of `jalon.web.words` in the page's language."""
    return words.say(text, context["language"], **details)


@register.filter
def commands(text: str) -> SafeString:
    """A text whose commands stand between backticks, as HTML."""
    return mark_safe(re.sub("`([^`]+)`", r"<code>\1</code>", escape(text)))  # noqa: S308  (escaped before)


@register.simple_tag(takes_context=True)
def number(context: template.Context, shown: Shown | str) -> str | SafeString:
    """A number as a reader sees it: `212,431`, `43.2 %`; withheld is a word, set as one; a text is left as it is."""
    if isinstance(shown, str):
        return shown
    text = render_shown(shown, context["language"]).replace(" %", "\u00a0%")  # on one line, however narrow its column
    return format_html('<span class="withheld">{}</span>', text) if isinstance(shown, Suppressed) else text


@register.simple_tag(takes_context=True)
def release_name(context: template.Context, release: Release) -> str:
    """What a release is called, in the page's language."""
    return name_release(release, context["language"])


@register.simple_tag(takes_context=True)
def page(context: template.Context, name: str, **parts: str) -> str:
    """The address of a page in the page's language: `{% page "figure" id=row.indicator %}`."""
    return reverse(name, kwargs={"language": context["language"], **parts})


@register.simple_tag
def asset(name: str) -> str:
    """The address of a file of `static/`."""
    return asset_address(name)
