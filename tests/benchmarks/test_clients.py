"""What clients measure: closed, at a fixed rate, and the loop meanwhile."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("psutil", reason="pip install -e '.[bench]'")

from benchmarks.clients import Load, at_rate, closed, probing
from benchmarks.loads import OURS, Measured, Rested, tables
from benchmarks.measuring import write_between
from benchmarks.stages import Clock, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TAKES = 0.05


class Slow(BaseHTTPRequestHandler):
    """One request after the other, each TAKES seconds; "bad" is refused."""

    protocol_version = "HTTP/1.0"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(TAKES)
        self.send_response(400 if b"bad" in body else 200)
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Slow) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield int(server.server_port)
        server.shutdown()
        thread.join()


def test_closed_clients_wait_for_one_answer_at_a_time(port: int) -> None:
    met = closed(port, "/", ["a"] * 6, clients=2)
    assert len(met.seconds) == 6
    assert min(met.seconds) >= TAKES
    assert met.whole >= 6 * TAKES  # it answers one at a time
    assert met.rate <= 1 / TAKES


def test_at_a_fixed_rate_what_waited_for_a_connection_counts(port: int) -> None:
    met = at_rate(port, "/", ["a"] * 8, rate=200, clients=1)
    assert max(met.seconds) >= 8 * TAKES - 8 / 200  # the last was due long before it could be sent
    assert min(met.seconds) >= TAKES


def test_a_slow_rate_is_kept(port: int) -> None:
    met = at_rate(port, "/", ["a"] * 3, rate=5, clients=2)
    assert met.whole >= 2 / 5


def test_an_answer_that_is_none_is_no_measurement(port: int) -> None:
    with pytest.raises(ValueError, match="answered 400"):
        closed(port, "/", ["bad"], clients=1)


def test_the_loop_is_probed_until_the_block_ends(port: int) -> None:
    seconds: list[float] = []
    with probing(port, seconds, every=0.005):
        time.sleep(0.1)
    count = len(seconds)
    time.sleep(0.05)
    assert len(seconds) == count > 1


def test_a_load_has_percentiles_in_milliseconds() -> None:
    met = Load([0.001 * each for each in range(1, 102)], 10)
    assert [met.percentile(each) for each in (50, 95, 99)] == pytest.approx([51, 96, 100])
    row = Measured.of(OURS, "/v1/ask", "8 clients", met).row()
    assert row == ["`qa`, `/v1/ask`", "8 clients", "10.1", "51.0", "96.0", "100"]


def test_the_tables_show_loads_and_servers() -> None:
    rested = Rested(OURS, 1.25, 100.0, 255.4, [0.001, 0.003])
    rows = [Measured.of(OURS, "/v1/search", "1 client", Load([0.01], 0.01))]
    shown = tables(rows, [rested])
    assert "| `qa`, `/v1/search` | 1 client | 100.0 | 10.0 | 10.0 | 10.0 |" in shown
    assert "| `qa` | 1.25 | 100 | 255 | 2.0 | 3.0 | 3.0 |" in shown


def test_only_what_is_between_the_marks_is_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x begins -->\nold\n<!-- x ends -->\nb\n")
    write_between(page, "x", "new")
    assert page.read_text() == "a\n<!-- x begins -->\nnew\n<!-- x ends -->\nb\n"
    with pytest.raises(ValueError, match="no <!-- y begins -->"):
        write_between(page, "y", "new")


def spend(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_a_stage_inside_another_is_not_counted_twice() -> None:
    clock = Clock()
    with clock.stage("outer"):
        spend(0.02)
        with clock.stage("inner"):
            spend(0.04)
    with clock.stage("inner"):
        spend(0.01)
    assert clock.seconds["outer"] == pytest.approx(0.02, abs=0.01)
    assert clock.seconds["inner"] == pytest.approx(0.05, abs=0.01)


def test_the_stages_of_two_trees_stand_side_by_side() -> None:
    shown = table("search", [{"dense": 2, "whole": 9}, {"dense": 1, "whole": 4.5}])
    assert "| `/v1/search`, CPU ms | before | after |" in shown
    assert "| dense | 2.00 | 1.00 |" in shown
    assert "| in all | 9.00 | 4.50 |" in shown
