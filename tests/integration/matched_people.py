"""A group whose people are matched and decided about: its fixtures, and what is asked of it in one line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from jalon.cli import main
from jalon.home import Home

BY = "Awa"
DAY = dt.date(1982, 5, 21)

Add = Callable[..., int]


@pytest.fixture(name="projects")
def projects_of_group(home: Home) -> dict[str, Any]:
    from jalon.records.actions.organisations import add_organisation
    from jalon.records.actions.projects import add_project

    owner = add_organisation(by=BY, code="asso", name="Association", kind="ngo", country="FR")
    start = dt.date(2021, 1, 1)
    return {
        code: add_project(by=BY, code=code, name=code, organisation=owner, start=start, sensitive=sensitive)
        for code, sensitive in (("OPEN", False), ("AIDE", False), ("SAFE", True), ("OTHER_SAFE", True))
    }


@pytest.fixture(name="add")
def add_of_group(projects: dict[str, Any]) -> Add:
    """A person enrolled in projects; returns her number."""
    from jalon.records.actions.enrolments import open_enrolment
    from jalon.records.actions.subjects import add_person

    def add(given: str, family: str, *enrolled: str, birth: dt.date = DAY, **more: Any) -> int:
        person = add_person(
            by=BY, given_name=given, family_name=family, birth=birth, birth_precision="day", sex="female", **more
        )
        for code in enrolled:
            open_enrolment(by=BY, subject=person.subject, project=projects[code], entry=dt.date(2021, 2, 1))
        return int(person.pk)

    return add


@pytest.fixture(name="jalon")
def jalon_of_group(home: Home, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    def run(*arguments: str | int) -> Any:
        capsys.readouterr()
        code = main(["--home", str(home.path), "--as", BY, *map(str, arguments)])
        said = capsys.readouterr()
        assert code == 0, said.err
        return json.loads(said.out) if "--json" in arguments else said.out

    return run


def proposed() -> dict[tuple[int, int], tuple[str, str]]:
    from jalon.workflows.match_people import find_matches

    return {(said.first, said.second): (said.verdict, said.author) for said in find_matches().proposals}


def waiting() -> list[tuple[int, int]]:
    from jalon.workflows.waiting import list_waiting

    return [(pair.first, pair.second) for pair in list_waiting()]


def decide(one: int, other: int, verdict: str) -> None:
    from jalon.workflows.decide import decide_identity

    decide_identity(one, other, verdict=verdict, reason="asked her", by=BY)


def merged() -> dict[int, int]:
    from jalon.identity.components import build_components
    from jalon.records.models import IdentityAssertion

    said = IdentityAssertion.objects.order_by("number").values_list("first_id", "second_id", "verdict")
    return build_components(said).same_as
