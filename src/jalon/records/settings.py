"""Django's settings, made for one home folder. `configure(home)` is the only way in."""

from __future__ import annotations

import atexit
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django
from django.conf import settings
from django.db import connections

from jalon.errors import JalonError
from jalon.home import Home

PASSWORD_HASHERS = [
    # Memory-hard, and quick enough that a sign-in does not hold up the readers of a site on two cores.
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LEAST_LETTERS = 12
PASSWORD_RULES = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": LEAST_LETTERS},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]


def database_settings(home: Home) -> dict[str, Any]:
    """Where the records live: SQLite in the home folder, or the PostgreSQL address of its settings."""
    if home.records_url is None:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home.records_file),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    # Readers never wait for the writer; a wiped name leaves no bytes in free pages.
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                    "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; "
                    # What takes back a part of a change holds names: it stays in memory.
                    "PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    url = urlsplit(home.records_url)
    if url.scheme not in ("postgresql", "postgres") or not url.path.strip("/"):
        raise JalonError("bad_records_address", found=home.records_url.split("@")[-1])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or dict(parse_qsl(url.query)).get("host", ""),
        "PORT": str(url.port or ""),
    }


def configure(home: Home, more: Mapping[str, Any] | None = None) -> None:
    """Set Django up on this home. Once in a process; a second home in one process is refused.

    `more` is what the site adds; a command does without it.
    """
    databases = {"default": database_settings(home)}
    if settings.configured:
        if home.path != settings.JALON_HOME:
            raise JalonError("second_home", found=home.path, first=settings.JALON_HOME)
        return
    # What SQLite lays aside while it writes holds names: it stays in the group's folder, not in the machine's.
    os.environ["SQLITE_TMPDIR"] = str(home.path)
    of_records: dict[str, Any] = {
        "JALON_HOME": home.path,
        "DATABASES": databases,
        # Accounts stand in the records, so that what they may see can name projects and organisations.
        "INSTALLED_APPS": ["django.contrib.contenttypes", "django.contrib.auth", "jalon.records"],
        "PASSWORD_HASHERS": PASSWORD_HASHERS,
        "AUTH_PASSWORD_VALIDATORS": PASSWORD_RULES,
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
        "SECRET_KEY": home.key.hex(),
        "LOGGING_CONFIG": None,  # nothing is sent by mail, and making that ready takes longer than opening the records
    }
    settings.configure(**of_records | dict(more or {}))
    django.setup()
    # What SQLite has in its log then goes into its file, and the log with it.
    atexit.register(connections.close_all)
