"""A line that cannot be understood, refused in the user's language."""

from __future__ import annotations

import ast
import json
import re
from importlib import metadata
from pathlib import Path

import pytest

import jalon
from jalon.cli import main
from jalon.cli.app import PANELS
from jalon.cli.usage import FRENCH, OF_VALUES
from jalon.errors import JalonError, Place, nearest_name
from jalon.publishing.document import read_document

REFUSED = {
    "figures --priod 2021": "Cette option n'existe pas : --priod. Options proches : --period, --project, --purpose.",
    "figures --xyz": "Cette option n'existe pas : --xyz.",
    "figur": "Cette commande n'existe pas : figur. Commandes proches : 'figure', 'figures'.",
    "release nope": "Cette commande n'existe pas : nope.",
    "figure": "Il manque l'argument ID.",
    "decide 5 8 same": "Il manque l'option --reason.",
    "figures --period": "L'option --period demande une valeur.",
    "demo --help=1": "L'option --help ne prend pas de valeur.",
    "demo a b": "Il y a des mots de trop : a b.",
    "decide 5 x same --reason r": "La valeur de NUMBER ne convient pas : un nombre entier est attendu.",
    "demo --scale abc": "La valeur de --scale ne convient pas : un nombre est attendu.",
    "serve --port 70000": "La valeur de --port ne convient pas : 65535 au plus.",
    "serve --port 0": "La valeur de --port ne convient pas : 1 au moins.",
    "import --date 1999-99-99": "champ date : « 1999-99-99 » n'est pas un jour écrit AAAA-MM-JJ.",
    "import": "Indiquez les fichiers à importer et leur --project, ou --undo N.",
}


@pytest.mark.parametrize("line", REFUSED)
def test_a_line_is_refused_in_french_where_french_is_asked_for(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*line.split(), "--lang", "fr"]) in (2, 3)
    said = " ".join(capsys.readouterr().err.split())
    assert REFUSED[line] in said
    assert "Voir `jalon" in said


@pytest.mark.parametrize("line", ["figures --priod 2021", "decide 5 x same --reason r"])
def test_it_is_refused_in_english_and_as_json_too(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 2
    said = capsys.readouterr().err
    assert said.startswith("Usage: jalon ")
    assert "See `jalon " in said
    assert main([*line.split(), "--json"]) == 2
    (error,) = json.loads(capsys.readouterr().err)["errors"]
    assert error["id"] == "usage"
    assert error["found"].endswith(".")


def test_a_group_of_commands_by_itself_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", "--lang", "fr"]) == 2
    said = capsys.readouterr()
    assert "withdraw" in said.out + said.err


def test_every_sentence_known_is_said_by_some_line() -> None:
    """A sentence that the library no longer says is dead here."""
    begun = [text.partition("{")[0] for text in (*FRENCH.values(), *OF_VALUES.values())]
    for start in filter(None, begun):
        assert any(start in wanted for wanted in REFUSED.values()), start


def test_whatever_refuses_a_line_says_so_in_both_languages() -> None:
    for path in Path(jalon.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "JalonError" and node.args):
                continue
            if getattr(node.args[0], "value", "") == "usage":
                (found,) = (one.value for one in node.keywords if one.arg == "found")
                is_both = isinstance(found, ast.Call) and getattr(found.func, "id", "") == "Bilingual"
                assert is_both, f"{path}:{node.lineno}"


def test_a_place_is_named_in_the_reader_s_language() -> None:
    place = Place("register.xlsx", "Entries", 7, "C", "birth")
    assert place.text("fr") == "register.xlsx, feuille Entries, ligne 7, colonne C, champ birth"
    assert str(place) == "register.xlsx, sheet Entries, row 7, column C, field birth"
    error = JalonError("no_file", place=Place(row=7), found="x")
    assert error.text("fr").startswith("ligne 7 : ")
    assert error.text("en").startswith("row 7: ")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"jalon {metadata.version('jalon')}\n"


def test_commands_stand_in_the_order_of_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    shown = re.findall(r"╭─ (.+?) ─", capsys.readouterr().out)
    assert shown == ["Options", *PANELS]


def test_a_kind_of_record_is_named_in_the_reader_s_language() -> None:
    error = JalonError("unknown_record", record="project", found="NOPE")
    assert "project “NOPE”" in error.text("en")
    assert "« NOPE » (projet)" in error.text("fr")


def test_a_name_that_is_only_begun_is_known() -> None:
    assert nearest_name("age", ["sex", "age_band"]) == "age_band"
    assert nearest_name("ag", ["sex", "age_band"]) is None


def test_a_text_that_is_not_there_says_why_in_both_languages() -> None:
    with pytest.raises(JalonError) as caught:
        read_document(Path("none.md"))
    assert caught.value.text("fr").startswith(
        "Le texte none.md ne s'ouvre pas : ce fichier ou ce dossier n'existe pas."
    )
    with pytest.raises(JalonError) as caught:
        read_document(Path("/"), "markdown")
    assert "it is a folder" in caught.value.text("en")
