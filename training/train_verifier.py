"""Trains the verifier on what the shipped reader proposes. Resumable, as `training.runs` is.

    python -m training.train_verifier --sets FOLDER --work FOLDER --minutes 60

It begins with the reader's own layers. Proposals must have been mined (`training.mine_proposals`).
Results: docs/reader.md.
"""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch.nn import functional

from qa.models.card import SHIPPED
from qa.models.source import find_model
from qa.models.verifier import encode_marked
from training import train_reader
from training.batches import filled, open_tokenizer, padded
from training.contests import contests, read_pools
from training.reader_model import NOWHERE, freeze
from training.runs import arguments, report, seeds, train
from training.verifier_model import VerifierModel

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from tokenizers import Tokenizer

    from training.contests import Contest
    from training.runs import Run

_POOL = 400  # contests sorted together: little padding, and still a mixed order
_MEASURED = 400  # contests at every checkpoint


@dataclass(frozen=True, slots=True)
class Batch:
    """int64 tensors of shape (rows, tokens), a row a proposal.

    `right` is float32 of shape (rows,): 1 where the marked words answer. `contests`, int64 of the
    same shape, numbers the contests from 0.
    """

    ids: torch.Tensor
    types: torch.Tensor
    attention: torch.Tensor
    right: torch.Tensor
    contests: torch.Tensor

    def __len__(self) -> int:
        """How many contests it holds."""
        return int(self.contests[-1]) + 1


def loss_of(model: VerifierModel, batch: Batch) -> torch.Tensor:
    """Return the mean loss of a batch's contests.

    What is right must win over what is wrong and over "nothing answers", whose logit is 0; where
    nothing is right, that must win. And it must win over what is wrong alone: that ranks.
    """
    logits = model(batch.ids, batch.types, batch.attention)
    member = functional.one_hot(batch.contests).T.float()  # (contests, rows)
    apart = (1 - member) * 2 * NOWHERE
    everything = torch.logsumexp(logits + apart, dim=1)
    right = torch.logsumexp(logits + apart + (1 - batch.right) * NOWHERE, dim=1)
    with_nothing = torch.logaddexp(everything, torch.zeros(()))
    answered = (member * batch.right).sum(1) > 0
    told = torch.where(answered, with_nothing - right, with_nothing)
    ranked = torch.where(answered, everything - right, torch.zeros(()))
    return (told + ranked).mean()


def batch_of(tokenizer: Tokenizer, drawn: Sequence[Contest]) -> Batch:
    """Return contests as one batch, padded to the longest row."""
    rows = [
        (*encode_marked(tokenizer, each.question, marked), right, number)
        for number, each in enumerate(drawn)
        for marked, right in zip(each.marked, each.right, strict=True)
    ]
    return Batch(
        *padded([(ids, types) for ids, types, _, _ in rows]),
        torch.tensor([float(right) for _, _, right, _ in rows]),
        torch.tensor([number for *_, number in rows]),
    )


def batches(
    tokenizer: Tokenizer, drawn: Sequence[Contest], size: int, seed: int
) -> Iterator[Batch]:
    """Yield batches of at most `size` rows, of contests of alike lengths, in a drawn order."""
    draw = random.Random(seed)  # noqa: S311 - a fixed draw, not a secret
    for at in range(0, len(drawn), _POOL):
        pool = sorted(drawn[at : at + _POOL], key=_longest)
        full = [*filled(pool, size, lambda each: len(each.marked))]
        draw.shuffle(full)
        yield from (batch_of(tokenizer, each) for each in full)


def _longest(contest: Contest) -> int:
    return max(len(each.title[:60]) + len(each.text) for each in contest.marked)


def measure(model: VerifierModel, held_out: Sequence[Batch]) -> dict[str, float]:
    """Return how often the right words win, and how well answered contests stand out."""
    model.eval()
    won, best, answered = [], [], []
    for batch in held_out:
        with torch.inference_mode():
            logits = model(batch.ids, batch.types, batch.attention).numpy()
        for number in range(len(batch)):
            mine = (batch.contests == number).numpy()
            right = batch.right.numpy()[mine] > 0
            best.append(float(logits[mine].max()))
            answered.append(bool(right.any()))
            if right.any():
                won.append(bool(right[int(logits[mine].argmax())]))
    model.train()
    if not won:
        return {}
    told = roc_auc_score(answered, best) if not all(answered) else 0.5
    return {"won": round(float(np.mean(won)), 3), "auroc": round(float(told), 3)}


def begun(folder: Path) -> VerifierModel:
    """Return a verifier with the layers of an exported reader."""
    return VerifierModel(train_reader.begun(folder))


def _batches(options: argparse.Namespace, run: Run) -> Iterator[Batch]:
    """Yield batches without end, one drawn epoch after another."""
    pools = read_pools(options.sets, options.work, held_out=False)
    tokenizer = _tokenizer()
    for seed in seeds(options.seed, run):
        yield from batches(tokenizer, contests(pools, seed), options.batch, seed)


def _held_out(options: argparse.Namespace) -> list[Batch]:
    pools = read_pools(options.sets, options.work, held_out=True)
    return [*batches(_tokenizer(), contests(pools, seed=0)[:_MEASURED], options.batch, seed=0)]


def _tokenizer() -> Tokenizer:
    """Return the base's tokenizer; what does not fit is left out by `encode_marked`."""
    tokenizer = open_tokenizer(find_model(train_reader.BASE).folder)
    tokenizer.no_truncation()
    return tokenizer


def main() -> None:
    """Train from the command line, with a measurement at every checkpoint."""
    parser = arguments(__doc__)
    parser.add_argument("--batch", type=int, default=48, help="rows: some six a question")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the reader")
    parser.set_defaults(frozen=2)  # `training.sharing` keeps what is left as it is once
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model, held_out = begun(options.model), _held_out(options)
    if options.frozen:
        freeze(model.encoder, options.frozen)
    folder = options.work / f"verifier-{options.seed}"
    loss, drawn = functools.partial(loss_of, model), functools.partial(_batches, options)
    for run in train(model, loss, drawn, folder, options):
        report(folder, run, measure(model, held_out))


if __name__ == "__main__":
    main()
