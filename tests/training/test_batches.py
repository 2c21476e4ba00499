"""Examples as tokens, and what a model makes of them."""

from __future__ import annotations

import pytest
import torch

from qa.models.source import find_model
from training.batches import batch, batches, encode, open_tokenizer
from training.example import Example
from training.measuring import measure, read
from training.reader_model import ReaderModel
from training.train_reader import BASE, Run, loss_of, rate_at

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
