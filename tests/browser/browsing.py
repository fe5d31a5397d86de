"""What the browser's tests and their fixtures share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import Page

ACCOUNT = "demonstration"
Reading = Callable[..., AbstractContextManager[Page]]
