"""Sheets in, rows out; no database here."""

import jalon.exchange.errors  # noqa: F401  fills the catalogue before anything here can raise
