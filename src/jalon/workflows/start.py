"""Starting a group, and connecting to one: what every command does before anything else."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from jalon.errors import JalonError
from jalon.home import Home, make_home
from jalon.records.creation import are_new, create_tables
from jalon.records.settings import configure


def start_group(home_path: Path, group_name: str, by: str) -> Home:
    """Make the folder, the records and the shipped measures; what is already there is left as it is.

    An existing folder is brought up to date. Raises `records_ahead`, `second_home`, `bad_records_address`,
    `records_unreachable`, `records_damaged`.
    """
    home = make_home(home_path, group=group_name)
    configure(home)
    keep_to_owner(home)
    check_readable(home)
    check_not_ahead(home)
    if are_new():
        create_tables()
    else:
        call_command("migrate", verbosity=0, interactive=False)
    # Models load only once the settings know where the records live.
    from jalon.records.actions.measures import add_shipped_measures

    add_shipped_measures(by=by)
    return home


def connect(home: Home) -> None:
    """Set up the records of an existing folder for this process.

    Raises `records_behind` where its migrations are behind, `records_ahead` where they are unknown, and as
    `start_group`.
    """
    configure(home)
    keep_to_owner(home)
    check_readable(home)
    check_not_ahead(home)
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise JalonError("records_behind", home=home.path, count=len(missing))


def check_readable(home: Home) -> None:
    """The records answer. Raises `records_unreachable` for a server, `records_damaged` for a file."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        connection.close()
        if home.records_url is None:
            raise JalonError("records_damaged", home=home.path, problem=error) from error
        # The address may hold a password: only where the server is, never who asks.
        server = f"{connection.settings_dict['HOST'] or 'localhost'}/{connection.settings_dict['NAME']}"
        raise JalonError("records_unreachable", server=server, problem=str(error).splitlines()[0]) from error


def check_not_ahead(home: Home) -> None:
    """Every applied migration is known to this Jalon. Raises `records_ahead`."""
    recorder = MigrationRecorder(connection)
    known = MigrationExecutor(connection).loader.disk_migrations.keys()
    # The site's own tables (accounts, sessions) come from Django's migrations, which a command does not load.
    unknown = sorted(name for name in recorder.applied_migrations().keys() - known if name[0] == "records")
    if unknown:
        raise JalonError("records_ahead", home=home.path, found=".".join(unknown[0]))


def keep_to_owner(home: Home) -> None:
    """Only the folder's owner reads the records: names live there. SQLite gives -wal and -shm the same mode."""
    if home.records_url is None:
        home.records_file.touch(mode=0o600)
        home.records_file.chmod(0o600)
