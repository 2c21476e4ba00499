"""Builds beside serving: changes are gathered, one build runs at a time, a failed one comes again.

What a build is, and in which process it runs, is a callable that is given. Nothing here knows HTTP.
"""

from __future__ import annotations

import logging
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Condition, Thread
from typing import TYPE_CHECKING, Literal, Protocol

from qa.errors import QAError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from qa.protocols import Progress
    from qa.service.metrics import Metrics

logger = logging.getLogger(__name__)

GATHER = 0.03
"""Seconds that a build waits for more changes once one was told."""

HELD = 30.0
"""Seconds for which a batch of changes can put off a build at most."""

LONGEST_DELAY = 60.0
"""Seconds between two tries at most; the first come after 1, 2, 4, ..."""

KEPT = 200
"""How many jobs are remembered."""


class BuildFailedError(QAError):
    """A build failed; the generation before it serves on."""


class JobMissingError(QAError):
    """No job has this id."""

    def __init__(self, job_id: str) -> None:
        super().__init__(f"no job has the id {job_id!r}: the last {KEPT} of this server are known")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did; counts as in `qa build --json`, `problems` by path.

    With `owes_graph` another build should follow, which makes a graph of what is found already.
    """

    generation: str
    published: bool
    articles: int
    chunks: int
    added: int
    changed: int
    removed: int
    embedded: int
    reused: int
    seconds: float
    problems: Mapping[str, str]
    owes_graph: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A build that was asked for, or only `noticed` to be due as files came or went.

    `done` of `total` parts of `stage` are made. `error` is why the last try failed, while it is
    tried again; `outcome` is there once it is done.
    """

    id: str
    state: Literal["waiting", "running", "retrying", "done"] = "waiting"
    full: bool = False
    noticed: bool = False
    attempts: int = 0
    stage: str = ""
    done: int = 0
    total: int = 0
    error: str | None = None
    outcome: Outcome | None = None


class Build(Protocol):
    """Makes the index say what the corpus says; BuildFailedError when it could not.

    A build that is only `noticed` to be due leaves a rollback alone while nothing changed since.
    """

    def __call__(self, *, full: bool, noticed: bool, progress: Progress) -> Outcome:
        """Build once, and return what was done."""


class Counted:
    """A build whose ends are counted; implements `Build`."""

    def __init__(self, build: Build, metrics: Metrics) -> None:
        self._build = build
        self._metrics = metrics

    def __call__(self, *, full: bool, noticed: bool, progress: Progress) -> Outcome:
        """Build once."""
        try:
            outcome = self._build(full=full, noticed=noticed, progress=progress)
        except BuildFailedError:
            self._metrics.count_build("failed")
            raise
        if outcome.published:
            self._metrics.count_build("published", outcome.seconds)
        else:
            self._metrics.count_build("nothing to do")
        return outcome


class Builds:
    """Runs the builds of one server, in a thread of its own; thread-safe.

    Whatever is asked for while a build runs is one job, done next. A build that fails is tried
    again after a while, longer each time, or at once when another is asked for. `after` is called
    before a job is said to be done; `stop` makes a build that runs fail soon.
    """

    def __init__(
        self,
        build: Build,
        *,
        after: Callable[[], object],
        stop: Callable[[], object] = lambda: None,
        gather: float = GATHER,
        first_delay: float = 1.0,
    ) -> None:
        self._build = build
        self._after = after
        self._stop = stop
        self._gather = gather
        self._first_delay = first_delay
        self._changed = Condition()  # guards everything below
        self._jobs: dict[str, Job] = {}
        self._queue: list[str] = []  # the jobs that the next build does, all at once
        self._asked = False  # since the last build began
        self._holders = 0
        self._closed = False
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to build what was asked for, and what will be."""
        if self._thread is None:
            self._thread = Thread(target=self._run, name="qa-builds", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Begin no build any more, and stop the one that runs."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._stop()
        if self._thread is not None:
            self._thread.join()

    def notice(self) -> Job:
        """Say that the corpus may have changed; return the job that will see to it."""
        return self._request(full=False, noticed=True)

    def request(self, *, full: bool = False) -> Job:
        """Ask for a build of what the corpus says from now on; return its job."""
        return self._request(full=full, noticed=False)

    def _request(self, *, full: bool, noticed: bool) -> Job:
        with self._changed:
            self._asked = True
            if not self._queue:
                self._forget()
                self._queue = [uuid.uuid4().hex]
            job = self._jobs.get(self._queue[-1], Job(self._queue[-1], noticed=True))
            job = replace(job, full=job.full or full, noticed=job.noticed and noticed)
            return self._keep(job)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Put off builds for as long as a batch of changes takes, within reason."""
        with self._changed:
            self._holders += 1
        try:
            yield
        finally:
            with self._changed:
                self._holders -= 1
                self._changed.notify_all()

    def job(self, job_id: str) -> Job:
        """Return a job as it stands; JobMissingError when it is not, or no longer, known."""
        with self._changed:
            if job_id not in self._jobs:
                raise JobMissingError(job_id)
            return self._jobs[job_id]

    def jobs(self) -> Sequence[Job]:
        """Return the jobs that are known, the last asked for first."""
        with self._changed:
            return list(reversed(self._jobs.values()))

    @property
    def pending(self) -> int:
        """How many jobs are not done."""
        with self._changed:
            return sum(job.state != "done" for job in self._jobs.values())

    def _run(self) -> None:
        while batch := self._await_batch():
            jobs = [self.job(each) for each in batch]
            full = any(each.full for each in jobs)
            noticed = all(each.noticed for each in jobs)
            try:
                outcome = self._build(full=full, noticed=noticed, progress=self._teller(batch))
            except Exception as error:  # noqa: BLE001 - whatever it is, builds must go on
                known = isinstance(error, QAError)
                self._put_back(batch, str(error) if known else f"{type(error).__name__}: {error}")
            else:
                self._finish(batch, outcome)

    def _await_batch(self) -> list[str]:
        """Wait for jobs and mark them as running; none once closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._queue)
            self._changed.wait_for(lambda: self._closed, timeout=self._gather)
            self._changed.wait_for(lambda: self._closed or not self._holders, timeout=HELD)
            if self._closed:
                return []
            batch, self._queue, self._asked = self._queue, [], False
            for each in batch:
                job = self._jobs[each]
                self._keep(replace(job, state="running", attempts=job.attempts + 1))
            return batch

    def _teller(self, batch: Sequence[str]) -> Progress:
        def tell(stage: str, done: int, total: int) -> None:
            with self._changed:
                for each in batch:
                    self._keep(replace(self._jobs[each], stage=stage, done=done, total=total))

        return tell

    def _finish(self, batch: Sequence[str], outcome: Outcome) -> None:
        self._after()
        if outcome.published:
            logger.info("built generation %s in %.2f s", outcome.generation, outcome.seconds)
        with self._changed:
            for each in batch:
                self._keep(replace(self._jobs[each], state="done", error=None, outcome=outcome))
        if outcome.owes_graph:
            self.notice()

    def _put_back(self, batch: Sequence[str], reason: str) -> None:
        """Let the jobs be tried again, after a while or with what else is asked for."""
        with self._changed:
            if self._closed:
                return
            self._queue = [*batch, *self._queue]
            tries = self._jobs[batch[0]].attempts
            logger.error("a build failed (try %d): %s", tries, reason)
            for each in batch:
                self._keep(replace(self._jobs[each], state="retrying", error=reason))
            delay = min(LONGEST_DELAY, self._first_delay * 2 ** min(tries - 1, 10))
            self._changed.wait_for(lambda: self._closed or self._asked, timeout=delay)

    def _keep(self, job: Job) -> Job:
        self._jobs[job.id] = job
        self._changed.notify_all()
        return job

    def _forget(self) -> None:
        done = [each for each, job in self._jobs.items() if job.state == "done"]
        for each in done[: max(0, len(self._jobs) - KEPT + 1)]:
            del self._jobs[each]
