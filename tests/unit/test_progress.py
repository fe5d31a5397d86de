"""How far long work is, said where nobody watches."""

from __future__ import annotations

import io

import pytest

from jalon.cli import call as line
from jalon.cli.call import Call, console, stages


def told(monkeypatch: pytest.MonkeyPatch, patience: float, **asked: bool) -> list[str]:
    monkeypatch.setattr(line, "PATIENCE", patience)
    stream = io.StringIO()
    with stages(Call(err=console(stream), **asked)) as report:  # type: ignore[arg-type]
        for done in range(4):
            report("tables", done, 3)
        report("tables", 3, 3)
    return stream.getvalue().splitlines()


def test_a_long_stage_is_said_once_while_it_goes_on_and_once_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, 0.0) == ["tables 0/3 …", "tables 3/3"]


def test_a_short_stage_and_json_leave_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, 1e9) == []
    assert told(monkeypatch, 0.0, as_json=True) == []


def test_how_far_it_is_is_told_as_people_read_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PATIENCE", 0.0)
    stream = io.StringIO()
    with stages(Call(err=console(stream), language="fr")) as report:
        report("tableaux", 1000, 1629)
        report("tableaux", 1629, 1629)
    assert stream.getvalue().splitlines() == ["tableaux 1\u202f000/1\u202f629 …", "tableaux 1\u202f629/1\u202f629"]


def test_work_that_goes_on_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(line.time, "monotonic", lambda: now)
    stream = io.StringIO()
    with stages(Call(err=console(stream), language="fr")) as report:
        for done in range(8):
            report("match", done, 7)
            now += 5.0
    assert stream.getvalue().splitlines() == ["lignes 1/7 …", "lignes 4/7 …", "lignes 7/7"]
