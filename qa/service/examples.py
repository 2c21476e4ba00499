"""The questions that the page proposes, looked for once a generation."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from qa.answering.examples import find_examples
from qa.errors import ArticleMissingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.engine import Engine
    from qa.answering.examples import Example

MOST = 6
"""How many questions are proposed."""


class Examples:
    """Remembers the questions of the generation that was asked about last; thread-safe.

    One request looks for them, which takes as long as a dozen questions. Whoever comes meanwhile
    does not wait, which would hold up those who ask, but gets what is known and still holds.
    """

    def __init__(self) -> None:
        self._looking = Lock()  # guards the two below against all but a look
        self._generation = ""
        self._found: Sequence[Example] = ()

    def of(self, engine: Engine) -> Sequence[str]:
        """Return up to `MOST` questions that this engine answers, or answered a moment ago.

        None of these is out of an article that this engine does not have as it was then.
        """
        if not self._looking.acquire(blocking=False):
            return [each.question for each in self._found if _stands(engine, each)]
        try:
            if engine.generation != self._generation:
                self._found = find_examples(engine, MOST)
                self._generation = engine.generation
            return [each.question for each in self._found]
        finally:
            self._looking.release()


def _stands(engine: Engine, example: Example) -> bool:
    try:
        return engine.article(example.article_id).digest == example.digest
    except ArticleMissingError:
        return False
