"""A figure, or a cell of one, named in one line."""

from __future__ import annotations

from typing import Any

import pytest

from jalon.errors import JalonError
from jalon.facts.store import MemoryFacts
from jalon.figures.group import Group
from jalon.figures.link import parse_link, read_link, render_link, resolve_link


def person(number: int, sex: str | None, born: str | None) -> dict[str, Any]:
    import datetime as dt

    birth = dt.date.fromisoformat(born) if born else None
    return {
        "subject": number, "kind": "person", "sex": sex, "birth_earliest": birth, "birth_latest": birth,
        "nationality": None, "permits": [], "refuses": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def group() -> Group:
    """Four people in one project in 2021: two women, a man, and one of whom nothing is known."""
    import datetime as dt

    people = [
        person(1, "female", "1960-05-01"), person(2, "female", "1990-05-01"), person(3, "male", "1990-05-01"),
        person(4, None, None),
    ]  # fmt: skip
    spells = [
        {"project": 1, "enrolment": n, "subject": n, "site": None, "country": "FR", "entry": dt.date(2021, n, 1),
         "exit": None, "implicit": False}
        for n in (1, 2, 3, 4)
    ]  # fmt: skip
    rows: dict[str, Any] = {
        "organisations": [{"organisation": 1, "code": "O", "parent": None, "kind": "ngo", "country": None}],
        "projects": [
            {"project": 1, "code": "M", "organisation": 1, "countries": ["FR"], "themes": [], "sdg_targets": [],
             "sensitive": False}
        ],
        "measures": [
            {"measure": n, "code": code, "kind": "category", "options": ["a", "b"]}
            for n, code in enumerate(("employment", "education"), start=1)
        ],
        "subjects": people,
        "enrolments": spells,
    }  # fmt: skip
    return Group.from_facts(MemoryFacts(rows), key=b"key")


@pytest.mark.parametrize(
    ("text", "members", "unknown"),
    [
        ("participants?period=2021", {1, 2, 3, 4}, set()),
        ("jalon:participants?period=2021&sex=female", {1, 2}, set()),
        ("participants?period=2021&sex=female&age_band=55+", {1}, set()),
        ("participants?period=2021&age_band=%3C25", set(), set()),
        ("participants?period=2021&sex=unknown", {4}, set()),
        ("participants?period=2021&sex=female&sex=male", {1, 2, 3}, set()),
        ("entered?period=2021&quarter=2021-Q1", {1, 2, 3}, set()),
        ("entered?period=2021&month=2021-12", set(), set()),
        ("women?period=2021&age_band=25-54", {2}, set()),
        ("women?period=2021&age_band=unknown", set(), {4}),
    ],
)
def test_what_a_link_names(group: Group, text: str, members: set[int], unknown: set[int]) -> None:
    found = resolve_link(group, text)
    assert set(found.members) == members
    assert set(found.unknown) == unknown
    assert found.value == len(members)
    assert found.bounds == (len(members), len(members | unknown))
    assert found.is_cell == (text != "participants?period=2021")
    assert resolve_link(group, found.link).link == found.link, "there is one way to write it"


def test_a_cell_of_a_share_and_of_a_mean(group: Group) -> None:
    share = resolve_link(group, "share_of_women?period=2021&age_band=25-54")
    assert str(share.value) == "1/2"
    hours = resolve_link(group, "hours_attended?period=2021&sex=female")
    assert hours.value is None, "no session was held: not collected"


@pytest.mark.parametrize(
    ("text", "id", "nearest"),
    [
        ("participants?period=2021&sex=femal", "bad_link_value", "female"),
        ("participants?period=2021&age_band=12-30", "bad_link_value", None),
        ("entered?period=2021&month=2021-13", "bad_link_value", None),
        ("entered?period=2021&quarter=2021-01", "bad_link_value", None),
        ("participants?sexe=female", "bad_link", "sex"),
        ("participants?period=", "bad_link", "period"),
        ("participants?period=2020&period=2021", "bad_link", "period"),
        ("?period=2021", "bad_link", None),
        ("participant?period=2021", "no_such_indicator", "participants"),
        ("participants?project=N", "unknown_scope_code", None),
    ],
)
def test_what_no_link_names(group: Group, text: str, id: str, nearest: str | None) -> None:
    with pytest.raises(JalonError) as refused:
        resolve_link(group, text)
    assert refused.value.id == id
    if nearest:
        assert refused.value.nearest == nearest


def test_a_link_to_a_figure_alone_takes_no_cell() -> None:
    assert parse_link("jalon:x?period=2021&project=A&project=B") == ("x", {"period": "2021", "project": ["A", "B"]})
    assert read_link("x?sex=female").cell == {"sex": ("female",)}
    with pytest.raises(JalonError):
        parse_link("x?sex=female")


def test_links_are_written_in_one_order(group: Group) -> None:
    figure = group.figure("participants", "2021", project="M", country="FR", purpose="research")
    assert figure.scope is not None
    written = render_link("participants", figure.scope, "research", {"sex": [None], "age_band": ["<25", "55+"]})
    assert written == (
        "participants?period=2021&project=M&country=FR&purpose=research&age_band=<25&age_band=55+&sex=unknown"
    )
