"""Errors of the site itself. What is asked of figures has its own, in their packages."""

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.NOT_FOUND,
    {
        "no_such_page": (
            "There is no page at {found}.",
            "Il n'y a pas de page à l'adresse {found}.",
            "Start from the portfolio, or from the list of figures.",
            "Partez du portefeuille ou de la liste des chiffres.",
        ),
        "no_such_chapter": (
            "There is no chapter “{found}”.",
            "Il n'y a pas de chapitre « {found} ».",
            "“How we count” lists them.",
            "« Comment nous comptons » les énumère.",
        ),
        "no_such_format": (
            "There is no download as {found}.",
            "Il n'y a pas de téléchargement au format {found}.",
            "There is {known}.",
            "Il y a {known}.",
        ),
        "home_missing": (
            "The folder of the group is not where it was when this site was started.",
            "Le dossier du groupe n'est plus là où il était au démarrage de ce site.",
            "If you run this site: put the folder back, and load this page again; or stop the site, and start it with "
            "`jalon serve --home FOLDER` where the folder is now. Anybody else: come back later.",
            "Si vous faites tourner ce site : remettez le dossier à sa place et rechargez cette page ; ou arrêtez le "
            "site et relancez-le par `jalon serve --home DOSSIER`, là où le dossier se trouve. Sinon : revenez plus tard.",
        ),
        "nothing_published": (
            "Nothing is published here yet.",
            "Rien n'est encore publié ici.",
            "Figures appear once a period is closed and made public: `jalon release make`. Staff who sign in see the "
            "figures of today.",
            "Les chiffres paraissent une fois une période close et rendue publique : `jalon release make`. L'équipe, "
            "une fois connectée, voit les chiffres du jour.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "sign_in_first": (
            "This page is for staff of the group: it shows what is behind a figure.",
            "Cette page est réservée à l'équipe du groupe : elle montre ce qu'il y a derrière un chiffre.",
            "Sign in with an account of the group; what is published needs none.",
            "Connectez-vous avec un compte du groupe ; ce qui est publié n'en demande pas.",
        ),
        "not_for_you": (
            "The account “{name}” does not open this.",
            "Le compte « {name} » n'ouvre pas ceci.",
            "Your own page says what it opens. Whoever keeps the group's folder can open more: `jalon user access`.",
            "La page de votre compte dit ce qu'il ouvre. Qui garde le dossier du groupe peut ouvrir davantage : "
            "`jalon user access`.",
        ),
    },
)
catalogued(
    ExitCode.USAGE,
    {
        "bad_question": (
            "The address asks for {found}, which this page does not know.",
            "L'adresse demande {found}, que cette page ne connaît pas.",
            "It knows {known}.",
            "Elle connaît {known}.",
        ),
        "too_much_sent": (
            "{found} bytes were sent, where this site takes {most}.",
            "{found} octets ont été envoyés, là où ce site en prend {most}.",
            "Paste a part of the text; a whole book is checked with `jalon check FILE`.",
            "Collez une partie du texte ; un livre entier se vérifie avec `jalon check FICHIER`.",
        ),
        "too_many_dimensions": (
            "A table on this page has at most two dimensions; {found} were asked.",
            "Un tableau de cette page a deux dimensions au plus ; {found} ont été demandées.",
            "Ask for two of them; `jalon figure --by` crosses as many as you like.",
            "N'en demandez que deux ; `jalon figure --by` en croise autant que vous voulez.",
        ),
        "port_taken": (
            "Port {port} of this machine is in use.",
            "Le port {port} de cette machine est déjà pris.",
            "Stop what uses it, or name another: `jalon serve --port {next}`.",
            "Arrêtez ce qui l'utilise, ou indiquez-en un autre : `jalon serve --port {next}`.",
        ),
    },
)
