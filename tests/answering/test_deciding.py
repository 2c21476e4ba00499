"""From spans to an answer or an abstention."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.deciding import LOW_CONFIDENCE, NO_EVIDENCE, NO_WORDS, THRESHOLD, decide
from qa.types import Answer, Passage, Published, Span

TEXT = "Park Ji-hu plays On-jo. She was 16. Lomon plays Su-hyeok."


def _passage(article: str = "cast", start: int = 100) -> Passage:
    published = Published.parse("2022-02-09")
    return Passage(article, "Cast", published, "", "UPI", TEXT, start, start + len(TEXT), 1, 0.7, 9)


def _span(words: str, support: float, passage: Passage | None = None) -> Span:
    passage = passage or _passage()
    at = passage.start + TEXT.index(words)
    return Span(passage, at, at + len(words), support)


def _decide(*spans: Span, question: str = "Who plays On-jo?") -> Answer:
    return decide(question, spans, [_passage()], "000007")


def test_a_supported_span_is_the_answer_and_its_citation() -> None:
    answer = _decide(_span("Park Ji-hu plays On-jo.", 0.9), _span("She was 16.", 0.2))
    assert answer.answer is not None
    assert (answer.answer.text, answer.answer.citations) == ("Park Ji-hu plays On-jo.", (1,))
    (citation,) = answer.citations
    assert (citation.article_id, citation.start, citation.end) == ("cast", 100, 123)
    assert (citation.quote, str(citation.published)) == ("Park Ji-hu plays On-jo.", "2022-02-09")
    assert (answer.confidence, answer.reason, answer.generation) == (0.9, None, "000007")


def test_a_second_sentence_nearly_as_good_is_quoted_too() -> None:
    answer = _decide(
        _span("Park Ji-hu plays On-jo.", 0.9),
        _span("Lomon plays Su-hyeok.", 0.88),
        _span("She was 16.", 0.87),
    )
    assert [citation.quote for citation in answer.citations] == [
        "Park Ji-hu plays On-jo.",
        "Lomon plays Su-hyeok.",
    ]
    assert answer.answer is not None
    assert answer.answer.citations == (1, 2)


def test_the_same_words_are_not_quoted_twice() -> None:
    copy = _span("She was 16.", 0.9, _passage("copy"))
    assert len(_decide(_span("She was 16.", 0.9), copy).citations) == 1


@pytest.mark.parametrize(
    ("question", "supports", "reason"),
    [
        ("Who is it?", [THRESHOLD - 0.01], LOW_CONFIDENCE),
        ("Who is it?", [], NO_EVIDENCE),
        ("😀😀", [0.99], NO_WORDS),
    ],
)
def test_it_abstains_with_a_reason_and_still_shows_passages(
    question: str, supports: list[float], reason: str
) -> None:
    answer = _decide(*[_span("She was 16.", each) for each in supports], question=question)
    assert (answer.abstained, answer.reason, answer.answer) == (True, reason, None)
    assert list(answer.citations) == []
    assert len(answer.passages) == 1


@given(st.lists(st.floats(0, 1), max_size=5).map(lambda each: sorted(each, reverse=True)))
def test_there_is_an_answer_exactly_when_there_is_a_citation(supports: list[float]) -> None:
    answer = _decide(*[_span("She was 16.", each) for each in supports])
    assert (answer.answer is None) == (not answer.citations) == (answer.reason is not None)
    assert answer.confidence == (supports[0] if supports else 0.0)
