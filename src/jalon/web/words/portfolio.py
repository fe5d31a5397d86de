"""The portfolio, the lists, projects and organisations."""

FRENCH = {
    "{projects} projects run by {organisations} organisations. Every person, venture and place is counted once over the "
    "whole group, however many projects they take part in.": (
        "{projects} projets menés par {organisations} organisations. Chaque personne, entreprise ou lieu compte une fois "
        "dans tout le groupe, quel que soit le nombre de projets."
    ),
    "Nothing is published here yet.": "Rien n'est encore publié ici.",
    "Close a period and let anybody see it:": "Clôturez une période et rendez-la publique :",
    "Staff who sign in see the figures of today.": "L'équipe, une fois connectée, voit les chiffres du jour.",
    "Nothing is here yet": "Il n'y a encore rien ici",
    "Load the group's organisations and projects, then its registers; figures follow by themselves.": (
        "Chargez les organisations et les projets du groupe, puis ses registres ; les chiffres suivent d'eux-mêmes."
    ),
    "Headline figures": "Chiffres principaux",
    "Where the group is": "Où est le groupe",
    "{count} countries in {period}. Solid: people are counted there.": (
        "{count} pays, {period}. En plein : des personnes y sont comptées."
    ),
    "The countries, one by one": "Les pays, un par un",
    "Country": "Pays",
    "People by country, {period}. Who is in several countries is in each.": (
        "Personnes par pays, {period}. Qui est dans plusieurs pays est dans chacun."
    ),
    "Year by year": "Année par année",
    "Who comes back in another year is counted in each, and once in the whole.": (
        "Qui revient une autre année compte dans chacune, et une fois dans l'ensemble."
    ),
    "What changed since {release}": "Ce qui a changé depuis : {release}",
    "The headline figures as that release stated them, and as they stand now.": (
        "Les chiffres principaux tels que cette publication figée les affirmait, et tels qu'ils sont à présent."
    ),
    "Then": "Alors",
    "Now": "À présent",
    "Difference": "Écart",
    "Why": "Pourquoi",
    "Why {figure} differs": "Pourquoi {figure} diffère",
    "Sustainable Development Goals touched": "Objectifs de développement durable concernés",
    "projects: {count}": "projets : {count}",
    "figures: {count}": "chiffres : {count}",
    "{count} more": "{count} autres",
    "Projects and organisations": "Projets et organisations",
    "What the group runs, where, and who pays for it.": "Ce que mène le groupe, où, et qui le finance.",
    "Project": "Projet",
    "Projects, and people who took part, {period}. Who is in several projects is in each.": (
        "Les projets et leurs participants, {period}. Qui est dans plusieurs projets est dans chacun."
    ),
    "Where projects are, who runs and who funds them.": "Où sont les projets, qui les mène et qui les finance.",
    "Organisations that run projects.": "Les organisations qui mènent des projets.",
    "How many people are in each is not published: a number of few people could be worked out from it.": (
        "Le nombre de personnes de chacun n'est pas publié : on pourrait en déduire un nombre qui en concerne peu."
    ),
    "Where": "Où",
    "Run by": "Mené par",
    "Funders": "Financeurs",
    "People": "Personnes",
    "nobody recorded": "personne d'inscrit",
    "No project is recorded.": "Aucun projet n'est enregistré.",
    "Organisation": "Organisation",
    "Organisations": "Organisations",
    "Organisations that run projects, and people who took part, {period}.": (
        "Les organisations qui mènent des projets, et leurs participants, {period}."
    ),
    "Countries": "Pays",
    "part of": "fait partie de",
    "Its organisations": "Ses organisations",
    "Grants it gives": "Subventions qu'elle accorde",
    "The need observed": "Le besoin observé",
    "For whom": "Pour qui",
    "About this project": "Ce projet",
    "Dates": "Dates",
    "Sites": "Lieux d'accueil",
    "none recorded": "aucun n'est enregistré",
    "not stated": "non indiqué",
    "Themes": "Thèmes",
    "no rules of its own": "sans règles particulières",
    "rules of the ESF 2014-2020": "règles du FSE 2014-2020",
    "rules of the ESF+": "règles du FSE+",
    "Figures, {period}": "Chiffres, {period}",
    "Nothing was collected here in this period. That is not zero.": (
        "Rien n'a été collecté ici dans cette période. Ce n'est pas zéro."
    ),
    "Not collected here: {count}": "Non collectés ici : {count}",
    "Every indicator of the group, in one scope.": "Tous les indicateurs du groupe, dans un même périmètre.",
    "in": "en",
    "for": "pour",
    "by": "par",
    "and": "et",
    "all": "tous",
    "Show": "Afficher",
    "Nothing was collected here": "Rien n'a été collecté ici",
    "No record of this scope and period. That is not zero: choose another period or project, or import its register.": (
        "Aucun dossier dans ce périmètre et cette période. Ce n'est pas zéro : choisissez une autre période ou un autre "
        "projet, ou importez son registre."
    ),
    "Not collected in this scope": "Non collectés dans ce périmètre",
    "Not collected is not zero: nobody wrote down what these figures ask.": (
        "Non collecté n'est pas zéro : personne n'a noté ce que ces chiffres demandent."
    ),
    "How to read the bars": "Comment lire les barres",
    "Figure": "Chiffre",
    "Value": "Valeur",
    "Unit": "Unité",
    "Status": "Statut",
    "Not known": "Inconnus",
}
