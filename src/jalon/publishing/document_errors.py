"""What can go wrong when a text is read."""

from __future__ import annotations

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.NOT_FOUND,
    {
        "no_document": (
            "The text {found} cannot be opened: {reason}.",
            "Le texte {found} ne s'ouvre pas : {reason}.",
            "Check the name; paths start from the folder you are in.",
            "Vérifiez le nom ; les chemins partent du dossier où vous êtes.",
        ),
    },
)
catalogued(
    ExitCode.BAD_INPUT,
    {
        "unknown_text_format": (
            "“{found}” is not a format of text that can be checked.",
            "« {found} » n'est pas un format de texte qui se vérifie.",
            "Save it as one of: {known}.",
            "Enregistrez-le dans l'un de ces formats : {known}.",
        ),
        "text_too_long": (
            "The text is too long: {found} letters or bytes, where {most} letters (about 600 pages) are read.",
            "Le texte est trop long : {found} lettres ou octets, pour {most} lettres lues au plus (environ 600 pages).",
            "Check it in parts, one file for each chapter.",
            "Vérifiez-le par parties, un fichier par chapitre.",
        ),
        "text_empty": (
            "The file holds no text.",
            "Le fichier ne contient pas de texte.",
            "Check that it is the right one, and that it was saved.",
            "Vérifiez que c'est le bon, et qu'il a été enregistré.",
        ),
        "text_not_utf8": (
            "This is not a text in UTF-8.",
            "Ce n'est pas un texte en UTF-8.",
            "Save it as plain text, encoding UTF-8; a document of an office suite as docx.",
            "Enregistrez-le en texte simple, encodage UTF-8 ; un document de bureautique en docx.",
        ),
        "docx_broken": (
            "This docx cannot be read: {reason}.",
            "Ce docx est illisible : {reason}.",
            "Open it in the programme it was written with and save it again as docx.",
            "Ouvrez-le dans le logiciel où il a été écrit et enregistrez-le de nouveau en docx.",
        ),
        "docx_encrypted": (
            "This document is protected by a password, or is an old .doc: it cannot be read.",
            "Ce document est protégé par un mot de passe, ou c'est un ancien .doc : il est illisible.",
            "Save a copy without a password, as docx.",
            "Enregistrez-en une copie sans mot de passe, en docx.",
        ),
        "docx_too_large": (
            "This docx unfolds to {found} bytes; up to {most} are read.",
            "Ce docx se déploie en {found} octets ; on en lit {most} au plus.",
            "Take the pictures out, or check it in parts.",
            "Retirez les images, ou vérifiez-le par parties.",
        ),
    },
)
