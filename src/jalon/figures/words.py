"""The words figures are shown with, in English and French."""

from __future__ import annotations

from collections.abc import Mapping

from babel import Locale

from jalon.codelists.measures import shipped_measures

LANGUAGES = ("en", "fr")

UNITS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "person": (("person", "people"), ("personne", "personnes")),
    "venture": (("venture", "ventures"), ("entreprise", "entreprises")),
    "place": (("place", "places"), ("lieu", "lieux")),
    "participation": (("participation", "participations"), ("participation", "participations")),
    "country": (("country", "countries"), ("pays", "pays")),
    "organisation": (("organisation", "organisations"), ("organisation", "organisations")),
    "project": (("project", "projects"), ("projet", "projets")),
    "site": (("site", "sites"), ("site", "sites")),
    "session": (("session", "sessions"), ("séance", "séances")),
    "nationality": (("nationality", "nationalities"), ("nationalité", "nationalités")),
    "goal": (("goal", "goals"), ("objectif", "objectifs")),
}

DIMENSIONS: Mapping[str, tuple[str, str]] = {
    "project": ("project", "projet"),
    "organisation": ("organisation", "organisation"),
    "country": ("country", "pays"),
    "site": ("site", "site"),
    "funder": ("funder", "financeur"),
    "grant": ("grant", "subvention"),
    "theme": ("theme", "thème"),
    "month": ("month", "mois"),
    "quarter": ("quarter", "trimestre"),
    "year": ("year", "année"),
    "activity": ("activity", "activité"),
    "sex": ("sex", "sexe"),
    "age_band": ("age", "âge"),
    "nationality": ("nationality", "nationalité"),
}

VALUES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("sex", "female"): ("women", "femmes"),
    ("sex", "male"): ("men", "hommes"),
    ("sex", "other"): ("other", "autre"),
}

TEXTS: Mapping[str, tuple[str, str]] = {
    "unknown": ("unknown", "inconnu"),
    "and": ("and", "et"),
    "facts": ("facts", "faits"),
    "not collected": ("not collected", "non collecté"),
    "not computable": ("not computable", "non calculable"),
    "counted twice": ("counted twice", "en double"),
    "counted more than once": ("counted more than once", "en plusieurs fois"),
    "once each": ("once each", "sans doublon"),
    "cells": ("cells", "cellules"),
    "total": ("Total", "Total"),
    "overlap": ("Counted more than once", "En plusieurs fois"),
    "answer unknown": ("answer unknown", "réponse inconnue"),
    "share": ("share", "part"),
    "of": ("of", "sur"),
    "share of": ("of", "de"),
    "between": ("between {} and {}", "entre {} et {}"),
    "at least": ("at least {}", "au moins {}"),
    "at most": ("at most {}", "au plus {}"),
    "no bound": ("no bound can be stated", "aucune borne ne peut être donnée"),
    "sum": ("sum", "somme"),
    "mean": ("mean", "moyenne"),
    "median": ("median", "médiane"),
    "change": ("mean change", "évolution moyenne"),
    "area": ("area", "surface"),
    "number unknown": ("number unknown", "nombre inconnu"),
    "rose": ("rose", "en hausse"),
    "stayed": ("stayed", "stables"),
    "fell": ("fell", "en baisse"),
    "sum less overlap": (
        "sum of the plots {0} − overlapping {1} = {2}",
        "somme des parcelles {0} − recouvrements {1} = {2}",
    ),
    "no_outline_known": ("no place has an outline", "aucun lieu n'a de contour"),
    "trend linear": (
        "{0}: linear trend of the share, {1} to {2}, {3} years, least squares",
        "{0} : tendance linéaire de la part, {1} à {2}, {3} années, moindres carrés",
    ),
    "trend logit": (
        "{0}: linear trend of the share's log-odds (logit), {1} to {2}, {3} years, least squares",
        "{0} : tendance linéaire du logit de la part, {1} à {2}, {3} années, moindres carrés",
    ),
    "current": ("share in {0}: {1}", "part en {0} : {1}"),
    "rate": (
        "{0} percentage points a year (95 % interval of the regression: {1} to {2})",
        "{0} point par an (intervalle à 95 % de la régression : {1} à {2})",
    ),
    "reached in": (
        "{0} reached in {1} if that rate goes on (95 % interval of the line: {2} to {3})",
        "{0} atteints en {1} si ce rythme se maintient (intervalle à 95 % de la droite : {2} à {3})",
    ),
    "already_reached": ("{0} already reached", "{0} déjà atteints"),
    "not_at_this_rate": ("{0}: not at this rate.", "{0} : pas à ce rythme."),
    "upper end": (
        "(the upper end of the 95 % interval reaches it in {0})",
        "(la borne haute de l'intervalle à 95 % y arrive en {0})",
    ),
    "never": ("never", "jamais"),
    "too_few_points": ("a trend needs three years or more", "une tendance demande trois années ou plus"),
    "logit_of_all_or_none": (
        "a logit needs shares above 0 % and below 100 %",
        "un logit demande des parts au-dessus de 0 % et en dessous de 100 %",
    ),
    "no_year": (
        "no whole year, or day of the year, lies in the period",
        "aucune année entière, ou jour de l'année, dans la période",
    ),
    "no_number_known": ("nobody's number is known", "le nombre n'est connu pour personne"),
    "all dates": ("all dates", "toutes dates"),
    "everywhere": ("everywhere", "partout"),
    "counted": ("counted", "comptés"),
    "declared": ("declared", "déclarés"),
    "estimated": ("estimated", "estimés"),
    "contained": ("contained in what is counted", "compris dans ce qui est compté"),
    "declared, not broken down": ("declared, not broken down", "déclarés, non ventilés"),
    "estimated, not broken down": ("estimated, not broken down", "estimés, non ventilés"),
    "not broken down": ("not broken down", "non ventilés"),
    "in cells and not": ("{} in cells + {} not broken down", "{} ventilés + {} non ventilés"),
    "relation_unknown": (
        "whether it is apart from what is counted is not known",
        "on ne sait pas si cela s'ajoute à ce qui est compté",
    ),
    "totals_overlap": (
        "two totals of one source may count the same",
        "deux totaux d'une même source peuvent compter les mêmes",
    ),
    "quantity_straddles": (
        "its period reaches beyond that of the scope",
        "sa période dépasse celle du périmètre",
    ),
    "quantity_without_country": (
        "its country is not stated",
        "son pays n'est pas indiqué",
    ),
    "quantity_without_site": (
        "it states no site",
        "elle n'indique pas de site",
    ),
    "contained_larger": (
        "it is said to be contained in what is counted and is larger",
        "elle est dite comprise dans ce qui est compté et elle est plus grande",
    ),
    "definition": ("by definition", "par définition"),
    "erased": ("erased", "effacés"),
    "merged": ("merged", "fusionnés"),
    "split": ("split", "scindés"),
    "consent": ("by consent", "par consentement"),
    "corrected": ("corrected", "corrigés"),
    "joined": ("joined", "arrivés"),
    "left": ("left", "partis"),
    "only in": ("only in", "seulement dans"),
    "may be in more": ("{} may be in more", "{} peut-être dans d'autres"),
    "withheld": ("withheld", "non communiqué"),
    "table withheld": (
        "Only the total is published: with fewer than {} people in a cell, a table could give somebody away. A longer "
        "period, a wider scope or fewer dimensions may be told.",
        "Seul le total est publié : avec moins de {} personnes dans une case, un tableau pourrait trahir quelqu'un. Une "
        "période plus longue, un périmètre plus large ou moins de dimensions peuvent être communiqués.",
    ),
    "cells withheld": (
        "Some numbers are withheld: fewer than {} people stand behind them, or behind one that could be worked out.",
        "Certains nombres ne sont pas communiqués : moins de {} personnes sont derrière eux, ou derrière un nombre "
        "qu'on pourrait retrouver.",
    ),
    "categories merged": (
        "Categories of fewer than {} people are told together.",
        "Les catégories de moins de {} personnes sont regroupées.",
    ),
    "and more": ("{} more", "{} autres"),
    "table late": (
        "Only the total is published: no way to withhold cells of fewer than {} people was found in time.",
        "Seul le total est publié : aucune façon de taire les cases de moins de {} personnes n'a été trouvée à temps.",
    ),
    "table rounded": (
        "Every number is rounded to a multiple of {}: rows do not add up exactly.",
        "Chaque nombre est arrondi à un multiple de {} : les lignes ne s'additionnent pas exactement.",
    ),
    "comparison withheld": (
        "Why they differ is not published: fewer than {} people stand behind a reason, or behind a number that could be "
        "worked out.",
        "Pourquoi ils diffèrent n'est pas publié : moins de {} personnes sont derrière une raison, ou derrière un nombre "
        "qu'on pourrait retrouver.",
    ),
    "for other reasons": ("for other reasons", "pour d'autres raisons"),
    "target": ("target {}", "cible {}"),
    "from baseline": ("from a baseline of {}", "depuis une valeur de départ de {}"),
    "of the way": ("{} of the way", "{} du chemin"),
    "no_way_to_go": ("baseline and target are the same", "la valeur de départ et la cible sont les mêmes"),
    "goals with active projects": (
        "Goals of the United Nations with active projects: {0}",
        "Objectifs de développement durable avec des projets actifs : {0}",
    ),
    "active projects": ("active projects", "projets actifs"),
    "no indicator of goal": (
        "no indicator here names one of its targets",
        "aucun indicateur ici ne nomme une de ses cibles",
    ),
    "goals not served": (
        "Named by indicators, with nothing collected and no active project: {0}",
        "Nommés par des indicateurs, sans rien de collecté ni projet actif : {0}",
    ),
    "no_denominator": ("nobody in the denominator", "personne au dénominateur"),
    "nothing_known": ("no answer is known", "aucune réponse n'est connue"),
    "no_enrolment": (
        "no enrolment is recorded in this scope: not collected, which is not zero",
        "aucune inscription enregistrée dans ce périmètre : non collecté, ce qui n'est pas zéro",
    ),
    "no_session": (
        "no session is recorded in this scope: not collected, which is not zero",
        "aucune séance enregistrée dans ce périmètre : non collecté, ce qui n'est pas zéro",
    ),
    "no_observation": (
        "no such observation is recorded in this scope: not collected, which is not zero",
        "aucune observation de ce genre enregistrée dans ce périmètre : non collecté, ce qui n'est pas zéro",
    ),
}


def colon(language: str) -> str:
    """What stands between a word and what it says: French sets a space before."""
    return " : " if language == "fr" else ": "


def say(key: str, language: str = "en") -> str:
    """A fixed text in one of LANGUAGES."""
    return TEXTS[key][LANGUAGES.index(language)]


def name_unit(unit: str, count: int = 2, language: str = "en") -> str:
    """`person`, `people`, `personnes`: the unit in singular or plural. French zero is singular."""
    singular = count < 2 if language == "fr" else count == 1
    one, many = UNITS[unit][LANGUAGES.index(language)]
    return one if singular else many


MEASURED: Mapping[str, str] = {
    "hours": "heures",
    "sessions": "séances",
    "share of sessions": "part des séances",
    "years": "ans",
    "points": "points",
    "jobs": "emplois",
    "people": "personnes",
    "hectares": "hectares",
}


CHANGE_IN, LEVELS_OF = "change in ", "levels of "
"""How the unit of levels, and of a change of them, begins (`language.check.unit_of`); the measure follows."""


def name_measured(unit: str | None, language: str = "en") -> str:
    """What a value is a number of: `hours`, `EUR`, `levels of French`; nothing where it has no unit."""
    levels = (unit or "").removeprefix(CHANGE_IN)  # that it is a change, the kind of the figure says
    if levels.startswith(LEVELS_OF):
        return _name_levels(levels.removeprefix(LEVELS_OF), language)
    return (MEASURED.get(unit, unit) if language == "fr" else unit) if unit else ""


def _name_levels(measure: str, language: str) -> str:
    """`niveaux de français`; where the measure's title does not begin so, the title; a group's own by its code."""
    shipped = shipped_measures().get(measure)
    title = shipped.titles[language].partition(" (")[0] if shipped else measure.replace("_", " ")
    begins, levels = ("Niveau de ", "niveaux") if language == "fr" else ("Level of ", "levels")
    if title.startswith(begins):
        return f"{levels}{title.removeprefix(begins.split()[0])}"
    return f"{levels} ({title[:1].lower()}{title[1:]})"


def name_dimension(dimension: str, language: str = "en") -> str:
    """A dimension's heading; a measure's code for measures."""
    known = DIMENSIONS.get(dimension)
    return known[LANGUAGES.index(language)] if known else dimension.replace("_", " ")


def name_value(dimension: str, value: str | None, language: str = "en") -> str:
    """A row's label: the country's name, the word for a sex, else the code itself."""
    if value is None:
        return say("unknown", language)
    if dimension in ("country", "nationality"):
        return str(Locale.parse(language).territories.get(value, value))
    known = VALUES.get((dimension, value))
    return known[LANGUAGES.index(language)] if known else value
