"""What can be wrong with a file of a private overlap."""

from __future__ import annotations

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.BAD_INPUT,
    {
        "overlap_file_broken": (
            "This file of a private overlap is not as it was made: {problem}.",
            "Ce fichier de recouvrement privé n'est pas tel qu'il a été produit : {problem}.",
            "Have it sent again, as it was made: nothing in it may be changed.",
            "Faites-le renvoyer tel qu'il a été produit : rien ne doit y être modifié.",
        ),
        "overlap_not_ours": (
            "What is encrypted in this file is not what Jalon makes: it would show who is in both, or count wrongly.",
            "Ce qui est chiffré dans ce fichier n'est pas ce que produit Jalon : il montrerait qui est commun, ou "
            "compterait faux.",
            "Do not use it. Ask the other group how it was made.",
            "Ne l'utilisez pas. Demandez à l'autre groupe comment il a été produit.",
        ),
        "overlap_no_file": (
            "This is no file of a private overlap.",
            "Ce n'est pas un fichier de recouvrement privé.",
            "Give the file that the other group sent: its first line says “jalon private overlap”.",
            "Donnez le fichier que l'autre groupe a envoyé : sa première ligne dit « jalon private overlap ».",
        ),
        "overlap_file_kind": (
            "This file is the {found} of a private overlap; here the {wanted} is needed.",
            "Ce fichier est la {found} d'un recouvrement privé ; il faut ici la {wanted}.",
            "A request is answered with --answer, an answer is read with --read.",
            "On répond à une demande avec --answer, on lit une réponse avec --read.",
        ),
        "overlap_other_protocol": (
            "The other group's Jalon compares people in another way: {found}; here: {known}.",
            "Le Jalon de l'autre groupe compare les personnes autrement : {found} ; ici : {known}.",
            "Bring both to the same version of Jalon, then ask anew.",
            "Mettez les deux à la même version de Jalon, puis refaites la demande.",
        ),
    },
)
