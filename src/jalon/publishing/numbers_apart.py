"""What is written with digits and is no claim: dates, times, telephone and page numbers, addresses, versions.

Patterns of both languages are tried whatever the text is in: an English newsletter gives a French address.
"""

from __future__ import annotations

import re

SPACE = "[ \u00a0\u2009\u202f]"
"""A space inside a number or before a sign: plain, no-break, thin, narrow no-break."""
DASH = "[-\u2010\u2011\u2012\u2013\u2014]"

MONTHS = (
    "january|february|(?-i:March)|april|(?-i:May)|june|july|august|september|october|november|december"
    "|janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|janv|févr?|avr|juil|déc)\b\.?"
)
EN_MONTHS = "january|february|(?-i:March)|april|(?-i:May)|june|july|august|september|october|november|december"
DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
YEAR = r"(?:19|20)\d\d"
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er)?"

NAMED = (
    r"pages?|pp?\.|numbers?|numéros?|numeros?|n[°ºo]\.?|no\.|nos\.|nr\.?|#|issues?|vol(?:ume)?s?\.?|chap(?:ter|itre|\.)s?"
    r"|articles?|art\.|sections?|§|annexe?s?|append(?:ix|ices)|figures?|fig\.|tableaux?|tables?|encadré|box"
    r"|steps?|étapes?|etapes?|goals?|objectifs?|odd|sdgs?|targets?|cibles?|phases?|cohorts?|promotions?|lots?"
    r"|rooms?|salles?|axes?|axis|priorit(?:y|é)s?|options?|levels?|niveaux?|quarters?|trimestres?|weeks?|semaines?"
    r"|versions?|v\.|iso|loi|law|directive|règlement|regulation|résolution|resolution|bp|cs|cedex|b\.p\."
    r"|note|footnote|lignes?|lines?|days?|jour|tranches?|groupes? d'âge|work packages?|wp|indicators?|indicateurs?"
    r"|session|séance|atelier|workshop|module|vague|wave|edition|édition|groupe?|class|classe|zone|team"
    r"|équipe|cycle|volet|pilier|pillar|component|composante|objective|tome|bâtiment|building|gate|platform"
)
"""What a number may only name: page 12, SDG 4, article 9, day 2."""

STREETS = (
    r"rue|avenue|av\.|boulevard|bd|cours|allées?|quai|impasse|chemin|route|square|passage|villa|street|st\.|road|rd\."
    r"|lane|drive|place (?:de|du|des)\b|place d['’]|faubourg"
)

_PATTERNS = (
    r"(?:https?://|www\.|mailto:|jalon:)\S+",
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}",
    r"\[\^?[\w-]{1,20}\]",  # footnotes, numbered references
    # Telephone numbers: +33 5 56 00 00 00, 05 56 00 00 00, 05.56.00.00.00; after a word that says so, any run of digits.
    r"(?<!\w)\+\d{1,3}(?:[ .\-\u00a0\u202f()]{0,2}\d){6,12}",
    r"(?<!\d)0\d(?:[ .\-\u00a0\u202f]\d\d){4}(?!\d)",
    r"\b(?:tel|tél|phone|téléphone|telephone|fax|call|appelez|mobile)\b[ .:\u00a0]{0,3}(?:le |au |us on |on )?[+(]?\d[\d .()\-\u00a0\u202f]{5,18}\d",
    # Days, with a month or a year, and runs of them.
    rf"\b(?:{DAY}{SPACE}?(?:{DASH}|to|and|au|à|et|,|&){SPACE}?){{0,2}}{DAY}{SPACE}(?:of )?(?:{MONTHS})(?!\w)(?:,?{SPACE}{YEAR}\b)?",
    rf"\b(?:{EN_MONTHS}){SPACE}{DAY}\b(?:{SPACE}?{DASH}{SPACE}?{DAY}\b)?(?:,?{SPACE}{YEAR}\b|(?!{SPACE}?(?:%|[a-z]{{4}}|[\d.,])))",
    rf"\b(?:{MONTHS})(?!\w){SPACE}{YEAR}\b",
    rf"\b(?:{DAYS}|(?-i:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\.?){SPACE}{DAY}\b",
    rf"\b{YEAR}-\d\d(?:-\d\d)?\b",
    r"(?<![\d.,/])\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?![\d/])",
    r"\b(?:on )?the \d{1,2}(?:st|nd|rd|th)\b",
    rf"\b{YEAR}{SPACE}?(?:{DASH}|/){SPACE}?(?:{YEAR}|\d\d)(?!\w)",
    rf"\b{YEAR}-?(?:q|t|s)[1-4]\b",
    r"\b(?:19|20)\d0s\b|\b(?:the |')\d0s\b|\bannées \d0\b",
    # Times of the day.
    r"\b\d{1,2}(?::|h)[0-5]\d(?::[0-5]\d)?\b",
    r"\b\d{1,2}(?:[:.][0-5]\d)?[ \u00a0\u202f]?(?:a\.?m\b\.?|p\.?m\b\.?|o['’]clock)",
    rf"\b(?:à|dès|vers|jusqu['’]à) \d{{1,2}}{SPACE}?h(?:eures)?\b(?! (?:d['’]|de |par ))",
    rf"\b(?:de|entre) \d{{1,2}}{SPACE}?h(?:eures)? (?:à|et) \d{{1,2}}{SPACE}?h(?:eures)?\b",
    r"\b24/7\b|\b24h/24\b|\b7j/7\b",
    # Ordinals and centuries.
    r"\b\d+(?:st|nd|rd|th|er|ère|ère|re|e|ème|eme|ème|nde?|d)s?\b",
    # What a number names, and lists of such names: pages 12–15, SDG 4.6, 5 and 8.
    rf"(?<!\w)(?:{NAMED}){SPACE}?[a-z]?\d{{1,4}}(?:/\d{{1,5}})?(?:\.\d{{1,2}})*[a-z]?\b(?![.,\u00a0\u202f ]\d{{3}}|{SPACE}?%)(?:{SPACE}?(?:{DASH}|,|&|and|et|to|à){SPACE}?\d+(?:\.\d+)*\b(?!{SPACE}?(?:%|[a-zà-ÿ]{{4}})))*",
    # Addresses: 102 C rue Amelot, 12 bis, avenue de …, 33300 Bordeaux, F-33000.
    rf"\b\d{{1,4}}{SPACE}?(?:bis|ter|[a-d])?,?{SPACE}(?:{STREETS})",
    r"\b[FBL]-\d{4,5}\b",
    r"\b(?:siret|siren|iban|rna|tva|vat)\b[ .:n°\u00a0]{0,4}[A-Z]{0,2}\d[\d \u00a0\u202f]{4,30}\d",
    r"\b\d0-somethings?\b",
    # Identifiers: COVID-19, CO2, B1, 1.2.3, 2021/1057, 50/50, 3-0.
    r"(?<!\w)\w{0,40}[^\W\d_][-\u2010\u2011]?\d[\w.+]{0,60}(?<![.])",
    r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d])(?<!\.\d{3})",
    r"(?<!\w)v\d+(?:\.\d+)*\b",
    r"\b\d{4}/\d{2,5}\b",
)
APART = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS if r"\1" not in pattern), re.IGNORECASE)
NUMERIC_DATE = re.compile(next(pattern for pattern in _PATTERNS if r"\1" in pattern))
TOWN = re.compile(r"(?<![\w.,])\d{5} (?=[A-ZÀ-Ý][a-zà-ÿ]+)")
"""A postal code: five digits without a space, then a name in capitals."""
MARKER = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+(?=\s+(?!M[€ ]|Md|M\b)[A-ZÀ-Ý]))(?=\s)|\s*\(\d{1,2}\)(?=\s)"
)
"""The number of a heading or of an item of a list, at its start."""


def find_apart(text: str) -> list[tuple[int, int]]:
    """Spans of what is written with digits and counts nothing, in order, overlapping ones joined."""
    found = [match.span() for pattern in (APART, NUMERIC_DATE, TOWN) for match in pattern.finditer(text)]
    if marker := MARKER.match(text):
        found.append(marker.span())
    return join_spans(found)


def join_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
