"""From spans to an answer or an abstention."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.deciding import (
    LOW_CONFIDENCE,
    NO_EVIDENCE,
    NO_WORDS,
    THRESHOLD,
    TYPE_MISMATCH,
    UNKNOWN_NAME,
    Inquiry,
    decide,
)
from qa.answering.questions import take_apart
from qa.types import Answer, Passage, Published, Span, Understood
from tests.answering.spans import span

TEXT = "Park Ji-hu plays On-jo. She was 16. Lomon plays Su-hyeok."


def _passage(article: str = "cast", start: int = 100) -> Passage:
    published = Published.parse("2022-02-09")
    return Passage(article, "Cast", published, "", "UPI", TEXT, start, start + len(TEXT), 1, 0.7, 9)


def _span(words: str, support: float, passage: Passage | None = None) -> Span:
    passage = passage or _passage()
    at = passage.start + TEXT.index(words)
    return Span(passage, at, at + len(words), support)


def _decide(*spans: Span, question: str = "Who plays On-jo?") -> Answer:
    inquiry = Inquiry(take_apart(question), Understood(), THRESHOLD)
    return decide(inquiry, spans, [_passage()], "000007")


def test_a_supported_span_is_the_answer_and_its_citation() -> None:
    answer = _decide(_span("Park Ji-hu plays On-jo.", 0.9), _span("She was 16.", 0.2))
    assert answer.answer is not None
    assert (answer.answer.text, answer.answer.citations) == ("Park Ji-hu plays On-jo.", (1,))
    (citation,) = answer.citations
    assert (citation.article_id, citation.start, citation.end) == ("cast", 100, 123)
    assert (citation.quote, str(citation.published)) == ("Park Ji-hu plays On-jo.", "2022-02-09")
    assert (answer.confidence, answer.reason, answer.generation) == (0.9, None, "000007")


def test_the_answer_is_the_exact_words_and_the_quote_their_sentence() -> None:
    passage = _passage()
    exact = Span(passage, 100, 110, 0.9, quote_start=100, quote_end=123)
    answer = _decide(exact)
    assert answer.answer is not None
    assert answer.answer.text == "Park Ji-hu"
    assert answer.citations[0].quote == "Park Ji-hu plays On-jo."
    assert (answer.citations[0].start, answer.citations[0].end) == (100, 123)


def test_sources_that_say_the_same_are_cited_together_and_reprints_once() -> None:
    own = span("In 2022 [Park Ji-hu] played the part.", "2022", article="own", support=0.75)
    spans = [
        _span("Park Ji-hu", 0.9),
        _span("Park Ji-hu", 0.8, _passage("copy")),
        own,
    ]
    answer = _decide(*spans)
    assert [citation.article_id for citation in answer.citations] == ["cast", "own"]
    assert answer.answer is not None
    assert (answer.answer.citations, answer.answer.sources) == ((1, 2), 2)


def test_what_is_far_less_likely_is_not_cited_though_it_says_the_same() -> None:
    copy = _span("She was 16.", 0.4, _passage("copy"))
    assert len(_decide(_span("She was 16.", 0.9), copy).citations) == 1


def test_a_list_names_each_thing_once_with_a_citation_each() -> None:
    spans = [
        _span("Park Ji-hu", 0.9),
        _span("Lomon", 0.8),
        _span("Park Ji-hu", 0.7, _passage("copy")),
        _span("She was 16.", 0.2),
    ]
    answer = _decide(*spans, question="Who are the leading actors?")
    assert answer.answer is not None
    assert (answer.answer.text, answer.answer.citations) == ("Park Ji-hu; Lomon", (1, 2))


@pytest.mark.parametrize(
    ("signs", "support", "reason"),
    [
        ({"names": 0.0, "type_fits": 1.0}, 0.1, UNKNOWN_NAME),
        ({"names": 1.0, "type_fits": 0.0}, 0.1, TYPE_MISMATCH),
        ({"names": 1.0, "type_fits": 1.0}, 0.1, LOW_CONFIDENCE),
        ({"names": 1.0, "type_fits": 0.0}, 0.01, NO_EVIDENCE),
    ],
)
def test_the_reason_to_abstain_is_what_the_spans_lack(
    signs: dict[str, float], support: float, reason: str
) -> None:
    span = replace(_span("She was 16.", support), signs=signs)
    assert _decide(span, question="How old was On-jo?").reason == reason


@pytest.mark.parametrize(
    ("question", "supports", "reason"),
    [
        ("Who is it?", [THRESHOLD - 0.01], LOW_CONFIDENCE),
        ("Who is it?", [], NO_EVIDENCE),
        ("😀😀", [0.99], NO_WORDS),
        ("What time is it?", [0.99], NO_EVIDENCE),
        ("What day is it today?", [0.99], NO_EVIDENCE),
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
