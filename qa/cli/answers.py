"""An answer as people see it: what was told, by whom and when, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.panel import Panel
from rich.table import Column, Table
from rich.text import Text

from qa.cli.wording import (
    count,
    describe_age,
    describe_confidence,
    describe_date,
    describe_reason,
    plain,
    shorten,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rich.console import Console, RenderableType

    from qa.types import Answer, Citation, Passage, Published, Statement, Understood


_WORTH_TELLING = 0.02
"""Below this probability nothing was found that could be called a guess."""

_EXPLAINED = 8
"""How many spans an explanation shows; `--json` has them all."""


def print_answer(console: Console, answer: Answer, *, today: date, explain: bool) -> None:
    """Print an answer with its sources, or why there is none and what comes closest."""
    _print_understood(console, answer.understood)
    if answer.answer is None:
        _print_abstention(console, answer, today)
    else:
        _print_statement(console, answer, answer.answer, today)
    if explain:
        if answer.read_as not in ("", answer.question):
            console.print("", Text(f"Read as: {plain(answer.read_as)}", "dim"), sep="\n")
        console.print("", _explain_passages(answer.passages), _explain_spans(answer), sep="\n")


def _print_statement(console: Console, answer: Answer, statement: Statement, today: date) -> None:
    body = Text.assemble((plain(statement.text), "bold"), (_numbers(statement.citations), "cyan"))
    about = Text(_describe(answer, statement, today), "dim")
    if console.is_terminal:
        console.print(Panel(Group(body, about), title="Answer", title_align="left"))
    else:
        console.print(body, about, sep="\n")
    said = {
        number: each.text
        for each in (*answer.earlier, *answer.conflicting, statement)
        for number in each.citations
    }
    for citation in answer.citations:
        console.print()
        print_citation(console, citation, said.get(citation.id, ""), today)
    _print_others(console, "Told otherwise at the same time", answer.conflicting)
    _print_others(console, "Earlier", answer.earlier)


def _describe(answer: Answer, statement: Statement, today: date) -> str:
    """Say how sure an answer is, of when it is, and how many sources tell it."""
    parts = [describe_confidence(answer.confidence)]
    if statement.published:
        parts.append(f"as of {_dated(statement.published, today)}")
    if statement.sources > 1:
        parts.append(f"{count(statement.sources, 'source')}")
    return ", ".join(parts)


def _print_others(console: Console, heading: str, statements: Sequence[Statement]) -> None:
    if statements:
        console.print(f"\n{heading}", style="bold")
    for each in statements:
        dated = describe_date(each.published)
        console.print(f"  {dated}: {plain(each.text)}{_numbers(each.citations)}")


def _print_understood(console: Console, understood: Understood) -> None:
    """Say what was understood of time, when anything was."""
    parts = [
        f"{name} {describe_date(date)}"
        for name, date in (
            ("as of", understood.as_of),
            ("since", understood.since),
            ("until", understood.until),
            ("about", understood.about),
        )
        if date
    ]
    parts += [f"wanted: {understood.intent.value}"] if understood.intent else []
    if parts:
        console.print(Text(f"Understood: {', '.join(parts)}", "dim"))


def _numbers(citations: Sequence[int]) -> str:
    return "".join(f" [{number}]" for number in citations)


def print_citation(console: Console, citation: Citation, answer: str, today: date) -> None:
    """Print an article with the sentence quoted from it, in which the answer's words stand out."""
    source = f" — {plain(shorten(citation.source, 80))}" if citation.source else ""
    title = Text.assemble((f"[{citation.id}] ", "cyan"), (plain(citation.title), "bold"), source)
    quote = Text(f"    “{plain(citation.quote)}”")
    quote.highlight_words([plain(answer)] if answer else [], style="bold", case_sensitive=False)
    console.print(title, Text(f"    {_dated(citation.published, today)}", "dim"), quote, sep="\n")
    console.print(Text(f"    {plain(citation.url or citation.article_id)}", "blue"))


def _print_abstention(console: Console, answer: Answer, today: date) -> None:
    console.print(Text("Not in these articles", "bold yellow"))
    console.print(Text(plain(describe_reason(answer.reason or ""))))
    if answer.confidence >= _WORTH_TELLING:
        console.print(Text(f"The best guess would have been {_likely(answer.confidence)}.", "dim"))
    if answer.passages:
        console.print("\nWhat comes closest", style="bold")
    for number, passage in enumerate(answer.passages, start=1):
        dated = _dated(passage.published, today)
        title = Text.assemble(f"{number}. ", (plain(passage.title), "bold"), (f" — {dated}", "dim"))
        console.print(title, Text(f"   {plain(shorten(passage.text))}"), sep="\n")
        console.print(Text(f"   {plain(passage.url or passage.article_id)}", "blue"))


def _likely(probability: float) -> str:
    return f"right with {probability:.0%}".replace("%", " %")


def _dated(published: Published | None, today: date) -> str:
    age = f" ({describe_age(published, today)})" if published else ""
    return f"{describe_date(published)}{age}"


def _explain_passages(passages: Iterable[Passage]) -> RenderableType:
    table = Table("score", "dense", "lexical", "passage", title="Passages", title_justify="left")
    for each in passages:
        place = Text(plain(f"{each.article_id} {each.start}–{each.end}"))
        table.add_row(f"{each.score:.3f}", f"{each.dense:.3f}", f"{each.lexical:.2f}", place)
    return table


def _explain_spans(answer: Answer) -> RenderableType:
    """Return what was weighed for an answer: each span with the signs behind its support."""
    article = Column("article", overflow="fold")
    table = Table("support", "words", article, "signs", title="Spans weighed", title_justify="left")
    for span in answer.spans[:_EXPLAINED]:
        words = Text(plain(shorten(span.text, 60)))
        # Together, as a column for each would leave a letter to each where a terminal is narrow.
        signs = ", ".join(
            f"{sign.replace('_', ' ')} {value:.2f}" for sign, value in span.signs.items()
        )
        place = Text(plain(span.passage.article_id))
        table.add_row(f"{span.support:.3f}", words, place, signs)
    return table
