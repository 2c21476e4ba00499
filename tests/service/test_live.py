import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Thread
from typing import TYPE_CHECKING

import pytest

from qa.errors import ModelError
from qa.service.live import LiveEngine, NotReadyError, Refusal
from tests.service.fakes import FakeIndex, as_engine

if TYPE_CHECKING:
    from qa.answering.engine import Engine


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.002)
    return holds()


def test_the_current_generation_is_served() -> None:
    live = FakeIndex("000003").live()
    live.refresh()
    with live.engine() as engine:
        assert engine.generation == "000003"


def test_without_an_index_there_is_nothing_to_ask_and_the_reason_says_what_to_do() -> None:
    live = FakeIndex(None).live()
    live.refresh()
    with pytest.raises(NotReadyError, match=r"^nothing has been built yet: run `qa build`$"):
        live.engine().__enter__()


def test_an_index_that_is_built_later_is_picked_up() -> None:
    index = FakeIndex(None)
    live = index.live()
    live.refresh()
    index.current = "000001"
    live.refresh()
    with live.engine() as engine:
        assert engine.generation == "000001"


def test_a_generation_is_opened_once_however_often_the_pointer_is_read() -> None:
    index = FakeIndex("000001")
    live = index.live()
    for _ in range(5):
        live.refresh()
    assert len(index.opened) == 1


def test_a_request_keeps_its_engine_while_another_generation_comes() -> None:
    index = FakeIndex("000001")
    live = index.live()
    live.refresh()
    with live.engine() as before:
        index.current = "000002"
        live.refresh()
        with live.engine() as after:
            assert (before.generation, after.generation) == ("000001", "000002")
        assert [engine.closed for engine in index.opened] == [0, 0]
    assert [engine.closed for engine in index.opened] == [1, 0]


def test_an_engine_that_nobody_holds_is_closed_when_it_is_replaced() -> None:
    index = FakeIndex("000001")
    live = index.live()
    live.refresh()
    index.current = "000002"
    live.refresh()
    assert [engine.closed for engine in index.opened] == [1, 0]


def test_a_request_that_fails_gives_its_engine_back() -> None:
    index = FakeIndex("000001")
    live = index.live()
    live.refresh()
    with pytest.raises(ZeroDivisionError), live.engine():
        raise ZeroDivisionError
    live.close()
    assert [engine.closed for engine in index.opened] == [1]


def test_a_damaged_generation_is_refused_and_the_one_before_serves_on() -> None:
    index = FakeIndex("000001", damaged={"000002"})
    live = index.live()
    live.refresh()
    index.current = "000002"
    live.refresh()
    with live.engine() as engine:
        assert engine.generation == "000001"
    assert live.refused == Refusal("000002", "vectors.npy is 3 bytes short")


def test_a_refusal_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    live = FakeIndex("000002", damaged={"000002"}).live(retry=0.0)
    for _ in range(3):
        live.refresh()
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_without_any_engine_the_reason_names_the_refused_generation() -> None:
    live = FakeIndex("000002", damaged={"000002"}).live()
    live.refresh()
    with pytest.raises(
        NotReadyError, match=r"^generation 000002 is refused: vec.*short; `qa build` "
    ):
        live.engine().__enter__()


def test_an_older_generation_opened_instead_of_a_damaged_one_serves_and_the_damaged_one_is_named(
    caplog: pytest.LogCaptureFixture,
) -> None:
    index = FakeIndex("000006")
    live = index.live()
    live.refresh()
    index.opened[0].refused = (("000007", "vectors.npy is 3 bytes short"),)
    live._open_engine = lambda: as_engine(index.opened[0])
    index.current = "000007"
    live.refresh()
    live.refresh()
    with live.engine() as engine:
        assert engine.generation == "000006"
    assert live.refused == Refusal("000007", "vectors.npy is 3 bytes short")
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_the_next_good_generation_ends_a_refusal() -> None:
    index = FakeIndex("000002", damaged={"000002"})
    live = index.live()
    live.refresh()
    index.current = "000003"
    live.refresh()
    assert live.refused is None


def test_rolling_back_from_a_refused_generation_ends_the_refusal() -> None:
    index = FakeIndex("000001", damaged={"000002"})
    live = index.live()
    for current in ("000001", "000002", "000001"):
        index.current = current
        live.refresh()
    with live.engine() as engine:
        assert engine.generation == "000001"
    assert live.refused is None


def test_an_index_that_was_removed_and_built_anew_under_the_same_number_is_opened_again() -> None:
    index = FakeIndex("000001")
    live = index.live()
    for current in ("000001", None, "000001"):
        index.current = current
        live.refresh()
    assert [engine.closed for engine in index.opened] == [1, 0]


def test_while_the_index_is_removed_the_open_generation_serves_on() -> None:
    index = FakeIndex("000001")
    live = index.live()
    live.refresh()
    index.current = None
    live.refresh()
    with live.engine() as engine:
        assert engine.generation == "000001"


def test_a_damaged_generation_is_not_tried_again() -> None:
    index = FakeIndex("000002", damaged={"000002"})
    live = index.live(retry=0.0)
    live.refresh()
    index.damaged.clear()
    live.refresh()
    assert index.opened == []


@pytest.mark.parametrize("error", [ModelError("no model"), MemoryError(), OSError(24, "too many")])
def test_any_other_failure_is_tried_again_later(error: Exception) -> None:
    index = FakeIndex("000002", error=error)
    live = index.live(retry=0.0)
    live.refresh()
    assert live.refused is not None
    index.error = None
    live.refresh()
    with live.engine() as engine:
        assert engine.generation == "000002"
    assert live.refused is None


def test_but_not_before_its_time() -> None:
    index = FakeIndex("000002", error=MemoryError())
    live = index.live(retry=60.0)
    live.refresh()
    index.error = None
    live.refresh()
    assert index.opened == []


def test_a_pointer_that_cannot_be_read_is_refused_until_it_can() -> None:
    index = FakeIndex("000001")
    live = index.live()
    live.refresh()

    def fail() -> str:
        raise PermissionError(13, "Permission denied")

    live._read_current = fail
    live.refresh()
    assert live.refused == Refusal("CURRENT", "PermissionError: [Errno 13] Permission denied")
    live._read_current = index.read_current
    live.refresh()
    with live.engine() as engine:
        assert engine.generation == "000001"
    assert live.refused is None


def test_after_closing_nothing_is_lent_and_nothing_opened() -> None:
    index = FakeIndex("000001")
    live = index.live()
    live.start()
    live.close()
    index.current = "000002"
    live.refresh()
    with pytest.raises(NotReadyError, match="shutting down"):
        live.engine().__enter__()
    assert [engine.closed for engine in index.opened] == [1]


def test_closing_waits_for_no_request_but_the_last_one_closes_the_engine() -> None:
    index = FakeIndex("000001")
    live = index.live()
    live.refresh()
    with live.engine():
        live.close()
        assert index.opened[0].closed == 0
    assert index.opened[0].closed == 1


def test_closing_or_starting_twice_does_no_harm() -> None:
    index = FakeIndex("000001")
    live = index.live()
    live.start()
    live.start()
    live.close()
    live.close()
    assert [engine.closed for engine in index.opened] == [1]


def test_a_started_engine_follows_the_pointer_by_itself(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    index = FakeIndex(None)
    live = index.live(interval=0.005)
    live.start()
    for generation in ("000001", "000002"):
        index.current = generation
        assert eventually(lambda: index.latest == index.current)
    live.close()
    assert [record.getMessage() for record in caplog.records] == [
        "serving generation 000001",
        "serving generation 000002",
    ]


def test_a_request_is_served_by_the_old_engine_while_the_new_one_is_opened() -> None:
    index = FakeIndex("000001")
    live = index.live()
    live.refresh()
    opening, may_go_on = Event(), Event()
    index.current = "000002"

    def open_slowly() -> "Engine":
        opening.set()
        assert may_go_on.wait(10)
        return index.open_engine()

    live._open_engine = open_slowly
    thread = Thread(target=live.refresh)
    thread.start()
    assert opening.wait(10)
    with live.engine() as engine:
        assert engine.generation == "000001"
    may_go_on.set()
    thread.join(10)
    with live.engine() as engine:
        assert engine.generation == "000002"


def test_no_request_ever_sees_a_closed_engine_or_two_generations() -> None:
    """Eight askers, each holding an engine for many questions, while 200 generations come."""
    index = FakeIndex("000001")
    live = index.live(interval=0.0)
    live.start()
    done = Event()
    begin = Barrier(9)

    def ask_until_done() -> int:
        asked = 0
        begin.wait(10)
        while not done.is_set():
            with live.engine() as engine:
                generations = {engine.ask("who plays on-jo").generation for _ in range(5)}
                assert generations == {engine.generation}
            asked += 1
        return asked

    with ThreadPoolExecutor(8) as pool:
        askers = [pool.submit(ask_until_done) for _ in range(8)]
        begin.wait(10)
        for number in range(2, 202):
            index.current = f"{number:06}"
            assert eventually(lambda: index.latest == index.current)
        done.set()
        counts = [asker.result(10) for asker in askers]
    live.close()
    assert all(counts)
    assert {engine.closed for engine in index.opened} == {1}
    assert len(index.opened) == 201


def test_why_a_generation_is_refused_is_told_without_where_it_lies() -> None:
    index = FakeIndex("000002", error=ModelError("/srv/index/models holds none"))
    live = LiveEngine(
        open_engine=index.open_engine,
        current=index.read_current,
        rename=lambda text: text.replace("/srv/", ""),
    )
    live.refresh()
    assert live.refused == Refusal("000002", "index/models holds none")
    live.close()
