"""Totals declared by a partner: one quantity for each source, indicator, period, country and part."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from late import Late, models, register

from jalon.errors import Place
from jalon.exchange.mapping import Mapping
from jalon.exchange.rows import Reading, TotalRow
from jalon.home import Home

people = Late("jalon.workflows.plan_people")
plans = Late("jalon.workflows.import_plan")
organisations = Late("jalon.records.actions.organisations")
projects = Late("jalon.records.actions.projects")

START, END = dt.date(2021, 1, 1), dt.date(2021, 12, 31)


def total(row: int, value: int = 120, **values: Any) -> TotalRow:
    said = {"source": "Club", "indicator": "participants", "country": "SN", "evidence": "rapport signé"} | values
    return TotalRow(
        Place("totals.csv", row=row), value=Decimal(value), start=START, end=END, breakdown={"sex": "female"}, **said
    )


@pytest.fixture
def project(home: Home) -> Any:
    owner = organisations.add_organisation(by="test", code="asso", name="Association", kind="ngo")
    return projects.add_project(by="test", code="M", name="Ateliers", organisation=owner)


def bring(project: Any, home: Home, *totals: TotalRow) -> Any:
    plan = register.plan_reading(
        Reading(totals=list(totals)), Mapping(), directory=people.read_directory(project), seen=register.last_change()
    )
    register.apply_import(plan, by="Awa", home=home)
    return plan


def test_a_total_is_declared_with_its_unit_and_says_what_it_is_to_the_counted(project: Any, home: Home) -> None:
    partner = organisations.add_organisation(by="test", code="club", name="Club de football", kind="partner")
    bring(project, home, total(2, source="CLUB DE FOOTBALL", relation="Disjoint"))
    quantity = models.Quantity.objects.get()
    assert (quantity.organisation, quantity.source_name) == (partner, "CLUB DE FOOTBALL")
    assert (quantity.status, quantity.relation, quantity.unit) == ("declared", "disjoint", "person")
    assert (quantity.breakdown, quantity.author) == ('{"sex": "female"}', "Awa")


def test_a_sheet_without_evidence_is_its_own(project: Any, home: Home) -> None:
    bring(project, home, total(2, evidence=""))
    assert models.Quantity.objects.get().evidence == "totals.csv"


def test_a_new_value_of_the_same_total_is_a_change(project: Any, home: Home) -> None:
    bring(project, home, total(2, relation="disjoint"))
    # Recorded as an organisation meanwhile, the source is still the same one.
    organisations.add_organisation(by="test", code="club", name="Club", kind="partner")
    plan = bring(project, home, total(2, 130))
    assert plan.counts == {"quantity": plans.Counts(changed=1)}
    quantity = models.Quantity.objects.get()
    assert (quantity.value, quantity.relation) == (130, "disjoint")
    assert bring(project, home, total(2, 130)).counts == {"quantity": plans.Counts(left=1)}


def test_another_part_or_period_is_another_total(project: Any, home: Home) -> None:
    bring(project, home, total(2), total(3, country="ML"), total(4, source="École"))
    assert models.Quantity.objects.count() == 3


def test_totals_that_cannot_be_taken_wait(project: Any, home: Home) -> None:
    plan = bring(
        project,
        home,
        total(2),
        total(3, 130),
        total(4, source="École", indicator="participant"),
        total(5, source="Danse", relation="partial"),
    )
    assert [(fault.id, fault.place.row) for fault in plan.faults] == [
        ("contradicts_row", 3),
        ("no_such_indicator", 4),
        ("value_not_understood", 5),
    ]
    assert all(fault.as_error().text("fr") for fault in plan.faults)
    assert models.Quantity.objects.get().value == 120


def test_a_total_in_another_unit_and_one_of_a_share_are_faults(project: Any, home: Home) -> None:
    plan = bring(project, home, total(2, unit="hour"), total(3, indicator="share_found_work"), total(4))
    assert [(fault.id, fault.place.row) for fault in plan.faults] == [("wrong_unit", 2), ("takes_no_total", 3)]
    assert models.Quantity.objects.get().unit == "person"
