"""Whom somebody being entered may be already."""

from __future__ import annotations

import json

import pytest
from matched_people import BY, Add, add_of_group, projects_of_group  # noqa: F401  (fixtures)

from jalon.cli import main
from jalon.home import Home


def test_adding_a_person_says_first_whom_she_resembles(
    add: Add, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    from jalon.records.models import Person

    known = add("Fatoumata", "Diallo", "OPEN")
    safe = add("Rokia", "Ouédraogo", "SAFE")
    others = Person.objects.count()

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--home", str(home.path), "--as", BY, "add", "subject", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    again = ("Jallow", "--given-name", "Fatumata", "--birth", "1982-05-21", "--sex", "female")
    code, out, err = run(*again)
    assert code == 6 and "likely known already" in err and f"--same {known}" in err
    assert "sounds the same" in err and "Diallo" not in err
    code, out, err = run(*again, "--lang", "fr", "--json")
    assert code == 6 and json.loads(err)["errors"][0]["id"] == "likely_known"
    assert Person.objects.count() == others
    code, out, err = run(*again, "--same", str(known), "--json")
    assert code == 0 and json.loads(out) == {"added": None, "known": known}
    assert "Prénom se prononce de même" in run(*again, "--lang", "fr")[2]
    # What cannot be written down is said before anybody is compared.
    for wrong, what in (("--sex", "m"), ("--birth", "1982-13-05"), ("--nationality", "Senegal")):
        code, out, err = run("Jallow", "--given-name", "Fatumata", wrong, what)
        assert code in (2, 3) and what in err and "known already" not in err, err
    assert run(*again, "--same", "9999")[0] == 5
    assert run(*again, "--same", str(known), "--new")[0] == 2
    assert Person.objects.count() == others
    assert run(*again, "--new")[0] == 0 and Person.objects.count() == others + 1
    # Somebody of a sensitive project is no candidate outside it, nor is anybody for who resembles nobody.
    code, out, err = run("Ouédraogo", "--given-name", "Rokia", "--birth", "1982-05-21", "--sex", "female")
    assert code == 0 and str(safe) not in err
    assert run("Okafor", "--given-name", "Beatriz", "--birth", "1964-12-30")[0] == 0
    assert run("Aubiers", "--kind", "place")[0] == 0


def test_candidates_follow_the_records(add: Add) -> None:
    from jalon.records.actions.erasing import erase_subject
    from jalon.records.actions.subjects import change_person
    from jalon.records.models import Person, Subject
    from jalon.records.permissions import Reach
    from jalon.workflows.candidates import find_candidates

    asked = {"given": "Fatumata", "family": "Jallow", "birth": "1982-05-21"}
    assert find_candidates(asked) == []
    one = add("Fatoumata", "Diallo", "OPEN")
    other = add("Fatoumata", "Diallo", "AIDE")
    assert {found.number for found in find_candidates(asked)} == {one, other}
    assert [found.number for found in find_candidates(asked, people=Reach(projects=frozenset(["AIDE"])))] == [other]
    assert len(find_candidates(asked, most=1)) == 1
    change_person(by=BY, person=Person.objects.get(pk=other), family_name="Okafor", given_name="Beatriz")
    assert [found.number for found in find_candidates(asked)] == [one]
    erase_subject(by=BY, subject=Subject.objects.get(pk=one))
    assert find_candidates(asked) == []
