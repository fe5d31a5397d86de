"""The project's own order: lock files in step, import contracts in force, nothing of anybody's machine in the files."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = Path(__file__).resolve().parents[2]
SETTINGS: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
RUN, DEV, BENCH = "requirements.lock", "requirements-dev.lock", "requirements-bench.lock"


def locked(name: str) -> dict[str, set[Version]]:
    """The versions of each package in a lock file; two where Python's version decides."""
    found: dict[str, set[Version]] = {}
    for line in (PROJECT / name).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line):
            found.setdefault(canonicalize_name(match[1]), set()).add(Version(match[2]))
    return found


def wanted(*groups: str) -> list[Requirement]:
    texts = list(SETTINGS["project"]["dependencies"])
    for group in groups:
        texts += SETTINGS["dependency-groups"][group]
    return [Requirement(text) for text in texts]


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git work tree: no list of the project's own files")
    return [path for name in listed.stdout.split("\0") if name and (path := PROJECT / name).is_file()]


def tracked_texts() -> Iterator[tuple[Path, str]]:
    for path in tracked_files():
        try:
            yield path.relative_to(PROJECT), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a workbook, or a csv in another encoding


@pytest.mark.parametrize(("name", "groups"), [(RUN, ()), (DEV, ("dev",)), (BENCH, ("dev", "bench"))])
def test_lock_file_holds_what_pyproject_asks_for(name: str, groups: tuple[str, ...]) -> None:
    versions = locked(name)
    for requirement in wanted(*groups):
        found = versions.get(canonicalize_name(requirement.name), set())
        assert found, f"{requirement.name} is not in {name}: run `make lock`"
        outside = [str(version) for version in found if version not in requirement.specifier]
        assert not outside, f"{requirement} is locked at {outside} in {name}: run `make lock`"


def test_lock_files_agree() -> None:
    """What is installed to work is what is installed to run, and more."""
    run, dev, bench = locked(RUN), locked(DEV), locked(BENCH)
    assert run.items() <= dev.items()
    assert dev.items() <= bench.items()


def test_run_time_install_holds_nothing_that_only_work_needs() -> None:
    assert not {"pytest", "mypy", "ruff", "hypothesis", "import-linter", "uv", "polars"} & set(locked(RUN))


@pytest.mark.parametrize("name", [RUN, DEV, BENCH])
def test_lock_file_has_hashes_and_names_no_index(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--(index-url|extra-index-url|find-links|trusted-host)", text)
    for block in re.split(r"\n(?=[A-Za-z0-9])", text.split("\n", 2)[2]):
        assert "--hash=sha256:" in block, block


def test_every_dependency_of_the_run_time_says_why_it_is_there_and_from_which_version() -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    section = text.split("\ndependencies = [\n")[1].split("\n]")[0]
    for line in section.splitlines():
        assert re.fullmatch(r'    "[^"]+>=[^"]+",  # .{10,}', line), line


def test_import_contracts_are_in_force() -> None:
    """`make test` runs them with import-linter; this says that they are there, and name every part of Jalon."""
    contracts = SETTINGS["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["type"] == "layers")["layers"]
    placed = {name.strip() for layer in layers for name in layer.split("|")}
    parts = {
        f"jalon.{path.stem}"
        for path in (PROJECT / "src/jalon").iterdir()
        if (path.is_dir() and (path / "__init__.py").exists() and any(path.glob("*.py")))
        or (path.suffix == ".py" and path.stem not in ("__init__", "__main__"))
    }
    data_only = {"jalon.definitions"}
    assert parts - data_only <= placed, f"no place in the import direction for {sorted(parts - data_only - placed)}"
    django_free = next(contract for contract in contracts if contract.get("forbidden_modules") == ["django"])
    with_django = {"jalon.cli", "jalon.web", "jalon.demo", "jalon.workflows", "jalon.records"}
    assert placed - with_django <= set(django_free["source_modules"])


def test_no_file_names_somebody_s_machine() -> None:
    """Paths of a home folder, and package indexes with a host, belong in nobody's clone."""
    home_path = re.compile(r"(?<![\w.])/(?:home|Users|root)/[a-z]\w*/|[A-Z]:\\\\?Users\\")
    index = re.compile(r"--(?:extra-)?index-url[ =]\S|--trusted-host[ =]\S|\bindex-url\s*=")
    offences = [
        f"{path}: {match[0]}"
        for path, text in tracked_texts()
        for match in [*home_path.finditer(text), *index.finditer(text)]
        if path != Path("tests/unit/test_house.py")
    ]
    assert not offences


def test_no_module_is_named_for_nothing() -> None:
    empty = {"helpers", "common", "manager", "service", "services", "misc", "utils", "util"}
    offences = [str(path) for path in tracked_files() if path.suffix == ".py" and path.stem in empty]
    assert not offences


def test_no_one_s_data_is_tracked() -> None:
    """A group's folder never goes under version control by accident."""
    private = {"group.key", "records.sqlite3", "jalon.toml"}
    assert not [str(path) for path in tracked_files() if path.name in private]


def test_licence_is_apache_2() -> None:
    text = (PROJECT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert SETTINGS["project"]["license"] == "Apache-2.0"


@pytest.mark.parametrize("target", ["run", "test", "check", "fix", "bench", "docs", "lock", "help"])
def test_makefile_has_the_commands_and_explains_them(target: str) -> None:
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:.*  ## \S", text, flags=re.M)
    assert re.search(rf"^\.PHONY:.*\b{target}\b", text, flags=re.M)


def test_ci_calls_the_two_commands() -> None:
    path = PROJECT / ".ci/run"
    assert path.stat().st_mode & 0o100, ".ci/run is not executable"
    text = path.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert re.search(r"^make test\b", text, flags=re.M)
    assert re.search(r"^make check\b", text, flags=re.M)
