"""The tables of new records, made at once.

Running every migration in an empty database ends in the same tables, but Django models each step between, which takes
longer than all else that starting a group does. So they are made as the models are now, and the migrations recorded as
applied; records that are there already are migrated. A test holds that both ways end in the same tables.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def are_new() -> bool:
    """Whether the database holds no table of any application installed here, nor a history of migrations."""
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    ours.add(MigrationRecorder.Migration._meta.db_table)
    return ours.isdisjoint(connection.introspection.table_names())


def create_tables() -> None:
    """Make all tables, in one transaction: whoever dies before its end leaves the database as it was."""
    recorder = MigrationRecorder(connection)
    applied = sorted(MigrationLoader(connection).disk_migrations)
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.can_migrate(connection)]
    with connection.schema_editor() as editor:
        editor.create_model(recorder.Migration)
        for model in models:
            # A table between two models is made with the model that declares the link.
            if not model._meta.auto_created:
                editor.create_model(model)
        for app, name in applied:
            recorder.record_applied(app, name)
    # What Django itself fills in after a migration: the names of the models.
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
