"""Totals that a partner declares: one row for each row and value column of its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jalon.errors import Fault, JalonError, Place
from jalon.exchange.cells import WAITS, Waits, cell_text, find_cell_fault, is_grouped, read_number
from jalon.exchange.dates import Order, infer_order, read_date
from jalon.exchange.headings import read_part, read_value
from jalon.exchange.mapping import SheetMapping
from jalon.exchange.people import Reader, build_not_understood
from jalon.exchange.periods import Period, find_period, read_period
from jalon.exchange.recognised import look_up
from jalon.exchange.rows import TotalRow
from jalon.exchange.sheets import Cell, Row, is_blank
from jalon.exchange.values import read_country, read_sex

_TEXTS = ("source", "indicator", "evidence", "unit", "relation")


class TotalsReader:
    """Reads the rows of one table of totals."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        found = reader.found
        assert found.table is not None
        self.values = {
            index: parts for index, target in found.targets.items() if (parts := read_value(target)) is not None
        }
        totals = [index for index, target in found.targets.items() if target == "total"]
        self.total = totals[0] if totals and self.values else None
        if totals and not self.values:
            self.values = {totals[0]: {}}
        plain = [index for index, parts in self.values.items() if not parts]
        if self.total is None and len(plain) == 1 and len(self.values) > 1:
            # A number beside its own parts is their sum, and must not be counted again.
            self.total = plain[0]
            del self.values[plain[0]]
        self.groups = self._settle_groups([*self.values, *([self.total] if self.total is not None else [])])
        self.orders = self._period_orders()
        self._is_noted = False
        self.periods = {
            column.index: find_period(column) for column in found.table.columns if column.index in self.values
        }
        self.country = reader.constant("country")
        self.sex = reader.constant("sex")

    def _cells(self, index: int | None) -> Iterator[Cell]:
        table = self.reader.found.table
        assert table is not None
        for row in table.sheet.rows[table.first_row :]:
            if index is not None and index < len(row) and not is_blank(row[index]):
                yield row[index]

    def _settle_groups(self, columns: Sequence[int]) -> bool | None:
        """Whether 8.935 is thousands in this sheet; None where it is asked."""
        found = self.reader.found
        if found.told.numbers:
            return found.told.numbers == "thousands"
        texts = [cell_text(cell) for index in columns for cell in self._cells(index) if isinstance(cell, str)]
        grouped = [text for text in texts if is_grouped(text)]
        if not grouped:
            return False
        sign = grouped[0].strip("0123456789")
        other = "," if sign == "." else "."
        for text in texts:
            decided = None
            if text.count(sign) > 1 or (other in text and not is_grouped(text)):
                decided = True
            elif sign in text and not is_grouped(text):
                decided = False
            if decided is not None:
                numbers = "thousands" if decided else "decimals"
                found.told = found.told.model_copy(update={"numbers": numbers})
                return decided
        found.ask(
            "numbers",
            f"Does the sign in {grouped[0]} set thousands or decimals apart?",
            f"Le signe de {grouped[0]} sépare-t-il des milliers ou des décimales ?",
            ("thousands", "decimals"),
        )
        return None

    def _period_orders(self) -> dict[str, Order]:
        """The order of dates in each period column; a start that shows none goes by the end, and back."""
        found = self.reader.found
        orders = {target: found.orders[index] for index, target in found.targets.items() if index in found.orders}
        for target, other in (("period_start", "period_end"), ("period_end", "period_start")):
            if orders.get(target) is Order.OPEN and orders.get(other) in (Order.DAY_FIRST, Order.MONTH_FIRST):
                orders[target] = orders[other]
                heading = self.reader.heading(found.column(target) or 0)
                found.questions = [
                    question
                    for question in found.questions
                    if not (question.id.startswith("dates:") and question.place.column == heading)
                ]
                told = found.told.date_order | {heading: orders[target].value}
                found.told = SheetMapping.model_validate(found.told.model_dump() | {"date_order": told})
        if (index := found.column("period")) is not None:
            told_order = look_up(found.told.date_order, self.reader.heading(index))
            dates = (read_date(cell) for cell in self._cells(index))
            orders["period"] = Order(told_order) if told_order else infer_order(dates)
        return orders

    def read(self, at: int, row: Row) -> list[TotalRow] | list[Fault] | Waits:
        """The totals of row `at`, its faults, or WAITS."""
        faults: list[Fault] = []
        said = {
            target: row[index]
            for index, target in self.reader.found.targets.items()
            if index < len(row) and not is_blank(row[index])
        }
        for index, target in self.reader.found.targets.items():
            if (
                target != "ignored"
                and index < len(row)
                and (odd := find_cell_fault(row[index], self._place(at, index)))
            ):
                faults.append(odd)
        if faults:
            return faults
        is_headed = all(self.periods.get(index) for index in self.values)
        period = None if is_headed else self._period(at, said, faults)
        country = self._attribute(at, said, "country", faults) or self.country
        shared = {name: code for name in ("sex", "age") if (code := self._attribute(at, said, name, faults))}
        if self.sex:
            shared.setdefault("sex", self.sex)
        numbers = self._numbers(at, row, faults)
        if faults:
            return faults
        if numbers is None:
            return WAITS
        texts = {name: cell_text(said.get(name)) or self.reader.constants.get(name, "") for name in _TEXTS}
        return [
            TotalRow(
                place=self._place(at, index),
                source=texts["source"],
                indicator=texts["indicator"] or None,
                value=number,
                start=span[0],
                end=span[1],
                country=country,
                breakdown=dict(sorted((shared | self.values[index]).items())),
                evidence=texts["evidence"],
                unit=texts["unit"] or None,
                relation=texts["relation"] or None,
            )
            for index, number in numbers.items()
            if (span := self.periods.get(index) or period)
        ]

    def _place(self, at: int, index: int | None) -> Place:
        return self.reader.found.place(at + 1, self.reader.heading(index) if index is not None else None)

    def _period(self, at: int, said: dict[str, Cell], faults: list[Fault]) -> Period | None:
        found, context = self.reader.found, self.reader.context
        if "period_start" in said or "period_end" in said:
            ends = []
            for target in ("period_start", "period_end"):
                end = read_period(said.get(target), context, self.orders.get(target, Order.ANY))
                if end is None:
                    faults.append(
                        Fault(
                            "period_not_understood",
                            self._place(at, found.column(target)),
                            {"found": cell_text(said.get(target))},
                        )
                    )
                else:
                    ends.append(end)
            if len(ends) == 2 and ends[0][0] > ends[1][1]:
                faults.append(
                    Fault(
                        "period_not_understood",
                        self._place(at, found.column("period_end")),
                        {"found": cell_text(said["period_end"])},
                    )
                )
            return (ends[0][0], ends[1][1]) if len(ends) == 2 else None
        if "period" in said:
            period = read_period(said["period"], context, self.orders["period"])
            if period is None:
                faults.append(
                    Fault(
                        "period_not_understood",
                        self._place(at, found.column("period")),
                        {"found": cell_text(said["period"])},
                    )
                )
            return period
        if text := self.reader.constants.get("period"):
            period = read_period(text, context)
            if period is None:
                raise JalonError("mapping_invalid", place=found.place(), found=build_not_understood("period", text))
            return period
        faults.append(Fault("total_without_period", self._place(at, None)))
        return None

    def _attribute(self, at: int, said: dict[str, Cell], name: str, faults: list[Fault]) -> str | None:
        cell = said.get(name)
        if cell is None:
            return None
        place = self._place(at, self.reader.found.column(name))
        if name == "age":
            part = read_part(cell_text(cell))
            return part[1] if part and part[0] == "age" else cell_text(cell)
        value = read_country(cell, place) if name == "country" else read_sex(cell, place)
        if isinstance(value, Fault):
            faults.append(value)
            return None
        return value

    def _numbers(self, at: int, row: Row, faults: list[Fault]) -> dict[int, Decimal] | None:
        """The numbers of a row by column; a blank is no total. None: a question decides one of them."""
        numbers: dict[int, Decimal] = {}
        waits = False
        for index in [*self.values, *([self.total] if self.total is not None else [])]:
            cell = row[index] if index < len(row) else None
            if is_blank(cell):
                continue
            if self.groups is None and isinstance(cell, str) and is_grouped(cell_text(cell)):
                waits = True
                continue
            number = read_number(cell, groups=bool(self.groups))
            if number is None:
                faults.append(Fault("number_not_understood", self._place(at, index), {"found": cell_text(cell)[:80]}))
            elif number < 0:
                faults.append(
                    Fault("number_out_of_range", self._place(at, index), {"found": number, "lowest": 0, "highest": "∞"})
                )
            else:
                numbers[index] = number
        if waits:
            return None
        total = numbers.pop(self.total, None) if self.total is not None else None
        return numbers if faults else self._once(at, total, numbers, faults)

    def _once(
        self, at: int, total: Decimal | None, numbers: dict[int, Decimal], faults: list[Fault]
    ) -> dict[int, Decimal]:
        """Each number once: of several breakdowns of one total only the first, and not the total itself."""
        if total is not None and not numbers:
            assert self.total is not None
            self.values.setdefault(self.total, {})
            return {self.total: total}
        if len({self.periods.get(index) for index in numbers}) > 1:
            return numbers
        groups: dict[tuple[str, ...], dict[int, Decimal]] = {}
        for index, number in numbers.items():
            groups.setdefault(tuple(sorted(self.values[index])), {})[index] = number
        first = next(iter(groups.values()), {})
        whole = total if total is not None else sum(first.values())
        for group in groups.values():
            if sum(group.values()) != whole:
                parts = " + ".join(str(number) for number in group.values())
                place = self._place(at, self.total if total is not None else next(iter(group)))
                faults.append(Fault("total_does_not_add_up", place, {"found": whole, "parts": parts}))
        if len(groups) > 1 and not faults and not self._is_noted:
            self._is_noted = True
            self.reader.found.note(
                "The same totals are broken down twice; only the first breakdown is read, so that nobody counts twice.",
                "Les mêmes totaux sont ventilés deux fois ; seule la première ventilation est lue, pour ne compter "
                "personne deux fois.",
            )
        return first
