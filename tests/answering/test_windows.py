"""Which sentences of the passages are read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.answering.questions import take_apart
from qa.answering.windows import choose_windows, strengths_of
from qa.text.words import weight
from qa.types import Passage

FILLER = "The corridor was long and quiet that day. "
TEXT = f"# Cast\n\n{FILLER * 6}Park Ji-hu plays On-jo. She was sixteen then. {FILLER * 6}"


def _passage(text: str, article: str = "a", *, dense: float = 0.5, start: int = 7) -> Passage:
    return Passage(article, "Title", None, "", "", text, start, start + len(text), 1, dense, 3.0)


def test_a_window_lies_around_the_sentence_that_shares_most_with_the_question() -> None:
    (window,) = choose_windows(take_apart("Who plays On-jo?"), [_passage(TEXT)], most=1, words=30)
    assert "Park Ji-hu plays On-jo. She was sixteen then." in window.text
    assert weight(window.text) <= 30


def test_a_heading_is_never_a_sentence_that_may_be_quoted() -> None:
    text = "# On-jo plays\n\nNobody knows. Everybody asks."
    passage = _passage(text)
    windows = choose_windows(take_apart("Who plays On-jo?"), [passage])
    quoted = [text[a - 7 : b - 7] for window in windows for a, b in window.sentences]
    assert sorted(quoted) == ["Everybody asks.", "Nobody knows."]


def test_a_stronger_passage_comes_first_when_both_share_as_much() -> None:
    weak, strong = _passage(TEXT, "weak", dense=0.2), _passage(TEXT, "strong", dense=0.8)
    windows = choose_windows(take_apart("Who plays On-jo?"), [weak, strong], most=2)
    assert windows[0].passage is strong


def test_without_passages_nothing_is_read() -> None:
    assert choose_windows(take_apart("Who?"), []) == []
    assert strengths_of([]) == []


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(1, 8), st.integers(10, 80))
def test_no_sentence_is_read_twice_though_chunks_overlap(
    counts: list[int], most: int, words: int
) -> None:
    whole = " ".join(f"Sentence number {at} stands here alone." for at in range(12))
    passages = []
    for count in counts:
        at = whole.index(f"Sentence number {count} ")
        passages.append(Passage("a", "T", None, "", "", whole[at:], at, len(whole), 1, 0.5, 1.0))
    windows = choose_windows(take_apart("Which number?"), passages, most=most, words=words)
    read = [each for window in windows for each in window.sentences]
    assert len(windows) <= most
    assert len(read) == len(set(read))
    assert all(
        whole[window.start : window.end] == window.text and window.sentences for window in windows
    )
