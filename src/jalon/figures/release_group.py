"""A group as it was when a release was made: frozen facts, frozen definitions, frozen answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from jalon.engines.answer import Engine, Scope
from jalon.errors import JalonError, JalonErrors, nearest_name
from jalon.facts.store import Facts
from jalon.figures.engines import DEFAULT_ENGINE, engine_named
from jalon.figures.group import Group, load_texts
from jalon.figures.measured import Measured
from jalon.figures.members import Members
from jalon.figures.release_answers import (
    ANSWER,
    FrozenAnswer,
    FrozenEngine,
    RecordingEngine,
    Remembered,
    RememberedArea,
    RememberedPlots,
    build_key,
)
from jalon.figures.source import Source
from jalon.home import Home
from jalon.language.definition import Definition


class FrozenGroup(Group):
    """Asked as any group is. The examples of its definitions ran when it was frozen, and are not run again.

    Its `answers` are read with the first figure: what it defines is known without them.
    """

    def __init__(
        self,
        facts: Facts,
        texts: Mapping[str, str],
        answers: Callable[[], Mapping[str, FrozenAnswer]],
        remembered: Mapping[str, Mapping[int, Remembered]],
        areas: Mapping[str, Mapping[str, RememberedArea]],
        *,
        key: bytes,
        age_bands: Sequence[int],
        name: str = "",
        engine: str = DEFAULT_ENGINE,
    ) -> None:
        super().__init__(facts, key=key, age_bands=age_bands, engine=engine, name=name)
        self._texts = dict(texts)
        self._areas = areas
        build_inner = engine_named(engine)

        def build_engine(facts: Facts, age_bands: Sequence[int]) -> Engine:
            return FrozenEngine(build_inner(facts, age_bands), answers(), remembered)

        self._build_engine = build_engine

    def indicator(self, id: str) -> Definition:
        """The definition as it was. Raises `no_such_indicator`, or why it does not load."""
        if id in self.unavailable:
            raise self.unavailable[id]
        if id not in self.indicators:
            raise JalonError("no_such_indicator", nearest=nearest_name(id, self.indicators), found=id)
        return self.indicators[id]

    @cached_property
    def _loaded(self) -> tuple[Mapping[str, Definition], Mapping[str, JalonErrors]]:
        return load_texts(self._texts, self._measure_rows)

    @cached_property
    def _source(self) -> Source:
        def recall(definition: Definition, scope: Scope, purpose: str, plots: Measured) -> Measured:
            areas = self._areas.get(build_key(ANSWER, definition, scope, purpose))
            return RememberedPlots(plots, areas) if areas else plots

        source = self._build_source()
        assert isinstance(source.engine, FrozenEngine)
        return replace(source, recall=recall, inner=source.engine.inner, erased=Members(source.engine.marks))


class RecordingGroup(Group):
    """A group that remembers what its engine answered: `recording.answers`."""

    def __init__(self, facts: Facts, home: Home, engine: str = DEFAULT_ENGINE) -> None:
        examples = home.facts / "examples.json"
        super().__init__(facts, key=home.key, age_bands=home.age_bands, engine=engine, examples_file=examples)
        self.facts = facts
        build_inner = engine_named(engine)
        self.recording: RecordingEngine | None = None

        def build_engine(facts: Facts, age_bands: Sequence[int]) -> Engine:
            self.recording = RecordingEngine(build_inner(facts, age_bands))
            return self.recording

        self._build_engine = build_engine
