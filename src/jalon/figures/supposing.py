"""Facts between two facts versions: the older ones with one kind of change of the newer after the other.

What lies between two answers is found by asking in these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from jalon.facts.schema import BY_NAME
from jalon.facts.store import Facts
from jalon.facts.supposed import SupposedFacts

OF_SUBJECTS = ("subjects", "enrolments", "attendances", "observations")


def read_identity(facts: Facts) -> dict[int, int]:
    """Subject -> the subject it is counted as, where that is another."""
    return {row["subject"]: row["same_as"] for row in facts.table("same_subject").to_pylist()}


def read_subjects(facts: Facts) -> set[int]:
    return set(facts.table("subjects").column("subject").to_pylist())


def suppose_erased(older: Facts, newer: Facts) -> SupposedFacts:
    """The older facts without those whom the newer do not have."""
    gone = list(read_subjects(older) - read_subjects(newer))
    tables = {name: older.table(name).filter(~pc.field("subject").isin(gone)) for name in OF_SUBJECTS}
    tables["same_subject"] = _identity_table(read_identity(older), read_subjects(older) - set(gone))
    return SupposedFacts(older, "the erased are gone", tables)


def suppose_identity(older: Facts, newer: Facts) -> SupposedFacts:
    """These facts, who is who as in the newer."""
    known = _identity_table(read_identity(newer), read_subjects(older))
    return SupposedFacts(older, "who is who as later", {"same_subject": known})


def suppose_consent(older: Facts, newer: Facts) -> SupposedFacts:
    """These facts, with what the newer say that each permits and refuses."""
    said = {row["subject"]: row for row in newer.table("subjects").to_pylist()}
    rows = [
        row | {name: said[row["subject"]][name] for name in ("permits", "refuses")} if row["subject"] in said else row
        for row in older.table("subjects").to_pylist()
    ]
    return SupposedFacts(older, "consents as later", {"subjects": _table("subjects", rows)})


def suppose_corrected(older: Facts, newer: Facts) -> SupposedFacts:
    """The newer facts without what came to pass since: spells begun, and ends of spells that were open.

    A spell that is in both has the values of the newer, but stays open where it was.
    """
    was = {row["enrolment"]: row for row in older.table("enrolments").to_pylist()}
    spells = [
        row | ({"exit": None} if was[row["enrolment"]]["exit"] is None else {})
        for row in newer.table("enrolments").to_pylist()
        if row["enrolment"] in was
    ]
    kept = [row["enrolment"] for row in spells]
    observations = newer.table("observations")
    belonging = pc.field("enrolment").isin(kept) | pc.field("enrolment").is_null()
    tables = {"enrolments": _table("enrolments", spells), "observations": observations.filter(belonging)}
    return SupposedFacts(newer, "no spell has begun or ended", tables)


def _identity_table(identity: Mapping[int, int], known: Collection[int]) -> pa.Table:
    """Who is counted as whom among those who are known: the smallest of them in each component."""
    components: dict[int, list[int]] = {}
    for subject in sorted({*identity, *identity.values()} & set(known)):
        components.setdefault(identity.get(subject, subject), []).append(subject)
    rows = [{"subject": subject, "same_as": members[0]} for members in components.values() for subject in members[1:]]
    return _table("same_subject", sorted(rows, key=lambda row: row["subject"]))


def _table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows], schema=BY_NAME[name].arrow_schema)
