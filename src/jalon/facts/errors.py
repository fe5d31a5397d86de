"""Errors of the facts: not made yet, made for another version, damaged, or being remade."""

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.NOT_FOUND,
    {
        "no_facts": (
            "There are no facts in {home} yet.",
            "Il n'y a pas encore de faits dans {home}.",
            "Make them from the records with `jalon facts refresh`.",
            "Établissez-les à partir des enregistrements avec `jalon facts refresh`.",
        ),
        "facts_of_another_schema": (
            "The facts in {home} were made by another version of Jalon.",
            "Les faits de {home} ont été établis par une autre version de Jalon.",
            "Make them again with `jalon facts refresh`.",
            "Établissez-les à nouveau avec `jalon facts refresh`.",
        ),
        "facts_damaged": (
            "The facts in {home} are damaged: {found}.",
            "Les faits de {home} sont abîmés : {found}.",
            "Make them again from the records with `jalon facts refresh --all`.",
            "Établissez-les à nouveau à partir des enregistrements avec `jalon facts refresh --all`.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "refresh_under_way": (
            "The facts in {home} are being refreshed by another process.",
            "Les faits de {home} sont en cours de mise à jour par un autre processus.",
            "Wait until it is done, then run the command again.",
            "Attendez qu'il ait fini, puis relancez la commande.",
        ),
        "facts_moved": (
            "The facts in {home} were refreshed while they were being read.",
            "Les faits de {home} ont été mis à jour pendant leur lecture.",
            "Run the command again.",
            "Relancez la commande.",
        ),
    },
)
