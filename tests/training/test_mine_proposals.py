"""What the real span model proposes over a real index of a few texts, and what of it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.question_sets import QuestionSet, open_set
from qa.answering.retrieving import Retriever
from qa.models.loading import load_embedder
from qa.models.reader import OnnxSpanModel
from qa.types import Passage
from training.mine_proposals import proposals, retrieved
from training.proposals import Verdict
from training.question_splits import Posed, Text, records_of

if TYPE_CHECKING:
    from pathlib import Path

    from training.proposals import Proposal

TEXTS = {
    name: Text(name, "", text, held_out=name == "kept")
    for name, text in {
        "bridge": "Maria Keller designed the bridge at Aarburg. It opened in 1923.",
        "road": "The road at Aarburg was designed by Ida Roth in 1950.",
        "sign": "A sign says that Maria Keller designed the bridge at Aarburg.",
        "kept": "The bridge at Aarburg was designed by Otto Frei.",
    }.items()
}
GROUPS = {"bridge": "Aarburg", "road": "Aarburg"}


@pytest.fixture(scope="module")
def retriever(model_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    embedder = load_embedder("all-MiniLM-L6-v2", model_cache, threads=1)
    whole = QuestionSet("set", records_of(TEXTS), ())
    return Retriever(embedder, open_set(whole, tmp_path_factory.mktemp("mined"), embedder))


def _proposed(retriever: Retriever, question: str, *answers: str) -> list[Proposal]:
    posed = Posed("q", "set", question, answers, "bridge", held_out=False)
    passages = retrieved(posed, TEXTS, GROUPS, retriever)
    return proposals(posed, TEXTS, OnnxSpanModel.load(threads=1), passages)


def test_what_answers_in_its_own_text_is_right_and_elsewhere_in_doubt(retriever: Retriever) -> None:
    found = _proposed(retriever, "Who designed the bridge at Aarburg?", "Maria Keller")
    said = {
        (each.text_id, TEXTS[each.text_id].text[each.start : each.end]): each.verdict
        for each in found
    }
    assert said["bridge", "Maria Keller"] is Verdict.RIGHT
    assert said["sign", "Maria Keller"] is Verdict.IN_DOUBT
    assert said["road", "Ida Roth"] is Verdict.WRONG
    assert {text for text, _ in said} == {"bridge", "sign", "road"}  # nothing of the other part


def test_every_proposal_stands_in_its_sentence(retriever: Retriever) -> None:
    for each in _proposed(retriever, "Who designed the bridge at Aarburg?", "Maria Keller"):
        assert each.quote_start <= each.start < each.end <= each.quote_end
        assert TEXTS[each.text_id].text[each.quote_start : each.quote_end].endswith(".")


def test_a_question_that_names_nothing_is_asked_of_its_folder_alone(retriever: Retriever) -> None:
    found = _proposed(retriever, "Who designed it?", "Maria Keller")
    assert {each.text_id for each in found} == {"bridge", "road"}


def test_of_a_question_asked_in_vain_nothing_is_right(retriever: Retriever) -> None:
    found = _proposed(retriever, "Who painted the bridge at Aarburg?")
    assert found
    assert {each.verdict for each in found} == {Verdict.WRONG}


def test_what_only_resembles_the_answer_does_not_answer() -> None:
    text = Text("tolls", "", "The toll brought 12 million. The bridge cost 4 million.", False)  # noqa: FBT003
    posed = Posed("q", "set", "What did the bridge cost?", ("4 million",), "tolls", held_out=False)
    passage = Passage("tolls", "", None, "", "", text.text, 0, len(text.text), 1.0, 0.6, 4.0)
    found = proposals(posed, {"tolls": text}, OnnxSpanModel.load(threads=1), [passage])
    said = {text.text[each.start : each.end]: each.verdict for each in found}
    assert (said["12 million"], said["4 million"]) == (Verdict.WRONG, Verdict.RIGHT)
