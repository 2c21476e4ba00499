"""Rankings become numbers: standard measures a question, and how sure a difference is.

The measures are those of trec_eval, through ir-measures; nothing is computed by hand here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import ir_measures
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

DEPTH = 10
"""How many articles of a ranking count."""

MEASURES = {
    "nDCG@10": ir_measures.nDCG @ DEPTH,
    "hit@1": ir_measures.Success @ 1,
    "hit@10": ir_measures.Success @ DEPTH,
    "MRR@10": ir_measures.RR @ DEPTH,
}

_RESAMPLES = 10_000


class Interval(NamedTuple):
    """A mean difference and the bounds between which it lies with 95 % confidence."""

    mean: float
    low: float
    high: float


def measure(
    rankings: Mapping[str, Sequence[str]], relevant: Mapping[str, frozenset[str]]
) -> dict[str, NDArray[np.float64]]:
    """Return, by measure, one value a question, in the order of `relevant`.

    `rankings` has each question's article ids, best first; a question without one scores 0.
    """
    qrels = {name: dict.fromkeys(ids, 1) for name, ids in relevant.items()}
    # A position as the score: trec_eval would break ties by name, not by our order.
    runs = {
        name: {article: float(-at) for at, article in enumerate(ids)}
        for name, ids in rankings.items()
    }
    position = {name: at for at, name in enumerate(relevant)}
    values = {name: np.zeros(len(relevant)) for name in MEASURES}
    names = {each: name for name, each in MEASURES.items()}
    for found in ir_measures.iter_calc(list(MEASURES.values()), qrels, runs):
        values[names[found.measure]][position[found.query_id]] = found.value
    return values


def difference(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], *, seed: int = 0
) -> Interval:
    """Return the mean of `ours - theirs` over the same questions, by a paired bootstrap.

    Questions are drawn again with replacement (Efron & Tibshirani 1993, percentile interval).
    """
    gaps = ours - theirs
    generator = np.random.default_rng(seed)
    counts = generator.multinomial(len(gaps), np.full(len(gaps), 1 / len(gaps)), size=_RESAMPLES)
    low, high = np.quantile(counts @ gaps / len(gaps), [0.025, 0.975])
    return Interval(float(gaps.mean()), float(low), float(high))


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table, the first column to the left and the others to the right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_between(page: Path, name: str, text: str) -> None:
    """Put `text` between the marks of that name in a page; ValueError where it has none."""
    begin, end = f"<!-- {name} begins -->", f"<!-- {name} ends -->"
    before, found, rest = page.read_text("utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{page} has no {begin} or no {end}")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")


def format_interval(interval: Interval) -> str:
    """Return a difference in points of a hundredth, with its bounds.

    >>> format_interval(Interval(0.0123, -0.004, 0.03))
    '+1.2 [-0.4, +3.0]'
    """
    mean, low, high = (100 * each for each in interval)
    return f"{mean:+.1f} [{low:+.1f}, {high:+.1f}]"
