"""Pairs of records that may be one person, each with its probability and the evidence, learnt with Splink.

Splink (Fellegi and Sunter's model of record linkage, on DuckDB) learns what each way to agree weighs in the records
at hand, by expectation maximisation, without being told any answer. What it learns is held within bounds: where a
field never varies among those compared, EM would make of one slip a veto. With too few records to learn from, the
weights written in comparisons.py are used as they are. This package is the only one that imports Splink.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from splink import DuckDBAPI, Linker

from jalon.identity.comparisons import Compared, Level, build_comparisons
from jalon.identity.fields import Field, Kind

ENOUGH = 2_000
"""Records from which weights are learnt, and shared values weighed by how rare they are."""

FEW = 20_000
"""Records among which pairs that share one name, one birth or one address are all compared."""

SHARE_TWICE = 0.05
"""Of records that have a double, before anything is known."""

LIGHTEST, HEAVIEST = -7.0, 14.0
"""Bounds of what one level can weigh, in bits: no field alone vetoes, no field alone convinces."""

LIGHTEST_CODE = -4.0
"""The same for codes: sex and nationality are mistyped and misread."""

FLOOR = -12.0
"""Pairs whose evidence leaves less than this, in bits, are two people and not looked at again."""

RARE_AT_LEAST = 1e-5
SAMPLED_PAIRS = 2e6
LEARNT_PAIRS = 5e5
ROUNDS = 12
SEED = 20210901

logging.getLogger("splink").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a pair stands in one field, and what that weighs in bits: above 0 for one person, below against."""

    field: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records, first below second, and the probability that they are one person."""

    first: int
    second: int
    score: float
    evidence: tuple[Evidence, ...]

    def level(self, field: str) -> str:
        """How the two stand in this field; "unknown" where it was not compared."""
        return next((item.level for item in self.evidence if item.field == field), "unknown")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each level weighs, learnt or written: m and u by field and label."""

    probabilities: Mapping[tuple[str, str], tuple[float, float]]
    rare: bool
    """Whether a shared value weighs by how rare it is."""
    learnt: bool


def find_likenesses(
    table: pa.Table, fields: Sequence[Field], *, at_least: float = 0.5, sources: bool = False
) -> list[Likeness]:
    """Pairs of records of `build_table` that are one person with at least this probability, the surest first.

    With `sources` the table has a column `source_dataset`, each source holds nobody twice, and only pairs of two
    sources are looked for.
    """
    if len(table) < 2:
        return []
    comparisons = build_comparisons(fields)
    weights = learn_weights(table, fields, comparisons, sources=sources)
    scored = score_pairs(table, fields, comparisons, weights, sources=sources)
    return list(build_likenesses(scored, len(table), comparisons, weights, at_least))


def learn_weights(
    table: pa.Table,
    fields: Sequence[Field],
    comparisons: Sequence[Compared],
    *,
    sources: bool = False,
) -> Weights:
    """What the levels weigh among these records, or as written where there are too few."""
    written = {
        (compared.field, level.label): (level.m, level.u) for compared in comparisons for level in compared.levels
    }
    if len(table) < ENOUGH:
        return Weights(written, rare=False, learnt=False)
    settings = build_settings(fields, comparisons, Weights(written, True, False), len(table), sources=sources)
    linker = build_linker(table, settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=SEED)
    for rule in learning_rules(fields):
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True, max_pairs=LEARNT_PAIRS
        )
    learnt = dict(written)
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        for level in comparison["comparison_levels"]:
            place = (comparison["output_column_name"], level["label_for_charts"])
            if place in learnt and not level.get("is_null_level"):
                learnt[place] = (
                    level.get("m_probability") or written[place][0],
                    level.get("u_probability") or written[place][1],
                )
    return Weights(bounded(learnt, fields, comparisons), rare=True, learnt=True)


def bounded(
    learnt: Mapping[tuple[str, str], tuple[float, float]], fields: Sequence[Field], comparisons: Sequence[Compared]
) -> dict[tuple[str, str], tuple[float, float]]:
    """The same with m moved so that no level weighs more or less than it may."""
    kinds = {field.name: field.kind for field in fields}
    found = {}
    for compared in comparisons:
        lightest = LIGHTEST_CODE if kinds[compared.field] is Kind.CODE else LIGHTEST
        for level in compared.levels:
            m, u = learnt[compared.field, level.label]
            if not level.says_nothing:
                m = min(max(m, u * 2**lightest), u * 2**HEAVIEST)
            found[compared.field, level.label] = (m, u)
    return found


def learning_rules(fields: Sequence[Field]) -> list[str]:
    """Pairs from which to learn, of which many are one person: each rule teaches what it does not hold fixed."""
    rules = ["l.birth = r.birth", "l.given = r.given AND l.family = r.family"]
    areas = [field.name for field in fields if field.kind is Kind.AREA]
    if areas:
        rules.append(f"l.family = r.family AND l.{areas[0]} = r.{areas[0]}")
    return rules


def looking_rules(fields: Sequence[Field], records: int) -> list[str]:
    """Which pairs are compared at all: those that share enough to be worth it; among few, any one thing."""
    rules = [
        "l.words = r.words",
        "l.sounds = r.sounds",
        "l.birth = r.birth AND left(l.given_sound, 1) = left(r.given_sound, 1)",
        "l.birth = r.birth AND left(l.family_sound, 1) = left(r.family_sound, 1)",
        "l.family_sound = r.family_sound AND left(l.given, 2) = left(r.given, 2) AND l.birth_year = r.birth_year",
        "l.given_sound = r.given_sound AND left(l.family, 2) = left(r.family, 2) AND l.birth_year = r.birth_year",
        "l.given_sound = r.family_sound AND l.birth = r.birth",
        "l.birth = r.birth AND (l.given IS NULL OR r.given IS NULL)",
    ]
    areas = [field.name for field in fields if field.kind is Kind.AREA]
    for area in areas:
        rules.append(f"l.{area} = r.{area} AND l.given_sound = r.given_sound")
        rules.append(f"l.{area} = r.{area} AND l.family_sound = r.family_sound")
        rules.append(f"l.{area} = r.{area} AND l.birth = r.birth")
    rules += [f"l.{field.name} = r.{field.name}" for field in fields if field.kind is Kind.IDENTIFIER]
    for field in fields:
        if field.kind is Kind.TEXT:
            rules.append(f"l.{field.name} = r.{field.name} AND l.birth_year = r.birth_year")
            rules.append(f"l.{field.name} = r.{field.name} AND left(l.given, 1) = left(r.given, 1)")
    if records <= FEW:
        rules += ["l.birth = r.birth", "l.given_sound = r.given_sound", "l.family_sound = r.family_sound"]
        rules += [f"l.{field.name} = r.{field.name}" for field in fields if field.kind in (Kind.AREA, Kind.TEXT)]
    return rules


def build_settings(
    fields: Sequence[Field], comparisons: Sequence[Compared], weights: Weights, records: int, *, sources: bool
) -> dict[str, Any]:
    """The model as Splink takes it."""

    def level_settings(compared: Compared, level: Level) -> dict[str, Any]:
        said: dict[str, Any] = {"sql_condition": level.condition, "label_for_charts": level.label}
        if level.says_nothing:
            return {**said, "is_null_level": True}
        m, u = weights.probabilities[compared.field, level.label]
        said |= {"m_probability": m, "u_probability": u}
        if level.fixed:
            said |= {"fix_m_probability": True, "fix_u_probability": True}
        if level.rare and weights.rare:
            said |= {"tf_adjustment_column": level.rare, "tf_minimum_u_value": RARE_AT_LEAST}
        return said

    return {
        "link_type": "link_only" if sources else "dedupe_only",
        "probability_two_random_records_match": min(SHARE_TWICE / (records - 1), 0.01),
        "comparisons": [
            {
                "output_column_name": compared.field,
                "comparison_levels": [level_settings(compared, level) for level in compared.levels],
            }
            for compared in comparisons
        ],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": rule} for rule in looking_rules(fields, records)],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }


def build_linker(table: pa.Table, settings: Mapping[str, Any]) -> Linker:
    """Over a database of its own, in memory, gone with it."""
    database = DuckDBAPI(duckdb.connect())
    if settings["link_type"] == "link_only":
        names = sorted(set(table["source_dataset"].to_pylist()))
        mask = table["source_dataset"].to_numpy(zero_copy_only=False)
        bare = table.drop_columns(["source_dataset"])
        parts = [database.register(bare.filter(mask == name), dataset_display_name=f"source_{name}") for name in names]
        return Linker(parts, dict(settings), log_level=logging.ERROR, validate_settings=False)
    return Linker(database.register(table), dict(settings), log_level=logging.ERROR, validate_settings=False)


def score_pairs(
    table: pa.Table,
    fields: Sequence[Field],
    comparisons: Sequence[Compared],
    weights: Weights,
    *,
    sources: bool = False,
) -> pa.Table:
    """Every pair worth comparing that is not clearly two people, with each field's level and weight."""
    settings = build_settings(fields, comparisons, weights, len(table), sources=sources)
    linker = build_linker(table, settings)
    found = linker.inference.predict(threshold_match_weight=FLOOR, warning_mode="never")
    scored: pa.Table = found.as_pyarrow_table()  # type: ignore[no-untyped-call]
    prior = math.log2(settings["probability_two_random_records_match"])
    return scored.append_column("bits", pa.array(scored["match_weight"].to_numpy() - prior))


def build_likenesses(
    scored: pa.Table, records: int, comparisons: Sequence[Compared], weights: Weights, at_least: float
) -> Iterator[Likeness]:
    """The pairs of `score_pairs` that reach the probability, the surest first, each with its evidence."""
    chances = build_chances(scored["bits"].to_numpy(), records, learnt=weights.learnt)
    order = [place for place in np.argsort(-chances, kind="stable") if chances[place] >= at_least]
    kept = scored.take(pa.array(order, pa.int64())).to_pylist()
    labels = {
        compared.field: [level.label for level in reversed(compared.levels) if not level.says_nothing]
        for compared in comparisons
    }
    for place, row in zip(order, kept, strict=True):
        evidence = tuple(
            Evidence(
                field,
                labels[field][row[f"gamma_{field}"]],
                round(row[f"mw_{field}"] + (row.get(f"mw_tf_adj_{field}") or 0.0), 2),
            )
            for field in labels
            if row[f"gamma_{field}"] >= 0
        )
        first, second = sorted((row["unique_id_l"], row["unique_id_r"]))
        yield Likeness(first, second, float(chances[place]), evidence)


def build_chances(bits: np.ndarray[Any, np.dtype[np.float64]], records: int, *, learnt: bool) -> Any:
    """The probability of each pair, from what its evidence weighs and how many pairs are one person at all.

    That share is first supposed; where weights were learnt it is then what the pairs found add up to, which is
    one more step of expectation maximisation. At least one double in a thousand records is supposed.
    """
    pairs = records * (records - 1) / 2
    share = min(SHARE_TWICE / max(records - 1, 1), 0.01)
    chances = 1 / (1 + 2.0 ** -np.clip(bits + math.log2(share / (1 - share)), -60, 60))
    for _ in range(ROUNDS if learnt else 0):
        share = min(max(float(chances.sum()), records / 1000) / pairs, 0.5)
        chances = 1 / (1 + 2.0 ** -np.clip(bits + math.log2(share / (1 - share)), -60, 60))
    return chances
