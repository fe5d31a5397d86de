"""What only all values of a column can tell: the order of day and month, and what M means beside H."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from jalon.codelists.folding import fold
from jalon.exchange.cells import answer_key, cell_text
from jalon.exchange.dates import Order, Written, infer_order, read_date
from jalon.exchange.headings import DATE_FIELDS, find_order_hint
from jalon.exchange.mapping import SESSIONS
from jalon.exchange.recognised import Recognised, look_up
from jalon.exchange.rows import Layout
from jalon.exchange.sheets import is_blank


def settle_dates(found: Recognised) -> None:
    if found.table is None or found.layout is Layout.IGNORED:
        return
    rows = found.sheet.rows[found.table.first_row :]
    for column in found.table.columns:
        if found.targets.get(column.index) in DATE_FIELDS:
            index = column.index
            cells = (read_date(row[index]) for row in rows if index < len(row) and isinstance(row[index], str))
            found.orders[index] = _build_order(found, column.heading, column.heading, cells)
    if found.sessions:
        dates = (session.date for session in found.sessions)
        found.orders[-1] = _build_order(found, SESSIONS, "", dates)


def _build_order(found: Recognised, name: str, heading: str, dates: Iterable[Written | dt.date | None]) -> Order:
    told = look_up(found.told.date_order, name)
    if told:
        return Order(told)
    hint = find_order_hint(heading)
    order = hint or infer_order(dates)
    if order is Order.OPEN:
        column = None if name == SESSIONS else name
        where_en = f"the column “{name}”" if column else "the dated headings"
        where_fr = f"la colonne « {name} »" if column else "les en-têtes datés"
        found.ask(
            "dates",
            f"In {where_en}, is the day or the month written first? Both fit every date.",
            f"Dans {where_fr}, le jour ou le mois est-il écrit en premier ? Les deux conviennent à toutes les dates.",
            (Order.DAY_FIRST, Order.MONTH_FIRST),
            column=column,
        )
    elif order in (Order.DAY_FIRST, Order.MONTH_FIRST):
        found.told = found.told.model_copy(update={"date_order": found.told.date_order | {name: order.value}})
    return order


def settle_sex(found: Recognised) -> None:
    """M beside H is mujer or mulher; M alone under a Spanish or Portuguese heading asks."""
    index = found.column("sex")
    if index is None or found.table is None:
        return
    heading = next(column.heading for column in found.table.columns if column.index == index)
    told = look_up(found.told.values, heading) or {}
    texts = {
        answer_key(cell_text(row[index]))
        for row in found.sheet.rows[found.table.first_row :]
        if index < len(row) and not is_blank(row[index])
    }
    if "m" not in texts or any(answer_key(text) == "m" for text in told):
        return
    has_f = any(text.startswith("f") for text in texts)
    has_h = any(text.startswith(("h", "varon")) for text in texts)
    is_iberian = fold(heading).startswith(("sexo", "genero", "h m", "m h"))
    if has_h and not has_f:
        values = {**found.told.values, heading: {**told, "M": "female"}}
        found.told = found.told.model_copy(update={"values": values})
    elif (has_h and has_f) or (is_iberian and not has_f):
        found.ask(
            "values",
            f"In the column “{heading}”, what does M mean?",
            f"Dans la colonne « {heading} », que signifie M ?",
            ("female", "male"),
            column=heading,
            field="M",
        )
