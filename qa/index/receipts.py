"""What was done for a request that a client may send again: one small file a key, for a day.

A receipt is kept before the article is written, and says so when it was; so a request that comes
again, also after a crash between the two, is neither done twice nor lost.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qa import durable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEPT = timedelta(days=1)
"""How long a key is remembered."""

_SWEPT_EACH = 100


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was asked under a key (a digest), which article it became, and whether it is written."""

    request: str
    article_id: str
    etag: str
    written: bool
    at: str


class Receipts:
    """The receipts of one index folder, by key."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._clock = clock
        self._kept = 0

    def find(self, key: str) -> Receipt | None:
        """Return what is known of a key; None when nothing is, or it is too old."""
        try:
            receipt = Receipt(**json.loads(self._place(key).read_bytes()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        return None if self._old(receipt.at) else receipt

    def keep(self, key: str, *, request: str, article_id: str, etag: str, written: bool) -> None:
        """Remember a key; on the disk when this returns."""
        at = self._clock().isoformat(timespec="seconds")
        receipt = Receipt(request, article_id, etag, written, at)
        durable.write_file(self._place(key), json.dumps(asdict(receipt)).encode())
        self._kept += 1
        if self._kept % _SWEPT_EACH == 0:
            self._sweep()

    def _place(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode()).hexdigest()

    def _old(self, at: str) -> bool:
        return self._clock() - datetime.fromisoformat(at) > KEPT

    def _sweep(self) -> None:
        for path in self._folder.iterdir():
            try:
                old = self._old(json.loads(path.read_bytes())["at"])
            except (OSError, ValueError, KeyError, TypeError):
                continue
            if old:
                path.unlink(missing_ok=True)
