"""Quotes as they may be published: what consent permits, and nothing of the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from jalon.records.components import read_components
from jalon.records.models import Consent, Project, Purpose, Quote, QuoteKind, ShownAs, Speaker
from jalon.workflows.lookup import find_record


@dataclass(frozen=True, slots=True)
class PublishableQuote:
    """A quote with what may stand under it, and the consent that it rests on."""

    project: str
    code: str
    kind: str
    """`spoken` or `testimonial`."""
    date: dt.date
    language: str
    """ISO 639 code of the text."""
    text: str
    name: str
    """The full name, the given name, or nothing, as she wants to be shown; nothing from a sensitive project."""
    role: str
    """Of a speaker, as the programme has it; else empty."""
    organisation: str
    """Whom a speaker speaks for, as the programme has it; else empty."""
    consented_on: dt.date

    @property
    def key(self) -> str:
        """By which a publication names it: `FORUM/water`."""
        return f"{self.project}/{self.code}"


def quotes_for_publication(
    *, project: str | None = None, language: str | None = None, on: dt.date | None = None
) -> tuple[PublishableQuote, ...]:
    """The quotes of people who permit publicity on a day (today), by project, date and code.

    A quote is left out where its speaker has not been asked, has refused or withdrawn, under any of the records that
    were found to be her; and where she is erased. Nobody of a sensitive project is named, whatever was signed: being
    known to take part may endanger her. Raises `unknown_record`.
    """
    quotes = Quote.objects.filter(subject__erased_at__isnull=True)
    if project is not None:
        quotes = quotes.filter(project=find_record(Project, project))
    if language is not None:
        quotes = quotes.filter(language=language)
    permitted = _consent_days(on or timezone.now().date())
    listed = quotes.select_related("project", "subject__person", "session").order_by("project__code", "date", "code")
    return tuple(_publishable(quote, permitted[quote.subject_id]) for quote in listed if quote.subject_id in permitted)


def _consent_days(day: dt.date) -> Mapping[int, dt.date]:
    """Since when each subject permits publicity; who refuses under any of her records is not in it."""
    latest: dict[int, tuple[bool, dt.date]] = {}
    consents = Consent.objects.filter(purpose=Purpose.PUBLICITY, subject__erased_at__isnull=True)
    for subject, given, date in consents.order_by("date", "number").values_list("subject_id", "given", "date"):
        latest[subject] = (given and date <= day, date)
    same_as = read_components().same_as
    of_person: dict[int, list[tuple[bool, dt.date]]] = {}
    for subject, said in latest.items():
        of_person.setdefault(same_as.get(subject, subject), []).append(said)
    since = {one: max(date for _, date in said) for one, said in of_person.items() if all(yes for yes, _ in said)}
    return since | {subject: since[one] for subject, one in same_as.items() if one in since}


def _publishable(quote: Quote, consented_on: dt.date) -> PublishableQuote:
    person = quote.subject.person
    names = {
        ShownAs.FULL_NAME: f"{person.given_name} {person.family_name}".strip(),
        ShownAs.GIVEN_NAME: person.given_name,
    }
    spoke = None
    is_named = not quote.project.sensitive
    if quote.kind == QuoteKind.SPOKEN and is_named:
        spoke = Speaker.objects.filter(session=quote.session, subject=quote.subject).first()
    return PublishableQuote(
        project=quote.project.code,
        code=quote.code,
        kind=quote.kind,
        date=quote.date,
        language=quote.language,
        text=quote.text,
        name=names.get(ShownAs(quote.shown_as), "") if is_named else "",
        role=spoke.role if spoke else "",
        organisation=spoke.organisation_name if spoke else "",
        consented_on=consented_on,
    )
