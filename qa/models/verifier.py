"""OnnxVerifier: how likely marked words answer a question, with onnxruntime, without torch.

The span model proposes words of one window; this second network sees the question beside each of
the best proposals, marked where they stand, and was trained on what the first proposes ("Read +
Verify", Hu et al. 2019; span-focused reranking, Iyer et al. 2021). It is package data as well, made
by `training/` (docs/reader.md). Each text is run alone, as in `qa.models.reader`.
"""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from qa.models.card import SHIPPED, TOKENIZER, VERIFIER, read_card
from qa.models.running import longest_first, open_session, open_tokenizer, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tokenizers import Tokenizer

    from qa.types import Marked

MOST_TOKENS = 112

_QUESTION_TOKENS = 40  # a longer question is cut off, and so are longer titles and spans
_TITLE_TOKENS = 16
_SPAN_TOKENS = 48
_MARKS = (1, 2)  # two entries of the vocabulary that stand for no word


class OnnxVerifier:
    """Implements `Verifier`. Threads may share one; the same input gives the same bits."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        if threads < 1:
            raise ValueError(f"{threads} threads")
        self._session = open_session(folder / VERIFIER)
        self._tokenizer = open_tokenizer(folder / TOKENIZER)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._pool = ThreadPoolExecutor(threads, "verify")  # its threads start when first needed

    @classmethod
    def load(cls, folder: Path = SHIPPED, *, threads: int) -> OnnxVerifier:
        """Open a verifier after checking its files; ModelError when one is missing or damaged."""
        read_card(folder, VERIFIER)
        return cls(folder, threads=threads)

    def verify(self, question: str, marked: Sequence[Marked]) -> list[float]:
        """Return a logit for each: how likely the marked words answer; above 0 rather than not."""
        return longest_first(self._pool, functools.partial(self._verify, question), marked, _length)

    def _verify(self, question: str, marked: Marked) -> float:
        ids, types = encode_marked(self._tokenizer, question, marked)
        (logits,) = self._session.run(
            None,
            {
                "input_ids": np.array([ids], np.int64),
                "token_type_ids": np.array([types], np.int64),
            },
        )
        return float(logits[0])


def _length(marked: Marked) -> int:
    return len(marked.text)


def encode_marked(
    tokenizer: Tokenizer, question: str, marked: Marked
) -> tuple[list[int], list[int]]:
    """Return token ids and types of a question and a text, at most `MOST_TOKENS`.

    The words in question stand between two marks, and have the type of the question. Where not all
    of the text fits, what stands farthest from them is left out.
    """

    def ids_of(text: str) -> list[int]:
        ids: list[int] = tokenizer.encode(plain(text), add_special_tokens=False).ids
        return ids

    opening, closing = tokenizer.encode("").ids  # [CLS] [SEP]
    title, text = marked.title, marked.text
    asked = ids_of(question)[:_QUESTION_TOKENS]
    lead = ids_of(f"{title}\n")[:_TITLE_TOKENS] if title else []
    span = ids_of(text[marked.start : marked.end])[:_SPAN_TOKENS]
    before, after = ids_of(text[: marked.start]), ids_of(text[marked.end :])
    room = MOST_TOKENS - len(asked) - len(lead) - len(span) - 5
    fits_before = min(len(before), max(room // 2, room - len(after)))
    fits_after = min(len(after), room - fits_before)
    first = [*lead, *before[len(before) - fits_before :]]
    last = after[:fits_after]
    ids = [opening, *asked, closing, *first, _MARKS[0], *span, _MARKS[1], *last, closing]
    types = [0] * (len(asked) + 2) + [1] * len(first) + [0] * (len(span) + 2)
    return ids, types + [1] * (len(last) + 1)
