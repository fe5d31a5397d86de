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
catalogued(
    ExitCode.BAD_INPUT,
    {
        "bad_value": (
            "The {field} of a {record} cannot be “{found}”. {problem}",
            "Le champ {field} ({record}) ne peut pas valoir « {found} ». {problem}",
            "Give another value for {field}.",
            "Donnez une autre valeur à {field}.",
        ),
        "breaks_rule": (
            "This {record} breaks the rule “{rule}” ({found}).",
            "Cet enregistrement ({record}) enfreint la règle « {rule} » ({found}).",
            "Mend the values that the rule names.",
            "Corrigez les valeurs que la règle nomme.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "already_there": (
            "There is already such a {record} ({found}).",
            "Il y a déjà un tel enregistrement ({record} : {found}).",
            "Change the one that is there, or give this one another code, date or label.",
            "Modifiez celui qui existe, ou donnez à celui-ci un autre code, une autre date ou un autre libellé.",
        ),
        "records_behind": (
            "The records in {home} were made by an older Jalon: {count} migrations are missing.",
            "Les enregistrements de {home} viennent d'un Jalon plus ancien : {count} migrations manquent.",
            "Copy the folder, then bring it up to date with `jalon init --home {home}`.",
            "Copiez le dossier, puis mettez-le à jour avec `jalon init --home {home}`.",
        ),
        "records_ahead": (
            "The records in {home} were made by a newer Jalon ({found}).",
            "Les enregistrements de {home} viennent d'un Jalon plus récent ({found}).",
            "Install the newer Jalon; this one would not understand them.",
            "Installez le Jalon plus récent ; celui-ci ne les comprendrait pas.",
        ),
    },
)
catalogued(
    ExitCode.BAD_INPUT,
    {
        "bad_code": (
            "“{found}” cannot be the code of a {record}.",
            "« {found} » ne peut pas être un code ({record}).",
            "Use 1 to 80 letters, digits, hyphens, points or underscores.",
            "Utilisez 1 à 80 lettres, chiffres, tirets, points ou soulignés.",
        ),
        "bad_measure": (
            "The measure “{found}” cannot be made: {problem}.",
            "La mesure « {found} » ne peut pas être créée : {problem}.",
            "Mend its code, its kind or its options.",
            "Corrigez son code, sa nature ou ses options.",
        ),
        "option_in_use": (
            "The option “{found}” of {measure} stands in answers.",
            "L'option « {found} » de {measure} figure dans des réponses.",
            "Keep it in the list of options, or correct these answers first.",
            "Gardez-la dans la liste des options, ou corrigez d'abord ces réponses.",
        ),
    },
)
