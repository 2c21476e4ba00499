"""Gives two runs that were stopped the mean of their weights, from which both go on.

    python -m training.meet_halfway --work FOLDER --seeds 31 32

Two cores train two readers faster than one, as nothing is exchanged at each step. When they are
stopped now and then to meet, both profit from what either has seen (local SGD, Stich 2019). The
optimisers' moments are averaged, too; each run keeps its own count of steps.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.train_reader import LATEST

MOMENTS = ("exp_avg", "exp_avg_sq")
"""What AdamW remembers of earlier gradients, of each weight."""


def meet(first: Path, second: Path) -> None:
    """Write the mean of two checkpoints' weights and moments into both; each is replaced whole."""
    one, other = (torch.load(path, weights_only=True) for path in (first, second))
    weights = [one["model"], other["model"]]
    moments = [checkpoint["optimiser"]["state"] for checkpoint in (one, other)]
    for name, value in weights[0].items():
        if value.is_floating_point():
            _share(weights, name)
    for at in moments[0]:
        for name in MOMENTS:
            _share([each[at] for each in moments], name)
    for path, checkpoint in ((first, one), (second, other)):
        aside = path.with_suffix(".writing")
        torch.save(checkpoint, aside)
        aside.replace(path)


def _share(states: list[dict[str, torch.Tensor]], name: str) -> None:
    mean = (states[0][name] + states[1][name]) / 2
    for state in states:
        state[name] = mean.clone()


def main() -> None:
    """Let two runs meet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder of the training")
    parser.add_argument("--seeds", type=int, nargs=2, required=True, help="of the two runs")
    options = parser.parse_args()
    first, second = (options.work / f"reader-{seed}" / LATEST for seed in options.seeds)
    meet(first, second)


if __name__ == "__main__":
    main()
