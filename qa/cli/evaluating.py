"""`qa eval`: asks labelled questions and prints how good the answers are, always as JSON.

Someone at a terminal is shown the same as tables, on stderr.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa import wiring
from qa.cli import documents
from qa.cli.options import Call, subcommand
from qa.cli.wording import plain, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from qa.answering.engine import Engine
    from qa.evaluation.ablating import Ablated
    from qa.evaluation.comparing import Difference
    from qa.evaluation.runs import Run
    from qa.settings import Settings

_EXAMPLES = """\b
Examples:
  qa eval questions.jsonl
  qa eval questions.jsonl --report report.html --run before.json
  qa eval questions.jsonl --against before.json --gate gate.toml
  qa eval questions.jsonl --ablate

\b
A line of QUESTIONS (plain or gzipped); "relevant" are ids of articles:
  {"id": "q1", "question": "Who plays Nam On-jo?", "answers": ["Park Ji-hu"],
   "relevant": ["cast/main-cast"], "answerable": true}
"""

_SHOWN = {
    "hit@1": "hit@1",
    "hit@5": "hit@5",
    "ndcg@10": "ndcg@10",
    "citation_contains_answer": "cited",
    "false_answer_rate": "false answers",
    "false_refusal_rate": "false refusals",
}
"""What is shown of each kind, and the heads of these columns."""

_READ = click.Path(exists=True, dir_okay=False, path_type=Path)
_WRITTEN = click.Path(dir_okay=False, path_type=Path)


@click.command("eval", epilog=_EXAMPLES)
@click.argument("questions", metavar="QUESTIONS", type=_READ)
@click.option("--report", metavar="FILE", type=_WRITTEN, help="Write a page of HTML about it.")
@click.option("--gate", metavar="FILE", type=_READ, help="Fail when bounds (TOML) are not kept.")
@click.option("--run", metavar="FILE", type=_WRITTEN, help="Write what came of each question.")
@click.option("--ablate", is_flag=True, help="Also ask engines that lack a part.")
@click.option("--against", metavar="FILE", type=_READ, help="Compare with an earlier --run.")
@subcommand
def evaluate(call: Call, *, questions: Path, ablate: bool, **files: Path | None) -> None:
    """Measure the answers to QUESTIONS, a file of labelled questions.

    Prints JSON, with or without --json: how well articles are found, how often an answer is right,
    given falsely or refused falsely, how well the confidence knows, and how long it took.
    """
    from qa.evaluation import comparing, gating, report, runs

    bounds = gating.read_gate(files["gate"]) if files["gate"] else []
    old = runs.load(files["against"]) if files["against"] else None
    ablated = _ask_all(call.settings, questions, ablate=ablate)
    run = ablated[-1].run
    if files["run"]:
        runs.save(run, files["run"])
    if files["report"]:
        report.save(run, files["report"])
    differences = comparing.compare(run.outcomes, old.outcomes) if old else {}
    more = {"against": _describe(old.generation, differences)} if old else {}
    more |= {"ablated": _describe_ablated(ablated)} if ablate else {}
    documents.print_document({**runs.describe(run), **more})
    if is_watched():
        _show(run, differences, ablated if ablate else ())
    gating.require(bounds, run.outcomes)


def is_watched() -> bool:
    """Whether someone at a terminal sees stderr."""
    return sys.stderr.isatty()


def _ask_all(settings: Settings, questions: Path, *, ablate: bool) -> Sequence[Ablated]:
    """Check the whole file, then ask every question in it; the last run is the engine's own."""
    from qa.cli import terminal
    from qa.evaluation.ablating import ablate as ask_each
    from qa.evaluation.questions import count_questions

    total = count_questions(questions)
    opened = wiring.open_ablated if ablate else _open_one
    engines = opened(settings)
    whole = list(engines.values())[-1]
    for generation, reason in whole.refused:
        click.secho(f"warning: {generation} was refused ({reason})", err=True, fg="yellow")
    with terminal.showing_progress() as progress:
        done = ask_each(engines, questions, total=total, clock=time.perf_counter, progress=progress)
    whole.close()
    return done


def _open_one(settings: Settings) -> dict[str, Engine]:
    return {"ask": wiring.open_engine(settings)}


def _describe(generation: str, differences: Mapping[str, Difference]) -> Mapping[str, object]:
    return {"generation": generation, **_rounded(differences)}


def _describe_ablated(ablated: Sequence[Ablated]) -> Mapping[str, object]:
    """Return, by name, every measure of each engine, and the whole one minus it."""
    from qa.evaluation.scores import scores

    return {
        name: {
            **{key: value and round(value, 4) for key, value in scores(run.outcomes).items()},
            "whole_minus_this": _rounded(lost),
        }
        for name, run, lost in ablated
    }


def _rounded(differences: Mapping[str, Difference]) -> dict[str, object]:
    return {
        measure: {name: round(value, 4) for name, value in each._asdict().items()}
        for measure, each in differences.items()
    }


def _show(run: Run, differences: Mapping[str, Difference], ablated: Sequence[Ablated]) -> None:
    """Print the numbers as tables on stderr."""
    from qa.cli.terminal import open_console
    from qa.evaluation.scores import by_kind, scores

    console = open_console(stderr=True)
    kinds = {"all": run.outcomes, **by_kind(run.outcomes)}
    measured = {kind: scores(outcomes) for kind, outcomes in kinds.items()}
    console.print(_numbers(measured["all"], differences))
    if len(measured) > 1:
        console.print("", _kinds(measured), sep="\n")
    if ablated:
        console.print("", _ablations(ablated), sep="\n")


def _ablations(ablated: Sequence[Ablated]) -> RenderableType:
    """Put each engine's figures over how much better the whole one is, with 95 % bounds."""
    from rich.table import Table

    from qa.evaluation.scores import score

    table = Table("engine", *_SHOWN.values(), box=None, pad_edge=False)
    for name, run, lost in ablated:
        values = (_number(each, score(each, run.outcomes)) for each in _SHOWN)
        gaps = (_change(lost.get(each)) for each in _SHOWN)
        table.add_row(name, *values)
        if run is not ablated[-1].run:
            table.add_row("  whole − this", *gaps)
    return table


def _numbers(
    values: Mapping[str, float | None], differences: Mapping[str, Difference]
) -> RenderableType:
    from rich.table import Table

    table = Table("measure", "value", "change, 95 %", box=None, pad_edge=False)
    for measure, value in values.items():
        table.add_row(measure, _number(measure, value), _change(differences.get(measure)))
    return table


def _change(each: Difference | None) -> str:
    return f"{each.mean:+.3f} [{each.low:+.3f}, {each.high:+.3f}]" if each else ""


def _kinds(measured: Mapping[str, Mapping[str, float | None]]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table("kind", *_SHOWN.values(), box=None, pad_edge=False)
    for kind, values in measured.items():
        numbers = (_number(name, values[name]) for name in _SHOWN)
        table.add_row(Text(plain(shorten(kind, 30))), *numbers)
    return table


def _number(measure: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.1f}" if measure.endswith("_ms") else f"{value:.3f}"
