"""Errors of the facts: not made yet, made for another version, damaged, or being remade."""

from jalon.errors import ExitCode, catalogued

catalogued(
    ExitCode.NOT_FOUND,
    {
        "no_facts": (
            "There are no facts in {home} yet.",
            "Il n'y a pas encore de faits dans {home}.",
            "Make them from the records with `jalon facts refresh`.",
            "Établissez-les à partir des enregistrements avec `jalon facts refresh`.",
        ),
        "facts_of_another_schema": (
            "The facts in {home} were made by another version of Jalon.",
            "Les faits de {home} ont été établis par une autre version de Jalon.",
            "Make them again with `jalon facts refresh`.",
            "Établissez-les à nouveau avec `jalon facts refresh`.",
        ),
        "facts_damaged": (
            "The facts in {home} are damaged: {found}.",
            "Les faits de {home} sont abîmés : {found}.",
            "Make them again from the records with `jalon facts refresh --all`.",
            "Établissez-les à nouveau à partir des enregistrements avec `jalon facts refresh --all`.",
        ),
    },
)
catalogued(
    ExitCode.BAD_INPUT,
    {
        "outline_unreadable": (
            "This outline cannot be read: {problem}.",
            "Ce contour ne peut pas être lu : {problem}.",
            'Give a GeoJSON Polygon or MultiPolygon in WGS 84, such as {{"type": "Polygon", "coordinates": [[[-16.5, 14.1], '
            "[-16.4, 14.1], [-16.4, 14.2], [-16.5, 14.1]]]}}.",
            'Donnez un Polygon ou MultiPolygon GeoJSON en WGS 84, par exemple {{"type": "Polygon", "coordinates": '
            "[[[-16.5, 14.1], [-16.4, 14.1], [-16.4, 14.2], [-16.5, 14.1]]]}}.",
        ),
        "outline_open": (
            "A ring of this outline does not close: it has {count} points, and its last must be its first.",
            "Un anneau de ce contour n'est pas fermé : il a {count} points, et le dernier doit être le premier.",
            "Give at least four points, the last the same as the first.",
            "Donnez au moins quatre points, le dernier identique au premier.",
        ),
        "outline_out_of_range": (
            "This outline has a point at longitude {longitude}, latitude {latitude}, where no plot can be measured.",
            "Ce contour a un point à la longitude {longitude} et la latitude {latitude}, où aucune parcelle ne se mesure.",
            "Longitudes go from -180 to 180 and latitudes lie between -90 and 90, the poles left out, in degrees of WGS 84.",
            "Les longitudes vont de -180 à 180 et les latitudes sont entre -90 et 90, pôles exclus, en degrés WGS 84.",
        ),
        "outline_swapped": (
            "Longitude and latitude seem exchanged in this outline: {longitude}, {latitude} is not in {where}, and the other "
            "way round it is.",
            "Longitude et latitude semblent échangées dans ce contour : {longitude}, {latitude} n'est pas dans {where}, et "
            "l'inverse l'est.",
            "Write the longitude first, then the latitude, or mend the country.",
            "Écrivez d'abord la longitude, puis la latitude, ou corrigez le pays.",
        ),
        "outline_too_wide": (
            "This outline goes from longitude {west} to {east}: more than half around the globe.",
            "Ce contour va de la longitude {west} à {east} : plus de la moitié du tour du globe.",
            "Where a place lies across the meridian of 180°, cut it there into two polygons of a MultiPolygon.",
            "Si un lieu est à cheval sur le méridien 180°, coupez-le là en deux polygones d'un MultiPolygon.",
        ),
        "outline_crosses": (
            "This outline has no area that could be measured: {problem} at longitude and latitude {where}.",
            "Ce contour n'a pas de surface mesurable : {problem} à la longitude et latitude {where}.",
            "Put its points in the order in which one walks around the place, so that no two sides cross.",
            "Mettez ses points dans l'ordre où l'on fait le tour du lieu, pour que deux côtés ne se croisent pas.",
        ),
    },
)
catalogued(
    ExitCode.REFUSED,
    {
        "refresh_under_way": (
            "The facts in {home} are being refreshed by another process.",
            "Les faits de {home} sont en cours de mise à jour par un autre processus.",
            "Wait until it is done, then run the command again.",
            "Attendez qu'il ait fini, puis relancez la commande.",
        ),
        "facts_moved": (
            "The facts in {home} were refreshed while they were being read.",
            "Les faits de {home} ont été mis à jour pendant leur lecture.",
            "Run the command again.",
            "Relancez la commande.",
        ),
    },
)
