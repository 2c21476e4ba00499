"""What people see: answers, tables and progress; in colour only at a terminal.

Titles, quotes and reasons come from strangers: they are printed as plain text, never as markup.
"""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from qa.cli.wording import (
    count,
    describe_size,
    list_few,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType
    from rich.progress import TaskID

    from qa import protocols
    from qa.corpus.problems import Problem
    from qa.index.store import GenerationCheck
    from qa.indexing.building import BuildReport
    from qa.wiring import Status

_WIDEST = 100
_FEW = 10


def open_console(*, stderr: bool = False) -> Console:
    """Return a console as wide as is good to read, or one that never wraps when not a terminal."""
    stream = sys.stderr if stderr else sys.stdout
    console = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    if not stream.isatty():
        return Console(
            stderr=stderr, highlight=False, emoji=False, markup=False, width=10_000, soft_wrap=True
        )
    console.width = min(console.width, _WIDEST)
    return console


def print_build(console: Console, report: BuildReport) -> None:
    """Print what a build did, what it could not take, and what it had to guess."""
    if report.published:
        console.print(Text(f"Built generation {report.generation}", "bold green"))
        console.print(_summary(report))
    else:
        held = f"{count(report.articles, 'article')}, {count(report.chunks, 'chunk')}"
        console.print(f"Nothing to do: generation {report.generation} is up to date ({held}).")
    if not report.articles:
        console.print(Text("The corpus holds no article that can be read.", "yellow"))
    if not report.articles and report.removed:
        console.print("The index is empty now; `qa rollback` returns to the one before.")
    _print_problems(console, report.problems)
    _print_inferred(console, report.inferred)


def print_status(console: Console, status: Status) -> None:
    """Print what the index holds and how it stands to the corpus."""
    if status.generation is None:
        console.print("Nothing has been built yet: run `qa build`.")
    else:
        console.print(_pairs(_status_rows(status)))
    changes = [("new", status.added), ("changed", status.changed), ("gone", status.removed)]
    for word, ids in changes:
        if ids:
            console.print(Text(plain(f"{len(ids):,} {word}: {list_few(ids)}"), "yellow"))
    if any(ids for _, ids in changes):
        console.print("Run `qa build` to take this in.")
    elif status.generation is not None:
        console.print("The index says what the corpus says.")
    _print_problems(console, status.problems)


def print_checks(console: Console, checks: Sequence[GenerationCheck]) -> None:
    """Print which generations are intact."""
    table = Table("generation", "", "files", "size", "state", box=None, pad_edge=False)
    for check in checks:
        state = Text(plain(check.problem), "red") if check.problem else Text("intact", "green")
        current = "current" if check.current else ""
        table.add_row(
            check.generation, current, f"{check.files}", describe_size(check.bytes), state
        )
    console.print(table)


def print_ids(console: Console, ids: Sequence[str], *, title: str) -> None:
    """Print article ids, one a line."""
    console.print(Text(f"{title}: {count(len(ids), 'article')}", "bold"))
    for article_id in ids:
        console.print(Text(plain(f"  {article_id}")))


def print_serving(console: Console, address: str, absence: str | None) -> None:
    """Print where the server is, what is there, and why it cannot answer yet."""
    console.print(Text.assemble("qa serves ", (address, "bold blue")))
    console.print("  /           the page")
    console.print("  /docs       for programs")
    if absence is not None:
        console.print(Text(plain(f"Not ready: {absence}"), "yellow"))
        console.print("It answers as soon as there is an index.")


@contextlib.contextmanager
def showing_progress() -> Iterator[protocols.Progress]:
    """Lend a progress bar on stderr for long work; elsewhere only a slow export is announced."""
    if not sys.stderr.isatty():
        yield _tell_export
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Stages(bars).report


def _tell_export(stage: str, done: int, _: int) -> None:
    if stage == "export" and done == 0:
        sys.stderr.write("Preparing the model, once for this index: about half a minute.\n")


class _Stages:
    """One bar a stage, made when the stage is first heard of."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def report(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage)
        self._bars.update(self._tasks[stage], completed=done, total=total)


def _summary(report: BuildReport) -> RenderableType:
    return _pairs(
        [
            (
                "articles",
                f"{report.articles:,} ({report.added:,} new, {report.changed:,} changed, "
                f"{report.removed:,} removed)",
            ),
            (
                "chunks",
                f"{report.chunks:,} ({report.embedded:,} embedded, {report.reused:,} reused)",
            ),
            ("time", f"{report.seconds:.1f} s"),
        ]
    )


def _status_rows(status: Status) -> list[tuple[str, str]]:
    older = [each for each in status.generations if each != status.generation]
    return [
        ("generation", f"{status.generation}"),
        ("built", status.built_at),
        ("articles", f"{status.articles:,}"),
        ("chunks", f"{status.chunks:,}"),
        ("embedder", plain(status.embedder)),
        ("size", describe_size(status.bytes)),
        ("others kept", ", ".join(older) or "none"),
    ]


def _pairs(rows: Iterable[tuple[str, str]]) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in rows:
        table.add_row(Text(name, "dim"), Text(value))
    return table


def _print_problems(console: Console, problems: Sequence[Problem]) -> None:
    if problems:
        console.print(Text(f"{count(len(problems), 'file')} could not be taken:", "bold yellow"))
    for problem in problems:
        console.print(Text(plain(f"  {problem.path}: {problem.reason}"), "yellow"))


def _print_inferred(console: Console, inferred: Sequence[tuple[str, str, str]]) -> None:
    """Print what files did not state: each when few, else how many of a kind."""
    if not inferred:
        return
    console.print(Text("Not stated in the files, so inferred:", "bold"))
    if len(inferred) <= _FEW:
        for article_id, field, source in inferred:
            console.print(Text(plain(f"  {article_id}: {field} ({source})"), "dim"))
        return
    for (field, source), number in Counter((each[1], each[2]) for each in inferred).most_common():
        console.print(Text(plain(f"  {field} ({source}): {number:,}"), "dim"))
