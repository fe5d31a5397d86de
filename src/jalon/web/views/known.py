"""Is this person known already? A small form for whoever enters people, and the likeliest of those whom she may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods
from pydantic_core import PydanticCustomError

from jalon.errors import JalonError
from jalon.identity.fields import birth_text
from jalon.records.actions.reads import read_person_file
from jalon.records.models import Project, Sex
from jalon.web.asking import Asking
from jalon.web.evidence import name_field, name_level
from jalon.web.views.page import render_page
from jalon.web.views.review import for_reviewers, projects_of, score_text
from jalon.web.words import say
from jalon.workflows.candidates import find_candidates
from jalon.workflows.group_shapes import read_birth
from jalon.workflows.lookup import find_record
from jalon.workflows.review import find_person

ASKED = ("family_name", "given_name", "birth", "sex", "project")


@require_http_methods(["GET", "HEAD", "POST"])
@for_reviewers
def known(request: HttpRequest, asking: Asking) -> HttpResponse:
    """`/en/review/known`: GET shows the form, POST the five likeliest. That this reader saw their names is kept."""
    asked = {name: str(request.POST.get(name, "")).strip() for name in ASKED}
    shown: dict[str, Any] = {"asked": asked, "projects": projects_of(asking), "sexes": name_sexes(asking.language)}
    if asked["family_name"] or asked["given_name"]:
        shown |= {"is_answered": True, "found": build_found(asking, asked)}
    return render_page(request, "review_known.html", **shown)


def build_found(asking: Asking, asked: dict[str, str]) -> list[dict[str, Any]]:
    """The likeliest, each with what agrees. Raises `bad_field`, `not_for_you`, `unknown_record`."""
    people, language = asking.reader.sight.people, asking.language
    project = None
    if asked["project"]:
        if not people.holds({"project": asked["project"]}):
            raise asking.refusal()
        project = find_record(Project, asked["project"])
    about = {
        "family": asked["family_name"],
        "given": asked["given_name"],
        "birth": checked_birth(asked["birth"]),
        "sex": asked["sex"] or None,
    }
    found = []
    for one in find_candidates(about, project=project, people=people):
        file = read_person_file(by=asking.reader.name, person=find_person(one.number), reason="known already?")
        person = file.person
        told = [item for item in one.evidence if item.level != "another"]
        found.append(
            {
                "number": one.number,
                "name": f"{person.family_name} {person.given_name}".strip(),
                "birth": birth_text(person.birth, person.birth_precision) or "—",
                "score": score_text(one.score, language),
                "evidence": " · ".join(
                    f"{name_field(item.field, language)} {name_level(item.field, item.level, None, language)}"
                    for item in told
                ),
            }
        )
    return found


def checked_birth(text: str) -> str | None:
    """As it is written in records; None where nothing is. Raises `bad_field`."""
    if not text:
        return None
    try:
        return birth_text(*read_birth(text))
    except PydanticCustomError as error:
        raise JalonError("bad_field", field="birth", found=text, form=error.message()) from None


def name_sexes(language: str) -> list[tuple[str, str]]:
    texts = {Sex.FEMALE: "female", Sex.MALE: "male", Sex.OTHER: "other"}
    return [(str(code), say(text, language)) for code, text in texts.items()]
