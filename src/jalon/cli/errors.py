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
