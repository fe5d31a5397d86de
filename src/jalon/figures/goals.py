"""Progress per goal of the Sustainable Development Goals: who serves it, and how far each of its indicators has come.

A goal has no figure of its own: its indicators count people, hectares and euros, and a mean of these would say nothing.
Each stands with its own figure, target and progress.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jalon.codelists.lists import sdg_goals, sdg_targets
from jalon.engines.answer import Scope
from jalon.facts.store import Facts
from jalon.figures.figure import Figure
from jalon.figures.render import render_target, render_value, render_value_and_unit, scope_line, title_of
from jalon.figures.selection import select_projects
from jalon.figures.words import colon, say
from jalon.language.definition import Definition


@dataclass(frozen=True, slots=True)
class ServingIndicator:
    """An indicator that serves targets of a goal, with its figure in the scope."""

    targets: tuple[str, ...]
    """Targets of this goal that its definition names."""
    figure: Figure

    def to_dict(self) -> dict[str, Any]:
        return {"indicator": self.figure.indicator, "targets": list(self.targets), "figure": self.figure.to_dict()}


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal that indicators or projects in scope name."""

    number: str
    title: Mapping[str, str]
    targets: tuple[str, ...]
    """Targets of the goal that indicators or projects name, in order."""
    projects: tuple[str, ...]
    """Projects in scope that name one of its targets."""
    active: tuple[str, ...]
    """Those of them in which somebody was enrolled in the period."""
    indicators: tuple[ServingIndicator, ...]

    @property
    def is_served(self) -> bool:
        """Whether an active project names it, or something of an indicator of it was collected."""
        return bool(self.active) or any(one.figure.collected for one in self.indicators)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "goal": self.number,
            "title": dict(self.title),
            "targets": list(self.targets),
            "projects": list(self.projects),
            "active": list(self.active),
            "indicators": [one.to_dict() for one in self.indicators],
        }


@dataclass(frozen=True, slots=True, repr=False)
class Goals(Sequence[Goal]):
    """The goals named in a scope, in the order of the United Nations."""

    goals: tuple[Goal, ...]
    projects_active: Figure
    """The figure whose projects are the active ones; it carries scope, purpose and facts version."""

    def __getitem__(self, place: Any) -> Any:
        return self.goals[place]

    def __len__(self) -> int:
        return len(self.goals)

    def __iter__(self) -> Iterator[Goal]:
        return iter(self.goals)

    @property
    def with_active_projects(self) -> tuple[Goal, ...]:
        """Goals of which at least one target is named by an active project."""
        return tuple(goal for goal in self.goals if goal.active)

    def goal(self, number: str | int) -> Goal | None:
        """The goal of this number; None where nothing names it here."""
        return next((goal for goal in self.goals if goal.number == str(number)), None)

    def __repr__(self) -> str:
        return render_goals(self)


def build_goals(
    definitions: Mapping[str, Definition], figure: Callable[[str], Figure], facts: Facts, scope: Scope
) -> Goals:
    """`figure` gives an indicator's figure in the scope, by id."""
    active = figure("projects_active")
    named = find_targets_of_projects(facts, scope)
    serving = {id: definition.sdg for id, definition in definitions.items() if definition.sdg}
    figures = {id: figure(id) for id in serving}
    goals = []
    for number, title in sdg_goals().items():
        indicators = tuple(
            ServingIndicator(targets, figures[id])
            for id, all_targets in serving.items()
            if (targets := targets_of(number, all_targets))
        )
        projects = {
            code: targets for code, all_targets in named.items() if (targets := targets_of(number, all_targets))
        }
        if not (indicators or projects):
            continue
        seen = {target for one in indicators for target in one.targets}.union(*projects.values())
        goals.append(
            Goal(
                number=number,
                title=title,
                targets=targets_of(number, seen),
                projects=tuple(projects),
                active=tuple(code for code in projects if code in active.labels.values()),
                indicators=indicators,
            )
        )
    return Goals(tuple(goals), active)


def find_targets_of_projects(facts: Facts, scope: Scope) -> dict[str, tuple[str, ...]]:
    """The SDG targets that each project in scope names, by code in alphabetical order."""
    selected = select_projects(facts, scope)
    rows = facts.table("projects").select(["project", "sdg_targets"]).to_pylist()
    found = {selected[row["project"]].code: tuple(row["sdg_targets"]) for row in rows if row["project"] in selected}
    return dict(sorted(found.items()))


def targets_of(goal: str, targets: Collection[str]) -> tuple[str, ...]:
    """Those of the targets that are of this goal, in the order of the list."""
    return tuple(target for target, its_goal in sdg_targets().items() if its_goal == goal and target in targets)


# Text ------------------------------------------------------------------------------------------------


def render_goals(goals: Goals, language: str = "en") -> str:
    """One paragraph for each goal; those with nothing collected and no active project on one line at the end."""
    served = [goal for goal in goals if goal.is_served]
    lines = [say("goals with active projects", language).format(len(goals.with_active_projects))]
    lines += [scope_line(goals.projects_active, language), ""]
    for goal in served:
        lines += [*_goal_lines(goal, language), ""]
    rest = ", ".join(goal.number for goal in goals if not goal.is_served)
    lines += [say("goals not served", language).format(rest)] if rest else []
    return "\n".join(lines).rstrip()


def _goal_lines(goal: Goal, language: str) -> Iterator[str]:
    yield f"{goal.number}. {goal.title[language]}"
    active = ", ".join(goal.active) or "—"
    yield f"   {say('active projects', language)}{colon(language)}{active}"
    if not goal.indicators:
        yield f"   {say('no indicator of goal', language)}"
    for one in goal.indicators:
        value = render_value_and_unit(one.figure, language)
        yield f"   {', '.join(one.targets)}  {title_of(one.figure, language)}{colon(language)}{value}{_way(one.figure, language)}"


def _way(figure: Figure, language: str) -> str:
    """Target, baseline and progress, where there is a target."""
    progress = figure.progress
    if progress is None:
        return ""
    text = say("target", language).format(render_target(progress.target, language))
    if progress.baseline is not None:
        text += f", {say('from baseline', language).format(render_target(progress.baseline, language))}"
    gone = progress.reason_in(language)
    if progress.value is not None:
        gone = say("of the way", language).format(render_value(progress.value, language))
    return f"; {text}{colon(language)}{gone}"
