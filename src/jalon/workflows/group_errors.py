"""Errors of group files: what they state that cannot be read, or names what is not there."""

import jalon.language.errors
import jalon.records.errors  # noqa: F401  (the rules of the records speak through the same catalogue)
from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.NOT_FOUND,
    {
        "no_group_file": (
            "There is no file {found}.",
            "Il n'y a pas de fichier {found}.",
            "Check the path of the group file.",
            "Vérifiez le chemin du fichier de groupe.",
        ),
        "unknown_record": (
            "There is no {record} “{found}”.",
            "Il n'y a pas d'enregistrement « {found} » ({record}).",
            "Write one that is recorded; or add it first, with `jalon add` or earlier in the group file.",
            "Écrivez-en un qui est enregistré ; ou ajoutez-le d'abord, avec `jalon add` ou plus haut dans le fichier "
            "du groupe.",
        ),
        "no_spell": (
            "Subject “{found}” has no spell in project {project} that began by {date}.",
            "Le sujet « {found} » n'a pas de période dans le projet {project} commencée au {date}.",
            "State the enrolment, or give the entry of the spell that is meant.",
            "Énoncez l'inscription, ou donnez l'entrée de la période voulue.",
        ),
    },
)
catalogued(
    ExitCode.BAD_INPUT,
    {
        "no_text_file": (
            "{found} is not a text in UTF-8.",
            "{found} n'est pas un texte en UTF-8.",
            "A group file is YAML text; save it in UTF-8. Registers come in with `jalon import`.",
            "Un fichier de groupe est un texte YAML ; enregistrez-le en UTF-8. Les registres entrent par `jalon import`.",
        ),
        "unknown_field": (
            "There is no field “{found}” here.",
            "Il n'y a pas de champ « {found} » ici.",
            "The fields are {known}.",
            "Les champs sont {known}.",
        ),
        "field_missing": (
            "The field {field} is missing.",
            "Il manque le champ {field}.",
            "Add it.",
            "Ajoutez-le.",
        ),
        "bad_field": (
            "The field {field} cannot be “{found}”.",
            "Le champ {field} ne peut pas valoir « {found} ».",
            "{form}",
            "{form}",
        ),
        "stated_twice": (
            "This {record} ({found}) is stated twice.",
            "Cet enregistrement ({record} : {found}) est énoncé deux fois.",
            "Keep one of the two.",
            "Gardez l'un des deux.",
        ),
        "ambiguous_subject": (
            "“{found}” is the code of subjects of {count} organisations.",
            "« {found} » est le code de sujets de {count} organisations.",
            "Write ORGANISATION/{found}.",
            "Écrivez ORGANISATION/{found}.",
        ),
        "kind_stays": (
            "The {record} “{found}” is of kind {former}; it cannot become {wanted}.",
            "L'enregistrement « {found} » ({record}) est de nature {former} ; il ne peut pas devenir {wanted}.",
            "State it under another code.",
            "Énoncez-le sous un autre code.",
        ),
        "takes_no_total": (
            "No total can be added to “{found}”: it is not a number of people, hours, hectares or the like.",
            "Aucun total ne peut s'ajouter à « {found} » : ce n'est pas un nombre de personnes, d'heures, d'hectares…",
            "Name an indicator of kind count, distinct, sum or area; `jalon indicators list` shows them.",
            "Nommez un indicateur de type count, distinct, sum ou area ; `jalon indicators list` les montre.",
        ),
        "wrong_unit": (
            "“{indicator}” is stated in {unit}, and this is in {found}.",
            "« {indicator} » se donne en {unit}, et ceci est en {found}.",
            "State it in {unit}, an amount by its rate of exchange; or name the indicator it is of.",
            "Donnez-le en {unit}, un montant selon son taux de change ; ou nommez l'indicateur dont il s'agit.",
        ),
        "exit_missing": (
            "Answers at exit are given, but no exit.",
            "Des réponses à la sortie sont données, mais pas de sortie.",
            "State the exit, or leave out at_exit.",
            "Indiquez la sortie, ou omettez at_exit.",
        ),
    },
)
