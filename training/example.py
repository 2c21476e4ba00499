"""The value that everything in training is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """`spans` are offsets into `text` of right answers; without any, the text does not answer.

    `kind` says how it was made: gold, adversarial, retrieved, cut, opposed, negated, renumbered,
    renamed or invented.
    """

    question: str
    title: str
    text: str
    spans: tuple[tuple[int, int], ...]
    kind: str
