"""Examples as tokens, and what a model makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from qa.models.source import find_model
from training.batches import batch, batches, encode, open_tokenizer
from training.example import Example
from training.measuring import measure, read
from training.reader_model import ReaderModel
from training.runs import Run, rate_at
from training.train_reader import BASE, SHARED_WEIGHT, loss_of

TEXT = "The bridge was designed by Maria Keller in 1923."
SPAN = (TEXT.index("Maria"), TEXT.index(" in 1923"))
GOLD = Example("Who designed the bridge?", "Bridges", TEXT, (SPAN,), "gold")
NONE = Example("Who sang at the bridge?", "", TEXT, (), "cut")


@pytest.fixture(scope="module")
def model() -> ReaderModel:
    torch.manual_seed(1)
    return ReaderModel(find_model(BASE).folder)


def test_the_tokens_of_an_answer_are_the_words_of_it() -> None:
    encoded = encode(open_tokenizer(find_model(BASE).folder), GOLD)
    ((first, last),) = encoded.places
    assert TEXT[encoded.offsets[first][0] : encoded.offsets[last][1]] == "Maria Keller"
    assert encoded.first_text < first


def test_the_title_is_read_but_no_place_for_an_answer() -> None:
    tokenizer = open_tokenizer(find_model(BASE).folder)
    group = batch([encode(tokenizer, GOLD), encode(tokenizer, NONE)])
    assert group.answers.tolist() == [1.0, 0.0]
    assert group.text[:, 0].tolist() == [1.0, 1.0]  # the way to say: no answer
    places = int(group.text[0].sum()) - 1
    assert places == len(tokenizer.encode(TEXT, add_special_tokens=False).ids)
    assert group.starts[1, 0] == 1.0


def test_an_answer_that_was_cut_off_is_left_out() -> None:
    tokenizer = open_tokenizer(find_model(BASE).folder)
    long = "word " * 400
    lost = Example("Who?", "", f"{long}Maria.", ((len(long), len(long) + 5),), "gold")
    kept = list(batches([encode(tokenizer, lost), encode(tokenizer, NONE)], 2, seed=1))
    assert [each.example for group in kept for each in group.encoded] == [NONE]


def test_texts_that_compete_for_a_question_stay_in_one_batch() -> None:
    tokenizer = open_tokenizer(find_model(BASE).folder)
    made = [
        replace(each, group=f"question {number}", text=each.text * (1 + number % 3))
        for number in range(7)
        for each in (GOLD, NONE, NONE)
    ]
    filled = list(batches([encode(tokenizer, each) for each in [*made, NONE, NONE]], 8, seed=1))
    assert sum(len(each.encoded) for each in filled) == len(made) + 2
    assert max(len(each.encoded) for each in filled) <= 8
    for each in filled:
        groups = [one.example.group for one in each.encoded]
        numbers = each.groups.tolist()
        assert all(groups.count(name) == 3 for name in groups if name)
        for one, number in zip(groups, numbers, strict=True):
            same = [at for at, other in zip(groups, numbers, strict=True) if other == number]
            assert same == [one] * (3 if one else 1)


def test_a_right_span_has_to_beat_those_of_the_questions_other_texts(model: ReaderModel) -> None:
    tokenizer = open_tokenizer(find_model(BASE).folder)
    alone = batch([encode(tokenizer, each) for each in (GOLD, NONE, NONE)])
    rivals = [replace(each, group="one") for each in (GOLD, NONE)]
    together = batch([encode(tokenizer, each) for each in [*rivals, NONE]])
    model.eval()
    with torch.no_grad():
        spans, answerable = model(together.ids, together.types, together.attention)
        (first, last), *_ = together.encoded[0].places
        lost = -answerable[:2].log_softmax(0)[0]
        for side, place in ((0, first), (1, last)):
            margins = [
                (spans[row, :, side] - spans[row, 0, side])[1:][together.text[row, 1:] > 0]
                for row in (0, 1)
            ]
            won = spans[0, place, side] - spans[0, 0, side]
            lost += (torch.cat(margins).logsumexp(0) - won) / 2
        more = loss_of(model, together) - loss_of(model, alone)
    assert float(more) == pytest.approx(SHARED_WEIGHT * float(lost) / 3, rel=1e-4)


def test_a_few_steps_teach_an_example_by_heart(model: ReaderModel) -> None:
    group = batch([encode(open_tokenizer(find_model(BASE).folder), each) for each in (GOLD, NONE)])
    learned = [each for each in model.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=3e-4)
    model.train()
    before = float(loss_of(model, group).detach())
    for _ in range(25):
        loss_of(model, group).backward()
        optimiser.step()
        optimiser.zero_grad()
    gold, none = read(model, group.encoded)
    assert float(loss_of(model, group).detach()) < before / 2
    assert gold.text == "Maria Keller"
    assert gold.margin > none.margin
    measured = measure(model, group.encoded)
    assert (measured["em"], measured["f1"]) == (1.0, 1.0)
    assert (measured["auroc_cut"], measured["auroc2_cut"]) == (1.0, 1.0)


def test_the_learning_rate_rises_stays_and_falls_to_nothing() -> None:
    rates = [
        rate_at(Run(step=step, seconds=seconds), 1000)
        for step, seconds in ((0, 0), (5000, 100), (5000, 500), (5000, 800), (5000, 1000))
    ]
    assert rates[0] < 0.02
    assert rates[1] == rates[2] == 1.0
    assert 0 < rates[3] < 1
    assert rates[4] == 0.0
