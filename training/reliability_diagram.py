"""Draws how likely answers are said to be right against how often they are, set by set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.evaluation import plots
from qa.evaluation.measures import reliability

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_COLOURS = ("#14606e", "#b3541e", "#6a4c93", "#3f7d20")
_STYLE = """
svg { background: white; font: 11px sans-serif; }
text { fill: #555; text-anchor: end; }
text.label { text-anchor: middle; }
.grid { stroke: #ddd; }
.line { fill: none; stroke-width: 2; }
.ideal { stroke: #999; stroke-dasharray: 4 4; }
"""
LEAST = 10
"""Bins with fewer questions are left out: their share of right ones is chance."""


def diagram(judged: Mapping[str, Sequence[tuple[float, bool]]]) -> str:
    """Return an SVG that stands alone: a curve a set through its ten bins of support.

    A set is a sequence of supports in [0, 1], each with whether that answer was right.
    """
    axes = plots.Axes("reliability", "support of the best answer", "part whose quote held one")
    curves = {
        f"{name} ({len(pairs)})": [
            (each.confidence, each.right) for each in reliability(pairs) if each.questions >= LEAST
        ]
        for name, pairs in judged.items()
    }
    coloured = "\n".join(
        f".line.c{at} {{ stroke: {colour}; }} text.c{at} {{ fill: {colour}; }}"
        for at, colour in enumerate(_COLOURS)
    )
    picture = plots.draw(axes, plots.diagonal(axes), plots.curves(axes, curves))
    head, _, rest = picture.partition(">")
    opened = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg" width="720"', 1)
    return f"{opened}><style>{_STYLE}{coloured}</style>{rest}\n"
