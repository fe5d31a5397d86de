"""Does the state allow it? Checks that the actions make, whoever asks. Each raises an error of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from jalon.errors import JalonError
from jalon.records import errors as errors  # fills the catalogue
from jalon.records.models import Measure, MeasureKind

CODE = re.compile(r"[\w.-]{1,80}")
"""Letters (of any script), digits, `_`, `.` and `-`: what is typed on a command line without quotes."""
NAME_IN_EXPRESSIONS = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")


def check_code(code: str, *, record: str) -> None:
    """A code that can be typed. Raises `bad_code`."""
    if not CODE.fullmatch(code):
        raise JalonError("bad_code", record=record, found=code)


def check_options(code: str, kind: str, options: Mapping[str, Mapping[str, str]]) -> None:
    """The measure can be named in an expression, and its options suit its kind. Raises `bad_measure`."""
    problem = None
    if not NAME_IN_EXPRESSIONS.fullmatch(code):
        problem = "its code stands in expressions: letters without accents, digits and _ only"
    elif kind == MeasureKind.NUMBER and options:
        problem = "a number has no options"
    elif kind == MeasureKind.YES_NO and set(options) != {"yes", "no"}:
        problem = "a yes_no has the options yes and no"
    elif kind in (MeasureKind.CATEGORY, MeasureKind.LEVEL) and len(options) < 2:
        problem = f"a {kind} has two options or more"
    elif any(not {"en", "fr"} <= titles.keys() for titles in options.values()):
        problem = "each option has a title in en and one in fr"
    if problem:
        raise JalonError("bad_measure", found=code, problem=problem)
    for option in options:
        check_code(option, record="measure option")


def check_no_option_in_use(measure: Measure, codes: Collection[str]) -> None:
    """No answer names an option that is to go. Raises `option_in_use`."""
    used = measure.observations.filter(value_code__in=list(codes)).values_list("value_code", flat=True).first()
    if used is not None:
        raise JalonError("option_in_use", measure=measure.code, found=used)
