"""The words of charts and of published pages, in English and French."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "fr")

TEXTS: Mapping[str, tuple[str, str]] = {
    "presence": ("Countries reached", "Pays d'intervention"),
    "presence in": ("{} countries: {}.", "{} pays : {}."),
    "counted": ("counted", "compté"),
    "declared": ("declared", "déclaré"),
    "estimated": ("estimated", "estimé"),
    "unknown": ("unknown", "inconnu"),
    "withheld": ("withheld", "non communiqué"),
    "by": ("{} by {}", "{} par {}"),
    "and": (" and ", " et "),
    "not broken down, declared": ("declared, not broken down", "déclarés, non ventilés"),
    "not broken down, estimated": ("estimated, not broken down", "estimés, non ventilés"),
    "more rows": ("and {} more, in the table", "et encore {}, dans le tableau"),
    "no number": ("no number", "pas de chiffre"),
    "colon": (": ", " : "),
    "semicolon": ("; ", " ; "),
    "how we count": ("How we count", "Comment nous comptons"),
    "counting": (
        "A figure is a set: each person, venture or place is in it once, wherever and however often we met. What cannot "
        "be decided is unknown, which is neither yes nor no. A number that would point at few people is withheld.",
        "Un chiffre est un ensemble : chaque personne, entreprise ou lieu y figure une fois, où que nous l'ayons "
        "rencontré et si souvent que ce soit. Ce qui ne peut être tranché est inconnu, ce qui n'est ni oui ni non. Un "
        "nombre qui désignerait trop peu de personnes n'est pas communiqué.",
    ),
    "key counted": ("counted: records stand behind it", "compté : des dossiers le fondent"),
    "key declared": ("declared by a partner, with evidence", "déclaré par un partenaire, avec une preuve"),
    "key estimated": ("estimated, by a stated method", "estimé, par une méthode indiquée"),
    "version": ("version {}", "version {}"),
    "targets": ("Sustainable Development Goals, targets {}", "Objectifs de développement durable, cibles {}"),
    "period": ("{} to {}", "de {} à {}"),
    "synthetic": (
        "Demonstration: every record is synthetic, nobody in it is real.",
        "Démonstration : toutes les données sont synthétiques, personne n'y est réel.",
    ),
    "draft": (
        "Draft, not to be passed on: its numbers are not all in order.",
        "Brouillon, à ne pas diffuser : ses nombres ne sont pas tous en règle.",
    ),
    "untitled": ("Untitled", "Sans titre"),
    "draft word": ("DRAFT", "BROUILLON"),
    "as of": ("figures as of {}", "chiffres au {}"),
    "checked against": ("checked against {} unless noted", "vérifié avec {}, sauf mention"),
    "proofs": ("What stands behind the numbers", "Ce qui fonde les nombres"),
    "proof of": ("What stands behind this number", "Ce qui fonde ce nombre"),
    "verdict proven": ("Proven", "Prouvé"),
    "verdict quoted": ("Quoted", "Cité"),
    "verdict wrong": ("Wrong", "Faux"),
    "verdict stale": ("Out of date", "Périmé"),
    "verdict unsafe": ("Must not be told", "À ne pas publier"),
    "verdict unbacked": ("Nothing behind it yet", "Rien ne le fonde encore"),
    "verdict numberless": ("No number in it", "Aucun nombre dedans"),
    "all dates": ("all dates", "toutes dates"),
}


def say(key: str, language: str = "en") -> str:
    """A fixed text in one of LANGUAGES."""
    return TEXTS[key][LANGUAGES.index(language)]
