"""A group whose site is worth reading: overlap, a small project, a declared total, two public releases and a later record.

Import it inside a test or fixture: models load only once the settings know where the records live. Every name of a
person holds SECRET, so that a test can look for it on any page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from site_pages import SECRET

from jalon.home import Home
from jalon.records.actions.enrolments import open_enrolment
from jalon.records.actions.organisations import add_organisation
from jalon.records.actions.projects import add_grant, add_project, add_site
from jalon.records.actions.quantities import add_quantity
from jalon.records.actions.subjects import add_person
from jalon.records.models import Organisation, Person, Project, Site
from jalon.workflows.refresh_facts import refresh_facts
from jalon.workflows.release import make_release

BY = "officer"
FIRST, LAST = dt.date(2021, 1, 1), dt.date(2021, 12, 31)


def add_people(project: Project, sex: str, count: int) -> list[Person]:
    people = [
        add_person(by=BY, family_name=SECRET, given_name=SECRET, sex=sex, birth=FIRST.replace(year=1990))
        for _ in range(count)
    ]
    enrol(people, project)
    return people


def enrol(people: list[Person], project: Project) -> None:
    for person in people:
        open_enrolment(by=BY, subject=person.subject, project=project, entry=FIRST, exit=LAST)


def add_running(
    code: str, name: str, organisation: Organisation, country: str, sites: Collection[Site] = ()
) -> Project:
    return add_project(
        by=BY, code=code, name=name, organisation=organisation, countries=[country], sites=sites,
        start=FIRST, end=LAST, themes=["employment"], sdg_targets=["8.5"],
    )  # fmt: skip


def build_site_group(home: Home) -> None:
    """NORD 20 people, of whom 6 are also in SUD (15); PETIT 3; 100 more declared in SUD: 132 in the first release.

    Six women join NORD before the second release (138), one man after it: 139 today.
    """
    root = add_organisation(by=BY, code="ROOT", name="The group", kind="group")
    north = add_organisation(by=BY, code="N", name="North & sons", kind="ngo", parent=root, country="FR")
    south = add_organisation(by=BY, code="S", name="South", kind="enterprise", parent=root, country="SN")
    fund = add_organisation(by=BY, code="F", name="Fund <for all>", kind="funder")
    lyon = add_site(by=BY, code="LYON", name="Lyon", country="FR")
    nord = add_running("NORD", "North wind", north, "FR", [lyon])
    sud = add_running("SUD", "South wind", south, "SN")
    petit = add_running("PETIT", "Small <circle>", north, "FR")
    add_grant(by=BY, code="G1", name="Grant one", funder=fund, rule_set="esf_plus", projects=[nord])
    women = add_people(nord, "female", 12)
    add_people(nord, "male", 8)
    enrol(women[:6], sud)
    add_people(sud, "male", 9)
    add_people(petit, "female", 3)
    add_quantity(
        by=BY, project=sud, indicator="participants", status="declared", value=Decimal(100), unit="person",
        start=FIRST, end=LAST, organisation=south, relation="disjoint", evidence="A letter",
    )  # fmt: skip
    refresh_facts(home)
    make_release(home, by=BY, code="first", period="2021", title="First draft", reason="June", public=True)
    add_people(nord, "female", 6)
    make_release(home, by=BY, code="second", period="2021", title="Final", reason="December", public=True)
    add_people(nord, "male", 1)
    refresh_facts(home)
