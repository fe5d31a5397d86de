"""`spec`: one paragraph of the manual, run on every engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jalon.figures.engines import ENGINES
from spec.case import build_case


@pytest.fixture(params=sorted(ENGINES))
def spec(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Check that an engine gives the answers stated; see `spec.case.Case` for the arguments."""

    def check(**stated: Any) -> None:
        build_case(**stated).check(ENGINES[request.param])

    return check
