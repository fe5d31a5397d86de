"""Invented people's names: those common in the region of their country, put together at random."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from jalon.demo.draws import Draws
from jalon.identity.names import name_key

Texts = npt.NDArray[np.object_]


def read_rows(name: str) -> Iterator[Mapping[str, str]]:
    """The rows of data/<name>.csv, whose head says where they come from."""
    text = (files("jalon.demo") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def texts(values: Any) -> Texts:
    """An array of Python texts (or None)."""
    listed = list(values)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array


@cache
def names_of(region: str, part: str) -> Texts:
    """The names of one region: part is family, female or male."""
    found = [row["names"] for row in read_rows("names") if row["region"] == region and row["part"] == part]
    return texts(found[0].split("|"))


@cache
def regions() -> Mapping[str, str]:
    """The region of each member State, by its alpha-2 code."""
    return {country: row["region"] for row in read_rows("countries") for country in row["countries"].split()}


def elected_heads_of_state() -> list[tuple[str, bool]]:
    """Each member State, and whether an elected head of State stands beside its head of government; by code."""
    rows = list(read_rows("countries"))
    return sorted((country, row["presidents"] == "yes") for row in rows for country in row["countries"].split())


def draw_names(draws: Draws, countries: Texts, women: npt.NDArray[np.bool_]) -> tuple[Texts, Texts]:
    """Family and given names, one pair for each country and sex given."""
    family, given = texts([""] * len(countries)), texts([""] * len(countries))
    region_of = texts(regions()[country] for country in countries)
    places = draws.below(2**31, len(countries)), draws.below(2**31, len(countries))
    for region in sorted(set(region_of.tolist())):
        here = region_of == region
        surnames = names_of(region, "family")
        family[here] = surnames[places[0][here] % len(surnames)]
        for part, which in (("female", here & women), ("male", here & ~women)):
            forenames = names_of(region, part)
            given[which] = forenames[places[1][which] % len(forenames)]
    return family, given


def name_keys(family: Texts, given: Texts) -> Texts:
    """The key by which each name is compared, made once for each different name."""
    pairs = list(zip(family.tolist(), given.tolist(), strict=True))
    keys = {pair: name_key(*pair) for pair in set(pairs)}
    return texts(keys[pair] for pair in pairs)
