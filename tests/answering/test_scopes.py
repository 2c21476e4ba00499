from __future__ import annotations

import pytest

from qa.answering.scopes import numbered_in, rate_of, same_scope, scope_of


def test_what_is_numbered_around_an_answer_is_its_scope() -> None:
    assert scope_of("124 in its first three days, of season two, on 9 March 2022") == {
        "day": frozenset({"3"}),
        "season": frozenset({"2"}),
    }


def test_a_word_before_a_noun_is_no_number() -> None:
    assert scope_of("Is there a date for season 2?") == {"season": frozenset({"2"})}


def test_other_numbers_of_the_same_thing_are_another_scope() -> None:
    three, ten, season = (scope_of(each) for each in ("in 3 days", "in ten days", "of season 2"))
    assert not same_scope(three, ten)
    assert same_scope(three, season)
    assert same_scope(ten, scope_of("ten days, not 3 days"))


@pytest.mark.parametrize(
    ("text", "seasons"),
    [
        ("Seasons 1 and 2 are out.", {"1", "2"}),
        ("Seasons 1, 2 and 4 are out.", {"1", "2", "4"}),
        ("The second and third seasons are out.", {"2", "3"}),
        ("Season two, which is long, has 3 parts.", {"2"}),
    ],
)
def test_numbers_told_in_one_breath_all_count(text: str, seasons: set[str]) -> None:
    assert scope_of(text)["season"] == seasons
    assert numbered_in(text)["season"] == seasons


def test_what_is_only_counted_bears_no_number() -> None:
    assert numbered_in("In 12 episodes, over 28 days, two seasons are told on day 3.") == {}
    assert numbered_in("Episode 4 of the first season") == {
        "episod": frozenset({"4"}),
        "season": frozenset({"1"}),
    }


def test_a_rate_is_how_often_a_thing_is_paid_or_counted() -> None:
    assert rate_of("9 dollars a month") == rate_of("the monthly plan") == {"month"}
    assert rate_of("120 dollars per year, billed annually") == {"year"}
    assert rate_of("31 grams per litre") == frozenset()
    assert rate_of("a monthlong walk") == frozenset()
