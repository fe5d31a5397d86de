"""Errors of `jalon demo`."""

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.USAGE,
    {
        "demo_scale": (
            "The scale {found} is not between {least} and {most}.",
            "L'échelle {found} n'est pas entre {least} et {most}.",
            "1 is the whole demonstration; 0.01 is made in seconds.",
            "1 est la démonstration entière ; 0.01 se fait en quelques secondes.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "demo_home_in_use": (
            "{home} holds records of its own.",
            "{home} contient ses propres enregistrements.",
            "The demonstration writes into an empty folder only: name another with --home.",
            "La démonstration n'écrit que dans un dossier vide : indiquez-en un autre avec --home.",
        ),
        "demo_other_scale": (
            "{home} holds the demonstration at {found}.",
            "{home} contient la démonstration à une autre échelle ({found}).",
            "Name another folder with --home for the one at scale {wanted}.",
            "Indiquez un autre dossier avec --home pour celle à l'échelle {wanted}.",
        ),
    },
)
