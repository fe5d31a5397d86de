"""What stands around every page, and on pages that only say what is wrong."""

FRENCH = {
    ": ": " : ",
    "; ": " ; ",
    "Skip to content": "Aller au contenu",
    "Main": "Principal",
    "Portfolio": "Portefeuille",
    "Figures": "Chiffres",
    "Projects": "Projets",
    "Where you are": "Où vous êtes",
    "Synthetic data: nobody in it is real.": "Données synthétiques : personne n'y est réel.",
    "counted: records stand behind it": "compté : des dossiers le prouvent",
    "declared by a partner, without members": "déclaré par un partenaire, sans membres",
    "estimated, by a stated method": "estimé, par une méthode énoncée",
    "Facts {version}, as of {date}": "Faits {version}, au {date}",
    "You see what is published. Small numbers are withheld to protect people.": (
        "Vous voyez ce qui est publié. Les petits nombres ne sont pas communiqués, pour protéger les personnes."
    ),
    "You see live figures and their true numbers. Do not pass them on as they stand.": (
        "Vous voyez les chiffres du moment et leurs vrais nombres. Ne les transmettez pas tels quels."
    ),
    "Made with Jalon": "Réalisé avec Jalon",
    "Something is wrong": "Quelque chose ne va pas",
    "No such page": "Page introuvable",
    "Start from the portfolio, or from the list of figures.": "Partez du portefeuille ou de la liste des chiffres.",
    "Not allowed": "Accès refusé",
    "This form was not sent from this site, or it was open for too long.": (
        "Ce formulaire n'a pas été envoyé depuis ce site, ou il est resté ouvert trop longtemps."
    ),
    "Open the page again and send it once more.": "Rouvrez la page et envoyez-le à nouveau.",
    "The site failed": "Le site a échoué",
    "The site has nothing to show": "Le site n'a rien à montrer",
    "This is a fault of the program, not of what you asked.": (
        "C'est un défaut du programme, non de ce que vous avez demandé."
    ),
    "What stood behind it is written where the site runs. Try again; if it fails again, tell who runs this site.": (
        "La cause est écrite là où tourne le site. Réessayez ; en cas de nouvel échec, prévenez qui le fait tourner."
    ),
    "What to do": "Que faire",
    "Error": "Erreur",
}
