"""OnnxSpanModel: question and text to the spans that may answer, with onnxruntime, without torch.

The model is package data, made by `training/` (docs/reader.md). Each text is run alone, for the
reasons of `qa.models.embedder`: neighbours in a batch would change an int8 result, and on a few
cores one text a thread is faster than a padded batch.
"""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from qa.models.card import GRAPH, SHIPPED, TOKENIZER, read_card
from qa.models.running import longest_first, open_session, open_tokenizer, plain
from qa.types import Extraction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_LONGEST_ANSWER = 30  # tokens
_TITLE_TOKENS = 48  # of a title that is a story in itself, the beginning
_QUESTION_TOKENS = 96  # a longer question is cut off: the text has to fit as well


class OnnxSpanModel:
    """Implements `SpanModel`. Threads may share one; the same input gives the same bits."""

    def __init__(self, folder: Path, *, most_tokens: int, threads: int) -> None:
        if threads < 1:
            raise ValueError(f"{threads} threads")
        self._session = open_session(folder / GRAPH)
        self._tokenizer = open_tokenizer(folder / TOKENIZER)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._most_tokens = most_tokens
        self._opening, self._closing = self._tokenizer.encode("").ids  # [CLS] [SEP]
        self._pool = ThreadPoolExecutor(threads, "read")  # its threads start when first needed

    @classmethod
    def load(cls, folder: Path = SHIPPED, *, threads: int) -> OnnxSpanModel:
        """Open a reader after checking its files; ModelError when one is missing or damaged."""
        return cls(folder, most_tokens=read_card(folder, GRAPH), threads=threads)

    def extract(
        self, question: str, texts: Sequence[tuple[str, str]], most: int
    ) -> list[list[Extraction]]:
        """Return, for each (title, text), up to `most` spans apart from each other, best first."""
        asked = self._tokens(question).ids[:_QUESTION_TOKENS]
        extract = functools.partial(self._extract, asked, most)
        return longest_first(self._pool, extract, texts, _length)

    def is_word(self, word: str) -> bool:
        """Whether a word in lower case is one of the 30,522 entries of the vocabulary."""
        return self._tokenizer.token_to_id(word) is not None

    def _extract(self, asked: list[int], most: int, titled: tuple[str, str]) -> list[Extraction]:
        title, text = titled
        lead = self._tokens(f"{title}\n").ids[:_TITLE_TOKENS] if title else []
        encoding = self._tokens(text)
        room = self._most_tokens - len(asked) - len(lead) - 3
        held = encoding.ids[: max(room, 0)]
        if not held:
            return []
        first = len(asked) + 2
        ids = [self._opening, *asked, self._closing, *lead, *held, self._closing]
        types = [0] * first + [1] * (len(ids) - first)
        spans, answerable = self._session.run(
            None,
            {
                "input_ids": np.array([ids], np.int64),
                "token_type_ids": np.array([types], np.int64),
            },
        )
        nothing = float(spans[0, 0].sum())
        text_at = first + len(lead)
        logits = spans[0, text_at : text_at + len(held)]
        offsets = encoding.offsets
        return [
            Extraction(offsets[start][0], offsets[end][1], score - nothing, float(answerable[0]))
            for start, end, score in best_spans(logits, most)
        ]

    def _tokens(self, text: str):  # type: ignore[no-untyped-def]  # tokenizers' Encoding is untyped
        return self._tokenizer.encode(plain(text), add_special_tokens=False)


def _length(titled: tuple[str, str]) -> int:
    title, text = titled
    return len(title) + len(text)


def best_spans(logits: NDArray[np.float32], most: int) -> list[tuple[int, int, float]]:
    """Return up to `most` spans (first, last, score) that share no token, best first.

    `logits` is float32 of shape (tokens, 2): how well an answer starts, and ends, at each token.

    >>> best_spans(np.array([[0, 0], [3, 1], [0, 4]], np.float32), 2)
    [(1, 2, 7.0), (0, 0, 0.0)]
    """
    length = len(logits)
    sums = logits[:, 0][:, None] + logits[:, 1][None, :]
    reach = np.arange(length)[None, :] - np.arange(length)[:, None]
    sums = np.where((reach >= 0) & (reach < _LONGEST_ANSWER), sums, -np.inf)
    found: list[tuple[int, int, float]] = []
    while len(found) < most:
        start, end = np.unravel_index(int(sums.argmax()), sums.shape)
        score = float(sums[start, end])
        if score == -np.inf:
            break
        found.append((int(start), int(end), score))
        sums[: end + 1, start:] = -np.inf  # every span that would share a token with it
    return found
