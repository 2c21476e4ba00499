"""Gives two runs that were stopped the mean of their weights, from which both go on.

    python -m training.meet_halfway --work FOLDER --seeds 31 32 [--of verifier]

Two cores train two readers faster than one, as nothing is exchanged at each step. When they are
stopped now and then to meet, both profit from what either has seen (local SGD, Stich 2019). The
optimisers' moments are averaged, too; each run keeps its own count of steps.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.average_weights import averaged
from training.runs import LATEST

MOMENTS = ("exp_avg", "exp_avg_sq")
"""What AdamW remembers of earlier gradients, of each weight."""


def meet(first: Path, second: Path) -> None:
    """Write the mean of two checkpoints' weights and moments into both.

    Neither is touched before both are written, so that a full disk leaves two runs as they were.
    """
    one, other = (torch.load(path, weights_only=True) for path in (first, second))
    weights = averaged(one["model"], other["model"], 0.5)
    moments = [checkpoint["optimiser"]["state"] for checkpoint in (one, other)]
    for at, state in moments[0].items():
        for name in MOMENTS:
            mean = torch.lerp(state[name], moments[1][at][name], 0.5)
            for each in moments:
                each[at][name] = mean
    asides = [path.with_suffix(".writing") for path in (first, second)]
    for aside, checkpoint in zip(asides, (one, other), strict=True):
        torch.save({**checkpoint, "model": weights}, aside)
    for aside, path in zip(asides, (first, second), strict=True):
        aside.replace(path)


def main() -> None:
    """Let two runs meet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder of the training")
    parser.add_argument("--seeds", type=int, nargs=2, required=True, help="of the two runs")
    parser.add_argument("--of", choices=("reader", "verifier"), default="reader")
    options = parser.parse_args()
    first, second = (options.work / f"{options.of}-{seed}" / LATEST for seed in options.seeds)
    meet(first, second)


if __name__ == "__main__":
    main()
