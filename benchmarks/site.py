"""How fast the site's pages answer with many readers at once.

    .venv/bin/jalon serve --port 8000 &
    .venv/bin/python -m benchmarks.site --write docs/reference/site-speed.md

It follows the site's own links from the first page of each part, on this machine alone, asks every page found once by itself (as
its first reader would), then lets a number of readers ask them all at once, each without pause. Bounded in pages and
in time. The readers take processor time too: what is measured is a site and its readers on one machine.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import os
import platform
import statistics
import threading
import time
from collections import deque
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jalon.web.links import find_links
from jalon.web.words import LANGUAGES

HOST = "127.0.0.1"
READERS = 20
MOST_PAGES = 400
SECONDS = 20.0
AIM = 100.0
"""Milliseconds, at the 95th percentile."""
FIRST_PAGES = (
    "",
    "figures",
    "projects",
    "compare",
    "publications",
    "publications/check",
    "indicators",
    "quality",
    "counting",
)
"""Every part of the site; from each, its links are followed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer: of which kind of page, in how many milliseconds, with what status and length."""

    kind: str
    milliseconds: float
    status: int
    bytes: int


def ask(connection: http.client.HTTPConnection, address: str) -> tuple[Asked, str]:
    start = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - start) * 1000
    is_page = (answer.getheader("Content-Type") or "").startswith("text/html")
    return Asked(kind_of(address), took, answer.status, len(body)), body.decode() if is_page else ""


def kind_of(address: str) -> str:
    """`figure by sex` and `figure` are alike: the part of the address that says which page it is."""
    parts = urlsplit(address).path.strip("/").split("/")[1:]
    if not parts or parts == [""]:
        return "portfolio"
    if len(parts) == 1:
        return parts[0]
    return (
        f"{parts[0].removesuffix('s')} page"
        if len(parts) == 2
        else f"{parts[0].removesuffix('s')} {parts[2].partition('.')[0]}"
    )


def find_pages(port: int, most: int) -> tuple[list[str], list[Asked]]:
    """Every page within reach of the first, breadth first, in both languages; and how long each took to its first reader."""
    found = dict.fromkeys(f"/{language}/{page}" for page in FIRST_PAGES for language in LANGUAGES)
    waiting, first = deque(found), []
    with closing(http.client.HTTPConnection(HOST, port, timeout=60)) as connection:
        while waiting:
            answer, body = ask(connection, waiting.popleft())
            first.append(answer)
            for link in find_links(body):
                if len(found) < most and link not in found:
                    found[link] = None
                    waiting.append(link)
    return list(found), first


def read_together(port: int, pages: list[str], readers: int, seconds: float) -> tuple[list[Asked], float]:
    """What readers measured who ask all pages without pause, each starting elsewhere in the list."""
    answers: list[list[Asked]] = [[] for _ in range(readers)]
    start_line = threading.Barrier(readers + 1)
    until = 0.0

    def read(reader: int) -> None:
        with closing(http.client.HTTPConnection(HOST, port, timeout=60)) as connection:
            connection.connect()
            start_line.wait()
            place = reader * len(pages) // readers
            while time.perf_counter() < until:
                answers[reader].append(ask(connection, pages[place % len(pages)])[0])
                place += 1

    threads = [threading.Thread(target=read, args=(reader,)) for reader in range(readers)]
    for thread in threads:
        thread.start()
    until = time.perf_counter() + seconds
    begun = time.perf_counter()
    start_line.wait()
    for thread in threads:
        thread.join()
    return [answer for listed in answers for answer in listed], time.perf_counter() - begun


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def build_row(name: str, answers: list[Asked]) -> str:
    took = [answer.milliseconds for answer in answers]
    size = statistics.median(answer.bytes for answer in answers) / 1000
    numbers = f"{statistics.median(took):.1f} | {percentile(took, 0.95):.1f} | {max(took):.1f} | {size:.0f}"
    return f"| {name} | {len(answers)} | {numbers} |"


def build_table(answers: list[Asked]) -> list[str]:
    kinds = sorted({answer.kind for answer in answers})
    rows = [build_row(kind, [answer for answer in answers if answer.kind == kind]) for kind in kinds]
    head = ["| page | answers | median ms | 95 % ms | most ms | median kB |", "| --- | --: | --: | --: | --: | --: |"]
    return [*head, *rows, build_row("**all**", answers)]


def build_report(port: int, readers: int, most: int, seconds: float) -> str:
    pages, first = find_pages(port, most)
    together, lasted = read_together(port, pages, readers, seconds)
    wrong = [answer for answer in (*first, *together) if answer.status != 200]
    p95 = percentile([answer.milliseconds for answer in together], 0.95)
    lines = [
        "# How fast the site answers",
        "",
        "What `python -m benchmarks.site` measured on one machine on one day, as it printed it: the demonstration group,",
        "`jalon serve`, readers and site on the same cores.",
        "",
        f"{dt.datetime.now(dt.UTC).date().isoformat()}; {os.cpu_count()} cores, {platform.machine()}; Python "
        f"{platform.python_version()}; load at the end {os.getloadavg()[0]:.1f}; {len(pages)} pages of both languages; "
        f"{len(wrong)} answers other than 200.",
        "",
        f"## {readers} readers at once",
        "",
        f"{len(together) / lasted:.0f} pages a second; 95 % within {p95:.0f} ms (the aim: {AIM:.0f} ms). Each reader asks "
        "again as soon as it has its answer.",
        "",
        *build_table(together),
        "",
        "## The first reader of each page",
        "",
        "One reader alone. Some minutes after its start the site has asked by itself for the pages that links lead to; one",
        "asked before that is made then, and kept until what it shows changes.",
        "",
        *build_table(first),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--pages", type=int, default=MOST_PAGES)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--write", type=Path, help="the page to write")
    asked = parser.parse_args()
    report = build_report(asked.port, asked.readers, asked.pages, asked.seconds)
    print(report)
    if asked.write:
        asked.write.write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
