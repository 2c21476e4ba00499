"""The questions that nobody could answer, kept in memory where a person asked for that.

Nothing of them is written anywhere. By default none is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from qa.text.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer: why, how often it came, and when it came last."""

    question: str
    reason: str
    confidence: float
    times: int
    last: datetime


class UnansweredQuestions:
    """Keeps up to `most` questions, each once however it is written; thread-safe.

    Where there are more, the one that was asked longest ago is forgotten.
    """

    def __init__(self, most: int, clock: Callable[[], datetime]) -> None:
        self.most = most
        self._clock = clock
        self._lock = Lock()
        self._kept: dict[str, Unanswered] = {}  # the last asked at the end

    def note(self, question: str, reason: str, confidence: float) -> None:
        """Keep a question that was not answered, unless none is kept."""
        if not self.most:
            return
        key = " ".join(words(question)) or question
        with self._lock:
            before = self._kept.pop(key, None)
            times = before.times + 1 if before else 1
            self._kept[key] = Unanswered(question, reason, confidence, times, self._clock())
            while len(self._kept) > self.most:
                del self._kept[next(iter(self._kept))]

    def drop(self, question: str) -> None:
        """Forget a question, since it is answered now."""
        if self.most:
            with self._lock:
                self._kept.pop(" ".join(words(question)) or question, None)

    def latest(self) -> Sequence[Unanswered]:
        """Return the questions that are kept, the last asked first."""
        with self._lock:
            return list(reversed(self._kept.values()))
