"""The site as people use it: the system's Chromium on the demonstration group, served by a process of its own.

The group is built once for the whole run, however many workers share it; each worker serves it for itself, on
127.0.0.1 alone, and stops what it started. Skipped, with the reason, where there is no Chromium.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import ACCOUNT, Reading
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 120.0
expect.set_options(timeout=15_000)
ASK_FIRST = Path(__file__).with_name("ask_first.py")
ELSEWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No other host has an address: what a page asked of one would fail, and is told by the watch."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is being served, and an account that sees all of it."""

    address: str
    home: Path
    password: str


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"Chromium is not installed: none of {', '.join(NAMES)} is on the path")
    return str(found)


@pytest.fixture(scope="session")
def demonstration(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of the demonstration at its smallest, and its account's password."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    home, made, claimed = shared / "demonstration", shared / "demonstration.json", shared / "demonstration.claimed"
    try:
        claimed.touch(exist_ok=False)
    except FileExistsError:
        wait_for(made.exists, "another worker to build the demonstration")
    else:
        run(home, "demo", "--scale", "0.01")
        done = subprocess.run([sys.executable, str(ASK_FIRST), str(home)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        written = shared / "demonstration.written"
        written.write_text(run(home, "--json", "user", "password", ACCOUNT, "--generate"), encoding="utf-8")
        written.replace(made)
    return home, json.loads(made.read_text(encoding="utf-8"))["password"]


def run(home: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "jalon", "--home", str(home), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    return done.stdout


def wait_for(is_so: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, f"waited too long for {what}"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def site(demonstration: tuple[Path, str]) -> Iterator[Site]:
    with served(*demonstration) as site:
        yield site


@contextmanager
def served(home: Path, password: str) -> Iterator[Site]:
    """The site of this folder while it is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jalon", "--home", str(home), "serve", "--port", str(port), "--as-of-last-refresh"]
    serving = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def answers() -> bool:
        assert serving.poll() is None, "the site ended"
        with socket.socket() as trial:
            return trial.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_for(answers, "the site to answer")
        yield Site(f"http://127.0.0.1:{port}", home, password)
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait(timeout=PATIENCE)


@pytest.fixture(scope="module")
def matched_site(demonstration: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same group in a folder of its own, after everybody was matched: pairs wait for review."""
    home, password = demonstration
    there = tmp_path_factory.mktemp("matched") / "home"
    shutil.copytree(home, there)
    run(there, "people", "match")
    with served(there, password) as site:
        yield site


# Of a module, not of the whole run: while Playwright is there an event loop runs, and in other tests of the same process
# Django would refuse to ask the records.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", ELSEWHERE]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Site) -> Any:
    """What the browser keeps of somebody who signed in."""
    with reading_of(browser, site, locale="en") as page:
        sign_in(page, site)
        return page.context.storage_state()


def sign_in(page: Page, site: Site) -> None:
    page.goto("/en/account/sign-in")
    page.get_by_label("User name or e-mail").fill(ACCOUNT)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/en/")


@pytest.fixture
def reviewing(browser: Browser, matched_site: Site) -> Reading:
    """`with reviewing() as page`: signed in where pairs wait, watched until it closes."""

    @contextmanager
    def open_one(**options: Any) -> Iterator[Page]:
        with reading_of(browser, matched_site, **options) as page:
            sign_in(page, matched_site)
            yield page

    return open_one


@pytest.fixture
def reading(browser: Browser, site: Site) -> Reading:
    """`with reading() as page`: a fresh browser on the site, watched until it closes."""

    def open_one(**options: Any) -> AbstractContextManager[Page]:
        return reading_of(browser, site, **options)

    return open_one


@contextmanager
def reading_of(browser: Browser, site: Site, **options: Any) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(base_url=site.address, **options)
    faults: list[str] = []

    def watch_request(request: Request) -> None:
        if not request.url.startswith((f"{site.address}/", "data:", "about:")):
            faults.append(f"asked {request.url}")

    def watch_console(message: ConsoleMessage) -> None:
        # A page that says what is wrong is answered with its status, which the console repeats.
        if message.type in ("error", "warning") and "the server responded with a status of 40" not in message.text:
            faults.append(f"said {message.text}")

    context.on("request", watch_request)
    context.on("console", watch_console)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()
    assert faults == []
