"""The folder and its settings: made once, read with care."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from jalon.errors import JalonError
from jalon.home import home_path, make_home, open_home


def test_a_home_is_made_once_and_private(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", group='Les "Rives"\n\\ d\'ici')
    assert home.group == "Les 'Rives'   d'ici"
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    assert stat.S_IMODE((home.path / "group.key").stat().st_mode) == 0o600
    again = make_home(tmp_path / "home", group="Another")
    assert (again.key, again.group) == (home.key, home.group)


def test_the_folder_is_the_one_given_else_that_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JALON_HOME", raising=False)
    assert home_path() == Path.cwd() / "jalon-data"
    monkeypatch.setenv("JALON_HOME", str(tmp_path))
    assert home_path() == tmp_path
    assert home_path(tmp_path / "given") == tmp_path / "given"


def test_no_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(JalonError) as error:
        open_home(tmp_path)
    assert error.value.id == "no_home"


@pytest.mark.parametrize(
    "text",
    [
        "group = ",
        "group = 3",
        "records = 5432",
        "age_bands = [55, 25]",
        "age_bands = [25, 25]",
        "age_bands = ['25']",
        "age_bands = [true]",
        "age_bands = 25",
        "recrods = 'postgresql://host/base'",
        "\udcff",
    ],
)
def test_settings_that_cannot_be_used_are_refused(tmp_path: Path, text: str) -> None:
    home = make_home(tmp_path / "home")
    (home.path / "jalon.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(JalonError) as error:
        open_home(home.path)
    assert error.value.id == "bad_settings"
    assert "jalon.toml" in error.value.text("en")
