"""What one server is made of, put together by whoever runs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.service.metrics import Metrics
from qa.service.remembering import RememberedAnswers
from qa.service.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from qa.index.store import Generation
    from qa.indexing.writing import Writer
    from qa.service.builds import Builds
    from qa.service.live import LiveEngine
    from qa.service.unanswered import UnansweredQuestions
    from qa.service.watching import Watcher


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a server; `watcher` is None where nobody looks after the corpus folder.

    `searches` are computed at once at most, and beside them so many `answers` or timelines.
    """

    live: LiveEngine
    writer: Writer
    builds: Builds
    roll_back: Callable[[], str]
    generations: Callable[[], Sequence[Generation]]
    unanswered: UnansweredQuestions
    started_at: datetime
    watcher: Watcher | None = None
    metrics: Metrics = field(default_factory=Metrics)
    keep_answers: int = 0
    searches: int = 3
    answers: int = 2
    remembered: RememberedAnswers = field(init=False)
    searching: Turns = field(init=False)
    answering: Turns = field(init=False)

    def __post_init__(self) -> None:
        made = {
            "remembered": RememberedAnswers(self.keep_answers, self.metrics),
            "searching": Turns(self.searches, self.metrics.waited),
            "answering": Turns(self.answers, self.metrics.waited),
        }
        for name, part in made.items():
            object.__setattr__(self, name, part)

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return self.searching.waiting + self.answering.waiting

    def start(self) -> None:
        """Open the current generation, and begin to build and to watch."""
        self.live.start()
        self.builds.start()
        if self.watcher:
            self.watcher.start()

    def close(self) -> None:
        """Begin nothing any more, end what goes on, and lend no engine."""
        if self.watcher:
            self.watcher.close()
        self.builds.close()
        self.live.close()
