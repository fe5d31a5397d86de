"""What can go wrong with releases."""

from __future__ import annotations

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.NOT_FOUND,
    {
        "no_such_release": (
            "There is no release “{found}”.",
            "Il n'y a pas de publication figée « {found} ».",
            "`jalon release list` shows them.",
            "`jalon release list` les montre.",
        ),
    },
)
catalogued(
    ExitCode.CHECK_FAILED,
    {
        "release_damaged": (
            "The release “{code}” is not as it was made: {found}.",
            "La publication figée « {code} » n'est plus telle qu'elle a été faite : {found}.",
            "Put its folder back from a backup; a release is never made again under the same code.",
            "Rétablissez son dossier depuis une sauvegarde ; une publication figée n'est jamais refaite sous le même code.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "release_of_another_format": (
            "The release “{code}” was written in format {found}, which this version of Jalon does not read.",
            "La publication figée « {code} » est au format {found}, que cette version de Jalon ne lit pas.",
            "Read it with the version of Jalon that made it, or a later one.",
            "Lisez-la avec la version de Jalon qui l'a faite, ou une plus récente.",
        ),
        "release_there": (
            "There is a release “{code}” already, and a release never changes.",
            "Il y a déjà une publication figée « {code} », et une publication figée ne change jamais.",
            "Make one under another code; `jalon compare` shows what differs.",
            "Faites-en une sous un autre code ; `jalon compare` montre ce qui diffère.",
        ),
        "release_under_way": (
            "Another process is making a release in {home}, or marking those there.",
            "Un autre processus fait une publication figée dans {home}, ou marque celles qui y sont.",
            "Wait until it is done, then run the command again.",
            "Attendez qu'il ait fini, puis relancez la commande.",
        ),
    },
)
catalogued(
    ExitCode.USAGE,
    {
        "bad_release_code": (
            "“{found}” cannot be the code of a release.",
            "« {found} » ne peut pas être le code d'une publication figée.",
            "Write up to 80 letters, digits, - , _ and ., the first a letter or a digit: 2021-12.",
            "Écrivez jusqu'à 80 lettres, chiffres, -, _ et ., en commençant par une lettre ou un chiffre : 2021-12.",
        ),
        "release_open_period": (
            "A release closes a period, and “{found}” is open.",
            "Une publication figée clôt une période, et « {found} » est ouverte.",
            "Give its first and its last day: 2021, 2018..2021, 2021-01..2021-06; in a link, ?period=2021.",
            "Donnez son premier et son dernier jour : 2021, 2018..2021, 2021-01..2021-06 ; dans un lien, ?period=2021.",
        ),
        "bad_link_value": (
            "“{found}” is not a value of {dimension}.",
            "« {found} » n'est pas une valeur de {dimension}.",
            "Known values: {known}.",
            "Valeurs connues : {known}.",
        ),
    },
)
