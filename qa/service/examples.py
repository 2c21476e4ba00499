"""The questions that the page proposes, looked for once a generation."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from qa.answering.examples import find_examples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.engine import Engine

MOST = 6
"""How many questions are proposed."""


class Examples:
    """Remembers the questions of the generation that was asked about last; thread-safe."""

    def __init__(self) -> None:
        self._looking = Lock()  # one looks, the others wait for what it finds
        self._generation = ""
        self._found: Sequence[str] = ()

    def of(self, engine: Engine) -> Sequence[str]:
        """Return up to `MOST` questions that this engine answers."""
        with self._looking:
            if engine.generation != self._generation:
                self._found = find_examples(engine, MOST)
                self._generation = engine.generation
            return self._found
