"""A group's figures from Python: `group = jalon.open()`, then `group.figure(…)`. No Django, no server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import jalon.figures.errors  # noqa: F401  (its catalogue)
from jalon.definitions import shipped_texts
from jalon.engines.answer import DEFAULT_PURPOSE, Period
from jalon.errors import JalonError, JalonErrors, nearest_name
from jalon.facts.store import Facts, open_facts
from jalon.figures.compute import build_figure
from jalon.figures.engines import DEFAULT_ENGINE, engine_named
from jalon.figures.examples import ExampleRecord, check_examples
from jalon.figures.figure import Figure
from jalon.figures.scope import Codes, build_known_codes, build_scope, check_purpose
from jalon.figures.source import Source
from jalon.figures.targets import Target, read_targets
from jalon.home import DEFAULT_AGE_BANDS, open_home
from jalon.language.check import Catalogue, build_catalogue
from jalon.language.definition import OF_TWO, Anchor, Definition, Kind
from jalon.language.load import load_definition

if TYPE_CHECKING:
    from jalon.figures.goals import Goals
    from jalon.figures.release import Release


class Group:
    """The figures of one facts version. Make with `open_group` (`jalon.open`), or `from_facts` for tests.

    A group does not follow a later refresh of the facts: open it again.
    """

    def __init__(
        self,
        facts: Facts,
        *,
        key: bytes,
        age_bands: Sequence[int] = DEFAULT_AGE_BANDS,
        engine: str = DEFAULT_ENGINE,
        name: str = "",
        examples_file: Path | None = None,
        releases_folder: Path | None = None,
    ) -> None:
        self.name = name
        self._releases_folder = releases_folder
        self.engine = engine
        self._build_engine = engine_named(engine)
        self._facts = facts
        self._key = key
        self._age_bands = tuple(age_bands)
        self._examples = ExampleRecord(examples_file)
        self._checked: set[str] = set()

    @classmethod
    def from_facts(
        cls,
        facts: Facts,
        *,
        key: bytes,
        age_bands: Sequence[int] = DEFAULT_AGE_BANDS,
        engine: str = DEFAULT_ENGINE,
    ) -> Group:
        """A group of facts held in memory; nothing is read or written on disk."""
        return cls(facts, key=key, age_bands=age_bands, engine=engine)

    @property
    def facts_version(self) -> str:
        return self._facts.version

    @property
    def facts_made_at(self) -> str:
        """When these facts were written (UTC, ISO 8601); empty for facts in memory."""
        manifest = getattr(self._facts, "manifest", None)
        return str(manifest.made_at) if manifest else ""

    @property
    def releases(self) -> tuple[Release, ...]:
        """The group's releases, `in_order`: the one that tells furthest last. Raises `release_damaged`."""
        from jalon.figures.release import read_releases

        return read_releases(self._releases_folder, self._key, self.engine) if self._releases_folder else ()

    @cached_property
    def projects(self) -> tuple[str, ...]:
        """Codes of all projects, by alphabet."""
        return tuple(sorted(self._source.codes.projects.values()))

    @property
    def indicators(self) -> Mapping[str, Definition]:
        """Every indicator that can be asked here, by id: the shipped ones, then the group's own."""
        return self._loaded[0]

    @property
    def unavailable(self) -> Mapping[str, JalonErrors]:
        """Indicators that cannot be asked here and why: most often a measure this group does not have."""
        return self._loaded[1]

    def indicator(self, id: str) -> Definition:
        """The definition, its examples checked. Raises `no_such_indicator`, `example_fails`, or why it did not load."""
        if id in self.unavailable:
            raise self.unavailable[id]
        if id not in self.indicators:
            raise JalonError("no_such_indicator", nearest=nearest_name(id, self.indicators), found=id)
        definition = self.indicators[id]
        if id not in self._checked:
            self._check_examples([definition])
        return definition

    def check_indicators(self) -> None:
        """Check the examples of all indicators: at once, for whoever asks them all. Raises `example_fails`."""
        self._check_examples(list(self.indicators.values()))

    def _check_examples(self, definitions: Sequence[Definition]) -> None:
        check_examples(definitions, self._catalogue, self.engine, self._examples)
        self._checked.update(definition.id for definition in definitions)

    def figure(
        self,
        id: str,
        period: Period | str | int | None = None,
        project: Codes = None,
        organisation: Codes = None,
        country: Codes = None,
        site: Codes = None,
        theme: Codes = None,
        grant: Codes = None,
        funder: Codes = None,
        purpose: str = DEFAULT_PURPOSE,
    ) -> Figure:
        """An indicator in a scope: each restriction one code or several; left out, everything counts.

        Raises `no_such_indicator`, `bad_period`, `period_backwards`, `unknown_scope_code`, `unknown_purpose`.
        """
        check_purpose(purpose)
        definition = self.indicator(id)
        scope = build_scope(
            self._source.codes,
            period=period,
            project=project,
            organisation=organisation,
            country=country,
            site=site,
            theme=theme,
            grant=grant,
            funder=funder,
        )
        parts: tuple[Definition, ...] = ()
        if definition.kind in OF_TWO:
            assert definition.part is not None
            assert definition.of is not None
            parts = (self.indicator(definition.part), self.indicator(definition.of))
        return build_figure(self._source, definition, scope, purpose, parts)

    def figures(self, period: Period | str | int | None = None, **scope: Any) -> tuple[Figure, ...]:
        """Every indicator in one scope (the arguments of `figure`), in the order of `indicators`."""
        return tuple(self.figure(id, period, **scope) for id in self.indicators)

    def goals(self, period: Period | str | int | None = None, **scope: Any) -> Goals:
        """Progress per goal of the Sustainable Development Goals: for each goal that an indicator or a project in
        scope names, its active projects and its indicators, each with its own figure, target and progress.

        The scope is that of `figure`, and so are the errors.
        """
        from jalon.figures.goals import build_goals

        stated = {name: value for name, value in scope.items() if name != "purpose"}
        selected = build_scope(self._source.codes, period=period, **stated)
        return build_goals(self.indicators, lambda one: self.figure(one, period, **scope), self._facts, selected)

    def targets(self, indicator: Codes = None, kind: str | None = None) -> tuple[Target, ...]:
        """Targets and baselines, of one or several indicators or all; `group.figure(id, **target.scope)` is theirs.

        `kind` is target or baseline. Raises `no_such_indicator`.
        """
        asked = {indicator} if isinstance(indicator, str) else set(indicator or ())
        for id in asked:
            self.indicator(id)
        return tuple(
            target
            for target in read_targets(self._facts)
            if (not asked or target.indicator in asked) and kind in (None, target.kind)
        )

    def __repr__(self) -> str:
        projects = f"{len(self.projects)} projects, {len(self.indicators)} indicators"
        return f"Group({self.name!r}: {projects}, facts {self.facts_version[:12]}, {self.engine} engine)"

    @cached_property
    def _measure_rows(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(self._facts.table("measures").to_pylist())

    @cached_property
    def _catalogue(self) -> Catalogue:
        return build_catalogue(self._measure_rows)

    @cached_property
    def _loaded(self) -> tuple[Mapping[str, Definition], Mapping[str, JalonErrors]]:
        shipped, own = shipped_texts(), self._facts.definitions()
        for id in own:
            if id in shipped:
                raise JalonError("indicator_taken", id=id)
        return load_texts({**shipped, **own}, self._measure_rows)

    @cached_property
    def _source(self) -> Source:
        return self._build_source()

    def _build_source(self) -> Source:
        options = {row["code"]: tuple(row["options"]) for row in self._measure_rows if row["kind"] != "number"}
        of_sessions = (d for d in self.indicators.values() if d.period_on is Anchor.SESSION and d.kind is Kind.COUNT)
        return Source(
            facts=self._facts,
            engine=self._build_engine(self._facts, self._age_bands),
            key=self._key,
            codes=build_known_codes(self._facts),
            measures=options,
            session_indicators=tuple(definition.id for definition in of_sessions),
            age_bands=self._age_bands,
        )


def load_texts(
    texts: Mapping[str, str], measure_rows: Sequence[Mapping[str, Any]]
) -> tuple[Mapping[str, Definition], Mapping[str, JalonErrors]]:
    """The definitions that load with these measures, by id, and why the others do not."""
    measures = tuple(
        tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in row.items())
        for row in measure_rows
    )
    return _load_all(tuple(texts.items()), measures)


@lru_cache(maxsize=8)
def _load_all(
    texts: tuple[tuple[str, str], ...], measures: tuple[tuple[tuple[str, Any], ...], ...]
) -> tuple[Mapping[str, Definition], Mapping[str, JalonErrors]]:
    """The definitions that load, and why the others do not. Kept, since reading them takes longer than most figures,
    and a process that stays opens its group again after each refresh."""
    catalogue = build_catalogue([dict(row) for row in measures])
    loaded: dict[str, Definition] = {}
    failed: dict[str, JalonErrors] = {}
    for known in (None, loaded):  # shares are read again, once all that they may name is there
        for id, text in texts:
            if known is not None and (id not in loaded or loaded[id].kind not in OF_TWO):
                continue
            try:
                loaded[id] = load_definition(text, catalogue, known=known, file=f"{id}.yaml")
            except JalonErrors as errors:
                failed[id] = errors
                loaded.pop(id, None)
    return MappingProxyType(loaded), MappingProxyType(failed)


def open_group(home: str | Path | None = None, *, engine: str = DEFAULT_ENGINE) -> Group:
    """The group whose folder is `home` (else JALON_HOME, else jalon-data/), as its facts last were.

    Raises `no_home`, `no_facts`, `unknown_engine`.
    """
    opened = open_home(home)
    return Group(
        open_facts(opened),
        key=opened.key,
        age_bands=opened.age_bands,
        engine=engine,
        name=opened.group,
        examples_file=opened.facts / "examples.json",
        releases_folder=opened.releases,
    )
