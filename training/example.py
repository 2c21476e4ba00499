"""The value that everything in training is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """`spans` are offsets into `text` of right answers; without any, the text does not answer.

    `kind` says how it was made: gold, adversarial, retrieved, deceiving, cut, opposed, negated,
    renumbered, renamed or invented. Texts of one question that compete for its answer share a
    `group`; an example without one stands alone.
    """

    question: str
    title: str
    text: str
    spans: tuple[tuple[int, int], ...]
    kind: str
    group: str = ""
