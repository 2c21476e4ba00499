"""A graph on its way: saved now and then, so that a build that is killed over it loses little.

Nodes are told by the keys of their texts, as vectors are: slots are given out anew by the build
that takes the graph over, but the same text has the same vector.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.index.parts import COMPLETE, is_complete, mark_complete
from qa.index.vectors import GRAPH, GRAPH_KIND

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

EACH, SHARE = 65_536, 8
"""A graph is saved when so many nodes were added since, half a minute's work, and an eighth of what
is saved already: so what is written in all is at most about nine times the graph."""

PREFIX = "graph-"
KEYS = "keys.npy"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A graph that was saved: its folder, and the key of each node, 16 bytes."""

    folder: Path
    keys: NDArray[np.void]


class Checkpoints:
    """Saves the graph of one build in the folder that it builds in, and removes what that replaces.

    `taken` are checkpoints that the graph begins with, or that are of no use beside it.
    """

    def __init__(self, folder: Path, embedder: str, taken: Sequence[Checkpoint] = ()) -> None:
        self.folder = folder
        self._embedder = embedder
        self._replaced = [each.folder for each in taken]
        self._saved = 0

    def begin(self, nodes: int) -> None:
        """Say that the graph has so many nodes that need not be made again."""
        self._saved = nodes

    def offer(self, keys: NDArray[np.void], write: Callable[[Path], None]) -> None:
        """Save a graph whose nodes have these keys, with `write`, once it is worth it."""
        if len(keys) < self._saved + max(EACH, self._saved // SHARE):
            return
        place = self.folder / f"{PREFIX}{len(keys)}"
        place.mkdir()
        write(place / GRAPH)
        np.save(place / KEYS, keys, allow_pickle=False)
        mark_complete(place, _made_by(self._embedder), (GRAPH, KEYS))
        self._saved = len(keys)
        self.remove()
        self._replaced = [place]

    def remove(self) -> None:
        """Remove what is saved; before a generation is published, for it is no part of one."""
        for place in self._replaced:
            shutil.rmtree(place, ignore_errors=True)


def find_checkpoints(stray: Path, embedder: str) -> list[Checkpoint]:
    """Return the intact graphs over vectors of `embedder` that a killed build saved."""
    made_by = _made_by(embedder)
    return [
        Checkpoint(place, np.load(place / KEYS, allow_pickle=False))
        for place in sorted(path.parent for path in stray.glob(f"{PREFIX}*/{COMPLETE}"))
        if is_complete(place, made_by, (GRAPH, KEYS))
    ]


def _made_by(embedder: str) -> str:
    return f"{embedder} {GRAPH_KIND}"
