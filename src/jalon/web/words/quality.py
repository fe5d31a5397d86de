"""Data quality."""

FRENCH = {
    "Data quality": "Qualité des données",
    "What the records lack, and what to do about it. Unknown is never guessed: the less there is of it, the more a figure can say.": (
        "Ce qui manque aux dossiers, et que faire. L'inconnu n'est jamais deviné : moins il y en a, plus un chiffre en dit."
    ),
    "How much of what is asked is known. Unknown is never guessed and never counted as no; it stands beside every figure.": (
        "Ce que l'on sait de ce qui est demandé. L'inconnu n'est jamais deviné ni compté comme un non ; il figure à côté de "
        "chaque chiffre."
    ),
    "By project": "Par projet",
    "Counts of what waits for somebody; the most first.": "Ce qui attend quelqu'un, le plus abondant d'abord.",
    "Spells": "Inscriptions",
    "open though ended": "ouvertes, projet fini",
    "without a register": "sans feuille d'appel",
    "faults to mend": "fautes à corriger",
    "pairs to review": "paires à examiner",
    "Nothing waits for anybody: every spell of an ended project is closed, every session has its register, no row was left out and no pair is undecided.": (
        "Rien n'attend personne : toute inscription d'un projet fini est close, toute séance a sa feuille d'appel, aucune "
        "ligne n'a été laissée de côté et aucune paire n'est indécise."
    ),
    "What is known": "Ce qui est connu",
    "The least known first.": "Le moins connu d'abord.",
    "Figure": "Chiffre",
    "Asked": "Interrogés",
    "Answer unknown": "Réponse inconnue",
    "Answer known": "Réponse connue",
    "No figure here asks anything that could be unknown.": "Aucun chiffre n'interroge ici quoi que ce soit d'inconnu.",
    "What its records lack, which figures that leaves open, and what to do next.": (
        "Ce qui manque à ses dossiers, quels chiffres cela laisse ouverts, et que faire."
    ),
    "What to do next": "Que faire maintenant",
    "of {count}": "sur {count}",
    "Nothing waits for anybody in this project.": "Rien n'attend personne dans ce projet.",
    "Answers that are not known": "Réponses inconnues",
    "Ask at the next meeting, and import the sheet again: what is known already is kept.": (
        "Demandez à la prochaine rencontre, puis importez de nouveau la feuille : ce qui est connu est gardé."
    ),
    "Question": "Question",
    "Not known": "Inconnus",
    "of": "sur",
    "Share": "Part",
    "Known of everybody:": "Connu pour tout le monde :",
    "Never asked in this project: {count}": "Jamais demandé dans ce projet : {count}",
    "Not asked is not unknown: a figure that needs these is “not collected” here.": (
        "Non demandé n'est pas inconnu : un chiffre qui en a besoin est ici « non collecté »."
    ),
    "How far the figures could move": "De combien les chiffres peuvent bouger",
    "If what is lacking became known, in the whole life of the project.": (
        "Si ce qui manque venait à être connu, sur toute la vie du projet."
    ),
    "Because of": "À cause de",
    "now": "actuel",
    "at least": "au moins",
    "at most": "au plus",
    "Spells still open though the project has ended": "Inscriptions encore ouvertes alors que le projet est fini",
    "Give each its last day: in a sheet with person and exit, imported for this project.": (
        "Donnez à chacune son dernier jour : dans une feuille avec la personne et la sortie, importée pour ce projet."
    ),
    "Sessions without a register": "Séances sans feuille d'appel",
    "If the list is complete, import it again and say so; else whoever is not on it stays unknown.": (
        "Si la liste est complète, importez-la de nouveau en le disant ; sinon, qui n'y figure pas reste inconnu."
    ),
    "Participants of whom no attendance is known": "Participants dont aucune présence n'est connue",
    "They follow from sessions without a register.": "Ils découlent des séances sans feuille d'appel.",
    "Faults in rows that were left out": "Fautes dans des lignes laissées de côté",
    "Mend the correction workbooks and import them:": "Corrigez les classeurs de correction et importez-les :",
    "Pairs that may be one person": "Paires qui sont peut-être une même personne",
    "Decide each: `jalon decide`.": "Tranchez chacune : `jalon decide`.",
    "Birth": "Naissance",
    "{measure}, {when}": "{measure}, {when}",
    "spells still open": "inscriptions encore ouvertes",
    "sessions without a register": "séances sans feuille d'appel",
    "rows left out": "lignes laissées de côté",
    "Few stand behind these numbers, or behind one that they would give away.": (
        "Peu de gens sont derrière ces nombres, ou derrière un autre qu'ils trahiraient."
    ),
}
