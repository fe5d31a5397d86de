"""Decisions about who is who. Records stay as they came; an undo is one more decision."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from jalon.errors import JalonError
from jalon.records.actions.audited import Audit, audited
from jalon.records.actions.bulk import take_numbers
from jalon.records.components import read_assertions, read_components, read_erased
from jalon.records.models import FactsPart, IdentityAssertion, Subject, SubjectKind, Verdict
from jalon.records.policies import check_kind, check_not_erased
from jalon.records.pools import Bridges, find_barred


def assert_identity(
    *, by: str, one: Subject, other: Subject, verdict: str, reason: str, score: float | None = None
) -> IdentityAssertion:
    """Say that two subjects are the same, different, or that nobody can tell (unsure), and why.

    The latest decision about a pair holds, and *different* binds against any chain. `unsure` takes back
    what was said before. Raises `name_of_a_machine`, `erased`, `same_number`, `wrong_kind`, `not_to_be_joined`.
    """
    check_decides(author=by)
    with audited("assert_identity", by=by, reason=reason) as audit:
        check_not_erased(one, other)
        if one.pk == other.pk:
            raise JalonError("same_number", subject=one.number)
        check_kind(other, SubjectKind(one.kind))
        first, second = sorted((one, other), key=lambda subject: subject.number)
        if verdict == Verdict.SAME:
            check_may_be_one(first.number, second.number)
        assertion = audit.create(
            IdentityAssertion,
            first=first,
            second=second,
            verdict=verdict,
            reason=reason,
            author=by,
            asserted_at=timezone.now(),
            score=score,
        )
        audit.stale(FactsPart.IDENTITY)
        return assertion


RULES = "rules"
MODEL = "model"
MACHINES = (RULES, MODEL)
"""Authors of assertions that nobody made by hand: what somebody says stands above them."""

UNDONE = "undone: decision"
"""How the reason of an assertion begins that takes back another: the pair is then as it was before that one."""

APART = "taken apart: people of a sensitive project are not one with others who may not be compared with them"

BATCH = 2_000


def take_back(*, by: str, number: int) -> IdentityAssertion:
    """Undo a decision of somebody by one more, which says of the pair what was said before; where nothing was, or the
    pair waited, it waits again. Raises `no_such_decision`, and what `assert_identity` raises.
    """
    said = IdentityAssertion.objects.filter(number=number).exclude(author__in=MACHINES).first()
    history = IdentityAssertion.objects.filter(first=said.first_id, second=said.second_id) if said else None
    if said is None or history is None or history.order_by("-number")[0].number != said.number:
        raise JalonError("no_such_decision", found=number)
    former = history.filter(number__lt=said.number).order_by("-number").first()
    return assert_identity(
        by=by,
        one=said.first,
        other=said.second,
        verdict=former.verdict if former else Verdict.UNSURE,
        reason=f"{UNDONE} {number}" if former is None or waits(former) else f"decision {number} taken back",
        score=former.score if former else None,
    )


def waits(said: IdentityAssertion) -> bool:
    """Whether a pair of which this is the latest word still waits for somebody: a machine cannot tell, or what
    somebody said was taken back."""
    return said.verdict == Verdict.UNSURE and (said.author in MACHINES or said.reason.startswith(UNDONE))


def check_decides(*, author: str) -> None:
    """What a rule or the model says stands below what somebody says: nobody decides under their names.

    Raises `name_of_a_machine`.
    """
    if author.strip().casefold() in MACHINES:
        raise JalonError("name_of_a_machine", name=author)


def check_may_be_one(first: int, second: int) -> None:
    """No decision joins people of a sensitive project with others unless they permit matching: not these two, nor by
    way of them any who are one with them already. Raises `not_to_be_joined`.
    """
    if not Bridges(read_components().same_as, (first, second)).join(first, second):
        raise JalonError("not_to_be_joined", first=first, second=second)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule or the model says of two persons, first below second: *same*, or *unsure* for somebody to decide."""

    first: int
    second: int
    verdict: str
    author: str
    reason: str
    """The rule, or the evidence field by field; never what a field holds."""
    score: float | None = None


def propose_identities(*, by: str, proposals: Sequence[Proposal]) -> int:
    """Append what rules and the model say of pairs, under their own names; `by` is who asked them.

    What somebody decided, meanwhile too, stands: those pairs are left out, and those of the erased. Returns how
    many were written.
    """
    with audited("propose_identities", by=by) as audit:
        decided = set(IdentityAssertion.objects.exclude(author__in=MACHINES).values_list("first_id", "second_id"))
        erased = read_erased()
        proposals = [
            said
            for said in proposals
            if (said.first, said.second) not in decided and not {said.first, said.second} & erased
        ]
        if not proposals:
            return 0
        append(audit, proposals)
        if any(said.verdict == Verdict.SAME for said in proposals):
            audit.stale(FactsPart.IDENTITY)
        return len(proposals)


def take_apart(*, by: str) -> int:
    """Take back, by one more assertion each, what made people one who may not be compared any more; says how many.

    Somebody's decision is taken back too: whom a sensitive project keeps apart is no question of who resembles whom.
    Once they may be compared again, the pair waits for somebody.
    """
    with audited("take_apart", by=by) as audit:
        return part_barred(audit, None)


def part_barred(audit: Audit, people: Collection[int] | None) -> int:
    """The same within another action, that of who keeps them apart; of these people, or of everybody."""
    if people is not None and not is_joined(sorted(people)):
        return 0
    barred = find_barred(read_assertions(), read_erased(), people)
    if barred:
        append(audit, [Proposal(*pair, Verdict.UNSURE.value, RULES, APART) for pair in barred])
        audit.stale(FactsPart.IDENTITY)
    return len(barred)


def is_joined(people: Sequence[int]) -> bool:
    """Whether anybody ever said that one of these is the same as somebody."""
    same = IdentityAssertion.objects.filter(verdict=Verdict.SAME)
    parts = (people[start : start + BATCH] for start in range(0, len(people), BATCH))
    return any(same.filter(Q(first__in=part) | Q(second__in=part)).exists() for part in parts)


def append(audit: Audit, proposals: Sequence[Proposal]) -> None:
    now = timezone.now()
    numbers = take_numbers(IdentityAssertion, len(proposals))
    IdentityAssertion.objects.bulk_create(
        (
            IdentityAssertion(
                number=number,
                first_id=said.first,
                second_id=said.second,
                verdict=said.verdict,
                reason=said.reason,
                author=said.author,
                asserted_at=now,
                score=said.score,
            )
            for number, said in zip(numbers, proposals, strict=True)
        ),
        batch_size=BATCH,
    )
    audit.created_many(IdentityAssertion, numbers)
