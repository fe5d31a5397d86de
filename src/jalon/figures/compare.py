"""Two figures compared, member by member: for each that differs one reason, and it adds up exactly.

Between the two lies a path on which one thing changes at a time, in a fixed order: the definition, who is erased, who
is who, consent (and purpose), what the facts say, and last what came to pass and the scope. A member's reason is the
first step at which she comes in or goes out. Whoever differs at the end has taken such a step, and the first one in
the right direction: out of the figure she was in, or into the one she is in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.engines.answer import Engine, Scope
from jalon.errors import JalonError
from jalon.facts.store import Facts
from jalon.figures.between import find_between
from jalon.figures.grouping import render_grouped
from jalon.figures.members import Members
from jalon.figures.moved import Moved, find_moved
from jalon.figures.source import Source
from jalon.figures.supposing import read_identity
from jalon.figures.words import colon, name_unit, say
from jalon.language.definition import OF_TWO, Definition, Kind, Unit

if TYPE_CHECKING:
    from jalon.figures.figure import Figure


class Reason(StrEnum):
    """Why a member is in one of two figures and not in the other, in the order in which it is asked."""

    DEFINITION = "definition"  # she answers the other definition otherwise, in the same facts and scope
    ERASED = "erased"  # the newer facts do not have her
    IDENTITY = "identity"  # merged with another, or split from one
    CONSENT = "consent"  # what she permits or refuses has changed, or the purpose has
    CORRECTED = "corrected"  # a fact about her changed, or what was unknown became known
    JOINED = "joined"  # a spell of hers has begun or ended, or the scope is another
    LEFT = "left"  # the same, out of the figure


@dataclass(frozen=True, slots=True)
class Difference:
    """The members that one reason brought in, or took out."""

    reason: Reason
    gained: Members
    lost: Members


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Two figures of the same unit. Numbers lost are those of `before`, numbers gained those of `after`."""

    before: Figure
    after: Figure
    differences: tuple[Difference, ...]
    """One for each reason that has moved anybody, in the order of `Reason`."""
    renumbered: Mapping[int, int]
    """Members of both whose number is another since they were merged or split: before -> after."""

    @property
    def is_empty(self) -> bool:
        return not self.differences

    @cached_property
    def kept(self) -> Members:
        """Who is in both, by her number in `after`."""
        return (self.before.members & self.after.members) | Members(self.renumbered.values())

    def difference(self, reason: Reason | str) -> Difference:
        """What one reason moved; empty where it moved nobody."""
        wanted = Reason(reason)
        nobody = Difference(wanted, Members(), Members())
        return next((found for found in self.differences if found.reason is wanted), nobody)

    def reason_of(self, member: int) -> Reason | None:
        """Why this member differs; None for one who does not."""
        found = (one.reason for one in self.differences if member in one.gained or member in one.lost)
        return next(found, None)

    def moved(self, member: int) -> tuple[Moved, ...]:
        """The fact rows that the two figures see differently of this member. Numbers and codes, never names."""
        return self.moved_of([member])[member]

    def moved_of(self, members: Iterable[int]) -> dict[int, tuple[Moved, ...]]:
        """The same of several members, the facts read once."""
        (older, was), (newer, now) = (_asked_of(figure) for figure in (self.before, self.after))
        spells = [_subjects_of_spells(source.facts, self.after.unit) for source in (older, newer)]
        identities = [read_identity(source.facts) for source in (older, newer)]
        records: dict[int, set[int]] = {}
        for member in members:
            numbers = (member, self.renumbered.get(member, member))
            subjects = {found for known, number in zip(spells, numbers, strict=True) for found in known(number)}
            records[member] = set().union(*(_component(identity, subjects) for identity in identities))
        everyone: set[int] = set().union(*records.values())
        moved = find_moved((older.facts, was), (newer.facts, now), everyone) if everyone else ()
        by_subject: dict[int, list[Moved]] = {}
        for one in moved:
            by_subject.setdefault(one.subject, []).append(one)
        places = {id(one): place for place, one in enumerate(moved)}
        return {
            member: tuple(
                sorted(
                    (one for subject in hers for one in by_subject.get(subject, ())), key=lambda one: places[id(one)]
                )
            )
            for member, hers in records.items()
        }

    def text(self, language: str = "en") -> str:
        """`11 − 1 erased + 3 joined − 2 left = 11 people`."""
        terms = [render_grouped(self.before.size, language)]
        for one in self.differences:
            for members, sign, way in ((one.gained, "+", "gained"), (one.lost, "−", "lost")):
                if members:
                    word = self.word(one.reason, way, language, count=len(members))
                    terms.append(f"{sign} {render_grouped(len(members), language)} {word}")
        size = self.after.size
        return f"{' '.join(terms)} = {render_grouped(size, language)} {name_unit(self.after.unit, size, language)}"

    def word(self, reason: Reason, way: str, language: str = "en", *, count: int = 2) -> str:
        """What the reason is called: `merged` for those it took out, `split` for those it brought in."""
        word = say(_word(reason, way), language)
        return word.removesuffix("s") if language == "fr" and count < 2 else word  # `1 fusionné`

    def rows(self) -> Iterator[tuple[Reason, str, Members]]:
        """Each reason and way (`gained`, `lost`) that has anybody, with its members."""
        for one in self.differences:
            for members, way in ((one.gained, "gained"), (one.lost, "lost")):
                if members:
                    yield one.reason, way, members

    def to_dict(self, *, members: bool = False) -> dict[str, Any]:
        """Plain values for JSON; the members' numbers, and the rows that moved them, only where asked for."""
        listed = []
        for reason, way, numbers in self.rows():
            row: dict[str, Any] = {"reason": str(reason), "way": way, "size": len(numbers)}
            if members:
                row["members"] = [
                    {"member": number, "moved": [moved.to_dict() for moved in self.moved(number)]} for number in numbers
                ]
            listed.append(row)
        return {
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "kept": len(self.kept),
            "differences": listed,
            "equation": self.text(),
        }

    def __repr__(self) -> str:
        return render_comparison(self)

    def _repr_html_(self) -> str:
        first, *others = render_comparison(self).splitlines()
        rest = "".join(f"<br><small>{escape(line.strip())}</small>" for line in others)
        return f"<p><strong>{escape(first)}</strong>{rest}</p>"


def build_comparison(before: Figure, after: Figure) -> Comparison:
    """Compare two figures: of two scopes, two facts versions of one group, or two definitions of one unit.

    `before` has the older facts. Raises `not_combinable`, `mixed_units`, `other_group`.
    """
    _check_can_compare(before, after)
    gone, come = before.members - after.members, after.members - before.members
    found: dict[Reason, tuple[Members, Members]] = {}
    for reason, members in _path(before, after):
        gained, lost = come & members, gone - members
        come, gone = come - gained, gone - lost
        former = found.get(reason, (Members(), Members()))
        found[reason] = (former[0] | gained, former[1] | lost)
        if not come and not gone:
            break
    gained, lost = found.get(Reason.IDENTITY, (Members(), Members()))
    renumbered = _find_renumbered(before, after, gained, lost)
    found[Reason.IDENTITY] = (gained - Members(renumbered.values()), lost - Members(renumbered))
    # What is left when all else is as in the newer facts: spells begun or ended since, and the scope.
    found[Reason.JOINED], found[Reason.LEFT] = (come, Members()), (Members(), gone)
    differences = tuple(
        Difference(reason, *found[reason]) for reason in Reason if reason in found and any(found[reason])
    )
    comparison = Comparison(before, after, differences, renumbered)
    _check_adds_up(comparison)
    return comparison


def render_comparison(comparison: Comparison, language: str = "en", of_when: Sequence[str] = ("", "")) -> str:
    """The two figures with what tells them apart, and the equation. `of_when`: of when each is, in words."""
    from jalon.figures.render import scope_line, title_of

    titles = (title_of(figure, language) for figure in (comparison.before, comparison.after))
    lines = [" → ".join(dict.fromkeys(titles))]
    for figure, when in zip((comparison.before, comparison.after), of_when, strict=True):
        facts = f"{say('facts', language)} {figure.facts_version[:12]}"
        about = filter(None, (figure.indicator, scope_line(figure, language), when, facts))
        lines.append(f"  {render_grouped(figure.size, language)}{colon(language)}{' · '.join(about)}")
    return "\n".join((*lines, f"  {comparison.text(language)}"))


def _path(before: Figure, after: Figure) -> Iterator[tuple[Reason, Members]]:
    """The members after each step but the last, whose members are those of `after`."""
    (older, scope), (newer, _) = _asked_of(before), _asked_of(after)
    definition = after.definition
    assert definition is not None
    # Of members erased from a release nothing can be asked: they stay until it is asked who is erased.
    erased = older.erased & before.members
    if before.definition_digest != after.definition_digest:
        yield Reason.DEFINITION, erased | _answer(older.engine, definition, scope, before.purpose)
    if older.facts.version == newer.facts.version:
        if before.purpose != after.purpose:
            yield Reason.CONSENT, erased | _answer(older.engine, definition, scope, after.purpose)
        return
    between = find_between(older, newer)
    yield Reason.ERASED, _answer(between.erased, definition, scope, before.purpose)
    yield Reason.IDENTITY, _answer(between.identity, definition, scope, before.purpose)
    yield Reason.CONSENT, _answer(between.consent, definition, scope, after.purpose)
    yield Reason.CORRECTED, _answer(between.corrected, definition, scope, after.purpose)


def _answer(engine: Engine, definition: Definition, scope: Scope, purpose: str) -> Members:
    return Members(engine.answer(definition, scope, purpose).yes)


def _find_renumbered(before: Figure, after: Figure, gained: Members, lost: Members) -> dict[int, int]:
    """Those who left under one number and came under another, since a merge or a split changed which is hers."""
    if not gained or not lost:
        return {}
    identities = [read_identity(_asked_of(figure)[0].facts) for figure in (before, after)]
    subjects = [_subject_of_members(figure, members) for figure, members in ((before, lost), (after, gained))]
    pairs: dict[int, int] = {}
    for number in gained:
        for former in lost:
            one, other = subjects[0][former], subjects[1][number]
            is_same = any(known.get(one, one) == known.get(other, other) for known in identities)
            if is_same and former not in pairs:
                pairs[former] = number
                break
    return pairs


def _subject_of_members(figure: Figure, members: Members) -> dict[int, int]:
    if figure.unit != Unit.PARTICIPATION:
        return {number: number for number in members}
    rows = _asked_of(figure)[0].facts.table("enrolments").select(["enrolment", "subject"]).to_pylist()
    return {row["enrolment"]: row["subject"] for row in rows if row["enrolment"] in members}


def _subjects_of_spells(facts: Facts, unit: str) -> Callable[[int], set[int]]:
    """Whose a member is: herself, or of a participation its subject; nobody where the facts have no such spell."""
    if unit != Unit.PARTICIPATION:
        return lambda member: {member}
    rows = facts.table("enrolments").select(["enrolment", "subject"]).to_pylist()
    subjects = {row["enrolment"]: row["subject"] for row in rows}
    return lambda member: {subjects[member]} if member in subjects else set()


def _component(identity: Mapping[int, int], subjects: set[int]) -> set[int]:
    """All records of the people whose records these are."""
    counted_as = {identity.get(subject, subject) for subject in subjects}
    return counted_as | subjects | {subject for subject, same in identity.items() if same in counted_as}


def _asked_of(figure: Figure) -> tuple[Source, Scope]:
    assert figure.source is not None
    assert figure.scope is not None
    return figure.source, figure.scope


def _check_can_compare(before: Figure, after: Figure) -> None:
    for figure in (before, after):
        if figure.source is None or figure.kind is Kind.DISTINCT or figure.kind in OF_TWO:
            raise JalonError("not_combinable", indicator=figure.indicator, kind=figure.kind, unit=figure.unit)
    if before.unit != after.unit:
        raise JalonError(
            "mixed_units",
            left=before.indicator,
            right=after.indicator,
            left_unit=before.unit,
            right_unit=after.unit,
        )
    if before.key != after.key:
        raise JalonError("other_group")


def _check_adds_up(comparison: Comparison) -> None:
    """A comparison that does not add up is a fault of Jalon's, never shown."""
    size = comparison.before.size
    for one in comparison.differences:
        size += len(one.gained) - len(one.lost)
    assert size == comparison.after.size, comparison.text()


def _word(reason: Reason, way: str) -> str:
    return {("identity", "gained"): "split", ("identity", "lost"): "merged"}.get((str(reason), way), str(reason))
