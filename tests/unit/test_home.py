"""The folder and its settings: made once, read with care."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from jalon.errors import JalonError
from jalon.home import home_path, make_home, open_home
from jalon.withholding import DEFAULT_WITHHOLDING


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
    ("name", "is_taken"), [("50%", True), ("a%b c", True), ("a%20b", False), ("%C3%A9t%C3%A9", False)]
)
def test_a_path_that_is_an_address_to_the_facts_is_refused_before_anything_is_made(
    tmp_path: Path, name: str, is_taken: bool
) -> None:
    if is_taken:
        assert make_home(tmp_path / name / "home").path == tmp_path / name / "home"
        return
    for ask in (make_home, open_home):
        with pytest.raises(JalonError) as error:
            ask(tmp_path / name / "home")
        assert error.value.id == "home_with_percent"
    assert not list(tmp_path.iterdir())


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


def test_what_is_withheld_is_decided_in_the_settings(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    assert home.withholding == DEFAULT_WITHHOLDING
    assert (home.withholding.threshold, home.withholding.sensitive_threshold) == (5, 10)
    settings = home.path / "jalon.toml"
    shown = "\n".join(line.removeprefix("# ") for line in settings.read_text("utf-8").splitlines())
    table = shown[shown.index("[disclosure]") : shown.index("questions = 200") + len("questions = 200")]
    settings.write_text(table, encoding="utf-8")
    read = open_home(home.path).withholding  # what the settings show as an example can be used as it stands
    assert read.projects == (("CODE", 8),) and read.releases == (("2021-12", 6),)
    assert (read.rounding, read.merge) == (5, ("age_band", "nationality"))
    assert (read.threshold, read.dominance, read.p_percent, read.questions) == (5, 85, 10, 200)


@pytest.mark.parametrize(
    ("lines", "id"),
    [
        ("threshold = 2", "threshold_too_low"),
        ("sensitive_threshold = 1", "threshold_too_low"),
        ('projects = {"MANA" = 0}', "threshold_too_low"),
        ('releases = {"2021-12" = 2}', "threshold_too_low"),
        ("threshold = 7.5", "bad_disclosure"),
        ("threshold = true", "bad_disclosure"),
        ("threshold = 12", "bad_disclosure"),  # above that of sensitive projects
        ("projects = 8", "bad_disclosure"),
        ("rounding = 4", "bad_disclosure"),
        ("merge = 3", "bad_disclosure"),
        ("dominance = 0.85", "bad_disclosure"),
        ("questions = -1", "bad_disclosure"),
        ("treshold = 5", "bad_disclosure"),
    ],
)
def test_settings_of_what_is_withheld_that_protect_nothing_are_refused(tmp_path: Path, lines: str, id: str) -> None:
    home = make_home(tmp_path / "home")
    (home.path / "jalon.toml").write_text(f"[disclosure]\n{lines}\n", encoding="utf-8")
    with pytest.raises(JalonError) as error:
        open_home(home.path)
    assert error.value.id == id
    assert "jalon.toml" in error.value.text("en") and "jalon.toml" in error.value.text("fr")


def test_a_threshold_that_hides_nobody_is_refused_with_its_reason(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    (home.path / "jalon.toml").write_text("[disclosure]\nthreshold = 2\n", encoding="utf-8")
    with pytest.raises(JalonError) as error:
        open_home(home.path)
    assert "each of them reads the other off it" in error.value.text("en")
    assert "chacune y lit l'autre" in error.value.text("fr")
    (home.path / "jalon.toml").write_text("[disclosure]\ntreshold = 5\n", encoding="utf-8")
    with pytest.raises(JalonError) as error:
        open_home(home.path)
    assert "did you mean threshold?" in error.value.text("en")
