"""Answers kept: made once, for as many as ask together, and forgotten when others are asked for more."""

from __future__ import annotations

import threading

import pytest

from jalon.web.kept import Kept


def test_an_answer_is_made_once() -> None:
    kept: Kept[int] = Kept(2)
    made: list[str] = []

    def make() -> int:
        made.append("a")
        return len(made)

    assert [kept.get("a", make) for _ in range(3)] == [1, 1, 1]


def test_who_asks_together_waits_for_one_making() -> None:
    kept: Kept[int] = Kept(2)
    begun, go_on, made = threading.Event(), threading.Event(), []

    def make() -> int:
        begun.set()
        assert go_on.wait(10)
        made.append(1)
        return len(made)

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(kept.get("a", make))) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert found == [1] * 5


def test_what_is_asked_least_lately_is_forgotten() -> None:
    kept: Kept[str] = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: key)  # type: ignore[misc]
    assert (kept.find("a"), kept.find("b"), kept.find("c")) == ("a", None, "c")
    assert len(kept) == 2


def test_what_fails_is_made_again() -> None:
    kept: Kept[int] = Kept(2)

    def fail() -> int:
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        kept.get("a", fail)
    assert kept.get("a", lambda: 1) == 1
