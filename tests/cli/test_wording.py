from datetime import date
from importlib import resources

import pytest

from qa.answering import deciding
from qa.cli.wording import (
    CONFIDENCE,
    REASONS,
    describe_age,
    describe_confidence,
    describe_date,
    describe_reason,
    describe_size,
    list_few,
    plain,
    shorten,
)
from qa.types import Published

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "dated", "age"),
    [
        ("2022", "2022", "4 years ago"),
        ("2026", "2026", "this year"),
        ("2022-02", "February 2022", "4 years ago"),
        ("2026-11", "November 2026", "this month"),
        ("2025-12", "December 2025", "11 months ago"),
        ("2026-05-01", "1 May 2026", "6 months ago"),
        ("2026-10-31", "31 October 2026", "22 days ago"),
        ("2026-11-21", "21 November 2026", "1 day ago"),
        ("2026-11-22", "22 November 2026", "today"),
        ("2026-11-25", "25 November 2026", "in 3 days"),
        ("2028", "2028", "in 2 years"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(text: str, dated: str, age: str) -> None:
    published = Published.parse(text)
    assert (describe_date(published), describe_age(published, TODAY)) == (dated, age)


def test_no_date_is_undated() -> None:
    assert describe_date(None) == "undated"


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "very likely right (100 %)"),
        (0.9, "very likely right (90 %)"),
        (0.7, "probably right (70 %)"),
        (0.4, "uncertain (40 %)"),
        (0.0, "a weak guess (0 %)"),
    ],
)
def test_confidence_is_said_in_words_and_per_cent(probability: float, words: str) -> None:
    assert describe_confidence(probability) == words


def test_the_page_uses_the_same_words() -> None:
    script = (resources.files("qa.service") / "page" / "words.js").read_text("utf-8")
    for least, words in CONFIDENCE:
        assert f'[{least}, "{words}"],' in script
    for reason, words in REASONS.items():
        assert f'{reason}: "{words}",' in script


def test_every_reason_to_abstain_has_words() -> None:
    reasons = {deciding.NO_WORDS, deciding.NO_EVIDENCE, deciding.LOW_CONFIDENCE}
    assert reasons <= set(REASONS)
    assert describe_reason("no_evidence") == "Nothing in the articles has to do with it."
    assert describe_reason("something else") == "something else"


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    assert plain("a\x1b]0;title\x07\x9b2J\r\x7f\ud83d\tb\n유") == "a�]0;title��2J���\tb\n유"


def test_sizes_have_fitting_units() -> None:
    assert [describe_size(size) for size in (0, 1000, 2_500_000, 10**16)] == [
        "0 B",
        "1.0 kB",
        "2.5 MB",
        "10000.0 TB",
    ]


def test_long_texts_are_cut_after_a_word_and_put_on_one_line() -> None:
    assert shorten("one\n two  three", 20) == "one two three"
    assert shorten("one two three", 9) == "one two …"


def test_of_many_a_few_are_named() -> None:
    assert list_few(["a", "b"]) == "a, b"
    assert list_few(list("abcdefg"), most=2) == "a, b and 5 more"
