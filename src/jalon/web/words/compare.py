"""The comparison of two figures."""

FRENCH = {
    "Comparison: {title}": "Comparaison : {title}",
    "Compare two figures": "Comparer deux chiffres",
    "Compare": "Comparer",
    "Two reports that differ must say why. Each member who is in one figure and not in the other has one reason, and it adds up.": (
        "Deux rapports qui diffèrent doivent dire pourquoi. Chaque membre qui est dans un chiffre et non dans l'autre a "
        "une raison et une seule, et le compte y est."
    ),
    "Nothing to compare yet": "Rien à comparer pour l'instant",
    "Nothing is published here yet. Once a period is closed and made public, its figures can be compared with those of the next.": (
        "Rien n'est encore publié ici. Dès qu'une période est close et rendue publique, ses chiffres se comparent à ceux "
        "de la suivante."
    ),
    "Indicator": "Indicateur",
    "from": "tiré de",
    "period": "période",
    "project": "projet",
    "today": "aujourd'hui",
    "Before": "Avant",
    "After": "Après",
    "before": "avant",
    "difference": "différence",
    "{unit}, after": "{unit}, après",
    "release {title}": "publication figée {title}",
    "records as of {day}": "dossiers au {day}",
    "definition, version {number}": "définition, version {number}",
    "The two figures": "Les deux chiffres",
    "The older records stand first, whichever was asked first.": (
        "Les dossiers les plus anciens viennent en premier, quel que soit l'ordre demandé."
    ),
    "Why they differ": "Pourquoi ils diffèrent",
    "Nobody came in and nobody went out: it is the same set in both.": (
        "Personne n'est entré et personne n'est sorti : c'est le même ensemble des deux côtés."
    ),
    "One reason for each member who differs; {count} are in both.": (
        "Une raison pour chaque membre qui diffère ; {count} sont dans les deux."
    ),
    "Reason": "Raison",
    "Way": "Sens",
    "came in": "entrés",
    "went out": "sortis",
    "Follow a reason to its members and to the records that moved them.": (
        "Suivez une raison jusqu'à ses membres et aux enregistrements en cause."
    ),
    "Who they are, by number and never by name, is for staff who sign in.": (
        "Qui ils sont, par numéro et jamais par nom, est réservé à l'équipe connectée."
    ),
    "The two were made by different definitions of the indicator.": (
        "Les deux ont été produits par des définitions différentes de l'indicateur."
    ),
    "Read today's": "Lire celle d'aujourd'hui",
    "Members: {word}": "Membres : {word}",
    "{first} to {last} of {size}": "{first} à {last} sur {size}",
    "{count} more records": "{count} autres enregistrements",
    "came": "ajouté",
    "went": "retiré",
    "No record of theirs differs: the scope or the definition does.": (
        "Aucun de leurs enregistrements ne diffère : le périmètre ou la définition, si."
    ),
    "Before these": "Les précédents",
    "After these": "Les suivants",
    "The definition changed; the records did not.": "La définition a changé, non les dossiers.",
    "They asked to be erased: nothing is kept of them.": "Leur effacement a été demandé : rien n'en est gardé.",
    "One record was found to be two persons.": "Un dossier s'est révélé être celui de deux personnes.",
    "Two records were found to be one person.": "Deux dossiers se sont révélés être ceux d'une même personne.",
    "What they permit or refuse has changed.": "Ce qu'ils permettent ou refusent a changé.",
    "A record of them was corrected, or something unknown became known.": (
        "Un de leurs dossiers a été corrigé, ou une inconnue a été levée."
    ),
    "They came in the meantime, or lie in the scope of this figure alone.": (
        "Ils sont arrivés entre-temps, ou ne sont que dans le périmètre de ce chiffre."
    ),
    "They left in the meantime, or lie outside the scope of this figure.": (
        "Ils sont partis entre-temps, ou sont hors du périmètre de ce chiffre."
    ),
    "Reasons with few people behind them, taken together to protect them.": (
        "Des raisons qui concernent peu de personnes, réunies pour les protéger."
    ),
    "Record": "Dossier",
    "Counted as": "Compté comme",
    "Spell": "Inscription",
    "Attendance": "Présence",
    "Answer given": "Réponse donnée",
    "session {number}": "séance {number}",
    "sex": "sexe",
    "born from": "né au plus tôt",
    "born until": "né au plus tard",
    "nationality": "nationalité",
    "permits": "permet",
    "refuses": "refuse",
    "one with": "ne fait qu'un avec",
    "site": "site",
    "country": "pays",
    "entry": "entrée",
    "exit": "sortie",
    "made by signing in": "créée par une signature",
    "date": "date",
    "moment": "moment",
    "months after": "mois après",
    "state": "état",
    "number": "nombre",
    "answer": "réponse",
    "nature": "nature",
}
