"""A town whose articles may be changed: a real server, with words in place of a model."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.faults.conftest import Place
from tests.page.articles import TOWN, hostile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.conftest import Server

HOSTILE = tuple(each for each in hostile(30) if "\0" not in each.text)


@contextlib.contextmanager
def changeable(folder: Path, **environ: str) -> Iterator[Server]:
    """Lend a server over the town's news and some hostile articles, once it answers."""
    expect.set_options(timeout=30_000)  # builds are less urgent than whatever else runs
    place = Place(folder)
    place.corpus.folder.mkdir()
    place.write(*TOWN, *HOSTILE)
    with place.served(**environ) as server:
        server.wait_until(server.ready)
        yield server
