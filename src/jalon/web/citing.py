"""How to cite a figure: what it is, of whom, as of when, where; enough to find the same number again."""

from __future__ import annotations

from jalon.disclosure import ShownFigure
from jalon.figures.release import Release
from jalon.web.asking import Asking
from jalon.web.question import Question
from jalon.web.wording import name_day, name_scope
from jalon.web.words import say


def build_citation(asking: Asking, question: Question, shown: ShownFigure, address: str) -> str:
    """One sentence with group, title, scope, value, release or facts version, and address."""
    language, source = asking.language, asking.source
    scope = name_scope(asking.directory, {"period": asking.period, **question.scope}, language)
    if isinstance(source, Release):
        stand = say(
            "release {code} of {date}", language, code=source.code, date=name_day(source.made_at.date(), language)
        )
    else:
        stand = say(
            "not released, facts {version} of {date}",
            language,
            version=source.facts_version[:12],
            date=source.facts_made_at[:10],
        )
    return say(
        "{group}, “{title}”, {scope}: {value} ({indicator}, version {version}, {stand}). {address}",
        language,
        group=asking.home.group,
        title=shown.title(language),
        scope=scope,
        value=shown.text(language),
        indicator=shown.indicator,
        version=shown.version or "—",
        stand=stand,
        address=address,
    )
