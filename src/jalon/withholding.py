"""What a group decides about what is withheld from the public: the table `[disclosure]` of its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jalon.errors import ExitCode, JalonError, catalogued, nearest_name

THRESHOLD, SENSITIVE_THRESHOLD = 5, 10
LEAST, MOST = 3, 1000
QUESTIONS = 200
ROUNDINGS = (3, 5, 10, 100)

catalogued(
    ExitCode.BAD_INPUT,
    {
        "bad_disclosure": (
            "The settings [disclosure] in {file} cannot be used: {problem}.",
            "Les réglages [disclosure] de {file} sont inutilisables : {problem_fr}.",
            "Mend that line; “Decide what is withheld” in the documentation lists every setting.",
            "Corrigez cette ligne ; « Decide what is withheld », dans la documentation, donne tous les réglages.",
        ),
        "threshold_too_low": (
            "{setting} in {file} is {found}: below {least} nothing protects. Where two people make up a number, each of "
            "them reads the other off it; withholding ones alone hides nobody.",
            "{setting} dans {file} vaut {found} : au-dessous de {least}, rien ne protège. Si deux personnes font un "
            "nombre, chacune y lit l'autre ; ne taire que les « 1 » ne cache personne.",
            "Write {least} or more; 5 is usual, 10 where being known to take part is a danger.",
            "Écrivez {least} ou plus ; 5 est l'usage, 10 quand il est dangereux d'être reconnu.",
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Withholding:
    """Counts from 1 to the threshold less one are withheld from the public, and whatever would give them away."""

    threshold: int = THRESHOLD
    sensitive_threshold: int = SENSITIVE_THRESHOLD
    """Of projects marked sensitive."""
    projects: tuple[tuple[str, int], ...] = ()
    """By project code, its own threshold."""
    releases: tuple[tuple[str, int], ...] = ()
    """By release code, a threshold for all that is told of it; a higher one of a project stands."""
    rounding: int | None = None
    """Tell every count as a multiple of this instead of withholding."""
    merge: tuple[str, ...] = ()
    """Dimensions whose small categories are told together as one; `*` for all that can be merged."""
    dominance: int = 85
    """Per cent of a sum that its two largest contributors may make at most."""
    p_percent: int = 10
    questions: int = QUESTIONS
    """How many questions that were not offered visitors may have answered about one release."""


DEFAULT_WITHHOLDING = Withholding()
WHOLE_NUMBERS: Mapping[str, tuple[int, int]] = {"dominance": (50, 99), "p_percent": (1, 50), "questions": (0, 100_000)}
"""Settings that are a whole number, with their least and their most; thresholds have a reason of their own."""
KNOWN = ("threshold", "sensitive_threshold", "rounding", "merge", "projects", "releases", *WHOLE_NUMBERS)
ALL = "*"


def read_withholding(given: object, file: Path) -> Withholding:
    """The table as it stands in the settings; None for a table that is not there.

    Raises `bad_disclosure`, `threshold_too_low`.
    """
    if given is None:
        return DEFAULT_WITHHOLDING
    if not isinstance(given, dict):
        raise _fault(file, "it is a table, headed [disclosure]", "c'est une table, sous le titre [disclosure]")
    for name in given:
        if name not in KNOWN:
            nearest = nearest_name(name, KNOWN)
            near, near_fr = (f", did you mean {nearest}?", f" ; vouliez-vous dire {nearest} ?") if nearest else ("", "")
            raise _fault(file, f"there is no setting {name}{near}", f"le réglage {name} n'existe pas{near_fr}")
    read: dict[str, Any] = {}
    for name in ("threshold", "sensitive_threshold"):
        if name in given:
            read[name] = _read_threshold(given[name], name, file)
    for name in ("projects", "releases"):
        if name in given:
            read[name] = _read_thresholds(given[name], name, file)
    for name, (least, most) in WHOLE_NUMBERS.items():
        if name in given:
            if type(given[name]) is not int or not least <= given[name] <= most:
                raise _fault(
                    file,
                    f"{name} is a whole number from {least} to {most}",
                    f"{name} est un nombre entier de {least} à {most}",
                )
            read[name] = given[name]
    if "rounding" in given:
        if given["rounding"] not in ROUNDINGS or type(given["rounding"]) is not int:
            known = ", ".join(map(str, ROUNDINGS))
            raise _fault(file, f"rounding is one of {known}", f"rounding est l'un de {known}")
        read["rounding"] = given["rounding"]
    if "merge" in given:
        read["merge"] = _read_merge(given["merge"], file)
    found = Withholding(**read)
    if found.sensitive_threshold < found.threshold:
        raise _fault(
            file,
            "sensitive_threshold is below threshold: sensitive projects would be protected less",
            "sensitive_threshold est au-dessous de threshold : les projets sensibles seraient moins protégés",
        )
    return found


def _read_threshold(given: object, name: str, file: Path) -> int:
    if type(given) is not int or given > MOST:
        raise _fault(
            file,
            f"{name} is a whole number from {LEAST} to {MOST}",
            f"{name} est un nombre entier de {LEAST} à {MOST}",
        )
    if given < LEAST:
        raise JalonError("threshold_too_low", setting=name, file=file, found=given, least=LEAST)
    return given


def _read_thresholds(given: object, name: str, file: Path) -> tuple[tuple[str, int], ...]:
    if not isinstance(given, dict):
        raise _fault(
            file,
            f'{name} are codes with their threshold: {name} = {{"CODE" = 8}}',
            f'{name} : des codes et leur seuil, {name} = {{"CODE" = 8}}',
        )
    return tuple((str(code), _read_threshold(one, f"{name}.{code}", file)) for code, one in sorted(given.items()))


def _read_merge(given: object, file: Path) -> tuple[str, ...]:
    if isinstance(given, bool):
        return (ALL,) if given else ()
    if isinstance(given, list) and all(isinstance(one, str) and one for one in given):
        return tuple(given)
    raise _fault(
        file,
        'merge is true, false or a list of what tables are by, such as ["age_band", "nationality"]',
        'merge vaut true, false ou une liste de ventilations, par exemple ["age_band", "nationality"]',
    )


def _fault(file: Path, problem: str, problem_fr: str) -> JalonError:
    return JalonError("bad_disclosure", file=file, problem=problem, problem_fr=problem_fr)
