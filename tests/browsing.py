"""A real Chromium for the tests that look at a page."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import pytest

from benchmarks.browsing import find_chromium, launch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Lend a headless browser; without one the tests are skipped, but in CI they fail.

    While it is open this thread cannot run an event loop of its own, so it is best lent for a
    module or a folder of tests, not for all of them.
    """
    path = find_chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: apt-get install chromium, as .ci/run does")
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with launch(path) as opened:
        yield opened
