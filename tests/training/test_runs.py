"""A training of any network: its pace, and what a later call goes on from."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING

import pytest
import torch
from torch import nn

from training import runs
from training.runs import FALLING, FINAL, LATEST, WARM_UP, Run, rate_at, report, train

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class _Clock:
    """Every step takes ten seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 5.0
        return 2 * self.now


@pytest.fixture(autouse=True)
def _slow_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "time", _Clock())


def _train(folder: Path, minutes: float, seed: int = 1) -> tuple[nn.Linear, list[tuple[int, int]]]:
    """Train two weights to double what they are given; return them, and where it was saved."""
    torch.manual_seed(seed)
    model = nn.Linear(2, 2, bias=False)

    def loss(batch: list[float]) -> torch.Tensor:
        given = torch.tensor(batch)
        return ((model(given) - 2 * given) ** 2).mean()

    def batches(run: Run) -> Iterator[list[float]]:
        while True:
            yield from ([1.0, 0.5], [0.5, 1.0])
            run.epoch += 1

    options = Namespace(minutes=minutes, rate=0.1, bf16=False)
    saved = train(model, loss, batches, folder, options)
    return model, [(run.step, run.epoch) for run in saved]


def test_it_saves_every_eight_minutes_and_at_the_end_and_learns(tmp_path: Path) -> None:
    model, saved = _train(tmp_path, 40)
    assert [step for step, _ in saved] == [48, 96, 144, 192, 240]
    assert torch.allclose(model(torch.ones(2)), torch.full((2,), 2.0), atol=0.05)
    steps = {name: torch.load(tmp_path / name)["run"]["step"] for name in (LATEST, FINAL)}
    assert steps == {LATEST: 144, FINAL: 240}  # the last before the rate fell, and the last of all
    assert not list(tmp_path.glob("*.writing"))


def test_a_longer_run_goes_on_before_the_rate_fell_with_the_next_epoch(tmp_path: Path) -> None:
    _train(tmp_path, 40)
    stored = torch.load(tmp_path / LATEST)
    model, saved = _train(tmp_path, 48, seed=2)
    assert saved[0] == (192, stored["run"]["epoch"] + 1 + 23)  # 24 epochs, the last not counted yet
    assert saved[-1][0] == 288
    assert torch.allclose(model(torch.ones(2)), torch.full((2,), 2.0), atol=0.05)


def test_what_was_lost_on_average_is_gone_on_from(tmp_path: Path) -> None:
    _train(tmp_path, 40)
    loss = torch.load(tmp_path / LATEST)["loss"]
    assert loss > 0
    resumed = Run(step=144, loss=loss)
    resumed.count(2, loss, 10.0)
    assert resumed.loss == pytest.approx(loss)


def test_a_pause_counts_as_a_minute_at_most() -> None:
    run = Run()
    run.count(24, 2.0, 3600.0)
    assert (run.step, run.seen, run.seconds, run.loss) == (1, 24, 60.0, 2.0)


def test_the_rate_rises_stays_and_falls_to_nothing() -> None:
    steps = [Run(step=step, seconds=seconds) for step, seconds in ((0, 0), (WARM_UP, 100))]
    assert [rate_at(run, 1000) for run in steps] == [pytest.approx(1 / WARM_UP), 1.0]
    assert rate_at(Run(step=999, seconds=1000 * (1 - FALLING / 2)), 1000) == pytest.approx(0.5)
    assert rate_at(Run(step=999, seconds=1001), 1000) == 0.0


def test_what_is_reported_is_noted_line_by_line(tmp_path: Path) -> None:
    for step in (1, 2):
        report(tmp_path, Run(step=step, seen=9, seconds=66, loss=1.23456), {"won": 0.5})
    lines = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    told = {"step": 2, "seen": 9, "minutes": 1.1, "loss": 1.235, "won": 0.5}
    assert json.loads(lines[1]) == told
    assert len(lines) == 2
