"""Arrays on disk come back as they went, or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from jalon.facts.kept import BuiltIfNeeded, DamagedArraysError, open_arrays, write_arrays

ARRAYS = {
    "numbers": np.arange(1000, dtype=np.int32),
    "small": np.array([1, 2, 3], np.uint8),
    "truths": np.array([True, False]),
    "labels": np.array(["féminin", "x"]),
    "none": np.zeros(0, np.int64),
}


def test_arrays_come_back_with_their_types(tmp_path: Path) -> None:
    write_arrays(tmp_path / "a.arrays", ARRAYS)
    found = open_arrays(tmp_path / "a.arrays")
    assert found is not None
    assert set(found) == set(ARRAYS)
    for name, array in ARRAYS.items():
        assert found[name].dtype == array.dtype
        assert found[name].tolist() == array.tolist()


def test_every_byte_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.arrays"
    write_arrays(path, ARRAYS)
    whole = path.read_bytes()
    unused = 0
    for at in range(len(whole)):
        path.unlink()
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        found = open_arrays(path)
        if found is None:
            continue
        try:
            assert all(found[name].tolist() == array.tolist() for name, array in ARRAYS.items())
            unused += 1  # between two arrays
        except DamagedArraysError:
            pass
    assert unused < len(ARRAYS) * 64


@pytest.mark.parametrize("kept", [b"", b"x", b"x" * 100, None])
def test_what_is_no_file_of_arrays_is_none(tmp_path: Path, kept: bytes | None) -> None:
    if kept is not None:
        (tmp_path / "a.arrays").write_bytes(kept)
    assert open_arrays(tmp_path / "a.arrays") is None


def test_a_damaged_array_is_built_and_the_others_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.arrays"
    write_arrays(path, ARRAYS)
    path.write_bytes(b"\xff" + path.read_bytes()[1:])
    built = []

    def build() -> dict[str, np.ndarray]:
        built.append(1)
        return ARRAYS

    arrays = BuiltIfNeeded(open_arrays(path), build)
    assert arrays["small"].tolist() == [1, 2, 3]
    assert not built
    assert arrays["numbers"].tolist() == ARRAYS["numbers"].tolist()
    assert arrays["truths"].tolist() == [True, False]
    assert len(built) == 1
