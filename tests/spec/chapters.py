"""The manual as data: chapters, sections, and paragraphs with what each says and its cases."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from spec.case import Case, build_case

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Paragraph:
    title: str
    prose: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    about: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    name: str
    """Its folder: `ch01_who_is_counted`."""
    title: str
    about: str
    sections: tuple[Section, ...]


def build_chapters() -> tuple[Chapter, ...]:
    """Every chapter in the order of its folders; sections by file, paragraphs as they stand in the file."""
    return tuple(_build_chapter(folder) for folder in sorted(FOLDER.glob("ch*")) if folder.is_dir())


def _build_chapter(folder: Path) -> Chapter:
    title, about = _said(importlib.import_module(f"spec.{folder.name}"))
    files = sorted(folder.glob("test_*.py"))
    sections = tuple(_build_section(importlib.import_module(f"spec.{folder.name}.{file.stem}")) for file in files)
    return Chapter(folder.name, title, about, sections)


def _build_section(module: ModuleType) -> Section:
    tests = [made for name, made in vars(module).items() if name.startswith("test_") and inspect.isfunction(made)]
    tests.sort(key=lambda test: test.__code__.co_firstlineno)
    return Section(*_said(module), tuple(_build_paragraph(test) for test in tests))


def _build_paragraph(test: Callable[..., None]) -> Paragraph:
    cases: list[Case] = []

    def note(**stated: Any) -> None:
        cases.append(build_case(**stated))

    test(note)
    assert cases, f"{test.__name__} states no case"
    return Paragraph(*_said(test), tuple(cases))


def _said(thing: object) -> tuple[str, str]:
    """The first line of a docstring, and the rest."""
    text = inspect.getdoc(thing)
    assert text, f"{thing} says nothing"
    title, _, rest = text.partition("\n")
    return title.strip(), rest.strip()
