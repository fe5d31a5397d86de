"""Definitions in words, and nodes back to expression text.

`parse(render_text(node))` is the node again, for every node that an expression can give.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from babel import Locale

from jalon.language.definition import OF_TWO, Definition, Kind, Over, Unit
from jalon.language.nodes import (
    Age,
    And,
    AttendanceRate,
    AttributeIs,
    Change,
    CodeAt,
    Compare,
    Constant,
    Enrolled,
    HoursAttended,
    IsIn,
    IsKnown,
    Literal,
    Moment,
    Node,
    Not,
    Number,
    NumberAt,
    Or,
    Rank,
    SessionFilter,
    SessionsAttended,
    Truth,
)
from jalon.language.syntax import KEYWORDS
from jalon.language.words import render_phrase

_PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def render_text(node: Node) -> str:
    """The expression that this node is written as."""
    match node:
        case Constant(value):
            return "true" if value else "false"
        case Enrolled():
            return "enrolled()"
        case And(operands):
            return " AND ".join(_bracketed(operand, (And, Or)) for operand in operands)
        case Or(operands):
            return " OR ".join(_bracketed(operand, (And, Or)) for operand in operands)
        case Not(IsIn(code, options)):
            return _membership(render_text(code), options, "!=", "NOT IN")
        case Not(IsKnown(operand)):
            return f"{render_text(operand)} IS NULL"
        case Not(operand):
            return f"NOT {_bracketed(operand, (And, Or, Compare))}"
        case Compare(operator, left, right):
            return f"{_rank_text(left, right)} {operator} {_rank_text(right, left)}"
        case IsIn(code, options):
            return _membership(render_text(code), options, "=", "IN")
        case IsKnown(operand):
            return f"{render_text(operand)} IS NOT NULL"
        case Literal(value):
            return render_number(value)
        case Age(moment):
            return f"age({moment})"
        case SessionsAttended(where):
            return f"sessions_attended({_filter_text(where)})"
        case HoursAttended(where):
            return f"hours_attended({_filter_text(where)})"
        case AttendanceRate(where):
            return f"attendance_rate({_filter_text(where)})"
        case NumberAt(measure, moment, months) | CodeAt(measure, moment, months):
            after = f", {months}" if moment is Moment.AFTER else ""
            return f"{moment}({render_name(measure)}{after})"
        case Rank(code):
            return render_text(code)
        case Change(NumberAt(measure)) | Change(Rank(CodeAt(measure))):
            return f"change({render_name(measure)})"
        case AttributeIs(attribute):
            return attribute.value
    raise TypeError(node)


def render_moment(number: Number) -> str:
    """When one side of a change is asked: `entry`, `exit`, `latest`, `after 6`."""
    at = number.code if isinstance(number, Rank) else number
    assert isinstance(at, CodeAt | NumberAt)
    return f"after {at.months}" if at.moment is Moment.AFTER else str(at.moment)


def render_name(name: str) -> str:
    """A measure's code as expressions write it: in double quotes where it is not a plain word."""
    if _PLAIN_NAME.fullmatch(name) and name.upper() not in KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def render_option(option: str) -> str:
    return "'" + option.replace("'", "''") + "'"


def render_number(value: Decimal) -> str:
    """Digits with a point, never an exponent; no zeros that say nothing."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _bracketed(node: Node, kinds: tuple[type[Node], ...]) -> str:
    return f"({render_text(node)})" if isinstance(node, kinds) else render_text(node)


def _membership(code: str, options: Sequence[str], one: str, several: str) -> str:
    if len(options) == 1:
        return f"{code} {one} {render_option(options[0])}"
    return f"{code} {several} ({', '.join(map(render_option, options))})"


def _rank_text(number: Number, other: Number) -> str:
    """One side of a comparison: beside a level, a literal is the option of that rank."""
    if isinstance(number, Literal) and isinstance(other, Rank):
        return render_option(other.options[int(number.value)])
    return render_text(number)


def _filter_text(where: SessionFilter) -> str:
    chosen = {"activity": where.activities, "kind": where.kinds, "theme": where.themes}
    return ", ".join(_membership(name, options, "=", "IN") for name, options in chosen.items() if options)


_EN = {
    "unit person": "Counts persons, each once.",
    "unit venture": "Counts ventures, each once.",
    "unit place": "Counts places, each once.",
    "unit participation": "Counts participations: a subject in a project, re-entries joined.",
    "period_on entry": "In a period: those who first entered in it.",
    "period_on active": "In a period: those enrolled on at least one day of it.",
    "period_on exit": "In a period: those who left for the last time in it.",
    "period_on session": "In a period: those enrolled when a session of their project was held in it.",
    "period_on observation": "In a period: those of whom something asked for here was observed in it.",
    "over all": "With several participations: all must say yes; one no is no.",
    "over first": "With several participations: what the first says.",
    "over last": "With several participations: what the last says.",
    "over together": "With several participations: asked once, of all together.",
    "among": "Among them: those for whom {0}.",
    "counts": "Counted: those for whom {0}.",
    "all": "Counted: all of them.",
    "unknown": "Unknown: those for whom that cannot be said.",
    "never": "Never unknown: {0}",
    "share": "The share of “{1}” that is also “{0}”, among those known.",
    "sum": "Adds {0}.",
    "mean": "Gives the mean, over those of whom it is known, of {0}.",
    "median": "Gives the median, over those of whom it is known, of {0}.",
    "change": "Gives how many rose, stayed and fell, and the mean, of {0}.",
    "area": "Gives the area of the union of their outlines, in hectares.",
    "each total": "With several participations: their numbers are added.",
    "each first": "With several participations: the number of the first where it is known.",
    "each latest": "With several participations: the number of the last where it is known.",
    "each year": "Year after year, over the whole year.",
    "each year on": "Year after year, on {0}.",
    "distinct country": "Gives the number of different countries reached.",
    "distinct organisation": "Gives the number of different organisations reached.",
    "distinct project": "Gives the number of different projects reached.",
    "distinct site": "Gives the number of different sites reached.",
    "distinct session": "Gives the number of sessions held, whoever came.",
    "distinct nationality": "Gives the number of different nationalities.",
    "distinct goal": "Gives the number of different Sustainable Development Goals that the targets of projects are of.",
    "by": "Breakdowns: {0}.",
    "sdg": "Sustainable Development Goals, targets: {0}.",
}
_FR = {
    "unit person": "Compte des personnes, chacune une fois.",
    "unit venture": "Compte des entreprises, chacune une fois.",
    "unit place": "Compte des lieux, chacun une fois.",
    "unit participation": "Compte des participations : un sujet dans un projet, retours réunis.",
    "period_on entry": "Dans une période : première entrée dans la période.",
    "period_on active": "Dans une période : inscription au moins un jour de la période.",
    "period_on exit": "Dans une période : dernière sortie dans la période.",
    "period_on session": "Dans une période : une séance du projet s'y est tenue pendant l'inscription.",
    "period_on observation": "Dans une période : une réponse à ce qui est demandé ici y a été recueillie.",
    "over all": "Avec plusieurs participations : toutes doivent dire oui ; un seul non est non.",
    "over first": "Avec plusieurs participations : ce que dit la première.",
    "over last": "Avec plusieurs participations : ce que dit la dernière.",
    "over together": "Avec plusieurs participations : demandé une fois, pour toutes ensemble.",
    "among": "Parmi eux : ceux pour qui {0}.",
    "counts": "Comptés : ceux pour qui {0}.",
    "all": "Comptés : tous.",
    "unknown": "Inconnus : ceux pour qui on ne peut le dire.",
    "never": "Jamais inconnu : {0}",
    "share": "La part de « {1} » qui est aussi « {0} », parmi ceux dont on le sait.",
    "sum": "Additionne {0}.",
    "mean": "Donne la moyenne, sur ceux pour qui c'est connu, de ceci : {0}.",
    "median": "Donne la médiane, sur ceux pour qui c'est connu, de ceci : {0}.",
    "change": "Donne le nombre de hausses, de stabilités et de baisses, et la moyenne, de ceci : {0}.",
    "area": "Donne la surface de la réunion de leurs contours, en hectares.",
    "each total": "Avec plusieurs participations : leurs nombres s'additionnent.",
    "each first": "Avec plusieurs participations : le nombre de la première où il est connu.",
    "each latest": "Avec plusieurs participations : le nombre de la dernière où il est connu.",
    "each year": "Année après année, sur toute l'année.",
    "each year on": "Année après année, au {0}.",
    "distinct country": "Donne le nombre de pays différents touchés.",
    "distinct organisation": "Donne le nombre d'organisations différentes touchées.",
    "distinct project": "Donne le nombre de projets différents touchés.",
    "distinct site": "Donne le nombre de sites différents touchés.",
    "distinct session": "Donne le nombre de séances tenues, quelle que soit la présence.",
    "distinct nationality": "Donne le nombre de nationalités différentes.",
    "distinct goal": "Donne le nombre d'objectifs de développement durable différents dont relèvent les cibles des projets.",
    "by": "Ventilations : {0}.",
    "sdg": "Objectifs de développement durable, cibles : {0}.",
}


def render_words(definition: Definition, language: str = "en") -> str:
    """What a definition counts, for somebody who writes no expressions: one statement a line."""
    say = _FR if language == "fr" else _EN
    lines = [definition.title[language]]
    if definition.about:
        lines += [definition.about[language]]
    if definition.distinct is None:
        lines += [say[f"unit {definition.unit}"]]
    lines += [say[f"period_on {definition.period_on}"]]
    if definition.kind in OF_TWO:
        lines += [say["share"].format(definition.part, definition.of)]
        if definition.kind is Kind.REPRESENTATION:
            day = definition.on and render_day_of_year(*definition.on, language)
            lines += [say["each year on"].format(day) if day else say["each year"]]
    else:
        lines += _asked_lines(definition, language, say)
    if definition.by:
        lines += [say["by"].format(", ".join(definition.by))]
    if definition.sdg:
        lines += [say["sdg"].format(", ".join(definition.sdg))]
    return "\n".join(lines)


def render_day_of_year(month: int, day: int, language: str = "en") -> str:
    """`1 September`, `1er septembre`."""
    name = Locale.parse(language).months["format"]["wide"][month]
    return f"{'1er' if language == 'fr' and day == 1 else day} {name}"


def _asked_lines(definition: Definition, language: str, say: dict[str, str]) -> list[str]:
    lines = []
    if among := _without_enrolled(definition.among):
        lines += [say["among"].format(render_phrase(among, language))]
    if definition.counts != Constant(True):
        lines += [say["counts"].format(render_phrase(definition.counts, language))]
    elif definition.distinct is None:
        lines += [say["all"]]
    if definition.value is not None:
        lines += [say[str(definition.kind)].format(render_phrase(definition.value, language))]
        if definition.unit is not Unit.PARTICIPATION and definition.over in (Over.ANY, Over.ALL):
            lines += [say[f"each {definition.each}"]]
    if definition.kind is Kind.AREA:
        lines += [say["area"]]
    if definition.distinct is not None:
        lines += [say[f"distinct {definition.distinct}"]]
    if definition.never_unknown is None:
        lines += [say["unknown"]]
    else:
        lines += [say["never"].format(definition.never_unknown[language])]
    if definition.over is not Over.ANY:
        lines += [say[f"over {definition.over}"]]
    return lines


def _without_enrolled(among: Truth) -> Truth | None:
    """What `among` asks beside being enrolled, which being in the period already says."""
    if not isinstance(among, And):
        return None if among == Enrolled() else among
    rest = tuple(operand for operand in among.operands if operand != Enrolled())
    return rest[0] if len(rest) == 1 else And(rest)
