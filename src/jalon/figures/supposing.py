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
    was, now = older.table("subjects").combine_chunks(), newer.table("subjects")
    place = pc.index_in(was["subject"], value_set=now["subject"])
    for name in ("permits", "refuses"):
        at = was.schema.get_field_index(name)
        said = pc.if_else(pc.is_valid(place), now[name].take(place), was[name])
        was = was.set_column(at, was.schema.field(at), said)
    return SupposedFacts(older, "consents as later", {"subjects": was})


def suppose_corrected(older: Facts, newer: Facts) -> SupposedFacts:
    """The newer facts without what came to pass since: spells begun, and ends of spells that were open.

    A spell that is in both has the values of the newer, but stays open where it was.
    """
    was, spells = older.table("enrolments"), newer.table("enrolments")
    place = pc.index_in(spells["enrolment"], value_set=was["enrolment"])
    spells, place = spells.filter(pc.is_valid(place)), place.drop_null()
    at = spells.schema.get_field_index("exit")
    exit = pc.if_else(pc.is_null(was["exit"].take(place)), None, spells["exit"])
    spells = spells.set_column(at, spells.schema.field(at), exit)
    observations = newer.table("observations")
    belonging = pc.field("enrolment").isin(spells["enrolment"]) | pc.field("enrolment").is_null()
    tables = {"enrolments": spells, "observations": observations.filter(belonging)}
    return SupposedFacts(newer, "no spell has begun or ended", tables)


def suppose_few(facts: Facts, subjects: Collection[int], identity: Mapping[int, int], name: str) -> SupposedFacts:
    """These facts with nobody but these subjects, who is who among them as `identity` says.

    Whether somebody is in a figure of people hangs on her own rows and on the directory and sessions: so what these
    few are in it here, they are in the whole.
    """
    few = pc.field("subject").isin(list(subjects))
    spells = facts.table("enrolments").filter(few)
    projects = set(spells["project"].to_pylist())
    tables = {
        "subjects": facts.table("subjects").filter(few),
        "enrolments": spells,
        "sessions": facts.table("sessions", projects),
        "attendances": facts.table("attendances", projects).filter(few),
        "observations": facts.table("observations", projects).filter(few),
        "same_subject": _identity_table(identity, read_subjects(facts) & set(subjects)),
        "quantities": facts.table("quantities")[:0],
    }
    return SupposedFacts(facts, name, tables)


def _identity_table(identity: Mapping[int, int], known: Collection[int]) -> pa.Table:
    """Who is counted as whom among those who are known: the smallest of them in each component."""
    components: dict[int, list[int]] = {}
    for subject in sorted({*identity, *identity.values()} & set(known)):
        components.setdefault(identity.get(subject, subject), []).append(subject)
    rows = [{"subject": subject, "same_as": members[0]} for members in components.values() for subject in members[1:]]
    return _table("same_subject", sorted(rows, key=lambda row: row["subject"]))


def _table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows], schema=BY_NAME[name].arrow_schema)
