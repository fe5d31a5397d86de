"""A PostgreSQL server of the tests' own, where PostgreSQL is installed; skipped with the reason where it is not. And who
reads the site of a module's `site_home`: a visitor, and staff who see everything.

`home_on_postgresql` is the same as `home` with its records on that server: each test has a database of its
own, copied from a migrated one.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from django.test import Client

from jalon.home import Home, make_home, open_home
from jalon.workflows.start import start_group
from records_at import records_at

BINARIES = Path(shutil.which("initdb") or next(iter(Path("/usr/lib/postgresql").glob("*/bin/initdb")), "none")).parent
NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server on this machine only, stopped at the end."""
    if not (BINARIES / "initdb").is_file():
        pytest.skip("PostgreSQL is not installed: no initdb")
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder)) as address:
        yield address


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    user = None
    if os.geteuid() == 0:  # the server refuses to run as root
        user = "nobody"
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"

    def run(*command: str | Path) -> None:
        subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    run(BINARIES / "initdb", "-D", data, "-U", "jalon", "-A", "trust", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off -c unix_socket_directories={folder}"
    run(BINARIES / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log", "start")
    try:
        yield f"postgresql://jalon@127.0.0.1:{port}"
    finally:
        run(BINARIES / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def home_at(folder: Path, address: str) -> Home:
    """A home folder whose settings name a PostgreSQL address."""
    home = make_home(folder, group="Test group")
    file = home.path / "jalon.toml"
    file.write_text(f'{file.read_text(encoding="utf-8")}\nrecords = "{address}"\n', encoding="utf-8")
    return open_home(home.path)


@pytest.fixture(scope="session")
def postgresql_template(postgresql: str, template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated database, made as `jalon init` makes one."""
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE template_home")
    home = home_at(tmp_path_factory.mktemp("postgresql") / "home", f"{postgresql}/template_home")
    with records_at(home):
        start_group(home.path, "Test group", "test")
    assert not home.records_file.exists()
    return "template_home"


@pytest.fixture
def home_on_postgresql(postgresql: str, postgresql_template: str, tmp_path: Path) -> Iterator[Home]:
    """A fresh home whose records are on the server, to which Django is connected."""
    name = f"home_{next(NUMBERS)}"
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    home = home_at(tmp_path / "on-postgresql", f"{postgresql}/{name}")
    with records_at(home):
        yield home
        connections["default"].close()


@pytest.fixture
def visitor(site_home: Home) -> Client:
    """Who reads the site without an account."""
    return Client(SERVER_NAME="127.0.0.1")


@pytest.fixture
def staff(site_home: Home) -> Client:
    """Who sees everything."""
    from staff import staff_account

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(staff_account())
    return client
