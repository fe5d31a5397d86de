"""Periods, places, purposes."""

FRENCH = {
    "all dates": "toutes dates",
    "since {day}": "depuis le {day}",
    "until {day}": "jusqu'au {day}",
    "{first} to {last}": "{first} à {last}",
    "quarter {number} of {year}": "{number}e trimestre {year}",
    "the whole group": "tout le groupe",
    "for {purpose}": "pour : {purpose}",
    "matching": "rapprochement",
    "sharing": "partage",
    "publicity": "publicité",
    "research": "recherche",
}
