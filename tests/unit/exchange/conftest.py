from __future__ import annotations

from pathlib import Path

import pytest
from sheets_at_hand import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder to write sheets in, and to read them from."""
    return Desk(tmp_path)
