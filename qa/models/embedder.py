"""OnnxEmbedder: text to unit vectors with onnxruntime and tokenizers, without torch.

Each text is run alone. Dynamic int8 scales activations over the whole input, so in a batch a
text's vector would depend on its neighbours; and on a few cores single runs in as many threads
are faster than padded batches (measured: 50-60 against 36-40 texts of 217 tokens a second).
"""

from __future__ import annotations

import functools
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from qa.models.cache import GRAPH, TOKENIZER, ModelCard, read_card
from qa.models.running import longest_first, open_session, open_tokenizer, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.protocols import Progress

_SLAB = 128  # texts handed to the pool at once, per thread: a million queued would fill memory
_FEW = 32  # of which the longest come first: with more, progress would come in jumps
_QUESTIONS = 256  # remembered: searching and reading both embed the question that is asked
_TELL_EVERY = 0.05  # seconds between two calls of `progress`


class OnnxEmbedder:
    """An exported model. Threads may share one; a text's vector is the same bits every time."""

    def __init__(self, card: ModelCard, folder: Path, *, threads: int) -> None:
        if threads < 1:
            raise ValueError(f"{threads} threads")
        self._card = card
        self._threads = threads
        self._session = open_session(folder / GRAPH)
        self._tokenizer = open_tokenizer(folder / TOKENIZER)
        self._pool = ThreadPoolExecutor(threads, "embed")  # its threads start when first needed
        self._embed_question = functools.lru_cache(_QUESTIONS)(self._embed)

    @classmethod
    def load(cls, folder: Path, *, threads: int) -> OnnxEmbedder:
        """Open a cached export after checking its files; ModelError when one is damaged."""
        return cls(read_card(folder), folder, threads=threads)

    @property
    def name(self) -> str:
        """Model, fingerprint and precision."""
        return self._card.embedder_name

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        return self._card.dimensions

    def embed_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one unit row a text, float32 of shape (len(texts), dimensions)."""
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for row, vector in told(self._each(texts), len(texts), progress):
            vectors[row] = vector
        return vectors

    def embed_question(self, question: str) -> NDArray[np.float32]:
        """Return one unit vector, float32 of shape (dimensions,)."""
        return self._embed_question(self._card.prompts.query + question)

    def _each(self, texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        if len(texts) <= _FEW:
            yield from longest_first(self._pool, self._embed_passage, texts, len)
            return
        slab = _SLAB * self._threads
        for start in range(0, len(texts), slab):
            yield from self._pool.map(self._embed_passage, texts[start : start + slab])

    def _embed_passage(self, text: str) -> NDArray[np.float32]:
        return self._embed(self._card.prompts.document + text)

    def _embed(self, text: str) -> NDArray[np.float32]:
        ids = self._tokenizer.encode(plain(text)).ids
        (vectors,) = self._session.run(None, {self._card.inputs[0]: np.array([ids], np.int64)})
        vector: NDArray[np.float32] = vectors[0]
        vector.flags.writeable = False  # it may be remembered
        return vector


def told(
    vectors: Iterable[NDArray[np.float32]], total: int, progress: Progress | None
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Yield each vector with its row; tell `progress` now and then, and at the end."""
    last = -_TELL_EVERY
    for row, vector in enumerate(vectors):
        yield row, vector
        done = row + 1
        if progress and (done == total or time.monotonic() - last >= _TELL_EVERY):
            last = time.monotonic()
            progress("embed", done, total)
