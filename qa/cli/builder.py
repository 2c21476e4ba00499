"""The builder of a server: a process of its own, less urgent than answers, asked in JSON lines.

It keeps the model and the corpus it has read between two builds, so that a small change is found
soon. It ends when the server does, however that ends: then nobody holds the other end of its pipe.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from threading import Lock
from typing import IO, TYPE_CHECKING, Any, cast

from qa import wiring
from qa.cli import logs
from qa.cli.places import Places
from qa.errors import QAError
from qa.service.builds import BuildFailedError, Outcome
from qa.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa.indexing.building import BuildReport
    from qa.protocols import Progress

logger = logging.getLogger(__name__)

NICE = 10
"""How much less urgent a build is than answers."""

WAIT = 10.0
"""Seconds to wait for a build of another process before the job is said to be in its way."""

ENDING = 2.0
"""Seconds that a build which is told to end may take over it; killing one harms nothing."""

TOLD_EACH = 0.1
"""Seconds between two tellings of progress."""

COMMAND = (sys.executable, "-m", "qa.cli.builder")


class BuilderProcess:
    """Builds in a process of its own, started when there is something to do; implements `Build`."""

    def __init__(self, settings: Settings, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._environ = _environ(settings)
        self._lock = Lock()  # guards the two below
        self._process: subprocess.Popen[str] | None = None
        self._closed = False

    def __call__(self, *, full: bool, noticed: bool, progress: Progress) -> Outcome:
        """Build once; BuildFailedError when it could not, or the process died over it."""
        process = self._start()
        with suppress(BrokenPipeError):
            asked = json.dumps({"full": full, "noticed": noticed})
            print(asked, file=cast("IO[str]", process.stdin), flush=True)
        for line in cast("IO[str]", process.stdout):
            told = json.loads(line)
            if "progress" in told:
                progress(*told["progress"])
            elif "error" in told:
                raise BuildFailedError(told["error"])
            else:
                return Outcome(**told["outcome"])
        raise BuildFailedError(f"the building process ended with {process.wait()}")

    def close(self) -> None:
        """End the process; a build that it is at leaves what was current."""
        with self._lock:
            self._closed = True
            if self._process:
                _end(self._process)

    def _start(self) -> subprocess.Popen[str]:
        with self._lock:
            if self._closed:
                raise BuildFailedError("the server is stopping")
            if self._process is None or self._process.poll() is not None:
                pipe = subprocess.PIPE
                self._process = subprocess.Popen(  # noqa: S603 - our own module
                    self._command, stdin=pipe, stdout=pipe, text=True, env=self._environ
                )
            return self._process


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(ENDING)
    except subprocess.TimeoutExpired:  # it is stopped, or deep in a library
        process.kill()
        process.wait()


def main() -> None:
    """Build each time a line asks for it, until there are no more lines."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends us
    os.nice(NICE)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not be taken for an answer
    logging.basicConfig(level=logging.INFO, format=logs.TEXT)
    logs.hush()

    def tell(**told: object) -> None:
        print(json.dumps(told), file=answers, flush=True)

    settings = Settings.from_environment(os.environ)
    rebuilder, places = wiring.Rebuilder(settings, wait=WAIT), Places(settings)
    for line in sys.stdin:
        progress = _seldom(lambda *step: tell(progress=step))
        try:
            tell(outcome=_build(rebuilder, progress, **json.loads(line)))
        except BuildFailedError as error:
            tell(error=places.rename(str(error)))
        if "torch" in sys.modules:
            return  # it was needed to export the model, and holds half a gigabyte


def _seldom(progress: Progress) -> Progress:
    """Tell the end of each stage, and what lies between only as often as a person can read."""
    told = 0.0

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal told
        if done == total or time.monotonic() - told > TOLD_EACH:
            told = time.monotonic()
            progress(stage, done, total)

    return tell


def _build(
    rebuilder: wiring.Rebuilder, progress: Progress, *, full: bool, noticed: bool
) -> Mapping[str, Any]:
    """Return what a build did; BuildFailedError, in words for whoever asked, when it failed."""
    try:
        report = rebuilder.build(full=full, noticed=noticed, progress=progress)
    except QAError as error:
        raise BuildFailedError(str(error)) from error
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise BuildFailedError(f"{place}{error.strerror or error}") from error
    except Exception as error:  # a job that failed is told to whoever asked, and tried again
        logger.exception("a build failed")
        raise BuildFailedError(f"{type(error).__name__}: {error}") from error
    return asdict(_outcome(report))


def _outcome(report: BuildReport) -> Outcome:
    return Outcome(
        generation=report.generation,
        published=report.published,
        articles=report.articles,
        chunks=report.chunks,
        added=report.added,
        changed=report.changed,
        removed=report.removed,
        embedded=report.embedded,
        reused=report.reused,
        seconds=round(report.seconds, 3),
        problems={problem.path: problem.reason for problem in report.problems},
        owes_graph=report.owes_graph,
    )


def _environ(settings: Settings) -> Mapping[str, str]:
    """Return variables that give the process the settings of the server, but for its key."""
    others = {name: value for name, value in os.environ.items() if name != "QA_API_KEY"}
    return others | {
        "QA_CORPUS": str(settings.corpus.absolute()),
        "QA_INDEX": str(settings.index.absolute()),
        "QA_EMBEDDER": settings.embedder,
        "QA_THREADS": str(settings.threads),
    }


if __name__ == "__main__":
    main()
