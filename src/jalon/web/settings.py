"""Django's settings for the site: those of the records and what pages need. `open_site(home)` is the way in."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jalon.home import Home
from jalon.records.settings import configure, database_settings
from jalon.web.accounts import ACCOUNT_APPS, account_settings
from jalon.workflows.start import connect

FOLDER = Path(__file__).parent
MOST_SENT = 1_000_000
"""Bytes of a form: a pasted text of some twenty pages, in any alphabet, and room to say that it is too long."""


def site_settings(home: Home) -> dict[str, Any]:
    """What the site adds to the settings of the records."""
    return {
        **account_settings(home),
        "DEBUG": False,
        # To open the records anew for each request takes longer than what a page asks of them.
        "DATABASES": {"default": database_settings(home) | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}},
        # Only this machine is answered: the server listens on no other address.
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "jalon.records",
            *ACCOUNT_APPS,
        ],
        "MIDDLEWARE": [
            "jalon.web.middleware.SecureHeaders",
            "django.middleware.http.ConditionalGetMiddleware",
            "jalon.web.assets.Assets",
            "jalon.web.middleware.HomeInPlace",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "jalon.web.middleware.PageLanguage",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "jalon.web.middleware.CataloguedErrors",
        ],
        "ROOT_URLCONF": "jalon.web.urls",
        "APPEND_SLASH": False,
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [str(FOLDER / "templates")],
                "OPTIONS": {
                    "builtins": ["jalon.web.tags"],
                    "context_processors": ["django.template.context_processors.request", "jalon.web.asking.page_frame"],
                },
            }
        ],
        "USE_I18N": True,
        "LANGUAGE_CODE": "en",
        "LANGUAGES": [("en", "English"), ("fr", "Français")],
        "LOCALE_PATHS": [],
        "CSRF_FAILURE_VIEW": "jalon.web.views.problems.forged",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": MOST_SENT,
        "X_FRAME_OPTIONS": "DENY",
        "STATIC_URL": "/static/",
    }


def open_site(home: Home) -> None:
    """Set Django up for the site on this home, and bring the site's own tables up to date.

    The records' tables are left to `jalon init`. Raises `second_home`, `records_behind`, `records_ahead`,
    `records_unreachable`, `records_damaged`.
    """
    configure(home, site_settings(home))
    # A page that refuses says why to its reader; only what fails is for whoever serves the site.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] != "records"])
    for app in dict.fromkeys(migration.app_label for migration, _ in behind):
        call_command("migrate", app, verbosity=0, interactive=False)
    connect(home)
    call_command("clearsessions")
