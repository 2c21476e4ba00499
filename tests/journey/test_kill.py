"""kill -9 at random moments of a build: the index is whole and answers every time."""

from __future__ import annotations

import random
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.journey.conftest import Project

KILLS = 50


def _change(project: Project, number: int) -> None:
    (project.corpus / "news.md").write_text(
        f"---\ntitle: News\npublished: 2025\n---\nRound {number} of the race was won by Ina Fell.\n"
    )


def _kill_builds(project: Project, times: int) -> int:
    """Kill `times` builds after a random wait; return how many had not ended by themselves."""
    choose = random.Random(5)  # noqa: S311 - a fixed draw, not a secret
    began = time.monotonic()
    project.json("build")
    whole = time.monotonic() - began
    killed = 0
    for number in range(times):
        _change(project, number)
        with subprocess.Popen(
            project.command("build"), env=project.environ, stdout=-3, stderr=-3
        ) as build:
            time.sleep(choose.uniform(0, 1.1 * whole))
            killed += build.poll() is None
            build.kill()
        checks = project.json("verify")["generations"]
        assert [check["problem"] for check in checks] == [None] * len(checks)
        answer = project.json("ask", "Who drew the plans of the clock hall?")
        assert "Mira O'Dell" in answer["citations"][0]["quote"]
    project.json("build")
    assert project.json("ask", "Who won the race?")["citations"][0]["quote"] == (
        f"Round {times - 1} of the race was won by Ina Fell."
    )
    assert not list(project.index.glob(".building-*"))
    return killed


@pytest.mark.model
def test_a_few_killed_builds_harm_nothing(project: Project) -> None:
    assert _kill_builds(project, 3) >= 1


@pytest.mark.model
@pytest.mark.faults
@pytest.mark.timeout(900)
def test_fifty_killed_builds_harm_nothing(project: Project) -> None:
    assert _kill_builds(project, KILLS) >= KILLS // 2
