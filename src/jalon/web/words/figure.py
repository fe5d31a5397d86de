"""The figure's page, who is behind it, its downloads."""

FRENCH = {
    "How sure": "Sûr à quel point",
    "Who is who": "Qui est qui",
    "between {low} and {high}, stated {stated}.": "entre {low} et {high}, énoncé {stated}.",
    "Pairs that wait for review: {count}.": "Paires qui attendent une décision : {count}.",
    "Joined by the model alone: {count}.": "Réunies par le modèle seul : {count}.",
    "Without this restriction": "Sans cette restriction",
    "withheld": "non communiqué",
    "Year after year": "D'année en année",
    "The share of each year, of whom, and who is not known.": "La part de chaque année, de qui, et qui est inconnu.",
    "Year": "Année",
    "share": "part",
    "counted": "comptés",
    "declared": "déclarés",
    "estimated": "estimés",
    "declared, not broken down": "déclarés, non ventilés",
    "estimated, not broken down": "estimés, non ventilés",
    "of": "sur",
    "Totals without members": "Totaux sans membres",
    "Stated by a partner or estimated: nobody can be pointed at behind them, so they are kept apart from what is counted.": (
        "Déclarés par un partenaire ou estimés : on ne peut désigner personne derrière eux, ils restent donc à part de ce "
        "qui est compté."
    ),
    "Each total, who states it, and what it is to what is counted.": (
        "Chaque total, qui le déclare, et ce qu'il est par rapport à ce qui est compté."
    ),
    "Who states it": "Qui le déclare",
    "Period": "Période",
    "To what is counted": "Par rapport au compté",
    "added: none of them is counted": "s'ajoutent : aucun n'est compté",
    "not added: they are counted already": "ne s'ajoutent pas : déjà comptés",
    "not added: how many are counted already is not known": "ne s'ajoutent pas : combien sont déjà comptés est inconnu",
    "In every release": "Dans chaque publication figée",
    "What was stated, release by release. A release never changes.": (
        "Ce qui a été affirmé, l'une après l'autre. Une publication figée ne change jamais."
    ),
    "Why the last two differ": "Pourquoi les deux derniers diffèrent",
    "Release": "Publication figée",
    "Made on": "Faite le",
    "Definition": "Définition",
    "today": "aujourd'hui",
    "Who is in two of them": "Qui est dans les deux",
    "Lay two projects or organisations side by side: who is in both is counted once in the whole.": (
        "Mettez côte à côte deux projets ou deux organisations : qui est dans les deux compte une fois dans l'ensemble."
    ),
    "Between": "Entre",
    "Compare": "Comparer",
    "in both": "dans les deux",
    "{what}:": "{what} :",
    "Together, once each:": "Ensemble, sans doublon :",
    "Who is in both is not published: a number of few people could be worked out from it.": (
        "Qui est dans les deux n'est pas publié : on pourrait en déduire un nombre qui concerne peu de personnes."
    ),
    "What exactly is counted": "Ce qui est compté au juste",
    "Worked examples": "Exemples",
    "Worked examples, run on every engine before the definition is taken.": (
        "Exemples, essayés sur chaque moteur avant que la définition soit prise."
    ),
    "The answer": "La réponse",
    "met": "rempli",
    "not met": "non rempli",
    "unknown": "inconnu",
    "The definition as it is written": "La définition telle qu'elle est écrite",
    "Where it comes from": "D'où il vient",
    "Indicator": "Indicateur",
    "version {number}": "version {number}",
    "not released: live figures": "non publié : chiffres du jour",
    "Records as of": "Dossiers au",
    "facts": "faits",
    "Goals": "Objectifs",
    "Target": "Cible",
    "{target}: {share} of the way": "{target} : {share} du chemin",
    "Take it with you": "À emporter",
    "In a text, link it as": "Dans un texte, le lier ainsi",
    "How to cite": "Comment citer",
    "{group}, “{title}”, {scope}: {value} ({indicator}, version {version}, {stand}). {address}": (
        "{group}, «\u00a0{title}\u00a0», {scope} : {value} ({indicator}, version {version}, {stand}). {address}"
    ),
    "For staff": "Pour l'équipe",
    "Who is behind it": "Qui est derrière",
    "one row": "une seule ligne",
    "sum of {count} rows": "somme de {count} lignes",
    "counted more than once": "comptés plus d'une fois",
    "{unit}, once each": "{unit}, sans doublon",
    "Neither this table nor its total is published: a number of few people could be worked out from them. A longer period or a wider scope may be told.": (
        "Ni ce tableau ni son total ne sont publiés : on pourrait en déduire un nombre qui concerne peu de personnes. "
        "Une période plus longue ou un périmètre plus large peuvent être communiqués."
    ),
    "sum of the plots": "somme des parcelles",
    "overlapping": "en recouvrement",
    "hectares, once each": "hectares, sans doublon",
    "of those whose answer is known": "de ceux dont la réponse est connue",
    "not computable": "non calculable",
    "not collected": "non collecté",
    "By {dimensions}": "Par {dimensions}",
    "Few stand behind this number, or behind one that it would give away: it is withheld to protect them.": (
        "Peu de gens sont derrière ce nombre, ou derrière un autre qu'il trahirait : il n'est pas communiqué, pour les "
        "protéger."
    ),
    "{count} whose answer is not known are not in the figure.": (
        "{count} dont la réponse est inconnue ne sont pas dans le chiffre."
    ),
    "Of {count} the number is not known.": "Pour {count}, le nombre est inconnu.",
    "Of a few, whether they count is not known; how many is withheld.": (
        "Pour quelques-uns, on ne sait pas s'ils comptent ; combien n'est pas communiqué."
    ),
    "Were all known, it would lie between {low} and {high}.": "Si tout était connu, il serait entre {low} et {high}.",
    "Nobody's answer is unknown.": "Aucune réponse n'est inconnue.",
    "Rows overlap: who is in several is in each.": "Les lignes se recouvrent : qui est dans plusieurs est dans chacune.",
    "A row's name leads to the figure of that row alone.": "Le nom d'une ligne mène au chiffre de cette ligne seule.",
    "answer unknown": "réponse inconnue",
    "All": "Tous",
    "release {code} of {date}": "publication figée {code} du {date}",
    "not released, facts {version} of {date}": "non publié, faits {version} du {date}",
    "Small numbers are withheld to protect people: withheld is not zero.": (
        "Les petits nombres ne sont pas communiqués, pour protéger les personnes : non communiqué n'est pas zéro."
    ),
    "Total": "Total",
    "Numbers of the records, never names; a name is in the record alone.": (
        "Des numéros de dossiers, jamais de noms ; un nom n'est que dans le dossier."
    ),
    "And {count} more: all of them with": "Et {count} autres : tous avec",
    "Reached": "Atteints",
    "Answer {answer}": "Réponse {answer}",
    "yes": "oui",
    "Broken lines: the trends, drawn on for half as long again. Long strokes: linear; short strokes: logit.": (
        "Lignes brisées : les tendances, prolongées de moitié. Traits longs : linéaire ; traits courts : logit."
    ),
    "If it goes on so": "Si cela continue ainsi",
    "A reconstruction, not a forecast: it states what it supposes.": (
        "Une reconstruction, non une prévision : elle dit ce qu'elle suppose."
    ),
    "Years that are withheld are not in it.": "Les années non communiquées n'y sont pas.",
    "“{part}” out of “{of}”; records as of {day}.": "« {part} » sur « {of} » ; dossiers au {day}.",
    "Linear trend": "Tendance linéaire",
    "Logit trend": "Tendance logit",
}
