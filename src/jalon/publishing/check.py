"""`check_document`: a verdict for every number of a text and every link to a figure, through disclosure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from jalon.disclosure import DEFAULT_POLICY, Policy, ShownFigure, Suppressed, render_shown
from jalon.errors import JalonError
from jalon.figures.group import Group
from jalon.figures.link import read_link
from jalon.figures.period import parse_period, render_short_period
from jalon.figures.release import Release
from jalon.language.definition import OF_TWO, Kind
from jalon.publishing.claims import Finding, Mismatch, Report, Spot, Texts, Verdict
from jalon.publishing.claims_binding import Ages, Bindings, Bound, Resolved, is_whole
from jalon.publishing.claims_meaning import (
    find_other_concept,
    find_sex,
    find_status_mismatch,
    find_unit_mismatch,
    is_share_expected,
    kinds_of,
    name_kind,
)
from jalon.publishing.claims_periods import find_mismatch
from jalon.publishing.claims_texts import both, say
from jalon.publishing.claims_wording import build_span
from jalon.publishing.claims_writing import render_ages, render_exact, write_sentence
from jalon.publishing.document import SOURCE_OF_NOTE, Block, Document, Link, find_links
from jalon.publishing.document_places import NOWHERE
from jalon.publishing.numbers import Form, Number, find_numbers
from jalon.publishing.numbers_hedges import Hedge
from jalon.publishing.sentences import Sentence, find_sentence

Progress = Callable[[int, int], None]
"""Called with how many blocks are done, of how many."""

_SOURCE = re.compile(r"(?:\b|\()sources?\s?:\s*(?P<source>[^\n)]{2,200})", re.IGNORECASE)
_SOURCE_LINE = re.compile(r"\(?sources?\s?:\s*(?P<source>[^\n)]{2,200})", re.IGNORECASE)
"""Below a paragraph or a table, a line of its own."""
_LETTER_OF_CODE = "·"


NO_PLACE = Spot(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Claim:
    """A number where it stands: its block, its sentence, and the link or source it has."""

    number: Number
    block: Block
    sentence: Sentence
    link: Link | None = None
    source: str | None = None
    source_title: str | None = None
    place: Spot = NO_PLACE
    is_main: bool = True
    """Whether the link is there for this number: the first one in it that is no age."""
    first: str = ""
    """Of a number that is not: the one that is."""

    @property
    def label(self) -> str:
        """The words of the link; those after the number belong to it where the link holds nothing else."""
        if self.link is None:
            return " ".join(self.number.words)
        label = self.block.text[self.link.start : self.link.end]
        rest = label.replace(self.number.text, "").strip(" \u00a0")
        return label if any(sign.isalpha() for sign in rest) else f"{label} {' '.join(self.number.words[:4])}"

    @property
    def words(self) -> tuple[str, ...]:
        return self.number.words


def check_document(
    document: Document,
    group: Group,
    releases: Sequence[Release] = (),
    policy: Policy | None = DEFAULT_POLICY,
    *,
    suggest: bool = True,
    progress: Progress | None = None,
    resolved: Resolved | None = None,
) -> Report:
    """Every number of the document and its verdict; and of each link to a figure without a number, whether it leads
    to one.

    A figure that a public release states is held against the newest such release, any other against today's facts.
    With `suggest`, an unbacked number comes with the links it could have. Where a text is checked under two policies,
    `resolved` carries over what its links lead to. A damaged release raises `release_damaged`;
    whatever is wrong in the text itself is a finding.
    """
    bindings = Bindings(group, releases, policy, resolved)
    suggester = None
    if suggest:
        from jalon.publishing.suggest import Suggester

        suggester = Suggester(group, policy)
    findings: list[Finding] = []
    for done, block in enumerate(document.blocks, 1):
        claims = find_claims(block, document)
        found = [check_link(link, block, document, bindings) for link in _find_numberless(block, claims)]
        for claim in claims:
            finding = check_claim(claim, bindings)
            if suggester is not None and finding.verdict is Verdict.UNBACKED:
                finding = replace(
                    finding, suggestions=suggester.suggest(claim.number, claim.sentence.text, block.language)
                )
            found.append(finding)
        findings += sorted(found, key=lambda finding: finding.start)
        if progress is not None:
            progress(done, len(document.blocks))
    return Report(document, tuple(findings))


def find_claims(block: Block, document: Document) -> list[Claim]:
    """The numbers of a block, each with its link or source."""
    text = _without_code(block)
    numbers = _keep_claims(find_numbers(text, block.language, years=True), block)
    mains: dict[Link, Number] = {}
    taken = {link for number in numbers if (link := _covering(number, block))}
    linked = [(number, _link_of(number, block, taken)) for number in numbers]
    for number, link in linked:
        if link is not None and link.is_figure and number.form is not Form.AGE:
            mains.setdefault(link, number)
    claims = []
    for number, link in linked:
        sentence = find_sentence(text, number.start, number.end)
        main = mains.get(link) if link else None
        is_main = main is None or main is number or number.form is Form.AGE
        source = title = None
        if link is None or not link.is_figure:
            source, title = _source_of(link, block, sentence, document)
        first = "" if is_main or main is None else main.text
        place = find_spot(block, number.start, document)
        claims.append(Claim(number, block, sentence, link, source, title, place, is_main, first))
    return claims


def _without_code(block: Block) -> str:
    text = block.text.replace("\n", " ")
    for start, end in block.code:
        text = text[:start] + _LETTER_OF_CODE * (end - start) + text[end:]
    return text


def _keep_claims(numbers: Sequence[Number], block: Block) -> list[Number]:
    """Years left out, but where a link to a figure holds no other number: `[2021 women](jalon:…)`."""
    kept = []
    for number in numbers:
        if not number.is_year:
            kept.append(number)
            continue
        link = _covering(number, block)
        if link is None or not link.is_figure:
            continue
        inside = [other for other in numbers if _covering(other, block) == link and other.form is not Form.AGE]
        if len(inside) == 1:
            kept.append(replace(number, is_year=False))
    return kept


def _covering(number: Number, block: Block) -> Link | None:
    links = find_links(block, number.start, number.end)
    return next((link for link in links if link.start < number.end and number.start < link.end), None)


def _link_of(number: Number, block: Block, taken: Collection[Link]) -> Link | None:
    """The link over the number; else one right after it that holds words only: `27 [migrant women](jalon:…)`."""
    if link := _covering(number, block):
        return link
    for link in find_links(block, number.end, number.end + 2):
        is_next = number.end <= link.start <= number.end + 2 and not block.text[number.end : link.start].strip()
        if is_next and link.is_figure and link not in taken:
            return link
    return None


def _source_of(
    link: Link | None, block: Block, sentence: Sentence, document: Document
) -> tuple[str | None, str | None]:
    """Where a number that is not ours comes from, and what that is called: a link outside over it or in its sentence,
    a note, `source: …`.
    """
    if block.kind == "note":
        return SOURCE_OF_NOTE.sub("", block.text), None
    nearby = find_links(block, sentence.start, sentence.end)
    inside = [other for other in nearby if other.is_source and sentence.start <= other.start < sentence.end]
    outside = link if link is not None and link.is_source else next(iter(inside), None)
    if outside is not None:
        return outside.target, outside.title or None
    for place, name in block.notes:
        if sentence.start <= place <= sentence.end + 1:
            note = document.notes.get(name)
            return (SOURCE_OF_NOTE.sub("", note.text) if note else f"[^{name}]"), None
    match = _SOURCE.search(block.text, sentence.start, sentence.end + 300) or _SOURCE_LINE.match(
        document.text_below(block)
    )
    return (match["source"].strip(" .") if match else None), None


def check_claim(claim: Claim, bindings: Bindings) -> Finding:
    """The verdict of one number."""
    if claim.link is None or not claim.link.is_figure:
        if claim.source is not None:
            named = f"{claim.source_title} ({claim.source})" if claim.source_title else claim.source
            return replace(_finding(claim, Verdict.QUOTED, both("quoted", source=named)), source=claim.source)
        return _finding(claim, Verdict.UNBACKED, both("unbacked"))
    if not claim.is_main:
        return _finding(claim, Verdict.UNBACKED, both("second number", first=claim.first))
    target = claim.link.target
    bound = _bind(target, bindings)
    if not isinstance(bound, Bound):
        return _finding(claim, Verdict.WRONG, bound, link=target, mismatch=Mismatch.LINK)
    if bound.shown.is_withheld:
        return _bound(claim, bound, Verdict.UNSAFE, both("unsafe", title=bound.shown.titles))
    if claim.number.form is Form.AGE:
        return _check_age(claim, bound, bindings)
    if bound.shown.value is None:
        reason = {language: bound.shown.reason(language) or "" for language in ("en", "fr")}
        said = both("wrong collected", reason=reason, title=bound.shown.titles)
        return _bound(claim, bound, Verdict.WRONG, said, Mismatch.COLLECTED)
    return _check_meaning(claim, bound, bindings) or _check_value(claim, bound, bindings)


def _find_numberless(block: Block, claims: Sequence[Claim]) -> list[Link]:
    """The links to figures that no number of the block stands in or right before."""
    taken = {claim.link for claim in claims}
    return [link for link in block.links if link.is_figure and link not in taken]


def check_link(link: Link, block: Block, document: Document, bindings: Bindings) -> Finding:
    """A link to a figure whose words hold no number: wrong where it leads to none, else nothing to check."""
    words = " ".join(block.text[link.start : link.end].split())
    finding = Finding(
        number=None,
        written=words or link.target,
        start=link.start,
        end=link.end,
        place=find_spot(block, link.start, document),
        sentence=find_sentence(block.text.replace("\n", " "), link.start, link.end).text,
        verdict=Verdict.NUMBERLESS,
        language=block.language,
        link=link.target,
    )
    bound = _bind(link.target, bindings)
    if not isinstance(bound, Bound):
        return replace(finding, verdict=Verdict.WRONG, said=bound, mismatch=Mismatch.LINK)
    said = both("numberless", title=bound.shown.titles)
    return replace(finding, said=said, link=bound.link)


def _bind(target: str, bindings: Bindings) -> Bound | Texts:
    """What a link leads to, or why it leads to nothing. Raises `release_damaged`."""
    try:
        return bindings.bind(target)
    except JalonError as error:
        if error.id == "release_damaged":
            raise
        return {language: f"{error.found(language)} {error.todo(language)}" for language in ("en", "fr")}


def _check_meaning(claim: Claim, bound: Bound, bindings: Bindings) -> Finding | None:
    """Indicator, unit, sex, period and status; None where the words fit the figure."""
    shown, title = bound.shown, bound.shown.titles
    wanted = _names(kinds_of(shown) or {shown.unit})
    expected = is_share_expected(claim.number, shown)
    if expected is False:
        return _bound(claim, bound, Verdict.WRONG, both("wrong share", wanted=wanted, title=title), Mismatch.UNIT)
    if expected is True:
        said = both("wrong not share", figure=_texts(shown), title=title)
        return _bound(claim, bound, Verdict.WRONG, said, Mismatch.UNIT)
    label = claim.label
    words = tuple(word.lower() for word in re.findall(r"[^\W\d_]+", label.replace(claim.number.text, " ", 1)))
    after = words if claim.number.text in label else claim.words
    if kind := find_unit_mismatch(claim.number, after or claim.words, shown, claim.block.language):
        said = both("wrong unit", found=_names({kind}), wanted=wanted, title=title)
        return _bound(claim, bound, Verdict.WRONG, said, Mismatch.UNIT)
    if found := find_other_concept(label, shown, bound.definition):
        return _bound(claim, bound, Verdict.WRONG, both("wrong concept", found=found, title=title), Mismatch.INDICATOR)
    if finding := _check_sex(claim, bound, bindings, label):
        return finding
    period = parse_period(shown.period or "all")
    if stated := find_mismatch(claim.sentence.text, period):
        of = {
            language: say("all dates", language) if shown.period == "all" else render_short_period(period)
            for language in ("en", "fr")
        }
        said = both("wrong period", found=stated.text, wanted=of, title=title)
        return _bound(claim, bound, Verdict.WRONG, said, Mismatch.PERIOD)
    near = claim.sentence.near(claim.number.whole[0], claim.number.end, before=30, after=60)
    if word := find_status_mismatch(near, shown):
        details = {
            "found": word,
            "figure": _texts(shown),
            "composition": {language: _composition(shown, language) for language in ("en", "fr")},
        }
        return _bound(claim, bound, Verdict.WRONG, both("wrong status", title=title, **details), Mismatch.STATUS)
    return None


def _check_sex(claim: Claim, bound: Bound, bindings: Bindings, label: str) -> Finding | None:
    """A text that says women of a figure that counts everybody: right only where all of them are."""
    found = find_sex(label, bound.shown, bound.definition)
    if found is None or bound.shown.kind in OF_TWO:
        return None
    word, code = found
    if bound.linked.is_cell and f"sex={code}" in bound.linked.link:
        return None
    is_of_people = bound.shown.unit in ("person", "participation")
    if is_of_people and not bound.linked.is_cell and bindings.is_all_of_sex(bound, code):
        return None
    if "sex" in read_link(bound.linked.link).cell or not is_of_people:
        cell = {"en": "", "fr": ""}
    else:
        cell = both("say the cell", link=f"{bound.link}&sex={code}")
    said = both("wrong sex", found=word, title=bound.shown.titles)
    return _bound(
        claim, bound, Verdict.WRONG, {lang: text + cell[lang] for lang, text in said.items()}, Mismatch.INDICATOR
    )


def _check_value(claim: Claim, bound: Bound, bindings: Bindings) -> Finding:
    shown, number = bound.shown, claim.number
    title, against = shown.titles, _against(bound)
    span = build_span(number, is_whole=is_whole(shown))
    value = exact(shown)
    details = {"figure": _texts(shown), "title": title, "against": against, "written": _written(claim)}
    if span.holds(value):
        is_equal = number.hedge in (Hedge.NONE, Hedge.EXACTLY) and number.high is None and value == number.value
        return _bound(claim, bound, Verdict.PROVEN, both("proven equal" if is_equal else "proven rounded", **details))
    instead = write_sentence(claim.sentence, number, render_exact(shown, number, claim.block.language))
    for earlier in bindings.earlier(claim.link.target if claim.link else bound.link, bound.against):
        if earlier.shown.value is None or earlier.shown.is_withheld:
            continue
        if build_span(number, is_whole=is_whole(earlier.shown)).holds(exact(earlier.shown)):
            release = {"code": earlier.against.code, "day": earlier.against.made_at[:10]}
            said = both("stale", **details, **release)
            return replace(_bound(claim, bound, Verdict.STALE, said), instead=instead)
    if span.low == span.high:
        said = both("wrong value", **details)
    else:
        low, high = (
            {language: _render_bound(side, shown, language) for language in ("en", "fr")}
            for side in (span.low, span.high)
        )
        meaning = both(f"means {span.name}", low=low, high=high)
        said = both("wrong wording", **details, meaning=meaning)
    return replace(_bound(claim, bound, Verdict.WRONG, said, Mismatch.VALUE), instead=instead)


def _check_age(claim: Claim, bound: Bound, bindings: Bindings) -> Finding:
    """How old those are whom the link names: all of them must be as the text says."""
    ages = bindings.ages(bound)
    title, number = bound.shown.titles, claim.number
    if ages is None:
        wanted = _names(kinds_of(bound.shown) or {bound.shown.unit})
        return _bound(claim, bound, Verdict.WRONG, both("no ages", wanted=wanted, title=title), Mismatch.AGE)
    if isinstance(ages, Suppressed):
        return _bound(claim, bound, Verdict.UNSAFE, both("unsafe", title=title))
    if not ages.is_exact:
        return _bound(claim, bound, Verdict.UNBACKED, both("age unknown", title=title))
    details = {"low": ages.low, "high": ages.high, "title": title, "against": _against(bound)}
    if number.high is not None:
        if number.value == ages.low and number.high == ages.high:
            return _bound(claim, bound, Verdict.PROVEN, both("proven age", **details))
        wrong = _bound(claim, bound, Verdict.WRONG, both("wrong age", **details), Mismatch.AGE)
        return replace(wrong, instead=write_sentence(claim.sentence, number, render_ages(number, ages.low, ages.high)))
    if is_age_bound_true(number, ages):
        return _bound(claim, bound, Verdict.PROVEN, both("proven age bound", **details))
    return _bound(claim, bound, Verdict.WRONG, both("wrong age bound", **details), Mismatch.AGE)


def is_age_bound_true(number: Number, ages: Ages) -> bool:
    """Whether everyone is under, over, up to, at least, or exactly so old."""
    match number.hedge:
        case Hedge.UNDER:
            return ages.high < number.value
        case Hedge.UP_TO:
            return ages.high <= number.value
        case Hedge.OVER | Hedge.AT_LEAST:
            return ages.low >= number.value
    return ages.low == ages.high == number.value


def exact(shown: ShownFigure) -> Fraction:
    assert isinstance(shown.value, int | Fraction | Decimal)
    return Fraction(shown.value)


def _finding(
    claim: Claim, verdict: Verdict, said: Texts, *, link: str | None = None, mismatch: Mismatch | None = None
) -> Finding:
    return Finding(
        number=claim.number,
        written=" ".join(claim.number.text.split()),
        start=claim.number.start,
        end=claim.number.end,
        place=claim.place,
        sentence=claim.sentence.text,
        verdict=verdict,
        language=claim.block.language,
        link=link,
        source_title=claim.source_title,
        mismatch=mismatch,
        said=said,
    )


def _bound(claim: Claim, bound: Bound, verdict: Verdict, said: Texts, mismatch: Mismatch | None = None) -> Finding:
    finding = _finding(claim, verdict, said, link=bound.link, mismatch=mismatch)
    return replace(finding, figure=bound.shown, against=bound.against)


def find_spot(block: Block, start: int, document: Document) -> Spot:
    """Line and column of the source where a letter of the block stands."""
    place = block.places[start] if start < len(block.places) else NOWHERE
    if place == NOWHERE:
        return Spot(block.line + block.text.count("\n", 0, start), 1, block.paragraph)
    line, column = document.find_line(place)
    return Spot(line, column, block.paragraph)


def _texts(shown: ShownFigure) -> Texts:
    return {language: shown.text(language) for language in ("en", "fr")}


def _against(bound: Bound) -> Texts:
    return {language: bound.against.text(language) for language in ("en", "fr")}


def _names(kinds: Iterable[str]) -> Texts:
    return {language: ", ".join(name_kind(kind, language) for kind in sorted(kinds)) for language in ("en", "fr")}


def _composition(shown: ShownFigure, language: str) -> str:
    from jalon.figures.words import say as say_figure

    parts = [f"{render_shown(value, language)} {say_figure(status, language)}" for status, value in shown.sums.items()]
    return " + ".join(parts)


def _written(claim: Claim) -> str:
    return " ".join(claim.block.text[slice(*claim.number.whole)].split())


def _render_bound(value: Fraction, shown: ShownFigure, language: str) -> str:
    if shown.kind in OF_TWO:
        return render_shown(value, language)
    if shown.kind is Kind.COUNT and value.denominator == 1:
        return render_shown(int(value), language)
    return render_shown(Decimal(value.numerator) / Decimal(value.denominator), language)
