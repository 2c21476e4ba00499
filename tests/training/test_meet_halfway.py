"""Two runs under way that are given one mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from training.meet_halfway import meet

if TYPE_CHECKING:
    from pathlib import Path


def _checkpoint(path: Path, seed: int) -> tuple[nn.Linear, torch.optim.AdamW]:
    torch.manual_seed(seed)
    layer = nn.Linear(3, 2)
    optimiser = torch.optim.AdamW(layer.parameters(), lr=0.1)
    for _ in range(seed):
        layer(torch.randn(4, 3)).sum().backward()
        optimiser.step()
    state = {"model": layer.state_dict(), "optimiser": optimiser.state_dict()}
    torch.save({**state, "run": {"step": seed}}, path)
    return layer, optimiser


def test_both_get_the_mean_and_keep_their_own_steps(tmp_path: Path) -> None:
    paths = [tmp_path / "one.pt", tmp_path / "other.pt"]
    (one, _), (other, _) = (
        _checkpoint(path, seed) for path, seed in zip(paths, (1, 2), strict=True)
    )
    meet(*paths)
    met = [torch.load(path, weights_only=True) for path in paths]
    mean = (one.weight + other.weight) / 2
    for seed, checkpoint in zip((1, 2), met, strict=True):
        assert torch.allclose(checkpoint["model"]["weight"], mean)
        assert checkpoint["run"] == {"step": seed}
        assert checkpoint["optimiser"]["state"][0]["step"] == seed
    moments = [checkpoint["optimiser"]["state"][0]["exp_avg"] for checkpoint in met]
    assert torch.equal(*moments)
    assert not list(tmp_path.glob("*.writing"))


def test_a_run_can_go_on_from_where_both_met(tmp_path: Path) -> None:
    paths = [tmp_path / "one.pt", tmp_path / "other.pt"]
    runs = [_checkpoint(path, seed) for path, seed in zip(paths, (1, 2), strict=True)]
    meet(*paths)
    layer, optimiser = runs[0]
    stored = torch.load(paths[0], weights_only=True)
    layer.load_state_dict(stored["model"])
    optimiser.load_state_dict(stored["optimiser"])
    before = layer.weight.detach().clone()
    layer(torch.ones(1, 3)).sum().backward()
    optimiser.step()
    assert not torch.equal(layer.weight, before)
