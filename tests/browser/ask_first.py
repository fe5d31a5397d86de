"""What the walks ask as visitors, asked of a folder in one order, after what its site decides before it opens and before what
it decides once it is open.

What a visitor is told depends on what was told before, so the walks fix what came first: `python ask_first.py HOME`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from jalon.home import open_home
from jalon.web.settings import open_site

HALF_YEARS = "before_period=2021-01..2021-06&after_period=2021"
PAGES = (
    "/en/figures/young_people_supported?period=2018..2021&by=age_band",
    f"/en/compare?indicator=participants&{HALF_YEARS}",
    f"/en/compare?indicator=mana_participants&{HALF_YEARS}",
)


def ask_first(home: Path) -> None:
    """Ask every page, as somebody who did not sign in."""
    opened = open_home(home)
    open_site(opened)
    from django.test import Client

    from jalon.workflows.release import settle_latest

    settle_latest(opened)
    visitor = Client(SERVER_NAME="127.0.0.1")
    for page in PAGES:
        answer = visitor.get(page)
        assert answer.status_code == 200, (page, answer.status_code)


if __name__ == "__main__":
    ask_first(Path(sys.argv[1]))
