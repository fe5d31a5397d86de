"""Verdicts: each number of a text held against its figure, through disclosure, releases first."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from published_group import GROUP, Frozen, build_group, check, verdicts

from jalon.disclosure import Policy
from jalon.figures.figure import Figure
from jalon.publishing.check import check_document
from jalon.publishing.check_report import render_report
from jalon.publishing.claims import Mismatch
from jalon.publishing.claims_binding import Resolved
from jalon.publishing.document import build_document
from jalon.publishing.proofs import build_proofs
from jalon.publishing.suggest import write_links

MANA = "jalon:mana_participants?period=2021"
CLUB = "jalon:participants?period=2021&project=CLUB"
DECLARED = "jalon:participants?period=2021&project=DECL"
SMALL = "jalon:participants?period=2021&project=SMALL"
MIXED = "jalon:participants?period=2021&project=MIXED"
HOURS = "jalon:hours_attended?period=2021&project=MANA"

SENTENCES = [
    # a text, its language, the verdict of each number: press releases, reports, e-mails, cells, lists
    (f"In the Aubiers, [twenty-seven women]({MANA}) between [20 and 54]({MANA}) took the path.", "en", "proven proven"),
    (f"[27 migrant women aged 20 to 54]({MANA}), January to December 2021", "en", "proven proven"),
    (f"Aux Aubiers, [vingt-sept femmes]({MANA}) ont pris le chemin en 2021.", "fr", "proven"),
    (f"[27 femmes migrantes âgées de 20 à 54 ans]({MANA})", "fr", "proven proven"),
    (f"MANA a accueilli [vingt-huit femmes]({MANA}) en 2021.", "fr", "wrong"),
    (f"We welcomed [more than 25 women]({MANA}) last year.", "en", "proven"),
    (f"We welcomed [more than 27 women]({MANA}) last year.", "en", "wrong"),
    (f"We welcomed [nearly 30 women]({MANA}) last year.", "en", "proven"),
    (f"Nous avons accueilli [près de 30 femmes]({MANA}).", "fr", "proven"),
    (f"Nous avons accueilli [une trentaine de femmes]({MANA}).", "fr", "proven"),
    (f"Nous avons accueilli [une vingtaine de femmes]({MANA}).", "fr", "wrong"),
    (f"[27]({MANA}) women came.", "en", "proven"),
    (f"27 [migrant women]({MANA}) came.", "en", "proven"),
    (f"| project | women |\n|---|---|\n| MANA | [27]({MANA}) |\n| CLUB | [80]({CLUB}&sex=female) |", "en", "proven proven"),
    (f"- [27 women]({MANA})\n- [12 sessions](jalon:sessions_held?period=2021&project=MANA)\n- [648 hours]({HOURS})", "en", "proven proven proven"),
    (f"- [648 h]({HOURS}) d'ateliers\n- [12 séances](jalon:sessions_held?period=2021&project=MANA)", "fr", "proven proven"),
    (f"Hello all, quick update: [27 hours]({MANA}) so far.", "en", "wrong"),
    (f"[648 people]({HOURS}) attended.", "en", "wrong"),
    (f"[27 entrepreneurs]({MANA}) were supported.", "en", "wrong"),
    (f"[27 jeunes]({MANA}) ont été accompagnés.", "fr", "wrong"),
    (f"[27 women found work]({MANA}).", "en", "wrong"),
    (f"[27 euros]({MANA})", "en", "wrong"),
    (f"In 2020, [27 women]({MANA}) came.", "en", "wrong"),
    (f"En mars 2021, [27 femmes]({MANA}) sont venues.", "fr", "wrong"),
    (f"From January to December 2021, [27 women]({MANA}) came.", "en", "proven"),
    (f"Between 2018 and 2021, [27 women]({MANA}) came.", "en", "wrong"),
    (f"Founded in 2004, MANA welcomed [27 women]({MANA}).", "en", "proven"),
    (f"Ahead of the goals for 2030, [27 women]({MANA}) came.", "en", "proven"),
    ("In 2021, [27 women](jalon:mana_participants) came.", "en", "wrong"),
    (f"[200 people]({CLUB})", "en", "proven"),
    (f"[200 women]({CLUB})", "en", "wrong"),
    (f"[200 jeunes femmes]({CLUB})", "fr", "wrong"),
    (f"[80 women]({CLUB}&sex=female) and [120 men]({CLUB}&sex=male)", "en", "proven proven"),
    (f"[120 women]({CLUB}&sex=male)", "en", "wrong"),
    ("[40 %](jalon:share_of_women?period=2021&project=CLUB) are women", "en", "proven"),
    ("[Two in five](jalon:share_of_women?period=2021&project=CLUB) are women", "en", "proven"),
    ("[quatre sur cinq](jalon:share_of_women?period=2021&project=CLUB) sont des femmes", "fr", "wrong"),
    ("[40](jalon:share_of_women?period=2021&project=CLUB) are women", "en", "wrong"),
    (f"[40 %]({CLUB}) are women", "en", "wrong"),
    (f"[800 people]({DECLARED})", "en", "proven"),
    (f"We counted [800 people]({DECLARED}).", "en", "wrong"),
    (f"[800 personnes recensées]({DECLARED})", "fr", "wrong"),
    (f"[3 people]({SMALL})", "en", "unsafe"),
    (f"[4 people]({SMALL})", "en", "unsafe"),
    (f"[23 people]({MIXED}), of whom [21 women]({MIXED}&sex=female)", "en", "proven unsafe"),
    ("2 % of climate finance goes to adaptation ([IFAD](https://www.ifad.org/)).", "en", "quoted"),
    ("[80 %](https://www.ifad.org/) of the poor are rural.", "en", "quoted"),
    ("80 % des pauvres sont ruraux (source : FIDA, 2021).", "fr", "quoted"),
    ("80 % of the poor are rural[^1].\n\n[^1]: IFAD, Report 2021, p. 12, 45 countries.", "en", "quoted quoted"),
    ("80 % of the poor are rural.\n\nSource: World Bank, 2020", "en", "quoted"),
    ("| poor | rural |\n|---|---|\n| 80 % | 60 % |\n\nSource : Banque mondiale", "fr", "quoted quoted"),
    ("80 % live there. More on [our site](https://ngo.example).", "en", "unbacked"),
    ("We also met 45 nurses.", "en", "unbacked"),
    (f"[27 women](JALON{MANA[5:]}), [c. 27 women]({MANA})", "en", "proven proven"),
    (f"[plus d'une vingtaine de femmes]({MANA}), [27 mères]({MANA})", "fr", "proven proven"),
    (f"In the first quarter of 2021, [27 women]({MANA}) came.", "en", "wrong"),
    (f"In spring 2021, [27 women]({MANA}) came.", "en", "proven"),
    ("Nous avons aussi rencontré 45 infirmières.", "fr", "unbacked"),
    ("Call 05 56 00 00 00, page 12, 1 September 2021.", "en", ""),
    (f"**[300]({MANA})**,000 people", "en", "wrong"),
    (f"[**2**7 women]({MANA})", "en", "proven"),
    (f"[27&nbsp;women]({MANA})", "en", "proven"),
    (f"[27 women and 12 men]({MANA})", "en", "proven unbacked"),
    (f"[women under 55]({MANA})", "en", "proven"),
    (f"[women under 50]({MANA})", "en", "wrong"),
    ("`27` and\n\n    27 women\n\n```\n300\n```", "en", ""),
    (f"> [27 women]({MANA}) came.", "en", "proven"),
    (f"# [27 women]({MANA})", "en", "proven"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "wanted"), SENTENCES)
def test_verdicts(text: str, language: str, wanted: str) -> None:
    assert " ".join(verdicts(text, language=language)) == wanted


@pytest.mark.parametrize("by", [-1, 1, 10, -10])
@pytest.mark.parametrize(("link", "value"), [(MANA, 27), (CLUB, 200), (DECLARED, 800), (f"{CLUB}&sex=female", 80)])
def test_a_number_changed_is_caught(link: str, value: int, by: int) -> None:
    assert verdicts(f"[{value} people]({link})") == ["proven"]
    (finding,) = check(f"We met [{value + by} people]({link}) there.").findings
    assert (finding.verdict, finding.mismatch) == ("wrong", Mismatch.VALUE)
    assert finding.write_instead() == f"We met {value} people there."


def test_what_is_wrong_is_said_and_what_to_write() -> None:
    (finding,) = check("There were [Over 1,800 hours](%s) of it. More." % HOURS).findings  # noqa: UP031
    assert finding.says("en") == (
        "The figure is 648 hours (Hours attended), by today's facts; “Over 1,800” says more than 1,800, and less than 2,700."
    )
    assert finding.says("fr").startswith("Le chiffre est 648 heures")
    assert finding.write_instead() == "There were 648 hours of it."


@pytest.mark.parametrize(
    ("link", "part"),
    [
        ("jalon:nope?period=2021", "no indicator “nope”"),
        ("jalon:mana_participant?period=2021", "no indicator"),
        ("jalon:participants?period=2021-13", "“2021-13” is not a period"),
        ("jalon:participants?period=2022..2021", "ends before it starts"),
        ("jalon:participants?project=NOPE", "no project “NOPE”"),
        ("jalon:participants?colour=red", "colour"),
        ("jalon:participants?sex=fmale", "fmale"),
        ("jalon:", "does not name a figure"),
        ("jalon:participants?period=", "does not name a figure"),
    ],
)
def test_a_link_to_no_figure_is_wrong_and_says_why(link: str, part: str) -> None:
    (finding,) = check(f"[27 people]({link})").findings
    assert (finding.verdict, finding.mismatch, finding.link) == ("wrong", Mismatch.LINK, link)
    assert part in finding.says("en")
    assert finding.says("fr")


WORDS_ONLY = [
    # a text, its language, and of each link without a number: the verdict, and what is said
    ("[some](jalon:nope) came", "en", "wrong", "There is no indicator “nope”"),
    (f"[every woman]({MANA}) came", "en", "numberless", "nothing to check"),
    (f"[toutes les femmes]({MANA}) sont venues", "fr", "numberless", "rien à vérifier"),
    ("[every woman](jalon:mana_participants?period=20x1)", "en", "wrong", "20x1"),
    ("[every woman](jalon:mana_participants?period=2021&sex=lady)", "en", "wrong", "lady"),
    ("[quelques-unes](jalon:mana_participantes)", "fr", "wrong", "mana_participants"),
    (f"[a few people]({SMALL})", "en", "numberless", "nothing to check"),
    (f"the [3rd day]({MANA})", "en", "numberless", "nothing to check"),
    (f"[`27`]({MANA})", "en", "numberless", "nothing to check"),
    (f"[]({MANA}) came", "en", "numberless", "nothing to check"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "verdict", "says"), WORDS_ONLY)
def test_a_link_whose_words_hold_no_number_is_looked_at_all_the_same(
    text: str, language: str, verdict: str, says: str
) -> None:
    """A link to nothing is wrong whatever its words; one that leads somewhere proves nothing, and says so."""
    report = check(text, language=language, suggest=False)
    (finding,) = report.findings
    assert (str(finding.verdict), finding.number) == (verdict, None)
    assert says in finding.says(language)
    assert report.failed is (verdict == "wrong")
    assert finding.mismatch is (Mismatch.LINK if verdict == "wrong" else None)
    assert finding.figure is None
    data = json.loads(json.dumps(report.to_dict(language)))["findings"][0]
    assert (data["number"], data["written"], data["verdict"]) == (None, finding.written, verdict)


def test_links_without_a_number_are_told_in_their_order_and_apart_from_the_numbers() -> None:
    text = f"[27 women]({MANA}), [some](jalon:nope), 27 [of them]({MANA}) and [others]({MANA})."
    report = check(text, suggest=False)
    assert [finding.written for finding in report.findings] == ["27", "some", "27", "others"]
    assert report.summary("en") == ("2 numbers: 2 proven; 2 links without a number: 1 wrong, 1 with nothing to check")
    assert report.summary("fr") == "2 nombres : 2 prouvés ; 2 liens sans nombre : 1 faux, 1 où rien n'est à vérifier"
    assert report.counts == {"proven": 2, "wrong": 1, "numberless": 1}
    to_mend = report.text("en", all=False)
    assert "wrong: “some”" in to_mend and "no number: “others”" in to_mend and "proven: “" not in to_mend
    page = render_report([report], "en")
    assert '<a class="claim bad" href="#n0-2">some</a>' in page
    assert '<a class="claim" href="#n0-4">others</a>' in page
    assert '<div class="proof open" id="n0-4">' in page
    assert [proof.verdict for proof in build_proofs(report, "en")] == ["proven", "wrong", "proven"]
    shown = [proof.headline for proof in build_proofs(report, "en", shows_unbacked=True)]
    assert shown[1::2] == ["Wrong: some", "No number in it: others"]


def test_a_link_to_nothing_is_no_number_to_suggest_for() -> None:
    assert write_links(document := build_document("[some](jalon:nope), 45 nurses"), check_document(document, GROUP))[
        1:
    ] == (0, 1)


def test_nothing_collected_proves_nothing() -> None:
    (finding,) = check("[27 people](jalon:participants?period=1999&project=MANA)").findings
    assert (finding.verdict, finding.mismatch) == ("wrong", Mismatch.COLLECTED)


OLD = build_group(leave_out=3)


def test_a_public_release_comes_before_today() -> None:
    """A published text states released figures: what is true today and was not released is not proven."""
    release = Frozen("2021-12", OLD, True, "2022-01-14T10:00:00+00:00")
    (finding,) = check(f"[24 women]({MANA})", release).findings
    assert (finding.verdict, finding.against.code if finding.against else None) == ("proven", "2021-12")
    assert "release 2021-12 of 2022-01-14" in finding.says("en")
    assert verdicts(f"[27 women]({MANA})", release) == ["wrong"]
    # What the release did not freeze is asked of today's facts.
    assert verdicts(f"[200 people]({CLUB})", release) == ["proven"]


def test_what_links_lead_to_is_carried_from_policy_to_policy_and_what_may_be_shown_is_not() -> None:
    """A text is held against a lenient and a strict policy: the second finds what it would have found alone."""
    older = Frozen("2021-06", build_group(leave_out=5), True, "2021-07-01T10:00:00+00:00")
    newer = Frozen("2021-12", OLD, True, "2022-01-14T10:00:00+00:00")
    text = f"[22 women]({MANA}) [24 women]({MANA}) [3 people]({SMALL}) [200 people]({CLUB}) [9 people](jalon:nothing)"
    resolved: Resolved = {}
    check(text, newer, older, policy=None, resolved=resolved)
    for policy in (Policy(), Policy(threshold=30)):
        alone, carried = (
            check(text, newer, older, policy=policy),
            check(text, newer, older, policy=policy, resolved=resolved),
        )
        assert [one.to_dict() for one in carried.findings] == [one.to_dict() for one in alone.findings]
    asked: list[str] = []

    class Watched(Frozen):
        def figure(self, id: str, *args: Any, **scope: Any) -> Figure:
            asked.append(id)
            return super().figure(id, *args, **scope)

    watched, resolved = Watched("2021-12", OLD, True, "2022-01-14T10:00:00+00:00"), {}
    for policy in (None, Policy(), Policy(threshold=30)):
        check(f"[24 women]({MANA})", watched, policy=policy, resolved=resolved)
    assert asked == ["mana_participants"]


def test_a_release_that_is_not_public_does_not_come_before_today() -> None:
    release = Frozen("draft", OLD, False, "2022-01-14T10:00:00+00:00")
    assert verdicts(f"[27 women]({MANA})", release) == ["proven"]


def test_what_was_true_in_an_earlier_release_is_stale() -> None:
    older = Frozen("2021-06", build_group(leave_out=5), True, "2021-07-01T10:00:00+00:00")
    newer = Frozen("2021-12", OLD, True, "2022-01-14T10:00:00+00:00")
    (finding,) = check(f"[22 women]({MANA})", newer, older).findings
    assert finding.verdict == "stale"
    assert finding.says("en").startswith("True in release 2021-06 of 2021-07-01.")
    assert "24 people" in finding.says("en")
    assert finding.write_instead() == "24 women"
    assert verdicts(f"[24 women]({MANA})", older, newer) == ["proven"]
    assert verdicts(f"[23 women]({MANA})", older, newer) == ["wrong"]
    # Stale of today's facts as well: a release that only staff see.
    draft = Frozen("draft", OLD, False, "2022-01-14T10:00:00+00:00")
    assert verdicts(f"[24 women]({MANA})", draft) == ["stale"]


def test_a_release_made_late_of_an_earlier_period_does_not_come_first() -> None:
    """A text is held against what its readers are shown: the release that tells furthest."""
    year = Frozen("2021-12", OLD, True, "2022-01-14T10:00:00+00:00")
    late = Frozen("2021-06", build_group(leave_out=5), True, "2022-03-01T10:00:00+00:00", period="2021-01..2021-06")
    (finding,) = check(f"[24 women]({MANA})", late, year).findings
    assert (finding.verdict, finding.against.code if finding.against else None) == ("proven", "2021-12")
    again = Frozen("2021-04", build_group(), True, "2022-03-01T10:00:00+00:00", period="2021-Q4")
    assert verdicts(f"[27 women]({MANA})", again, year) == ["proven"], "of two that tell as far, the one made later"


def test_nothing_withheld_is_told() -> None:
    """Neither the sentence, nor what is said, nor the data of a withheld figure holds its value."""
    text = f"[9 people]({SMALL}) and [9 women]({MIXED}&sex=female) and [9 men]({MIXED}&sex=male)"
    report = check(text, suggest=True)
    assert [str(finding.verdict) for finding in report.findings] == ["unsafe"] * 3
    for finding in report.findings:
        data = json.dumps(
            {**finding.to_dict(), "figure": {**(finding.to_dict()["figure"] or {}), "scope": None, "definition": ""}}
        )
        told = finding.says("en") + finding.says("fr") + json.dumps(finding.to_dict()["figure"]["value"])
        assert not any(digit in told for digit in "12345678"), told
        assert finding.write_instead() is None
        assert '"withheld"' in data


def test_who_has_access_may_check_without_withholding() -> None:
    document = build_document(f"[3 people]({SMALL}) [4 people]({SMALL})")
    report = check_document(document, GROUP, policy=None, suggest=False)
    assert [str(finding.verdict) for finding in report.findings] == ["proven", "wrong"]
    stricter = check_document(document, GROUP, policy=Policy(threshold=30), suggest=False)
    assert not any(finding.verdict == "proven" for finding in stricter.findings)


def test_ages_of_few_are_not_told() -> None:
    assert verdicts(f"[women aged 20 to 54]({SMALL})") == ["unsafe"]
    (finding,) = check(f"[women aged 30 to 40]({MANA})").findings
    assert finding.write_instead() == "women aged 20 to 54"


def test_places_of_numbers() -> None:
    text = f"Title\n=====\n\nOne line\nand *two* [27 women]({MANA})\n\n| a | b |\n|---|---|\n| 12 | [200 people]({CLUB}) |\n"
    places = [(finding.place.line, finding.place.column) for finding in check(text).findings]
    assert places == [(5, 6), (5, 12), (9, 3), (9, 9)]
    assert [text.split("\n")[line - 1][column - 1 :][:2] for line, column in places] == ["tw", "27", "12", "20"]


def test_digits_of_an_address_are_not_the_place_of_a_number() -> None:
    text = f'See [27 women]({MANA} "of 2021, 12") and 12 men, 2021 men, [45](https://a.example/45 "45") nurses; 45.'
    places = [finding.place.column for finding in check(text).findings]
    assert [text[column - 1 :].split()[0] for column in places] == [
        "27",
        "12",
        "2021",
        "45](https://a.example/45",
        "45.",
    ]


def test_a_report_in_both_languages_and_as_data() -> None:
    report = check(f"[27 women]({MANA}), [28 women]({MANA}), 45 nurses.")
    assert report.failed
    assert report.summary("en") == "3 numbers: 1 proven, 1 wrong, 1 unbacked"
    assert report.summary("fr") == "3 nombres : 1 prouvé, 1 faux, 1 sans preuve"
    data = json.loads(json.dumps(report.to_dict("fr")))
    assert [finding["verdict"] for finding in data["findings"]] == ["proven", "wrong", "unbacked"]
    assert data["counts"] == {"proven": 1, "wrong": 1, "unbacked": 1}
    assert "ligne 1" in report.text("fr")
    assert "proven" not in report.text("en", all=False).partition("\n3 numbers")[0]
    assert not check("45 nurses").failed


def test_progress_is_told() -> None:
    seen: list[tuple[int, int]] = []
    check("One.\n\nTwo.\n\n27 women.", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_sum_is_no_float() -> None:
    (finding,) = check(f"[648.4 hours]({HOURS})").findings
    assert finding.figure is not None
    assert finding.figure.value == Decimal(648)
    assert finding.verdict == "wrong"


def test_several_cells_are_told_together_where_they_add_up() -> None:
    assert verdicts(f"[200 people]({CLUB}&sex=female&sex=male)") == ["proven"]
    assert verdicts(f"[23 people]({MIXED}&sex=female&sex=male)") == ["unsafe"]


def test_what_is_not_known_of_a_cell_is_told_as_its_table_tells_it() -> None:
    (finding,) = check(f"[21 women]({MIXED}&sex=female)").findings
    assert finding.figure is not None
    assert not isinstance(finding.figure.unknown, int)
    assert '"withheld"' in json.dumps(finding.to_dict()["figure"])
