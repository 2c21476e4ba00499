"""The folder that is lent while a lexical index is opened, and what killed processes left of it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qa.index.gathering import gathered
from qa.index.lexical import write_lexical

if TYPE_CHECKING:
    from pathlib import Path

LENDING = """
import sys
from pathlib import Path
from qa.index.gathering import gathered
with gathered([Path(sys.argv[1])]) as lent:
    print(lent, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this process puts what is temporary, and those that it starts."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


@pytest.fixture
def lexical(tmp_path: Path) -> Path:
    write_lexical(tmp_path / "lexical", [(0, 0, "It rains in Farwick.")])
    return tmp_path / "lexical"


def lend(lexical: Path) -> subprocess.Popen[str]:
    """Start a process that holds such a folder until its input ends."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", LENDING, str(lexical)]
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
    assert process.stdout
    assert "qa-lexical-" in process.stdout.readline()
    return process


def test_the_folder_of_a_process_that_was_killed_is_removed_by_the_next_and_no_others(
    temporary: Path, lexical: Path
) -> None:
    foreign = temporary / "qa-lexical-link"
    foreign.symlink_to(lexical)
    with lend(lexical) as killed, lend(lexical) as running:
        assert len(list(temporary.glob("qa-lexical-*"))) == 3
        killed.kill()
        killed.wait()
        with gathered([lexical]) as lent:
            left = set(temporary.glob("qa-lexical-*"))
            assert len(left) == 3
            assert {lent, foreign} < left
        assert len(list(temporary.glob("qa-lexical-*"))) == 2
        running.communicate("")
        assert running.returncode == 0
    assert list(temporary.iterdir()) == [foreign]
    assert list(lexical.iterdir())


def test_a_folder_that_another_process_takes_for_a_stray_is_not_lent(
    temporary: Path, lexical: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = temporary / "qa-lexical-taken"
    taken.mkdir()
    folders = [taken]
    real = "qa.index.gathering.tempfile.mkdtemp"
    fresh = temporary / "qa-lexical-fresh"

    def make(prefix: str) -> str:
        if folders:
            return str(folders.pop())
        fresh.mkdir()
        return str(fresh)

    monkeypatch.setattr(real, make)
    with gathered([lexical]) as lent:  # the sweep before it removed the first
        assert lent == fresh
