"""A real Chromium for the tests that look at a page: Debian's, driven by Playwright."""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Lend a headless browser; without one the tests are skipped, but in CI they fail.

    While it is open this thread cannot run an event loop of its own, so it is best lent for a
    module or a folder of tests, not for all of them.
    """
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: apt-get install chromium, as .ci/run does")
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as driver:
        # --no-sandbox: a container's root has none; the pages are our own and load nothing else.
        opened = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
