"""What can be wrong with an expression or a definition."""

from __future__ import annotations

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.BAD_DEFINITION,
    {
        # The signs of an expression
        "expression_empty": (
            "The expression is empty.",
            "L'expression est vide.",
            "Write one, such as exit(employment) = 'employed', or `true`.",
            "Écrivez-en une, telle que exit(employment) = 'employed', ou `true`.",
        ),
        "expression_too_long": (
            "The expression has {length} characters, more than {most}.",
            "L'expression a {length} caractères, plus que {most}.",
            "Split it into several indicators.",
            "Partagez-la entre plusieurs indicateurs.",
        ),
        "expression_too_deep": (
            "Brackets or NOTs stand more than {most} deep in the expression.",
            "L'expression emboîte plus de {most} parenthèses ou NOT.",
            "Remove those that are not needed.",
            "Retirez ceux qui ne servent pas.",
        ),
        "expression_bracket": (
            "The bracket “{bracket}” has no partner.",
            "La parenthèse « {bracket} » n'a pas sa pareille.",
            "Close every bracket that is opened.",
            "Fermez chaque parenthèse ouverte.",
        ),
        "expression_quote": (
            "The quote {quote} is never closed.",
            "Le guillemet {quote} n'est jamais fermé.",
            "Write options as 'employed'; an apostrophe inside is doubled: 'it''s'.",
            "Écrivez les réponses ainsi : 'employed' ; une apostrophe à l'intérieur est doublée : 'it''s'.",
        ),
        "expression_comment": (
            "“{found}” begins a comment, which expressions do not have.",
            "« {found} » commence un commentaire, que les expressions n'ont pas.",
            "Say it under `about`, or after # on a line of the YAML.",
            "Dites-le sous `about`, ou après # sur une ligne du YAML.",
        ),
        "expression_statement": (
            "“{found}” belongs to statements and subqueries, which expressions do not have.",
            "« {found} » appartient aux instructions et sous-requêtes, que les expressions n'ont pas.",
            "Write one condition on a participation, such as sessions_attended() >= 3.",
            "Écrivez une condition sur une participation, telle que sessions_attended() >= 3.",
        ),
        "expression_cast": (
            "“{found}” converts a value, which expressions do not do.",
            "« {found} » convertit une valeur, ce que les expressions ne font pas.",
            "Compare the value as it is: numbers with numbers, options with 'options'.",
            "Comparez la valeur telle quelle : nombres avec nombres, réponses avec 'réponses'.",
        ),
        "expression_arithmetic": (
            "“{found}” is arithmetic, which expressions do not do.",
            "« {found} » est un calcul, ce que les expressions ne font pas.",
            "For the difference between entry and exit write change(measure); put other results in as numbers.",
            "Pour l'écart entre l'entrée et la sortie, écrivez change(mesure) ; mettez les autres résultats en nombres.",
        ),
        "expression_number": (
            "“{found}” is not a number as expressions write them.",
            "« {found} » n'est pas un nombre tel que les expressions l'écrivent.",
            "Write digits, 14 at most, and up to 6 decimals after a point: 1500, 0.5, -2.",
            "Écrivez des chiffres, 14 au plus, et jusqu'à 6 décimales après un point : 1500, 0.5, -2.",
        ),
        "expression_sign": (
            "“{found}” is not a sign of the language.",
            "« {found} » n'est pas un signe du langage.",
            "Signs: = != < <= > >= ( ) , AND OR NOT IN BETWEEN IS NULL true false 'text' 12.5.",
            "Signes : = != < <= > >= ( ) , AND OR NOT IN BETWEEN IS NULL true false 'texte' 12.5.",
        ),
        "expression_syntax": (
            "The expression cannot be read at “{found}”.",
            "L'expression ne peut être lue à « {found} ».",
            "Join conditions with AND or OR, and give each comparison two sides: age(entry) < 25.",
            "Reliez les conditions par AND ou OR, et donnez deux côtés à chaque comparaison : age(entry) < 25.",
        ),
        # Names
        "unknown_function": (
            "There is no function “{found}”.",
            "Il n'y a pas de fonction « {found} ».",
            "Functions: {known}.",
            "Fonctions : {known}.",
        ),
        "unknown_name": (
            "There is no “{found}” to ask about.",
            "Il n'y a pas de « {found} » à interroger.",
            "Names: {known}; measures are asked with entry(…), exit(…), after(…, months), latest(…) or change(…); "
            "text is written in single quotes.",
            "Noms : {known} ; les mesures s'interrogent par entry(…), exit(…), after(…, mois), latest(…) ou "
            "change(…) ; le texte s'écrit entre apostrophes.",
        ),
        "measure_without_moment": (
            "“{found}” is a measure, and has a value at some moment only.",
            "« {found} » est une mesure, qui n'a de valeur qu'à un moment donné.",
            "Write entry({found}), exit({found}), after({found}, 6) or latest({found}).",
            "Écrivez entry({found}), exit({found}), after({found}, 6) ou latest({found}).",
        ),
        "unknown_measure": (
            "There is no measure “{found}”.",
            "Il n'y a pas de mesure « {found} ».",
            "Measures: {known}.",
            "Mesures : {known}.",
        ),
        "unknown_option": (
            "“{found}” is not an answer that {name} can have.",
            "« {found} » n'est pas une réponse possible de {name}.",
            "Answers: {known}.",
            "Réponses : {known}.",
        ),
        "wrong_arguments": (
            "{function}(…) is not given what it needs.",
            "{function}(…) ne reçoit pas ce qu'il lui faut.",
            "Write {form}.",
            "Écrivez {form}.",
        ),
        "wrong_filter": (
            "“{found}” does not select sessions.",
            "« {found} » ne choisit pas des séances.",
            "Write activity = 'code', kind = 'code', theme = 'code', or IN ('code', 'code'), each once.",
            "Écrivez activity = 'code', kind = 'code', theme = 'code', ou IN ('code', 'code'), chacun une fois.",
        ),
        # Types
        "not_a_truth": (
            "“{found}” is not a condition: it is neither true nor false.",
            "« {found} » n'est pas une condition : ce n'est ni vrai ni faux.",
            "Compare it with something: {found} = …",
            "Comparez-le à quelque chose : {found} = …",
        ),
        "not_a_number": (
            "“{found}” is not a number that could be added.",
            "« {found} » n'est pas un nombre qu'on puisse additionner.",
            "Write hours_attended(), sessions_attended() or a measure that is a number.",
            "Écrivez hours_attended(), sessions_attended() ou une mesure qui soit un nombre.",
        ),
        "order_without_levels": (
            "The answers of {name} have no order, so that “{operator}” has no meaning.",
            "Les réponses de {name} n'ont pas d'ordre : « {operator} » n'a pas de sens.",
            "Use = != IN or NOT IN; only levels and numbers are ordered.",
            "Employez = != IN ou NOT IN ; seuls niveaux et nombres sont ordonnés.",
        ),
        "change_without_order": (
            "{name} is neither a number nor a level, so that change({name}) has no meaning.",
            "{name} n'est ni un nombre ni un niveau : change({name}) n'a pas de sens.",
            "Write entry({name}) = '…' AND exit({name}) = '…'.",
            "Écrivez entry({name}) = '…' AND exit({name}) = '…'.",
        ),
        "number_with_text": (
            "“{number}” is a number and is compared with the text '{text}'.",
            "« {number} » est un nombre, comparé au texte '{text}'.",
            "Write the number without quotes.",
            "Écrivez le nombre sans apostrophes.",
        ),
        "option_expected": (
            "“{name}” is compared with {found}, which is not one of its answers.",
            "« {name} » est comparé à {found}, qui n'est pas une de ses réponses.",
            "Compare it with an answer in single quotes. Answers: {known}.",
            "Comparez-le à une réponse entre apostrophes. Réponses : {known}.",
        ),
        "units_differ": (
            "“{left}” is in {left_unit} and “{right}” in {right_unit}: they cannot be compared.",
            "« {left} » est en {left_unit} et « {right} » en {right_unit} : ils ne se comparent pas.",
            "Compare numbers of one unit.",
            "Comparez des nombres d'une même unité.",
        ),
        "compare_constants": (
            "Both sides of a comparison are constants.",
            "Les deux côtés d'une comparaison sont constants.",
            "Compare with something known of the participation, or write `true` or `false`.",
            "Comparez à quelque chose que l'on sait de la participation, ou écrivez `true` ou `false`.",
        ),
        "compare_codes": (
            "“{left}” and “{right}” are compared with each other.",
            "« {left} » et « {right} » sont comparés l'un à l'autre.",
            "Compare each with an answer in single quotes; only levels of one measure compare with each other.",
            "Comparez chacun à une réponse entre apostrophes ; seuls les niveaux d'une même mesure se comparent.",
        ),
        "compare_truths": (
            "A condition is compared with something, or a comparison follows another.",
            "Une condition est comparée à quelque chose, ou une comparaison en suit une autre.",
            "Write the condition alone, or NOT before it; for “yes” and “no” write = 'yes'; join comparisons with AND.",
            "Écrivez la condition seule, ou NOT devant ; pour oui et non écrivez = 'yes' ; reliez par AND.",
        ),
        "list_of_numbers": (
            "IN looks for “{found}” in a list, and takes answers only.",
            "IN cherche « {found} » dans une liste, et ne prend que des réponses.",
            "For numbers write BETWEEN, or comparisons joined with OR.",
            "Pour des nombres, écrivez BETWEEN, ou des comparaisons reliées par OR.",
        ),
        "only_null": (
            "IS and NULL go together only.",
            "IS et NULL ne vont qu'ensemble.",
            "Write … IS NULL or … IS NOT NULL; for an answer write = '…'.",
            "Écrivez … IS NULL ou … IS NOT NULL ; pour une réponse, écrivez = '…'.",
        ),
    },
)

catalogued(
    ExitCode.BAD_DEFINITION,
    {
        # The YAML of a definition
        "yaml_unreadable": (
            "The YAML cannot be read: {problem}.",
            "Le YAML ne peut être lu : {problem}.",
            "Mend the line; indent with spaces, and quote texts that hold “: ” or “ #”.",
            "Corrigez la ligne ; indentez par des espaces, et mettez entre guillemets les textes avec « : » ou « # ».",
        ),
        "yaml_too_long": (
            "The text has {length} characters, more than {most}.",
            "Le texte a {length} caractères, plus que {most}.",
            "An indicator is one page; check that this is the right file.",
            "Un indicateur tient en une page ; vérifiez que c'est le bon fichier.",
        ),
        "yaml_too_deep": (
            "Lists and mappings stand more than {most} deep.",
            "Listes et tables s'emboîtent sur plus de {most} niveaux.",
            "Follow the form of a shipped indicator: `jalon indicators show participants`.",
            "Suivez la forme d'un indicateur livré : `jalon indicators show participants`.",
        ),
        "yaml_reference": (
            "“{found}” is an anchor, an alias or a tag, which indicators do not use.",
            "« {found} » est une ancre, un alias ou une étiquette, que les indicateurs n'emploient pas.",
            "Write the value out where it is needed, in quotes if it begins with & * or !.",
            "Écrivez la valeur là où elle sert, entre guillemets si elle commence par & * ou !.",
        ),
        "yaml_several": (
            "The file holds {found} documents; an indicator is exactly one.",
            "Le fichier contient {found} documents ; un indicateur en est exactement un.",
            "Put each indicator in its own file.",
            "Mettez chaque indicateur dans son fichier.",
        ),
        "duplicate_key": (
            "“{key}” stands twice.",
            "« {key} » est donné deux fois.",
            "Keep one of the two.",
            "Gardez l'un des deux.",
        ),
        "unknown_key": (
            "“{key}” is not a key here.",
            "« {key} » n'est pas une clé ici.",
            "Keys: {known}.",
            "Clés : {known}.",
        ),
        "missing_key": (
            "“{key}” is missing.",
            "« {key} » manque.",
            "Add it: {form}",
            "Ajoutez-le : {form}",
        ),
        "text_expected": (
            "“{key}” must be one text.",
            "« {key} » doit être un texte.",
            "Write it on one line after the colon; it cannot be empty.",
            "Écrivez-le sur une ligne après les deux-points ; il ne peut être vide.",
        ),
        "list_expected": (
            "“{key}” must be a list.",
            "« {key} » doit être une liste.",
            "Write [first, second], or one entry a line after “- ”.",
            "Écrivez [premier, second], ou une entrée par ligne après « - ».",
        ),
        "mapping_expected": (
            "“{key}” must be keys with values.",
            "« {key} » doit donner des clés et des valeurs.",
            "Write one `key: value` a line, indented under it.",
            "Écrivez un `clé: valeur` par ligne, indenté dessous.",
        ),
        "unknown_choice": (
            "“{found}” cannot be the {key}.",
            "« {found} » ne peut être la valeur de {key}.",
            "Choose one of: {known}.",
            "Choisissez parmi : {known}.",
        ),
        "bad_id": (
            "“{found}” cannot be the id of an indicator.",
            "« {found} » ne peut être l'identifiant d'un indicateur.",
            "Use lower-case letters, digits and _, a letter first, at most 80 in all: found_work.",
            "Employez lettres minuscules, chiffres et _, une lettre en tête, 80 au plus : found_work.",
        ),
        "bad_number": (
            "“{found}” cannot be the {key}.",
            "« {found} » ne peut être la valeur de {key}.",
            "Write a whole number of 1 or more.",
            "Écrivez un nombre entier, 1 ou plus.",
        ),
        "bad_age_bands": (
            "“{found}” are not lower bounds of age bands.",
            "« {found} » ne sont pas des bornes de tranches d'âge.",
            "Write ages from 1 to 120 in rising order: [25, 55] gives <25, 25-54 and 55+.",
            "Écrivez des âges de 1 à 120, croissants : [25, 55] donne <25, 25-54 et 55+.",
        ),
        "bad_sdg": (
            "“{found}” is not an SDG target.",
            "« {found} » n'est pas une cible des ODD.",
            'Write the target as text: "4.6", "5.a".',
            'Écrivez la cible comme texte : "4.6", "5.a".',
        ),
        "unknown_dimension": (
            "“{found}” is not a dimension.",
            "« {found} » n'est pas une dimension.",
            "Dimensions: {known}.",
            "Dimensions : {known}.",
        ),
        "activity_without_sessions": (
            "A breakdown by activity needs sessions, and this indicator is placed by “{period_on}”.",
            "Une ventilation par activité demande des séances, et cet indicateur se place par « {period_on} ».",
            "Write `period_on: session`, or leave activity out of `by`.",
            "Écrivez `period_on: session`, ou retirez activity de `by`.",
        ),
        "not_of_this_kind": (
            "“{key}” does not belong to an indicator of kind {kind}.",
            "« {key} » n'appartient pas à un indicateur de type {kind}.",
            "Leave it out, or change the kind.",
            "Retirez-le, ou changez le type.",
        ),
        "over_participations": (
            "`over: {found}` joins the participations of a subject, and the unit is participation.",
            "`over: {found}` réunit les participations d'un sujet, alors que l'unité est participation.",
            "Leave `over` out, or count another unit.",
            "Retirez `over`, ou comptez une autre unité.",
        ),
        "among_not_closed": (
            "“{found}” may hold for somebody of whom nothing is known.",
            "« {found} » peut valoir pour une personne dont on ne sait rien.",
            "Begin `among` with enrolled() AND …",
            "Commencez `among` par enrolled() AND …",
        ),
        "example_missing": (
            "No example has the answer “{answer}”.",
            "Aucun exemple n'a pour réponse « {answer} ».",
            "Give at least one met, one not met and one unknown; where unknown cannot be, say "
            "`never_unknown: the reason`.",
            "Donnez au moins un met, un not met et un unknown ; si unknown est impossible, dites "
            "`never_unknown: la raison`.",
        ),
        "example_unknown_never": (
            "An example is unknown, and `never_unknown` says that none can be.",
            "Un exemple est unknown, alors que `never_unknown` dit qu'aucun ne peut l'être.",
            "Leave out one of the two.",
            "Retirez l'un des deux.",
        ),
        "example_value": (
            "“{found}” cannot be the {key} of an example.",
            "« {found} » ne peut être la valeur de {key} dans un exemple.",
            "Write {form}.",
            "Écrivez {form}.",
        ),
        "example_without_exit": (
            "The example gives values after exit, and `left: no`.",
            "L'exemple donne des valeurs après la sortie, et `left: no`.",
            "Give the day of leaving, or leave those values out.",
            "Donnez le jour de la sortie, ou retirez ces valeurs.",
        ),
        "unknown_indicator": (
            "There is no indicator “{found}”.",
            "Il n'y a pas d'indicateur « {found} ».",
            "Indicators: {known}.",
            "Indicateurs : {known}.",
        ),
        "units_mixed": (
            "“{one}” counts by {one_unit} and “{other}” by {other_unit}: a share cannot mix units.",
            "« {one} » compte par {one_unit} et « {other} » par {other_unit} : une part ne mêle pas les unités.",
            "Take indicators of one unit.",
            "Prenez des indicateurs de même unité.",
        ),
        "anchors_mixed": (
            "“{one}” is placed in a period by {one_anchor} and “{other}” by {other_anchor}.",
            "« {one} » se place dans une période par {one_anchor} et « {other} » par {other_anchor}.",
            "Take indicators with one `period_on`, so that the part lies within the whole.",
            "Prenez des indicateurs de même `period_on`, pour que la partie soit dans le tout.",
        ),
        "area_of_places": (
            "An area is of places, and this indicator counts by {found}.",
            "Une surface est celle de lieux, et cet indicateur compte par {found}.",
            "Write `unit: place`.",
            "Écrivez `unit: place`.",
        ),
        "change_of_nothing": (
            "“{found}” is one number, and a change is between two.",
            "« {found} » est un seul nombre, et une évolution se fait entre deux.",
            "Write `value: change(measure)`, and `between` where it is not from entry to exit.",
            "Écrivez `value: change(measure)`, et `between` si ce n'est pas de l'entrée à la sortie.",
        ),
        "bad_between": (
            "“{found}” does not say between which two moments.",
            "« {found} » ne dit pas entre quels deux moments.",
            "Write two of entry, exit, latest and after with months, the earlier first: `between: [entry, after 6]`.",
            "Écrivez deux moments parmi entry, exit, latest et after avec les mois, le premier d'abord : "
            "`between: [entry, after 6]`.",
        ),
        "each_of_one": (
            "`each: {found}` joins the numbers of several participations, and here each has one already.",
            "`each: {found}` réunit les nombres de plusieurs participations, et ici chacun n'en a déjà qu'un.",
            "Leave `each` out.",
            "Retirez `each`.",
        ),
        "bad_day_of_year": (
            "“{found}” is not a day of every year.",
            "« {found} » n'est pas un jour de chaque année.",
            "Write month and day, such as 09-01; 29 February is not in every year.",
            "Écrivez mois et jour, par exemple 09-01 ; le 29 février n'est pas de toutes les années.",
        ),
        "share_of_other_kind": (
            "“{found}” is a {kind}, and a share or a representation is made of two counts.",
            "« {found} » est de type {kind}, et une part ou une représentation se fait de deux comptes.",
            "Name indicators of kind count under `of` and `part`.",
            "Nommez des indicateurs de type count sous `of` et `part`.",
        ),
    },
)
