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
        "no_more_questions": (
            "This was not published, and no more questions than were answered so far are for this release ({most}): "
            "each answer narrows what can be told next.",
            "Ceci n'a pas été publié, et cette publication figée n'admet pas plus de questions nouvelles ({most}) : "
            "chaque réponse restreint ce qui peut encore être dit.",
            "Figures of the whole group, of an organisation or of a project in a published period are always "
            "answered, by one breakdown that they offer. For others ask the group; it can let more be asked: "
            "`questions` in its settings.",
            "Les chiffres du groupe, d'une organisation ou d'un projet, pour une période publiée, ont toujours une "
            "réponse, avec une ventilation proposée. Pour d'autres, adressez-vous au groupe ; il peut en admettre "
            "davantage : `questions` dans ses réglages.",
        ),
    },
)
catalogued(
    ExitCode.BAD_INPUT,
    {
        "rounded_too_late": (
            "{file} says `rounding = {found}`, but exact numbers were published before: a rounded one beside them would "
            "narrow down what differs.",
            "{file} contient `rounding = {found}`, alors que des nombres exacts ont été publiés : un nombre arrondi à "
            "côté d'eux cernerait leur différence.",
            "Take `rounding` out again. A group that rounds decides so before its first release is public.",
            "Retirez `rounding`. Un groupe qui arrondit le décide avant que sa première publication figée soit ouverte "
            "à tous.",
        ),
        "bad_published": (
            "The list of what was published, {file}, cannot be read: {problem}.",
            "La liste de ce qui a été publié, {file}, est illisible : {problem}.",
            "Bring it back from a backup; without it nothing can be shown safely.",
            "Rétablissez-la depuis une sauvegarde ; sans elle, rien ne peut être montré sans risque.",
        ),
    },
)
