from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.answering.periods import admit, by_then, spread, told_by_then
from qa.types import Passage, Published
from tests.answering.spans import span

MARCH = Published(2023, 3)
BEFORE = span("It was [unclear].", "2023-03-09")
LATER = span("As of 9 March 2023 it was [unclear].", "2026-02-23")
SILENT = span("It was [clear].", "2026-02-23", article="silent")
UNDATED = span("In March 2023 it was [unclear].", None)


def test_what_was_published_by_then_or_names_the_period_is_admitted() -> None:
    found = [each.passage for each in (SILENT, LATER, BEFORE, UNDATED)]
    assert admit(found, [], MARCH) == [LATER.passage, BEFORE.passage, UNDATED.passage]


def test_what_only_the_limited_search_found_comes_last_and_nothing_twice() -> None:
    other = span("It was [open].", "2022").passage
    admitted = admit([LATER.passage, BEFORE.passage], [BEFORE.passage, other], MARCH)
    assert admitted == [LATER.passage, BEFORE.passage, other]


def test_a_span_of_a_later_article_needs_the_period_in_its_own_words() -> None:
    whole = span("[As of 9 March 2023 it was unclear].", "2026-02-23")
    assert told_by_then([BEFORE, SILENT, whole], MARCH) == [BEFORE, whole]


def test_what_may_have_been_published_later_was_not_surely_published_by_then() -> None:
    dates = ("2023-03", "2023", None, "2023-04-01")
    passages = [span("[It].", date).passage for date in dates]
    assert [by_then(each, MARCH) for each in passages] == [True, False, False, False]


def test_every_year_has_its_best_passage_before_any_has_a_second() -> None:
    dates = ("2026", "2026", "2026", "2022", None, "2022")
    found = [span("[It].", date, article=f"a{at}").passage for at, date in enumerate(dates)]
    assert spread(found, 4) == [found[0], found[1], found[3], found[4]]


@given(st.lists(st.sampled_from(("2022", "2023", "2026", None)), max_size=9), st.integers(0, 9))
def test_spreading_keeps_order_and_as_many_as_there_are(
    dates: list[str | None], count: int
) -> None:
    passages: list[Passage] = [
        span("[It].", date, article=f"a{at}").passage for at, date in enumerate(dates)
    ]
    kept = spread(passages, count)
    assert len(kept) == min(count, len(passages))
    assert [passages.index(each) for each in kept] == sorted(passages.index(each) for each in kept)
