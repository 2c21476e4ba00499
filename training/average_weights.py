"""Averages two readers, or two verifiers, whose training shares a beginning, weight by weight.

    python -m training.average_weights --first READER --second CHECKPOINT --out CHECKPOINT

`READER` is the folder of an exported reader or another checkpoint; `CHECKPOINT` is of a run that
began with it, or where it began (`--from-model`). Two networks that share a beginning lie in one
valley, and what lies between them often reads better than either (Wortsman et al. 2022, "Model
soups"). Results: docs/reader.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from qa.models.card import SHIPPED
from training.train_reader import begun

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def averaged(
    first: Mapping[str, torch.Tensor], second: Mapping[str, torch.Tensor], part: float
) -> dict[str, torch.Tensor]:
    """Return `part` of each weight of `second` and the rest of `first`; counters are `second`'s.

    ValueError when they are of two kinds: a reader and a verifier.
    """
    if first.keys() != second.keys():
        raise ValueError("these are weights of two kinds of network: name --first, too")
    return {
        name: torch.lerp(first[name], value, part) if value.is_floating_point() else value
        for name, value in second.items()
    }


def read_weights(path: Path) -> Mapping[str, torch.Tensor]:
    """Return the weights of an exported reader, given its folder, or of a checkpoint."""
    if path.is_file():
        stored: Mapping[str, torch.Tensor] = torch.load(path, weights_only=True)["model"]
        return stored
    weights: Mapping[str, torch.Tensor] = begun(path).state_dict()
    return weights


def summed(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return what went into all runs: steps, examples, seconds.

    >>> summed([{"step": 2, "seen": 48.0}, {"step": 3, "seen": 72.0}])
    {'step': 5, 'seen': 120.0}
    """
    return {key: sum(run[key] for run in runs) for key in runs[0]}


def main() -> None:
    """Average from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=Path, default=SHIPPED, help="folder or checkpoint")
    parser.add_argument("--second", type=Path, required=True, help="checkpoint of a run")
    parser.add_argument("--part", type=float, default=0.5, help="of the second, from 0 to 1")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write")
    options = parser.parse_args()
    stored = torch.load(options.second, weights_only=True)
    mixed = averaged(read_weights(options.first), stored["model"], options.part)
    runs = [stored["run"]]
    if options.first.is_file():
        runs += [torch.load(options.first, weights_only=True)["run"]]
    torch.save({"model": mixed, "run": summed(runs)}, options.out)


if __name__ == "__main__":
    main()
