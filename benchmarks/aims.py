"""What was aimed at, beside what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.table import render_table


@dataclass(frozen=True, slots=True)
class Aim:
    """`measured` by the clock and of processor in the aim's unit: × is to be at least `bound`, others at most."""

    what: str
    bound: float
    unit: str
    measured: tuple[float, float | None]

    def is_met(self, value: float) -> bool:
        return value >= self.bound if self.unit == "×" else value <= self.bound


def render_aims(aims: Sequence[Aim]) -> str:
    rows = []
    for aim in aims:
        said = []
        for value in aim.measured:
            if value is None:
                said += ["", ""]
            else:
                digits = ",.0f" if value >= 100 else ",.1f" if aim.unit == "×" else ",.3f"
                said += [f"{value:{digits}} {aim.unit}", "met" if aim.is_met(value) else "NOT MET"]
        rows.append([aim.what, f"{'≥' if aim.unit == '×' else '≤'} {aim.bound:g} {aim.unit}", *said])
    return render_table(["aim", "", "by the clock", "", "of processor", ""], rows)
