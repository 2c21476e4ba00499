import io
import sys
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from qa.answering.signs import Signs
from qa.cli import answers, terminal
from tests.service.fakes import FakeEngine

TODAY = date(2026, 11, 22)


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_the_answer_is_framed_and_coloured() -> None:
    console = Console(file=Screen(), force_terminal=True, width=60, color_system="standard")
    answer = FakeEngine().ask("Who plays Nam On-jo?")
    answers.print_answer(console, answer, today=TODAY, explain=False)
    file = console.file
    assert isinstance(file, Screen)
    printed = file.getvalue()
    assert "╭─ Answer ──" in printed
    assert "\x1b[1mPark Ji-hu plays Nam On-jo.\x1b[0m" in printed


def test_what_was_weighed_can_be_read_at_a_narrow_terminal() -> None:
    answer = FakeEngine().ask("Who plays Nam On-jo?")
    signs = dict.fromkeys(Signs._fields, 0.25)
    spans = [replace(each, signs=signs) for each in answer.spans]
    weighed = replace(answer, spans=spans, read_as="Who plays On-jo?")
    console = Console(file=io.StringIO(), width=80)
    answers.print_answer(console, weighed, today=TODAY, explain=True)
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    printed = " ".join(" ".join(lines).split())
    assert "Read as: Who plays On-jo?" in printed
    assert all(each.replace("_", " ").split()[0] in printed for each in signs)


def test_lines_at_a_terminal_are_no_longer_than_is_good_to_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", Screen())
    monkeypatch.setenv("COLUMNS", "300")
    assert terminal.open_console().width == 100


def test_lines_in_a_file_are_never_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stdout", written)
    console = terminal.open_console()
    console.print("word " * 500)
    console.print("[red]", ":smile:")
    assert written.getvalue() == "word " * 500 + "\n[red] :smile:\n"


def test_progress_is_drawn_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with terminal.showing_progress() as progress:
        assert progress is not None
        for done in range(3):
            progress("embedding", done, 2)
        progress("indexing", 0, 0)
    assert "embedding" in screen.getvalue()
    assert "2/2" in screen.getvalue()


def test_where_nobody_sees_a_bar_only_the_slow_export_is_announced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    with terminal.showing_progress() as progress:
        for stage in ("export", "embed"):
            progress(stage, 0, 4)
            progress(stage, 4, 4)
    assert screen.getvalue() == ("Preparing the model, once for this index: about half a minute.\n")
