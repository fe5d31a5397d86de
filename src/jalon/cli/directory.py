"""Setting a group up: `init`, `load`, `add`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer

from jalon.cli.call import Call, build_table
from jalon.cli.newcomers import settle_newcomer
from jalon.errors import Bilingual, JalonError, Place

PANEL = "Set up"


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(rich_help_panel=PANEL)(init)
    app.command(rich_help_panel=PANEL)(load)
    adding = typer.Typer(no_args_is_help=True, help="Add one record, named by its code.")
    for command in (
        organisation,
        project,
        grant,
        site,
        activity,
        session,
        partnership,
        measure,
        subject,
        quantity,
        target,
    ):
        adding.command()(command)
    app.add_typer(adding, name="add", rich_help_panel=PANEL)
    from jalon.cli import events  # which writes as the commands here do

    events.register(app, adding)


def read_day(text: str) -> dt.date:
    """A day as YYYY-MM-DD. Raises `usage`."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        found, fr = f"“{text}” is not a day written YYYY-MM-DD.", f"« {text} » n'est pas un jour écrit AAAA-MM-JJ."
        raise JalonError("usage", place=Place(field="date"), found=Bilingual(found, fr), command="jalon") from None


def read_decimal(text: str) -> Decimal:
    """A number with a point. Raises `usage`."""
    try:
        return Decimal(text)
    except InvalidOperation:
        found, fr = f"“{text}” is not a number.", f"« {text} » n'est pas un nombre."
        raise JalonError("usage", found=Bilingual(found, fr), command="jalon") from None


Code = Annotated[str, typer.Argument(metavar="CODE", help="Its code: letters, digits, - _ and .")]
Name = Annotated[str, typer.Option("--name", help="Its name, as people write it.")]
Start = Annotated[dt.date | None, typer.Option("--start", metavar="YYYY-MM-DD", parser=read_day, help="First day.")]
End = Annotated[dt.date | None, typer.Option("--end", metavar="YYYY-MM-DD", parser=read_day, help="Last day.")]


def init(
    context: typer.Context,
    group: Annotated[str, typer.Option("--group", help="The group's name, as reports show it.")] = "",
) -> None:
    """Make the group's folder with its settings, its key and an empty records database.

    An existing folder is brought up to date and otherwise left as it is.
    """
    call: Call = context.obj
    from jalon.home import home_path
    from jalon.workflows.start import start_group

    home = start_group(home_path(call.home_given), group, call.by)
    call.say_if_synthetic(home)
    if home.group != group and (group or home.group == home.path.name):
        call.tell(
            f"The group is called {home.group}; to call it otherwise, mend `group` in {home.path / 'jalon.toml'}.",
            f"Le groupe s'appelle {home.group} ; pour le nommer autrement, corrigez `group` dans {home.path / 'jalon.toml'}.",
        )
    call.show({"home": str(home.path), "group": home.group})
    call.tell(f"{home.group}: {home.path} is ready.", f"{home.group} : {home.path} est prêt.")
    call.tell(
        "Next: `jalon load group.yaml`, or `jalon add organisation …`; then `jalon import`.",
        "Ensuite : `jalon load groupe.yaml`, ou `jalon add organisation …` ; puis `jalon import`.",
    )


def load(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A group file (YAML); docs/reference/group-file.md has every key.")
    ],
    plan: Annotated[bool, typer.Option("--plan", help="Check the whole file and write nothing.")] = False,
) -> None:
    """Load a whole group from one file: checked whole first, and nothing changes when it is loaded twice."""
    call: Call = context.obj
    call.home()
    from jalon.workflows.load_group import load_group

    with call.working("Checking and loading …", "Vérification et chargement …"):
        done = load_group(file, by=call.by, dry_run=plan)
    rows = [
        (table, *(call.count(done_to.get(table, 0)) for done_to in (done.created, done.changed, done.unchanged)))
        for table in dict.fromkeys([*done.created, *done.changed, *done.unchanged])
    ]
    heads = call.say("records,created,changed,left", "fiches,créées,modifiées,laissées").split(",")
    data = {
        "created": dict(done.created),
        "changed": dict(done.changed),
        "left": dict(done.unchanged),
        "written": not plan,
    }
    call.show(data, build_table("", heads, rows, numbers=(1, 2, 3)))
    if plan:
        call.tell("Nothing was written.", "Rien n'a été écrit.")


def organisation(
    context: typer.Context,
    code: Code,
    name: Name,
    kind: Annotated[
        str, typer.Option("--kind", help="group, enterprise, ngo, funder, partner, public or academic.")
    ] = "ngo",
    parent: Annotated[str | None, typer.Option("--parent", metavar="CODE", help="The one it belongs to.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Two letters: FR, SN, …")] = None,
) -> None:
    """Add an actor: a group, an enterprise, an NGO, a funder, a partner."""
    write(context, "organisation", code=code, name=name, kind=kind, parent=parent, country=country)


def project(
    context: typer.Context,
    code: Code,
    name: Name,
    organisation: Annotated[str, typer.Option("--organisation", metavar="CODE", help="Who runs it.")],
    start: Start = None,
    end: End = None,
    country: Annotated[list[str] | None, typer.Option("--country", help="Repeat for several.")] = None,
    site: Annotated[list[str] | None, typer.Option("--site", metavar="CODE", help="Repeat for several.")] = None,
    theme: Annotated[list[str] | None, typer.Option("--theme", help="Repeat for several.")] = None,
    sdg: Annotated[list[str] | None, typer.Option("--sdg", help="SDG targets such as 4.6; repeat for several.")] = None,
    marker: Annotated[
        list[str] | None,
        typer.Option("--marker", help="OECD-DAC marker as NUMBER=SCORE, such as 1=2. One not screened is left out."),
    ] = None,
    need: Annotated[str, typer.Option("--need", help="The need observed.")] = "",
    objectives: Annotated[str, typer.Option("--objectives", help="What it aims at.")] = "",
    target_groups: Annotated[str, typer.Option("--target-groups", help="Whom it is for.")] = "",
    sensitive: Annotated[
        bool, typer.Option("--sensitive", help="Being known to take part may endanger a person.")
    ] = False,
) -> None:
    """Add a project of an organisation."""
    write(
        context,
        "project",
        code=code,
        name=name,
        organisation=organisation,
        start=start,
        end=end,
        countries=country or (),
        sites=site or (),
        themes=theme or (),
        sdg_targets=sdg or (),
        policy_markers=read_markers(marker or ()),
        need_observed=need,
        objectives=objectives,
        target_groups=target_groups,
        sensitive=sensitive,
    )


def grant(
    context: typer.Context,
    code: Code,
    funder: Annotated[str, typer.Option("--funder", metavar="CODE", help="The organisation that gives it.")],
    project: Annotated[list[str] | None, typer.Option("--project", metavar="CODE", help="What it pays for.")] = None,
    name: Annotated[str, typer.Option("--name", help="Its name.")] = "",
    amount: Annotated[Decimal | None, typer.Option("--amount", parser=read_decimal, metavar="AMOUNT")] = None,
    currency: Annotated[str | None, typer.Option("--currency", help="Three letters: EUR, XOF, …")] = None,
    share: Annotated[
        Decimal | None,
        typer.Option("--share", parser=read_decimal, metavar="SHARE", help="Co-financing share, 0 to 1."),
    ] = None,
    rules: Annotated[str, typer.Option("--rules", help="Counting rules: none, esf_2014_2020 or esf_plus.")] = "none",
    start: Start = None,
    end: End = None,
) -> None:
    """Add a funder's grant for one or more projects."""
    write(
        context,
        "grant",
        code=code,
        funder=funder,
        projects_paid=project or (),
        name=name,
        amount=amount,
        currency=currency,
        cofinancing_share=share,
        rule_set=rules,
        start=start,
        end=end,
    )


def site(
    context: typer.Context,
    code: Code,
    name: Name,
    country: Annotated[str, typer.Option("--country", help="Two letters: FR, SN, …")],
    latitude: Annotated[Decimal | None, typer.Option("--latitude", parser=read_decimal, metavar="DEGREES")] = None,
    longitude: Annotated[Decimal | None, typer.Option("--longitude", parser=read_decimal, metavar="DEGREES")] = None,
) -> None:
    """Add a site: where things happen."""
    write(context, "site", code=code, name=name, country=country, latitude=latitude, longitude=longitude)


def activity(
    context: typer.Context,
    code: Code,
    name: Name,
    project: Annotated[str, typer.Option("--project", metavar="CODE", help="Whose it is.")],
    kind: Annotated[str, typer.Option("--kind", help="workshop, training, counselling, …")] = "workshop",
    theme: Annotated[str | None, typer.Option("--theme", help="Theme code.")] = None,
) -> None:
    """Add an activity that a project offers."""
    write(context, "activity", code=code, name=name, project=project, kind=kind, theme=theme)


def session(
    context: typer.Context,
    project: Annotated[str, typer.Option("--project", metavar="CODE", help="The project.")],
    activity: Annotated[str, typer.Option("--activity", metavar="CODE", help="What was held.")],
    date: Annotated[dt.date, typer.Option("--date", metavar="YYYY-MM-DD", parser=read_day, help="When.")],
    register: Annotated[
        bool, typer.Option("--register/--no-register", help="Whether the list of those present is complete.")
    ],
    label: Annotated[str, typer.Option("--label", help="Tells apart two sessions of one day.")] = "",
    site: Annotated[str | None, typer.Option("--site", metavar="CODE", help="Where.")] = None,
) -> None:
    """Add a session: one dated occurrence of an activity."""
    write(context, "session", project=project, activity=activity, date=date, register=register, label=label, site=site)


def partnership(
    context: typer.Context,
    organisation: Annotated[str, typer.Argument(metavar="CODE")],
    partner: Annotated[str, typer.Argument(metavar="PARTNER")],
    kind: Annotated[str, typer.Option("--kind", help="associative, economic, public or academic.")],
    start: Start = None,
    end: End = None,
) -> None:
    """Add a partnership of two organisations."""
    write(context, "partnership", organisation=organisation, partner=partner, kind=kind, start=start, end=end)


def measure(
    context: typer.Context,
    code: Code,
    kind: Annotated[str, typer.Option("--kind", help="number, category, level or yes_no.")],
    title_en: Annotated[str, typer.Option("--title-en", help="The question in English.")],
    title_fr: Annotated[str, typer.Option("--title-fr", help="The question in French.")],
    unit: Annotated[str | None, typer.Option("--unit", help="Unit of a number.")] = None,
    option: Annotated[
        list[str] | None,
        typer.Option("--option", help="An answer: code, or code=English=French; in order for a level."),
    ] = None,
) -> None:
    """Add a measure: a question asked of subjects."""
    write(
        context,
        "measure",
        code=code,
        kind=kind,
        title_en=title_en,
        title_fr=title_fr,
        unit=unit,
        options=option or (),
    )


def subject(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Family name of a person; name of a venture or place.")],
    kind: Annotated[str, typer.Option("--kind", help="person, venture or place.")] = "person",
    given_name: Annotated[str, typer.Option("--given-name", help="Given name of a person.")] = "",
    sex: Annotated[str | None, typer.Option("--sex", help="female, male or other.")] = None,
    birth: Annotated[str | None, typer.Option("--birth", help="1996, 1996-07 or 1996-07-07.")] = None,
    nationality: Annotated[str | None, typer.Option("--nationality", help="Two letters.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Two letters; of a venture or place.")] = None,
    organisation: Annotated[str | None, typer.Option("--organisation", metavar="CODE", help="Whose register.")] = None,
    reference: Annotated[str | None, typer.Option("--reference", help="Its number in that register.")] = None,
    new: Annotated[bool, typer.Option("--new", help="A person whom nobody knows yet, whomever she resembles.")] = False,
    same: Annotated[
        int | None, typer.Option("--same", metavar="NUMBER", help="The person who has this number: nobody is added.")
    ] = None,
) -> None:
    """Add a person, a venture or a place; of a person say first whom she resembles.

    Example: jalon add subject Diallo --given-name Fatoumata --sex female --birth 1982-05-21
    """
    if kind == "person":
        call: Call = context.obj
        call.home()
        about = {"family": name, "given": given_name, "sex": sex, "birth": birth, "nationality": nationality}
        if not settle_newcomer(call, about, is_new=new, same=same):
            return
    write(
        context,
        "subject",
        kind=kind,
        name=name,
        given_name=given_name,
        sex=sex,
        birth=birth,
        nationality=nationality,
        country=country,
        organisation=organisation,
        reference=reference,
    )


def quantity(
    context: typer.Context,
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help="The indicator it is a total of.")],
    value: Annotated[Decimal, typer.Argument(metavar="VALUE", parser=read_decimal, help="How many.")],
    project: Annotated[str, typer.Option("--project", metavar="CODE", help="The project it bears on.")],
    status: Annotated[str, typer.Option("--status", help="declared (with --evidence) or estimated (with --method).")],
    period: Annotated[str, typer.Option("--period", metavar="PERIOD", help="2021, 2021-Q3, two dates, …")],
    relation: Annotated[
        str,
        typer.Option(
            "--relation", help="To what is counted: disjoint (it is added), contained (it is not) or unknown."
        ),
    ] = "unknown",
    evidence: Annotated[str, typer.Option("--evidence", help="What a declared total rests on.")] = "",
    method: Annotated[str, typer.Option("--method", help="How an estimated total was made.")] = "",
    organisation: Annotated[str | None, typer.Option("--organisation", metavar="CODE", help="Who declares it.")] = None,
    source: Annotated[str, typer.Option("--source", help="Who declares it, where that is no organisation here.")] = "",
    country: Annotated[str | None, typer.Option("--country", help="Two letters: FR, SN, …")] = None,
    value_of: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="DIMENSION=VALUE", help="What all of it has: sex=female (repeat for several)."),
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="person, …: the indicator's, if not said.")] = None,
) -> None:
    """Add a total without members: declared by a partner, or estimated.

    Example: jalon add quantity participants 80000 --project RUE --status declared --period 2021 --relation disjoint
    --evidence "Signed report of 3 March" --source "Football club"
    """
    start, end = read_closed_period(period)
    write(
        context,
        "quantity",
        indicator=indicator,
        value=value,
        project=project,
        status=status,
        start=start,
        end=end,
        relation=relation,
        evidence=evidence,
        method=method,
        organisation=organisation,
        source=source,
        country=country,
        breakdown=read_pairs(value_of or ()),
        unit=unit,
    )


def target(
    context: typer.Context,
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help="The indicator.")],
    value: Annotated[
        Decimal, typer.Argument(metavar="VALUE", parser=read_decimal, help="How much; of a share, 0 to 1.")
    ],
    period: Annotated[str, typer.Option("--period", metavar="PERIOD", help="2021, 2021-Q3, two dates, …")],
    baseline: Annotated[bool, typer.Option("--baseline", help="Where it stood then, not what it is to reach.")] = False,
    project: Annotated[str | None, typer.Option("--project", metavar="CODE", help="Of this project alone.")] = None,
    organisation: Annotated[
        str | None, typer.Option("--organisation", metavar="CODE", help="Of this organisation and all below it.")
    ] = None,
    country: Annotated[str | None, typer.Option("--country", help="Of this country alone: FR, SN, …")] = None,
    evidence: Annotated[str, typer.Option("--evidence", help="What it rests on.")] = "",
    unit: Annotated[str | None, typer.Option("--unit", help="person, …: the indicator's, if not said.")] = None,
) -> None:
    """Add what an indicator is to reach in a period and scope, or the baseline it starts from.

    Example: jalon add target participants 500 --period 2021 --project MANA
    """
    start, end = read_closed_period(period)
    write(
        context,
        "target",
        indicator=indicator,
        value=value,
        kind="baseline" if baseline else "target",
        start=start,
        end=end,
        project=project,
        organisation=organisation,
        country=country,
        evidence=evidence,
        unit=unit,
    )


def write(context: typer.Context, record: str, /, **values: Any) -> None:
    """Add one record through its workflow and say its number."""
    call: Call = context.obj
    call.home()
    from jalon.workflows import add

    made = getattr(add, f"add_{record}")(by=call.by, **values)
    call.show({"added": record, "number": made.pk})
    named = values.get("code") or values.get("name") or made.pk
    call.tell(f"Added {record} {named} (number {made.pk}).", f"Ajouté : {record} {named} (numéro {made.pk}).")


def read_closed_period(text: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a period that has both. Raises `bad_period`, `period_backwards`."""
    from jalon.figures.period import parse_period

    days = parse_period(text)
    if days.start is None or days.end is None:
        raise JalonError("bad_period", found=text)
    return days.start, days.end


def read_pairs(given: list[str] | tuple[str, ...]) -> dict[str, str]:
    """`sex=female` as a dimension and its value. Raises `usage`."""
    pairs = {}
    for text in given:
        name, _, value = text.partition("=")
        if not (name.strip() and value.strip()):
            found, fr = f"--with {text} is not DIMENSION=VALUE.", f"--with {text} n'est pas DIMENSION=VALEUR."
            raise JalonError("usage", found=Bilingual(found, fr), command="jalon add quantity")
        pairs[name.strip()] = value.strip()
    return pairs


def read_markers(given: list[str] | tuple[str, ...]) -> dict[int, int]:
    """`1=2` as marker 1 with score 2. Raises `usage`."""
    scores = {}
    for text in given:
        marker, _, score = text.partition("=")
        if not (marker.isdecimal() and score.isdecimal()):
            found, fr = f"--marker {text} is not NUMBER=SCORE.", f"--marker {text} n'est pas NUMÉRO=NOTE."
            raise JalonError("usage", found=Bilingual(found, fr), command="jalon add project")
        scores[int(marker)] = int(score)
    return scores
