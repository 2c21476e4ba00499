"""Work shared among threads: in order whatever is run first, and the longest is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.models.running import longest_first


def test_results_come_in_order_and_the_longest_is_run_first() -> None:
    run: list[str] = []

    def shout(text: str) -> str:
        run.append(text)
        return text.upper()

    with ThreadPoolExecutor(1) as pool:
        made = longest_first(pool, shout, ["bb", "a", "dddd", "cc", ""], len)
    assert made == ["BB", "A", "DDDD", "CC", ""]
    assert run == ["dddd", "bb", "cc", "a", ""]


def test_nothing_makes_nothing_and_what_fails_is_raised() -> None:
    with ThreadPoolExecutor(2) as pool:
        assert longest_first(pool, str.upper, [], len) == []
        with pytest.raises(ZeroDivisionError):
            longest_first(pool, lambda text: 1 // len(text), ["a", ""], len)
