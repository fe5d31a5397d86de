"""The catalogue of errors: each package fills in its own, and what is not there yet is found when it is raised."""

from __future__ import annotations

import subprocess
import sys

import pytest

from jalon.errors import CATALOGUE


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_an_error_whose_package_was_not_imported_has_its_text() -> None:
    """In a process of its own: this one has imported most of them."""
    raised = run(
        "import sys; from jalon.errors import Fault, JalonError, NOWHERE\n"
        "assert 'jalon.figures.release_errors' not in sys.modules\n"
        "print(JalonError('no_such_release', found='2021-07').text('fr'))\n"
        "print(Fault('bad_period', NOWHERE, {'found': 'x'}).as_error())"
    )
    assert raised.returncode == 0, raised.stderr
    assert "2021-07" in raised.stdout
    assert len(raised.stdout.splitlines()) == 2


def test_an_id_that_no_package_has_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        CATALOGUE["no error is called this"]


def test_a_command_that_computes_nothing_loads_nothing_that_computes() -> None:
    """`jalon --help`, and whatever asks no figure, answers at once."""
    asked = run(
        "import sys; from jalon.cli import main; main(['--help'])\n"
        "print([name for name in ('numpy', 'pyarrow', 'sqlglot', 'django', 'highspy') if name in sys.modules])"
    )
    assert asked.stdout.splitlines()[-1] == "[]", asked.stderr
