"""Sampled vectors and made-up articles: always the same, and compared with brute force rightly."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import sampling
from benchmarks.sampling import exact, slabs
from benchmarks.synthetic import Articles, SampledEmbedder
from qa.indexing.chunking import ChunkSettings, chunk_text, embedded_text


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> np.ndarray[tuple[int, int], np.dtype[np.float16]]:
    monkeypatch.setattr(sampling, "SLAB", 64)
    rows = np.random.default_rng(1).normal(size=(30, 16))
    half: np.ndarray[tuple[int, int], np.dtype[np.float16]] = rows.astype(np.float16)
    return half


def test_the_best_of_slabs_are_the_best_of_all(
    real: np.ndarray[tuple[int, int], np.dtype[np.float16]],
) -> None:
    stored = np.concatenate(list(slabs(real, 200))).astype(np.float32)
    asked = real[:5].astype(np.float32)
    keep = np.arange(200) % 3 == 0
    for kept in (None, keep):
        scores = asked @ stored.T
        if kept is not None:
            scores[:, ~kept] = -9
        best = exact(real, 200, asked, kept, 10)
        assert best.tolist() == np.argsort(-scores, axis=1, kind="stable")[:, :10].tolist()


def test_a_chunk_of_a_made_up_article_has_the_vector_of_its_number() -> None:
    real = np.eye(16, dtype=np.float16)
    articles = Articles(50)
    assert articles[7] == articles[7]
    chunks = chunk_text(articles[7].text, ChunkSettings())
    texts = [embedded_text(articles[7], chunk) for chunk in chunks]
    expected = np.concatenate(list(slabs(real, 200)))[28:32]
    found = SampledEmbedder("sampled@fake", real, 200).embed_passages(texts)
    assert np.array_equal(found.astype(np.float16), expected)
