"""A training under way: its pace, its steps, its checkpoints. Reader and verifier share it."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from torch import nn

WARM_UP = 150
FALLING = 0.4
"""The part of the time in which the learning rate falls."""

LATEST = "latest.pt"
"""The last checkpoint before the learning rate falls: where a longer run goes on."""

FINAL = "final.pt"
"""The last checkpoint while it falls: what is exported."""

_CHECKPOINT_EVERY = 480.0  # seconds
_LONGEST_STEP = 60.0  # seconds


class Batch(Protocol):
    """What one step learns from."""

    def __len__(self) -> int:
        """How many examples it holds."""


_Batch = TypeVar("_Batch", bound=Batch)


@dataclass(slots=True)
class Run:
    """A training under way; everything but the model that a checkpoint must bring back."""

    step: int = 0
    seen: int = 0
    epoch: int = 0
    seconds: float = 0.0
    loss: float = 0.0

    def count(self, seen: int, loss: float, seconds: float) -> None:
        """Count a step; while one took beyond the longest, the process was paused."""
        self.step += 1
        self.seen += seen
        self.loss += max(0.01, 1 / self.step) * (loss - self.loss)
        self.seconds += min(_LONGEST_STEP, seconds)


def arguments(about: str | None) -> argparse.ArgumentParser:
    """Return a parser of what every training needs."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder")
    parser.add_argument(
        "--minutes", type=float, default=90.0, help="of training, all calls together"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-4, help="the highest learning rate")
    parser.add_argument(
        "--frozen", type=int, default=0, help="how many of the first layers are left as they are"
    )
    parser.add_argument(
        "--bf16", action="store_true", help="faster where the processor multiplies bfloat16"
    )
    return parser


def rate_at(run: Run, budget: float) -> float:
    """Return the learning rate as a part of the highest."""
    left = max(0.0, 1 - run.seconds / budget)
    return min(1.0, (run.step + 1) / WARM_UP, left / FALLING)


def seeds(seed: int, run: Run) -> Iterator[int]:
    """Yield a seed for each epoch, without end."""
    while True:
        yield 1000 * seed + run.epoch
        run.epoch += 1


def train(
    model: nn.Module,
    loss_of: Callable[[_Batch], torch.Tensor],
    batches: Callable[[Run], Iterator[_Batch]],
    folder: Path,
    options: argparse.Namespace,
) -> Iterator[Run]:
    """Train until the time is used up; yield at every checkpoint, to be measured.

    Resumable: a checkpoint in `folder` is gone on from, its epoch begun anew with the next seed.
    """
    learned = [each for each in model.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=options.rate, weight_decay=0.01, fused=True)
    folder.mkdir(parents=True, exist_ok=True)
    run = Run()
    if (folder / LATEST).exists():
        _restore(folder / LATEST, model, optimiser, run)
    budget = options.minutes * 60
    saved = run.seconds
    model.train()
    for batch in batches(run):
        rate = options.rate * rate_at(run, budget)
        began = time.monotonic()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.bf16):
            loss = loss_of(batch)
        _step(model, optimiser, loss, rate)
        run.count(len(batch), float(loss.detach()), time.monotonic() - began)
        done = run.seconds >= budget
        if done or run.seconds - saved >= _CHECKPOINT_EVERY:
            saved = run.seconds
            falling = run.seconds > budget * (1 - FALLING)
            _save(folder / (FINAL if falling else LATEST), model, optimiser, run)
            yield run
        if done:
            return


def _step(
    model: nn.Module, optimiser: torch.optim.Optimizer, loss: torch.Tensor, rate: float
) -> None:
    for group in optimiser.param_groups:
        group["lr"] = rate
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    optimiser.zero_grad()


def report(folder: Path, run: Run, measured: Mapping[str, float]) -> None:
    """Print how far a training came and what was measured of it, and note it beside it."""
    counted = {"step": run.step, "seen": run.seen, "minutes": round(run.seconds / 60, 1)}
    line = json.dumps({**counted, "loss": round(run.loss, 3), **measured})
    print(line, flush=True)
    with (folder / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def _save(path: Path, model: nn.Module, optimiser: torch.optim.Optimizer, run: Run) -> None:
    state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
    counted = {"step": run.step, "seen": run.seen, "epoch": run.epoch, "seconds": run.seconds}
    aside = path.with_suffix(".writing")
    torch.save({**state, "run": counted, "loss": run.loss}, aside)
    aside.replace(path)


def _restore(path: Path, model: nn.Module, optimiser: torch.optim.Optimizer, run: Run) -> None:
    stored = torch.load(path, weights_only=True)
    model.load_state_dict(stored["model"])
    optimiser.load_state_dict(stored["optimiser"])
    counted = stored["run"]
    run.step, run.seen, run.seconds = counted["step"], counted["seen"], counted["seconds"]
    run.epoch, run.loss = counted["epoch"] + 1, stored["loss"]
