"""Builds beside serving: one at a time, gathered, tried again, never lost."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from qa.service.builds import KEPT, BuildFailedError, Builds, Counted, Job, JobMissingError, Outcome
from qa.service.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.protocols import Progress


class Hand:
    """A build that goes on until it is told how to end."""

    def __init__(self) -> None:
        self.began = threading.Semaphore(0)
        self.ends: list[str | None] = []
        self.go_on = threading.Semaphore(0)
        self.full: list[bool] = []
        self.noticed: list[bool] = []
        self.at_once = 0
        self.most_at_once = 0

    def __call__(self, *, full: bool, noticed: bool, progress: Progress) -> Outcome:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.full.append(full)
        self.noticed.append(noticed)
        progress("embed", 1, 3)
        self.began.release()
        assert self.go_on.acquire(timeout=10)
        self.at_once -= 1
        error = self.ends.pop(0)
        if error:
            raise BuildFailedError(error)
        return outcome(len(self.full))

    def end(self, error: str | None = None) -> None:
        self.ends.append(error)
        self.go_on.release()

    def wait_begun(self) -> None:
        assert self.began.acquire(timeout=10)


def outcome(number: int) -> Outcome:
    return Outcome(
        generation=f"{number:06}",
        published=True,
        articles=1,
        chunks=1,
        added=1,
        changed=0,
        removed=0,
        embedded=1,
        reused=0,
        seconds=0.1,
        problems={},
    )


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def builds(hand: Hand) -> Iterator[Builds]:
    builds = Builds(hand, after=lambda: None, stop=lambda: hand.end("stop"), first_delay=0.02)
    builds.start()
    yield builds
    builds.close()


def reach(builds: Builds, job: Job, *states: str) -> Job:
    deadline = time.monotonic() + 10
    while (now := builds.job(job.id)).state not in states:
        assert time.monotonic() < deadline, now
        time.sleep(0.002)
    return now


def test_what_is_asked_for_while_a_build_runs_is_one_more_build(builds: Builds, hand: Hand) -> None:
    first = builds.request()
    hand.wait_begun()
    assert builds.job(first.id).state == "running"
    assert builds.job(first.id).stage == "embed"
    others = {builds.request().id for _ in range(5)}
    assert len(others) == 1
    assert builds.pending == 2
    hand.end()
    hand.wait_begun()
    hand.end()
    (second,) = others
    reach(builds, builds.job(second), "done")
    assert len(hand.full) == 2
    assert builds.pending == 0


def test_a_build_that_owes_a_graph_is_followed_by_another() -> None:
    owing = [True, False]
    built = threading.Semaphore(0)
    was_noticed: list[bool] = []

    def build(*, full: bool, noticed: bool, progress: Progress) -> Outcome:
        was_noticed.append(noticed)
        built.release()
        return replace(outcome(1), owes_graph=owing.pop(0))

    builds = Builds(build, after=lambda: None)
    builds.start()
    job = reach(builds, builds.request(), "done")
    assert job.outcome
    assert job.outcome.owes_graph
    for _ in range(2):
        assert built.acquire(timeout=10)
    newest = builds.jobs()[0]
    assert newest.id != job.id
    reach(builds, newest, "done")
    builds.close()
    assert not owing
    assert was_noticed == [False, True]  # it undoes no rollback


def test_builds_never_run_at_the_same_time(builds: Builds, hand: Hand) -> None:
    for _ in range(20):
        hand.end()
    jobs = []
    for _ in range(20):
        jobs.append(builds.request())
        time.sleep(0.003)
    for job in jobs:
        reach(builds, job, "done")
    assert hand.most_at_once == 1


def test_a_full_build_that_joins_a_waiting_one_makes_it_full(builds: Builds, hand: Hand) -> None:
    with builds.held():
        job = builds.request()
        assert builds.request(full=True).id == job.id
    hand.end()
    reach(builds, job, "done")
    assert hand.full == [True]


def test_a_build_that_is_asked_for_is_not_taken_for_one_that_was_only_noticed(
    builds: Builds, hand: Hand
) -> None:
    for _ in range(3):
        hand.end()
    reach(builds, builds.notice(), "done")
    for first, then in ((builds.notice, builds.request), (builds.request, builds.notice)):
        with builds.held():
            job = first()
            assert then().id == job.id
        reach(builds, job, "done")
    assert hand.noticed == [True, False, False]


def test_a_build_that_fails_is_tried_again_and_says_why_meanwhile(
    builds: Builds, hand: Hand
) -> None:
    job = builds.request()
    hand.end("disk full")
    hand.wait_begun()
    failed = reach(builds, job, "retrying", "running")
    assert failed.error == "disk full"
    hand.end("still full")
    hand.end()
    done = reach(builds, job, "done")
    assert (done.attempts, done.error) == (3, None)


def test_another_request_makes_a_failed_build_try_again_at_once(hand: Hand) -> None:
    builds = Builds(hand, after=lambda: None, stop=lambda: hand.end("stop"), first_delay=60)
    builds.start()
    job = builds.request()
    hand.end("disk full")
    reach(builds, job, "retrying")
    assert builds.request().id == job.id
    hand.end()
    assert reach(builds, job, "done").attempts == 2
    builds.close()


def test_a_build_waits_for_a_batch_to_end(builds: Builds, hand: Hand) -> None:
    with builds.held():
        job = builds.request()
        time.sleep(0.1)
        assert builds.job(job.id).state == "waiting"
    hand.end()
    reach(builds, job, "done")


def test_the_new_generation_is_taken_up_before_the_job_is_done() -> None:
    states: list[str] = []
    hand = Hand()
    builds = Builds(hand, after=lambda: states.append(builds.job(job.id).state))
    hand.end()
    job = builds.request()
    builds.start()
    reach(builds, job, "done")
    assert states == ["running"]
    builds.close()


def test_an_error_of_our_own_making_does_not_end_all_builds() -> None:
    def broken(*, full: bool, noticed: bool, progress: Progress) -> Outcome:
        raise ZeroDivisionError("oh")

    builds = Builds(broken, after=lambda: None, first_delay=60)
    builds.start()
    assert reach(builds, builds.request(), "retrying").error == "ZeroDivisionError: oh"
    builds.close()


def test_closing_stops_a_build_and_begins_no_other(hand: Hand) -> None:
    builds = Builds(hand, after=lambda: None, stop=lambda: hand.end("stopped"))
    builds.start()
    builds.request()
    hand.wait_begun()
    builds.request()
    builds.close()
    assert len(hand.full) == 1


def test_the_last_jobs_are_remembered(hand: Hand) -> None:
    def at_once(*, full: bool, noticed: bool, progress: Progress) -> Outcome:
        return outcome(1)

    builds = Builds(at_once, after=lambda: None, gather=0)
    builds.start()
    jobs = []
    for _ in range(KEPT + 5):
        jobs.append(builds.request())
        reach(builds, jobs[-1], "done")
    builds.close()
    with pytest.raises(JobMissingError):
        builds.job(jobs[0].id)
    assert builds.job(jobs[-1].id).state == "done"


def test_builds_are_counted_by_how_they_ended() -> None:
    metrics = Metrics()
    hand = Hand()
    counted = Counted(hand, metrics)
    for error in (None, "no room"):
        hand.end(error)
        try:
            counted(full=False, noticed=False, progress=lambda *_: None)
        except BuildFailedError:
            continue
    figures = metrics.render().decode()
    assert 'qa_builds_total{end="published"} 1.0' in figures
    assert 'qa_builds_total{end="failed"} 1.0' in figures
    assert "qa_build_seconds_count 1.0" in figures
