"""What keeps a text from being published."""

from __future__ import annotations

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.NOT_FOUND,
    {
        "not_published": (
            "Figures of {found} are not published.",
            "Les chiffres de {found} ne sont pas publiés.",
            "What is published ends on {last}: ask for a period that ends by then.",
            "Ce qui est publié s'arrête au {last} : demandez une période qui finit au plus tard ce jour-là.",
        ),
        "no_public_release": (
            "No release is public: a reader could follow no number.",
            "Aucune publication figée n'est publique : un lecteur ne pourrait suivre aucun nombre.",
            "Close the period and let anybody see it: `jalon release make CODE --period 2021 --reason … --public`.",
            "Closez la période et ouvrez-la à tous : `jalon release make CODE --period 2021 --reason … --public`.",
        ),
        "no_such_publication": (
            "There is no text “{found}” here.",
            "Il n'y a pas de texte « {found} » ici.",
            "`jalon publication list` shows those of the folder; a visitor sees those that were made public.",
            "`jalon publication list` montre ceux du dossier ; un visiteur voit ceux qui ont été rendus publics.",
        ),
    },
)
catalogued(
    ExitCode.CHECK_FAILED,
    {
        "numbers_not_in_order": (
            "{file} was not published: {count} of its numbers must be mended.",
            "{file} n'a pas été publié : {count} de ses nombres sont à corriger.",
            "Write what is proposed above, and publish again; --draft makes a version that says it is one.",
            "Écrivez ce qui est proposé ci-dessus et publiez de nouveau ; --draft en fait une version qui se dit brouillon.",
        ),
        "quote_not_permitted": (
            "There is no quote “{found}” that may be published: none has this name, or whoever said it does not permit it.",
            "Aucune citation « {found} » ne peut être publiée : aucune n'a ce nom, ou la personne ne le permet pas.",
            "Take the quote out, or ask her and record her consent to publicity.",
            "Retirez la citation, ou demandez-lui et enregistrez son consentement à la publicité.",
        ),
        "quote_altered": (
            "The quote “{found}” reads otherwise in the records: “{recorded}”",
            "La citation « {found} » est autre dans les dossiers : « {recorded} »",
            "Quote what was said, word for word.",
            "Citez ce qui a été dit, mot pour mot.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "release_not_public": (
            "Release {code} is not public: nothing of it is told, so nothing is to be decided.",
            "La publication figée {code} n'est pas publique : rien n'en est dit, il n'y a donc rien à décider.",
            "Let anybody see it first: `jalon release publish {code} --reason …`.",
            "Ouvrez-la d'abord à tous : `jalon release publish {code} --reason …`.",
        ),
    },
)
catalogued(
    ExitCode.USAGE,
    {
        "unknown_publication": (
            "Nothing is published as “{found}”.",
            "On ne publie rien sous la forme « {found} ».",
            "--to takes one or more of: {known}, with commas between them.",
            "--to prend un ou plusieurs de : {known}, séparés par des virgules.",
        ),
    },
)
