"""Totals declared by a partner: quantities without members, each with its evidence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jalon.codelists.folding import fold
from jalon.errors import Fault, Place
from jalon.exchange.rows import Question, TotalRow
from jalon.records.imported import Changed, NewQuantity
from jalon.records.models import Organisation, Project, Quantity, QuantityRelation, QuantityStatus
from jalon.workflows.import_people import contradiction, question_id
from jalon.workflows.quantities import read_units

COLUMNS = ("number", "source_name", "indicator", "start", "end", "country", "breakdown")
VALUES = ("value", "unit", "relation", "evidence")
Key = tuple[Any, ...]


@dataclass(slots=True)
class PlannedQuantity:
    now: NewQuantity
    place: Place | None = None
    known: tuple[int, dict[str, Any]] | None = None
    """Number and VALUES as recorded."""


class TotalsPlanner:
    """Takes declared totals; the same total of the same source and period is one quantity."""

    def __init__(self, project: Project) -> None:
        self.units = read_units()
        self.faults: list[Fault] = []
        self.questions: dict[str, Question] = {}
        self.quantities: dict[Key, PlannedQuantity] = {}
        self.organisations = {
            fold(text): number
            for number, code, name in Organisation.objects.values_list("number", "code", "name")
            for text in (name, code)
        }
        declared = Quantity.objects.filter(project=project, status=QuantityStatus.DECLARED)
        for values in declared.values("organisation_id", *COLUMNS, *VALUES):
            number, organisation = values.pop("number"), values.pop("organisation_id")
            quantity = NewQuantity(organisation=organisation, **values)
            known = (number, {name: values[name] for name in VALUES})
            self.quantities[key_of_total(quantity)] = PlannedQuantity(quantity, known=known)

    def plan(self, rows: Sequence[TotalRow]) -> None:
        for row in rows:
            fault = self.take(row)
            self.faults.extend([fault] if fault else [])

    def take(self, row: TotalRow) -> Fault | None:
        """One total: a fault, a question, or taken over."""
        indicator = row.indicator
        if indicator is None:
            self.ask_indicator(row.place)
            return None
        if indicator not in self.units:
            return Fault("no_such_indicator", row.place, {"found": indicator})
        unit = self.units[indicator]
        if unit is None:
            return Fault("takes_no_total", row.place, {"found": indicator})
        if row.unit and row.unit != unit:
            return Fault("wrong_unit", row.place, {"indicator": indicator, "unit": unit, "found": row.unit})
        relation = fold(row.relation) if row.relation else None
        if relation is not None and relation not in QuantityRelation.values:
            details = {"field": "relation", "found": row.relation, "known": ", ".join(QuantityRelation.values)}
            return Fault("value_not_understood", row.place, details)
        quantity = NewQuantity(
            organisation=self.organisations.get(fold(row.source)),
            source_name=row.source[:300],
            indicator=indicator,
            value=Decimal(row.value),
            unit=unit,
            start=row.start,
            end=row.end,
            country=row.country,
            breakdown=json.dumps(dict(row.breakdown), sort_keys=True, ensure_ascii=False),
            relation=relation or QuantityRelation.UNKNOWN.value,
            # A sheet without a column for it is itself the evidence; it is kept among the received files.
            evidence=row.evidence or str(Place(row.place.file, row.place.sheet)),
        )
        key = key_of_total(quantity)
        before = self.quantities.get(key)
        if before is None:
            self.quantities[key] = PlannedQuantity(quantity, row.place)
            return None
        if before.place and before.now.value != quantity.value:
            return contradiction(row.place, "total", quantity.value, before.now.value, before.place)
        before.place = before.place or row.place
        before.now.value, before.now.unit = quantity.value, quantity.unit
        before.now.relation = quantity.relation if relation else before.now.relation
        before.now.evidence = quantity.evidence if row.evidence else before.now.evidence
        return None

    def ask_indicator(self, place: Place) -> None:
        id = question_id("indicator", place)
        self.questions.setdefault(
            id,
            Question(
                id,
                Place(file=place.file, sheet=place.sheet),
                "Which indicator do these totals contribute to?",
                "À quel indicateur ces totaux contribuent-ils ?",
                tuple(sorted(indicator for indicator, unit in self.units.items() if unit is not None)),
            ),
        )

    def changes(self) -> list[Changed]:
        found = []
        for planned in self.quantities.values():
            if planned.known is None or planned.place is None:
                continue
            number, recorded = planned.known
            after = {name: value for name in VALUES if (value := getattr(planned.now, name)) != recorded[name]}
            if after:
                found.append(Changed("quantity", number, {name: recorded[name] for name in after}, after))
        return found


def key_of_total(quantity: NewQuantity) -> Key:
    """What makes two totals the same one. The organisation is left out: it may be recorded only later."""
    return (
        fold(quantity.source_name),
        quantity.indicator,
        quantity.start,
        quantity.end,
        quantity.country,
        quantity.breakdown,
    )
