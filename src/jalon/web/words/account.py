"""What the pages of signing in say. What is wrong with a form, django-allauth says in both languages."""

FRENCH = {
    "Sign in": "Se connecter",
    "Sign out": "Se déconnecter",
    "Your account": "Votre compte",
    "For staff of the group. What is published needs no account.": (
        "Pour l'équipe du groupe. Ce qui est publié se lit sans compte."
    ),
    "User name or e-mail": "Nom ou adresse électronique",
    "Password": "Mot de passe",
    "Sign in with {name}": "Se connecter avec {name}",
    "Accounts are given by whoever keeps the group's folder. Who forgot a password asks them for another.": (
        "Les comptes sont ouverts par qui garde le dossier du groupe. En cas d'oubli, c'est là qu'on demande un autre "
        "mot de passe."
    ),
    "You then see what is published.": "Vous verrez alors ce qui est publié.",
    "Say again who you are": "Dites à nouveau qui vous êtes",
    "This changes how your account is kept safe.": "Cela change la protection de votre compte.",
    "Go on": "Continuer",
    "Change the password": "Changer le mot de passe",
    "This account is closed": "Ce compte est fermé",
    "Ask whoever keeps the group's folder.": "Adressez-vous à qui garde le dossier du groupe.",
    "No account here": "Pas de compte ici",
    "You are known there, but no account of this site has your e-mail address.": (
        "On vous connaît là-bas, mais aucun compte de ce site n'a votre adresse électronique."
    ),
    "You were not signed in": "Vous n'êtes pas connecté",
    "The other site did not say who you are, or you stopped there.": (
        "L'autre site n'a pas dit qui vous êtes, ou vous vous y êtes arrêté."
    ),
    "Too many tries": "Trop d'essais",
    "Wait some minutes, then try once more.": "Attendez quelques minutes, puis réessayez.",
    "Second factor": "Second facteur",
    "Type the code that your authenticator shows now, or one of your recovery codes.": (
        "Tapez le code que votre application d'authentification montre à présent, ou l'un de vos codes de secours."
    ),
    "What you see": "Ce que vous voyez",
    "Live figures of the whole group, with their true numbers.": (
        "Les chiffres du moment de tout le groupe, avec leurs vrais nombres."
    ),
    "Live figures, with their true numbers, of {where}; elsewhere what is published.": (
        "Les chiffres du moment, avec leurs vrais nombres, de : {where} ; ailleurs ce qui est publié."
    ),
    "What is published.": "Ce qui est publié.",
    "You may open them onto their members, by number; that you do is kept.": (
        "Vous pouvez voir qui est derrière, par numéro ; chacune de ces consultations est consignée."
    ),
    "On: signing in takes your password and a code of your authenticator.": (
        "Activé : se connecter demande votre mot de passe et un code de votre application d'authentification."
    ),
    "Off: your password alone signs in. With an authenticator on your telephone nobody gets in who only knows it.": (
        "Désactivé : votre mot de passe suffit. Avec une application d'authentification sur votre téléphone, qui ne "
        "connaît que lui n'entre pas."
    ),
    "Recovery codes": "Codes de secours",
    "Turn it on": "L'activer",
    "Turn it off": "Le désactiver",
    "Turn the second factor on": "Activer le second facteur",
    "Turn the second factor off": "Désactiver le second facteur",
    "Read this picture with an authenticator on your telephone, then type the code that it shows.": (
        "Lisez cette image avec une application d'authentification sur votre téléphone, puis tapez le code qu'elle "
        "montre."
    ),
    "The same as the key below, to be read by a camera": "La clé ci-dessous, à lire par un appareil photo",
    "Without a camera, type this key:": "Sans appareil photo, tapez cette clé :",
    "Your password alone will sign in again.": "Votre mot de passe suffira de nouveau.",
    "Each signs in once in the place of a code of your authenticator. Keep them on paper, away from this machine.": (
        "Chacun sert une fois, à la place d'un code de votre application d'authentification. Gardez-les sur papier, "
        "loin de cette machine."
    ),
    "Download them": "Les télécharger",
    "Make new ones": "En faire de nouveaux",
    "The former recovery codes are worth nothing afterwards.": "Les anciens codes de secours ne vaudront plus rien.",
}
