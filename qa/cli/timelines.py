"""How an answer changed, drawn for a terminal: a line to scale, then what was told when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from qa.cli.answers import print_citation
from qa.cli.wording import count, describe_date, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rich.console import Console

    from qa.types import Entry, Timeline

_NARROWEST, _WIDEST = 20, 60
_OLD, _NEW, _LINE = "○", "●", "─"


def print_timeline(console: Console, timeline: Timeline, *, today: date) -> None:
    """Print the timeline with its sources, or that there is nothing to draw."""
    if not timeline.entries:
        console.print(Text("No dated article answers it", "bold yellow"))
        return
    width = max(_NARROWEST, min(_WIDEST, console.width - 20))
    if len(timeline.entries) > 1:
        console.print(Text(draw_line(timeline.entries, width), "cyan"))
        console.print()
    console.print(_table(timeline.entries))
    said = {number: each.text for each in timeline.entries for number in each.citations}
    for citation in timeline.citations:
        console.print()
        print_citation(console, citation, said[citation.id], today)


def draw_line(entries: Sequence[Entry], width: int) -> str:
    """Return a line of `width` places on which each entry stands where it was first told.

    The last one is filled. Entries that would meet in a place share it.
    """
    first = entries[0].first.first_day.toordinal()
    days = [each.first.first_day.toordinal() - first for each in entries]
    reach = max(*days, 1)
    line = [_LINE] * width
    for day in days:
        line[day * (width - 1) // reach] = _OLD
    line[days[-1] * (width - 1) // reach] = _NEW
    return f"{entries[0].first.year} {''.join(line)} {entries[-1].first.year}"


def _table(entries: Sequence[Entry]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    for number, each in enumerate(entries, start=1):
        last = number == len(entries)
        mark = Text(_NEW if last else _OLD, "cyan")
        numbers = "".join(f" [{each}]" for each in each.citations)
        sources = f"  {count(each.sources, 'source')}" if each.sources > 1 else ""
        said = Text.assemble((plain(each.text), "bold" if last else ""), (numbers, "cyan"), sources)
        table.add_row(Text(_told(each), "dim", justify="right"), mark, said)
    return table


def _told(entry: Entry) -> str:
    """Say when something was told: a date, or from when to when."""
    first, last = describe_date(entry.first), describe_date(entry.last)
    return first if entry.first == entry.last else f"{first} – {last}"
