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
        "release_needs_reason": (
            "A release is made, published and withdrawn by somebody for a reason, and none is given.",
            "Une publication figée est faite, rendue publique et retirée par quelqu'un pour une raison, et aucune n'est donnée.",
            "Say why, with --reason.",
            "Dites pourquoi, avec --reason.",
        ),
        "release_already": (
            "The release “{code}” is {state} already.",
            "La publication figée « {code} » est déjà {state}.",
            "Nothing was done; `jalon release show {code}` says since when.",
            "Rien n'a été fait ; `jalon release show {code}` dit depuis quand.",
        ),
        "publication_already": (
            "“{code}” ({language}) is {state} already.",
            "« {code} » ({language}) est déjà dans cet état : {state}.",
            "Nothing was done; `jalon publication list` says since when.",
            "Rien n'a été fait ; `jalon publication list` dit depuis quand.",
        ),
        "nobody": (
            "The action {action} was asked for by nobody.",
            "L'action {action} n'a été demandée par personne.",
            "Say who acts: --as NAME, or set JALON_AS.",
            "Dites qui agit : --as NOM, ou définissez JALON_AS.",
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
        "records_unreachable": (
            "The records on {server} do not answer: {problem}.",
            "Les enregistrements sur {server} ne répondent pas : {problem}.",
            "Check that the server runs, that the database exists, and the address in jalon.toml.",
            "Vérifiez que le serveur tourne, que la base existe, et l'adresse dans jalon.toml.",
        ),
        "records_damaged": (
            "The records in {home} cannot be read: {problem}.",
            "Les enregistrements de {home} sont illisibles : {problem}.",
            "Put records.sqlite3 back from the last copy of the folder.",
            "Remettez records.sqlite3 depuis la dernière copie du dossier.",
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
catalogued(
    ExitCode.BAD_INPUT,
    {
        "not_in_list": (
            "“{found}” is not a known {listing}.",
            "« {found} » n'est pas dans la liste : {listing}.",
            "Use a code of the list.",
            "Utilisez un code de la liste.",
        ),
        "marker_score": (
            "A project cannot have the score {found} for policy marker {marker}.",
            "Un projet ne peut pas avoir le score {found} pour le marqueur {marker}.",
            "Use one of {allowed}; leave the marker out where the project was not screened.",
            "Utilisez l'un de {allowed} ; omettez le marqueur si le projet n'a pas été examiné.",
        ),
        "dates_out_of_order": (
            "The last day ({last}) of this {record} comes before its first ({first}).",
            "Le dernier jour ({last}) vient avant le premier ({first}) ({record}).",
            "Mend one of the two dates.",
            "Corrigez l'une des deux dates.",
        ),
        "birth_to_come": (
            "The birth date {found} is still to come.",
            "La date de naissance {found} est dans le futur.",
            "Mend it, or leave it out where it is not known.",
            "Corrigez-la, ou omettez-la si elle n'est pas connue.",
        ),
        "bad_answer": (
            "“{found}” cannot answer {measure}: {problem}.",
            "« {found} » ne peut pas répondre à {measure} : {problem}.",
            "Give an answer that the measure allows.",
            "Donnez une réponse que la mesure permet.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "outside_project": (
            "The {record} of {found} lies outside the dates of project {project} ({start} to {end}).",
            "La date {found} ({record}) est hors des dates du projet {project} ({start} à {end}).",
            "Mend the date, or the dates of the project.",
            "Corrigez la date, ou les dates du projet.",
        ),
        "organisation_circle": (
            "{found} cannot belong to {parent}, which belongs to {found}.",
            "{found} ne peut pas appartenir à {parent}, qui appartient à {found}.",
            "Organisations form a tree: give it another parent, or none.",
            "Les organisations forment un arbre : donnez-lui un autre parent, ou aucun.",
        ),
        "erased": (
            "Subject {subject} was erased.",
            "Le sujet {subject} a été effacé.",
            "Nothing more can be written about an erased subject; a person who comes back is a new subject.",
            "Plus rien ne peut être écrit sur un sujet effacé ; une personne qui revient est un nouveau sujet.",
        ),
        "wrong_kind": (
            "Subject {subject} is a {found}, not a {wanted}.",
            "Le sujet {subject} est de nature {found}, et non {wanted}.",
            "Give the number of a {wanted}.",
            "Donnez le numéro d'un sujet de nature {wanted}.",
        ),
        "spells_overlap": (
            "Subject {subject} is already in project {project} at that time: the spell from {entry} meets {other}.",
            "Le sujet {subject} est déjà dans le projet {project} à ce moment : la période du {entry} croise {other}.",
            "Close or correct the other spell first; one ends the day before the next begins.",
            "Fermez ou corrigez d'abord l'autre période ; l'une finit la veille du début de la suivante.",
        ),
        "not_their_spell": (
            "Enrolment {enrolment} is not a spell of subject {subject} in project {project}.",
            "L'inscription {enrolment} n'est pas une période du sujet {subject} dans le projet {project}.",
            "Give a spell of the same subject in the same project.",
            "Donnez une période du même sujet dans le même projet.",
        ),
        "already_closed": (
            "Enrolment {enrolment} already ended on {exit}.",
            "L'inscription {enrolment} a déjà pris fin le {exit}.",
            "Correct its exit, or open a new spell for a re-entry.",
            "Corrigez sa sortie, ou ouvrez une nouvelle période pour un retour.",
        ),
        "name_of_a_machine": (
            "Nobody decides who is who under the name “{name}”: it is that of what Jalon proposes by itself.",
            "Personne ne décide qui est qui sous le nom « {name} » : c'est celui de ce que Jalon propose de lui-même.",
            "Say who you are: --as NAME, or sign in with an account of another name.",
            "Dites qui vous êtes : --as NOM, ou connectez-vous avec un compte d'un autre nom.",
        ),
        "not_to_be_compared": (
            "{first} and {second} are not shown beside each other: one is of a sensitive project, where the other is not.",
            "{first} et {second} ne sont pas montrés côte à côte : l'un est d'un projet sensible, l'autre n'en est pas.",
            "Record first that the person permits the purpose “matching”.",
            "Enregistrez d'abord que la personne permet la finalité « matching ».",
        ),
        "not_to_be_joined": (
            "{first} and {second} cannot be said to be the same: it would join people of a sensitive project with "
            "people outside it.",
            "{first} et {second} ne peuvent être dits la même personne : cela réunirait des personnes d'un projet "
            "sensible avec d'autres, du dehors.",
            "Record first that the person permits the purpose “matching”; without it, say different or unsure.",
            "Enregistrez d'abord que la personne permet la finalité « matching » ; sinon, dites different ou unsure.",
        ),
        "same_number": (
            "Both numbers are {subject}.",
            "Les deux numéros sont {subject}.",
            "A decision about who is who needs two subjects.",
            "Une décision sur qui est qui demande deux sujets.",
        ),
    },
)
catalogued(
    ExitCode.NOT_FOUND,
    {
        "no_such_decision": (
            "Decision {found} cannot be undone: nobody made it, or another about the same pair came after it.",
            "La décision {found} ne peut être annulée : personne ne l'a prise, ou une autre l'a suivie sur la même paire.",
            "`jalon review history` lists the decisions that stand.",
            "`jalon review history` liste les décisions qui tiennent.",
        ),
        "no_own_decision": (
            "No decision that {by} made can be undone: there is none, or another about the same pair came after it.",
            "Aucune décision prise par {by} ne peut être annulée : il n'y en a pas, ou une autre a suivi sur la même paire.",
            "`jalon review history` lists all of them; name one by its number, or say who you are with --as.",
            "`jalon review history` les liste toutes ; nommez-en une par son numéro, ou dites qui vous êtes avec --as.",
        ),
        "no_such_import": (
            "There is no import number {found}.",
            "Il n'y a pas d'import numéro {found}.",
            "See `jalon imports`.",
            "Voir `jalon imports`.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "records_changed": (
            "The records have changed since this import was planned ({entries} later changes).",
            "Les enregistrements ont changé depuis la planification de cet import ({entries} changements).",
            "Plan it again: what would be created or changed may differ.",
            "Planifiez-le de nouveau : ce qui serait créé ou modifié peut différer.",
        ),
        "import_undone": (
            "Import {found} was already taken back, by {by} on {at}.",
            "L'import {found} a déjà été annulé, par {by} le {at}.",
            "Import the file again if it is wanted after all.",
            "Importez de nouveau le fichier s'il est finalement voulu.",
        ),
        "import_built_on": (
            "Import {found} cannot be taken back: {later_en}.",
            "L'import {found} ne peut pas être annulé : {later_fr}.",
            "Take back what was built on it first, the latest import first.",
            "Annulez d'abord ce qui s'appuie dessus, l'import le plus récent en premier.",
        ),
    },
)
catalogued(
    ExitCode.BAD_INPUT,
    {
        "session_elsewhere": (
            "Session {found} is of the project {other}, not of {project}.",
            "La séance {found} est du projet {other}, pas de {project}.",
            "Name a session of {project}, or leave it out.",
            "Nommez une séance de {project}, ou n'en donnez pas.",
        ),
        "no_speaker": (
            "Person {subject} is no speaker of session {session}.",
            "La personne {subject} n'intervient pas à la séance {session}.",
            "Add the speaker first, with the role and the organisation; or say that it is a testimonial.",
            "Ajoutez d'abord l'intervenant ou l'intervenante, avec fonction et organisation ; ou dites que c'est un témoignage.",
        ),
    },
)
catalogued(
    ExitCode.BAD_INPUT,
    {
        "weak_password": (
            "This password does not do: {problem}",
            "Ce mot de passe ne convient pas : {problem}",
            "Choose a longer one that nobody would guess, such as four words; or leave it out, and one is made.",
            "Choisissez-en un plus long, que personne ne devinera, par exemple quatre mots ; ou n'en donnez pas, et "
            "il en sera fait un.",
        ),
    },
)
