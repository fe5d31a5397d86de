"""Errors and faults of reading: the catalogue's entries for files, sheets, columns, cells and mappings.

A file that cannot be read is an error; a row that cannot be read is a fault, and the other rows go on.
"""

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.NOT_FOUND,
    {
        "no_such_file": (
            "There is no file “{found}”.",
            "Il n'y a pas de fichier « {found} ».",
            "Check the name and the folder.",
            "Vérifiez le nom et le dossier.",
        ),
        "file_is_a_folder": (
            "“{found}” is a folder.",
            "« {found} » est un dossier.",
            "Name the files in it, such as {found}/*.xlsx.",
            "Nommez les fichiers qu'il contient, par exemple {found}/*.xlsx.",
        ),
    },
)
catalogued(
    ExitCode.BAD_INPUT,
    {
        "file_empty": (
            "The file is empty.",
            "Le fichier est vide.",
            "Check that it is the right one, or save it again from the program that made it.",
            "Vérifiez que c'est le bon, ou enregistrez-le à nouveau depuis le programme qui l'a produit.",
        ),
        "file_too_large": (
            "The file takes {found} MB; the limit is {limit} MB.",
            "Le fichier pèse {found} Mo ; la limite est de {limit} Mo.",
            "Remove pictures, or split it into several files.",
            "Retirez les images, ou partagez-le en plusieurs fichiers.",
        ),
        "file_bomb": (
            "The file would unpack to more than {limit} MB ({found}).",
            "Une fois décompressé, le fichier dépasserait {limit} Mo ({found}).",
            "Do not open it; ask its sender for the sheet as csv.",
            "Ne l'ouvrez pas ; demandez la feuille en csv à son expéditeur.",
        ),
        "file_corrupted": (
            "The file is damaged or was not copied whole: it cannot be read as {format} ({found}).",
            "Le fichier est abîmé ou n'a pas été copié en entier : il ne se lit pas comme {format} ({found}).",
            "Fetch it again; or open it in a spreadsheet program, save it under a new name, and import that.",
            "Reprenez-le à sa source ; ou ouvrez-le dans un tableur, enregistrez-le sous un nouveau nom et importez "
            "celui-ci.",
        ),
        "quote_unclosed": (
            "A double quote opens in this row and never closes, so that all rows below belong to one cell.",
            "Un guillemet s'ouvre dans cette ligne et ne se ferme jamais : toutes les lignes suivantes forment une "
            "seule cellule.",
            "Close the quote, or remove it.",
            "Fermez le guillemet, ou retirez-le.",
        ),
        "file_protected": (
            "The workbook is protected by a password.",
            "Le classeur est protégé par un mot de passe.",
            "Open it with the password, save it without, and import that.",
            "Ouvrez-le avec le mot de passe, enregistrez-le sans, et importez celui-ci.",
        ),
        "file_not_a_sheet": (
            "The file is not a sheet but {found}.",
            "Le fichier n'est pas une feuille de calcul mais {found}.",
            "Give an xlsx, ods, xls or csv file.",
            "Donnez un fichier xlsx, ods, xls ou csv.",
        ),
        "sheet_too_wide": (
            "The sheet reaches to row {rows}, column {columns}: too far to be a register.",
            "La feuille va jusqu'à la ligne {rows}, colonne {columns} : trop loin pour un registre.",
            "Delete what stands in far-off cells, or copy the register into a new sheet.",
            "Supprimez ce qui se trouve dans des cellules éloignées, ou copiez le registre dans une nouvelle feuille.",
        ),
        "nothing_recognised": (
            "No sheet has a row that names its columns (a person's name, or declared totals). Sheets: {sheets}.",
            "Aucune feuille n'a de ligne qui nomme ses colonnes (un nom de personne, ou des totaux déclarés). "
            "Feuilles : {sheets}.",
            "Write the names of the columns above the data, or say in a mapping which row and columns they are.",
            "Écrivez les noms des colonnes au-dessus des données, ou dites dans une correspondance quelle ligne et "
            "quelles colonnes.",
        ),
        "mapping_unreadable": (
            "The mapping is not YAML: {found}.",
            "La correspondance n'est pas du YAML : {found}.",
            "Mend that line, or save a mapping from an import.",
            "Corrigez cette ligne, ou enregistrez une correspondance depuis un import.",
        ),
        "mapping_invalid": (
            "In the mapping, {found}.",
            "Dans la correspondance, {found}.",
            "Write one of the names that docs/reference/sheets.md lists.",
            "Écrivez l'un des noms que liste docs/reference/sheets.md.",
        ),
        "mapping_column_missing": (
            "The mapping names a column “{found}” that the sheet does not have.",
            "La correspondance nomme une colonne « {found} » que la feuille n'a pas.",
            "The sheet has: {known}. Correct the mapping or the sheet.",
            "La feuille a : {known}. Corrigez la correspondance ou la feuille.",
        ),
        "mapping_header_row": (
            "The mapping says that row {found} names the columns, but it is blank or beyond the sheet.",
            "La correspondance dit que la ligne {found} nomme les colonnes, mais elle est vide ou hors de la feuille.",
            "Count the rows as the spreadsheet shows them.",
            "Comptez les lignes comme le tableur les montre.",
        ),
        "mapping_layout": (
            "The sheet cannot be read as {layout}: {found}.",
            "La feuille ne se lit pas comme {layout} : {found}.",
            "Name the missing columns in the mapping, or choose another layout.",
            "Nommez les colonnes manquantes dans la correspondance, ou choisissez une autre disposition.",
        ),
        "answer_unknown": (
            "“{found}” does not answer the question {question}.",
            "« {found} » ne répond pas à la question {question}.",
            "Answer one of: {options}.",
            "Répondez par : {options}.",
        ),
    },
)
catalogued(
    ExitCode.BAD_INPUT,
    {
        "cell_uncached": (
            "The cell holds a formula whose value was never calculated.",
            "La cellule contient une formule dont la valeur n'a jamais été calculée.",
            "Open the file in a spreadsheet program and save it, or type the value.",
            "Ouvrez le fichier dans un tableur et enregistrez-le, ou tapez la valeur.",
        ),
        "cell_error": (
            "The cell shows the error {found}.",
            "La cellule affiche l'erreur {found}.",
            "Mend the formula, or type the value.",
            "Corrigez la formule, ou tapez la valeur.",
        ),
        "cell_command": (
            "The cell holds “{found}”, which a spreadsheet program could run as a command.",
            "La cellule contient « {found} », qu'un tableur pourrait exécuter comme une commande.",
            "Ask who wrote it; type the real value without the sign in front.",
            "Demandez qui l'a écrit ; tapez la vraie valeur sans le signe en tête.",
        ),
        "cell_too_long": (
            "The cell holds {found} letters; the limit is {limit}.",
            "La cellule contient {found} lettres ; la limite est de {limit}.",
            "Shorten it; put long texts in a note.",
            "Raccourcissez ; mettez les longs textes dans une note.",
        ),
        "row_ragged": (
            "The row has {found} cells but the heading has {known}.",
            "La ligne a {found} cellules mais l'en-tête en a {known}.",
            "Put cells that contain the separator between double quotes.",
            "Mettez entre guillemets doubles les cellules qui contiennent le séparateur.",
        ),
        "row_without_name": (
            "The row names nobody.",
            "La ligne ne nomme personne.",
            "Write the person's name or reference, or clear the row.",
            "Écrivez le nom ou la référence de la personne, ou videz la ligne.",
        ),
        "row_unclear": (
            "Only “{found}” stands in the row: a person, or a note?",
            "Il n'y a que « {found} » dans la ligne : une personne, ou une note ?",
            "Fill in the person's other columns, or clear the row.",
            "Remplissez les autres colonnes de la personne, ou videz la ligne.",
        ),
        "date_no_such_day": (
            "“{found}” is not a day of the calendar.",
            "« {found} » n'est pas un jour du calendrier.",
            "Write a day that exists, such as {example}.",
            "Écrivez un jour qui existe, comme {example}.",
        ),
        "date_not_understood": (
            "“{found}” is not understood as a date.",
            "« {found} » n'est pas compris comme une date.",
            "Write it as {example}.",
            "Écrivez-la comme {example}.",
        ),
        "date_is_a_number": (
            "{found} is a number, not a date.",
            "{found} est un nombre, pas une date.",
            "Give the cell the format of a date, or write it as {example}.",
            "Donnez à la cellule le format d'une date, ou écrivez-la comme {example}.",
        ),
        "date_without_day": (
            "“{found}” does not say which day.",
            "« {found} » ne dit pas quel jour.",
            "Write the whole date, such as {example}.",
            "Écrivez la date entière, comme {example}.",
        ),
        "birth_without_year": (
            "The birth “{found}” does not say which year.",
            "La naissance « {found} » ne dit pas quelle année.",
            "Write the year too, such as {example}, or the year alone.",
            "Écrivez aussi l'année, comme {example}, ou l'année seule.",
        ),
        "date_without_year": (
            "“{found}” does not say which year, and no one year from {start} to {end} fits it.",
            "« {found} » ne dit pas quelle année, et aucune de {start} à {end} ne convient seule.",
            "Write the year too, such as {example}.",
            "Écrivez aussi l'année, comme {example}.",
        ),
        "date_order_mixed": (
            "“{found}” can be read in two ways, and other cells of this column show both orders of day and month.",
            "« {found} » se lit de deux façons, et d'autres cellules de cette colonne montrent les deux ordres du "
            "jour et du mois.",
            "Write the month as a word, or the date as {example}.",
            "Écrivez le mois en lettres, ou la date comme {example}.",
        ),
        "date_implausible": (
            "{found} is implausible here: {why_en}.",
            "{found} est invraisemblable ici : {why_fr}.",
            "Check the year.",
            "Vérifiez l'année.",
        ),
        "exit_before_entry": (
            "The exit ({found}) is before the entry ({entry}).",
            "La sortie ({found}) précède l'entrée ({entry}).",
            "Correct one of the two dates.",
            "Corrigez l'une des deux dates.",
        ),
        "entry_before_birth": (
            "The entry ({found}) is before the birth ({birth}).",
            "L'entrée ({found}) précède la naissance ({birth}).",
            "Correct one of the two dates.",
            "Corrigez l'une des deux dates.",
        ),
        "value_not_understood": (
            "“{found}” is not understood as {field}.",
            "« {found} » n'est pas compris comme {field}.",
            "Write one of: {known}.",
            "Écrivez l'une de ces réponses : {known}.",
        ),
        "country_ambiguous": (
            "“{found}” may be {known}.",
            "« {found} » peut être {known}.",
            "Write the code of two letters.",
            "Écrivez le code à deux lettres.",
        ),
        "number_not_understood": (
            "“{found}” is not understood as a number.",
            "« {found} » n'est pas compris comme un nombre.",
            "Write digits only, such as 1250 or 12.5.",
            "Écrivez seulement des chiffres, comme 1250 ou 12,5.",
        ),
        "number_out_of_range": (
            "{found} is not between {lowest} and {highest}.",
            "{found} n'est pas entre {lowest} et {highest}.",
            "Correct the number.",
            "Corrigez le nombre.",
        ),
        "mark_not_understood": (
            "The mark “{found}” is not understood.",
            "La marque « {found} » n'est pas comprise.",
            "Write x (present), abs, exc or hours such as 2h.",
            "Écrivez x (présence), abs, exc ou des heures comme 2h.",
        ),
        "session_without_date": (
            "The heading “{found}” names no day, so its marks belong to no session.",
            "L'en-tête « {found} » ne nomme aucun jour : ses marques n'appartiennent à aucune séance.",
            "Write the date of the session in the heading, or say in a mapping that the column is ignored.",
            "Écrivez la date de la séance dans l'en-tête, ou dites dans une correspondance que la colonne est ignorée.",
        ),
        "hours_impossible": (
            "A session of {found} hours is not possible.",
            "Une séance de {found} heures n'est pas possible.",
            "Write hours between 0 and 24.",
            "Écrivez des heures entre 0 et 24.",
        ),
        "period_not_understood": (
            "“{found}” is not understood as a period.",
            "« {found} » n'est pas compris comme une période.",
            "Write 2021, 2021-Q1, 2021-03, or two dates.",
            "Écrivez 2021, 2021-T1, 2021-03, ou deux dates.",
        ),
        "total_without_period": (
            "The total does not say its period.",
            "Le total ne dit pas sa période.",
            "Add a column Period, or a constant `period` in the mapping.",
            "Ajoutez une colonne Période, ou une constante `period` dans la correspondance.",
        ),
        "total_does_not_add_up": (
            "The total {found} is not the sum of its parts, {parts}.",
            "Le total {found} n'est pas la somme de ses parties, {parts}.",
            "Correct the parts or the total.",
            "Corrigez les parties ou le total.",
        ),
    },
)
