"""Trains the reader. Resumable: called again, it goes on from its last checkpoint.

    python -m training.train_reader --sets FOLDER --work FOLDER --minutes 90

The learning rate rises for `WARM_UP` steps, stays, and falls to zero over the last part of the
time (Hägele et al. 2024), so that a longer budget given later continues the same run. With
`--from-model` a run without a checkpoint begins with the weights of an exported reader.
Negatives must have been mined (`training.mine_negatives`). Results: docs/reader.md.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from qa.models.card import GRAPH
from qa.models.source import find_model
from training.batches import batches, encode, open_tokenizer
from training.examples import examples, read_pools
from training.measuring import measure
from training.reader_model import NOWHERE, ReaderModel, freeze
from training.runs import arguments, report, seeds, train
from training.shipped_weights import load_shipped

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from training.batches import Batch, Encoded
    from training.runs import Run

BASE = "all-MiniLM-L6-v2"
ANSWERABLE_WEIGHT = 0.5
"""How much the plain yes or no counts beside the span."""

SHARED_WEIGHT = 1.5
"""How much it counts that a right span beats those of the question's other texts."""

_MEASURED = 1200  # held-out examples at every checkpoint


def loss_of(model: ReaderModel, batch: Batch) -> torch.Tensor:
    """Return the mean loss of a batch: the likelihood of any right span, and of answerability.

    With several right places their probabilities add up (Clark & Gardner 2018). Where several texts
    compete for one question, the right places must also win over those of all of them: their
    margins over "no answer" share one norm, as in the same paper.
    """
    spans, answerable = model(batch.ids, batch.types, batch.attention)
    shut = (1 - batch.text) * NOWHERE
    total = torch.zeros(())
    for logits, right in ((spans[..., 0], batch.starts), (spans[..., 1], batch.ends)):
        open_to = logits + shut
        hit = torch.logsumexp(open_to + (1 - right) * NOWHERE, dim=1)
        total = total + (torch.logsumexp(open_to, dim=1) - hit).mean() / 2
        margins = (open_to - logits[:, :1])[:, 1:]
        won = torch.logsumexp(margins + (1 - right[:, 1:]) * NOWHERE, dim=1)
        any_won = torch.logsumexp(margins, dim=1)
        total = total + SHARED_WEIGHT * _shared(won, any_won, batch) / 2
    yes_no = functional.binary_cross_entropy_with_logits(answerable, batch.answers)
    told = answerable + (1 - batch.answers) * NOWHERE
    return total + ANSWERABLE_WEIGHT * yes_no + SHARED_WEIGHT * _shared(told, answerable, batch)


def _shared(right: torch.Tensor, everything: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the mean negative log likelihood of what is right in those groups where anything is.

    `right` and `everything` are log sums over one text each, of shape (batch,).
    """
    member = functional.one_hot(batch.groups).T  # (groups, batch)
    apart = (1 - member) * 2 * NOWHERE
    lost = torch.logsumexp(everything + apart, dim=1) - torch.logsumexp(right + apart, dim=1)
    contested = (member.sum(1) > 1) & ((member * batch.answers).sum(1) > 0)
    return (lost * contested).sum() / max(1, len(batch.groups))


def _batches(options: argparse.Namespace, run: Run) -> Iterator[Batch]:
    """Yield batches without end, one drawn epoch after another."""
    pools = read_pools(options.sets, options.work, held_out=False)
    tokenizer = open_tokenizer(find_model(BASE).folder)
    for seed in seeds(options.seed, run):
        encoded = [encode(tokenizer, each) for each in examples(pools, seed)]
        yield from batches(encoded, options.batch, seed)


def _held_out(options: argparse.Namespace) -> list[Encoded]:
    pools = read_pools(options.sets, options.work, held_out=True)
    tokenizer = open_tokenizer(find_model(BASE).folder)
    return [encode(tokenizer, each) for each in examples(pools, seed=0)[:_MEASURED]]


def begun(folder: Path | None) -> ReaderModel:
    """Return the network with the weights of an exported reader, or of the base alone."""
    model = ReaderModel(find_model(BASE).folder)
    if folder:
        load_shipped(model, folder / GRAPH)
    return model


def main() -> None:
    """Train from the command line, with a measurement at every checkpoint."""
    parser = arguments(__doc__)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument(
        "--from-model", type=Path, help="folder of an exported reader to begin with, or base alone"
    )
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model, held_out = begun(options.from_model), _held_out(options)
    if options.frozen:
        freeze(model.encoder, options.frozen)
    folder = options.work / f"reader-{options.seed}"
    loss, drawn = functools.partial(loss_of, model), functools.partial(_batches, options)
    for run in train(model, loss, drawn, folder, options):
        report(folder, run, measure(model, held_out))


if __name__ == "__main__":
    main()
