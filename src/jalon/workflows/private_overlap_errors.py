"""What keeps two groups from comparing their people."""

from __future__ import annotations

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.REFUSED,
    {
        "overlap_no_consent": (
            "Nobody in {found} permits being matched with other groups' registers.",
            "Personne dans {found} n'autorise le rapprochement avec les registres d'autres groupes.",
            "Ask people for their consent to matching and record it; not asked is no.",
            "Demandez aux personnes leur consentement au rapprochement (matching) et notez-le ; pas demandé veut dire non.",
        ),
        "overlap_too_few": (
            "Of the {members} people who permit matching, {found} can be compared: fewer than {least}.",
            "Sur les {members} personnes qui autorisent le rapprochement, {found} sont comparables : moins de {least}.",
            "A key needs both names, the sex and the day of birth: complete the records, or compare more people.",
            "Il faut les deux noms, le sexe et le jour de naissance : complétez les fiches, ou comparez plus de personnes.",
        ),
        "overlap_sensitive": (
            "{found} is a sensitive project: its people are not compared with other groups'.",
            "{found} est un projet sensible : ses participants ne sont pas comparés à ceux d'autres groupes.",
            "Ask about other projects; where this use was granted, say so: --sensitive {found} --reason “who granted it”.",
            "Choisissez d'autres projets ; si cet usage a été accordé, dites-le : "
            "--sensitive {found} --reason « qui l'a accordé ».",
        ),
        "overlap_grant_needs_reason": (
            "--sensitive was given without a reason.",
            "--sensitive a été donné sans motif.",
            "Say with --reason who granted this use of the project's register, and when; it is kept.",
            "Dites avec --reason qui a accordé cet usage du registre du projet, et quand ; c'est conservé.",
        ),
        "overlap_own_request": (
            "This request was made in this folder: nobody answers her own.",
            "Cette demande a été faite dans ce dossier : on ne répond pas à sa propre demande.",
            "Send it to the other group, which answers it in its folder.",
            "Envoyez-la à l'autre groupe, qui y répond dans son dossier.",
        ),
        "overlap_answered_already": (
            "This request was answered from this folder on {day}, with {figures}.",
            "On a répondu à cette demande depuis ce dossier le {day}, avec {figures}.",
            "Send that answer again; where it is lost, let the other group ask anew. One request gives one number.",
            "Renvoyez cette réponse ; si elle est perdue, que l'autre groupe redemande. Une demande donne un seul nombre.",
        ),
        "overlap_other_request": (
            "This answers another request than the one sent from here: the request was changed on its way.",
            "Ceci répond à une autre demande que celle envoyée d'ici : la demande a été modifiée en chemin.",
            "Ask anew and send the file by a way you trust; compare the digests that both sides see.",
            "Refaites la demande et envoyez le fichier par une voie sûre ; comparez les empreintes vues des deux côtés.",
        ),
    },
)
catalogued(
    ExitCode.NOT_FOUND,
    {
        "overlap_not_waiting": (
            "No request of this folder waits for this answer.",
            "Aucune demande de ce dossier n'attend cette réponse.",
            "It was read before, or was asked from another folder. An answer is read once; ask anew.",
            "Elle a déjà été lue, ou la demande vient d'un autre dossier. Une réponse se lit une fois ; redemandez.",
        ),
    },
)
catalogued(
    ExitCode.USAGE,
    {
        "overlap_not_people": (
            "{found} does not count people: a private overlap compares people only.",
            "{found} ne compte pas des personnes : un recouvrement privé ne compare que des personnes.",
            "Name an indicator of unit person that counts, such as participants.",
            "Nommez un indicateur qui compte des personnes, comme participants.",
        ),
        "overlap_for_matching": (
            "{found} asks for the purpose {purpose}; a private overlap is always made for matching.",
            "{found} demande la finalité {purpose} ; un recouvrement privé sert toujours au rapprochement (matching).",
            "Leave the purpose out of the figure.",
            "Retirez la finalité du chiffre.",
        ),
        "overlap_not_sensitive": (
            "--sensitive {found} names no sensitive project in the figures.",
            "--sensitive {found} ne désigne aucun projet sensible des chiffres.",
            "Leave it out, or mend the code.",
            "Retirez-le, ou corrigez le code.",
        ),
        "overlap_cannot_write": (
            "{found} cannot be written: there is a file of this name, or its folder is missing or closed.",
            "{found} ne peut pas être écrit : un fichier porte ce nom, ou le dossier manque ou est fermé.",
            "Give another name with --out.",
            "Donnez un autre nom avec --out.",
        ),
    },
)
