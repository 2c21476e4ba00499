"""Question -> passages: two searches over one generation, fused, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qa.answering.beside import in_turn
from qa.answering.fusion import DENSE_WEIGHT, fuse
from qa.answering.timing import untimed
from qa.text import korean
from qa.text.words import cjk_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa.answering.beside import Both
    from qa.answering.fusion import Fusion
    from qa.answering.timing import Timed
    from qa.protocols import Embedder, Searcher
    from qa.types import Candidate, Filters, Hit, Passage

BREADTH = 100
"""How many rows each search contributes before fusion."""


def dense_weight(question: str) -> float:
    """Return how much the dense search counts: half as much where the letters are not Latin.

    The default model was made for English and tells Hangul, Kana and Han hardly apart. Measured in
    docs/evaluation.md.
    """
    return DENSE_WEIGHT * (1 - cjk_share(question) / 2)


@dataclass(frozen=True, slots=True)
class Retriever:
    """Finds passages in one searcher by meaning and by words.

    The search by words needs no vector: `both` may do it while the question is embedded.
    """

    embedder: Embedder
    searcher: Searcher
    fusion: Fusion = fuse
    timed: Timed = untimed
    both: Both = in_turn

    def retrieve(self, question: str, limit: int, filters: Filters) -> Sequence[Passage]:
        """Return up to `limit` passages, best first."""
        return self.searcher.passages(self.candidates(question, filters, limit))

    def candidates(
        self, question: str, filters: Filters, most: int | None = None
    ) -> list[Candidate]:
        """Return every row that either search found, or the `most` best of them, best first."""
        (vector, near), worded = self.both(
            lambda: self._near(question, filters), lambda: self._worded(question, filters)
        )
        with self.timed("fuse"):
            dense = {hit.row: hit.score for hit in near}
            lexical = {hit.row: hit.score for hit in worded}
            unscored = [row for row in lexical if row not in dense]
            dense |= zip(unscored, self.searcher.score_dense(vector, unscored), strict=True)
            return self.fusion(dense, lexical, weight=dense_weight(question), most=most)

    def _near(self, question: str, filters: Filters) -> tuple[NDArray[np.float32], Sequence[Hit]]:
        with self.timed("embed"):
            vector = self._vector(question)
        with self.timed("dense"):
            return vector, self.searcher.search_dense(vector, BREADTH, filters)

    def _worded(self, question: str, filters: Filters) -> Sequence[Hit]:
        with self.timed("lexical"):
            return self.searcher.search_lexical(question, BREADTH, filters)

    def _vector(self, question: str) -> NDArray[np.float32]:
        """Embed a question; a Korean one half as what its names and common words are in English.

        The default model reads English only. With another, and over Korean articles, the question
        itself is the better half.
        """
        vector = self.embedder.embed_question(question)
        if not (korean.take_apart(question) and (english := korean.in_english(question))):
            return vector
        both = vector + self.embedder.embed_question(english)
        return np.asarray(both / np.linalg.norm(both), np.float32)
