"""Errors of the command line itself: files it is pointed at."""

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.NOT_FOUND,
    {
        "no_file": (
            "There is no file {found}.",
            "Il n'y a pas de fichier {found}.",
            "Check the name; paths start from the folder you are in.",
            "Vérifiez le nom ; les chemins partent du dossier où vous êtes.",
        ),
    },
)
catalogued(
    ExitCode.NEEDS_ANSWER,
    {
        "likely_known": (
            "This person is likely known already: {found}.",
            "Cette personne est sans doute déjà connue : {found}.",
            "Nobody was added. If she is number {first}, say --same {first}; if she is nobody of these, --new.",
            "Personne n'a été ajouté. Si c'est le numéro {first}, dites --same {first} ; si ce n'en est aucun, --new.",
        ),
    },
)
catalogued(
    ExitCode.BAD_INPUT,
    {
        "not_text": (
            "{found} is not a text file in UTF-8.",
            "{found} n'est pas un fichier texte en UTF-8.",
            "Save it as plain text, encoding UTF-8.",
            "Enregistrez-le en texte simple, encodage UTF-8.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "copy_exists": (
            "There is a copy with links already.",
            "Il y a déjà une copie avec des liens.",
            "Take over what you need from it and delete it: what you wrote into it is not overwritten.",
            "Reprenez-en ce qu'il vous faut et supprimez-la : ce que vous y avez écrit n'est pas écrasé.",
        ),
        "cannot_write": (
            "This file cannot be written: {reason}.",
            "Ce fichier ne peut pas être écrit : {reason}.",
            "Name another file, in a folder where you may write.",
            "Nommez un autre fichier, dans un dossier où vous pouvez écrire.",
        ),
    },
)
