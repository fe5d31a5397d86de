"""What can go wrong when something is to be shown."""

from __future__ import annotations

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.REFUSED,
    {
        "no_certificate": (
            "This table is not published: there is no proof that nobody in it is given away ({reason}).",
            "Ce tableau n'est pas publié : rien ne prouve qu'il ne désigne personne ({reason_fr}).",
            "Publish the total only, merge categories, or ask for fewer dimensions.",
            "Publiez seulement le total, regroupez des catégories, ou demandez moins de dimensions.",
        ),
    },
)
catalogued(
    ExitCode.BAD_INPUT,
    {
        "bad_published": (
            "The list of what was published, {file}, cannot be read: {problem}.",
            "La liste de ce qui a été publié, {file}, est illisible : {problem}.",
            "Bring it back from a backup; without it nothing can be shown safely.",
            "Rétablissez-la depuis une sauvegarde ; sans elle, rien ne peut être montré sans risque.",
        ),
    },
)
