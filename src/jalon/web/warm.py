"""What most readers ask first, asked once before they do: the sets behind the figures are then at hand."""

from __future__ import annotations

import http.client
import threading
from contextlib import closing

from jalon.web.words import LANGUAGES

FIRST_PAGES = ("", "figures", "projects")
PATIENCE = 120.0


def warm_in_background(host: str, port: int) -> threading.Thread:
    """Ask the site on this machine for its first pages, in a thread that ends with the process."""
    thread = threading.Thread(target=ask_first_pages, args=(host, port), name="warm", daemon=True)
    thread.start()
    return thread


def ask_first_pages(host: str, port: int) -> None:
    """As a visitor would. Readers who come meanwhile wait for the same answers, which are made once."""
    with closing(http.client.HTTPConnection(host, port, timeout=PATIENCE)) as connection:
        for page in FIRST_PAGES:
            for language in LANGUAGES:
                connection.request("GET", f"/{language}/{page}")
                connection.getresponse().read()
