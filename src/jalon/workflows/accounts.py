"""Accounts of the site, by the names and codes that people type."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from django.contrib.auth.models import User

from jalon.errors import JalonError, nearest_name
from jalon.records.actions import accounts
from jalon.records.models import Access, Organisation, Project, Role
from jalon.workflows import accounts_errors as accounts_errors  # fills the catalogue
from jalon.workflows.lookup import find_record

ROLES = tuple(str(role) for role in Role)
SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for one another."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account and what it may see: `figures`, `members` or `names` of these, of the whole group where none is named."""

    name: str
    email: str
    role: str
    projects: tuple[str, ...]
    organisations: tuple[str, ...]
    last_login: dt.datetime | None


def make_password() -> str:
    """Four groups of four signs: 80 bits, to be read out or copied once."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))


def add_account(
    *,
    by: str,
    name: str,
    password: str,
    role: str,
    email: str = "",
    projects: Sequence[str] = (),
    organisations: Sequence[str] = (),
    hashed: Future[str] | None = None,
) -> Account:
    """`hashed` is what `begin_hashing` gave of this very password.

    Raises `unknown_role`, `unknown_record`, `already_there`, `weak_password`, `bad_value`.
    """
    check_role(role)
    user = accounts.add_account(
        by=by,
        name=name,
        password=password,
        role=role,
        email=email,
        projects=[find_record(Project, code) for code in projects],
        organisations=[find_record(Organisation, code) for code in organisations],
        hashed=hashed,
    )
    return build_account(user)


def give_access(
    *, by: str, name: str, role: str, projects: Sequence[str] = (), organisations: Sequence[str] = ()
) -> Account:
    """Raises `unknown_account`, `unknown_role`, `unknown_record`."""
    check_role(role)
    user = find_account(name)
    accounts.give_access(
        by=by,
        user=user,
        role=role,
        projects=[find_record(Project, code) for code in projects],
        organisations=[find_record(Organisation, code) for code in organisations],
    )
    return build_account(user)


def change_password(*, by: str, name: str, password: str, second_factor_lost: bool = False) -> None:
    """Raises `unknown_account`, `weak_password`."""
    user = find_account(name)
    accounts.change_password(by=by, user=user, password=password)
    if second_factor_lost:
        accounts.remove_second_factor(by=by, user=user)


def remove_account(*, by: str, name: str) -> None:
    """Raises `unknown_account`."""
    accounts.remove_account(by=by, user=find_account(name))


def list_accounts() -> list[Account]:
    """By name."""
    return [build_account(user) for user in User.objects.order_by("username")]


def build_account(user: User) -> Account:
    accesses = Access.objects.filter(user=user).select_related("project", "organisation").order_by("number")
    return Account(
        name=user.username,
        email=user.email,
        role=next((access.role for access in accesses), ""),
        projects=tuple(access.project.code for access in accesses if access.project),
        organisations=tuple(access.organisation.code for access in accesses if access.organisation),
        last_login=user.last_login,
    )


def find_account(name: str) -> User:
    """Raises `unknown_account`."""
    user = User.objects.filter(username__iexact=name).first()
    if user is None:
        known = User.objects.values_list("username", flat=True)
        raise JalonError("unknown_account", nearest=nearest_name(name, known), found=name)
    return user


def check_role(role: str) -> None:
    """Raises `unknown_role`."""
    if role not in ROLES:
        raise JalonError("unknown_role", nearest=nearest_name(role, ROLES), found=role)
