"""What a server counts and times, for Prometheus. Nothing that was asked is in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_STAGE_SECONDS = (0.0005, 0.001, 0.0025, *_SECONDS)
_SUMS = ("count", "sum")
ANSWERED: Final = "answered"
WAIT: Final = "wait"
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"})


@dataclass(frozen=True, slots=True)
class Durations:
    """How long something took: `count` times `seconds` in all.

    `buckets` says how many of those took up to so many seconds, the last infinitely many.
    """

    count: int
    seconds: float
    buckets: Sequence[tuple[float, int]]

    def quantile(self, share: float) -> float:
        """Estimate the seconds that a share in (0, 1] took at most, within a bucket evenly.

        What lies beyond the last bound counts as that bound.

        >>> Durations(4, 9.0, ((1.0, 2), (3.0, 4), (math.inf, 4))).quantile(0.75)
        2.0
        """
        wanted = share * self.count
        low, below = 0.0, 0
        for bound, upto in self.buckets:
            if upto >= wanted and upto > below:
                within = (wanted - below) / (upto - below)
                return low if math.isinf(bound) else low + (bound - low) * within
            low, below = bound, upto
        return 0.0


def _durations(figures: Mapping[str, float]) -> Durations:
    bounds = {float(name): int(value) for name, value in figures.items() if name not in _SUMS}
    return Durations(int(figures["count"]), figures["sum"], tuple(sorted(bounds.items())))


class Metrics:
    """The figures of one server; thread-safe."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # lines that tell nobody anything
        self._registry = here = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "qa_requests", "Requests answered.", ("method", "route", "status"), registry=here
        )
        self._seconds = Histogram(
            "qa_request_seconds",
            "From request to reply.",
            ("route",),
            registry=here,
            buckets=_SECONDS,
        )
        self._stages = Histogram(
            "qa_stage_seconds",
            "Inside the engine.",
            ("stage",),
            registry=here,
            buckets=_STAGE_SECONDS,
        )
        self._answers = Counter(
            "qa_answers", "Questions answered, or why not.", ("end",), registry=here
        )
        self._remembered = Counter(
            "qa_remembered", "Questions looked for among those answered.", ("end",), registry=here
        )
        self._refusals = Counter(
            "qa_refusals", "Requests refused, by problem.", ("problem",), registry=here
        )
        self._builds = Counter("qa_builds", "Builds, by how they ended.", ("end",), registry=here)
        self._build_seconds = Histogram(
            "qa_build_seconds",
            "Builds that published.",
            buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800),
            registry=here,
        )

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request that was answered; `route` is its pattern, not its path."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def count_refusal(self, problem: str) -> None:
        """Count a request that was not let in."""
        self._refusals.labels(problem).inc()

    def time_stage(self, stage: str, seconds: float) -> None:
        """Count time inside the engine."""
        self._stages.labels(stage).observe(seconds)

    def timed(self, stage: str) -> AbstractContextManager[object]:
        """Return what is entered before a part of the engine's work and left after it."""
        return self._stages.labels(stage).time()

    def waited(self, seconds: float) -> None:
        """Count how long a question waited for its turn."""
        self.time_stage(WAIT, seconds)

    def count_answer(self, end: str = ANSWERED) -> None:
        """Count a question that was answered, or else the reason why it was not."""
        self._answers.labels(end).inc()

    def count_remembered(self, *, hit: bool) -> None:
        """Count a question that was looked for among the answers remembered."""
        self._remembered.labels("hit" if hit else "miss").inc()

    def answers(self) -> Mapping[str, int]:
        """Return how many questions ended how."""
        return {
            each.labels["end"]: int(each.value)
            for metric in self._answers.collect()
            for each in metric.samples
        }

    def stages(self) -> Mapping[str, Durations]:
        """Return how long each stage took, for those that were timed."""
        found: dict[str, dict[str, float]] = {}
        for metric in self._stages.collect():
            for each in metric.samples:
                name = each.labels.get("le", each.name.rpartition("_")[2])
                found.setdefault(each.labels["stage"], {})[name] = each.value
        return {stage: _durations(figures) for stage, figures in found.items()}

    def count_build(self, end: str, seconds: float | None = None) -> None:
        """Count a build; with `seconds`, one that published."""
        self._builds.labels(end).inc()
        if seconds is not None:
            self._build_seconds.observe(seconds)

    def show(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Show what `read` returns whenever it is asked for."""
        Gauge(name, meaning, registry=self._registry).set_function(read)

    def render(self) -> bytes:
        """Write all figures in the text format of Prometheus."""
        return generate_latest(self._registry)
