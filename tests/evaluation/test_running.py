import itertools
import json
import pickle
import weakref
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from qa.answering.engine import Engine
from qa.answering.retrieving import Retriever
from qa.answering.sentences import SentenceReader
from qa.evaluation.outcomes import judge
from qa.evaluation.running import PASSAGES, run
from qa.evaluation.runs import Run, RunFileError, describe, load, save
from qa.evaluation.scores import MEASURES
from qa.types import Answer, Article, Filters, Published
from tests.building import built, today
from tests.evaluation.making import answered, labelled, outcome, passage, unanswerable
from tests.fakes import WordEmbedder


class Text(str):
    """A text that can be watched as it goes."""

    __slots__ = ("__weakref__",)


@dataclass
class Recording:
    """Answers everything with one passage and remembers how it was asked."""

    generation: str = "000003"
    asked: list[tuple[str, int, Filters]] = field(default_factory=list)

    def ask(self, question: str, *, top_k: int, filters: Filters) -> Answer:
        self.asked.append((question, top_k, filters))
        return answered([passage("a", "Park Ji-hu plays Nam On-jo.")])


def test_every_question_is_asked_once_as_of_its_date() -> None:
    engine = Recording()
    told: list[tuple[str, int, int]] = []
    ticks = itertools.count(step=0.25)
    done = run(
        engine,
        iter([labelled(), labelled(id="q2", question="When?", as_of=Published(2023))]),
        total=2,
        clock=lambda: next(ticks),
        progress=lambda *step: told.append(step),
    )
    assert engine.asked == [
        ("Who plays Nam On-jo?", PASSAGES, Filters()),
        ("When?", PASSAGES, Filters(as_of=Published(2023))),
    ]
    assert told == [("ask", 1, 2), ("ask", 2, 2)]
    assert done.generation == "000003"
    assert [(each.id, each.took_ms) for each in done.outcomes] == [("q1", 250.0), ("q2", 250.0)]


def test_ten_thousand_questions_leave_their_outcomes_behind_and_nothing_else() -> None:
    texts: list[weakref.ref[Text]] = []

    class Watched(Recording):
        def ask(self, question: str, *, top_k: int, filters: Filters) -> Answer:
            text = Text("Park Ji-hu plays Nam On-jo.")
            texts.append(weakref.ref(text))
            return answered([passage("a", text)])

    many = (labelled(id=str(at)) for at in range(10_000))
    done = run(Watched(), many, total=10_000, clock=itertools.count().__next__)
    assert len(done.outcomes) == 10_000
    assert sum(text() is not None for text in texts) <= 1  # the last one, at most
    assert len(pickle.dumps(done)) < 5 << 20


def test_a_real_engine_is_measured_over_a_real_index(tmp_path: Path) -> None:
    texts = {
        "cast": "Park Ji-hu plays Nam On-jo. She was seventeen when it was filmed.",
        "weather": "It rained in Busan on Tuesday. The harbour stayed closed all day.",
        "food": "Rice is boiled for twenty minutes. Salt is added at the end.",
    }
    articles = [Article(name, name.title(), text) for name, text in texts.items()]
    snapshot = built(tmp_path, articles)
    embedder = WordEmbedder()
    engine = Engine(snapshot, Retriever(embedder, snapshot), SentenceReader(embedder), today)
    questions = [
        labelled(question="Who plays Nam On-jo?", relevant=frozenset({"cast"})),
        labelled(
            id="q2",
            question="How long is rice boiled?",
            answers=("twenty minutes",),
            relevant=frozenset({"food"}),
        ),
    ]
    done = run(engine, questions, total=2, clock=itertools.count().__next__)
    assert [each.ranks for each in done.outcomes] == [(1,), (1,)]
    assert [each.right for each in done.outcomes] == [True, True]
    assert done.generation == "000001"


RUN = Run("000003", (outcome(kind="cast", took_ms=1.23456), unanswerable(id="q2", right=None)))


def test_a_run_is_described_by_the_keys_of_the_contract() -> None:
    found = describe(RUN)
    assert list(found) == ["generation", "questions", "answerable", *MEASURES, "kinds"]
    kinds = found["kinds"]
    assert isinstance(kinds, dict)
    assert list(kinds) == ["cast"]
    assert list(kinds["cast"]) == ["questions", "answerable", *MEASURES]
    assert (found["questions"], found["answerable"], found["hit@1"]) == (2, 1, 1.0)
    assert kinds["cast"]["latency_p50_ms"] == 1.2346
    json.dumps(found, allow_nan=False)


def test_a_run_that_was_saved_is_loaded_as_it_was(tmp_path: Path) -> None:
    save(RUN, tmp_path / "made" / "run.json")
    assert load(tmp_path / "made" / "run.json") == RUN


def test_half_a_character_in_an_article_does_not_lose_the_run(tmp_path: Path) -> None:
    odd = judge(labelled(), answered([passage("a", "half \ud800 a character")]), took_ms=1.0)
    save(Run("000003", (odd,)), tmp_path / "run.json")
    assert load(tmp_path / "run.json").outcomes[0].guess == "half ? a character"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"generation": "1", "outcomes": [{}]}', "\xff"])
def test_what_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(RunFileError, match=r"is not a run .*: write one with `qa eval --run FILE`"):
        load(path)


def test_a_run_of_another_format_is_refused(tmp_path: Path) -> None:
    save(Run("000003", (), format=2), tmp_path / "run.json")
    with pytest.raises(RunFileError, match="is a run of format 2, not 1"):
        load(tmp_path / "run.json")
