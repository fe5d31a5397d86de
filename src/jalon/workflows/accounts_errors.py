"""Errors about who may sign in."""

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.NOT_FOUND,
    {
        "unknown_account": (
            "There is no account “{found}”.",
            "Il n'y a pas de compte « {found} ».",
            "`jalon user list` names them; `jalon user add` makes one.",
            "`jalon user list` les énumère ; `jalon user add` en ouvre un.",
        ),
    },
)
catalogued(
    ExitCode.USAGE,
    {
        "unknown_role": (
            "There is no role “{found}”.",
            "Il n'y a pas de rôle « {found} ».",
            "It is `figures` (live figures with their true numbers), `members` (also who is behind them, by number) or "
            "`names` (also their records by name).",
            "C'est `figures` (les chiffres du moment, avec leurs vrais nombres), `members` (aussi qui est derrière, par "
            "numéro) ou `names` (aussi leurs dossiers, par nom).",
        ),
    },
)
