"""The plain way, as most people write it: sentence-transformers on torch and faiss.IndexFlatIP.

As a script it starts, answers one question with the best text, and ends:

    python benchmarks/plain.py MODEL INDEX TEXTS QUESTION
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BATCH = 32


class PlainSearch:
    """A model, and an index of the texts that were built or loaded last."""

    def __init__(self, model: Path) -> None:
        self._model = SentenceTransformer(str(model), device="cpu")

    def build(self, texts: Sequence[str]) -> faiss.Index:
        """Embed the texts and index them."""
        vectors = self._embed(texts)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return index

    def load(self, index: Path, texts: Path) -> None:
        """Read an index and the texts behind its rows."""
        self._index = faiss.read_index(str(index))
        self._texts = json.loads(texts.read_text("utf-8"))

    def search(self, question: str, top_k: int) -> list[str]:
        """Return the texts nearest to the question, best first."""
        _, rows = self._index.search(self._embed([question]), top_k)
        return [self._texts[row] for row in rows[0]]

    def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def main() -> None:
    """Answer one question."""
    model, index, texts, question = sys.argv[1:]
    plain = PlainSearch(Path(model))
    plain.load(Path(index), Path(texts))
    print(plain.search(question, 5)[0], flush=True)


if __name__ == "__main__":
    main()
