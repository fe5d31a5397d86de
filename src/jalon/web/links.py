"""Where a page leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)"')


def find_links(body: str) -> Iterator[str]:
    """Addresses of pages of this site that a page leads to; files to take away and pages of accounts are left out."""
    for address in map(unescape, LINK.findall(body)):
        parts = urlsplit(address).path.split("/")
        if "account" not in parts and not parts[-1].startswith("download."):
            yield address
