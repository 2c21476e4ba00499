from __future__ import annotations

from qa.answering.changes import rivals_of, weigh
from qa.answering.claims import gather, stages
from qa.answering.evidence import evidence_of
from qa.answering.questions import take_apart
from qa.answering.telling import CITED, Citations, tell_timeline
from qa.types import Published, Understood
from tests.answering.spans import span

WHEN = "When is season 2 due?"
OLD = span("First news. It is due in [**2024**].", "2023-08-05", article="old", support=0.7)
NEW = span("The channel writes that it is due in [2027].", "2026-01-10", article="new", support=0.9)


def test_a_statement_is_the_answer_and_cites_its_whole_sentence() -> None:
    citations = Citations()
    statement = citations.state(gather([evidence_of(OLD)])[0])
    assert (statement.text, statement.citations) == ("2024", (1,))
    assert (statement.published, statement.sources) == (Published(2023, 8, 5), 1)
    (citation,) = citations.all
    assert citation.quote == "It is due in **2024**."
    offset = OLD.passage.start
    assert OLD.passage.text[citation.start - offset : citation.end - offset] == citation.quote


def test_statements_share_the_numbers_of_their_citations() -> None:
    outcome = weigh(take_apart(WHEN), [NEW, OLD], Understood())
    citations = Citations()
    told = [citations.state(outcome.answer), citations.state(outcome.earlier[0].claim)]
    again = citations.state(outcome.answer)
    assert [each.citations for each in (*told, again)] == [(1,), (2,), (1,)]
    assert [each.article_id for each in citations.all] == ["new", "old"]


def test_no_more_than_a_few_independent_sources_are_cited_and_all_are_counted() -> None:
    words = ("gate", "river", "night", "storm", "music")
    spans = [
        span(f"The {word} opens in [2027], some {word} people say.", "2026", article=word)
        for word in words
    ]
    statement = Citations().state(gather(map(evidence_of, spans))[0])
    assert statement.citations == tuple(range(1, CITED + 1))
    assert statement.sources == len(words)


def test_a_timeline_runs_from_the_oldest_to_the_newest() -> None:
    claims = rivals_of(take_apart(WHEN), gather(map(evidence_of, [NEW, OLD])))
    citations = Citations()
    entries = tell_timeline(stages(claims), citations)
    assert [(each.text, str(each.first), each.citations) for each in entries] == [
        ("2024", "2023-08-05", (1,)),
        ("2027", "2026-01-10", (2,)),
    ]
    assert [each.article_id for each in citations.all] == ["old", "new"]
