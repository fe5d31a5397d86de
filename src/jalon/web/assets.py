"""The site's own stylesheet and images, served under a name that changes with what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

FOLDER = Path(__file__).parent / "static"


@cache
def assets_digest() -> str:
    """One digest over all files: any change gives all of them new addresses."""
    digest = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(FOLDER).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def asset_address(name: str) -> str:
    """Where a browser finds a file of `static/`."""
    return f"/static/{assets_digest()}/{name}"


class Assets(WhiteNoiseMiddleware):  # type: ignore[misc,unused-ignore]
    """Answers for the files themselves, compressed and kept by browsers for good; the rest is for the pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self.add_files(str(FOLDER), prefix=f"static/{assets_digest()}/")

    def immutable_file_test(self, path: str, url: str) -> bool:
        """All of them: the address holds their digest."""
        return True
