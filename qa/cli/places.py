"""Where things lie on this machine, said so that it is nobody else's business."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import qa

if TYPE_CHECKING:
    from qa.settings import Settings


class Places:
    """Names files over HTTP by what they belong to: `index/000007/order.npy`."""

    def __init__(self, settings: Settings) -> None:
        named = {
            "corpus": settings.corpus,
            "index": settings.index,
            "embedder": Path(settings.embedder),
            "tmp": Path(tempfile.gettempdir()),
            "qa": Path(qa.__file__).parent,
        }
        known = [(str(way), name) for name, path in named.items() for way in _ways(name, path)]
        self._names = dict(reversed(known))
        longest_first = sorted(self._names, key=len, reverse=True)
        self._known = re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})(?![\\w.-])")

    def rename(self, text: str) -> str:
        """Return a text in which none of these folders is told.

        >>> from qa.settings import Settings
        >>> Places(Settings(index=Path("/srv/qa/index"))).rename("/srv/qa/index/000007: is damaged")
        'index/000007: is damaged'
        """
        return self._known.sub(lambda found: self._names[found[0]], text)


def _ways(name: str, path: Path) -> set[Path]:
    """Return the absolute paths under which errors may tell of a folder."""
    if name == "embedder" and not path.is_absolute():
        return set()  # it is the name of a model
    return {path.absolute(), path.resolve()} - {Path("/")}
