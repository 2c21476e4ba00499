"""Plots as SVG, written by hand: curves, dots and bars over one pair of axes.

Colours are the classes of the page's style. Labels are ours; nothing here comes from strangers.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_WIDTH, _HEIGHT = 360, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 18, 14, 44
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Axes:
    """Two axes from 0; `title` is what is read aloud in place of the picture."""

    title: str
    x_label: str
    y_label: str
    x_most: float = 1.0
    y_most: float = 1.0

    def x(self, value: float) -> float:
        """Return where a value lies from the left."""
        return _LEFT + value / self.x_most * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        """Return where a value lies from the top."""
        return _HEIGHT - _BOTTOM - value / self.y_most * (_HEIGHT - _TOP - _BOTTOM)


def draw(axes: Axes, *marks: str) -> str:
    """Return a whole picture: the axes, then the marks."""
    ticks = [at / _TICKS for at in range(_TICKS + 1)]
    return "\n".join(
        [
            f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(axes.title)}">',
            *(_x_tick(axes, part * axes.x_most) for part in ticks),
            *(_y_tick(axes, part * axes.y_most) for part in ticks),
            _label(_LEFT + (_WIDTH - _LEFT - _RIGHT) / 2, _HEIGHT - 8, axes.x_label),
            f'<g transform="rotate(-90 12 {_HEIGHT / 2})">'
            f"{_label(12, _HEIGHT / 2, axes.y_label)}</g>",
            *marks,
            "</svg>",
        ]
    )


def curves(axes: Axes, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Draw one line a series, named at the bottom right."""
    parts = []
    for at, (name, points) in enumerate(series.items()):
        path = " ".join(f"{axes.x(x):.1f},{axes.y(y):.1f}" for x, y in points)
        parts.append(f'<polyline class="line c{at}" points="{path}"/>')
        height = _HEIGHT - _BOTTOM - 10 - 16 * (len(series) - 1 - at)
        words = f"&#9473; {escape(name)}"
        parts.append(f'<text class="c{at}" x="{_WIDTH - _RIGHT - 6}" y="{height}">{words}</text>')
    return "\n".join(parts)


def diagonal(axes: Axes) -> str:
    """Draw a dashed line from corner to corner."""
    return (
        f'<line class="ideal" x1="{axes.x(0):.1f}" y1="{axes.y(0):.1f}" '
        f'x2="{axes.x(axes.x_most):.1f}" y2="{axes.y(axes.y_most):.1f}"/>'
    )


def dots(axes: Axes, points: Iterable[tuple[float, float, str]], *, radius: float = 5) -> str:
    """Draw dots at x and y; the words show under the pointer."""
    return "\n".join(
        f'<circle class="dot" cx="{axes.x(x):.1f}" cy="{axes.y(y):.1f}" r="{radius:g}">'
        f"<title>{escape(words)}</title></circle>"
        for x, y, words in points
    )


def bars(axes: Axes, columns: Iterable[tuple[float, float, float]]) -> str:
    """Draw bars, each from one x to the next, as high as its value."""
    return "\n".join(
        f'<rect class="bar" x="{axes.x(start) + 0.5:.1f}" y="{axes.y(value):.1f}" '
        f'width="{max(axes.x(end) - axes.x(start) - 1, 0.5):.1f}" '
        f'height="{axes.y(0) - axes.y(value):.1f}"><title>{value:g}</title></rect>'
        for start, end, value in columns
    )


def _x_tick(axes: Axes, value: float) -> str:
    words = _label(axes.x(value), axes.y(0) + 16, _number(value))
    return f'<line class="grid" x1="{axes.x(value):.1f}" y1="{axes.y(0):.1f}" ' + (
        f'x2="{axes.x(value):.1f}" y2="{axes.y(0) + 4:.1f}"/>{words}'
    )


def _y_tick(axes: Axes, value: float) -> str:
    return (
        f'<line class="grid" x1="{_LEFT}" y1="{axes.y(value):.1f}" x2="{_WIDTH - _RIGHT}" '
        f'y2="{axes.y(value):.1f}"/>'
        f'<text x="{_LEFT - 6}" y="{axes.y(value) + 4:.1f}">{_number(value)}</text>'
    )


def _label(x: float, y: float, words: str) -> str:
    return f'<text class="label" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
