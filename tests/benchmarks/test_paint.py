"""Measuring the page: the figures of several visits become one line."""

from __future__ import annotations

from benchmarks.paint import Seen, median


def test_each_figure_has_a_median_of_its_own() -> None:
    visits = [Seen(1, 30, 5, 0.2, 9, 1), Seen(3, 10, 5, 0.1, 9, 2), Seen(2, 20, 8, 0.3, 9, 9)]
    assert median(visits) == Seen(2, 20, 5, 0.2, 9, 2)
