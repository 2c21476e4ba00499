"""How each cost grows, as a table and a log-log plot, from what benchmarks.scale measured.

    python -m benchmarks.growth --scale FOLDER/scale.jsonl --docs docs

Writes `growth.svg`, and the table between the two marks in `performance.md`.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import markdown_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BEGIN, END = "<!-- growth begins -->", "<!-- growth ends -->"
WIDTH, HEIGHT, MARGIN, LEGEND = 720, 420, 50, 210
COLOURS = ("#1b6ca8", "#c0392b", "#27804a", "#8e44ad", "#b9770e", "#2c3e50")
CURVES = {
    "build, CPU s": "build_cpu_s",
    "dense p50, ms": "dense_p50_ms, all",
    "words p50, ms": "lexical_p50_ms",
    "server, MB": "rss_mb",
    "add an article, s": "add_build_s",
    "index, MB": "index_mb",
}
ROWS = {
    "build, CPU s (without the model)": ("build_cpu_s", ".0f"),
    "its peak memory, MB": ("build_peak_mb", ".0f"),
    "index, bytes a chunk": ("bytes_a_chunk", ",.0f"),
    "parts": ("parts", ".0f"),
    "recall@10 against exact": ("recall, all", ".3f"),
    "recall@10, 1 % filter": ("recall, one in a hundred", ".3f"),
    "dense search p50, ms": ("dense_p50_ms, all", ".2f"),
    "dense, 1 % filter p50, ms": ("dense_p50_ms, one in a hundred", ".2f"),
    "lexical search p50, ms": ("lexical_p50_ms", ".2f"),
    "`/v1/search` p50 / p95, ms": ("search_ms", ""),
    "server after 300 searches, MB": ("rss_mb", ".0f"),
    "server's start, s": ("start_s", ".1f"),
    "an article added: built / opened, s": ("add_s", ""),
    "an article replaced: built / opened, s": ("replace_s", ""),
}


def table(measured: Sequence[Mapping[str, float]]) -> str:
    """Return one column a size, one row a cost."""
    header = ["chunks", *(f"{each['rows']:,.0f}" for each in measured)]
    return markdown_table(header, [[name, *_cells(name, measured)] for name in ROWS])


def _cells(name: str, measured: Sequence[Mapping[str, float]]) -> list[str]:
    key, style = ROWS[name]
    if key == "search_ms":
        return [f"{each['search_p50_ms']:.1f} / {each['search_p95_ms']:.1f}" for each in measured]
    if not style:
        stem = key.removesuffix("_s")
        return [
            f"{each[f'{stem}_build_s']:.1f} / {each[f'{stem}_open_s']:.1f}" for each in measured
        ]
    return [format(each[key], style) for each in measured]


def plot(measured: Sequence[Mapping[str, float]]) -> str:
    """Return the curves of `CURVES` over the number of chunks, both axes logarithmic."""
    sizes = [each["rows"] for each in measured]
    left, right = math.log10(min(sizes)), math.log10(max(sizes))
    bottom, top = -1, 4

    def at(size: float, value: float) -> str:
        across = (math.log10(size) - left) / (right - left)
        up = (math.log10(max(value, 10**bottom)) - bottom) / (top - bottom)
        x = MARGIN + across * (WIDTH - MARGIN - LEGEND)
        return f"{x:.1f},{HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN):.1f}"

    marks = [_line(at(10**left, 10**each), at(10**right, 10**each), f"1e{each}")
             for each in range(bottom, top + 1)]  # fmt: skip
    for number, (name, key) in enumerate(CURVES.items()):
        colour = COLOURS[number]
        points = " ".join(at(each["rows"], each[key]) for each in measured)
        marks.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        marks.append(_text(WIDTH - LEGEND + 20, MARGIN + 22 * number, name, colour))
    marks += [
        _text(float(at(each, 0.1).split(",")[0]) - 20, HEIGHT - 25, f"{each:,.0f}")
        for each in sizes
    ]
    body = "\n".join(marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Costs over the number of chunks"><rect width="100%" height="100%" '
        f'fill="white"/>\n{body}\n</svg>\n'
    )


def _line(start: str, end: str, label: str) -> str:
    y = start.split(",")[1]
    return f'<polyline points="{start} {end}" stroke="#ddd"/>' + _text(8, float(y) + 4, label)


def _text(x: float, y: float, text: str, colour: str = "#333") -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-family="sans-serif" font-size="13" '
        f'fill="{colour}">{text}</text>'
    )


def main() -> None:
    """Read what was measured, and write it down."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=Path, required=True)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    options = parser.parse_args()
    lines = [json.loads(line) for line in options.scale.read_text().splitlines()]
    latest = {line["rows"]: line for line in lines}
    measured = [latest[rows] for rows in sorted(latest)]
    for each in measured:
        each["index_mb"] = each["bytes_a_chunk"] * each["rows"] / 1e6
    page = options.docs / "performance.md"
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n{table(measured)}\n{END}{after}", "utf-8")
    (options.docs / "growth.svg").write_text(plot(measured), "utf-8")


if __name__ == "__main__":
    main()
