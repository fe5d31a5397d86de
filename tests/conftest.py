"""Fixtures that every kind of test may use.

`home` gives each test a folder of its own, as `jalon init` leaves it: empty records with the shipped
measures. Django is set up once in a process, on one folder, and refuses a second (`second_home`);
so a session-wide folder is migrated once, and each test works on a copy of its file, to which the one
connection and JALON_HOME are pointed. Commits are real: no transaction wraps a test, so bulk readers
(ADBC), other connections and other processes see what the test wrote.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from jalon.home import Home, make_home
from jalon.records.settings import configure
from jalon.web.settings import site_settings
from jalon.workflows.start import start_group
from records_at import records_at

BY = "test"


@pytest.fixture(scope="session")
def template_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home made once in the process; its records are copied, never written to."""
    made = make_home(tmp_path_factory.mktemp("template") / "home", group="Test group")
    # With the site's settings, so that pages can be asked for in the same process as anything else.
    configure(made, site_settings(made))
    home = start_group(made.path, "Test group", BY)
    connections["default"].close()
    # Leave no -wal file behind: what is copied is one file.
    with sqlite3.connect(home.records_file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return home


@pytest.fixture
def home(template_home: Home, tmp_path: Path) -> Iterator[Home]:
    """A fresh home folder with empty, migrated records, to which Django is connected."""
    made = make_home(tmp_path / "home", group="Test group")
    shutil.copy(template_home.records_file, made.records_file)
    with records_at(made):
        yield made
