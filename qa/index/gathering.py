"""The lexical indexes of several parts shown as one: tantivy's segments do not know each other."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_META = "meta.json"  # tantivy's list of segments
_TRIES, _WAIT = 20, 0.01


@contextlib.contextmanager
def gathered(folders: Sequence[Path]) -> Iterator[Path]:
    """Lend a folder that holds links to the segments of all, and one list of them.

    tantivy makes a lock file beside what it opens, and nothing may be written into a generation.
    """
    lent = Path(tempfile.mkdtemp(prefix="qa-lexical-"))
    try:
        told = [json.loads((folder / _META).read_bytes()) for folder in folders]
        together = told[0] | {"segments": [each for one in told for each in one["segments"]]}
        (lent / _META).write_text(json.dumps(together))
        for path in (path for folder in folders for path in folder.iterdir()):
            if not path.name.startswith((".", _META)):
                (lent / path.name).symlink_to(path.resolve())
        yield lent
    finally:
        _discard(lent)


def _discard(lent: Path) -> None:
    """Remove the lent folder, in which the reader that `open` starts may be making its lock yet."""
    for _ in range(_TRIES):
        shutil.rmtree(lent, ignore_errors=True)
        if not lent.exists():
            return
        time.sleep(_WAIT)
