"""Accounts of those who sign in to the site: made, given access, closed. Of a password only its hash is kept,
and no audit entry holds even that."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from jalon.errors import JalonError
from jalon.records.actions.audited import Audit, audited
from jalon.records.integrity import check_not_there, check_values
from jalon.records.models import Access, Enrolment, Organisation, Project, Role, Subject

MEMBER_TABLES = {"participation": Enrolment}
"""Members of figures are numbers of subjects; of participations, the numbers of their first spells."""


def add_account(
    *,
    by: str,
    name: str,
    password: str,
    role: str,
    email: str = "",
    projects: Iterable[Project] = (),
    organisations: Iterable[Organisation] = (),
    hashed: Future[str] | None = None,
) -> User:
    """An account and what it may see: the projects and organisations named, or without any the whole group.

    `hashed` is what `begin_hashing` gave of this very password. Raises `already_there`, `weak_password`, `bad_value`.
    """
    with audited("add_account", by=by) as audit:
        check_values(User, {"username": name, "email": email})
        check_not_there(User, username__iexact=name)
        if email:
            check_not_there(User, email__iexact=email)
        user = User(username=name, email=email)
        check_password(password, user)
        kept = hashed.result() if hashed is not None else make_password(password)
        user = audit.create(User, username=name, email=email, password=kept)
        if email and apps.is_installed("allauth.account"):
            from allauth.account.models import EmailAddress

            # Whoever gives the account vouches for the address: by it, servers of accounts say who comes.
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        _give(audit, user, by, role, projects, organisations)
        return user


def begin_hashing(password: str) -> Future[str]:
    """Its hash, made beside other work: it takes a fifth of a second, so that nobody guesses by the million."""
    with_one = ThreadPoolExecutor(max_workers=1, thread_name_prefix="password")
    hashed = with_one.submit(make_password, password)
    with_one.shutdown(wait=False)
    return hashed


def give_access(
    *, by: str, user: User, role: str, projects: Iterable[Project] = (), organisations: Iterable[Organisation] = ()
) -> None:
    """What an account may see from now on, in the place of what it could. Raises `bad_value`."""
    with audited("give_access", by=by) as audit:
        for access in Access.objects.filter(user=user):
            audit.delete(access)
        _give(audit, user, by, role, projects, organisations)


def change_password(*, by: str, user: User, password: str) -> None:
    """Another password; whoever is signed in with the old one is signed out. Raises `weak_password`."""
    with audited("change_password", by=by) as audit:
        check_password(password, user)
        user.password = make_password(password)
        user.save(update_fields=["password"])
        audit.changed(user, {})


def remove_second_factor(*, by: str, user: User) -> None:
    """For who lost it: the password alone signs in again, until another is set up."""
    from allauth.mfa.models import Authenticator

    with audited("remove_second_factor", by=by) as audit:
        removed, _ = Authenticator.objects.filter(user=user).delete()
        if removed:
            audit.changed(user, {})


def remove_account(*, by: str, user: User) -> None:
    """Close an account: it signs in no more, and what it could see is gone. What it did stays in the audit."""
    with audited("remove_account", by=by) as audit:
        for access in Access.objects.filter(user=user):
            audit.delete(access)
        audit.erased(user)
        user.delete()


def read_members(*, by: str, figure: str, unit: str, numbers: Iterable[int]) -> None:
    """Keep that somebody opened a figure onto these members. `figure` is its link, `unit` what it counts."""
    with audited("read_members", by=by, reason=figure) as audit:
        audit.read_many(MEMBER_TABLES.get(unit, Subject), numbers)


def check_password(password: str, user: User) -> None:
    """Raises `weak_password`."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise JalonError("weak_password", problem=" ".join(error.messages)) from None


def _give(
    audit: Audit,
    user: User,
    given_by: str,
    role: str,
    projects: Iterable[Project],
    organisations: Iterable[Organisation],
) -> None:
    told = {"user": user, "role": Role(role), "given_by": given_by, "given_at": timezone.now()}
    parts: list[dict[str, models.Model]] = [{"project": one} for one in projects]
    parts += [{"organisation": one} for one in organisations]
    for part in parts or [{}]:
        audit.create(Access, **told, **part)
