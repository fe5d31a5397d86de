"""The group's own indicators: checked like the shipped ones, then kept; every version stays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jalon.definitions import shipped_texts
from jalon.errors import JalonError
from jalon.figures.engines import ENGINES
from jalon.figures.examples import run_examples
from jalon.language.check import Catalogue, build_catalogue
from jalon.language.definition import Definition
from jalon.language.load import load_definition, load_definitions
from jalon.records.actions.indicators import write_indicator
from jalon.records.models import IndicatorVersion, Measure


def check_indicator(text: str, *, file: str | None = None) -> Definition:
    """Load a definition against the group's measures and run its examples on every engine. Writes nothing.

    Raises JalonErrors with all that is wrong in it, `indicator_taken` for the id of a shipped one,
    `example_fails`.
    """
    catalogue = group_catalogue()
    known = load_definitions({**shipped_texts(), **own_texts()}, catalogue)
    definition = load_definition(text, catalogue, known=known, file=file)
    if definition.id in shipped_texts():
        raise JalonError("indicator_taken", id=definition.id)
    run_examples(definition, catalogue, *ENGINES)
    return definition


def add_indicator(text: str, *, by: str, file: str | None = None) -> tuple[Definition, bool]:
    """Check a definition and keep it as the next version of its id; whether that changed anything."""
    definition = check_indicator(text, file=file)
    count = IndicatorVersion.objects.count()
    write_indicator(
        by=by,
        code=definition.id,
        text=definition.text,
        digest=definition.digest,
        is_translated=is_translated(definition),
    )
    return definition, IndicatorVersion.objects.count() > count


def is_translated(definition: Definition) -> bool:
    """Whether it tells otherwise than the version that holds why it is never unknown: its digest is of the English."""
    held = own_texts().get(definition.id)
    if held is None:
        return False
    return load_definition(held, group_catalogue()).never_unknown != definition.never_unknown


def own_texts() -> dict[str, str]:
    """The newest version of each indicator the group wrote: id -> YAML text."""
    rows = IndicatorVersion.objects.order_by("code", "version").values_list("code", "text")
    return dict(rows)


def group_catalogue() -> Catalogue:
    """The measures of this group, as expressions may name them."""
    measures = Measure.objects.prefetch_related("options")
    return build_catalogue(
        {
            "code": measure.code,
            "kind": measure.kind,
            "unit": measure.unit,
            "lowest": measure.lowest,
            "highest": measure.highest,
            "options": [option.code for option in sorted(measure.options.all(), key=lambda option: option.rank)],
        }
        for measure in measures
    )


@dataclass(frozen=True, slots=True)
class IndicatorWritten:
    """One version of an indicator of the group's own."""

    version: int
    written_by: str
    written_at: dt.datetime
    digest: str


def indicator_history(id: str) -> tuple[IndicatorWritten, ...]:
    """Every version of one of the group's own indicators, newest first; nothing for a shipped one."""
    rows = IndicatorVersion.objects.filter(code=id).order_by("-version")
    return tuple(IndicatorWritten(row.version, row.written_by, row.written_at, row.digest) for row in rows)
