"""`qa ask` and `qa timeline`: a question in, an answer or its history out."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from qa import wiring
from qa.answering.deciding import THRESHOLD
from qa.answering.engine import MOST_PASSAGES
from qa.cli import examples
from qa.cli.options import Call, read_date, read_question, subcommand
from qa.service.limits import TOP_K_DEFAULT
from qa.types import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa.answering.engine import Engine
    from qa.types import Published


def take_dates(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options `--as-of`, `--since` and `--until`."""
    for name, meaning in (
        ("--until", "Use nothing newer."),
        ("--since", "Use nothing older."),
        ("--as-of", "Answer as if it were then."),
    ):
        function = click.option(name, metavar="DATE", callback=read_date, help=meaning)(function)
    return function


@click.command(epilog=examples.ASK)
@click.argument("question", nargs=-1, required=True, metavar="QUESTION", callback=read_question)
@click.option(
    "--top-k",
    type=click.IntRange(1, MOST_PASSAGES),
    default=TOP_K_DEFAULT,
    show_default=True,
    help="How many passages to show at most.",
)
@take_dates
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=THRESHOLD,
    show_default=True,
    help="Withhold an answer that is less likely to be right.",
)
@click.option("--explain", is_flag=True, help="Show the scores and the spans weighed.")
@subcommand
def ask(
    call: Call,
    *,
    question: str,
    top_k: int,
    min_confidence: float,
    explain: bool,
    **dates: Published | None,
) -> None:
    """Answer QUESTION with quotes from the articles, or abstain.

    A DATE is a year, a month or a day: 2022, 2022-06 or 2022-06-30.
    """
    filters = _read_filters(dates)
    engine = _open_engine(call)
    began = time.perf_counter()
    answer = engine.ask(question, top_k=top_k, filters=filters, min_confidence=min_confidence)
    took_ms = (time.perf_counter() - began) * 1000
    if call.as_json:
        from qa.service.answers import AskReply

        click.echo(AskReply.of(answer, took_ms=took_ms, explain=explain).to_json(indent=2))
    else:
        from qa.cli import answers, terminal

        answers.print_answer(terminal.open_console(), answer, today=_today(), explain=explain)
    engine.close()


@click.command(epilog=examples.TIMELINE)
@click.argument("question", nargs=-1, required=True, metavar="QUESTION", callback=read_question)
@take_dates
@subcommand
def timeline(call: Call, *, question: str, **dates: Published | None) -> None:
    """Show how the answer to QUESTION changed over time.

    A DATE is a year, a month or a day: 2022, 2022-06 or 2022-06-30.
    """
    filters = _read_filters(dates)
    engine = _open_engine(call)
    began = time.perf_counter()
    found = engine.timeline(question, filters=filters)
    took_ms = (time.perf_counter() - began) * 1000
    if call.as_json:
        from qa.service.answers import TimelineReply

        click.echo(TimelineReply.of(found, took_ms=took_ms).to_json(indent=2))
    else:
        from qa.cli import terminal, timelines

        timelines.print_timeline(terminal.open_console(), found, today=_today())
    engine.close()


def _read_filters(dates: Mapping[str, Published | None]) -> Filters:
    filters = Filters(as_of=dates["as_of"], since=dates["since"], until=dates["until"])
    _check_period(filters)
    return filters


def _open_engine(call: Call) -> Engine:
    engine = wiring.open_engine(call.settings)
    for generation, reason in engine.refused:
        click.secho(
            f"warning: {generation} was refused ({reason}), {engine.generation} answers; "
            "`qa build` makes a new one",
            err=True,
            fg="yellow",
        )
    return engine


def _today() -> date:
    return datetime.now(UTC).date()


def _check_period(filters: Filters) -> None:
    since, until = filters.since, filters.until
    if since and until and until.last_day < since.first_day:
        raise click.BadParameter(
            f"{until} is before --since, {since}: nothing can lie between", param_hint="'--until'"
        )
