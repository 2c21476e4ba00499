"""Weights between those of two networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from qa.models.card import SHIPPED
from qa.models.source import find_model
from training.average_weights import averaged, read_weights
from training.reader_model import ReaderModel
from training.train_reader import BASE

if TYPE_CHECKING:
    from pathlib import Path


def test_each_weight_lies_between_those_of_the_two() -> None:
    first = {"weight": torch.tensor([0.0, 2.0]), "steps": torch.tensor(3)}
    second = {"weight": torch.tensor([10.0, 2.0]), "steps": torch.tensor(5)}
    found = averaged(first, second, 0.7)
    torch.testing.assert_close(found["weight"], torch.tensor([7.0, 2.0]))
    assert found["steps"].item() == 5


def test_weights_are_read_from_a_checkpoint_as_from_the_folder_of_a_reader(tmp_path: Path) -> None:
    shipped = read_weights(SHIPPED)
    torch.save({"model": shipped, "run": {}}, tmp_path / "final.pt")
    read = read_weights(tmp_path / "final.pt")
    plain = ReaderModel(find_model(BASE).folder).state_dict()
    name = "encoder.encoder.layer.5.output.dense.weight"
    assert not torch.equal(shipped[name], plain[name])  # not the base that training began with
    assert set(read) == set(shipped)
    assert all(torch.equal(read[name], value) for name, value in shipped.items())
