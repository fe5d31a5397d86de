"""What a check says, in English and French."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "fr")

TEXTS: Mapping[str, tuple[str, str]] = {
    "place": ("line {line}, column {column}", "ligne {line}, colonne {column}"),
    "against facts": ("today's facts", "les faits de ce jour"),
    "against release": ("release {code} of {day}", "la publication {code} du {day}"),
    "verdict proven": ("proven", "prouvé"),
    "verdict wrong": ("wrong", "faux"),
    "verdict stale": ("stale", "périmé"),
    "verdict unbacked": ("unbacked", "sans preuve"),
    "verdict quoted": ("quoted", "cité"),
    "verdict unsafe": ("unsafe", "exposant"),
    "verdict numberless": ("no number", "sans nombre"),
    "report title": ("Numbers checked", "Nombres vérifiés"),
    "no suggestion": ("no indicator's words are near", "aucun indicateur n'en est proche par ses mots"),
    "write": ("Write", "Écrire"),
    "could be": ("Could be", "Peut-être"),
    "proven equal": ("{figure} ({title}), by {against}.", "{figure} ({title}), d'après {against}."),
    "proven rounded": (
        "{figure} ({title}), by {against}: “{written}” is a correct rounding of it.",
        "{figure} ({title}), d'après {against} : « {written} » en est un arrondi correct.",
    ),
    "proven age": (
        "The youngest is {low}, the oldest {high} ({title}), by {against}.",
        "La plus jeune personne a {low} ans, la plus âgée {high} ({title}), d'après {against}.",
    ),
    "proven age bound": (
        "So it is of everyone counted ({title}), by {against}.",
        "Il en est ainsi de toutes les personnes comptées ({title}), d'après {against}.",
    ),
    "wrong value": (
        "The figure is {figure} ({title}), by {against}.",
        "Le chiffre est {figure} ({title}), d'après {against}.",
    ),
    "wrong wording": (
        "The figure is {figure} ({title}), by {against}; “{written}” says {meaning}.",
        "Le chiffre est {figure} ({title}), d'après {against} ; « {written} » veut dire {meaning}.",
    ),
    "wrong unit": (
        "The text counts {found}; the figure counts {wanted} ({title}).",
        "Le texte compte des {found} ; le chiffre compte des {wanted} ({title}).",
    ),
    "wrong share": (
        "The text gives a share; the figure counts {wanted} ({title}).",
        "Le texte donne une part ; le chiffre compte des {wanted} ({title}).",
    ),
    "wrong not share": (
        "The text gives a number; the figure is a share, {figure} ({title}).",
        "Le texte donne un nombre ; le chiffre est une part, {figure} ({title}).",
    ),
    "wrong concept": (
        "The text says “{found}”; the figure counts something else: {title}.",
        "Le texte dit « {found} » ; le chiffre compte autre chose : {title}.",
    ),
    "wrong sex": (
        "The text says “{found}”; the figure counts everybody ({title}).",
        "Le texte dit « {found} » ; le chiffre compte tout le monde ({title}).",
    ),
    "say the cell": (" Name them in the link: {link}", " Nommez-les dans le lien : {link}"),
    "wrong period": (
        "The text says {found}; the figure is of {wanted} ({title}).",
        "Le texte dit {found} ; le chiffre porte sur {wanted} ({title}).",
    ),
    "wrong status": (
        "The text says “{found}”; the figure is {figure}: {composition} ({title}).",
        "Le texte dit « {found} » ; le chiffre est de {figure} : {composition} ({title}).",
    ),
    "wrong age": (
        "The youngest is {low}, the oldest {high} ({title}), by {against}.",
        "La plus jeune personne a {low} ans, la plus âgée {high} ({title}), d'après {against}.",
    ),
    "wrong age bound": (
        "It is not so of everyone counted ({title}), by {against}.",
        "Il n'en est pas ainsi de toutes les personnes comptées ({title}), d'après {against}.",
    ),
    "age unknown": (
        "How old those counted are is not known of all ({title}).",
        "L'âge des personnes comptées n'est pas connu de toutes ({title}).",
    ),
    "no ages": (
        "Nobody here has an age: the figure counts {wanted} ({title}).",
        "Personne ici n'a d'âge : le chiffre compte des {wanted} ({title}).",
    ),
    "wrong collected": (
        "There is no figure to prove it: {reason} ({title}).",
        "Aucun chiffre ne le prouve : {reason} ({title}).",
    ),
    "stale": (
        "True in release {code} of {day}. Since then the figure is {figure} ({title}), by {against}.",
        "Vrai dans la publication {code} du {day}. Depuis, le chiffre est {figure} ({title}), d'après {against}.",
    ),
    "unsafe": (
        "This number is withheld ({title}): fewer than a publication may tell stand behind it, or it would give them "
        "away. Leave it out, or name a larger group.",
        "Ce nombre n'est pas communiqué ({title}) : trop peu de personnes sont derrière lui, ou il les trahirait. "
        "Ôtez-le, ou nommez un groupe plus grand.",
    ),
    "unbacked": (
        "Nothing says where this number comes from. Link it to its figure, or to its source.",
        "Rien ne dit d'où vient ce nombre. Liez-le à son chiffre, ou à sa source.",
    ),
    "quoted": ("Somebody else's figure: {source}", "Le chiffre d'autrui : {source}"),
    "linked to nothing": ("{error}", "{error}"),
    "numberless": (
        "This link leads to a figure ({title}), but its words hold no number: there is nothing to check. "
        "Put the number in the link if the sentence states one.",
        "Ce lien mène à un chiffre ({title}), mais ses mots ne contiennent aucun nombre : il n'y a rien à vérifier. "
        "Mettez le nombre dans le lien si la phrase en donne un.",
    ),
    "second number": (
        "The link already proves “{first}”; one number, one link.",
        "Le lien prouve déjà « {first} » ; un nombre, un lien.",
    ),
    "reason words": ("the words “{words}”", "les mots « {words} »"),
    "reason unit": ("it counts {unit}", "il compte des {unit}"),
    "reason period": ("the text says {text}", "le texte dit {text}"),
    "reason named": ("the text names {text}", "le texte nomme {text}"),
    "reason value": ("it is {figure}", "il vaut {figure}"),
    "reason other value": ("but it is {figure}", "mais il vaut {figure}"),
    "means none": ("exactly that", "exactement cela"),
    "means exactly": ("exactly that", "exactement cela"),
    "means rounded": ("a number that rounds to it: {low} to {high}", "un nombre qui s'y arrondit : de {low} à {high}"),
    "means over": ("more than {low}, and less than {high}", "plus de {low}, et moins de {high}"),
    "means just_over": ("more than {low}, up to {high}", "plus de {low}, jusqu'à {high}"),
    "means at_least": ("{low} or more, and less than {high}", "{low} ou plus, et moins de {high}"),
    "means nearly": ("less than {high}, from {low}", "moins de {high}, à partir de {low}"),
    "means about": ("{low} to {high}", "de {low} à {high}"),
    "means under": ("less than {high}, from {low}", "moins de {high}, à partir de {low}"),
    "means up_to": ("{high} or fewer, from {low}", "{high} ou moins, à partir de {low}"),
    "means vague": ("{low} to {high}", "de {low} à {high}"),
    "means range": ("{low} to {high}", "de {low} à {high}"),
    "all dates": ("all dates", "toutes dates"),
}

COUNTS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "numbers": (("{} number", "{} numbers"), ("{} nombre", "{} nombres")),
    "links": (
        ("{} link without a number", "{} links without a number"),
        ("{} lien sans nombre", "{} liens sans nombre"),
    ),
    "count proven": (("{} proven", "{} proven"), ("{} prouvé", "{} prouvés")),
    "count wrong": (("{} wrong", "{} wrong"), ("{} faux", "{} faux")),
    "count stale": (("{} stale", "{} stale"), ("{} périmé", "{} périmés")),
    "count unbacked": (("{} unbacked", "{} unbacked"), ("{} sans preuve", "{} sans preuve")),
    "count quoted": (("{} quoted", "{} quoted"), ("{} cité", "{} cités")),
    "count unsafe": (("{} unsafe", "{} unsafe"), ("{} exposant", "{} exposants")),
    "count numberless": (
        ("{} with nothing to check", "{} with nothing to check"),
        ("{} où rien n'est à vérifier", "{} où rien n'est à vérifier"),
    ),
}


def say(key: str, language: str = "en") -> str:
    """A fixed text in one of LANGUAGES."""
    return TEXTS[key][LANGUAGES.index(language)]


def quote(text: str, language: str = "en") -> str:
    """A text between the marks of the language."""
    return f"« {text} »" if language == "fr" else f"“{text}”"


def say_count(key: str, count: int, language: str = "en") -> str:
    """`1 number`, `2 nombres`. French zero is singular."""
    singular = count < 2 if language == "fr" else count == 1
    return COUNTS[key][LANGUAGES.index(language)][0 if singular else 1].format(count)


def both(key: str, **details: object) -> dict[str, str]:
    """A text in every language; a detail may itself be a mapping of languages."""
    return {
        language: say(key, language).format(
            **{name: value[language] if isinstance(value, Mapping) else value for name, value in details.items()}
        )
        for language in LANGUAGES
    }
