"""Accounts for tests of pages. Import inside a test or fixture: models load once the settings are there."""

from __future__ import annotations

from django.contrib.auth.models import User
from staff_words import PASSWORD

from jalon.records.actions.accounts import add_account
from jalon.records.models import Role


def staff_account(name: str = "officer", role: str = Role.MEMBERS) -> User:
    """Who sees everything; made when first asked for."""
    known = User.objects.filter(username=name).first()
    return known or add_account(by="test", name=name, password=PASSWORD, role=role)
