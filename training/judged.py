"""Questions with their best span and its support, and what a fit makes of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import roc_auc_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Example:
    """One question: `signs` float64 of (spans, signs); `right`, `quoted` bool, `em`, `f1` (spans,).

    Where a span is right it says an answer; where it is quoted its sentence holds one.
    """

    set_name: str
    id: str
    signs: NDArray[np.float64]
    right: NDArray[np.bool_]
    quoted: NDArray[np.bool_]
    em: NDArray[np.float64]
    f1: NDArray[np.float64]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """Two sets of weights, float64 of shape (signs,), as `qa.answering.signs` has them."""

    ranking: NDArray[np.float64]
    judging: NDArray[np.float64]
    intercept: float

    def best(self, example: Example) -> tuple[int, float]:
        """Return which span is best, and the probability that its sentence holds an answer."""
        at = int((example.signs @ self.ranking).argmax())
        logit = float(example.signs[at] @ self.judging) + self.intercept
        return at, 1 / (1 + math.exp(-logit))


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its best span and that span's support."""

    example: Example
    at: int
    support: float

    @property
    def quoted(self) -> bool:
        """Whether the best span's sentence holds an answer: what its support is the chance of."""
        return bool(self.example.quoted[self.at])


def by_set(judged: Sequence[Judged]) -> dict[str, list[Judged]]:
    """Return the questions of each set, the sets in the order of their names."""
    names = sorted({each.example.set_name for each in judged})
    return {name: [each for each in judged if each.example.set_name == name] for name in names}


def supports(judged: Sequence[Judged]) -> dict[str, list[tuple[float, bool]]]:
    """Return, for each set, the support of every best span, and whether it was so."""
    return {
        name: [(each.support, each.quoted) for each in mine]
        for name, mine in by_set(judged).items()
    }


def report(judged: Sequence[Judged]) -> None:
    """Print how each set's questions fare."""
    for name, mine in by_set(judged).items():
        _report(name, mine)


def _report(name: str, mine: Sequence[Judged]) -> None:
    best = np.array([each.support for each in mine])
    answerable = np.array([each.example.answerable for each in mine])
    line = f"{name}: {len(mine)} questions"
    for measure in ("right", "quoted", "em", "f1"):
        values = np.array([getattr(each.example, measure)[each.at] for each in mine])
        if answerable.any():
            line += f", {measure} {values[answerable].mean():.3f}"
    quoted = np.array([each.quoted for each in mine])
    if 0 < answerable.sum() < len(mine):
        line += f", AUROC {roc_auc_score(answerable, best):.3f}"
        cuts = np.quantile(best, np.linspace(0, 1, 41))
        refused = [(best[answerable] < cut).mean() for cut in cuts]
        answered = [(best[~answerable] >= cut).mean() for cut in cuts]
        balanced = np.add(refused, answered) / 2
        line += (
            f", best balanced error {balanced.min():.3f} at {cuts[int(np.argmin(balanced))]:.2f}"
        )
    line += f", support {best.mean():.3f}, of all quoted {quoted.mean():.3f}"
    line += f", ece {_ece(best, quoted):.3f}"
    print(line)


def _ece(best: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over ten even bins (Naeini et al. 2015)."""
    bins = np.minimum((best * 10).astype(int), 9)
    gaps = [
        (bins == at).mean() * abs(best[bins == at].mean() - right[bins == at].mean())
        for at in set(bins.tolist())
    ]
    return float(sum(gaps))


def errors(judged: Sequence[Judged]) -> None:
    """Print, for some thresholds, each set's false answers and false refusals."""
    for threshold in (0.1, 0.15, 0.18, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        parts = []
        for name, mine in by_set(judged).items():
            for answerable in (True, False):
                best = np.array(
                    [each.support for each in mine if each.example.answerable == answerable]
                )
                if best.any():
                    wrong = (best < threshold) if answerable else (best >= threshold)
                    kind = "refused" if answerable else "answered"
                    parts.append(f"{name} {kind} {wrong.mean():.2f}")
        print(f"threshold {threshold:.2f}: " + ", ".join(parts))
