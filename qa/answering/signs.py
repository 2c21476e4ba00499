"""What speaks for a span, and what it comes to: which span is best, and how likely it is right.

Two questions with two answers: a sign that tells spans apart, as the strength of a passage does,
says little about whether the best of them is right, and a good answer stays likely when an older
article has another one. `training/fit_support.py` fitted both sets of weights on public questions
that the span model was not trained on (docs/reader.md).
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Signs(NamedTuple):
    """What speaks for a span, in [0, 1]; logits, cosines and the lead lie in [-1, 1]."""

    margin: float
    answerable: float
    passage_cosine: float
    passage_strength: float
    coverage: float
    quote_terms: float
    names: float
    numbers: float
    type_fits: float
    echo: float
    agreement: float
    lead: float
    verified: float

    def rank(self) -> float:
        """Return a number that orders the spans of one question; it has no unit."""
        return _weighed(RANKING, self)

    def support(self) -> float:
        """Return the probability that the span answers, were it the best of its question."""
        return 1.0 / (1.0 + math.exp(-INTERCEPT - _weighed(JUDGING, self)))


def _weighed(weights: Signs, signs: Signs) -> float:
    return sum(weight * sign for weight, sign in zip(weights, signs, strict=True))


RANKING = Signs(
    margin=0.52,
    answerable=0.7,
    passage_cosine=1.05,
    passage_strength=3.05,
    coverage=1.26,
    quote_terms=0.6,
    names=0.1,
    numbers=0.0,
    type_fits=0.78,
    echo=0.0,
    agreement=0.25,
    lead=0.71,
    verified=0.89,
)

JUDGING = Signs(
    margin=0.09,
    answerable=1.47,
    passage_cosine=0.6,
    passage_strength=2.92,
    coverage=0.0,
    quote_terms=0.67,
    names=0.0,
    numbers=0.28,
    type_fits=0.0,
    echo=0.0,
    agreement=0.0,
    lead=0.0,
    verified=0.91,
)
"""The lead is left out: it says how a span stands to others, whose articles may be older."""

INTERCEPT = -4.54
