import io

import pytest
from rich.console import Console

pytest.importorskip("psutil", reason="pip install -e '.[bench]'")

from benchmarks.speed import Figure, show, start_cold


def test_a_ratio_says_how_many_times_better_whichever_way_better_is() -> None:
    assert Figure("build", "/s", 60, 20, more_is_better=True).ratio == 3
    assert Figure("search", "ms", 5, 20).ratio == 4
    assert Figure("start", "s", 5).ratio is None


def test_a_cold_start_has_a_time_and_a_size() -> None:
    cold = start_cold(["-c", "print('an answer', flush=True); "])
    assert cold.seconds > 0
    assert 3 < cold.megabytes < 60


def test_a_process_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="no index here"):
        start_cold(["-c", "raise SystemExit('no index here')"])


def test_the_table_shows_figures_ratios_and_targets() -> None:
    screen = io.StringIO()
    figures = [Figure("search", "ms", 2.5, 10, target="10 ms (5 ms)"), Figure("start", "s", 0.75)]
    show(figures, 1234, Console(file=screen, width=100))
    shown = screen.getvalue()
    assert "1,234 chunks searched" in shown
    assert all(text in shown for text in ("2.5", "10.0", "4.0x", "10 ms (5 ms)", "0.75"))
