"""What records lack, in words: for the page of data quality and for the command line."""

from __future__ import annotations

from jalon.web.examples import name_measure
from jalon.web.words import say
from jalon.workflows.quality import EXITS, FAULTS, REGISTERS, REVIEW


def name_field(field: str, moment: str, language: str) -> str:
    """What a field is called, with the moment at which it is asked."""
    name = {
        "sex": say("Sex", language),
        "birth": say("Birth", language),
        "nationality": say("Nationality", language),
    }.get(field, name_measure(field, language))
    when = {"entry": say("At entry", language), "exit": say("At exit", language)}.get(moment)
    return say("{measure}, {when}", language, measure=name, when=when.lower()) if when else name


def name_cause(field: str, moment: str, language: str) -> str:
    """What a figure could move by: a field that is not known, or rows, registers and decisions that are not there yet."""
    match (field, moment):
        case cause if cause == EXITS:
            return say("spells still open", language)
        case cause if cause == REGISTERS:
            return say("sessions without a register", language)
        case cause if cause == FAULTS:
            return say("rows left out", language)
        case cause if cause == REVIEW:
            return say("pairs to review", language)
    return name_field(field, moment, language)
