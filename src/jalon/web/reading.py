"""Publications as this reader may see them: the text, each number held against the figures, quotes by consent."""

from __future__ import annotations

from collections.abc import Hashable

from jalon.disclosure import Policy
from jalon.errors import JalonError, JalonErrors
from jalon.figures.group import Group
from jalon.figures.link import read_link
from jalon.publishing.check import check_document
from jalon.publishing.claims import Report
from jalon.publishing.document import Document
from jalon.publishing.proofs import Proof
from jalon.publishing.story import Story, build_story
from jalon.web.asking import Asking
from jalon.web.question import Question
from jalon.workflows.publications import Text, find_text, read_publications, texts_stamp
from jalon.workflows.publish import check_quotes
from jalon.workflows.published import published_group


def group_of(asking: Asking) -> Group:
    """What texts are held against, whoever reads: what the public can follow, the latest public release. Where there
    is none yet, for staff the figures of today. Raises `nothing_published`.
    """
    public = asking.opened.public
    if public:
        return published_group(public[-1])
    source = asking.source
    return source if isinstance(source, Group) else published_group(source)


def texts_of(asking: Asking) -> tuple[Text, ...]:
    """Those this reader may read; kept until a text, a consent or the day is another."""

    def make() -> tuple[Text, ...]:
        return tuple(text for text in read_publications(asking.home) if can_read(asking, text))

    return asking.kept(("texts", publications_stamp(asking)), make)


def text_of(asking: Asking, code: str, language: str | None = None) -> Text:
    """One of them. Raises `no_such_publication`."""
    for text in texts_of(asking):
        if text.code == code and language in (None, text.language):
            return text
    find_text(asking.home, code, language)  # says what is near, where there is none at all
    raise JalonError("no_such_publication", found=code)


def can_read(asking: Asking, text: Text) -> bool:
    """Staff read all; a visitor what is public, as long as everybody quoted still permits it."""
    return asking.reader.is_staff or (text.public and asking.release is not None and not quote_faults(text))


def quote_faults(text: Text) -> tuple[JalonError, ...]:
    """Quotes in it that may not, or no longer, be published."""
    try:
        check_quotes(text.document)
    except JalonError as error:
        return (error,)
    except JalonErrors as errors:
        return errors.errors
    return ()


def publications_stamp(asking: Asking) -> Hashable:
    """All that pages of publications depend on besides figures: the files, who may read them, who permits her quote."""
    return texts_stamp(asking.home)


def check_text(asking: Asking, document: Document, *, suggest: bool = False) -> Report:
    """The verdict of every number, as the public may be told it: what staff read here is what will go out."""
    group, policy = group_of(asking), text_policy(asking)
    return asking.site.compute(lambda: check_document(document, group, asking.opened.public, policy, suggest=suggest))


def text_policy(asking: Asking) -> Policy:
    """What the public may be told of a text: kept as told where a visitor reads it, only asked where staff do."""
    return asking.opened.checking_policy if asking.reader.is_staff else asking.public_policy


def story_of(asking: Asking, document: Document, report: Report, *, is_draft: bool = False) -> Story:
    """The text with its proofs and charts. Raises what a chart's link raises."""
    group, policy = group_of(asking), text_policy(asking)
    return asking.site.compute(
        lambda: build_story(
            document, report, group, policy=policy, is_draft=is_draft, is_synthetic=asking.home.synthetic
        )
    )


def kept_story(asking: Asking, text: Text) -> tuple[Report, Story]:
    """Those of a publication; kept until the text or the figures change."""

    def make() -> tuple[Report, Story]:
        report = check_text(asking, text.document)
        return report, story_of(asking, text.document, report)

    key = (asking.version, "story", text.code, text.language, text.digest)
    found: tuple[Report, Story] = asking.site.answers.get(key, make)
    return found


def lead_of(asking: Asking, proof: Proof) -> str:
    """Where a number leads: to its figure, or to whom it is quoted from; else to the note beside it."""
    if proof.link and proof.figure is not None:
        link = read_link(proof.link)
        return Question(link.id, link.scope, cell=link.cell).address(asking.language)
    if proof.href.startswith(("https://", "http://")):
        return proof.href
    return f"#proof-{proof.number}"
