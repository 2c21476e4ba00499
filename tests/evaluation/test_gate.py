"""The gate that CI runs, held against engines that decide nothing or find less."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.answering.engine import Engine
from qa.answering.fusion import dense_only, lexical_only
from qa.answering.retrieving import Retriever
from qa.answering.sentences import SentenceReader
from qa.evaluation.gating import GateError, failures, read_gate, require
from qa.evaluation.questions import count_questions, read_questions
from qa.evaluation.running import run
from qa.index.store import Store
from tests.building import today
from tests.evaluation.making import answered, withheld

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qa.answering.fusion import Fusion
    from qa.evaluation.gating import Bound
    from qa.evaluation.outcomes import Outcome
    from qa.evaluation.running import Asked
    from qa.index.snapshot import Snapshot
    from qa.protocols import Embedder
    from qa.types import Answer, Filters

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests/questions/series.jsonl"

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class ConstantPolicy:
    """Finds what the real engine finds, then always answers with the best passage, or never."""

    engine: Engine
    answers: bool

    @property
    def generation(self) -> str:
        return self.engine.generation

    def ask(self, question: str, *, top_k: int, filters: Filters) -> Answer:
        passages = self.engine.search(question, top_k=top_k, filters=filters)
        if self.answers and passages:
            return answered(passages, confidence=1.0)
        return withheld(passages, confidence=0.0)


@pytest.fixture(scope="module")
def bounds() -> list[Bound]:
    return read_gate(QUESTIONS.with_name("gate.toml"))


@pytest.fixture(scope="module")
def embedder(model_folder: Path) -> Embedder:
    """The real model, which embeds each question once for all tests."""
    from qa.models.embedder import OnnxEmbedder

    class Remembering(OnnxEmbedder):
        def embed_question(self, question: str) -> NDArray[np.float32]:
            if question not in remembered:
                remembered[question] = super().embed_question(question)
            return remembered[question]

    remembered: dict[str, NDArray[np.float32]] = {}
    return Remembering.load(model_folder, threads=2)


@pytest.fixture(scope="module")
def snapshot(shipped_index: Path) -> Snapshot:
    return Store(shipped_index).open().snapshot


@pytest.fixture(scope="module")
def engine(snapshot: Snapshot, embedder: Embedder) -> Engine:
    return Engine(snapshot, Retriever(embedder, snapshot), SentenceReader(embedder), today)


def asked(engine: Asked) -> tuple[Outcome, ...]:
    """Ask every question about the series; nobody looks at the clock."""
    total = count_questions(QUESTIONS)
    return run(engine, read_questions(QUESTIONS), total=total, clock=lambda: 0.0).outcomes


@pytest.mark.parametrize(
    ("answers", "measure"), [(True, "false_answer_rate"), (False, "false_refusal_rate")]
)
def test_an_engine_that_decides_nothing_fails_however_well_it_finds(
    engine: Engine, bounds: list[Bound], answers: bool, measure: str
) -> None:
    outcomes = asked(ConstantPolicy(engine, answers))
    with pytest.raises(GateError, match=rf"  {measure} is 1\.0000, above the ceiling"):
        require(bounds, outcomes)
    finding = [bound for bound in bounds if bound.measure == "hit@5"]
    assert finding
    assert failures(finding, outcomes) == []


@pytest.mark.parametrize("fusion", [dense_only, lexical_only])
def test_an_engine_that_lost_one_of_its_two_searches_fails(
    engine: Engine, bounds: list[Bound], fusion: Fusion
) -> None:
    half = replace(engine, retriever=replace(engine.retriever, fusion=fusion))
    outcomes = asked(ConstantPolicy(half, answers=False))
    finding = [bound for bound in bounds if bound.measure == "hit@5"]
    assert any("for group english" in line for line in failures(finding, outcomes))
