"""Weights between those of two networks."""

from __future__ import annotations

import torch

from training.average_weights import averaged


def test_each_weight_lies_between_those_of_the_two() -> None:
    first = {"weight": torch.tensor([0.0, 2.0]), "steps": torch.tensor(3)}
    second = {"weight": torch.tensor([10.0, 2.0]), "steps": torch.tensor(5)}
    found = averaged(first, second, 0.7)
    torch.testing.assert_close(found["weight"], torch.tensor([7.0, 2.0]))
    assert found["steps"].item() == 5
