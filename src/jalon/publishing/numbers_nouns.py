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
        "porteurs porteuses porteur porteuse soignants soignantes soignant kids kid leaders speakers intervenants intervenantes volunteers bénévoles"
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
    "goal": "goals goal sdgs sdg objectifs objectif odd",
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
    "square": "km² m² acres acre",
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
    "goal": ("goals", "objectifs"),
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
    "square": ("square kilometres, metres or acres", "kilomètres ou mètres carrés, acres"),
    "kilometre": ("kilometres", "kilomètres"),
    "tree": ("trees", "arbres"),
    "tonne": ("tonnes", "tonnes"),
    "kilogram": ("kilograms", "kilogrammes"),
}
"""How each kind is named in what a check says."""


def is_counted(word: str) -> bool:
    """Whether the word (in lower case) is something that texts count."""
    return word in BY_WORD


STOPS = frozenset(
    str.split(
        "in dans en à from by par and et with avec for pour sur ont sont est était étaient was were are is "
        "have has had who that which qui que un une a an the gained found left came took attended received "
        "obtained supported trained enrolled"
    )
)
"""Words after which it is no longer said what was counted: `14 ont gagné un niveau`, `11 found work`."""
GOES_ON = frozenset(
    ["young", "youth", "people", "women", "migrant", "project", "school", "business", "health", "social"]
)
"""English words that may only qualify the next: `10 project sites`."""
OF = frozenset(["of", "de", "d", "des", "du"])
FAR = 5
"""What is counted stands within so many words."""


def kinds_counted(words: Iterable[str], language: str) -> frozenset[str]:
    """What a number counts, from the words that follow it; empty where they say nothing known.

    The first word known decides; in English one that only qualifies gives way to the next (`6,000 health workers`).
    """
    listed = list(words)[:FAR]
    for place, word in enumerate(listed):
        if word in STOPS and not (word == "the" and place and listed[place - 1] == "of"):
            return frozenset()
        if word not in BY_WORD:
            if place and word in OF and listed[place - 1] not in OF:
                return frozenset()  # `27 pionniers de projets`: what comes now only says of what they are
            continue
        following = listed[place + 1] if place + 1 < len(listed) else ""
        if language == "en" and word in GOES_ON and following in BY_WORD:
            word = following
        return frozenset({BY_WORD[word]}) | ALSO.get(word, frozenset())
    return frozenset()
