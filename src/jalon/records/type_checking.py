"""Settings for the type checker's Django plugin, which imports a module of settings. Nothing else reads it."""

from __future__ import annotations

from pathlib import Path

JALON_HOME = Path()
SECRET_KEY = "types"  # noqa: S105  (the plugin wants one; no process runs on these settings)
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "jalon.records",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
