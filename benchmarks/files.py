"""The Parquet files of generated facts, for whoever reads them without Jalon."""

from __future__ import annotations

from dataclasses import dataclass

from jalon.facts.store import DeltaFacts


@dataclass(frozen=True, slots=True)
class Files:
    attendances: list[str]
    sessions: list[str]
    subjects: list[str]
    enrolments: list[str]


def files_of(facts: DeltaFacts) -> Files:
    return Files(*(facts.parquet_files(name) for name in ("attendances", "sessions", "subjects", "enrolments")))
