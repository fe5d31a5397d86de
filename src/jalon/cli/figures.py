"""Figures out: `figures`, `figure`, `members`, `indicators`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from jalon.cli import scope
from jalon.cli.call import Call, build_table, stages
from jalon.errors import Bilingual, JalonError, nearest_name

if TYPE_CHECKING:
    from jalon.figures.band import Band
    from jalon.figures.figure import Figure
    from jalon.figures.group import Group
    from jalon.workflows.quantities import RestsOn

PANEL = "Figures out"
ANSWERS = ("yes", "no", "unknown", "rose", "stayed", "fell", "number-unknown")
NO_SUCH_BREAKDOWN = ("not_broken_down", "activity_needs_sessions")
"""Why one indicator of many has no breakdown by what is asked of all."""

By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="DIMENSION",
        help="Break down by sex, age_band, project, country, quarter, employment, …; "
        "several with commas or repeated are crossed.",
    ),
]
Indicator = Annotated[str, typer.Argument(metavar="ID", help="Which indicator; `jalon indicators list` shows them.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(rich_help_panel=PANEL)(figures)
    app.command(rich_help_panel=PANEL)(figure)
    app.command(rich_help_panel=PANEL)(goals)
    app.command(rich_help_panel=PANEL)(members)
    indicators = typer.Typer(no_args_is_help=True, help="The definitions: list them, show one, check or add your own.")
    for command in (list_indicators, show, check, add):
        indicators.command(name="list" if command is list_indicators else None)(command)
    app.add_typer(indicators, name="indicators", rich_help_panel=PANEL)


@scope.with_scope
def figures(
    context: typer.Context,
    by: By = None,
    *,
    asked: scope.Asked,
) -> None:
    """Every indicator in one scope, each person counted once.

    Example: jalon figures --period 2021 --project MANA --by sex
    """
    from jalon.figures.render import render_value, title_of

    call: Call = context.obj
    group = open_group(call, asked.engine, refresh=asked.refresh)
    stated = group.figures(**asked.scope)
    if by:
        _show_breakdowns(call, [fig for fig in stated if fig.collected], split(by))
        return
    rows: list[tuple[Any, ...]] = [
        (
            fig.indicator,
            title_of(fig, call.language),
            render_value(fig.value, call.language) if fig.value is not None else _missing(fig, call.language),
            fig.unit,
            call.count(len(fig.unknown)),
        )
        for fig in stated
    ]
    heads = call.say("indicator,title,value,unit,unknown", "indicateur,titre,valeur,unité,inconnu").split(",")
    numbers = [2, 4]
    if any(fig.target or fig.baseline for fig in stated):
        heads += call.say("baseline,target,progress", "départ,cible,progrès").split(",")
        rows = [(*row, *_way_of(fig, call.language)) for row, fig in zip(rows, stated, strict=True)]
        numbers += [5, 6, 7]
    call.show([_figure_data(fig) for fig in stated], build_table("", heads, rows, numbers=numbers))
    _tell_unavailable(call, group)


@scope.with_scope
def figure(
    context: typer.Context,
    indicator: Indicator,
    by: By = None,
    *,
    asked: scope.Asked,
    trend: Annotated[
        str | None, typer.Option("--trend", metavar="MODEL", help="Of a representation: its trend, linear or logit.")
    ] = None,
    reach: Annotated[
        float | None,
        typer.Option(
            "--reach", metavar="SHARE", min=0, max=1, help="With --trend: when this share is reached; 0.5 is half."
        ),
    ] = None,
    band: Annotated[
        bool,
        typer.Option(
            "--band",
            help="Of a count of people: between what it lies, all pairs that wait for review taken as one, and only "
            "certain joinings held.",
        ),
    ] = False,
) -> None:
    """One indicator with its unknown, its provenance and, with --by, its breakdown and how that adds up.

    Example: jalon figure found_work --period 2021 --project MANA --by age_band,sex
    """
    from jalon.figures.render import render_figure, render_trend
    from jalon.figures.words import say

    call: Call = context.obj
    if reach is not None and trend is None:
        raise JalonError(
            "usage", found=Bilingual("--reach needs --trend.", "--reach demande --trend."), command="jalon figure"
        )
    group = open_group(call, asked.engine, refresh=asked.refresh)
    found = group.figure(indicator, **asked.scope)
    if by and band:
        text, fr = "--band is of a figure, not of its breakdown.", "--band est d'un chiffre, pas de sa ventilation."
        raise JalonError("usage", found=Bilingual(text, fr), command="jalon figure")
    if by:
        breakdown = found.by(*split(by))
        call.show(breakdown.to_dict() | {"figure": _figure_data(found)})
        show_text(call, _breakdown_text(breakdown, call.language))
        return
    data = _figure_data(found)
    rests_on = read_what_it_rests_on(found)
    for part in data.get("composition", {}).get("parts", ()):
        if "quantity" in part:
            part |= asdict(rests_on[part["quantity"]])
    followed = None if trend is None else found.trend(trend)
    between = build_band_of(found) if band else None
    data |= {} if followed is None else {"trend": followed.to_dict(reach)}
    call.show(data if between is None else data | {"band": between.to_dict()})
    show_text(call, render_figure(found, call.language))
    if between is not None:
        show_text(call, f"  {between.text(call.language)}")
    if followed is not None:
        show_text(call, render_trend(found, followed, reach, call.language))
    for number, said in rests_on.items():
        show_text(call, f"  {number}: {' · '.join(filter(None, asdict(said).values()))}")
    status = " + ".join(say(one, call.language) for one in found.status.split("+"))
    call.tell(
        f"  indicator {found.indicator} version {found.version or '—'} · {status} · facts {found.facts_version[:12]}"
        f" · set {found.digest[:12]}",
        f"  indicateur {found.indicator} version {found.version or '—'} · {status} · faits {found.facts_version[:12]}"
        f" · ensemble {found.digest[:12]}",
    )


def build_band_of(found: Figure) -> Band:
    """The figure's band, who is who in doubt as the records say now. Raises `no_band`."""
    from jalon.workflows.doubts import read_doubts

    return found.band(read_doubts())


@scope.with_scope
def goals(
    context: typer.Context,
    *,
    asked: scope.Asked,
) -> None:
    """The Sustainable Development Goals: for each, active projects, and its indicators with target and progress.

    Example: jalon goals --period 2021
    """
    from jalon.figures.goals import render_goals

    call: Call = context.obj
    group = open_group(call, asked.engine, refresh=asked.refresh)
    found = group.goals(**asked.scope)
    call.show([goal.to_dict() for goal in found])
    show_text(call, render_goals(found, call.language))


@scope.with_scope
def members(
    context: typer.Context,
    indicator: Indicator,
    answer: Annotated[
        str,
        typer.Option(
            "--answer",
            help="Who answers yes, no or unknown; of a change, who rose, stayed or fell; of numbers, number-unknown.",
        ),
    ] = "yes",
    *,
    asked: scope.Asked,
) -> None:
    """The numbers behind a figure, one a line; never names.

    Example: jalon members attended --period 2021 --project MANA --answer unknown
    """
    call: Call = context.obj
    if answer not in ANSWERS:
        found = f"--answer is {answer}: it can be {', '.join(ANSWERS)}."
        fr = f"--answer vaut {answer} : les réponses sont {', '.join(ANSWERS)}."
        raise JalonError(
            "usage", nearest=nearest_name(answer, ANSWERS), found=Bilingual(found, fr), command="jalon members"
        )
    group = open_group(call, asked.engine, refresh=asked.refresh)
    fig = group.figure(indicator, **asked.scope)
    sets = {"yes": fig.members, "no": fig.no, "unknown": fig.unknown, "number-unknown": fig.not_exact}
    sets |= {"rose": fig.rose, "stayed": fig.stayed, "fell": fig.fell}
    numbers = list(sets[answer])
    call.show({"indicator": fig.indicator, "unit": str(fig.unit), "answer": answer, "members": numbers})
    show_text(call, "\n".join(map(str, numbers)))


def list_indicators(context: typer.Context) -> None:
    """Every indicator: the shipped ones, then the group's own."""
    call: Call = context.obj
    group = open_group(call)
    listed: list[dict[str, Any]] = [
        {
            "id": item.id,
            "version": item.version,
            "title": dict(item.title),
            "unit": str(item.unit),
            "kind": str(item.kind),
            "period_on": str(item.period_on),
            "by": list(item.by),
            "sdg": list(item.sdg),
        }
        for item in group.indicators.values()
    ]
    heads = call.say("id,title,unit,kind,by", "id,titre,unité,genre,ventilations").split(",")
    rows = [
        (i["id"], i["title"].get(call.language) or i["title"]["en"], i["unit"], i["kind"], ", ".join(i["by"]))
        for i in listed
    ]
    call.show(listed, build_table("", heads, rows))
    _tell_unavailable(call, group)


def show(context: typer.Context, indicator: Indicator) -> None:
    """One definition in words, as text, and its examples."""
    from jalon.language.render import render_words

    call: Call = context.obj
    item = open_group(call).indicator(indicator)
    call.show(
        {
            "id": item.id,
            "version": item.version,
            "digest": item.digest,
            "title": dict(item.title),
            "about": dict(item.about or {}),
            "text": item.text,
            "words": {"en": render_words(item, "en"), "fr": render_words(item, "fr")},
            "examples": [{"given": dict(example.given), "answer": example.answer} for example in item.examples],
        }
    )
    show_text(call, render_words(item, call.language))
    show_text(call, "\n" + item.text.rstrip())


def check(context: typer.Context, files: Annotated[list[Path], typer.Argument(metavar="FILE…")]) -> None:
    """Check definitions you wrote: every error with its line, then every example on every engine. Writes nothing."""
    call: Call = context.obj
    call.home()
    from jalon.workflows.indicators import check_indicator

    checked = [check_indicator(read_definition(file), file=str(file)) for file in files]
    call.show([{"id": item.id, "version": item.version, "examples": len(item.examples)} for item in checked])
    for item in checked:
        call.tell(
            f"{item.id}: well formed, {len(item.examples)} examples answered as stated.",
            f"{item.id} : bien formé, {len(item.examples)} exemples répondus comme annoncé.",
        )


def add(context: typer.Context, files: Annotated[list[Path], typer.Argument(metavar="FILE…")]) -> None:
    """Add definitions of your own, or new versions of them; each is checked first and every version is kept."""
    call: Call = context.obj
    call.home()
    from jalon.workflows.indicators import add_indicator

    added = [add_indicator(read_definition(file), file=str(file), by=call.by) for file in files]
    call.show([{"id": item.id, "version": item.version, "changed": changed} for item, changed in added])
    for item, changed in added:
        if changed:
            call.tell(f"{item.id} version {item.version} added.", f"{item.id} version {item.version} ajouté.")
        else:
            call.tell(f"{item.id} is already so.", f"{item.id} est déjà ainsi.")


def read_definition(file: Path) -> str:
    """The text of a definition's file. Raises `no_file`, `not_text`."""
    try:
        return file.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        raise JalonError("no_file", found=file) from None
    except UnicodeDecodeError:
        raise JalonError("not_text", found=file) from None


def open_group(call: Call, engine: str = "local", *, refresh: bool = True) -> Group:
    """The group's figures, its facts brought in step with the records first."""
    import jalon

    home = call.home()
    if refresh:
        from jalon.workflows.refresh_facts import refresh_facts

        with stages(call) as report:
            refresh_facts(home, progress=lambda done, total: report(call.say("facts", "faits"), done, total))
    return jalon.open(home.path, engine=engine)


def read_what_it_rests_on(fig: Figure) -> dict[int, RestsOn]:
    """Evidence or method, declarer and author of each quantity of a figure, by its number."""
    from jalon.workflows.quantities import read_what_they_rest_on

    return read_what_they_rest_on([part.quantity for part in fig.composition or () if part.quantity is not None])


def split(dimensions: Iterable[str]) -> list[str]:
    """`--by sex,age_band --by project` as three dimensions."""
    return [name.strip() for given in dimensions for name in given.split(",") if name.strip()]


def show_text(call: Call, text: str) -> None:
    """Text for a reader, as it stands; silent where the output is JSON."""
    if not call.as_json and text:
        call.out.print(Text(text), soft_wrap=True)


def _breakdown_text(breakdown: Any, language: str) -> str:
    from jalon.figures.render import render_breakdown

    return render_breakdown(breakdown, language) + "\n"


def _show_breakdowns(call: Call, figures: Iterable[Figure], dimensions: list[str]) -> None:
    """Every figure that has this breakdown; of the others, why they have none."""
    data: list[dict[str, Any]] = []
    for fig in figures:
        try:
            breakdown = fig.by(*dimensions)
        except JalonError as error:
            if error.id not in NO_SUCH_BREAKDOWN:
                raise
            data.append({"indicator": fig.indicator, "not_broken_down": error.found(call.language)})
            call.tell(f"{fig.indicator}: {error.found('en')}\n", f"{fig.indicator} : {error.found('fr')}\n")
        else:
            data.append(breakdown.to_dict())
            show_text(call, _breakdown_text(breakdown, call.language))
    call.show(data)


def _tell_unavailable(call: Call, group: Group) -> None:
    for id, errors in group.unavailable.items():
        for error in errors.errors:
            call.tell(f"{id}: {error.found('en')}", f"{id} : {error.found('fr')}")


def _way_of(fig: Figure, language: str) -> tuple[str, str, str]:
    """Baseline, target and progress, blank where there is none."""
    from jalon.figures.render import render_target, render_value

    progress, baseline = fig.progress, fig.baseline
    return (
        render_target(baseline, language) if baseline else "",
        render_target(progress.target, language) if progress else "",
        render_value(progress.value, language) if progress else "",
    )


def _missing(fig: Figure, language: str) -> str:
    words = {"en": ("not computable", "not collected"), "fr": ("non calculable", "non collecté")}[language]
    return words[0] if fig.collected else words[1]


def _figure_data(fig: Figure) -> dict[str, Any]:
    """A figure for JSON, with the digest of its set, which stays in the group."""
    return fig.to_dict() | {"digest": fig.digest}
