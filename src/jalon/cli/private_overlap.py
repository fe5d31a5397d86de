"""`overlap --ask`, `--answer`, `--read`: how many people another group knows too, by files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from jalon.cli.call import Call
from jalon.errors import Bilingual, JalonError

if TYPE_CHECKING:
    from jalon.workflows.private_overlap import PrivateOverlap, Sent


def exchange(
    call: Call,
    ways: Sequence[str],
    figures: Sequence[str],
    *,
    ask: str | None,
    answer: Path | None,
    read: Path | None,
    out: Path | None,
    sensitive: Sequence[str] | None,
    reason: str,
) -> None:
    """One step of an exchange. Raises `usage` and what the step raises."""
    check_usage(ways, figures, is_out=out is not None, is_more=bool(sensitive or reason))
    home = call.home()
    from jalon.workflows import private_overlap

    if read is not None:
        show_result(call, private_overlap.read(home, read, by=call.by))
        return
    assert out is not None
    granted = tuple(sensitive or ())
    with call.working("encrypting …", "chiffrement …"):
        if answer is not None:
            sent = private_overlap.answer(
                home, answer, by=call.by, figures=figures, out=out, sensitive=granted, reason=reason
            )
        else:
            assert ask is not None
            sent = private_overlap.ask(
                home, by=call.by, group=ask, figures=figures, out=out, sensitive=granted, reason=reason
            )
    show_sent(call, sent, is_answer=answer is not None)


def check_usage(ways: Sequence[str], figures: Sequence[str], *, is_out: bool, is_more: bool) -> None:
    """Raises `usage`."""
    found = fr = None
    if len(ways) > 1:
        found = f"--{ways[0]} and --{ways[1]} are two steps: give one."
        fr = f"--{ways[0]} et --{ways[1]} sont deux étapes : donnez-en une."
    elif ways == ["read"] and (figures or is_out or is_more):
        found, fr = "--read takes the answer and nothing else.", "--read prend la réponse et rien d'autre."
    elif ways != ["read"] and not (figures and is_out):
        found, fr = f"--{ways[0]} needs a figure and --out.", f"--{ways[0]} demande un chiffre et --out."
    if found and fr:
        raise JalonError("usage", found=Bilingual(found, fr), command="jalon overlap")


def show_sent(call: Call, sent: Sent, *, is_answer: bool) -> None:
    """What was made, what the other side will learn from it, and what speaks against sending it."""
    call.show(sent.to_dict())
    call.tell(
        f"{sent.file} is for {sent.group}: {call.count(sent.people)} people, encrypted; open it to see all it says.",
        f"{sent.file} est pour {sent.group} : {call.count(sent.people)} personnes, chiffrées ; ouvrez-le pour voir tout ce qu'il dit.",
    )
    call.tell(
        f"The figures have {call.count(sent.permitting)} members who permit matching; whoever has no complete key is left out.",
        f"Les chiffres ont {call.count(sent.permitting)} membres qui autorisent le rapprochement ; sans clé complète, on n'y est pas.",
    )
    if sent.left_out:
        codes = ", ".join(sent.left_out)
        call.tell(f"Sensitive projects left out: {codes}.", f"Projets sensibles laissés de côté : {codes}.")
    if is_answer:
        call.tell(
            f"{sent.group} will learn how many are in both, and your number to the next hundred.",
            f"{sent.group} apprendra combien sont communs, et votre nombre à la centaine supérieure.",
        )
    else:
        call.tell(
            f"{sent.group} will learn your number to the next hundred, and nothing about anybody.",
            f"{sent.group} apprendra votre nombre à la centaine supérieure, et rien sur personne.",
        )
    call.tell(f"Digest: {sent.digest}", f"Empreinte : {sent.digest}")
    name = sent.file.name
    if is_answer:
        call.tell(
            f"Next: send it to {sent.group}, and tell them the digest by another way. They read it with `jalon overlap "
            f"--read {name}`.",
            f"Ensuite : envoyez-le à {sent.group} et dites-leur l'empreinte par une autre voie. Ils le lisent avec "
            f"`jalon overlap --read {name}`.",
        )
    else:
        call.tell(
            f"Next: send it to {sent.group}, and tell them the digest by another way. They answer with `jalon overlap "
            f"FIGURE --answer {name} --out ANSWER`; read what they send back with `jalon overlap --read ANSWER`.",
            f"Ensuite : envoyez-le à {sent.group} et dites-leur l'empreinte par une autre voie. Ils répondent avec `jalon "
            f"overlap CHIFFRE --answer {name} --out RÉPONSE` ; lisez ce qu'ils renvoient avec `jalon overlap --read "
            "RÉPONSE`.",
        )
    if sent.like and not call.as_json:
        entries = ", ".join(map(str, sent.like))
        warning = call.say(
            f"Careful: nearly the same people (fewer than {sent.threshold} differ) were in exchange {entries} of the audit. "
            "Two results beside each other can tell about those few. Send it only if the other result is not known there.",
            f"Attention : presque les mêmes personnes (moins de {sent.threshold} d'écart) étaient dans l'échange {entries} "
            "du journal. Deux résultats côte à côte peuvent parler de ces quelques-unes. N'envoyez que si l'autre "
            "résultat n'y est pas connu.",
        )
        call.err.print(Text(warning))


def show_result(call: Call, found: PrivateOverlap) -> None:
    """How many are in both, or that it is withheld, and what the number is."""
    from jalon.disclosure.suppressed import Suppressed

    call.show(found.to_dict())
    theirs = ", ".join(found.theirs)
    if isinstance(found.both, Suppressed):
        call.tell(
            f"In both: withheld. Of the {call.count(found.people)} people asked about, fewer than {found.threshold} are in {theirs} of "
            f"{found.group}, or fewer than {found.threshold} are not.",
            f"Communes : non communiqué. Sur les {call.count(found.people)} personnes de la demande, moins de {found.threshold} sont "
            f"dans {theirs} de {found.group}, ou moins de {found.threshold} n'y sont pas.",
        )
    else:
        call.tell(
            f"In both: {call.count(found.both)} of the {call.count(found.people)} people asked about are in {theirs} of {found.group}.",
            f"Communes : {call.count(found.both)} des {call.count(found.people)} personnes de la demande sont dans {theirs} de {found.group}.",
        )
        call.tell(
            "It is a lower bound: a person spelt otherwise on either side, or without a day of birth, is not found.",
            "C'est un minimum : une personne écrite autrement d'un côté, ou sans jour de naissance, n'est pas retrouvée.",
        )
    call.tell(f"Digest of the answer: {found.digest}", f"Empreinte de la réponse : {found.digest}")
    call.tell(
        "The answer cannot be read again: its secret is deleted. Compare the digest with the one that they saw.",
        "La réponse ne se lit plus : son secret est effacé. Comparez l'empreinte à celle qu'ils ont vue.",
    )
