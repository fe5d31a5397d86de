"""The members of a figure and their answers, from what is asked of their participations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pyroaring import BitMap

from jalon.engines.local_arrays import Ints, Truths, starts_of
from jalon.engines.local_bitmaps import build_bitmap
from jalon.engines.local_numbers import NO, UNKNOWN, YES, Kleene
from jalon.engines.local_participations import Participations
from jalon.engines.local_spells import NEVER
from jalon.engines.local_terms import Asked, Terms
from jalon.language.definition import Definition, Over, Unit


@dataclass(frozen=True)
class Groups:
    """Participations in scope, period, unit and purpose, by the member whose each is.

    `candidates` are these participations; members are in order of their numbers for subjects.
    """

    of: Participations
    candidates: Ints
    starts: Ints
    """By group, where its candidates start."""
    number: Ints
    """By group: its subject, or its participation's number."""

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def subject(self) -> Ints:
        """By group, as a position among people."""
        return self.of.subject[self.candidates[self.starts]]

    @cached_property
    def group(self) -> Ints:
        """By candidate."""
        if len(self) == len(self.candidates):
            return np.arange(len(self))
        begins = np.zeros(len(self.candidates), np.bool_)
        begins[self.starts] = True
        return np.cumsum(begins) - 1

    @cached_property
    def place(self) -> Ints:
        """By participation where it stands among the candidates."""
        place = np.full(len(self.of), -1, np.int32)
        place[self.candidates] = np.arange(len(self.candidates), dtype=np.int32)
        return place

    def candidates_in(self, of: Participations) -> Ints:
        """The same candidates among participations of fewer projects."""
        return np.flatnonzero(self.place[of.among_all] >= 0)

    @cached_property
    def alone(self) -> Asked:
        """Each candidate by itself."""
        return each_alone(self.of, self.candidates)

    @cached_property
    def pooled(self) -> Asked:
        """All candidates of a group as one: entry of the first, exit of the one that leaves last."""
        of, candidates, group, starts = self.of, self.candidates, self.group, self.starts
        if not len(starts):
            return Asked(of, candidates, candidates, candidates, group)
        last_spell = of.ends[candidates]
        order = np.lexsort((of.spells.number[last_spell], of.spells.entry[last_spell], of.exit[candidates], group))
        last = order[np.append(starts[1:], len(candidates)) - 1]
        return Asked(of, candidates[self.first], candidates[last], candidates, group)

    @cached_property
    def first(self) -> Ints:
        """By group: the candidate that entered first."""
        return self.extreme(latest=False)

    def extreme(self, *, latest: bool) -> Ints:
        """In each group the candidate with the earliest entry (the first such) or the latest (the last such)."""
        best = self.starts.copy()
        several, rows, begins = self._several
        if len(several):
            entry = self.of.entry[self.candidates[rows]]
            packed = ((entry.astype(np.int64) - NEVER) << 32) | rows
            chosen = np.maximum.reduceat(packed, begins) if latest else np.minimum.reduceat(packed, begins)
            best[several] = chosen & 0xFFFFFFFF
        return best

    def combine(self, said: Kleene, *, greatest: bool) -> Kleene:
        """By group the greatest or the least of what its candidates say."""
        combined = said[self.starts]
        several, rows, begins = self._several
        if len(several):
            combine = np.maximum if greatest else np.minimum
            combined[several] = combine.reduceat(said[rows], begins)
        return combined

    @cached_property
    def _several(self) -> tuple[Ints, Ints, Ints]:
        """Groups of several candidates, these, and where those of each begin among them: most groups have one, and
        nothing to choose."""
        if len(self) == len(self.candidates):
            none = np.zeros(0, np.int64)
            return none, none, none
        many = np.diff(self.starts, append=len(self.candidates))
        several = np.flatnonzero(many > 1)
        many = many[several]
        begins = np.cumsum(many) - many
        rows = np.repeat(self.starts[several] - begins, many)
        rows += np.arange(len(rows))
        return several, rows, begins


@dataclass(frozen=True)
class Universe:
    """The members of a figure: who is asked, and what was said."""

    groups: Groups
    over: Over
    asked: Asked
    picked: Ints | None
    """By group the one candidate that answers for it; None where all do."""
    is_inside: Truths
    """By row asked: not put out by `among`."""
    said: Kleene
    """By row asked; only where `is_inside`."""
    answer: Kleene
    """By group; only where `is_member`."""
    is_member: Truths

    def said_of(self, groups: Groups) -> tuple[Truths, Kleene]:
        """`is_inside` and `said` for the candidates of groups in fewer projects, all of whom were asked here: each
        alone, and of her project only, so that she said the same."""
        rows = self.groups.place[groups.of.among_all[groups.candidates]]
        return self.is_inside[rows], self.said[rows]

    @cached_property
    def is_everyone(self) -> bool:
        """Whether all groups are members, by all of their candidates."""
        return bool(self.is_member.all() and self.is_inside.all())

    @cached_property
    def members(self) -> dict[int, BitMap]:
        """By answer. Copied by whoever changes one."""
        number, answer = self.groups.number, self.answer
        if not self.is_member.all():
            number, answer = number[self.is_member], answer[self.is_member]
        return {said: build_bitmap(number[answer == said]) for said in (YES, NO, UNKNOWN)}

    @cached_property
    def everybody(self) -> BitMap:
        return BitMap.union(*self.members.values())

    @cached_property
    def group_of_asked(self) -> Ints:
        return np.arange(len(self.groups)) if self.over is Over.TOGETHER else self.groups.group

    @cached_property
    def decides(self) -> Truths:
        """By row asked: part of what its member's number is added from."""
        if self.picked is None:
            return self.is_inside
        decides = np.zeros(len(self.asked), np.bool_)
        decides[self.picked] = self.is_inside[self.picked]
        return decides

    def member_of(self, wanted: Truths | None = None) -> Ints:
        """By participation the number of the member whose it is, -1 of none; `wanted` says which members (by group;
        None: all)."""
        groups = self.groups
        number_of = np.full(len(groups.of), -1, np.int32)
        if wanted is None and self.is_everyone:
            number_of[groups.candidates] = groups.number[groups.group]
            return number_of
        inside = (self.is_member if wanted is None else wanted)[groups.group]
        if self.over is not Over.TOGETHER:
            inside &= self.is_inside
        rows = np.flatnonzero(inside)
        number_of[groups.candidates[rows]] = groups.number[groups.group[rows]]
        return number_of


def build_universe(definition: Definition, terms: Terms, groups: Groups, of_all: Universe | None = None) -> Universe:
    """`of_all` is what was said in all projects, where that is known."""
    asked = groups.pooled if definition.over is Over.TOGETHER else groups.alone
    if not len(groups):  # as most indicators in one small project: nothing need be read to ask nobody
        nobody, nothing_said = np.zeros(0, np.bool_), np.zeros(0, np.int8)
        return Universe(groups, definition.over, asked, None, nobody, nothing_said, nothing_said, nobody)
    if of_all is not None and definition.over is not Over.TOGETHER:
        is_inside, said = of_all.said_of(groups)
    else:
        among = terms.truth(definition.among, asked)
        is_inside = among != NO
        said = np.where(among == UNKNOWN, UNKNOWN, terms.truth(definition.counts, asked))
    picked: Ints | None = None
    match definition.over:
        case Over.TOGETHER:
            answer, is_member = said, is_inside
        case Over.FIRST | Over.LAST:
            picked = groups.first if definition.over is Over.FIRST else groups.extreme(latest=True)
            answer, is_member = said[picked], is_inside[picked]
        case Over.ANY | Over.ALL:  # yes if any says yes, or no if any says no over all; who is put out says neither
            is_any = definition.over is Over.ANY
            nothing = NO - 1 if is_any else YES + 1
            answer = groups.combine(np.where(is_inside, said, nothing), greatest=is_any)
            is_member = answer != nothing
    return Universe(groups, definition.over, asked, picked, is_inside, said, answer, is_member)


def each_alone(of: Participations, rows: Ints) -> Asked:
    return Asked(of, rows, rows, rows)


def build_groups(of: Participations, candidates: Ints, unit: Unit) -> Groups:
    """`candidates` are participations in order."""
    if unit is Unit.PARTICIPATION:
        return Groups(of, candidates, np.arange(len(candidates)), of.number[candidates])
    subject = of.subject[candidates]
    starts = starts_of(subject)
    return Groups(of, candidates, starts, of.columns.people.numbers[subject[starts]])
