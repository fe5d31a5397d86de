"""Nodes in plain words, in English and French: what a definition says to somebody who writes no expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from babel import Locale
from babel.numbers import format_decimal

from jalon.codelists.lists import activity_kinds, themes
from jalon.codelists.measures import shipped_measures
from jalon.language.nodes import (
    Age,
    And,
    AttendanceRate,
    Attribute,
    AttributeIs,
    Change,
    Code,
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
    Operator,
    Or,
    Rank,
    SessionFilter,
    SessionsAttended,
    Truth,
)

_EN = {
    "true": "always",
    "false": "never",
    "enrolled": "enrolled",
    "and": "and",
    "or": "or",
    "not": "it is not so that {0}",
    "is": "{0} is {1}",
    "is not": "{0} is not {1}",
    "is one of": "{0} is {1}",
    "is none of": "{0} is neither {1}",
    "nor": "nor",
    "known": "{0} is known",
    "unknown": "{0} is not known",
    "=": "{0} is {1}",
    "!=": "{0} is not {1}",
    "<": "{0} is below {1}",
    "<=": "{0} is at most {1}",
    ">": "{0} is above {1}",
    ">=": "{0} is at least {1}",
    "age": "the age {0}",
    "entry": "at entry",
    "exit": "at exit",
    "after": "{0} months after exit",
    "latest": "as last known in the period",
    "at": "{0} {1}",
    "change": "the change of {0} from {1} to {2}",
    "then entry": "entry",
    "then exit": "exit",
    "then after": "{0} months after exit",
    "then latest": "the last answer in the period",
    "sessions_attended": "the number of sessions attended{0}",
    "hours_attended": "the hours attended{0}",
    "attendance_rate": "the share of sessions attended{0}",
    "activities": "of activity {0}",
    "kinds": "of kind {0}",
    "themes": "on the theme {0}",
    "sex": "the sex",
    "nationality": "the nationality",
    "project": "the project",
    "country": "the country",
    "female": "female",
    "male": "male",
    "other": "other",
    "year": "{0} years",
    "level": "{0} levels",
    "level one": "{0} level",
    "quoted": "“{0}”",
}
_FR = {
    "true": "toujours",
    "false": "jamais",
    "enrolled": "l'inscription",
    "and": "et",
    "or": "ou",
    "not": "il n'est pas vrai que {0}",
    "is": "{0} est {1}",
    "is not": "{0} n'est pas {1}",
    "is one of": "{0} est {1}",
    "is none of": "{0} n'est ni {1}",
    "nor": "ni",
    "known": "{0} est connu",
    "unknown": "{0} n'est pas connu",
    "=": "{0} est {1}",
    "!=": "{0} n'est pas {1}",
    "<": "{0} est inférieur à {1}",
    "<=": "{0} est au plus {1}",
    ">": "{0} est supérieur à {1}",
    ">=": "{0} est au moins {1}",
    "age": "l'âge {0}",
    "entry": "à l'entrée",
    "exit": "à la sortie",
    "after": "{0} mois après la sortie",
    "latest": "tel que connu en dernier dans la période",
    "at": "{0} {1}",
    "change": "l'évolution de {0} de {1} à {2}",
    "then entry": "l'entrée",
    "then exit": "la sortie",
    "then after": "{0} mois après la sortie",
    "then latest": "la dernière réponse de la période",
    "sessions_attended": "le nombre de séances suivies{0}",
    "hours_attended": "les heures de présence{0}",
    "attendance_rate": "la part de séances suivies{0}",
    "activities": "de l'activité {0}",
    "kinds": "de type {0}",
    "themes": "sur le thème {0}",
    "sex": "le sexe",
    "nationality": "la nationalité",
    "project": "le projet",
    "country": "le pays",
    "female": "féminin",
    "male": "masculin",
    "other": "autre",
    "year": "{0} ans",
    "level": "{0} niveaux",
    "level one": "{0} niveau",
    "quoted": "« {0} »",
}
PHRASES: Mapping[str, Mapping[str, str]] = {"en": _EN, "fr": _FR}
"""One phrase for each thing an expression can say, by language."""


def render_phrase(node: Node, language: str) -> str:
    """One node in words. Raises KeyError for a language other than en and fr."""
    return _Speaker(PHRASES[language], language).phrase(node)


@dataclass(frozen=True, slots=True)
class _Speaker:
    phrases: Mapping[str, str]
    language: str

    def say(self, phrase: str, *parts: str) -> str:
        return self.phrases[phrase].format(*parts)

    def phrase(self, node: Node) -> str:
        match node:
            case Truth():
                return self._truth(node)
            case Number():
                return self._number(node)
            case AttributeIs(attribute):
                return self.say(attribute.value)
        return self._at(cast(CodeAt, node).measure, cast(CodeAt, node).moment, cast(CodeAt, node).months)

    # Truths -----------------------------------------------------------------------------------

    def _truth(self, node: Truth) -> str:
        match node:
            case Constant(value):
                return self.say("true" if value else "false")
            case Enrolled():
                return self.say("enrolled")
            case And(operands):
                return self._joined(operands, "and")
            case Or(operands):
                return self._joined(operands, "or")
            case Not(IsIn(code, options)):
                return self._membership(code, options, "is not", "is none of", "nor")
            case Not(IsKnown(operand)):
                return self.say("unknown", self.phrase(operand))
            case Not(operand):
                return self.say("not", self._clause(operand))
            case IsIn(code, options):
                return self._membership(code, options, "is", "is one of", "or")
            case IsKnown(operand):
                return self.say("known", self.phrase(operand))
        comparison = cast(Compare, node)
        return self._comparison(comparison.operator, comparison.left, comparison.right)

    def _joined(self, operands: Iterable[Truth], word: str) -> str:
        return f" {self.phrases[word]} ".join(self._clause(operand) for operand in operands)

    def _clause(self, node: Truth) -> str:
        return f"({self.phrase(node)})" if isinstance(node, And | Or) else self.phrase(node)

    def _membership(self, code: Code, options: tuple[str, ...], one: str, several: str, word: str) -> str:
        titles = [self._option_title(code, option) for option in options]
        phrase = one if len(titles) == 1 else several
        return self.say(phrase, self.phrase(code), f" {self.phrases[word]} ".join(titles))

    def _comparison(self, operator: Operator, left: Number, right: Number) -> str:
        if isinstance(left, Literal):
            mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
            return self._comparison(Operator(mirrored.get(operator.value, operator.value)), right, left)
        return self.say(operator.value, self.phrase(left), self._beside(right, left))

    def _beside(self, number: Number, other: Number) -> str:
        """The second side of a comparison; a literal takes the unit, or the option, of the first."""
        if not isinstance(number, Literal):
            return self.phrase(number)
        if isinstance(other, Rank):
            return self._option_title(other.code, other.options[int(number.value)])
        text = self._number(number)
        if isinstance(other, Age):
            return self.say("year", text)
        if isinstance(other, Change) and isinstance(other.before, Rank):
            return self.say("level one" if abs(number.value) == 1 else "level", text)
        if isinstance(other, NumberAt) and (unit := self._unit(other.measure)):
            return f"{text} {unit}"
        return text

    # Numbers ----------------------------------------------------------------------------------

    def _number(self, node: Number) -> str:
        match node:
            case Literal(value):
                return str(format_decimal(value, locale=Locale.parse(self.language), decimal_quantization=False))
            case Age(moment):
                return self.say("age", self._when(moment, 0))
            case SessionsAttended(where):
                return self.say("sessions_attended", self._filter(where))
            case HoursAttended(where):
                return self.say("hours_attended", self._filter(where))
            case AttendanceRate(where):
                return self.say("attendance_rate", self._filter(where))
            case NumberAt(measure, moment, months):
                return self._at(measure, moment, months)
            case Rank(code):
                return self._at(code.measure, code.moment, code.months)
        change = cast(Change, node)
        sides = [
            side.code if isinstance(side, Rank) else cast(NumberAt, side) for side in (change.before, change.after)
        ]
        moments = [self.say(f"then {side.moment}", str(side.months)) for side in sides]
        return self.say("change", self._measure_title(sides[0].measure), *moments)

    def _filter(self, where: SessionFilter) -> str:
        parts = []
        named: dict[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
            "activities": (where.activities, str),
            "kinds": (where.kinds, lambda code: activity_kinds().get(code, {}).get(self.language, code)),
            "themes": (where.themes, lambda code: themes().get(code, {}).get(self.language, code)),
        }
        for phrase, (codes, title) in named.items():
            if codes:
                parts.append(
                    self.say(phrase, f" {self.phrases['or']} ".join(self.say("quoted", title(code)) for code in codes))
                )
        return " " + ", ".join(parts) if parts else ""

    # Names ------------------------------------------------------------------------------------

    def _at(self, measure: str, moment: Moment, months: int) -> str:
        return self.say("at", self._measure_title(measure), self._when(moment, months))

    def _when(self, moment: Moment, months: int) -> str:
        return self.say(moment.value, str(months))

    def _measure_title(self, measure: str) -> str:
        """The title of a shipped measure in quotes; the code of a group's own."""
        shipped = shipped_measures().get(measure)
        return self.say("quoted", shipped.titles[self.language] if shipped else measure)

    def _unit(self, measure: str) -> str | None:
        shipped = shipped_measures().get(measure)
        return shipped.unit if shipped else None

    def _option_title(self, code: Code, option: str) -> str:
        if isinstance(code, CodeAt):
            shipped = shipped_measures().get(code.measure)
            titles = shipped.options.get(option) if shipped else None
            return self.say("quoted", titles[self.language] if titles else option)
        attribute = cast(AttributeIs, code).attribute
        if attribute is Attribute.SEX:
            return self.say(option)
        if attribute in (Attribute.NATIONALITY, Attribute.COUNTRY):
            return Locale.parse(self.language).territories.get(option) or option
        return self.say("quoted", option)
