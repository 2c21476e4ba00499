"""A headless Chromium for measuring and showing our pages: the system's, driven by Playwright."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Return the path of the browser; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def launch(path: str | None) -> Iterator[Browser]:
    """Lend a headless browser; while it is open this thread cannot run an event loop of its own."""
    from playwright.sync_api import sync_playwright

    if path is None:
        raise SystemExit("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as driver:
        # --no-sandbox: a container's root has none; the pages are our own and load nothing else.
        opened = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
