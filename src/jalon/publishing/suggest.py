"""Links that an unbound number could have: from indicator titles, the words around it, and what the figures come to."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from babel import Locale

from jalon.codelists import countries
from jalon.codelists.folding import fold
from jalon.disclosure import DEFAULT_POLICY, Policy, is_told, render_shown
from jalon.errors import JalonError
from jalon.figures.group import Group
from jalon.figures.period import render_short_period
from jalon.language.definition import OF_TWO, Definition, Kind
from jalon.publishing.check import exact, find_claims
from jalon.publishing.claims import Finding, Report, Suggestion, Texts, Verdict
from jalon.publishing.claims_binding import Bindings, Bound, is_whole
from jalon.publishing.claims_meaning import MEN, SIGN_KINDS, UNIT_KINDS, WOMEN, find_other_concept, name_kind
from jalon.publishing.claims_periods import find_periods
from jalon.publishing.claims_texts import both
from jalon.publishing.claims_wording import build_span
from jalon.publishing.document import Document
from jalon.publishing.numbers import Form, Number
from jalon.publishing.numbers_nouns import kinds_counted

MOST = 3
"""Suggestions for one number."""
ASKED = 6
"""Indicators whose figure is computed for one number, those that the words speak for most."""
ASKED_ANEW = 2
"""Of these so many at most of which it is not decided yet what may be told: to prove that takes seconds for each."""
WEIGHTS = {"title": 3.0, "about": 1.0, "unit": 2.0, "scope": 1.0, "value": 5.0, "near": 1.0}
LEAST = 1.2
"""Below this the words say too little for a figure to be asked."""
STEM = 5
_WORD = re.compile(r"[a-z0-9]{2,}")
_WRITTEN = re.compile(r"\w{2,}")
SAYING_NOTHING = frozenset(
    str.split(
        "the of and in to or an is are was were that for with on as by at from this have has had been who our "
        "their its it they which more than over about some not one two each once all those whose period day "
        "least any upon le la les des du de et est sont dans pour par sur avec une un au aux ce cette ces qui "
        "que nos notre leur leurs ont plus en elles ils ne pas chacune chacun fois moins jour periode dont "
        "comptee celles ceux"
    )
)


@dataclass(frozen=True)
class Described:
    """An indicator as its own words: stems of its title and of its explanation."""

    definition: Definition
    title: frozenset[str]
    about: frozenset[str]


def suggest_links(document: Document, group: Group, policy: Policy | None = DEFAULT_POLICY) -> tuple[Finding, ...]:
    """The unbound numbers of a document, each with up to three links it could have, best first."""
    from jalon.publishing.check import check_claim

    bindings, suggester = Bindings(group, (), policy), Suggester(group, policy)
    found = []
    for block in document.blocks:
        for claim in find_claims(block, document):
            if claim.link is None and claim.source is None:
                finding = check_claim(claim, bindings)
                suggestions = suggester.suggest(claim.number, claim.sentence.text, block.language)
                found.append(replace(finding, suggestions=suggestions))
    return tuple(found)


class Suggester:
    """Proposes links; keeps what it has read of the indicators and the figures it has asked."""

    def __init__(self, group: Group, policy: Policy | None = DEFAULT_POLICY) -> None:
        self.group = group
        self.bindings = Bindings(group, (), policy)

    def suggest(self, number: Number, sentence: str, language: str) -> tuple[Suggestion, ...]:
        """Up to three links, best first; none for an age, and none where the words speak for no indicator."""
        if number.form is Form.AGE:
            return ()
        words = frozenset(_stems(sentence))
        scope, said = self.find_scope(sentence)
        ranked = sorted(self._by_words(number, words, language), key=lambda found: (-found[1], found[0].definition.id))
        best = [(self._targets(one[0].definition, scope, sentence), one) for one in ranked[:ASKED]]
        anew = [not self._are_decided(targets) for targets, _ in best]
        found: list[Suggestion] = []
        # What is decided already comes first; what is asked anew hangs on words alone, never on numbers that are not told.
        for place in sorted(range(len(best)), key=lambda place: anew[place]):
            if anew[place] and (sum(anew[:place]) >= ASKED_ANEW or any(one.proves for one in found)):
                break
            targets, (described, score, reasons) = best[place]
            bound = self._bind(targets)
            if bound is not None:
                found.append(self._suggestion(bound, described, score, [*reasons, *said], number, sentence, len(said)))
        return tuple(sorted(found, key=lambda one: (-one.score, one.link))[:MOST])

    def _are_decided(self, targets: Sequence[str]) -> bool:
        try:
            return all(self.bindings.is_decided(target) for target in targets)
        except JalonError:
            return True  # that there is no such figure is said at once

    @cached_property
    def described(self) -> tuple[Described, ...]:
        return tuple(
            Described(
                definition,
                frozenset(stem for text in definition.title.values() for stem in _stems(text)),
                frozenset(stem for text in (definition.about or {}).values() for stem in _stems(text)),
            )
            for definition in self.group.indicators.values()
        )

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """A word in few titles says more than one in many."""
        seen = Counter(stem for one in self.described for stem in one.title | one.about)
        return {stem: 1 / (1 + math.log(count)) for stem, count in seen.items()}

    def _by_words(
        self, number: Number, words: frozenset[str], language: str
    ) -> Iterator[tuple[Described, float, list[Texts]]]:
        kinds = frozenset({SIGN_KINDS[number.sign]}) if number.sign else kinds_counted(number.words, language)
        for one in self.described:
            definition = one.definition
            if (definition.kind in OF_TWO) != (number.form is Form.SHARE):
                continue
            counted = _kinds_of_definition(definition)
            if kinds and counted and not kinds & counted:
                continue
            in_title, in_about = words & one.title, words & (one.about - one.title)
            score = WEIGHTS["title"] * sum(self.rarity[stem] for stem in in_title)
            score += (
                WEIGHTS["about"] * sum(self.rarity[stem] for stem in in_about) / (1 + math.sqrt(len(one.about)) / 4)
            )
            reasons: list[Texts] = []
            if in_title or in_about:
                reasons.append(both("reason words", words=", ".join(_as_written(one, in_title or in_about, language))))
            if kinds & counted:
                score += WEIGHTS["unit"]
                unit = {lang: name_kind(sorted(kinds & counted)[0], lang) for lang in ("en", "fr")}
                reasons.append(both("reason unit", unit=unit))
            if score >= LEAST and (in_title or in_about or kinds & counted):
                yield one, score, reasons

    def _suggestion(
        self,
        bound: Bound,
        one: Described,
        score: float,
        reasons: list[Texts],
        number: Number,
        sentence: str,
        named: int,
    ) -> Suggestion:
        """`bound` is told; the sentence says so many `named` parts of its scope."""
        score += WEIGHTS["scope"] * named
        if find_other_concept(sentence, bound.shown, one.definition):
            score -= WEIGHTS["unit"]
        true = exact(bound.shown)
        told = {language: bound.shown.text(language) for language in ("en", "fr")}
        proves = build_span(number, is_whole=is_whole(bound.shown)).holds(true)
        if proves:
            score += WEIGHTS["value"]
        elif abs(true - number.value) * 20 <= abs(true):
            score += WEIGHTS["near"]
        reasons = [*reasons, both("reason value" if proves else "reason other value", figure=told)]
        value = render_shown(bound.value)
        return Suggestion(bound.link, bound.shown.titles, tuple(reasons), round(score, 3), value, proves)

    def _targets(self, definition: Definition, scope: str, sentence: str) -> list[str]:
        """Links to the figure: first to its women or men where the text says so and the indicator does not."""
        target = f"jalon:{definition.id}{scope}"
        women, men = WOMEN.search(sentence), MEN.search(sentence)
        is_said = re.search(r"female|women|'male'", f"{definition.id} {definition.text.partition('examples')[0]}")
        if bool(women) != bool(men) and "sex" in definition.by and not is_said and definition.kind is Kind.COUNT:
            return [f"{target}{'&' if scope else '?'}sex={'female' if women else 'male'}", target]
        return [target]

    def _bind(self, targets: Sequence[str]) -> Bound | None:
        """The first of these that there is and that may be told; None where there is none."""
        for target in targets:
            try:
                bound = self.bindings.bind(target)
            except JalonError:
                continue
            if is_told(bound.value) and exact(bound.shown):
                return bound
        return None

    def find_scope(self, sentence: str) -> tuple[str, list[Texts]]:
        """What the sentence names of a scope, as the end of a link, and each as a reason."""
        pairs: list[tuple[str, str]] = []
        said: list[Texts] = []
        if stated := find_periods(sentence):
            first = next((one for one in stated if not one.is_rough), stated[0])
            period = render_short_period(first.period)
            pairs.append(("period", f"{period}.." if first.is_since else period))
            said.append(both("reason period", text=first.text))
        folded = f" {fold(sentence)} "
        for key, codes in self._codes.items():
            for name, code in codes:
                if f" {name} " in folded and (key, code) not in pairs:
                    pairs.append((key, code))
                    said.append(both("reason named", text=code))
        query = "&".join(f"{key}={value}" for key, value in pairs)
        return (f"?{query}" if query else ""), said

    @cached_property
    def _codes(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Folded names as a text may write them, and the codes they mean: projects, and countries in both languages."""
        projects = [(fold(code), code) for code in self.group.projects if len(fold(code)) > 2]
        known = countries.numbers()
        territories = [
            (fold(str(name)), code)
            for language in ("en", "fr")
            for code, name in Locale.parse(language).territories.items()
            if code in known and len(str(name)) > 3
        ]
        return {"project": projects, "country": sorted(set(territories))}


def _kinds_of_definition(definition: Definition) -> frozenset[str]:
    """What the figures of an indicator count, before any is computed; empty where only the figure can say."""
    if definition.kind is Kind.AREA:
        return frozenset({"hectare"})
    if definition.kind is Kind.DISTINCT and definition.distinct is not None:
        return frozenset({UNIT_KINDS.get(str(definition.distinct), str(definition.distinct))})
    if definition.kind is Kind.COUNT:
        return frozenset({UNIT_KINDS[str(definition.unit)]})
    return kinds_counted(_WORD.findall(fold(definition.title.get("en", "")))[:1], "en")


def _stems(text: str) -> Iterator[str]:
    """The words of a text, roughly without their endings: enough for plural, feminine and participle to meet."""
    for word in _WORD.findall(fold(text)):
        if word not in SAYING_NOTHING and not word.isdigit():
            yield _stem(word)


def _stem(word: str) -> str:
    bare = re.sub(r"(?:ees|es|s|x)$", "", word) if len(word) > 3 else word
    return bare[:STEM] if len(bare) > STEM else bare


def _as_written(one: Described, stems: frozenset[str], language: str) -> list[str]:
    """The indicator's own words behind some stems, in the language where it has them."""
    texts = (one.definition.title.get(language, ""), (one.definition.about or {}).get(language, ""))
    written = (word for text in reversed(texts) for word in _WRITTEN.findall(text))
    words = {_stem(folded): word.lower() for word in written for folded in _WORD.findall(fold(word))}
    return sorted(words[stem] for stem in stems if stem in words)[:5] or sorted(stems)[:5]


def write_links(document: Document, report: Report | Sequence[Finding]) -> tuple[str, int, int]:
    """The Markdown with each unbound number linked to the best figure that proves it: text, links written, left out.

    Left out: numbers for which no figure comes to what they say, and those that stand across marks of emphasis.
    """
    findings = report.findings if isinstance(report, Report) else report
    text, written, left = document.markdown, 0, 0
    blocks = {block.paragraph: block for block in document.blocks}
    for finding in reversed(findings):
        if finding.number is None or finding.verdict is not Verdict.UNBACKED:
            continue
        best = next((one for one in finding.suggestions if one.proves), None)
        block, (first, last) = blocks[finding.place.paragraph], finding.number.whole
        start, end = block.places[first], block.places[last - 1] + 1
        if best is None or start < 0 or end <= 0 or text[start:end] != block.text[first:last]:
            left += 1
            continue
        text = f"{text[:start]}[{text[start:end]}]({best.link}){text[end:]}"
        written += 1
    return text, written, left
