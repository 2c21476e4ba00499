"""Watches the corpus folder: what people and programs put there is built. The user of watchfiles.

Nothing is read here. That something changed is all that is told; a build finds out what.
"""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import watchfiles

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

QUIET = 200
"""Milliseconds without a change after which what changed is told; a copy may take a while."""

LONGEST = 2_000
"""Milliseconds after which it is told all the same."""

_RETRY = 2.0
_POLL = 1_000


class Watcher:
    """Calls `changed` after files of `folder` came, changed or went; also when it is made later."""

    def __init__(self, folder: Path, changed: Callable[[], object]) -> None:
        self._folder = folder
        self._changed = changed
        self._closed = Event()
        self._polling = False
        self._thread = Thread(target=self._run, name="qa-watcher", daemon=True)

    def start(self) -> None:
        """Tell what may have changed before, and watch from now on."""
        self._thread.start()

    def close(self) -> None:
        """Watch no longer."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        missing = False
        while not self._closed.is_set():
            try:
                self._watch()
            except FileNotFoundError:
                if not missing:
                    logger.warning("%s is not there yet: it is built once it is", self._folder)
                missing = True
            except OSError as error:
                logger.warning("%s is looked at each second: %s", self._folder, error)
                self._polling = True
            self._closed.wait(_RETRY)

    def _watch(self) -> None:
        changes = watchfiles.watch(
            self._folder,
            watch_filter=_is_visible,
            debounce=LONGEST,
            step=QUIET,
            stop_event=self._closed,
            rust_timeout=500,
            yield_on_timeout=True,  # begins with a first look, and notices a folder that went
            raise_interrupt=False,
            force_polling=self._polling,
            poll_delay_ms=_POLL,
        )
        first = True
        for change in changes:
            if first or change:
                self._changed()
            first = False
            if not self._folder.is_dir():
                return


def _is_visible(_: watchfiles.Change, path: str) -> bool:
    """Whether a change may matter: our own files on their way in begin with a dot."""
    name = Path(path).name
    return not (name.startswith(".") or name.endswith("~"))
