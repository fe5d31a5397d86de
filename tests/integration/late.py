"""Modules of the records for tests to name at their head: models load only once the settings know where the
records live, which the fixture `home` sees to."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Late:
    """A module, imported when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)


models = Late("jalon.records.models")
register = Late("jalon.workflows.import_register")
