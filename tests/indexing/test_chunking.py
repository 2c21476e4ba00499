"""Chunks: whole units, exact spans, nothing lost, never too long."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.indexing.chunking import ChunkSettings, chunk_text, embedded_text
from qa.text.units import Kind, units
from qa.text.words import weight
from qa.types import Article
from tests.text.test_units import TEXTS

SETTINGS = st.tuples(st.integers(4, 40), st.integers(0, 3)).map(lambda pair: ChunkSettings(*pair))


@given(TEXTS, SETTINGS)
@example("x" * 500, ChunkSettings(10, 2))
@example("김" * 200, ChunkSettings(10, 2))
@example("👩‍👩‍👧" * 90, ChunkSettings(5, 1))
def test_chunks_are_exact_ordered_spans_that_lose_no_letter(
    text: str, settings: ChunkSettings
) -> None:
    chunks = chunk_text(text, settings)
    assert [chunk.start for chunk in chunks] == sorted({chunk.start for chunk in chunks})
    assert all(chunk.end <= len(text) for chunk in chunks)
    covered = {at for chunk in chunks for at in range(chunk.start, chunk.end)}
    headings = {
        at
        for unit in units(text)
        if unit.kind is Kind.HEADING
        for at in range(unit.start, unit.end)
    }
    lost = [text[at] for at in range(len(text)) if at not in covered | headings]
    assert not any(char.isalpha() for char in lost)


@given(TEXTS, SETTINGS)
def test_the_words_quoted_by_one_chunk_fit_its_limit(text: str, settings: ChunkSettings) -> None:
    for chunk in chunk_text(text, settings):
        inside = [unit for unit in units(text) if chunk.start <= unit.start < chunk.end]
        assert (
            sum(weight(text[unit.start : min(unit.end, chunk.end)]) for unit in inside)
            <= settings.words + 1
        )


def test_neighbours_share_a_sentence() -> None:
    text = " ".join(f"Sentence number {n} has six words." for n in range(12))
    chunks = chunk_text(text, ChunkSettings(words=30, overlap=7))
    shared = [text[after.start : before.end] for before, after in itertools.pairwise(chunks)]
    assert len(chunks) > 2
    assert all(words.startswith("Sentence") and words.count(".") == 1 for words in shared)


def test_a_chunk_never_crosses_a_heading_and_carries_it() -> None:
    article = Article("a", "Title", "# One\n\nAlpha beta.\n\n# Two\n\nGamma delta.")
    chunks = chunk_text(article.text, ChunkSettings())
    assert [embedded_text(article, chunk) for chunk in chunks] == [
        "Title\nOne\nAlpha beta.",
        "Title\nTwo\nGamma delta.",
    ]


def test_rows_of_a_long_table_carry_its_header() -> None:
    rows = "".join(f"| Actor {n} | Role {n} |\n" for n in range(20))
    article = Article("a", "Title", f"| actor | role |\n|---|---|\n{rows}")
    texts = [
        embedded_text(article, chunk) for chunk in chunk_text(article.text, ChunkSettings(40, 0))
    ]
    assert len(texts) > 2
    assert all("| actor | role |" in text for text in texts)


def test_a_heading_with_nothing_below_can_still_be_found() -> None:
    text = "# Only a heading"
    assert [text[chunk.start : chunk.end] for chunk in chunk_text(text, ChunkSettings())] == [
        "Only a heading"
    ]


def test_an_overlap_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        ChunkSettings(words=10, overlap=10)
