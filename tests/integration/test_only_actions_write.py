"""Nothing but an action writes, and every action leaves its audit entry and its stale marks, or nothing at all.

Three proofs: the source (no call that writes outside records/actions), every action run on a small group,
and a group's whole life with each statement watched.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from action_cases import Case, cases, write_import
from action_world import BY, World, build_world

import jalon
from jalon.home import Home

SOURCE = Path(jalon.__file__).parent
ACTIONS = SOURCE / "records" / "actions"
BOOKKEEPING = {
    "auditentry": "written by every action, for the others",
    "auditedrecords": "written by every action, for the others",
    "stalemark": "set by every action; the refresh that saw it removes it (clear_stale_marks)",
}
WRITES = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES_ON_RECORDS = {"save", "delete", "create", "update", "add", "set", "remove", "clear", "_raw_delete"}
SQL_WRITES = ("INSERT ", "UPDATE ", "DELETE ", "REPLACE ", "TRUNCATE ", "DROP ", "ALTER ")


# ---- the source


def python_files() -> list[Path]:
    found = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    assert len(found) > 50
    return [path for path in found if ACTIONS not in path.parents]


def names_records(tree: ast.Module) -> bool:
    """Whether a module can hold records: it imports their models, their actions or Django."""
    imported = [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    ]
    return any(name.startswith(("django.", "jalon.records.models", "jalon.records.actions")) for name in imported)


def record_like(receiver: ast.expr, related: set[str]) -> bool:
    """Whether what is called on is a manager, a query or the like: `X.objects…`, `subject.enrolments…`."""
    return any(
        isinstance(part, ast.Attribute) and part.attr in {"objects", "_default_manager", "_base_manager", *related}
        for part in ast.walk(receiver)
    )


def writing_calls(tree: ast.Module, related: set[str]) -> Iterator[tuple[int, str]]:
    can_hold = names_records(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(SQL_WRITES):
            yield node.lineno, node.value[:30]
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, receiver = node.func.attr, node.func.value
        if (
            name in WRITES
            or (name in WRITES_ON_RECORDS and record_like(receiver, related))
            or (can_hold and name in ("save", "delete") and not is_no_record(receiver))
        ):
            yield node.lineno, ast.unparse(node)[:60]


def is_no_record(receiver: ast.expr) -> bool:
    return ast.unparse(receiver).split(".")[-1] in {"mapping", "workbook"}


def related_names() -> set[str]:
    from django.apps import apps

    return {
        field.name
        for model in apps.get_app_config("records").get_models()
        for field in model._meta.get_fields()
        if field.one_to_many or field.many_to_many
    }


def test_no_source_outside_the_actions_writes(home: Home) -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {call}"
        for path in python_files()
        if SOURCE / "identity" not in path.parents  # its tables are in memory, and it cannot reach records
        for line, call in writing_calls(ast.parse(path.read_text(encoding="utf-8")), related_names())
    ]
    assert found == []


def test_the_walk_sees_writes(home: Home) -> None:
    seen = """
from jalon.records.models import Person
Person.objects.create(x=1)
Person.objects.filter(pk=1).update(x=2)
Person._default_manager.bulk_create([])
person.save()
person.delete()
project.sites.add(site)
cursor.execute("DELETE FROM records_person")
"""
    unseen = """
from jalon.records.models import Person
known.add(1)
values.update(a=1)
plan.mapping.save(path)
Person.objects.filter(pk=1)
"""
    assert [line for line, _ in sorted(writing_calls(ast.parse(seen), related_names()))] == [3, 4, 5, 6, 7, 8, 9]
    assert list(writing_calls(ast.parse(unseen), related_names())) == []


def test_no_model_has_logic_in_save_and_no_signal_is_used(home: Home) -> None:
    from django.apps import apps
    from django.db import models
    from django.db.models import signals

    for model in apps.get_app_config("records").get_models(include_auto_created=True):
        for method in ("save", "delete", "save_base", "full_clean", "clean"):
            assert getattr(model, method) is getattr(models.Model, method), (model, method)
        assert type(model._meta.default_manager) is models.Manager
    for path in SOURCE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "django.db.models.signals" not in source, path
        assert "django.dispatch" not in source, path
    for signal in (signals.pre_save, signals.post_save, signals.pre_delete, signals.post_delete, signals.m2m_changed):
        assert signal.receivers == []


def test_each_at_has_its_by(home: Home) -> None:
    """Who did it and when are known together, or not at all: in the database, not only in forms."""
    from django.apps import apps

    for model in apps.get_app_config("records").get_models():
        names = {field.name: field for field in model._meta.get_fields()}
        for name, field in names.items():
            if not name.endswith("_at"):
                continue
            partner = names[{"asserted_at": "author"}.get(name, f"{name[:-3]}_by")]
            assert partner.null == field.null, (model, name)
            if field.null:
                wanted = f"{name}_by"
                assert any(c.name.endswith(wanted) for c in model._meta.constraints), (model, name)


# ---- every action


def public_actions() -> dict[str, Callable[..., Any]]:
    """Every function of records/actions that says who acts."""
    import jalon.records.actions as package

    found: dict[str, Callable[..., Any]] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and "by" in inspect.signature(function).parameters:
                found[name] = function
    del found["audited"]
    return found


@pytest.fixture
def world(home: Home) -> World:
    w = build_world()
    w.run = write_import(w)
    return w


def test_every_action_stands_in_the_table(home: Home) -> None:
    assert {one.action for one in cases()} == set(public_actions())


def test_every_action_is_keyword_only_and_asks_who_acts(home: Home) -> None:
    for name, function in public_actions().items():
        parameters = list(inspect.signature(function).parameters.values())
        assert parameters[0].name == "by", name
        assert parameters[0].default is inspect.Parameter.empty, name
        kinds = {parameter.kind for parameter in parameters}
        assert kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}, name


def test_every_model_is_made_by_an_action(home: Home) -> None:
    from django.apps import apps

    made = set().union(*(one.creates for one in cases()))
    every = {m._meta.model_name for m in apps.get_app_config("records").get_models(include_auto_created=True)}
    assert every - made == set(BOOKKEEPING)
    assert made <= every


def rows_of_everything() -> dict[str, list[tuple[Any, ...]]]:
    from django.apps import apps

    return {
        model._meta.model_name: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_app_config("records").get_models(include_auto_created=True)
    }


def check_case(one: Case, w: World) -> None:
    from jalon.records.models import AuditEntry, StaleMark

    before, last = rows_of_everything(), AuditEntry.objects.order_by("-number").values_list("number", flat=True)[0]
    marks = set(StaleMark.objects.values_list("pk", flat=True))
    one.call(w)
    after = rows_of_everything()
    entries = AuditEntry.objects.filter(number__gt=last)
    assert entries.count() == 1, one.action
    entry = entries.get()
    assert entry.by == BY
    touched = {table for table, rows in after.items() if rows != before[table]} - set(BOOKKEEPING)
    assert one.creates <= touched, one.action
    named = set(entry.records.values_list("table", flat=True))
    # The link from an import to its files is the import's own, and is named with it.
    assert touched - {"importrun_files"} <= named, (one.action, touched - named)
    assert named, one.action
    stale = set(StaleMark.objects.exclude(pk__in=marks).values_list("part", flat=True))
    assert stale == one.stale, one.action


def test_every_action_leaves_one_audit_entry_and_its_stale_marks(world: World) -> None:
    from django.db import transaction

    for one in cases():
        with transaction.atomic():
            check_case(one, fresh(world))
            transaction.set_rollback(True)


def test_an_action_that_fails_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from jalon.records.actions.audited import Audit

    def fail(self: Audit, action: str, by: str) -> None:
        raise RuntimeError("the audit cannot be written")

    monkeypatch.setattr(Audit, "write", fail)
    before = rows_of_everything()
    for one in cases():
        if one.action == "add_shipped_measures":
            continue  # the case itself removes a measure first
        with pytest.raises(RuntimeError, match="the audit cannot be written"):
            one.call(fresh(world))
        assert rows_of_everything() == before, one.action


def test_every_action_refuses_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    import action_cases
    import action_world

    from jalon.errors import JalonError

    for module in (action_cases, action_world):
        monkeypatch.setattr(module, "BY", "  ")
    before = rows_of_everything()
    for one in cases():
        if one.action == "add_shipped_measures":
            continue
        with pytest.raises(JalonError) as refused:
            one.call(fresh(world))
        assert refused.value.id == "nobody", one.action
    assert rows_of_everything() == before


def fresh(world: World) -> World:
    """The same records read again: a case that was rolled back leaves its values in memory."""
    again = World(**vars(world))
    for name, record in vars(world).items():
        setattr(again, name, type(record)._default_manager.get(pk=record.pk))
    return again


# ---- a group's whole life, each statement watched


class Watch:
    """Refuses any statement that changes a table of records while no action is under way."""

    def __init__(self) -> None:
        self.allowed = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        from jalon.records.actions.audited import _under_way

        writes = sql.lstrip().upper().startswith(SQL_WRITES) and "records_" in sql
        if writes and "records_stalemark" not in sql:
            assert _under_way.get() is not None, sql
            self.allowed += 1
        return execute(sql, params, many, context)


def test_a_whole_life_writes_through_actions_alone(home: Home) -> None:
    from django.db import connection

    from jalon.records.models import Subject
    from jalon.workflows.add import add_subject
    from jalon.workflows.erase import erase
    from jalon.workflows.load_group import load_group
    from jalon.workflows.refresh_facts import refresh_facts
    from jalon.workflows.start import start_group

    watch = Watch()
    with connection.execute_wrapper(watch):
        start_group(home.path, "G", by=BY)
        with as_file(files("jalon.demo") / "example" / "group.yaml") as file:
            load_group(file, by=BY)
        refresh_facts(home)
        for reference, name in enumerate(("Sow", "Keita", "Barry", "Traoré", "Diallo"), start=1):
            subject = add_subject(by=BY, kind="person", organisation="RIVAGES", reference=str(reference), name=name)
            erase(home, by=BY, number=subject.number)
        assert watch.allowed > 50
        with pytest.raises(AssertionError, match="records_subject"):
            Subject.objects.filter(pk=subject.number).update(reference=None)
