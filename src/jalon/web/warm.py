"""Every page that a visitor can come to by links, asked once before anybody does: its answer is then at hand.

Before the pages comes what the group tells, decided in its order (`jalon.workflows.settle`). The site answers meanwhile.
A page that asks what the group did not offer is left to whoever asks for it: the site uses up none of the questions that
visitors have. What is asked here again after a refresh or a release is only made again where what it
shows has changed.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections import deque
from contextlib import closing

from jalon.web.asking import KEPT_PAGES, SITE_HEADER, SITE_TOKEN, current_site
from jalon.web.links import find_links
from jalon.web.words import LANGUAGES

MOST_PAGES = KEPT_PAGES - 200
"""Fewer than are kept, so that what readers ask beside them is kept too."""
PATIENCE = 600.0
LOOK_AGAIN = 5.0
"""Seconds between two looks at whether anything was refreshed, released or made public."""
LONGEST_REST = 1.0


def warm_in_background(host: str, port: int) -> threading.Thread:
    """Keep the answers of this site at hand, in a thread that ends with the process."""
    thread = threading.Thread(target=keep_warm, args=(host, port), name="warm", daemon=True)
    thread.start()
    return thread


def keep_warm(host: str, port: int) -> None:
    """Ask now, and again after every change."""
    asked_of: object = None
    while True:
        stamp = current_site().stamp()
        if stamp != asked_of:
            settle_all()
            ask_pages(host, port, MOST_PAGES)
            asked_of = stamp
        time.sleep(LOOK_AGAIN)


def settle_all() -> None:
    """Decide what is told of every public release, a figure at a time: readers come in between."""
    site = current_site()
    site.settle(site.open(), whole=True)


def ask_pages(host: str, port: int, most: int) -> list[str]:
    """Follow the links from the first pages, as a visitor, nearest first; the addresses asked.

    After a page that took long it rests as long: half of the time is for readers.
    """
    found = dict.fromkeys(f"/{language}/" for language in LANGUAGES)
    waiting = deque(found)
    with closing(http.client.HTTPConnection(host, port, timeout=PATIENCE)) as connection:
        while waiting:
            start = time.perf_counter()
            connection.request("GET", waiting.popleft(), headers={SITE_HEADER: SITE_TOKEN})
            answer = connection.getresponse()
            body = answer.read()
            is_page = answer.status == http.client.OK and answer.headers.get_content_type() == "text/html"
            for link in find_links(body.decode()) if is_page else ():
                if len(found) < most and link not in found:
                    found[link] = None
                    waiting.append(link)
            time.sleep(min(time.perf_counter() - start, LONGEST_REST))
    return list(found)
