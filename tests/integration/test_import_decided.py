"""An import of people of whom somebody decided who is who: the decision holds, and the plan says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from matched_people import Add, add_of_group, jalon_of_group, projects_of_group  # noqa: F401  (fixtures)

HEAD = "Nom;Prénom;Date de naissance;Sexe;Date d'entrée;Date de sortie"
ROWS = ("Diallo;Fatoumata;21/05/1982;F;01/02/2021;", "Dialo;Fatoumata;21/05/1982;F;15/02/2021;",
        "Traoré;Moussa;30/07/1990;H;10/02/2021;", "Traore;Mousa;30/07/1990;H;10/02/2021;")  # fmt: skip


def register(folder: Path, *rows: str) -> Path:
    file = folder / "register.csv"
    file.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    return file


def test_decisions_hold_in_a_later_import_and_its_plan_says_so(
    projects: dict[str, Any], jalon: Callable[..., Any], tmp_path: Path
) -> None:
    first = register(tmp_path, *ROWS)
    assert "decided" not in jalon("import", first, "--project", "OPEN", "--yes")
    assert jalon("figure", "participants", "--json")["value"] == 4
    jalon("decide", 1, 2, "same", "--reason", "one card")
    jalon("decide", 3, 4, "different", "--reason", "brothers")
    newer = register(tmp_path, *(f"{row}20/12/2021" for row in ROWS), "Diallo;Awa;01/02/1999;F;01/03/2021;")
    plan = jalon("import", newer, "--project", "OPEN", "--yes")
    assert (
        "Note. What was decided of who is who holds: of the people named here, 1 pair counts as one person, 1 as two."
        in plan
    )
    assert jalon("figure", "participants", "--json")["value"] == 4
    assert jalon("review", "list", "--json") == []
    said = jalon("import", newer, "--project", "OPEN", "--yes", "--lang", "fr")
    assert "Note. Ce qui a été décidé de qui est qui tient" in said
    assert "1 paire compte pour une personne, 1 pour deux." in said
    only = register(tmp_path, *(f"{row}20/12/2021" for row in ROWS[1:3]))
    assert "decided" not in jalon("import", only, "--project", "OPEN", "--yes"), "no pair of them is named"
