"""Errors of the records: the catalogue's entries for addresses, codes and rules of state."""

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.USAGE,
    {
        "bad_records_address": (
            "The records address in jalon.toml is not one of PostgreSQL: {found}.",
            "L'adresse des enregistrements dans jalon.toml n'est pas une adresse PostgreSQL : {found}.",
            "Write it as postgresql://user@host:5432/database.",
            "Écrivez-la sous la forme postgresql://user@host:5432/base.",
        ),
        "second_home": (
            "This process already works on {first}; it cannot open {found} too.",
            "Ce processus travaille déjà sur {first} ; il ne peut pas ouvrir {found} en plus.",
            "Use another process for the second folder.",
            "Utilisez un autre processus pour le second dossier.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "nobody": (
            "The action {action} was asked for by nobody.",
            "L'action {action} n'a été demandée par personne.",
            "Say who acts: --by NAME, or set JALON_BY.",
            "Dites qui agit : --by NOM, ou définissez JALON_BY.",
        ),
    },
)
