"""Trains the reader. Resumable: called again, it goes on from its last checkpoint.

    python -m training.train_reader --sets FOLDER --work FOLDER --minutes 90

The learning rate rises for `WARM_UP` steps, stays, and falls to zero over the last part of the
time (Hägele et al. 2024), so that a longer budget given later continues the same run. With
`--from-model` a run without a checkpoint begins with the weights of an exported reader.
Negatives must have been mined (`training.mine_negatives`). Results: docs/reader.md.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from qa.models.reader import GRAPH
from qa.models.source import find_model
from training.batches import batches, encode, open_tokenizer
from training.examples import examples, read_pools
from training.measuring import measure
from training.reader_model import NOWHERE, ReaderModel
from training.shipped_weights import load_shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from training.batches import Batch, Encoded

BASE = "all-MiniLM-L6-v2"
WARM_UP = 150
FALLING = 0.4
"""The part of the time in which the learning rate falls."""

ANSWERABLE_WEIGHT = 0.5
"""How much the plain yes or no counts beside the span."""

SHARED_WEIGHT = 1.5
"""How much it counts that a right span beats those of the question's other texts."""

LATEST = "latest.pt"
"""The last checkpoint before the learning rate falls: where a longer run goes on."""

FINAL = "final.pt"
"""The last checkpoint while it falls: what is exported."""

_CHECKPOINT_EVERY = 480.0  # seconds
_LONGEST_STEP = 60.0  # seconds; what a step takes beyond that, the process was paused
_MEASURED = 1200  # held-out examples at every checkpoint


@dataclass(slots=True)
class Run:
    """A training under way; everything but the model that a checkpoint must bring back."""

    step: int = 0
    seen: int = 0
    epoch: int = 0
    seconds: float = 0.0
    loss: float = 0.0


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


def rate_at(run: Run, budget: float) -> float:
    """Return the learning rate as a part of the highest."""
    left = max(0.0, 1 - run.seconds / budget)
    return min(1.0, (run.step + 1) / WARM_UP, left / FALLING)


def _batches(options: argparse.Namespace, run: Run) -> Iterator[Batch]:
    """Yield batches without end, one drawn epoch after another."""
    pools = read_pools(options.sets, options.work, held_out=False)
    tokenizer = open_tokenizer(find_model(BASE).folder)
    while True:
        seed = 1000 * options.seed + run.epoch
        encoded = [encode(tokenizer, each) for each in examples(pools, seed)]
        yield from batches(encoded, options.batch, seed)
        run.epoch += 1


def _held_out(options: argparse.Namespace) -> list[Encoded]:
    pools = read_pools(options.sets, options.work, held_out=True)
    tokenizer = open_tokenizer(find_model(BASE).folder)
    return [encode(tokenizer, each) for each in examples(pools, seed=0)[:_MEASURED]]


def _begun(options: argparse.Namespace) -> ReaderModel:
    model = ReaderModel(find_model(BASE).folder)
    if options.from_model:
        load_shipped(model, options.from_model / GRAPH)
    if options.frozen:
        model.freeze(options.frozen)
    return model


def train(options: argparse.Namespace) -> None:
    """Train until the time is used up, with a checkpoint and a measurement now and then."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = _begun(options)
    learned = [each for each in model.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=options.rate, weight_decay=0.01, fused=True)
    folder = options.work / f"reader-{options.seed}"
    folder.mkdir(parents=True, exist_ok=True)
    run = Run()
    if (folder / LATEST).exists():
        _restore(folder / LATEST, model, optimiser, run)
    held_out = _held_out(options)
    budget = options.minutes * 60
    saved = run.seconds
    model.train()
    for batch in _batches(options, run):
        rate = options.rate * rate_at(run, budget)
        _step(model, optimiser, batch, run, rate=rate, half=options.bf16)
        done = run.seconds >= budget
        if done or run.seconds - saved >= _CHECKPOINT_EVERY:
            saved = run.seconds
            falling = run.seconds > budget * (1 - FALLING)
            _save(folder / (FINAL if falling else LATEST), model, optimiser, run)
            _report(folder, model, held_out, run)
        if done:
            return


def _step(  # noqa: PLR0913 - what one step needs
    model: ReaderModel,
    optimiser: torch.optim.Optimizer,
    batch: Batch,
    run: Run,
    *,
    rate: float,
    half: bool,
) -> None:
    began = time.monotonic()
    for group in optimiser.param_groups:
        group["lr"] = rate
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        loss = loss_of(model, batch)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    optimiser.zero_grad()
    run.step += 1
    run.seen += len(batch.encoded)
    run.loss += 0.01 * (float(loss) - run.loss)
    run.seconds += min(_LONGEST_STEP, time.monotonic() - began)


def _save(path: Path, model: ReaderModel, optimiser: torch.optim.Optimizer, run: Run) -> None:
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
    counted = {"step": run.step, "seen": run.seen, "epoch": run.epoch, "seconds": run.seconds}
    aside = path.with_suffix(".writing")
    torch.save({**state, "run": counted}, aside)
    aside.replace(path)


def _restore(path: Path, model: ReaderModel, optimiser: torch.optim.Optimizer, run: Run) -> None:
    """Go on from a checkpoint; its epoch is begun anew with the next seed."""
    stored = torch.load(path, weights_only=True)
    model.load_state_dict(stored["model"])
    optimiser.load_state_dict(stored["optimiser"])
    counted = stored["run"]
    run.step, run.seen, run.seconds = counted["step"], counted["seen"], counted["seconds"]
    run.epoch = counted["epoch"] + 1


def _report(folder: Path, model: ReaderModel, held_out: list[Encoded], run: Run) -> None:
    line = {
        "step": run.step,
        "seen": run.seen,
        "minutes": round(run.seconds / 60, 1),
        "loss": round(run.loss, 3),
        **measure(model, held_out),
    }
    print(json.dumps(line), flush=True)
    with (folder / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder")
    parser.add_argument(
        "--minutes", type=float, default=90.0, help="of training, all calls together"
    )
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-4, help="the highest learning rate")
    parser.add_argument(
        "--frozen", type=int, default=0, help="how many of the first layers are left as they are"
    )
    parser.add_argument(
        "--bf16", action="store_true", help="twice as fast where the processor has AMX for bfloat16"
    )
    parser.add_argument(
        "--from-model", type=Path, help="folder of an exported reader to begin with, or base alone"
    )
    train(parser.parse_args())


if __name__ == "__main__":
    main()
