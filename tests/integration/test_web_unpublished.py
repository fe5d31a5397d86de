"""The reading pages of a group that has published nothing: they say so, and what needs no figure is read all the same."""

from __future__ import annotations

import pytest
from django.test import Client

from jalon.errors import JalonError
from jalon.home import Home


@pytest.fixture
def visitor(home: Home) -> Client:
    from jalon.workflows.refresh_facts import refresh_facts

    refresh_facts(home)
    return Client(SERVER_NAME="127.0.0.1")


def test_a_text_cannot_be_public_before_any_figure_is(visitor: Client, home: Home) -> None:
    from jalon.workflows.publications import make_public

    home.publications.mkdir(exist_ok=True)
    (home.publications / "year.en.md").write_text("# The year\n\nWe moved.\n", encoding="utf-8")
    with pytest.raises(JalonError) as refused:
        make_public(home, (), "year", by="officer")
    assert refused.value.id == "no_public_release"
    assert "No text is public yet." in visitor.get("/en/publications").content.decode()


@pytest.mark.parametrize("address", ["indicators", "indicators/participants", "counting", "counting/02-unknown"])
def test_how_it_is_counted_is_read_before_anything_is_published(visitor: Client, address: str) -> None:
    for language in ("en", "fr"):
        assert visitor.get(f"/{language}/{address}").status_code == 200


def test_what_needs_figures_says_that_there_are_none(visitor: Client) -> None:
    assert "Nothing to compare yet" in visitor.get("/en/compare").content.decode()
    for answer in (
        visitor.get("/en/quality"),
        visitor.get("/en/compare?indicator=participants&before=release:none"),
        visitor.post("/en/publications/check", {"text": "27 women", "format": "markdown"}),
    ):
        assert answer.status_code == 404
        assert any(id in answer.content.decode() for id in ("nothing_published", "no_such_release"))
    assert "nothing_published" in visitor.get("/en/quality").content.decode()
