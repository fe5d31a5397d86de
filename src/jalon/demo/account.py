"""An account of the demonstration, to see what staff see. Its password is drawn anew each time, and shown once."""

from __future__ import annotations

from jalon.records.models import Role
from jalon.workflows.accounts import add_account, make_password

NAME = "demonstration"


def open_account(by: str) -> str:
    """The password of an account that sees the whole made-up group, its members and their records included."""
    password = make_password()
    add_account(by=by, name=NAME, password=password, role=Role.NAMES)
    return password
