"""Pairs of records that may be one person, each with its probability and the evidence.

Splink (Fellegi and Sunter's model of record linkage, on DuckDB) measures how often strangers agree, and tells of each
pair how it stands in every field and how rare what it shares is; learning.py learns from that what agreement weighs.
With too few records to learn from, the weights written in comparisons.py are used as they are. This package is the
only one that imports Splink.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from splink import DuckDBAPI, Linker

from jalon.identity.comparisons import NO_DAY, Compared, Level, build_comparisons
from jalon.identity.evidence import ENOUGH, MANY, RARE_AT_LEAST, Evidence
from jalon.identity.fields import Field, Kind
from jalon.identity.learning import (
    SHARE_TWICE,
    Standings,
    Weights,
    build_chances,
    learn_m,
    level_bits,
    written_weights,
)
from jalon.identity.namesakes import numbered, read_shared_names
from jalon.identity.pairing import pairing_keys, write_pairs
from jalon.identity.rarity import chance_of_value, fit_births, share_without_day
from jalon.identity.whole_names import PARTS, weigh_whole_names

FLOOR = -10.0
"""Pairs whose evidence leaves less than this, in bits, are two people and not looked at again."""

BESIDE = 500_000
"""Records held beside as many others while their pairs are scored: all at once would take a gigabyte and a half more for
a million."""

SAMPLED_PAIRS = 2e6
SEED = 20210901
THREADS = 2

logging.getLogger("splink").setLevel(logging.ERROR)


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
class Linked:
    """What a linkage finds: pairs, the surest first, and the weights by which."""

    pairs: list[Likeness]
    weights: Weights


def find_likenesses(
    table: pa.Table, fields: Sequence[Field], *, at_least: float = 0.5, sources: bool = False
) -> list[Likeness]:
    """Pairs of records of `build_table` that are one person with at least this probability, the surest first."""
    return link(table, fields, at_least=at_least, sources=sources).pairs


STEPS = 6
"""So many steps `link` says are done."""


def link(
    table: pa.Table,
    fields: Sequence[Field],
    *,
    at_least: float = 0.5,
    sources: bool = False,
    progress: Callable[[int], None] = lambda step: None,
) -> Linked:
    """Those pairs, and the weights by which they were found.

    With `sources` the table has a column `source_dataset`, each source holds nobody twice, and only pairs of two
    sources are looked for. `progress` is told which of its `STEPS` is done.
    """
    comparisons = build_comparisons(fields)
    written = fit_births(written_weights(comparisons), comparisons, table)
    weights = Weights(written, rare=False, learnt=False)
    if len(table) < 2:
        return Linked([], weights)
    numbers = table["unique_id"].to_numpy()
    with duckdb.connect() as connection:
        connection.execute(f"SET preserve_insertion_order = false; SET threads = {THREADS}")
        write_records(connection, table)
        settings = build_settings(comparisons, weights, len(table))
        progress(1)
        if len(table) >= ENOUGH:
            weights = measure_chance(connection, comparisons, weights, len(table))
            settings = build_settings(comparisons, weights, len(table))
        progress(2)
        if not write_pairs(connection, pairing_keys(fields, len(table)), sources=sources):
            return Linked([], weights)
        progress(3)
        scored = read_scored(connection, settings, comparisons, weights, len(table))
    first, second, standings = build_standings(scored, comparisons, weights, table)
    del scored
    progress(4)
    weigh_shared(table, first, second, comparisons, weights, standings)
    possible = possible_pairs(table, sources=sources)
    if len(table) >= ENOUGH:
        weights, standings = learn_m(standings, fields, comparisons, weights, written, possible)
    one, _ = build_chances(standings, fields, comparisons, weights, possible)
    progress(5)
    order = np.flatnonzero(one >= at_least)
    order = order[np.argsort(-one[order], kind="stable")]
    evidence = build_evidence(standings, comparisons, weights, order)
    found = []
    for place, said in zip(order.tolist(), evidence, strict=True):
        pair = sorted((int(numbers[first[place]]), int(numbers[second[place]])))
        found.append(Likeness(pair[0], pair[1], float(one[place]), said))
    progress(STEPS)
    return Linked(found, weights)


def possible_pairs(table: pa.Table, *, sources: bool) -> float:
    """How many pairs there are at all."""
    if not sources:
        return len(table) * (len(table) - 1) / 2
    sizes = [int(count) for count in pc.value_counts(table["source_dataset"]).field("counts").to_pylist()]
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) / 2


def write_records(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> None:
    """The table `records`, numbered from 0: half the memory of the records' own numbers, for each pair."""
    places = pa.array(np.arange(len(table), dtype=np.int32))
    connection.register("given_records", table.set_column(table.column_names.index("unique_id"), "unique_id", places))
    connection.execute("CREATE TABLE records AS SELECT * FROM given_records")
    connection.unregister("given_records")


def measure_chance(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Compared], weights: Weights, records: int
) -> Weights:
    """The weights with how often strangers stand at each level, measured on pairs drawn at random."""
    linker = build_linker(connection, build_settings(comparisons, weights, records))
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=SEED)
    found = dict(weights.probabilities)
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        for level in comparison["comparison_levels"]:
            place = (comparison["output_column_name"], level["label_for_charts"])
            if place in found and level.get("u_probability"):
                found[place] = (found[place][0], level["u_probability"])
    return replace(weights, probabilities=found, rare=True)


def build_settings(comparisons: Sequence[Compared], weights: Weights, records: int) -> dict[str, Any]:
    """The model as Splink takes it."""

    def level_settings(compared: Compared, level: Level) -> dict[str, Any]:
        said: dict[str, Any] = {"sql_condition": level.condition, "label_for_charts": level.label}
        if level.says_nothing:
            return {**said, "is_null_level": True}
        m, u = weights.probabilities[compared.field, level.label]
        said |= {"m_probability": m, "u_probability": u}
        if level.fixed or level.label in PARTS:
            said |= {"fix_m_probability": True, "fix_u_probability": True}
        if level.rare == compared.field and weights.rare:
            said |= {"tf_adjustment_column": level.rare, "tf_minimum_u_value": RARE_AT_LEAST}
        return said

    return {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": min(SHARE_TWICE / (records - 1), 0.01),
        "comparisons": [
            {
                "output_column_name": compared.field,
                "comparison_levels": [level_settings(compared, level) for level in compared.levels],
            }
            for compared in comparisons
        ],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": "l.words = r.words"}],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }


def build_linker(connection: duckdb.DuckDBPyConnection, settings: Mapping[str, Any]) -> Linker:
    records = DuckDBAPI(connection).register(connection.table("records"))
    return Linker(records, dict(settings), log_level=logging.ERROR, validate_settings=False)


def read_scored(
    connection: duckdb.DuckDBPyConnection,
    settings: Mapping[str, Any],
    comparisons: Sequence[Compared],
    weights: Weights,
    records: int,
) -> pa.Table:
    """Those of the table `pairs` that are not clearly two people: their places, and in each field the level and the bits
    that Splink gives."""
    linker = build_linker(connection, settings)
    columns = ["unique_id_l", "unique_id_r"]
    for compared in comparisons:
        name = compared.field
        rare = weights.rare and any(level.rare == name for level in compared.levels)
        columns.append(f"gamma_{name}::TINYINT AS gamma_{name}")
        columns.append(f"(mw_{name}{f' + mw_tf_adj_{name}' if rare else ''})::FLOAT AS bits_{name}")
    found = []
    for low, high in combinations_with_replacement(range(-(-records // BESIDE)), 2):
        # Each pair has the lower place first.
        connection.execute(
            "CREATE OR REPLACE TEMP VIEW pairs_here AS SELECT * FROM pairs"
            f" WHERE join_key_l // {BESIDE} = {low} AND join_key_r // {BESIDE} = {high}"
        )
        pairs = linker._db_api.register(connection.table("pairs_here"))
        linker.table_management.register_blocked_pairs_for_predict(pairs)
        scored = linker.inference.predict(threshold_match_weight=FLOOR, warning_mode="never")
        # All columns at once: two readings need not give the pairs in one order.
        found.append(connection.sql(f"SELECT {', '.join(columns)} FROM {scored.physical_name}").to_arrow_table())
        scored.drop_table_from_database_and_remove_from_cache()
    return pa.concat_tables(found)


def build_standings(
    scored: pa.Table, comparisons: Sequence[Compared], weights: Weights, records: pa.Table
) -> tuple[Any, Any, Standings]:
    """How these pairs stand: their places, and standings. Once the database is closed, which holds as much again."""
    said = {
        compared.field: [place for place, level in enumerate(compared.levels) if not level.says_nothing]
        for compared in comparisons
    }
    levels: dict[str, Any] = {}
    chance: dict[str, Any] = {}
    for compared in comparisons:
        # Splink counts levels from the last one up; the first of ours, unknown, is its -1.
        ours = np.array([-1, *reversed(said[compared.field])], np.int8)
        m = [1.0] + [weights.probabilities[compared.field, compared.levels[place].label][0] for place in ours[1:]]
        gamma = scored[f"gamma_{compared.field}"].to_numpy()
        levels[compared.field] = ours[gamma + 1]
        bits = scored[f"bits_{compared.field}"].to_numpy()
        chance[compared.field] = (np.log2(m)[gamma + 1] - bits).astype(np.float32)
    first, second = scored["unique_id_l"].to_numpy(), scored["unique_id_r"].to_numpy()
    names = read_shared_names(records, first, second, comparisons, levels)
    others = names.bearers.count_others(np.zeros(len(first)))
    return first, second, Standings(levels, chance, names, others)


def weigh_shared(
    table: pa.Table,
    first: Any,
    second: Any,
    comparisons: Sequence[Compared],
    weights: Weights,
    standings: Standings,
) -> None:
    """Weigh what two share by how rare it is beside the two: whole names too, and, among too few records to know what
    is rare, whatever more than the two of a pair share by how many others do."""
    if weights.rare:
        weigh_values(table, first, comparisons, weights, standings)
        weigh_whole_names(table, first, second, comparisons, standings.levels, standings.chance)
        return
    for compared in comparisons:
        for place, level in enumerate(compared.levels):
            here = standings.levels[compared.field] == place
            if level.rare and here.any():
                shared = numbered(table[level.rare])
                often = np.bincount(shared[shared >= 0])[shared[first[here]]]
                _, u = weights.probabilities[compared.field, level.label]
                common = np.where(often - 2 >= MANY, (often - 2) / len(table), u)
                standings.chance[compared.field][here] = np.log2(np.maximum(common, max(u, RARE_AT_LEAST)))


def weigh_values(
    table: pa.Table, first: Any, comparisons: Sequence[Compared], weights: Weights, standings: Standings
) -> None:
    """Put into `standings` how likely a stranger has the value of a field that the pairs share.

    Splink counts the two among those who have it, and holds a birth without a day against how often whole ones agree.
    """
    for compared in comparisons:
        values = numbered(table[compared.field])
        often = np.bincount(values[values >= 0], minlength=1)
        known = max(int((values >= 0).sum()), 1)
        vague = share_without_day(table[compared.field]) if compared.kind is Kind.BIRTH else 0.0
        for place, level in enumerate(compared.levels):
            here = np.flatnonzero(standings.levels[compared.field] == place)
            if level.rare != compared.field or len(here) == 0:
                continue
            said = vague if level.label == NO_DAY else 1.0
            usual = weights.probabilities[compared.field, level.label][1]
            chance = chance_of_value(often[values[first[here]]].astype(np.float64), known, usual / said) * said
            standings.chance[compared.field][here] = np.log2(np.maximum(chance, RARE_AT_LEAST))


def build_evidence(
    standings: Standings, comparisons: Sequence[Compared], weights: Weights, places: Any
) -> Iterator[tuple[Evidence, ...]]:
    """The evidence of these pairs, field by field."""
    columns = []
    for compared in comparisons:
        bits = level_bits(standings, compared, weights)[places].round(2).tolist()
        labels = [level.label for level in compared.levels]
        stood = standings.levels[compared.field][places].tolist()
        columns.append(
            [
                None if place < 0 else Evidence(compared.field, labels[place], weight)
                for place, weight in zip(stood, bits, strict=True)
            ]
        )
    for said in zip(*columns, strict=True):
        yield tuple(item for item in said if item is not None)
