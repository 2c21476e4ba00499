import os
from collections.abc import Callable
from pathlib import Path

import click.testing
import pytest

from qa import wiring
from qa.cli.commands import main
from qa.settings import Settings
from tests.service.fakes import FakeEngine

Run = Callable[..., click.testing.Result]


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty working folder, and none of the variables that whoever runs the tests has set."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("QA_") or name in {"FORCE_COLOR", "NO_COLOR", "COLUMNS"}:
            monkeypatch.delenv(name)


@pytest.fixture
def qa() -> Run:
    """Run the command within this process: `qa("ask", "Who?").stdout`."""

    def run(*arguments: str, **environ: str) -> click.testing.Result:
        return click.testing.CliRunner(env=environ).invoke(main, arguments, prog_name="qa")

    return run


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Settings, FakeEngine]]:
    """The engines that the command opened, with the settings it opened them with."""
    opened: list[tuple[Settings, FakeEngine]] = []

    def open_engine(settings: Settings) -> FakeEngine:
        opened.append((settings, FakeEngine()))
        return opened[-1][1]

    monkeypatch.setattr(wiring, "open_engine", open_engine)
    return opened
