"""Two runs under way that are given one mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
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


def _states(path: Path) -> tuple[torch.Tensor, dict[str, torch.Tensor], int]:
    stored = torch.load(path, weights_only=True)
    return stored["model"]["weight"], stored["optimiser"]["state"][0], stored["run"]["step"]


def test_both_get_the_mean_and_keep_their_own_steps(tmp_path: Path) -> None:
    paths = [tmp_path / "one.pt", tmp_path / "other.pt"]
    for path, seed in zip(paths, (1, 2), strict=True):
        _checkpoint(path, seed)
    before = [_states(path) for path in paths]
    meet(*paths)
    for (weight, state, step), (_, own, steps) in zip(map(_states, paths), before, strict=True):
        assert torch.allclose(weight, (before[0][0] + before[1][0]) / 2)
        for moment in ("exp_avg", "exp_avg_sq"):
            assert torch.allclose(state[moment], (before[0][1][moment] + before[1][1][moment]) / 2)
        assert (step, state["step"]) == (steps, own["step"])
    assert not list(tmp_path.glob("*.writing"))


def test_the_next_step_of_a_run_goes_where_both_gradients_went(tmp_path: Path) -> None:
    paths = [tmp_path / "one.pt", tmp_path / "other.pt"]
    (layer, optimiser), _ = (
        _checkpoint(path, seed) for path, seed in zip(paths, (1, 2), strict=True)
    )
    meet(*paths)
    stored = torch.load(paths[0], weights_only=True)
    layer.load_state_dict(stored["model"])
    optimiser.load_state_dict(stored["optimiser"])
    before = layer.weight.detach().clone()
    (layer.weight * 0).sum().backward()  # a gradient of zero: what was remembered moves alone
    optimiser.step()
    moved = layer.weight - before * (1 - 0.1 * 0.01)  # what AdamW takes from every weight
    assert torch.equal(moved.sign(), -stored["optimiser"]["state"][0]["exp_avg"].sign())


def test_what_cannot_be_written_leaves_both_runs_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / "one.pt", tmp_path / "other.pt"]
    for path, seed in zip(paths, (1, 2), strict=True):
        _checkpoint(path, seed)
    before = [path.read_bytes() for path in paths]
    save = torch.save
    written: list[Path] = []

    def full(checkpoint: object, path: Path) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(path)
        save(checkpoint, path)

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(OSError, match="No space"):
        meet(*paths)
    assert [path.read_bytes() for path in paths] == before
