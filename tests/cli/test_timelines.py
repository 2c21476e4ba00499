from __future__ import annotations

import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from qa.cli.timelines import draw_line, print_timeline
from qa.types import Citation, Entry, Published, Timeline, Understood

TODAY = date(2026, 11, 25)


def entry(text: str, first: str, *citations: int, last: str = "", sources: int = 1) -> Entry:
    days = Published.parse(first), Published.parse(last or first)
    return Entry(text, citations or (1,), *days, sources)


def citation(number: int, quote: str, published: str) -> Citation:
    date = Published.parse(published)
    return Citation(number, f"a{number}", "Report", date, "", "Times", quote, 0, len(quote))


def printed(timeline: Timeline) -> str:
    console = Console(file=io.StringIO(), width=70, highlight=False, markup=False)
    print_timeline(console, timeline, today=TODAY)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().split("\n"))


def test_a_timeline_is_a_line_to_scale_then_what_was_told_when() -> None:
    timeline = Timeline(
        "When?",
        [
            entry("2024", "2023-08-05", 1),
            entry("2027", "2026-01", 2, last="2026-02-22", sources=2),
        ],
        [
            citation(1, "Not before 2024.", "2023-08-05"),
            citation(2, "It is 2027 now.", "2026-01"),
        ],
        Understood(),
        "000007",
    )
    assert printed(timeline) == (
        "2023 ○────────────────────────────────────────────────● 2026\n"
        "\n"
        "                  5 August 2023  ○  2024 [1]\n"
        "January 2026 – 22 February 2026  ●  2027 [2]  2 sources\n"
        "\n"
        "[1] Report — Times\n"
        "    5 August 2023 (3 years ago)\n"
        "    “Not before 2024.”\n"
        "    a1\n"
        "\n"
        "[2] Report — Times\n"
        "    January 2026 (10 months ago)\n"
        "    “It is 2027 now.”\n"
        "    a2\n"
    )


def test_an_answer_that_never_changed_needs_no_line() -> None:
    told = printed(
        Timeline("Who?", [entry("Lomon", "2022")], [citation(1, "It is Lomon.", "2022")],
                 Understood(), "000007")
    )  # fmt: skip
    assert told.startswith("2022  ●  Lomon [1]\n")


def test_where_nothing_is_dated_it_says_so() -> None:
    assert printed(Timeline("Who?", [], [], Understood(), "1")) == "No dated article answers it\n"


@given(
    st.lists(st.dates(date(1900, 1, 1), date(2099, 1, 1)), min_size=2, max_size=9).map(sorted),
    st.integers(20, 60),
)
def test_the_line_keeps_its_length_and_ends_with_the_newest(days: list[date], width: int) -> None:
    entries = [entry("x", day.isoformat()) for day in days]
    line = draw_line(entries, width)
    first, drawn, last = line.split(" ")
    assert (first, len(drawn), last) == (str(days[0].year), width, str(days[-1].year))
    assert drawn.count("●") == 1
    assert "○" not in drawn[drawn.index("●") :]
