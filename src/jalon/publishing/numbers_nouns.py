"""What the words after a number count: people, women, hours, hectares, ventures … in English and French."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

KINDS: Mapping[str, str] = {
    "person": (
        "people persons person individuals participants participant participantes participante beneficiaries beneficiary "
        "bénéficiaires bénéficiaire women woman femmes femme men man hommes homme girls girl filles fille boys boy garçons "
        "garçon youth youths youngsters young jeunes jeune children child enfants enfant adults adult adultes students "
        "student pupils pupil élèves élève étudiants étudiantes étudiant learners learner apprenants apprenantes apprenant "
        "migrants migrantes migrant refugees refugee réfugiés réfugiées professionals professional professionnels "
        "professionnelles professionnel nurses nurse infirmiers infirmières doctors médecins midwives "
        "trainees trainee stagiaires stagiaire entrepreneurs entrepreneur entrepreneures entrepreneuses practitioners "
        "practitioner praticiens praticiennes personnes personne citizens citoyens citoyennes residents habitants "
        "habitantes inhabitants workers worker travailleurs travailleuses mothers mères fathers pères "
        "leaders speakers intervenants intervenantes volunteers bénévoles"
    ),
    "household": "households household families familles ménages foyers",
    "hour": "hours hour heures heure h",
    "hectare": "hectares hectare ha",
    "EUR": "euros euro eur",
    "USD": "dollars dollar usd",
    "session": "sessions session séances séance workshops workshop ateliers atelier meetings réunions classes cours conferences conference conférences conférence lectures trainings formations",
    "venture": (
        "ventures venture startups startup start-ups companies company businesses business entreprises entreprise "
        "enterprises enterprise sociétés société firms pme smes"
    ),
    "country": "countries country pays",
    "nationality": "nationalities nationality nationalités nationalité",
    "organisation": (
        "organisations organisation organizations organization ngos ngo ong associations association partners partner "
        "partenaires partenaire"
    ),
    "project": "projects project projets projet programmes programme programs program",
    "site": "sites site centres centers schools school écoles école clubs club",
    "place": "plots plot parcelles parcelle places lieux lieu forests forêts",
    "participation": "participations participation enrolments enrolment inscriptions inscription registrations",
    "job": "jobs job emplois emploi posts postes",
    "year": "years year ans an années année",
    "month": "months month mois",
    "day": "days day jours jour",
    "level": "levels level niveaux niveau",
    "point": "points point",
    "grant": "grants subventions",
    "kilometre": "kilometres kilomètres km miles",
    "tree": "trees arbres",
    "tonne": "tonnes tons",
    "kilogram": "kg kilos kilograms kilogrammes",
}
BY_WORD: Mapping[str, str] = {word: kind for kind, words in KINDS.items() for word in words.split()}
ALSO: Mapping[str, frozenset[str]] = {
    "enterprises": frozenset({"organisation"}),
    "entreprises": frozenset({"organisation"}),
    "companies": frozenset({"organisation"}),
    "structures": frozenset({"organisation"}),
    "places": frozenset({"site"}),
    "lieux": frozenset({"site"}),
    "sites": frozenset({"place"}),
    "cours": frozenset({"session"}),
}
"""Words that may stand for another kind as well: a social enterprise is an organisation, or a venture."""

KIND_NAMES: Mapping[str, tuple[str, str]] = {
    "person": ("people", "personnes"),
    "household": ("households", "ménages"),
    "hour": ("hours", "heures"),
    "hectare": ("hectares", "hectares"),
    "EUR": ("euros", "euros"),
    "USD": ("dollars", "dollars"),
    "GBP": ("pounds", "livres"),
    "session": ("sessions", "séances"),
    "venture": ("ventures", "entreprises"),
    "country": ("countries", "pays"),
    "nationality": ("nationalities", "nationalités"),
    "organisation": ("organisations", "organisations"),
    "project": ("projects", "projets"),
    "site": ("sites", "sites"),
    "place": ("places", "lieux"),
    "participation": ("participations", "participations"),
    "job": ("jobs", "emplois"),
    "year": ("years", "années"),
    "month": ("months", "mois"),
    "day": ("days", "jours"),
    "level": ("levels", "niveaux"),
    "point": ("points", "points"),
    "grant": ("grants", "subventions"),
    "kilometre": ("kilometres", "kilomètres"),
    "tree": ("trees", "arbres"),
    "tonne": ("tonnes", "tonnes"),
    "kilogram": ("kilograms", "kilogrammes"),
}
"""How each kind is named in what a check says."""


def is_counted(word: str) -> bool:
    """Whether the word (in lower case) is something that texts count."""
    return word in BY_WORD


def kinds_counted(words: Iterable[str], language: str) -> frozenset[str]:
    """What a number counts, from the words that follow it; empty where they say nothing known.

    English names it last (`27 migrant women`, `40 hours of training`), French first: the first word known decides, but
    in English a known word right after it goes on (`10 social enterprises`, `6,000 health professionals`).
    """
    listed = list(words)
    for place, word in enumerate(listed[:5]):
        if word in (
            "in",
            "dans",
            "en",
            "à",
            "from",
            "by",
            "par",
            "and",
            "et",
            "with",
            "avec",
            "for",
            "pour",
            "sur",
        ):
            return frozenset()
        if word not in BY_WORD:
            continue
        while (
            language == "en"
            and word in ("young", "youth", "people", "women", "migrant", "project", "school", "business")
            and (place + 1 < len(listed) and listed[place + 1] in BY_WORD)
        ):
            place += 1
            word = listed[place]
        return frozenset({BY_WORD[word]}) | ALSO.get(word, frozenset())
    return frozenset()
