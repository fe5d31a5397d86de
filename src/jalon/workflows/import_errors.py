"""Errors and faults of importing: what rows say of people, sessions and totals that cannot be written."""

import jalon.exchange.errors
import jalon.figures.errors
import jalon.records.errors  # noqa: F401  (faults of rows share their catalogue)
from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.BAD_INPUT,
    {
        "not_in_register": (
            "“{found}” is not in the register.",
            "« {found} » n'est pas dans le registre.",
            "Add this person to the list of people, or write the name as it stands there.{hint_en}",
            "Ajoutez cette personne à la liste des participants, ou écrivez le nom comme il y figure.{hint_fr}",
        ),
        "homonyms": (
            "“{found}” is the name of {count} people ({others}).",
            "« {found} » est le nom de {count} personnes ({others}).",
            "Add her birth date or her reference to this sheet.",
            "Ajoutez à cette feuille sa date de naissance ou sa référence.",
        ),
        "name_without_birth": (
            "“{found}” stands elsewhere too ({others}), and this row has no birth date to tell whether it is the same person.",
            "« {found} » figure aussi ailleurs ({others}), et cette ligne n'a pas de date de naissance pour savoir s'il s'agit de la même personne.",
            "Give the birth date here, or references in both rows.",
            "Donnez ici la date de naissance, ou des références dans les deux lignes.",
        ),
        "contradicts_row": (
            "{field} is “{found}” here and “{other}” at {where}, for the same person.",
            "{field} vaut « {found} » ici et « {other} » à {where}, pour la même personne.",
            "Keep the right one in both rows.",
            "Gardez la bonne valeur dans les deux lignes.",
        ),
        "reference_of_another": (
            "The reference “{found}” belongs to somebody else, by name and birth date.",
            "La référence « {found} » appartient à quelqu'un d'autre, selon le nom et la date de naissance.",
            "Correct the reference, the name or the birth date.",
            "Corrigez la référence, le nom ou la date de naissance.",
        ),
        "spell_overlaps": (
            "The stay from {entry} to {exit} overlaps another one of the same person, from {other_entry} to {other_exit}.",
            "Le séjour du {entry} au {exit} chevauche un autre séjour de la même personne, du {other_entry} au {other_exit}.",
            "Give the exit date of the earlier stay, or correct the dates.",
            "Donnez la date de sortie du premier séjour, ou corrigez les dates.",
        ),
        "entry_after_session": (
            "The entry date {entry} is after a session that the person signed in to on {date}.",
            "La date d'entrée {entry} est postérieure à une séance à laquelle la personne a signé le {date}.",
            "Correct the entry date, or the date of that session.",
            "Corrigez la date d'entrée, ou la date de cette séance.",
        ),
        "no_entry_date": (
            "There is no entry date, and the person is not in the project yet.",
            "Il n'y a pas de date d'entrée, et la personne n'est pas encore dans le projet.",
            "Give the entry date.",
            "Donnez la date d'entrée.",
        ),
        "mark_outside_spell": (
            "Present on {date}, but the person was in the project {spells}.",
            "Présence le {date}, mais la personne était dans le projet {spells_fr}.",
            "Correct the date, the mark, or the entry and exit dates in the list of people.",
            "Corrigez la date, la marque, ou les dates d'entrée et de sortie dans la liste des participants.",
        ),
        "not_left": (
            "The person has not left: there is no exit date.",
            "La personne n'est pas sortie : il n'y a pas de date de sortie.",
            "Give the exit date in the list of people.",
            "Donnez la date de sortie dans la liste des participants.",
        ),
        "answer_before_entry": (
            "The exit review of {date} is before the entry date {entry}.",
            "Le bilan de sortie du {date} est antérieur à la date d'entrée {entry}.",
            "Correct the date.",
            "Corrigez la date.",
        ),
        "unknown_site": (
            "There is no site “{found}”.",
            "Il n'y a pas de site « {found} ».",
            "Write its code or its name, or add it with `jalon add site`.{hint_en}",
            "Écrivez son code ou son nom, ou ajoutez-le avec `jalon add site`.{hint_fr}",
        ),
    },
)
catalogued(
    ExitCode.NEEDS_ANSWER,
    {
        "questions_open": (
            "Open questions: {count}.{questions_en}\n",
            "Questions ouvertes : {count}.{questions_fr}\n",
            "Answer each with --answer, or with its line in a mapping file given with --mapping.",
            "Répondez à chacune par --answer, ou par sa ligne dans un fichier de correspondance donné avec --mapping.",
        ),
    },
)
catalogued(
    ExitCode.NOT_FOUND,
    {
        "no_such_activity": (
            "The project {project} has no activity “{found}”.",
            "Le projet {project} n'a pas d'activité « {found} ».",
            "Write its code or its name; for a new one, first `jalon add activity`.",
            "Écrivez son code ou son nom ; pour une nouvelle, d'abord `jalon add activity`.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "file_changed": (
            "{found} has changed since it was read.",
            "{found} a changé depuis sa lecture.",
            "Plan the import again.",
            "Planifiez de nouveau l'import.",
        ),
    },
)
