"""Two things at once: with a core to spare in two threads, else one after the other."""

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.answering.beside import Beside, Both, in_turn

PATIENCE = 10.0


def test_a_question_alone_has_both_done_at_once() -> None:
    meeting = threading.Barrier(2)  # who comes alone waits in vain

    def meet() -> int:
        meeting.wait(PATIENCE)
        return threading.get_ident()

    first, second = Beside(cores=2)(meet, meet)
    assert first == threading.get_ident() != second


@pytest.mark.parametrize("both", [in_turn, Beside(cores=1)])
def test_without_a_second_core_one_thread_does_both(both: Both) -> None:
    here = threading.get_ident()
    assert both(threading.get_ident, threading.get_ident) == (here, here)


def test_the_core_of_another_question_is_not_taken() -> None:
    both = Beside(cores=2)
    begun, ended = threading.Event(), threading.Event()

    def stay() -> None:
        begun.set()
        assert ended.wait(PATIENCE)

    with ThreadPoolExecutor(1) as other:
        staying = other.submit(both, stay, lambda: None)
        assert begun.wait(PATIENCE)
        here = threading.get_ident()
        assert both(threading.get_ident, threading.get_ident) == (here, here)
        ended.set()
        staying.result(PATIENCE)
    first, second = both(threading.get_ident, threading.get_ident)
    assert first != second  # and it is free again


@pytest.mark.parametrize("failing", [0, 1])
def test_what_either_raises_is_raised_and_takes_no_core_for_good(failing: int) -> None:
    both = Beside(cores=2)

    def fail() -> int:
        raise LookupError

    for _ in range(3):
        with pytest.raises(LookupError):
            both(*((fail, threading.get_ident) if failing == 0 else (threading.get_ident, fail)))
    assert len({*both(threading.get_ident, threading.get_ident)}) == 2


def test_nothing_goes_on_once_the_first_has_failed() -> None:
    begun, ended = threading.Event(), threading.Event()

    def fail() -> None:
        assert begun.wait(PATIENCE)
        threading.Timer(0.05, ended.set).start()
        raise LookupError

    def stay() -> None:
        begun.set()
        assert ended.wait(PATIENCE)

    with pytest.raises(LookupError):
        Beside(cores=2)(fail, stay)
    assert ended.is_set()


def test_an_error_keeps_nothing_alive() -> None:
    class Searched:
        def fail(self) -> None:
            raise LookupError

    searched = Searched()
    alive = weakref.ref(searched)
    gc.disable()  # what is in a circle would be found sooner or later
    try:
        with pytest.raises(LookupError):
            Beside(cores=2)(threading.get_ident, searched.fail)
        del searched
        assert alive() is None
    finally:
        gc.enable()
