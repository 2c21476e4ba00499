from __future__ import annotations

import pytest

from qa.answering.evidence import (
    copied,
    evidence_of,
    independent,
    names_period,
    only_tells,
    period_of,
    refutes,
)
from qa.types import Published
from tests.answering.spans import span

LONG = (
    "The bridge over the river reopened on Friday after three weeks of work on its northern "
    "pillars, and the council thanked the crews who had worked through the nights to finish early."
)


@pytest.mark.parametrize(
    ("marked", "published", "told"),
    [
        ("It is due in [2027].", "2026-01-10", "2026-01-10"),
        ("It is due in [2027].", None, None),
        ("As of 23 February 2026 [no date] exists.", "2026-03-01", "2026-02-23"),
        ("On 9 March 2023 the paper called it [unclear].", "2026-02-23", "2023-03-09"),
        (
            "The paper reported on 22 February 2026 that it is due in [2027].",
            "2026-02-23",
            "2026-02-22",
        ),
        ("| January 2024 | the agency | [2024] |", "2026-02-23", "2024-01"),
        ("It came out on [28 January 2022].", "2022-02-09", "2022-02-09"),
        ("The season, ordered in June 2022, is due in [2027].", "2026-01-10", "2026-01-10"),
        ("In 2030 it will be [the tallest].", "2026-01-10", "2026-01-10"),
    ],
)
def test_when_it_was_told_is_when_the_sentence_says_or_the_article_is_of(
    marked: str, published: str | None, told: str | None
) -> None:
    found = evidence_of(span(marked, published)).told
    assert found == (Published.parse(told) if told else None)


def test_what_is_recalled_without_a_day_was_told_nobody_knows_when() -> None:
    recalled = evidence_of(span("A rumour had named [December 2026].", "2026-02-22"))
    assert (recalled.recalled, recalled.told) == (True, None)
    dated = evidence_of(span("In January 2024 he had hinted at [2024].", "2026-02-22"))
    assert (dated.recalled, dated.told) == (True, Published(2024, 1))


def test_copies_and_one_publishers_own_articles_count_once() -> None:
    first = span(f"[{LONG}]", "2024-01-01", source="Times").passage
    reprint = span(f"[Bern. {LONG}]", "2024-01-02", source="Herald").passage
    again = span("[The river bridge is open.]", "2024-01-03", source="TIMES").passage
    other = span("[Cars can cross the river again.]", "2024-01-04", source="Post").passage
    unknown = [span("[It is open.]", f"2024-01-0{day}").passage for day in (5, 6)]
    unknown[1] = span("[Traffic flows.]", "2024-01-06").passage
    groups = independent([first, other, reprint, again, *unknown])
    assert groups == [[first, reprint, again], [other], [unknown[0]], [unknown[1]]]


def test_a_text_that_shares_a_phrase_is_no_copy() -> None:
    assert copied(LONG, f"{LONG} More to come.")
    assert not copied(LONG, "The bridge over the river reopened on Friday, it was said.")
    assert not copied("", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As of 31 December 2017 it owed much.", True),
        ("In December 2017 it owed much.", True),
        ("In 2017 it owed much.", False),
        ("In January 2018 it owed much.", False),
    ],
)
def test_a_text_names_a_period_when_it_names_a_date_within(text: str, expected: bool) -> None:
    assert names_period(text, Published(2017, 12)) is expected


def test_a_figure_is_counted_over_what_its_own_clause_says() -> None:
    figures = (
        "It took [5 crowns] in its first 3 days, and 9 in May 2024.",
        "In 3 days it took 5, and [9 crowns] in May 2024.",
        "It was opened in 1932, and it has [9 animals].",
        "It had [9 percent] in the first days.",
    )
    assert [period_of(span(each, "2025")) for each in figures] == [
        {"3 day"},
        {"2024-05"},
        set(),
        set(),
    ]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("It is due in May, [Reuters] reported.", True),
        ("According to [Reuters] it is due.", True),
        ("The head of Reuters is [Jo Doe].", False),
    ],
)
def test_who_tells_is_told_from_what_is_told(marked: str, expected: bool) -> None:
    assert only_tells(span(marked, "2025")) is expected


def test_what_recalls_may_stand_in_the_words_that_answer() -> None:
    assert evidence_of(
        span("[The Post had reported a score of 100 percent] then.", "2025")
    ).recalled


def test_a_report_that_was_first_is_recalled_only_in_its_own_clause() -> None:
    marked = "It is now put at [94], against 91 in the first reports."
    assert not evidence_of(span(marked, "2025")).recalled
    assert evidence_of(span(marked.replace("[94]", "94").replace("91", "[91]"), "2025")).recalled


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A rumour that it opened in May is false, the town said.", True),
        ("Two pages carry a wrong opening date.", True),
        ("The site gave a false report: 14,200 seats.", True),
        ("The site corrected its false report: 14,200 seats.", False),
        ("Wrong Number opened on 4 May 2020.", False),
        ("The False Claims Act was signed on 2 March 1863.", False),
        ("The fake news law took effect on 1 May 2019.", False),
        ("It is no false report: it opens on 9 May.", False),
        ("She denied that it had cost 5 million.", True),
        ("The mayor rejected reports of a delay.", True),
        ("The telephone was invented in 1876.", False),
        ("The board is made up of 12 members.", False),
        ("They rejected the plan that cost 5 million.", False),
    ],
)
def test_a_sentence_may_call_false_what_it_tells(sentence: str, expected: bool) -> None:
    assert refutes(sentence) is expected


def test_what_an_earlier_version_said_is_recalled() -> None:
    told = span("An earlier version of this article said that it cost [25 million].", "2022-01-01")
    assert evidence_of(told).recalled


def test_what_belongs_to_the_first_days_is_recalled_only_in_its_own_clause() -> None:
    told = "The 89 percent is newer; the {} belongs to the first days only."
    first = evidence_of(span(told.format("[100 percent]"), "2025"))
    newer = evidence_of(span(told.format("100").replace("89 percent", "[89 percent]"), "2025"))
    assert (first.recalled, newer.recalled) == (True, False)
