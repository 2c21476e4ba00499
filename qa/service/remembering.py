"""Answers that were given a moment ago, for the same question asked again.

An answer follows from the generation, the day and everything in the request; all of it is in the
key, and the last generation's answers are forgotten with it. What was raised is never kept.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from qa.answering.engine import Engine
    from qa.service.metrics import Metrics
    from qa.service.requests import AskRequest
    from qa.types import Answer, Filters

MOST_PASSAGES = 10
"""An answer shown with more passages than this is not kept, so that each is small: 30 KB or so."""


class Asked(NamedTuple):
    """All that an answer follows from: which index, on which day, asked what and how."""

    generation: str
    built_at: str
    day: date
    question: str
    top_k: int
    filters: Filters
    min_confidence: float

    @classmethod
    def of(cls, engine: Engine, request: AskRequest) -> Asked:
        """Return what a request asks of an engine now."""
        return cls(
            engine.generation,
            engine.built_at,
            engine.today(),
            request.question,
            request.top_k,
            request.filters,
            request.min_confidence,
        )

    @property
    def origin(self) -> tuple[str, str]:
        """The index that it is asked of: a number alone may come again in another folder."""
        return self.generation, self.built_at


class RememberedAnswers:
    """Keeps up to `most` answers of the newest generation asked; thread-safe. With 0 it is off.

    Where there are more, the one that was asked for longest ago is forgotten.
    """

    def __init__(self, most: int, metrics: Metrics) -> None:
        self.most = most
        self._metrics = metrics
        self._lock = Lock()
        self._kept: OrderedDict[Asked, Answer] = OrderedDict()
        self._index: tuple[str, str] | None = None

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, asked: Asked) -> bool:
        """Whether an answer to exactly this is kept now; unlike `find`, asking changes nothing."""
        with self._lock:
            return asked in self._kept

    def find(self, asked: Asked) -> Answer | None:
        """Return the answer that was given to exactly this; None when none is kept."""
        if not self.most:
            return None
        with self._lock:
            self._turn_to(asked.origin)
            found = self._kept.get(asked)
            if found is not None:
                self._kept.move_to_end(asked)
        self._metrics.count_remembered(hit=found is not None)
        return found

    def keep(self, asked: Asked, answer: Answer) -> None:
        """Keep an answer, unless another generation has been asked since."""
        if not self.most or asked.top_k > MOST_PASSAGES:
            return
        with self._lock:
            if asked.origin != self._index:
                return
            self._kept[asked] = answer
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)

    def _turn_to(self, index: tuple[str, str]) -> None:
        if index != self._index:
            self._kept.clear()
            self._index = index
