"""An account of the demonstration, to see what staff see. Its password is drawn anew each time, and shown once."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass

from jalon.records.actions.accounts import begin_hashing
from jalon.records.models import Role
from jalon.workflows.accounts import add_account, make_password

NAME = "demonstration"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A password, and its hash that is being made."""

    password: str
    hashed: Future[str]


def draw_password() -> Drawn:
    """Early: what comes until the account is opened need not wait for the hash."""
    password = make_password()
    return Drawn(password, begin_hashing(password))


def open_account(by: str, drawn: Drawn) -> None:
    """An account that sees the whole made-up group, its members and their records included."""
    add_account(by=by, name=NAME, password=drawn.password, role=Role.NAMES, hashed=drawn.hashed)
