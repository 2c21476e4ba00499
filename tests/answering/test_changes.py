from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.changes import NEAR, weigh
from qa.answering.claims import gather, stages
from qa.answering.evidence import evidence_of
from qa.answering.questions import take_apart
from qa.types import Intent, Published, Understood
from tests.answering.spans import span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.changes import Outcome
    from qa.types import Span

WHEN = "When is season 2 due?"
NOTHING = Understood()


def due(answer: str, published: str | None, support: float = 0.8, source: str = "") -> Span:
    sentence = f"The second season is due in [{answer}], {source or published} writes."
    article = f"{published} {answer}"
    return span(sentence, published, support=support, source=source, article=article)


def told(outcome: Outcome) -> tuple[str, list[str], list[str]]:
    """Return the answer, what is earlier and what conflicts, as text."""
    return (
        outcome.answer.evidence[0].span.text,
        [stage.claim.evidence[0].span.text for stage in outcome.earlier],
        [claim.evidence[0].span.text for claim in outcome.conflict],
    )


def asked(
    *spans: Span, question: str = WHEN, understood: Understood = NOTHING
) -> tuple[str, list[str], list[str]]:
    best_first = sorted(spans, key=lambda each: -each.support)
    return told(weigh(take_apart(question), best_first, understood))


def test_the_newest_supported_answer_wins_and_the_rest_is_earlier_newest_first() -> None:
    assert asked(
        due("2024", "2023-08-05", 0.9), due("2027", "2026-01-10", 0.7), due("2026", "2025-07-02")
    ) == ("2027", ["2026", "2024"], [])


def test_articles_that_agree_are_one_answer_with_its_independent_sources() -> None:
    outcome = weigh(
        take_apart(WHEN),
        [due("early 2027", "2026-01-10", 0.9), due("the first half of 2027", "2026-02-22")],
        NOTHING,
    )
    assert told(outcome) == ("early 2027", [], [])
    assert (outcome.answer.sources, outcome.changed) == (2, False)


def test_a_reprint_counts_once_and_is_cited_once() -> None:
    text = (
        "The studio said on Friday that the long awaited second season of the series is due in "
        "[2027], more than five years after the first was shown around the world."
    )
    spans = [
        span(text, f"2026-01-1{day}", article=f"a{day}", source=f"Paper {day}") for day in range(3)
    ]
    claim = weigh(take_apart(WHEN), spans, NOTHING).answer
    assert (claim.sources, [each.span.passage.article_id for each in claim.independent]) == (
        1,
        ["a0"],
    )


def test_different_answers_of_the_same_day_are_a_conflict_and_both_are_told() -> None:
    assert asked(due("2026", "2026-02-23", 0.9), due("2027", "2026-02-23")) == (
        "2026",
        [],
        ["2027"],
    )


def test_of_two_dates_of_which_neither_is_surely_newer_none_is_called_earlier() -> None:
    assert asked(due("2026", "2026", 0.9), due("2027", "2026-02-23")) == ("2026", [], ["2027"])


def test_an_answer_without_a_date_is_neither_old_nor_new() -> None:
    assert asked(due("2024", None, 0.9), due("2027", "2026-02-23")) == ("2024", [], [])
    assert asked(due("2024", None), due("2027", "2026-02-23", 0.9)) == ("2027", [], [])


def test_an_answer_that_is_weakly_supported_changes_nothing() -> None:
    weak = 0.9 * NEAR - 0.01
    assert asked(due("2024", "2023", 0.9), due("2027", "2026", weak)) == ("2024", [], [])


def test_an_answer_that_came_back_was_something_else_between() -> None:
    none = "For the second season [no date is due]."
    spans = [
        span(none, "2023-03-09"),
        due("2024", "2024-01-30", 0.9),
        span(none, "2026-02-23", support=0.85),
    ]
    assert asked(*spans) == (
        "no date is due",
        ["2024", "no date is due"],
        [],
    )


def test_what_an_article_recalls_counts_for_the_day_it_was_told() -> None:
    spans = [
        due("2027", "2026-01-10", 0.9),
        span("On 5 August 2023 the second season was due in [2024].", "2026-02-23"),
        span(
            "A rumour had named [December 2026] for the second season that is due.",
            "2026-02-23",
            article="rumour",
        ),
    ]
    assert asked(*spans) == ("2027", ["2024"], [])


def test_another_scope_is_no_change() -> None:
    spans = [
        span("It had [124.79 million hours] in its first three days.", "2022-02-05", support=0.9),
        span("It had [361 million hours] in ten days.", "2022-02-09"),
    ]
    assert asked(*spans, question="How many hours was it watched?")[1:] == ([], [])


def test_the_scope_that_is_asked_about_is_kept() -> None:
    spans = [
        span("Season 1 came out in [2022].", "2022-02-05", support=0.9),
        span("Season 2 comes out in [2027].", "2026-02-09"),
    ]
    assert asked(*spans, question="When did season 1 come out?") == ("2022", [], [])


@pytest.mark.parametrize("question", ["Which actors return?", "Who are the newcomers?"])
def test_one_of_many_does_not_replace_another(question: str) -> None:
    spans = [span("[Kim Si-eun] joins.", "2025"), span("[Lee Min-jae] joins.", "2026")]
    assert asked(*spans, question=question) == ("Kim Si-eun", [], [])


def test_a_person_may_be_replaced() -> None:
    spans = [
        span("The director is [Kim Si-eun].", "2025"),
        span("Its director is [Lee Min-jae].", "2026"),
    ]
    assert asked(*spans, question="Who is the director?") == ("Lee Min-jae", ["Kim Si-eun"], [])


@pytest.mark.parametrize(("margin", "replaced"), [(0.9, True), (0.5, False)])
def test_a_name_that_the_reader_likes_less_replaces_nobody(
    margin: float, *, replaced: bool
) -> None:
    first = span("The director is [Kim Si-eun].", "2025", support=0.8)
    later = span("Its director is [Lee Min-jae].", "2026", support=0.7)
    spans = [replace(first, signs={"margin": 1.0}), replace(later, signs={"margin": margin})]
    found = asked(*spans, question="Who is the director?")
    assert found == (("Lee Min-jae", ["Kim Si-eun"], []) if replaced else ("Kim Si-eun", [], []))


def test_a_date_follows_another_whatever_their_margins() -> None:
    spans = [
        replace(due("2024", "2023-08-05", 0.9), signs={"margin": 1.0}),
        replace(due("2027", "2026-01-10", 0.7), signs={"margin": -0.5}),
    ]
    assert asked(*spans) == ("2027", ["2024"], [])


def test_what_has_been_was_planned_otherwise_but_two_days_of_it_conflict() -> None:
    question = "When did the bridge open?"
    plan = span("The bridge is planned to open in [May 2022].", "2020-03-01")
    fact = span("The bridge opened on [10 May 2023].", "2023-05-12")
    other = span("The bridge opened on [9 June 2023].", "2023-07-01")
    assert asked(plan, fact, question=question) == ("10 May 2023", ["May 2022"], [])
    assert asked(fact, other, question=question) == ("9 June 2023", [], ["10 May 2023"])
    would = span("On [9 June 2023] the bridge opened, which would soon be closed.", "2023-07-01")
    assert asked(fact, would, question=question) == ("9 June 2023", [], ["10 May 2023"])
    born = "When was Pell born?"
    people = (
        span("Jonas Pell was born on [5 May 1970].", "2019-02-02"),
        span("Erik Pell was born on [6 June 1975].", "2022-02-02"),
    )
    assert asked(*people, question=born) == ("6 June 1975", [], ["5 May 1970"])


def test_a_paraphrase_is_no_contradiction() -> None:
    spans = [span("It is [a teen drama].", "2022"), span("It is [zombie horror].", "2026")]
    assert asked(*spans, question="What is it?") == ("a teen drama", [], [])


def test_the_period_asked_about_comes_before_the_newest() -> None:
    spans = [due("2024", "2023-08-05"), due("2027", "2026-01-10", 0.9)]
    understood = Understood(about=Published(2023))
    assert asked(*spans, understood=understood) == ("2024", [], [])
    nowhere = Understood(about=Published(1999))
    assert asked(*spans, understood=nowhere) == ("2027", ["2024"], [])


def test_the_original_answer_is_the_oldest() -> None:
    spans = [due("2024", "2023-08-05"), due("2027", "2026-01-10", 0.9), due("2026", "2025")]
    assert asked(*spans, understood=Understood(intent=Intent.ORIGINAL)) == ("2024", [], [])


def test_a_sentence_that_sets_two_answers_against_each_other_speaks_for_the_better() -> None:
    text = "The score of 89 percent is newer than the 100 percent of the first days."
    spans = [
        span(text.replace("89 percent", "[89 percent]"), "2025", support=0.9),
        span(text.replace("100 percent", "[100 percent]"), "2025"),
        span("It holds a score of [100 percent].", "2022-01"),
    ]
    assert asked(*spans, question="What score does it have?") == (
        "89 percent",
        ["100 percent"],
        [],
    )


def test_yes_and_no_are_two_sides_and_every_older_report_is_told() -> None:
    spans = [
        span("[Kim Si-eun is to join the cast], an agent said.", "2024-01-31", support=0.9),
        span("[Kim Si-eun will not join the cast], after all.", "2025-05-14"),
        span("[Kim Si-eun has not joined the cast].", "2026-02-23"),
        span("[The film is long].", "2026-03-01"),
    ]
    outcome = weigh(take_apart("Will Kim Si-eun join the cast?"), spans, NOTHING)
    assert told(outcome) == (
        "Kim Si-eun has not joined the cast",
        ["Kim Si-eun will not join the cast", "Kim Si-eun is to join the cast"],
        [],
    )
    assert outcome.changed


def test_the_newest_report_of_what_never_changed_comes_first_and_is_no_change() -> None:
    spans = [
        span("[There was still no release date], the paper wrote.", "2023-03-09", support=0.9),
        span("[No release date exists].", "2026-02-23"),
    ]
    outcome = weigh(take_apart("Is there a release date?"), spans, NOTHING)
    assert told(outcome) == ("No release date exists", ["There was still no release date"], [])
    assert not outcome.changed


ANSWERS = ("2023", "early 2024", "2024", "2027", "no date", "Lomon", "soon")
DATES = (None, "2022", "2022-06", "2022-06-07", "2023-03-09", "2026-02-23")


@st.composite
def weighed(draw: st.DrawFn) -> Sequence[Span]:
    count = draw(st.integers(1, 6))
    spans = [
        span(
            f"[{draw(st.sampled_from(ANSWERS))}] it is.",
            draw(st.sampled_from(DATES)),
            article=f"a{number}",
            support=draw(st.sampled_from((0.3, 0.5, 0.8, 0.9))),
        )
        for number in range(count)
    ]
    return sorted(spans, key=lambda each: -each.support)


@given(weighed(), st.sampled_from((None, *Intent)))
def test_nothing_is_invented_and_time_runs_backwards(
    spans: Sequence[Span], intent: Intent | None
) -> None:
    outcome = weigh(take_apart(WHEN), spans, Understood(intent=intent))
    given_spans = {id(each) for each in spans}
    claims = [outcome.answer, *(each.claim for each in outcome.earlier), *outcome.conflict]
    assert all(id(each.span) in given_spans for claim in claims for each in claim.evidence)
    ends = [stage.last.last_day for stage in outcome.earlier]
    assert ends == sorted(ends, reverse=True)
    assert all(each.told for stage in outcome.earlier for each in stage.claim.evidence)


@given(weighed())
def test_every_span_is_evidence_for_exactly_one_claim(spans: Sequence[Span]) -> None:
    claims = gather(map(evidence_of, spans))
    held = [id(each.span) for claim in claims for each in claim.evidence]
    assert sorted(held) == sorted(map(id, spans))
    assert [claim.support for claim in claims] == sorted(
        (claim.support for claim in claims), reverse=True
    )


@given(weighed())
def test_stages_hold_all_that_is_dated_and_neighbours_differ(spans: Sequence[Span]) -> None:
    claims = gather(map(evidence_of, spans))
    runs = stages(claims)
    dated = [each for each in spans if each.passage.published]
    assert sum(len(stage.claim.evidence) for stage in runs) == len(dated)
    assert all(stage.first.first_day <= stage.last.last_day for stage in runs)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many hours were watched altogether?", "474 million hours"),
        ("What do the hours add up to?", "474 million hours"),
        ("How many hours were watched?", "113 million hours"),
    ],
)
def test_where_a_sum_is_asked_for_what_says_it_is_one_is_the_answer(
    question: str, answer: str
) -> None:
    week = span("It added [113 million hours] in a week.", "2022-02-16", support=0.6)
    whole = span("The total rose to [474 million hours].", "2022-02-16", support=0.3, article="b")
    assert asked(week, whole, question=question)[0] == answer


def test_what_takes_a_side_gives_way_to_what_is_supported_twice_as_well() -> None:
    question = "Was the school a real school?"
    best = span("[A set was built for the inside.]", "2022-02-01", support=0.48)
    weak = span("[There is a real school in the town.]", "2022-02-02", support=0.2)
    assert asked(best, weak, question=question) == ("A set was built for the inside.", [], [])
    strong = replace(weak, support=0.35)
    assert asked(best, strong, question=question)[0] == "There is a real school in the town."


def test_another_episode_is_no_newer_answer() -> None:
    old = span("In [episode 2] the canteen is overrun.", "2022-02-01", support=0.8)
    new = span("In [episode 3] the canteen is empty.", "2022-06-01", support=0.7)
    question = "In which episode is the canteen overrun?"
    assert asked(old, new, question=question) == ("episode 2", [], [])


def test_of_what_happened_a_day_on_which_somebody_told_something_is_no_news() -> None:
    question = "When did the film premiere?"
    day = span("The film had its premiere on [28 January 2022].", "2022-02-11", support=0.7)
    told = span(
        "The film drew 5 million by a count published by the Post in [January 2026].",
        "2026-01",
        support=0.5,
    )
    beside = span("People were said to be filming in [September 2022].", "2023-03-09", support=0.6)
    assert asked(day, told, beside, question=question) == ("28 January 2022", [], [])
    moved = span("The film had its premiere on [30 January 2022].", "2023-03-09", support=0.6)
    assert asked(day, moved, question=question) == ("30 January 2022", [], ["28 January 2022"])
