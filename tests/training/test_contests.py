"""What competes in a contest, and what a verifier learns from it."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch

from qa.models.card import SHIPPED
from qa.models.source import find_model
from training.batches import open_tokenizer
from training.contests import RIGHT, WRONG, Pool, contest_of, contests
from training.mined import PROPOSALS, path_of
from training.proposals import Proposal, Verdict, read_proposals, write_proposals
from training.question_splits import Posed, Text
from training.train_reader import BASE
from training.train_verifier import batch_of, batches, begun, loss_of, measure

if TYPE_CHECKING:
    from pathlib import Path

    from training.contests import Contest
    from training.verifier_model import VerifierModel

BRIDGE = (
    "Maria Keller designed the longest bridge at Aarburg. Ida Roth painted it. It opened in 1923."
)
ROAD = "Otto Frei designed the road. " + " ".join(f"Smith {at} paved it." for at in range(9))
TEXTS = {"b": Text("b", "Bridge", BRIDGE, False), "r": Text("r", "", ROAD, False)}  # noqa: FBT003


def _proposal(text_id: str, words: str, verdict: Verdict) -> Proposal:
    text = TEXTS[text_id].text
    start = text.index(words)
    low = text.rfind(". ", 0, start) + 2 if ". " in text[:start] else 0
    return Proposal(text_id, low, text.index(".", start) + 1, start, start + len(words), verdict)


RIGHT_ONE = _proposal("b", "Maria Keller", Verdict.RIGHT)
WRONG_ONES = [_proposal("b", "Ida Roth", Verdict.WRONG), _proposal("r", "Otto Frei", Verdict.WRONG)]
DOUBTFUL = _proposal("b", "designed the longest", Verdict.IN_DOUBT)
ASKED = Posed(
    "q",
    "set",
    "Who designed the longest bridge at Aarburg?",
    ("Maria Keller",),
    "b",
    held_out=False,
)
IN_VAIN = replace(ASKED, id="v", question="Who sold the bridge?", answers=())


def _pool(proposed: list[Proposal], *posed: Posed) -> Pool:
    return Pool("set", TEXTS, ("Thun", "Olten"), posed, {each.id: proposed for each in posed}, {})


def _drawn(posed: Posed, proposed: list[Proposal], times: int = 60) -> list[Contest]:
    pool = _pool(proposed, posed)
    seeds = map(random.Random, range(times))
    return [each for seed in seeds if (each := contest_of(posed, pool, seed))]


def _said(contest: Contest) -> list[tuple[str, bool]]:
    return [
        (each.text[each.start : each.end], right)
        for each, right in zip(contest.marked, contest.right, strict=True)
    ]


def test_the_answer_competes_with_what_is_wrong_and_never_with_what_is_doubtful() -> None:
    drawn = _drawn(ASKED, [WRONG_ONES[0], DOUBTFUL, RIGHT_ONE, WRONG_ONES[1]])
    assert len(drawn) == 60
    for each in drawn:
        said = _said(each)
        if any(each.right):
            assert set(said) == {("Maria Keller", True), ("Ida Roth", False), ("Otto Frei", False)}
        else:
            assert set(said) == {("Maria Keller", False), ("Otto Frei", False)}
    asked_otherwise = [each for each in drawn if not any(each.right)]
    assert 0 < len(asked_otherwise) < 20
    assert all("longest bridge at Aarburg" not in each.question for each in asked_otherwise)


def test_an_answer_that_nobody_proposed_competes_as_it_was_written_down() -> None:
    for each in _drawn(ASKED, WRONG_ONES):
        others = {"Ida Roth", "Otto Frei"} if any(each.right) else {"Otto Frei"}
        assert {words for words, _ in _said(each)} == {"Maria Keller"} | others
    assert _drawn(replace(ASKED, answers=("Nobody Here",)), WRONG_ONES) == []


def test_of_a_question_asked_in_vain_all_is_wrong() -> None:
    for each in _drawn(IN_VAIN, WRONG_ONES):
        assert not any(each.right)
        assert len(each.marked) == 2
    assert _drawn(IN_VAIN, []) == []


def test_many_proposals_are_cut_to_some() -> None:
    smiths = [_proposal("r", f"Smith {at}", Verdict.WRONG) for at in range(9)]
    drawn = _drawn(ASKED, [*smiths, RIGHT_ONE])
    assert all(1 + WRONG <= len(each.marked) <= RIGHT + WRONG for each in drawn)
    likeliest = {f"Smith {at}" for at in range(WRONG)}
    assert any({words for words, _ in _said(each)} - likeliest - {"Maria Keller"} for each in drawn)


def test_the_same_seed_gives_the_same_epoch() -> None:
    pool = _pool([RIGHT_ONE, *WRONG_ONES], ASKED, IN_VAIN)
    assert contests([pool], 3) == contests([pool], 3)
    assert {len(contests([pool], seed)) for seed in range(5)} == {2}


def test_proposals_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = path_of(tmp_path, PROPOSALS, "set")
    assert read_proposals(path) == {}
    path.parent.mkdir()
    write_proposals(path, {"q": [RIGHT_ONE, DOUBTFUL], "v": []})
    assert read_proposals(path) == {"q": [RIGHT_ONE, DOUBTFUL], "v": []}


@pytest.fixture(scope="module")
def model() -> VerifierModel:
    torch.manual_seed(1)
    return begun(SHIPPED)


def test_a_batch_keeps_contests_apart(model: VerifierModel) -> None:
    tokenizer = open_tokenizer(find_model(BASE).folder)
    answered = _drawn(ASKED, [RIGHT_ONE, *WRONG_ONES], 3)
    together = batch_of(tokenizer, answered)
    assert len(together) == len(answered)
    model.eval()
    with torch.inference_mode():
        alone = [float(loss_of(model, batch_of(tokenizer, [each]))) for each in answered]
        assert float(loss_of(model, together)) == pytest.approx(sum(alone) / len(alone), rel=1e-3)


def test_batches_hold_every_contest_once_and_few_rows(model: VerifierModel) -> None:
    tokenizer = open_tokenizer(find_model(BASE).folder)
    drawn = [*_drawn(ASKED, [RIGHT_ONE, *WRONG_ONES], 20), *_drawn(IN_VAIN, WRONG_ONES, 5)]
    made = list(batches(tokenizer, drawn, 10, seed=1))
    assert sum(len(each) for each in made) == len(drawn)
    assert all(len(each.right) <= 10 for each in made)
    assert measure(model, made).keys() == {"won", "auroc"}
    assert measure(model, []) == {}


def test_a_few_steps_teach_which_words_win() -> None:
    torch.manual_seed(1)
    model, tokenizer = begun(SHIPPED), open_tokenizer(find_model(BASE).folder)
    batch = batch_of(tokenizer, _drawn(ASKED, [RIGHT_ONE, *WRONG_ONES], 4))
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-4)
    losses = []
    for _ in range(6):
        loss = loss_of(model, batch)
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.7 * losses[0]
