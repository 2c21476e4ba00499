"""The read path over a real index, with an embedder that only knows words."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from qa.answering.engine import Engine
from qa.answering.questions import LONGEST_QUESTION
from qa.answering.retrieving import Retriever
from qa.answering.sentences import SentenceReader
from qa.answering.timing import PARTS
from qa.errors import ArticleMissingError, QuestionError
from qa.types import Article, Filters, Published, Span
from tests.building import built, today
from tests.fakes import WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from qa.types import Passage

ARTICLES = [
    Article("cast", "Cast", "Park Ji-hu plays On-jo. Im Jae-hyuk plays Dae-su, the singer.",
            Published.parse("2022-02-09"), tags=("cast",)),
    Article("plot", "Plot", "# Virus\n\nA teacher made the virus. It spread through the school.",
            Published.parse("2022-03")),
    Article("korean", "Korean title", "제목은 지금 우리 학교는 이다. 감독은 이재규다.",
            Published.parse("2023")),
    Article("su", "Songs", "Su plays the drum, and Dae hums along with the choir of the town.",
            Published.parse("2022-01-01")),
    Article("seoul", "서울", "서울의 학교 이야기다. 우리 동네는 조용하다.",
            Published.parse("2023")),
    Article("undated", "Notes", "The uniforms are green. The school has four floors."),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    snapshot = built(tmp_path_factory.mktemp("engine"), ARTICLES)
    embedder = WordEmbedder()
    return Engine(snapshot, Retriever(embedder, snapshot), SentenceReader(embedder), today)


@pytest.mark.parametrize(
    "name", ["Dae-su", "Dae su", "Daesu", "dae-su", "DAE SU", "daesu", "Dáe‑Su"]
)
def test_a_name_is_found_however_it_is_written(engine: Engine, name: str) -> None:
    assert engine.search(f"Who plays {name}?", top_k=1)[0].article_id == "cast"
    assert "Dae-su" in engine.ask(f"Who plays {name}?").spans[0].text


def test_a_korean_question_finds_the_korean_article(engine: Engine) -> None:
    assert engine.search("우리 학교는 감독이 누구예요?", top_k=1)[0].article_id == "korean"


@dataclass(slots=True)
class Listening:
    """Implements `Reader` by remembering what it was asked, and finding nothing."""

    heard: list[str] = field(default_factory=list)

    def read(self, question: str, passages: Sequence[Passage]) -> Sequence[Span]:
        self.heard.append(question)
        return []


@dataclass(frozen=True, slots=True)
class Years:
    """Implements `Reader` by pointing at the year, and less surely at how many they were."""

    def read(self, question: str, passages: Sequence[Passage]) -> Sequence[Span]:
        found = [
            (each, match, support)
            for each in passages
            for form, support in ((r"20\d\d", 0.8), ("eight years", 0.7))
            for match in re.finditer(form, each.text)
        ]
        spans = [
            Span(each, each.start + match.start(), each.start + match.end(), support)
            for each, match, support in found
        ]
        return sorted(spans, key=lambda each: -each.support)


def test_a_korean_question_is_read_in_english_beside_english_passages(engine: Engine) -> None:
    reader = Listening()
    asked = "지후 역의 배우는 누구예요?"
    answer = replace(engine, reader=reader).ask(asked, filters=Filters(tags=("cast",)))
    assert reader.heard == ["Who Ji-hu role actor?"]
    assert answer.question == asked


def test_what_is_mistyped_is_sought_and_read_as_it_was_meant(engine: Engine) -> None:
    reader = Listening()
    asked = "who hums in the tonw"
    unsure = replace(engine, reader=reader, is_word=set[str]().__contains__)
    answer = unsure.ask(asked)
    assert reader.heard == ["Who hums in the town"]
    assert (answer.question, answer.read_as) == (asked, "Who hums in the town")
    meant = replace(engine, reader=reader).ask("who hums in the town")
    assert [each.score for each in answer.passages] == [each.score for each in meant.passages]


def test_a_word_that_the_reader_knows_is_not_mended(engine: Engine) -> None:
    reader = Listening()
    knowing = replace(engine, reader=reader, is_word={"tonw"}.__contains__)
    knowing.ask("who hums in the tonw")
    assert reader.heard == ["Who hums in the tonw"]


def test_a_korean_question_is_judged_by_what_it_asks_for(tmp_path: Path) -> None:
    told = "Season 2 is to be released in {}. The work on season 2 took eight years."
    articles = [
        Article(f"told-{year}", "Season 2", told.format(year), Published.parse(f"{year - 2}-03-01"))
        for year in (2026, 2027)
    ]
    snapshot = built(tmp_path, articles)
    embedder = WordEmbedder()
    engine = Engine(snapshot, Retriever(embedder, snapshot), Years(), today)
    answer = engine.ask("시즌2는 몇 년에 공개되나요?")
    assert answer.answer is not None
    assert answer.answer.text == "2027"  # the newest report, and no number of years
    changes = engine.timeline("시즌2는 몇 년에 공개되나요?").entries
    assert [each.text for each in changes] == ["2026", "2027"]


def test_a_korean_question_of_the_greatest_length_is_answered(engine: Engine) -> None:
    asked = ("학교는 누구예요 " * 200)[:LONGEST_QUESTION]
    assert engine.ask(asked, filters=Filters(tags=("cast",))).question == asked.strip()


def test_every_quote_is_verbatim(engine: Engine) -> None:
    for question in ("Who plays On-jo?", "Who made the virus?", "이재규", "green uniforms"):
        answer = engine.ask(question)
        for citation in answer.citations:
            text = engine.article(citation.article_id).text
            assert citation.quote == text[citation.start : citation.end]
        for passage in answer.passages:
            text = engine.article(passage.article_id).text
            assert passage.text == text[passage.start : passage.end]


def test_the_same_question_gives_the_same_answer(engine: Engine) -> None:
    assert engine.ask("Who made the virus?") == engine.ask("Who made the virus?")


def test_filters_leave_only_what_may_be_used(engine: Engine) -> None:
    def found(**filters: object) -> set[str]:
        passages = engine.search("school", top_k=50, filters=Filters(**filters))  # type: ignore[arg-type]
        return {passage.article_id for passage in passages}

    assert found() == {"cast", "plot", "korean", "undated", "su", "seoul"}
    assert found(as_of=Published.parse("2022-03-15")) == {"cast", "su"}
    assert found(as_of=Published.parse("2022-03")) == {"cast", "plot", "su"}
    assert found(since=Published.parse("2022-03")) == {"plot", "korean", "seoul"}
    assert found(until=Published.parse("2022")) == {"cast", "plot", "su"}
    assert found(tags=("CAST",)) == {"cast"}
    assert found(sources=("nobody",)) == set()


@pytest.mark.parametrize(
    "question", ["the of and", "😀😀", "ქართული", "?" * 1000, "\x00", "\ud800"]
)
def test_an_odd_question_gets_an_honest_abstention(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert answer.abstained
    assert list(answer.citations) == []


def test_emoji_alone_are_as_far_from_every_passage(engine: Engine) -> None:
    answer = engine.ask("😀😀")
    assert (answer.reason, answer.passages, engine.search("😀😀")) == ("no_words", [], [])


def test_a_heading_is_no_evidence(engine: Engine) -> None:
    assert "Virus" not in {span.text for span in engine.ask("Virus?").spans}


def test_wrong_questions_say_the_way_out(engine: Engine) -> None:
    with pytest.raises(QuestionError, match="blank"):
        engine.ask(" ")
    with pytest.raises(QuestionError, match="1 to 50"):
        engine.search("x", top_k=51)
    with pytest.raises(QuestionError, match="swap the two dates"):
        engine.ask("x", filters=Filters(since=Published(2024), until=Published(2023)))
    with pytest.raises(ArticleMissingError, match="nowhere"):
        engine.article("nowhere")


def test_what_is_answered_does_not_depend_on_how_much_is_shown(engine: Engine) -> None:
    few, many = engine.ask("Who plays On-jo?", top_k=1), engine.ask("Who plays On-jo?", top_k=50)
    assert (few.answer, few.confidence, few.spans) == (many.answer, many.confidence, many.spans)
    assert (len(few.passages), len(many.passages)) == (1, 6)


def test_a_sentence_that_two_chunks_share_is_weighed_once(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = " ".join(f"On the {n}th day the {n}th tide came in over wall {n}." for n in range(40))
    snapshot = built(tmp_path_factory.mktemp("shared"), [Article("tides", "Tides", text)])
    reader = SentenceReader(WordEmbedder())
    passages = Retriever(WordEmbedder(), snapshot).retrieve("tide over the wall", 9, Filters())
    assert sum(passage.end - passage.start for passage in passages) > len(text)
    starts = [span.start for span in reader.read("tide over the wall", passages)]
    assert len(starts) == len(set(starts))


def test_articles_are_listed_in_order_of_their_ids(engine: Engine) -> None:
    assert list(engine.find_articles())[1:3] == ["korean", "plot"]
    assert (engine.article_count, engine.generation) == (6, "000001")


def test_the_parts_of_an_answer_are_timed_in_their_order(engine: Engine) -> None:
    told: list[str] = []

    def timed(part: str) -> AbstractContextManager[object]:
        told.append(part)
        return nullcontext()

    retriever = replace(engine.retriever, timed=timed)
    replace(engine, retriever=retriever, timed=timed).ask("Who plays On-jo?")
    assert tuple(told) == PARTS
