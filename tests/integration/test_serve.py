"""`jalon serve`: as a process of its own, on this machine only, until it is stopped."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jalon.cli import main
from jalon.home import make_home

PATIENCE = 60.0


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def ask(port: int, address: str) -> tuple[int, str]:
    """The answer once the site is up. It fails when nothing listens in time."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", address)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        finally:
            connection.close()


def test_a_new_folder_is_served_at_once_and_the_site_ends_when_told(tmp_path: Path, port: int) -> None:
    home = str(tmp_path / "home")
    command = [sys.executable, "-m", "jalon", "--home", home]
    subprocess.run([*command, "init", "--group", "Fresh"], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    site = subprocess.Popen(
        [*command, "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        status, page = ask(port, "/en/")
        assert (status, "Nothing is published here yet." in page) == (200, True)
        assert ask(port, "/en/figures")[0] == 404
    finally:
        site.send_signal(signal.SIGINT)
        said, complained = site.communicate(timeout=PATIENCE)
    assert "/en/figures" not in complained  # what was answered with 404 was said on the page
    assert f"http://127.0.0.1:{port}/en/" in said
    # The site's own tables do not keep a command from working on the records.
    subprocess.run([*command, "figures"], check=True, capture_output=True)


def test_a_port_in_use_is_said(tmp_path: Path, port: int, capsys: pytest.CaptureFixture[str]) -> None:
    make_home(tmp_path / "home")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert main(["--home", str(tmp_path / "home"), "serve", "--port", str(port), "--json"]) == 2
        assert json.loads(capsys.readouterr().err)["errors"][0]["id"] == "port_taken"
        assert main(["--home", str(tmp_path / "home"), "serve", "--port", str(port)]) == 2
    assert f"Port {port} of this machine is in use." in " ".join(capsys.readouterr().err.split())


def test_no_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path / "nowhere"), "serve"]) != 0
    assert "jalon init" in capsys.readouterr().err
