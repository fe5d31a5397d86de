"""What was said and learnt at the two events and in MANA: written one by one, by the actions that write any.

The people, their roles and their words are invented. Some permit that they be quoted, some refuse or withdraw, and
most were never asked: a publication may show only the first.
"""

from __future__ import annotations

import datetime as dt

from jalon.demo.directory import Directory
from jalon.demo.draws import Draws
from jalon.records.actions.events import add_lesson, add_paper, add_quote, add_speaker
from jalon.records.actions.subjects import record_consent
from jalon.records.models import Attendance, Project, Session, Subject

ROLES = (
    "Mayor",
    "Researcher",
    "Director",
    "Member of parliament",
    "Farmer and head of a cooperative",
    "Judge",
    "Engineer",
    "Editor",
)
SPEAK_FOR = (
    "City of Port-Sable",
    "University of the Three Rivers",
    "Network of Fishing Women",
    "Bank for the Shores",
    "Assembly of the Isles",
    "Cooperative of the High Plain",
    "Institute for Patient Peace",
    "The Evening Mail",
)
SPOKEN = (
    ("toit", {"en": "We finance the storm and not the roof.", "fr": "Nous finançons l'orage, et pas le toit."}),
    ("eau", {"en": "Water does not stop at a border.", "fr": "L'eau ne s'arrête pas à la frontière."}),
    ("table", {"en": "Count who is at the table, then count who speaks.", "fr": "Comptez qui est à table, puis qui parle."}),
    ("semence", {"en": "A loan is not a seed.", "fr": "Un prêt n'est pas une semence."}),
)  # fmt: skip
"""By a different speaker each. The first two permit it; the third withdraws; the fourth was not asked."""
TESTIMONIAL = {
    "en": "I used to send my son to speak for me. Now he waits outside.",
    "fr": "J'envoyais mon fils parler pour moi. Maintenant, il attend dehors.",
}
LESSONS = (
    ("confiance", 0, "Trust is slow to make, and programmes are short."),
    ("jeudi", 0, "What held was never the argument. It was the person who kept coming back on Thursdays."),
    ("famille", 1, "Families see it first, and do not know whom to call."),
    ("sortie", 1, "Nobody leaves towards nothing: work, a flat and a friend come before the debate."),
)
WITHDRAWN = dt.date(2021, 12, 6)


def add_what_was_said(by: str, directory: Directory) -> None:
    add_forum_speakers(by, directory)
    add_testimonial(by, directory)
    add_lessons(by, directory)


def add_forum_speakers(by: str, directory: Directory) -> None:
    """Every speaker of the forum with role and organisation, and what four of them said."""
    project = Project.objects.get(pk=directory.projects["FORUM"].number)
    there = Attendance.objects.filter(session__activity__project=project).select_related("session", "subject")
    speaking = list(there.order_by("number"))
    draws = Draws("speakers")
    roles, organisations = (draws.below(len(listed), len(speaking)).tolist() for listed in (ROLES, SPEAK_FOR))
    for one, role, organisation in zip(speaking, roles, organisations, strict=True):
        name = f"{SPEAK_FOR[organisation]} (synthetic)"
        add_speaker(by=by, session=one.session, subject=one.subject, role=ROLES[role], organisation_name=name)
    for one, (code, said) in zip(speaking, SPOKEN, strict=False):
        for language, text in said.items():
            add_quote(
                by=by, project=project, code=f"{code}-{language}", subject=one.subject, kind="spoken",
                session=one.session, date=one.session.date, language=language, text=text, shown_as="full_name",
            )  # fmt: skip
    for one in speaking[:3]:
        record_consent(
            by=by, subject=one.subject, purpose="publicity", given=True, date=one.session.date,
            evidence="Form of the speakers, signed",
        )  # fmt: skip
    record_consent(
        by=by, subject=speaking[2].subject, purpose="publicity", given=False, date=WITHDRAWN, evidence="Letter"
    )


def add_testimonial(by: str, directory: Directory) -> None:
    """What MANA was to one of those who permit that it be said; nothing stands under it."""
    project = Project.objects.get(pk=directory.projects["MANA"].number)
    women = Subject.objects.filter(enrolments__project=project, consents__purpose="publicity", consents__given=True)
    her = women.order_by("number").distinct()[0]
    for language, text in TESTIMONIAL.items():
        add_quote(
            by=by, project=project, code=f"dehors-{language}", subject=her, kind="testimonial",
            date=dt.date(2021, 12, 14), language=language, text=text,
        )  # fmt: skip


def add_lessons(by: str, directory: Directory) -> None:
    """What the practitioners' workshop taught, and the paper that cites it. It names nobody."""
    project = Project.objects.get(pk=directory.projects["PRATICIENS"].number)
    mornings = list(Session.objects.filter(activity__project=project).order_by("date"))
    lessons = [
        add_lesson(
            by=by, project=project, code=code, date=mornings[morning].date, theme="violence", text=text,
            session=mornings[morning],
        )
        for code, morning, text in LESSONS
    ]  # fmt: skip
    add_paper(
        by=by, code="NOTE-PRATICIENS", title="Coming back on Thursdays: what practitioners ask of policy",
        authors="Horizons (synthetic)", published_on=dt.date(2021, 9, 15), lessons=lessons,
    )  # fmt: skip
