"""How far the mere wording of a question tells whether its text answers it.

Who writes questions that a text does not answer falls into habits: "how much did" was nine times
in ten one of these. A reader would learn the habit in place of the text. So each such question is
drawn as often as its wording, judged by a bag of words and pairs of words, leaves it open.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from qa.text.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.question_splits import Posed

_PARTS = 4
_FEWEST = 40
"""Of fewer questions nothing can be learned."""


def likelihoods(posed: Sequence[Posed]) -> dict[str, float]:
    """Return, by question id, how likely its wording alone makes an answer, in [0, 1].

    Judged by a model that has seen no question of the same text.
    """
    answered = np.array([bool(each.answers) for each in posed])
    if len(posed) < _FEWEST or answered.all() or not answered.any():
        return {each.id: 0.5 for each in posed}
    counter = CountVectorizer(min_df=3, binary=True, analyzer=_pairs)
    counts = counter.fit_transform([each.question for each in posed])
    told = cross_val_predict(
        LogisticRegression(C=0.3, max_iter=300),
        counts,
        answered,
        groups=[each.text_id for each in posed],
        cv=GroupKFold(_PARTS),
        method="predict_proba",
    )[:, 1]
    return {each.id: float(value) for each, value in zip(posed, told, strict=True)}


def _pairs(question: str) -> list[str]:
    said = words(question)
    return [*said, *map(" ".join, itertools.pairwise(said))]


def kept(likelihood: float) -> float:
    """Return how often a question without an answer is drawn: by the odds, and at most always.

    Questions with an answer are all drawn, so some of the habit is left.

    >>> kept(0.1), kept(0.5), kept(0.9)
    (0.1111111111111111, 1.0, 1.0)
    """
    return min(1.0, likelihood / max(1e-9, 1 - likelihood))
