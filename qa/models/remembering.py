"""An embedder that remembers: readers embed the same sentences for question after question.

A vector depends on its text and the model alone, so what is remembered never goes stale, also not
with a new generation. Builds do without: they embed no text twice.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.protocols import Embedder, Progress

ENTRIES = 4096
"""How many vectors are remembered: with their texts 8 MB at 384 dimensions."""

_LONGEST = 1000  # characters; longer texts are no sentences


class RememberingEmbedder:
    """Implements `Embedder` by another; thread-safe. The vectors are the other's, bit by bit."""

    def __init__(self, embedder: Embedder, *, entries: int = ENTRIES) -> None:
        self._embedder = embedder
        self._entries = entries
        self._lock = Lock()  # guards _kept; never held while something is embedded
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    @property
    def name(self) -> str:
        """Name of the other: vectors mix with its own."""
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        return self._embedder.dimensions

    def embed_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one unit row a text, float32 of shape (len(texts), dimensions)."""
        found = self._find(texts)
        missing = list(dict.fromkeys(text for text in texts if text not in found))
        if missing:
            fresh = self._embedder.embed_passages(missing, progress)
            # Copied: a row would keep all of its matrix.
            new = {text: row.copy() for text, row in zip(missing, fresh, strict=True)}
            self._keep(new)
            found |= new
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = found[text]
        return vectors

    def embed_question(self, question: str) -> NDArray[np.float32]:
        """Return one unit vector, float32 of shape (dimensions,)."""
        return self._embedder.embed_question(question)

    def _find(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        with self._lock:
            found = {text: self._kept[text] for text in texts if text in self._kept}
            for text in found:
                self._kept.move_to_end(text)
        return found

    def _keep(self, new: dict[str, NDArray[np.float32]]) -> None:
        with self._lock:
            self._kept |= {text: row for text, row in new.items() if len(text) <= _LONGEST}
            while len(self._kept) > self._entries:
                self._kept.popitem(last=False)
