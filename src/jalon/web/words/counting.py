"""How we count: the page's own words, and the French of its chapters. Paragraphs and cases are in English alone."""

FRENCH = {
    "How we count": "Comment nous comptons",
    "A figure is a set, not a sum: the people, ventures or places that answer yes, each once. What follows is the whole of the rules, case by case. Every case is a test that all engines must pass; these pages are written from the tests.": (
        "Un chiffre est un ensemble, non une somme : les personnes, entreprises ou lieux qui répondent oui, une seule fois "
        "chacun. Voici toutes les règles, cas par cas. Chaque cas est un test que tous les moteurs doivent réussir ; ces "
        "pages sont écrites d'après les tests."
    ),
    "Chapters": "Chapitres",
    "In five lines": "En cinq lignes",
    "Once each.": "Une seule fois.",
    "Whoever is in several projects, sessions or countries is counted once; a table says how many stand in several of its rows.": (
        "Qui est dans plusieurs projets, séances ou pays est compté une fois ; un tableau dit combien figurent dans "
        "plusieurs de ses lignes."
    ),
    "Three answers.": "Trois réponses.",
    "Yes, no and unknown. Unknown is never guessed and never dropped: it is a row of every table.": (
        "Oui, non, inconnu. L'inconnu n'est jamais deviné ni écarté : c'est une ligne de chaque tableau."
    ),
    "Zero is not “not collected”.": "Zéro n'est pas « non collecté ».",
    "Zero says that people were asked and none said yes. Where nobody was asked there is no number.": (
        "Zéro dit qu'on a demandé et que personne n'a dit oui. Là où l'on n'a rien demandé, il n'y a pas de nombre."
    ),
    "Three kinds of number.": "Trois sortes de nombres.",
    "Counted, with members behind it; declared by a partner; estimated by a stated method. They are shown apart, and added only where they are known to be disjoint.": (
        "Compté, avec des membres derrière ; déclaré par un partenaire ; estimé par une méthode énoncée. Ils sont montrés "
        "séparément, et additionnés seulement là où on les sait disjoints."
    ),
    "Withheld is a word.": "« Non communiqué » est un mot.",
    "Where few people stand behind a number it is not published, nor anything from which it could be worked out.": (
        "Là où peu de personnes sont derrière un nombre, il n'est pas publié, ni rien qui permettrait de le retrouver."
    ),
    "cases: {count}": "cas : {count}",
    "Titles and introductions are translated; the cases themselves are in English only.": (
        "Titres et introductions sont traduits ; les cas eux-mêmes ne sont qu'en anglais."
    ),
    "In this chapter": "Dans ce chapitre",
    "Chapter {number}": "Chapitre {number}",
    "Unless a case says otherwise: persons, in 2021, placed by being enrolled; everybody enrolled is asked. Members are shown by their numbers.": (
        "Sauf indication contraire : des personnes, en 2021, placées par leur inscription ; on interroge toutes les "
        "personnes inscrites. Les membres sont désignés par leur numéro."
    ),
    "Previous chapter": "Chapitre précédent",
    "Next chapter": "Chapitre suivant",
}

CHAPTERS = {
    "Who is counted": "Qui est compté",
    "A figure is a set of members; its value is the size of the set. This chapter says who can be a member. Unless a paragraph says otherwise the unit is a person, the period is 2021, and the question is `true`: everybody who was enrolled.": (
        "Un chiffre est un ensemble de membres ; sa valeur est la taille de l'ensemble. Ce chapitre dit qui peut en être. "
        "Sauf indication contraire, l'unité est la personne, la période 2021, et la question `true` : toutes les personnes "
        "inscrites."
    ),
    "Participants": "Participants",
    "Whom an indicator asks": "Qui un indicateur interroge",
    "`among` is the universe: who is asked at all. `counts` is the question. Everybody in the universe answers yes, no or unknown.": (
        "`among` est l'univers : qui est interrogé. `counts` est la question. Chacun dans l'univers répond oui, non ou "
        "inconnu."
    ),
    "People found to be one": "Dossiers d'une même personne",
    "Two records may be of one person. Somebody decides it, with a reason; from then on they are one subject, known by the smallest of their numbers. Records stay as they came, and the decision can be undone.": (
        "Deux dossiers peuvent être d'une même personne. Quelqu'un en décide, avec une raison ; ils ne sont alors plus "
        "qu'un sujet, connu par le plus petit de leurs numéros. Les dossiers restent tels quels, et la décision peut être "
        "défaite."
    ),
    "Purpose and consent": "Finalité et consentement",
    "A figure states what it is for. People may refuse a purpose or permit it; refusing publicity does not uncount anybody.": (
        "Un chiffre dit à quoi il sert. Chacun peut refuser ou permettre une finalité ; refuser la publicité ne retire "
        "personne du compte."
    ),
    "Zero and not collected": "Zéro et non collecté",
    "Zero is an answer: people were there, and none of them says yes. Not collected is the lack of one.": (
        "Zéro est une réponse : des gens étaient là et aucun ne dit oui. Non collecté, c'est l'absence de réponse."
    ),
    "Unknown": "Inconnu",
    "There are three answers: yes, no and unknown. Unknown is not no, is never guessed, and is never dropped.": (
        "Il y a trois réponses : oui, non et inconnu. Inconnu n'est pas non ; il n'est jamais deviné ni écarté."
    ),
    "Missing values": "Valeurs manquantes",
    "Ages, and other numbers known within limits": "Âges et autres nombres connus à des bornes près",
    "A number may be known within limits only: a birth year alone leaves two possible ages. A comparison is yes where it holds for all that is possible, no where it holds for none of it, else unknown.": (
        "Un nombre peut n'être connu qu'à des bornes près : une année de naissance laisse deux âges possibles. Une "
        "comparaison est oui si elle vaut pour tout ce qui est possible, non si elle ne vaut pour rien, sinon inconnue."
    ),
    "Attendance": "Présence",
    "Who came, who did not, and when that is known at all.": (
        "Qui est venu, qui n'est pas venu, et quand on peut seulement le savoir."
    ),
    "Registers and sign-in lists": "Feuilles d'appel et listes d'émargement",
    "Which sessions bear on a person": "Quelles séances concernent une personne",
    "Hours and rates": "Heures et taux",
    "Measures over time": "Les mesures dans le temps",
    "A measure is a question; an observation is its dated answer. The same question is asked at entry, at exit, some months later, or on any day, and each moment has its own rule for which answer holds.": (
        "Une mesure est une question ; une observation est sa réponse datée. La même question est posée à l'entrée, à la "
        "sortie, quelques mois après ou un jour quelconque, et chaque moment a sa règle pour savoir quelle réponse vaut."
    ),
    "At entry and at exit": "À l'entrée et à la sortie",
    "Some months after": "Quelques mois après",
    "Change": "Évolution",
    "The latest answer": "La dernière réponse",
    "Several participations": "Plusieurs participations",
    "A person may take part in several projects of the scope, and answer differently in each. `over` says how her participations give her one answer. They are in order of first entry, then of project code.": (
        "Une personne peut participer à plusieurs projets du périmètre et répondre autrement dans chacun. `over` dit "
        "comment ses participations donnent une seule réponse. Elles sont dans l'ordre de la première entrée, puis du code "
        "du projet."
    ),
    "Any, all, first, last": "Une, toutes, la première, la dernière",
    "Together": "Ensemble",
    "Periods": "Périodes",
    "What puts a person in a period is part of the definition: her entry, being there, her exit, a session, an observation (`period_on`).": (
        "Ce qui place une personne dans une période fait partie de la définition : son entrée, sa présence, sa sortie, une "
        "séance, une observation (`period_on`)."
    ),
    "What puts a person in a period": "Ce qui place une personne dans une période",
    "How periods are written": "Comment s'écrivent les périodes",
    "Scope": "Périmètre",
    "Where a figure looks. Every restriction takes one code or several; all that are given must hold. What lies outside the scope does not exist for the figure. A figure of a narrower scope is another figure, not a cell of the wider one.": (
        "Où regarde un chiffre. Chaque restriction prend un code ou plusieurs ; toutes celles qui sont données doivent être "
        "remplies. Ce qui est hors du périmètre n'existe pas pour le chiffre. Le chiffre d'un périmètre plus étroit est un "
        "autre chiffre, non une case du plus large."
    ),
    "Organisations, projects, themes, grants and funders": "Organisations, projets, thèmes, subventions et financeurs",
    "These select projects.": "Ils choisissent des projets.",
    "Countries and sites": "Pays et sites",
    "A country or a site selects spells of enrolment; where the indicator is placed by sessions, it selects sessions.": (
        "Un pays ou un site choisit des inscriptions ; si l'indicateur est placé par les séances, il choisit des séances."
    ),
    "Breakdowns": "Ventilations",
    "A cell of a breakdown is a subset of its figure. Members and their values are decided once, in the figure's scope. Adding a breakdown never changes the total; whoever has no known value stands in the row *unknown*; and where cells overlap, the breakdown says by how much.": (
        "Une case d'une ventilation est un sous-ensemble de son chiffre. Les membres et leurs valeurs sont décidés une fois, "
        "dans le périmètre du chiffre. Ajouter une ventilation ne change jamais le total ; qui n'a pas de valeur connue est "
        "dans la ligne *inconnu* ; et là où des cases se recouvrent, la ventilation dit de combien."
    ),
    "What people are: dimensions that split the set": "Ce que sont les personnes : des dimensions qui partagent l'ensemble",
    "Sex, age band, nationality, and the value at entry of any measure with options. Each member stands in one row.": (
        "Sexe, tranche d'âge, nationalité, et la valeur à l'entrée de toute mesure à choix. Chaque membre est dans une "
        "seule ligne."
    ),
    "Where and when: dimensions that may overlap": "Où et quand : des dimensions qui peuvent se recouvrir",
    "Project, organisation, country, site, funder, grant, theme, month, quarter, year, activity. A member stands in every row in which a fact of hers places her: the fact that the indicator is placed by (`period_on`).": (
        "Projet, organisation, pays, site, financeur, subvention, thème, mois, trimestre, année, activité. Un membre est "
        "dans chaque ligne où un fait le place : celui par lequel l'indicateur est placé (`period_on`)."
    ),
    "Several dimensions at once": "Plusieurs dimensions à la fois",
    "Kinds of figures": "Sortes de chiffres",
    "A count is the size of a set. A share, a distinct and a sum are said of sets, and show them.": (
        "Un dénombrement est la taille d'un ensemble. Une part, un nombre de codes et une somme se disent d'ensembles, et "
        "les montrent."
    ),
    "Share": "Part",
    "Distinct": "Codes différents",
    "How many different countries, organisations, projects, sites, sessions or goals the members reach, or nationalities they have.": (
        "Combien de pays, d'organisations, de projets, de sites, de séances ou d'objectifs les membres touchent, ou "
        "combien de nationalités ils ont."
    ),
    "Sum": "Somme",
    "A number added over the members. Each counts once.": "Un nombre additionné sur les membres. Chacun compte une fois.",
    "The language": "Le langage",
    "Expressions look like conditions of SQL. What may be written is a closed list; everything else is refused, with the place and what to write instead.": (
        "Les expressions ressemblent à des conditions SQL. Ce qui peut s'écrire est une liste fermée ; tout le reste est "
        "refusé, avec l'endroit et ce qu'il faut écrire à la place."
    ),
    "Conditions": "Conditions",
    "What is refused": "Ce qui est refusé",
    "Declared and estimated": "Déclaré et estimé",
    "Some totals have no members: a partner declares 80,000 with its evidence, or somebody estimates a number by a stated method. They stand beside what is counted, and are added only where somebody has said that they are disjoint from it. What is counted can always be read on its own.": (
        "Certains totaux n'ont pas de membres : un partenaire en déclare 80 000 avec sa preuve, ou quelqu'un estime un "
        "nombre par une méthode énoncée. Ils sont à côté de ce qui est compté, et ne s'y ajoutent que si quelqu'un a dit "
        "qu'ils en sont disjoints. Ce qui est compté peut toujours se lire seul."
    ),
    "What a figure is made of": "De quoi est fait un chiffre",
    "A quantity is a total without members: its indicator, unit, project, period, and how it stands to what is counted.": (
        "Une quantité est un total sans membres : son indicateur, son unité, son projet, sa période, et son rapport à ce "
        "qui est compté."
    ),
    "Which quantities are in scope": "Quelles quantités sont dans le périmètre",
    "Those of the indicator, of the projects in scope, whose period lies within that of the figure.": (
        "Celles de l'indicateur, des projets du périmètre, dont la période est comprise dans celle du chiffre."
    ),
    "Quantities in breakdowns": "Les quantités dans les ventilations",
    "A cell shows its members and, apart from them, what is declared and estimated of it.": (
        "Une case montre ses membres et, à part, ce qui y est déclaré et estimé."
    ),
    "Comparing two figures": "Comparer deux chiffres",
    "Two figures of one unit are compared member by member: of two scopes, of the facts as they were and as they are, or of two definitions. Each member that differs has exactly one reason, and the reasons add up from the one size to the other. The reasons are asked in this order, and the first that moves a member is hers: *definition*, *erased*, *identity* (merged with another, or split), *consent*, *corrected*, and last *joined* or *left*. One thing changes at a time: the other definition is asked of the older facts, in the older scope; then the facts are taken over kind by kind; the scope comes last.": (
        "Deux chiffres d'une même unité se comparent membre par membre : de deux périmètres, des faits d'alors et "
        "d'aujourd'hui, ou de deux définitions. Chaque membre qui diffère a exactement une raison, et les raisons mènent "
        "d'une taille à l'autre. Elles sont examinées dans cet ordre, et la première qui déplace un membre est la sienne : "
        "*définition*, *effacé*, *identité* (fusionné avec un autre, ou scindé), *consentement*, *corrigé*, et enfin "
        "*arrivé* ou *parti*. Une seule chose change à la fois : l'autre définition est posée aux faits anciens, dans "
        "l'ancien périmètre ; puis les faits sont repris sorte par sorte ; le périmètre vient en dernier."
    ),
    "Two scopes and two definitions": "Deux périmètres et deux définitions",
    "In the same facts nothing can be erased, merged or corrected.": (
        "Dans les mêmes faits, rien ne peut être effacé, fusionné ou corrigé."
    ),
    "The facts as they were and as they are": "Les faits d'alors et ceux d'aujourd'hui",
    "The home, say, and a copy of its folder made a year ago.": (
        "Par exemple le dossier du groupe, et une copie faite il y a un an."
    ),
    "Overlap": "Recouvrement",
    "Who is in which of several figures: of two projects, two years, two indicators, or all of them together.": (
        "Qui est dans lequel de plusieurs chiffres : de deux projets, deux années, deux indicateurs, ou de tous ensemble."
    ),
    "Two to six figures": "De deux à six chiffres",
    "Of one unit, one facts version and one purpose.": "D'une même unité, d'une même version des faits et d'une même finalité.",
    "Targets and baselines": "Cibles et valeurs de départ",
    "An indicator may have a target in a period and scope: what it is to reach there; and a baseline, where it stood before. Progress is how much of the way from one to the other is behind.": (
        "Un indicateur peut avoir une cible dans une période et un périmètre : ce qu'il doit y atteindre ; et une valeur de "
        "départ : où il en était avant. L'avancement est la part du chemin parcourue de l'une à l'autre."
    ),
    "Progress": "Avancement",
    "From the baseline, or from nought where there is none, to the target.": (
        "De la valeur de départ, ou de zéro s'il n'y en a pas, à la cible."
    ),
    "Sums, means and medians": "Sommes, moyennes et médianes",
    "A number of each member, known or not; what is made of all of them, and of those in each cell.": (
        "Un nombre pour chaque membre, connu ou non ; ce qu'on fait de tous, et de ceux de chaque case."
    ),
    "One number for each member": "Un nombre pour chaque membre",
    "Who is in several projects has one number all the same: the definition says how.": (
        "Qui est dans plusieurs projets n'a pourtant qu'un nombre : la définition dit comment."
    ),
    "Sums in a breakdown": "Les sommes dans une ventilation",
    "Each cell adds the numbers of its own members. These are decided once, in the figure's scope: a breakdown changes no number.": (
        "Chaque case additionne les nombres de ses propres membres. Ils sont décidés une fois, dans le périmètre du "
        "chiffre : une ventilation ne change aucun nombre."
    ),
    "Means and medians": "Moyennes et médianes",
    "Of those whose number is known. Who has none stands beside, and moves the bounds where these can be stated.": (
        "Sur ceux dont le nombre est connu. Les autres sont indiqués à côté, et écartent les bornes là où l'on peut en donner."
    ),
    "How many rose, stayed and fell between two observations, and by how much on average.": (
        "Combien ont progressé, stagné ou reculé entre deux observations, et de combien en moyenne."
    ),
    "Who rose, stayed and fell": "Hausses, stabilités et baisses",
    "Four sets, each of which opens onto its members: the fourth are those of whom one observation is missing.": (
        "Quatre ensembles, dont chacun s'ouvre sur ses membres : le quatrième est celui des personnes à qui manque une "
        "observation."
    ),
    "Areas": "Surfaces",
    "Hectares of the union of the outlines of places, measured on the ellipsoid of WGS 84.": (
        "Les hectares de la réunion des contours des lieux, mesurés sur l'ellipsoïde WGS 84."
    ),
    "The union of plots": "La réunion des parcelles",
    "Land under two plots counts once.": "Un terrain couvert par deux parcelles compte une fois.",
    "Representation": "Représentation",
    "A share year after year, each year counted for itself; its trend, and when a level is reached.": (
        "Une part année après année, chaque année comptée pour elle-même ; sa tendance, et quand un niveau est atteint."
    ),
    "The share of each year": "La part de chaque année",
    "A representation is of two counts, as a share is. Its own figure is that of the last year whose share is known.": (
        "Une représentation est faite de deux dénombrements, comme une part. Son chiffre propre est celui de la dernière "
        "année dont la part est connue."
    ),
}
"""What the chapters say, by its English; a test holds that nothing lacks and nothing is left over."""
