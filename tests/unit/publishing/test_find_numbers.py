"""Numbers as people write them, read back; and what is written with digits and is no claim."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spelling import spell_en, spell_fr

from jalon.publishing.numbers import Form, Number, find_numbers
from jalon.publishing.numbers_hedges import Hedge
from jalon.publishing.numbers_nouns import kinds_counted

NO_BREAK, THIN, NARROW = "\u00a0", "\u2009", "\u202f"
WHOLE = st.one_of(st.integers(0, 10**9), st.integers(0, 2000), st.integers(0, 10**6))


def one(text: str, language: str) -> Number:
    found = find_numbers(text, language)
    assert len(found) == 1, (text, [number.text for number in found])
    return found[0]


def grouped(value: int, sign: str) -> str:
    return f"{value:,}".replace(",", sign)


@given(WHOLE, st.sampled_from([" and ", " "]))
def test_english_words_read_back(value: int, joint: str) -> None:
    words = spell_en(value, joint)
    if value == 1:
        assert find_numbers(f"There were {words} people here.", "en") == ()
        return
    number = one(f"There were {words} people here.", "en")
    assert (number.value, number.text) == (value, words)


@given(WHOLE, st.booleans(), st.booleans())
def test_french_words_read_back(value: int, belgian: bool, hyphens: bool) -> None:
    words = spell_fr(value, belgian=belgian, hyphens=hyphens)
    if value == 1:
        assert find_numbers(f"Nous avons reçu {words} personnes ici.", "fr") == ()
        return
    number = one(f"Nous avons reçu {words} personnes ici.", "fr")
    assert (number.value, number.text) == (value, words)


@given(WHOLE, st.sampled_from([" ", NO_BREAK, THIN, NARROW]), st.sampled_from(["en", "fr"]))
def test_digits_in_groups_read_back_in_both_languages(value: int, sign: str, language: str) -> None:
    text = grouped(value, sign)
    number = one(f"({text} people, femmes)", language)
    assert (number.value, number.text) == (value, text)


@given(WHOLE)
def test_each_language_has_its_own_sign_for_thousands(value: int) -> None:
    assert one(f"We met {grouped(value, ',')} people.", "en").value == value
    assert one(f"Nous avons vu {grouped(value, '.')} personnes.", "fr").value == value
    assert one(f"{grouped(value, chr(39))} people", "en").value == value


@given(st.integers(0, 10**7), st.integers(0, 99))
def test_decimals_read_back(whole: int, decimals: int) -> None:
    exact = Fraction(whole * 100 + decimals, 100)
    assert one(f"about {grouped(whole, ',')}.{decimals:02} hectares", "en").value == exact
    assert one(f"environ {grouped(whole, NARROW)},{decimals:02} hectares", "fr").value == exact


@given(st.integers(1, 9999))
def test_scales_read_back(tenths: int) -> None:
    exact = Fraction(tenths, 10)
    written = f"{tenths // 10}.{tenths % 10}"
    assert one(f"{written}k hectares", "en").value == exact * 1000
    assert one(f"{written} million euros", "en").value == exact * 10**6
    assert one(f"{written.replace('.', ',')} k hectares", "fr").value == exact * 1000
    assert one(f"{written.replace('.', ',')} millions d'euros", "fr").value == exact * 10**6
    assert one(f"{written.replace('.', ',')} M€", "fr").value == exact * 10**6


@given(st.integers(0, 100), st.sampled_from(["%", " %", f"{NARROW}%", " per cent", " percent"]))
def test_shares_read_back(value: int, sign: str) -> None:
    number = one(f"that is {value}{sign} of the women", "en")
    assert (number.value, number.form) == (Fraction(value, 100), Form.SHARE)
    assert number.text == f"{value}{sign}"


@given(st.text(max_size=200), st.sampled_from(["en", "fr"]))
def test_any_text_is_read_and_spans_are_exact(text: str, language: str) -> None:
    last = 0
    for number in find_numbers(text, language, years=True):
        assert text[number.start : number.end] == number.text
        assert last <= number.start < number.end <= len(text)
        assert number.whole[0] <= number.start
        assert number.end <= number.whole[1]
        last = number.end


PIECES = [
    *"0123456789 ,.%k-–€()/:h+",
    NO_BREAK,
    NARROW,
    " to ",
    " and ",
    " à ",
    " million ",
    " vingt ",
    "plus de ",
    " sur ",
]
HEAPS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(HEAPS, st.sampled_from(["en", "fr"]))
def test_heaps_of_digits_and_signs_are_read(text: str, language: str) -> None:
    for number in find_numbers(text, language, years=True):
        assert text[number.start : number.end] == number.text
        assert number.high is None or number.high > number.value


WRITTEN = [
    # text, language, (value, high) of each
    ("300,000 young people", "en", [300_000]),
    ("300 000 jeunes", "fr", [300_000]),
    ("300.000 jeunes", "fr", [300_000]),
    ("1.700 hectares", "en", [Fraction(17, 10)]),
    ("1,700 hectares", "fr", [Fraction(17, 10)]),
    ("1.234.567 hectares", "en", [1_234_567]),
    ("1,234,567 hectares", "fr", [1_234_567]),
    ("0.375 and 0,375", "en", [Fraction(3, 8), Fraction(3, 8)]),
    ("1.234,5 ha", "en", [Fraction(2469, 2)]),
    ("1.7k people and 1,7 k personnes", "en", [1700, 1700]),
    ("deux millions et demi d'euros", "fr", [2_500_000]),
    ("one and a half", "en", []),
    ("Twenty-seven women", "en", [27]),
    ("Vingt-sept femmes, soixante-dix-neuf, septante, quatre-vingts", "fr", [27, 79, 70, 80]),
    ("cent femmes, mille femmes", "fr", [100, 1000]),
    ("a hundred women, a thousand, a million", "en", [100, 1000, 10**6]),
    ("un millier de femmes, une dizaine, une centaine, une vingtaine", "fr", [1000, 10, 100, 20]),
    ("a dozen women", "en", [12]),
    ("two three four", "en", [2, 3, 4]),
    ("twenty thirty", "en", [20, 30]),
    ("neuf femmes dans un bâtiment neuf", "fr", [9]),
    ("hundreds of women", "en", [(200, 1000)]),
    ("des centaines de femmes", "fr", [(200, 1000)]),
    ("hundreds of thousands of people", "en", [(200_000, 10**6)]),
    ("des dizaines de milliers de jeunes", "fr", [(20_000, 100_000)]),
    ("women aged between 20 and 54", "en", [(20, 54)]),
    ("women aged 20 to 54", "en", [(20, 54)]),
    ("des femmes âgées de 20 à 54 ans", "fr", [(20, 54)]),
    ("twenty-seven women between 20 and 54 took the path", "en", [27, (20, 54)]),
    ("20–54 year-olds", "en", [(20, 54)]),
    ("from 27 to 30 women", "en", [27, 30]),
    ("27 to 30 women", "en", [(27, 30)]),
    ("between 80 and 90 %", "en", [(Fraction(4, 5), Fraction(9, 10))]),
    ("1.2 to 1.5 million people", "en", [(1_200_000, 1_500_000)]),
    ("80 %, 80%, 80 percent, 80 per cent", "en", [Fraction(4, 5)] * 4),
    ("80 %, 80 pour cent, quatre-vingts pour cent", "fr", [Fraction(4, 5)] * 3),
    ("four in five women; 9 out of 10", "en", [Fraction(4, 5), Fraction(9, 10)]),
    ("quatre femmes sur cinq, une sur trois, 9 sur 10", "fr", [Fraction(4, 5), Fraction(1, 3), Fraction(9, 10)]),
    ("one in three; one woman in four", "en", [Fraction(1, 3), Fraction(1, 4)]),
    ("half of the women, a third of them, two thirds", "en", [Fraction(1, 2), Fraction(1, 3), Fraction(2, 3)]),
    ("la moitié des femmes, un tiers des hommes, trois quarts", "fr", [Fraction(1, 2), Fraction(1, 3), Fraction(3, 4)]),
    ("six projects in four countries", "en", [6, 4]),
    ("deux ateliers sur trois sites", "fr", [2, 3]),
    ("€2 million, 2M€, $2m, 12 k€", "en", [2 * 10**6, 2 * 10**6, 2 * 10**6, 12_000]),
    ("120 h d'ateliers, 12 ha", "fr", [120, 12]),
    ("over 2000 women, 2021 women, in 2021", "en", [2000, 2021]),
    ("2 000 femmes, plus de 2000 femmes, en 2000", "fr", [2000, 2000]),
    ("10 of the 27 women", "en", [10, 27]),
    ("Key figures: 300,000 young people; 10 countries", "en", [300_000, 10]),
    ("Figures 300,000 and tables", "en", [300_000]),
    ("In May 27 women joined.", "en", [27]),
    ("The 27 may continue.", "en", [27]),
    ("**", "en", []),
    ("2/3 of the people, 27/30", "en", [Fraction(2, 3), 27, 30]),
    ("half a million, a quarter of a million", "en", [500_000, 250_000]),
    ("un demi-million d'euros, trois quarts de million", "fr", [500_000, 750_000]),
    ("195 séances de 3 h, soit 585 heures", "fr", [195, 3, 585]),
    ("the 25- to 34-year-olds", "en", [(25, 34)]),
    ("women: 27; men: 0", "en", [27, 0]),
    ("Key figures 2021: 1,234 (59.5%)", "en", [1234, Fraction(595, 1000)]),
    ("27 signed up, 24 showed up (89%), 3 no-shows", "en", [27, 24, Fraction(89, 100), 3]),
    ("de 45 % à 62 % en trois ans, +17 points", "fr", [Fraction(45, 100), Fraction(62, 100), 3, 17]),
    ("60-70% was disbursed", "en", [(Fraction(3, 5), Fraction(7, 10))]),
    ("500 000 FCFA; £3.2 million; $1", "en", [500_000, 3_200_000, 1]),
]


@pytest.mark.parametrize(("text", "language", "wanted"), WRITTEN)
def test_numbers_as_written(text: str, language: str, wanted: list[object]) -> None:
    found = [
        number.value if number.high is None else (number.value, number.high) for number in find_numbers(text, language)
    ]
    assert found == wanted


NO_CLAIM = [
    "On 1 September 2021, in January 2022 and 1er septembre 2021.",
    "September 1, 2021; 2021-09-01; 01/09/2021; 12.05.2021; 1 September",
    "From 8 to 10 November, du 8 au 10 novembre, 8–10 November 2021",
    "2018–2021, 2014-2020, 2014/20, the 1990s, années 90",
    "en 2021, depuis 2018, in 2030, Agenda 2030, 2021-Q3",
    "the 1st, 2nd, 3rd and 21st; le 21e siècle, XXIe, 2ème, 1re, the twenty-third century, vingt-troisième",
    "14:30, 14h30, at 2 pm, 9 a.m., 10 o'clock; rendez-vous à 14 h",
    "+33 5 56 00 00 00, 05 56 00 00 00, 05.56.00.00.00, Tel. 555-0199-222",
    "page 12, p. 3, pp. 12–15, n° 4, no. 4, issue 3, numéro 3, vol. 2, chapter 3, article 9, section 2, annexe 1",
    "SDG 4.6, ODD 4 et 5, target 4.6, cible 4.6, objectif 8, step 1, étape 2, phase 2, table 3, figure 2, day 2",
    "102 C rue Amelot, 75011 Paris; 12 bis, avenue de la Gare, 33300 Bordeaux; 3 place de la République",
    "COVID-19, G7, CO2, B1, A2, ESF+, v1.2, 1.2.3, MP3, H1N1, regulation 2021/1057, ISO 9001",
    "https://example.org/2021/300 and mail to team27@example.org",
    "One of them, une femme, un projet, one woman",
    "As shown[1] and elsewhere[^2].",
    "open 24/7",
    "Thu 14, lundi 3; de 10h à 18 h, SIRET 341 062 404 00478, 20-something; séance 3, module 2, vague 2",
    "FY2021, Q1 2022, season 2021-22, année scolaire 2020-2021, loi 1901, code 4512B",
]


@pytest.mark.parametrize("text", NO_CLAIM)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_no_claim(text: str, language: str) -> None:
    assert [number.text for number in find_numbers(text, language)] == []


@pytest.mark.parametrize("text", ["1. Results", "2) Results", "3.1 Results", "(4) Results", "1.2.1. Results"])
def test_the_number_of_a_heading_or_item_is_no_claim(text: str) -> None:
    assert find_numbers(text, "en") == ()
    assert [number.value for number in find_numbers(f"{text} for 27 women", "en")] == [27]


HEDGED = [
    ("over 300,000 people", "en", Hedge.OVER, "over 300,000"),
    ("more than 300,000 people", "en", Hedge.OVER, "more than 300,000"),
    ("at least 300,000 people", "en", Hedge.AT_LEAST, "at least 300,000"),
    ("300,000+ people", "en", Hedge.AT_LEAST, "300,000+"),
    ("27 or more women", "en", Hedge.AT_LEAST, "27 or more"),
    ("nearly 300,000 people", "en", Hedge.NEARLY, "nearly 300,000"),
    ("almost half of the women", "en", Hedge.NEARLY, "almost half"),
    ("just under 30 women", "en", Hedge.NEARLY, "just under 30"),
    ("just over 27 women", "en", Hedge.JUST_OVER, "just over 27"),
    ("some 300,000 people", "en", Hedge.ABOUT, "some 300,000"),
    ("around the 300 people", "en", Hedge.ABOUT, "around the 300"),
    ("an estimated 300 people", "en", Hedge.ABOUT, "an estimated 300"),
    ("30 or so women", "en", Hedge.ABOUT, "30 or so"),
    ("~300 people", "en", Hedge.ABOUT, "~300"),
    ("up to 300 people", "en", Hedge.UP_TO, "up to 300"),
    ("no more than 300 people", "en", Hedge.UP_TO, "no more than 300"),
    ("fewer than 300 people", "en", Hedge.UNDER, "fewer than 300"),
    ("exactly 27 women", "en", Hedge.EXACTLY, "exactly 27"),
    ("plus de 300 000 jeunes", "fr", Hedge.OVER, "plus de 300 000"),
    ("Plus d'un million de jeunes", "fr", Hedge.OVER, "Plus d'un million"),
    ("au moins 27 femmes", "fr", Hedge.AT_LEAST, "au moins 27"),
    ("27 femmes", "fr", Hedge.NONE, "27"),
    ("près de 300 000 jeunes", "fr", Hedge.NEARLY, "près de 300 000"),
    ("presque la moitié des femmes", "fr", Hedge.NEARLY, "presque la moitié"),
    ("un peu plus de 27 femmes", "fr", Hedge.JUST_OVER, "un peu plus de 27"),
    ("environ 300 jeunes", "fr", Hedge.ABOUT, "environ 300"),
    ("300 environ", "fr", Hedge.ABOUT, "300 environ"),
    ("quelque 300 jeunes", "fr", Hedge.ABOUT, "quelque 300"),
    ("une trentaine de femmes", "fr", Hedge.ABOUT, "une trentaine"),
    ("moins de 300 jeunes", "fr", Hedge.UNDER, "moins de 300"),
    ("jusqu'à 300 jeunes", "fr", Hedge.UP_TO, "jusqu'à 300"),
    ("jusqu’à 300 jeunes", "fr", Hedge.UP_TO, "jusqu’à 300"),
    ("pas moins de 300 jeunes", "fr", Hedge.AT_LEAST, "pas moins de 300"),
    ("pas plus de 300 jeunes", "fr", Hedge.UP_TO, "pas plus de 300"),
    ("300 jeunes et plus", "fr", Hedge.NONE, "300"),
]


@pytest.mark.parametrize(("text", "language", "hedge", "whole"), HEDGED)
def test_words_that_round(text: str, language: str, hedge: Hedge, whole: str) -> None:
    number = one(text, language)
    assert (number.hedge, text[slice(*number.whole)]) == (hedge, whole)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("young people under 30", "en"),
        ("women aged 20 to 54", "en"),
        ("children aged 12", "en"),
        ("a woman 30 years old", "en"),
        ("des jeunes de moins de 30 ans", "fr"),
        ("des femmes de 20 à 54 ans", "fr"),
        ("les 18-25 ans", "fr"),
        ("une femme âgée de 30 ans", "fr"),
    ],
)
def test_ages(text: str, language: str) -> None:
    assert one(text, language).form is Form.AGE


@pytest.mark.parametrize(
    ("text", "language"), [("130 years away", "en"), ("pendant 3 ans", "fr"), ("en 130 ans", "fr")]
)
def test_durations_are_no_ages(text: str, language: str) -> None:
    assert one(text, language).form is Form.AMOUNT


def test_years_are_found_where_they_are_asked_for() -> None:
    assert [number.is_year for number in find_numbers("2021 and 27", "en", years=True)] == [True, False]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("27 migrant women", "en", {"person"}),
        ("27 of our women", "en", {"person"}),
        ("40 hours of training", "en", {"hour"}),
        ("6,000 health professionals", "en", {"person"}),
        ("10 social enterprises", "en", {"venture", "organisation"}),
        ("10 project sites", "en", {"site", "place"}),
        ("12 pioneers of projects", "en", set()),
        ("11 found work", "en", set()),
        ("14 ont gagné un niveau de français", "fr", set()),
        ("550 porteurs de projet", "fr", {"person"}),
        ("12 pionniers de projets", "fr", set()),
        ("une dizaine de femmes", "fr", {"person"}),
        ("16 avec un projet", "fr", set()),
    ],
)
def test_what_is_counted(text: str, language: str, wanted: set[str]) -> None:
    assert kinds_counted(one(text, language).words, language) == wanted


@pytest.mark.parametrize(
    "unit", ["9", "1 ", "1-1-", "un deux ", "cent mille ", "1 000 ", "1,000", "a.b@", "+1 ", "§1.", "million "]
)
def test_heaps_are_read_to_their_end(unit: str) -> None:
    """Digits beyond any number are a code, and no heap of them breaks a reading."""
    text = unit * 3000
    for language in ("en", "fr"):
        assert all(number.value < 10**31 for number in find_numbers(text, language))
    assert find_numbers("9" * 5000, "en") == ()
