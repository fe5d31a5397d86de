"""Whether the words around a number say what its figure counts: unit, sex, age, outcome, and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jalon.codelists.folding import fold
from jalon.disclosure import ShownFigure
from jalon.figures.composition import COUNTED
from jalon.language.definition import OF_TWO, Definition, Kind
from jalon.publishing.numbers import Form, Number
from jalon.publishing.numbers_nouns import KIND_NAMES, kinds_counted

UNIT_KINDS: Mapping[str, str] = {
    "person": "person", "venture": "venture", "place": "place", "participation": "participation",
    "country": "country", "organisation": "organisation", "project": "project", "site": "site", "session": "session",
    "nationality": "country", "goal": "goal",
}  # fmt: skip
MEASURED_KINDS: Mapping[str, str] = {
    "hours": "hour", "hectares": "hectare", "EUR": "EUR", "sessions": "session", "people": "person", "points": "point",
    "years": "year",
}  # fmt: skip
SIGN_KINDS: Mapping[str, str] = {"ha": "hectare", "h": "hour", "EUR": "EUR", "USD": "USD", "GBP": "GBP"}

WOMEN = re.compile(
    r"\b(?:wom[ae]n|girls?|females?|femmes?|filles?|mothers?|mères?|participantes|bénéficiaires féminines|entrepreneuses"
    r"|entrepreneures|infirmières|migrantes|réfugiées|étudiantes|apprenantes)\b",
    re.I,
)
MEN = re.compile(r"\b(?:men|man|boys?|males?|hommes?|garçons?|fathers?|pères?)\b", re.I)


@dataclass(frozen=True, slots=True)
class Concept:
    """Something a text may say that a figure must then be about: `said` in the text, `meant` in its definition."""

    said: re.Pattern[str]
    meant: re.Pattern[str]


def _concept(said: str, meant: str) -> Concept:
    return Concept(re.compile(rf"\b(?:{said})", re.I), re.compile(meant))


CONCEPTS = (
    _concept(
        r"young\b|youths?\b|youngsters|jeunes?\b|children\b|child\b|enfants?\b|pupils?\b|élèves?\b|teenagers|adolescent",
        r"\byoung|youth|jeune|age\(|age_band|child|enfant|pupil|eleve|school",
    ),
    _concept(r"entrepreneu|founders?\b", r"entrepreneu"),
    _concept(
        r"health\b|nurses?\b|midwi|doctors?\b|infirmi|médecins?\b|sages?-femmes?|santé\b|soignant",
        r"health|sante|medic",
    ),
    _concept(
        r"(?:found|got|find|into|in)\s(?:a\s)?(?:work|jobs?|employment)\b|employed\b|(?:trouvé|retrouvé|obtenu|ont)\sun\s"
        r"(?:emploi|travail)|en emploi\b|avec un emploi",
        r"employ|emploi|work|travail",
    ),
    _concept(r"qualif|diplom|certif", r"qualif|diplom|certif"),
    _concept(
        r"(?:level|niveau)x?\s(?:of|de|in|en)\s(?:french|français)|better french|french level", r"french|francais"
    ),
    _concept(r"complet|finished|achevé|terminé", r"complet|acheve|termine|finish"),
    _concept(r"unemployed|jobless|chômeu|au chômage|sans emploi", r"unemploy|chomage|sans emploi"),
    _concept(r"satisf", r"satisf"),
    _concept(r"turnover|chiffre d['’]affaires", r"turnover|chiffre d ?affaires"),
    _concept(r"jobs\b|emplois\b", r"job|emploi"),
    _concept(r"speakers?\b|intervenant", r"speaker|intervenant|participant"),
    _concept(r"protected|conserved|preserved|protégé|préservé", r"protect|proteg|area"),
)
_MEASURED_AS_COUNTED = re.compile(
    r"\b(?:counted|on record|recorded|registered|in our registers|comptée?s?|recensée?s?|enregistrée?s?|dénombrée?s?)\b",
    re.I,
)
_DECLARED = re.compile(r"\b(?:declared|reported by (?:our )?partners|déclarée?s?|selon nos partenaires)\b", re.I)


def find_unit_mismatch(number: Number, words: tuple[str, ...], shown: ShownFigure, language: str) -> str | None:
    """What the text counts where the figure counts something else (a kind of `numbers_nouns`); None where they agree,
    or the words say nothing known.
    """
    if shown.kind in OF_TWO:
        return None
    said = frozenset({SIGN_KINDS[number.sign]}) if number.sign else kinds_counted(words, language)
    wanted = kinds_of(shown)
    return None if not said or not wanted or said & wanted else sorted(said)[0]


def kinds_of(shown: ShownFigure) -> frozenset[str]:
    """What the value is a number of; empty where any word will do."""
    if shown.kind is Kind.AREA:
        return frozenset({"hectare"})
    if shown.measured_unit is None and shown.kind in (Kind.COUNT, Kind.DISTINCT):
        also = {"nationality"} if "nationalit" in shown.indicator else set()
        return frozenset({UNIT_KINDS.get(shown.unit, shown.unit), *also})
    titled = kinds_counted(fold(shown.title("en")).split()[:1], "en")
    measured = MEASURED_KINDS.get(shown.measured_unit or "")
    return titled | ({measured} if measured and not titled else set())


def is_share_expected(number: Number, shown: ShownFigure) -> bool | None:
    """True where the text should give a share and does not; False where it gives one of a figure that is none."""
    is_share = shown.kind in OF_TWO
    if is_share == (number.form is Form.SHARE):
        return None
    return is_share


def find_other_concept(text: str, shown: ShownFigure, definition: Definition | None) -> str | None:
    """Words of the text that name something its figure is not about."""
    about = describe_figure(shown, definition)
    for concept in CONCEPTS:
        if (match := concept.said.search(text)) and not concept.meant.search(about):
            return match[0]
    return None


def describe_figure(shown: ShownFigure, definition: Definition | None) -> str:
    """All that the figure says of itself, folded: titles, explanation, definition, parts."""
    texts = [shown.indicator.replace("_", " "), *shown.titles.values()]
    if definition is not None:
        texts += [*definition.title.values(), *(definition.about or {}).values()]
    for part in (shown.part, shown.of):
        if part is not None:
            texts += part.titles.values()
    raw = definition.text.partition("examples:")[0] if definition is not None else ""
    expressions = " ".join(line for line in raw.splitlines() if line.startswith(("counts:", "among:", "value:")))
    return f"{fold(' '.join(texts))} {expressions.lower()}"


def find_sex(text: str, shown: ShownFigure, definition: Definition | None) -> tuple[str, str] | None:
    """The sex a text speaks of where neither the figure's title nor its definition does: the word, and the code."""
    about = describe_figure(shown, definition)
    women, men = WOMEN.search(text), MEN.search(text)
    if bool(women) == bool(men):
        return None
    found, code = (women, "female") if women else (men, "male")
    assert found is not None
    meant = r"\bwomen\b|\bfemmes\b|\bgirls\b|'female'" if code == "female" else r"\bmen\b|\bhommes\b|\bboys\b|'male'"
    titles = fold(" ".join(shown.titles.values()))
    expressions = about.rpartition("  ")[2]
    return None if re.search(meant, f"{titles} {expressions}") else (found[0], code)


def find_status_mismatch(text: str, shown: ShownFigure) -> str | None:
    """A word that says the number is surer than it is, or less."""
    if (match := _MEASURED_AS_COUNTED.search(text)) and shown.status != COUNTED:
        return match[0]
    if (match := _DECLARED.search(text)) and shown.status == COUNTED:
        return match[0]
    return None


def name_kind(kind: str, language: str) -> str:
    """What is counted, in the plural, in a language."""
    names = KIND_NAMES.get(kind)
    return kind if names is None else names[0 if language == "en" else 1]
