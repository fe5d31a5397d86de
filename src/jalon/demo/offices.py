"""Who leads the member States: 345 offices and their holders since 1998. The same at every scale.

On 1 September 2021, 26 women hold an office, in 24 countries; on 1 January of that year, 22. Which countries is
drawn: no holder is meant to be the one of the country.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from jalon.demo.directory import Directory
from jalon.demo.draws import Draws
from jalon.demo.names import draw_names, elected_heads_of_state, name_keys, texts
from jalon.demo.people import references
from jalon.demo.registers import Registers

FIRST_YEAR = 1998
TURN_OF_YEAR = dt.date(2021, 1, 1)
WOMEN_THEN = {"head_of_state": 9, "head_of_government": 13}
"""Women in office on 1 January 2021, each in a country of her own."""
ELECTED_SINCE = 4
"""Women who entered between then and September: two in new countries, two beside a woman in the other office."""
WOMEN_ON_NEW_YEAR = dict(
    enumerate((7, 7, 8, 8, 8, 9, 9, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 18, 19, 19, 20, 21), start=1998)
)
"""How many held an office on 1 January of each year: what the spells drawn are made to say."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person in one office; `end` is None while she or he is there."""

    country: str
    office: str
    start: dt.date
    end: dt.date | None
    woman: bool = False

    def holds(self, day: dt.date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


def add_offices(registers: Registers, directory: Directory) -> None:
    """Everyone who held an office, as spells in the project that follows them; the country is the nationality."""
    draws, project = Draws("offices"), directory.projects["DIRECTION"]
    tenures = build_tenures(draws)
    size = len(tenures)
    countries = texts(tenure.country for tenure in tenures)
    women = np.array([tenure.woman for tenure in tenures])
    family, given = draw_names(draws, countries, women)
    subjects = registers.add(
        "subject", size, kind="person", organisation_id=project.organisation,
        reference=references(registers, project, size),
    )  # fmt: skip
    entry = np.array([tenure.start for tenure in tenures], dtype="datetime64[D]")
    born = (entry - (draws.between(38, 70, size) * 365).astype("timedelta64[D]")).astype("datetime64[Y]")
    registers.add(
        "person", size, subject_id=subjects, family_name=family, given_name=given, name_key=name_keys(family, given),
        sex=texts(np.where(women, "female", "male")), birth=born.astype("datetime64[D]"), birth_precision="year",
        nationality=countries, phone="", email="", address="", occupation="",
    )  # fmt: skip
    enrolments = registers.add(
        "enrolment", size, subject_id=subjects, project_id=project.number, site_id=np.full(size, -1), entry=entry,
        exit=np.array([tenure.end for tenure in tenures], dtype="datetime64[D]"), implicit=False,
    )  # fmt: skip
    registers.add(
        "observation", size, subject_id=subjects, project_id=project.number, enrolment_id=enrolments,
        measure_id=np.full(size, directory.measures["office"]), moment="entry", months_after=0, date=entry,
        state="known", value_number=None, value_code=texts(tenure.office for tenure in tenures),
    )  # fmt: skip


def build_tenures(draws: Draws) -> list[Tenure]:
    """Every tenure, with women as many as stated."""
    offices = [
        (country, office)
        for country, is_elected in elected_heads_of_state()
        for office in (("head_of_government", "head_of_state") if is_elected else ("head_of_government",))
    ]
    led = choose_women(draws, offices)
    tenures = [tenure for office in offices for tenure in draw_tenures(draws, *office, led.get(office))]
    place_women_of_before(draws, tenures)
    return tenures


def choose_women(draws: Draws, offices: list[tuple[str, str]]) -> dict[tuple[str, str], bool]:
    """The offices that women hold in September 2021: whether each entered since the turn of the year."""
    shuffled = [offices[place] for place in draws.order(len(offices)).tolist()]
    led: dict[tuple[str, str], bool] = {}
    countries: set[str] = set()
    for office, women in WOMEN_THEN.items():
        free = [one for one in shuffled if one[1] == office and one[0] not in countries][:women]
        led.update(dict.fromkeys(free, False))
        countries |= {country for country, _ in free}
    new = [one for one in shuffled if one[0] not in countries and one[1] == "head_of_government"]
    other = [one for one in shuffled if one[0] in countries and one not in led]
    half = ELECTED_SINCE // 2
    return led | dict.fromkeys(new[:half] + other[:half], True)


def draw_tenures(draws: Draws, country: str, office: str, entered_lately: bool | None) -> Iterator[Tenure]:
    """The holders of one office, one after the other; the last is a woman unless `entered_lately` is None."""
    start = dt.date(FIRST_YEAR, 1, 1) - dt.timedelta(days=int(draws.below(1400, 1)[0]))
    if entered_lately:
        last = dt.date(2021, 2, 1) + dt.timedelta(days=int(draws.below(190, 1)[0]))
    else:
        last = dt.date(2020, 10, 1) - dt.timedelta(days=int(draws.below(1700, 1)[0]))
    while start < last:
        end = start + dt.timedelta(days=int(draws.between(900, 2900, 1)[0]))
        end = last - dt.timedelta(days=1) if (last - end).days < 300 else end
        yield Tenure(country, office, start, end)
        start = end + dt.timedelta(days=1)
    yield Tenure(country, office, last, None, woman=entered_lately is not None)


def place_women_of_before(draws: Draws, tenures: list[Tenure]) -> None:
    """Make women of former holders, so that each 1 January has as many as stated, as nearly as tenures allow."""
    order = draws.order(len(tenures)).tolist()
    for year, women in reversed(WOMEN_ON_NEW_YEAR.items()):
        day, next_day = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
        there = sum(tenure.woman and tenure.holds(day) for tenure in tenures)
        # Who was already gone a year later changes no year that is settled.
        free = [place for place in order if not tenures[place].woman and tenures[place].holds(day)]
        free = [place for place in free if not tenures[place].holds(next_day)]
        for place in free[: max(0, women - there)]:
            tenures[place] = replace(tenures[place], woman=True)
