"""Which home the one connection of the test process is on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections

from jalon.home import Home
from jalon.records.settings import database_settings


class records_at:  # noqa: N801  (reads as a statement)
    """Point Django's one connection, and JALON_HOME, at a home on either database; back again at the end."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def __enter__(self) -> Home:
        self.former = (connections.settings["default"], settings.JALON_HOME)
        self._point(connections.configure_settings({"default": database_settings(self.home)})["default"])
        settings.JALON_HOME = self.home.path
        return self.home

    def __exit__(self, *error: object) -> None:
        self._point(self.former[0])
        settings.JALON_HOME = self.former[1]

    def _point(self, database: dict[str, Any]) -> None:
        connections["default"].close()
        del connections["default"]
        connections.settings["default"] = database
