"""What can go wrong when a figure is asked for."""

from __future__ import annotations

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.USAGE,
    {
        "bad_period": (
            "“{found}” is not a period.",
            "« {found} » n'est pas une période.",
            "Write a year (2021), a quarter (2021-Q3), a month (2021-03), two dates (2021-01-15..2021-06-30, either "
            "may be left out) or “all”.",
            "Écrivez une année (2021), un trimestre (2021-Q3), un mois (2021-03), deux dates "
            "(2021-01-15..2021-06-30, l'une peut manquer) ou « all ».",
        ),
        "period_backwards": (
            "The period “{found}” ends before it starts.",
            "La période « {found} » finit avant de commencer.",
            "Write the first day first.",
            "Écrivez d'abord le premier jour.",
        ),
        "no_band": (
            "“{indicator}” has no band: it is of kind {kind} by {unit}, or frozen, or put together of several figures.",
            "« {indicator} » n'a pas de fourchette : il est de genre {kind} par {unit}, ou figé, ou composé de plusieurs.",
            "Ask for the band of a live count of people, such as participants.",
            "Demandez la fourchette d'un compte de personnes du moment, comme participants.",
        ),
        "mixed_units": (
            "“{left}” counts by {left_unit} and “{right}” by {right_unit}: their members are not comparable.",
            "« {left} » compte par {left_unit} et « {right} » par {right_unit} : leurs membres ne se comparent pas.",
            "Combine figures of the same unit.",
            "Combinez des chiffres de même unité.",
        ),
        "mixed_facts": (
            "“{left}” was computed on facts {left_facts} and “{right}” on facts {right_facts}.",
            "« {left} » a été calculé sur les faits {left_facts} et « {right} » sur les faits {right_facts}.",
            "Ask for both figures again, on the same facts.",
            "Redemandez les deux chiffres, sur les mêmes faits.",
        ),
        "mixed_purposes": (
            "“{left}” is for the purpose {left_purpose} and “{right}” for {right_purpose}.",
            "« {left} » sert la finalité {left_purpose} et « {right} » la finalité {right_purpose}.",
            "Ask for both figures with the same purpose.",
            "Demandez les deux chiffres pour la même finalité.",
        ),
        "mixed_quantity_units": (
            "“{indicator}” counts in {unit} and quantity {quantity}, which states a total of it, in {found}.",
            "« {indicator} » compte en {unit} et la quantité {quantity}, qui en donne un total, en {found}.",
            "Give the quantity the unit {unit}, or name the indicator it is a total of.",
            "Donnez à la quantité l'unité {unit}, ou nommez l'indicateur dont elle est un total.",
        ),
        "bad_link": (
            "“{found}” does not name a figure.",
            "« {found} » ne désigne pas un chiffre.",
            "Write ID or ID?period=2021&project=M; keys: {known}.",
            "Écrivez ID ou ID?period=2021&project=M ; clés : {known}.",
        ),
        "overlap_of_how_many": (
            "An overlap is of 2 to {most} figures; how many were given: {found}.",
            "Un recouvrement se calcule sur 2 à {most} chiffres ; nombre de chiffres donnés : {found}.",
            "Name two at least, and leave some out where there are more.",
            "Nommez-en au moins deux, et laissez-en de côté s'il y en a plus.",
        ),
        "other_group": (
            "The two figures are of different groups: the same number is another person in each.",
            "Les deux chiffres sont de groupes différents : le même numéro y désigne d'autres personnes.",
            "Compare with a copy of this group's own folder.",
            "Comparez avec une copie du dossier de ce même groupe.",
        ),
        "mixed_target_units": (
            "“{indicator}” counts in {unit}, and its {kind} {number} is stated in {found}.",
            "« {indicator} » compte en {unit}, et sa valeur visée ou de départ {number} ({kind}) est en {found}.",
            "State the {kind} in {unit}.",
            "Donnez cette valeur ({kind}) en {unit}.",
        ),
        "not_added": (
            "Figures are not added: whoever is in two of them would count twice.",
            "Des chiffres ne s'additionnent pas : qui est dans deux d'entre eux compterait deux fois.",
            "Unite them, a | b; or add their values, a.value + b.value, where you know that nobody is in both.",
            "Réunissez-les, a | b ; ou additionnez leurs valeurs, a.value + b.value, là où vous savez que personne n'est "
            "dans les deux.",
        ),
        "not_combinable": (
            "“{indicator}” is a {kind}: it is not a set of {unit} that could be united or compared.",
            "« {indicator} » est de type {kind} : ce n'est pas un ensemble de {unit} à réunir ou comparer.",
            "Combine figures of kind count; of a share, combine its two sets, .part and .of.",
            "Combinez des chiffres de type count ; d'une part (share), combinez ses deux ensembles, .part et .of.",
        ),
        "not_broken_down": (
            "“{indicator}” cannot be broken down: {reason_en}.",
            "« {indicator} » ne se ventile pas : {reason_fr}.",
            "Break down a figure of kind count, share or distinct by a dimension it has.",
            "Ventilez un chiffre de type count, share ou distinct par une dimension qu'il a.",
        ),
        "dimension_twice": (
            "“{found}” is given twice.",
            "« {found} » est donné deux fois.",
            "Name each dimension once.",
            "Nommez chaque dimension une fois.",
        ),
        "activity_needs_sessions": (
            "“{indicator}” places people by {anchor}, not by the sessions they attended: it has no breakdown by "
            "activity.",
            "« {indicator} » situe les personnes par {anchor}, non par les séances suivies : il ne se ventile pas "
            "par activité.",
            "Ask an indicator with `period_on: session`: {known}.",
            "Demandez un indicateur avec `period_on: session` : {known}.",
        ),
        "no_series": (
            "“{indicator}” is a {kind}: it has no points year after year, and so no trend.",
            "« {indicator} » est de type {kind} : il n'a pas de points année après année, donc pas de tendance.",
            "Ask an indicator of kind representation.",
            "Demandez un indicateur de type representation.",
        ),
        "unknown_model": (
            "There is no trend “{found}”.",
            "Il n'y a pas de tendance « {found} ».",
            "Known: {known}.",
            "Connues : {known}.",
        ),
        "unknown_engine": (
            "There is no engine “{found}”.",
            "Il n'y a pas de moteur « {found} ».",
            "Known: {known}.",
            "Connus : {known}.",
        ),
        "unknown_purpose": (
            "“{found}” is not a purpose that people are asked about.",
            "« {found} » n'est pas une finalité sur laquelle on interroge les personnes.",
            "Known: {known}.",
            "Connues : {known}.",
        ),
        "pandas_missing": (
            "A DataFrame needs pandas, which is not installed.",
            "Un DataFrame demande pandas, qui n'est pas installé.",
            "Install it (`pip install pandas`), or use .to_dict().",
            "Installez-le (`pip install pandas`), ou utilisez .to_dict().",
        ),
    },
)

catalogued(
    ExitCode.NOT_FOUND,
    {
        "no_such_indicator": (
            "There is no indicator “{found}”.",
            "Il n'y a pas d'indicateur « {found} ».",
            "`jalon indicators list` shows them all.",
            "`jalon indicators list` les montre tous.",
        ),
        "unknown_scope_code": (
            "There is no {dimension} “{found}”.",
            "Il n'y a pas de code « {found} » ({dimension}).",
            "Codes are written as they were recorded; `jalon figure participants --by project` (or country, site, "
            "theme …) lists those in use. If it was added a moment ago, run `jalon facts refresh`.",
            "Les codes s'écrivent comme ils ont été enregistrés ; `jalon figure participants --by project` (ou country, "
            "site, theme …) montre ceux qui servent. S'il vient d'être ajouté, lancez `jalon facts refresh`.",
        ),
    },
)

catalogued(
    ExitCode.BAD_DEFINITION,
    {
        "indicator_taken": (
            "The group's own indicator “{id}” has the id of one that Jalon ships.",
            "L'indicateur « {id} » du groupe porte l'id d'un indicateur livré avec Jalon.",
            "Give yours another id: a figure must never depend on which of two definitions was meant.",
            "Donnez un autre id au vôtre : un chiffre ne doit jamais dépendre de celle des deux définitions qu'on "
            "voulait.",
        ),
        "example_fails": (
            "“{indicator}”, example {number}: the definition says {wanted}, the {engine} engine finds {found}.",
            "« {indicator} », exemple {number} : la définition dit {wanted}, le moteur {engine} trouve {found}.",
            "Mend the expression or the example; the example was {given}.",
            "Corrigez l'expression ou l'exemple ; l'exemple était {given}.",
        ),
    },
)
