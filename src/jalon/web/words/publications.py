"""Publications and the checker."""

FRENCH = {
    "Publications": "Publications",
    "What the group says with its figures. Every number in these texts can be followed to what stands behind it.": (
        "Ce que le groupe dit avec ses chiffres. Chaque nombre de ces textes peut être suivi jusqu'à ce qui le fonde."
    ),
    "Texts": "Textes",
    "made public on {day}": "rendu public le {day}",
    "There is no text in the folder yet. Put one there, with its numbers linked:": (
        "Il n'y a pas encore de texte dans le dossier. Mettez-en un, ses nombres liés :"
    ),
    "No text is public yet.": "Aucun texte n'est encore public.",
    "A text becomes public once its numbers are in order:": "Un texte devient public une fois ses nombres en ordre :",
    "Check a text": "Vérifier un texte",
    "Paste what you are about to publish: each number is held against the figures, and you are told which are proven, which are wrong and what to write instead.": (
        "Collez ce que vous allez publier : chaque nombre est confronté aux chiffres, et l'on vous dit lesquels sont "
        "prouvés, lesquels sont faux et ce qu'il faut écrire à la place."
    ),
    "Open the checker": "Ouvrir le vérificateur",
    "hidden: a quote in it may not be published": "caché : une citation ne peut pas en être publiée",
    "changed since it was made public: hidden until it is made public again": (
        "modifié depuis qu'il a été rendu public : caché jusqu'à ce qu'il le soit de nouveau"
    ),
    "public": "public",
    "not public": "non public",
    "HTML": "HTML",
    "PDF": "PDF",
    "e-mail": "courriel",
    "For staff:": "Pour l'équipe :",
    "Numbers in it must be mended before it can be made public.": (
        "Des nombres sont à corriger avant qu'il puisse être rendu public."
    ),
    "Take it with you:": "À emporter :",
    "All the rules, case by case": "Toutes les règles, cas par cas",
    "Each number is held against the figures. Nothing you paste is kept.": (
        "Chaque nombre est confronté aux chiffres. Rien de ce que vous collez n'est gardé."
    ),
    "There is no text in the field.": "Il n'y a pas de texte dans le champ.",
    "No number found": "Aucun nombre trouvé",
    "Not to be published as it stands": "À ne pas publier en l'état",
    "Nothing in it is wrong": "Rien n'y est faux",
    "Years, dates, ordinals, telephone and page numbers are not claims.": (
        "Années, dates, ordinaux, numéros de téléphone et de page ne sont pas des affirmations chiffrées."
    ),
    "Write instead": "À écrire à la place",
    "It could be linked to:": "Il pourrait être lié à :",
    "comes to this number": "donne ce nombre",
    "Your text, with its proofs": "Votre texte, avec ses preuves",
    "The text": "Le texte",
    "Markdown or HTML, at most {count} letters. A number is bound by a link:": (
        "Markdown ou HTML, {count} lettres au plus. Un nombre est lié ainsi :"
    ),
    "“{written}”": "«\u00a0{written}\u00a0»",
    "Written as": "Écrit en",
    "text or Markdown": "texte ou Markdown",
    "Check": "Vérifier",
    "This request cannot be read.": "Cette demande ne peut être lue.",
}
