"""What a link of a text leads to: the figure or cell, in the release that states it or else in today's facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from jalon.disclosure import (
    DEFAULT_POLICY,
    Policy,
    Shown,
    ShownCell,
    ShownFigure,
    Suppressed,
    is_decided,
    show_breakdown,
    show_figure,
)
from jalon.errors import JalonError, JalonErrors
from jalon.figures.figure import Figure
from jalon.figures.group import Group
from jalon.figures.link import Linked, read_link, resolve_link
from jalon.figures.release import Release, in_order
from jalon.figures.words import name_value
from jalon.language.definition import OF_TWO, Definition, Each, Kind, Unit
from jalon.language.nodes import Age, Moment
from jalon.publishing.claims import Against

WITH_AGES = (Unit.PERSON, Unit.PARTICIPATION)
NOT_THEN = ("no_such_indicator", "unknown_scope_code", "bad_link_value", "example_fails")
"""Why a release may not know a figure of today: its indicator or its codes came later."""


@dataclass(frozen=True, eq=False)
class Bound:
    """What a link leads to, and how it may be shown."""

    linked: Linked
    shown: ShownFigure
    """The figure, or the cell as a figure of its own."""
    against: Against

    @property
    def link(self) -> str:
        return f"jalon:{self.linked.link}"

    @property
    def value(self) -> Shown:
        return self.shown.value

    @property
    def definition(self) -> Definition | None:
        return self.linked.figure.definition


@dataclass(frozen=True)
class Ages:
    """The ages at entry of the youngest and the oldest counted; `is_exact` where those of all are known to the year."""

    low: int
    high: int
    is_exact: bool


Resolved = dict[tuple[str | None, str], Linked | None]
"""What links lead to, by release (None: today's facts) and link; None where a release states no such figure."""


class Bindings:
    """The links of one text, each resolved once. Published figures are asked of the releases, the latest first.

    `resolved` are those resolved already, of the same group and releases: what may be shown of them is another matter.
    """

    def __init__(
        self,
        group: Group,
        releases: Sequence[Release] = (),
        policy: Policy | None = DEFAULT_POLICY,
        resolved: Resolved | None = None,
    ) -> None:
        self.group = group
        self.releases = in_order(releases)[::-1]
        self.policy = policy
        self._resolved: Resolved = {} if resolved is None else resolved
        self._bound: dict[str, Bound | JalonError] = {}
        self._ages: dict[str, Ages | Suppressed | None] = {}
        self._all_of: dict[str, bool] = {}

    def bind(self, target: str) -> Bound:
        """The figure that `target` (`jalon:…`) names. Raises why it names none."""
        if target not in self._bound:
            try:
                self._bound[target] = self._bind(target)
            except JalonErrors as errors:  # an indicator that cannot be asked here: its first reason is told
                self._bound[target] = errors.errors[0]
            except JalonError as error:
                self._bound[target] = error
        found = self._bound[target]
        if isinstance(found, JalonError):
            raise found
        return found

    def earlier(self, target: str, than: Against) -> Iterator[Bound]:
        """The same figure in the other releases that state it, the latest first."""
        for release in self.releases:
            if release.code != than.code and (bound := self._in_release(release, target)):
                yield bound

    def _bind(self, target: str) -> Bound:
        for release in self.releases:
            if release.public and (bound := self._in_release(release, target)):
                return bound
        against = Against(None, "", self.group.facts_made_at, self.group.facts_version)
        return build_bound(self._resolve(target), self.policy, against)

    def is_decided(self, target: str) -> bool:
        """Whether what may be told of a figure of the group is known without asking anew beside what was published; of a
        cell it is taken not to be. Raises what `resolve_link` raises."""
        linked = self._resolve(target)
        if self.policy is None or self.policy.published is None:
            return True
        return not linked.is_cell and is_decided(linked.figure, self.policy)

    def _resolve(self, target: str) -> Linked:
        linked = self._resolved.get((None, target)) or resolve_link(self.group, target)
        self._resolved[None, target] = linked
        return linked

    def _in_release(self, release: Release, target: str) -> Bound | None:
        if (release.code, target) not in self._resolved:
            self._resolved[release.code, target] = _find_stated(release, target)
        linked = self._resolved[release.code, target]
        if linked is None:
            return None
        against = Against(release.code, release.title, release.made_at.isoformat(), release.facts_version)
        return build_bound(linked, self.policy, against)

    def ages(self, bound: Bound) -> Ages | Suppressed | None:
        """The youngest and the oldest of those a link names; withheld where they are few; None where nobody has an age."""
        key = f"{bound.against.code} {bound.link}"
        if key not in self._ages:
            self._ages[key] = find_ages(bound.linked, self.policy)
        return self._ages[key]

    def is_all_of_sex(self, bound: Bound, code: str) -> bool:
        """Whether everyone whom a link names is said to be of this sex, in the table that may be shown."""
        key = f"{bound.against.code} {bound.link} {code}"
        if key not in self._all_of:
            table = show_breakdown(bound.linked.figure.by("sex"), self.policy)
            sizes = {cell.values: cell.size for cell in table.cells}
            is_told = not table.is_withheld and not any(isinstance(size, Suppressed) for size in sizes.values())
            self._all_of[key] = is_told and [values for values, size in sizes.items() if size != 0] == [(code,)]
        return self._all_of[key]


def _find_stated(release: Release, target: str) -> Linked | None:
    """What a link names in a release; None where that did not state it. Raises what `resolve_link` raises."""
    link = read_link(target)
    try:
        return resolve_link(release, target) if release.states(link.id, **link.scope) else None
    except JalonErrors:
        return None
    except JalonError as error:
        if error.id in NOT_THEN:
            return None
        raise


def build_bound(linked: Linked, policy: Policy | None, against: Against) -> Bound:
    shown = show_figure(linked.figure, policy)
    return Bound(linked, _show_cell(linked, shown, policy) if linked.is_cell else shown, against)


def _show_cell(linked: Linked, whole: ShownFigure, policy: Policy | None) -> ShownFigure:
    """A cell as a figure of its own: its value as its table may show it, its values in its title."""
    assert linked.breakdown is not None
    table = show_breakdown(linked.breakdown, policy)
    wanted = {cell.values for cell in linked.cells}
    cells = [cell for cell in table.cells if cell.values in wanted]
    value, size = _told_of(linked, whole, cells, policy)
    if len(cells) < len(wanted) or (table.is_withheld and policy is not None):
        value = size = Suppressed()
    unknown: Shown = cells[0].unknown if len(cells) == 1 else None
    if whole.is_mixed and not isinstance(value, Suppressed):
        value = None  # what partners declare is not in the cell, or not for sure
    names = {language: _name_cells(linked, language) for language in ("en", "fr")}
    return replace(
        whole,
        titles={language: f"{whole.title(language)} · {name}" for language, name in names.items()},
        value=value,
        bounds=(None, None),
        size=size,
        no=None,
        unknown=unknown,
        universe=None,
        reason_key="not broken down" if whole.is_mixed else whole.reason_key,
        composition=(),
        sums={} if value is None else {"counted": value},
        labels=(),
        series=(),
        sets={},
        beside={},
        progress=None,
    )


def _told_of(
    linked: Linked, whole: ShownFigure, cells: Sequence[ShownCell], policy: Policy | None
) -> tuple[Shown, Shown]:
    """Value and size of the cells together, from what the table tells of each; where that does not add up, neither."""
    if policy is None or not cells:
        return linked.value, linked.size
    if len(cells) == 1:
        (cell,) = cells
        value = cell.share if whole.kind in OF_TWO else cell.value if whole.measured_unit else cell.size
        return value, cell.size
    sizes = [cell.size for cell in cells]
    total = sum(size for size in sizes if isinstance(size, int))
    is_sum = whole.kind is Kind.COUNT and all(isinstance(size, int) for size in sizes) and total == linked.size
    return (total, total) if is_sum else (Suppressed(), Suppressed())


def _name_cells(linked: Linked, language: str) -> str:
    link = read_link(linked.link)
    return ", ".join(
        "/".join(name_value(dimension, None if value == "unknown" else value, language) for value in values)
        for dimension, values in link.cell.items()
    )


def find_ages(linked: Linked, policy: Policy | None) -> Ages | Suppressed | None:
    """Ages at entry, through the same engine that counts; of few people they are not told."""
    figure = linked.figure
    if figure.unit not in WITH_AGES or figure.kind in (*OF_TWO, Kind.DISTINCT) or not figure.members:
        return None
    if policy is not None and 0 < linked.size < policy.threshold_of(figure):
        return Suppressed()
    assert figure.source is not None
    assert figure.definition is not None
    assert figure.scope is not None
    asked = replace(figure.definition, kind=Kind.MEDIAN, value=Age(Moment.ENTRY), each=Each.FIRST)
    numbers = figure.source.engine.numbers(asked, figure.scope, figure.purpose).of(linked.members.bitmap)
    if not len(numbers) or len(numbers) < linked.size or numbers.from_below.any() or numbers.to_above.any():
        return Ages(0, 0, False)
    least, most = (_fractions(side, numbers.scale) for side in (numbers.least, numbers.most))
    low, high = (min(least), min(most)), (max(least), max(most))
    return Ages(int(low[0]), int(high[1]), low[0] == low[1] and high[0] == high[1])


def _fractions(values: object, scales: object) -> list[Fraction]:
    import numpy as np

    many = np.atleast_1d(np.asarray(values))
    per = np.broadcast_to(np.asarray(scales), many.shape)
    return [Fraction(int(value), int(scale)) for value, scale in zip(many.tolist(), per.tolist(), strict=True)]


def is_whole(figure: ShownFigure | Figure) -> bool:
    """Whether every digit of the value is known: it counts, and is no share, mean or area."""
    return isinstance(figure.value, int)
