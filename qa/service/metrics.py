"""What a server counts and times, for Prometheus. Nothing that was asked is in it."""

from __future__ import annotations

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
    from collections.abc import Callable

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"})


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
            "qa_stage_seconds", "Parts of an answer.", ("stage",), registry=here, buckets=_SECONDS
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
        """Count one part of an answer."""
        self._stages.labels(stage).observe(seconds)

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
