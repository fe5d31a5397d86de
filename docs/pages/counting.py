"""docs/reference/counting from the spec tests: prose, data, expression and answer, as every engine gives it."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from jalon.engines.reference import ReferenceEngine
from pages.markdown import render_page, render_table

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))
from spec.case import Case, Indicator, dimensions_of, lines_of, values_of
from spec.chapters import Chapter, Paragraph, build_chapters
from spec.world import shown_tables

ABOUT = """\
How Jalon counts, case by case. Every paragraph is a test: its data, its question and its answers are run on every engine,
and this page is written from the test. Unless a paragraph says otherwise the unit is `person`, the period is 2021 and
placed by `active`, everybody enrolled is asked (`among: enrolled()`), and the question is `true`. Members are shown by
their numbers."""

Tables = Mapping[str, str]

DEFAULTS = Indicator()


def build_pages() -> dict[str, str]:
    chapters = build_chapters()
    links = "\n".join(f"{number}. [{c.title}]({page_of(c)})" for number, c in enumerate(chapters, 1))
    pages = {"counting/README.md": render_page("How Jalon counts", "tests/spec", [ABOUT, links])}
    for number, chapter in enumerate(chapters, 1):
        source = f"tests/spec/{chapter.name}"
        pages[f"counting/{page_of(chapter)}"] = render_page(f"{number}. {chapter.title}", source, build_parts(chapter))
    return pages


def page_of(chapter: Chapter) -> str:
    """`ch01_who_is_counted` is read at `01-who-is-counted.md`."""
    return chapter.name.removeprefix("ch").replace("_", "-") + ".md"


def build_parts(chapter: Chapter) -> Iterator[str]:
    yield chapter.about
    for section in chapter.sections:
        yield f"## {section.title}"
        if section.about:
            yield section.about
        shown: Tables = {}
        for paragraph in section.paragraphs:
            yield from build_paragraph(paragraph, shown)
            shown = paragraph.cases[-1].tables


def build_paragraph(paragraph: Paragraph, shown: Tables) -> Iterator[str]:
    """Title, prose; then for each world its tables, unless they have just been shown, and what is asked of it."""
    yield f"### {paragraph.title.rstrip('.')}"
    if paragraph.prose:
        yield paragraph.prose
    worlds: list[list[Case]] = []
    for case in paragraph.cases:
        if worlds and worlds[-1][0].tables == case.tables:
            worlds[-1].append(case)
        else:
            worlds.append([case])
    for cases in worlds:
        if cases[0].tables == shown:
            yield f"*The same {', '.join(name for name, _ in shown_tables(shown))}.*"
        else:
            yield from build_tables(cases[0].tables)
        shown = cases[0].tables
        yield "*answers*"
        yield render_answers(cases)
        for case in cases:
            yield from build_breakdowns(case)


def build_tables(tables: Tables) -> Iterator[str]:
    for name, rows in shown_tables(tables):
        yield f"*{name}*"
        yield render_table(list(rows[0]), [[cell or "" for cell in row.values()] for row in rows])


def render_answers(cases: Sequence[Case]) -> str:
    """A row for each question asked; columns that no row fills are left out."""
    columns = ("asked", "in", "yes", "no", "unknown", "reaches", "number unknown", "figure", "progress", "refused")
    rows = [
        (
            render_indicator(case.indicator),
            render_scope(case),
            "" if case.reached is not None else render_members(case.yes),
            render_members(case.no),
            render_members(case.unknown),
            ", ".join(sorted(case.reached or ())),
            render_members(case.number_unknown),
            "; ".join(filter(None, (render_figure(case), *build_beside(case)))),
            render_progress(case),
            case.error(ReferenceEngine).text() if case.raises else "",
        )
        for case in cases
    ]
    kept = [i for i in range(len(columns)) if any(row[i] for row in rows)]
    return render_table([columns[i] for i in kept], [[row[i] for i in kept] for row in rows])


def build_breakdowns(case: Case) -> Iterator[str]:
    if case.raises:
        return
    for asked, rows in case.by.items():
        unknown = case.unknown_by.get(asked, {})
        values = [*rows, *(value for value in unknown if value not in rows)]
        columns = [
            *dimensions_of(asked),
            "members" if case.reached is None else "reaches",
            *(["answer unknown"] if unknown else []),
            *(["value"] if asked in case.value_by else []),
        ]
        numbers = case.value_by.get(asked, {})
        table = [
            [
                *(value or "unknown" for value in values_of(key)),
                render_members(rows.get(key, ())),
                *([render_members(unknown.get(key, ()))] if unknown else []),
                *([str(numbers[key]) if numbers.get(key) is not None else "—"] if numbers else []),
            ]
            for key in values
        ]
        where = f", in {render_scope(case)}" if render_scope(case) else ""
        yield f"*by {', '.join(dimensions_of(asked))}{where}*"
        yield render_table(columns, table)
    if case.reconciliation:
        yield f"> {case.reconciliation}"
    if case.later is not None and case.comparison is not None:
        yield from build_comparison(case, shown_before=case.tables)
    if case.overlap is not None:
        yield "*overlap with*"
        others = [case.other_case(otherwise) for otherwise in case.overlapping]
        asked_of = [[render_indicator(one.indicator), render_scope(one) or "2021"] for one in others]
        yield render_table(["asked", "in"], asked_of)
        yield "```\n" + "\n".join(lines_of(case.overlap)) + "\n```"
    for asked, text in case.printed.items():
        yield f"*by {', '.join(dimensions_of(asked))}*"
        yield "```\n" + "\n".join(lines_of(text)) + "\n```"


def build_comparison(case: Case, shown_before: Tables) -> Iterator[str]:
    """What is otherwise in the later figure, whom each reason moved, and how it adds up."""
    assert case.later is not None
    later = case.other_case(case.later)
    changed = {name: text for name, text in later.tables.items() if shown_before.get(name) != text}
    stated = []
    if later.indicator != case.indicator:
        stated.append(render_indicator(later.indicator))
    if later.scope != case.scope:
        stated.append(" and ".join(f"{name} {render_codes(codes)}" for name, codes in later.scope.items()))
    if later.purpose != case.purpose:
        stated.append(f"purpose {later.purpose}")
    yield f"*compared with {', '.join(stated)}*" if stated else "*later*"
    yield from build_tables(changed)
    if case.moved:
        rows = [[reason, render_members(members)] for reason, members in case.moved.items()]
        yield render_table(["reason", "members"], rows)
    yield f"> {case.comparison}"


def render_indicator(indicator: Indicator) -> str:
    """What an indicator states, each part as its file would: `period_on: exit`, `counts: …`."""
    stated = []
    for name, default in vars(DEFAULTS).items():
        value: Any = getattr(indicator, name)
        if name in ("part", "of") and value is not None:
            stated.append(f"{name}: {render_indicator(Indicator(**value))}")
        elif value != default:
            key = "value" if name == "value_of" else name
            stated.append(f"`{key}: {list(value) if isinstance(value, tuple) else value}`")
    return ", ".join(stated) or "`counts: true`"


def render_scope(case: Case) -> str:
    """Scope and purpose, where they are not 2021 and measurement."""
    stated = [] if case.scope == {"period": "2021"} else [render_codes(codes) for codes in case.scope.values()]
    return ", ".join([*stated, *([] if case.purpose == "measurement" else [f"purpose {case.purpose}"])])


def render_codes(codes: str | Collection[str]) -> str:
    return codes if isinstance(codes, str) else " or ".join(codes)


def render_members(members: Collection[Any]) -> str:
    return ", ".join(str(member) for member in sorted(members))


def render_figure(case: Case) -> str:
    """The value where it is not just the number of yes, and the bounds where they are stated."""
    text = case.composition or ("" if case.value is None else render_number(case.value))
    text += f": {case.because}" if case.because else ""
    if case.bounds is None or case.bounds[0] == case.bounds[1]:
        return text
    least, most = (None if bound is None else render_number(bound) for bound in case.bounds)
    return f"{text} (at least {least})" if most is None else f"{text} (between {least} and {most})"


def build_beside(case: Case) -> Iterator[str]:
    """Who rose, stayed and fell; the sum of plots and their overlap; the share of each year."""
    for name in ("rose", "stayed", "fell"):
        members = getattr(case, name)
        if members is not None:
            yield f"{name}: {render_members(members) or 'nobody'}"
    for name, value in (case.beside or {}).items():
        yield f"{name}: {value}"
    for year, share in (case.series or {}).items():
        yield f"{year}: {'—' if share is None else render_number(share)}"


def render_progress(case: Case) -> str:
    if case.progress is None or isinstance(case.progress, str):
        text = case.progress or ""
    else:
        text = render_number(case.progress)
    if case.progress_bounds is None or case.progress_bounds[0] == case.progress_bounds[1]:
        return text
    least, most = (render_number(bound) for bound in case.progress_bounds)
    return f"{text} (between {least} and {most})"


def render_number(value: Any) -> str:
    if isinstance(value, Fraction):
        return f"{float(value):.1%}".replace("%", " %")
    return str(value)
