from __future__ import annotations

import pytest

from qa.answering.comparing import comparable, fullness
from qa.answering.evidence import evidence_of
from qa.answering.questions import take_apart
from tests.answering.spans import span


def compared(question: str, lead: str, other: str) -> bool:
    """Return whether two marked sentences of 2026 and 2024 can be held against each other."""
    found = evidence_of(span(lead, "2026-01-10")), evidence_of(span(other, "2024-01-30"))
    return comparable(take_apart(question), *found)


@pytest.mark.parametrize(
    ("question", "lead", "other"),
    [
        ("When will the season be released?",
         "The season is released in [2027].", "The season should come out in [2025]."),
        ("How much does the van cost?",
         "The van costs [41,200 euros].", "The van will cost [34,900 euros], they say."),
        ("How many hours does it have in total?",
         "It has [560 million hours] in total.", "By May it had a total of [361 million hours]."),
        ("Who is the coach of Rovers?",
         "The coach of Rovers is [Ruth Amsel].", "Rovers' coach [Ivo Salgado] said on Friday."),
        ("What is the score?",
         "The score is [89 percent].", "There was no rain, and the score is [100 percent]."),
        ("What does Harbour Post give it?",
         "Harbour Post has a score of [100 percent].", "The Harbour Post score is [89 percent]."),
        ("In how many countries was it shown?",
         "After the second week it was shown in [94 countries].",
         "It was shown in [91 countries]."),
        ("For which week is it on top?",
         "From 14 to 20 May it is on top for a [fourth week].",
         "From 7 to 13 May it is on top for a [third week]."),
    ],
)  # fmt: skip
def test_what_speaks_of_the_same_is_compared(question: str, lead: str, other: str) -> None:
    assert compared(question, lead, other)


@pytest.mark.parametrize(
    ("question", "lead", "other"),
    [
        ("When will the season be released?",
         "The season is released in [2027].", "Filming of the season ends in [2025]."),
        ("When will the season be released?",
         "The season is released in [2027].", "The season is filmed in [2025]."),
        ("How much did the fee bring in?",
         "The fee brought in [212 crowns] in January 2025.",
         "The fee brought in [168 crowns] in February 2025."),
        ("How many hours was it watched?",
         "It was watched for [361 hours] in ten days.", "It was watched for [124 hours]."),
        ("What does Harbour Post give it?",
         "Harbour Post has a score of [100 percent].", "Harbour Post lost [12 percent] of us."),
        ("In how many countries was it shown?",
         "In the second week it was shown in [94 countries].",
         "It was shown in [91 countries]."),
        ("How many visitors came to the fair that took place in Oslo?",
         "The fair in Oslo had [900 visitors] in the first week.",
         "The fair in Oslo had [5,000 visitors] in the first three months."),
        ("How many members does the council have?",
         "The council has [45 members].", "The council passed it by 26 to [17]."),
        ("How many episodes are there?",
         "There are [130 episodes].", "There are [29 episodes]; others count 130."),
        ("Who is the coach of Rovers?",
         "The coach of Rovers is [Ruth Amsel].", "The coach of Rovers left, [Ivo Salgado] said."),
        ("Who is the coach of Rovers?",
         "The coach of Rovers is [Ruth Amsel].", "The coach of Town is [Ivo Salgado]."),
        ("Who plays Jang Ha-ri?",
         "[Ha Seung-ri] plays Jang Ha-ri.", "He plays [Jang Wu-jin], brother of Jang Ha-ri."),
        ("What is the score?",
         "The score is [89 percent].", "The score was never [100 percent]."),
        ("How many people does the bakery employ?",
         "The bakery in Oslo employs [40 people].", "The bakery in Sund employs [12 people]."),
        ("Who is the director of the museum?",
         "He is the director of the museum of [Lund].", "She is director of the museum of [Oslo]."),
    ],
)  # fmt: skip
def test_what_speaks_of_something_else_is_not(question: str, lead: str, other: str) -> None:
    assert not compared(question, lead, other)


def test_a_sum_is_fuller_than_a_part_where_a_sum_is_asked_for() -> None:
    asked = take_apart("How many hours in total?")
    part = evidence_of(span("It had [236 hours] in a week.", "2022"))
    whole = evidence_of(span("It had [361 hours] in total.", "2022"))
    assert fullness(asked, part) < fullness(asked, whole)


def test_what_is_to_happen_counts_before_the_rest() -> None:
    asked = take_apart("By when is the shoot supposed to finish?")
    ends = evidence_of(span("Filming is expected to end by [mid-February 2026].", None))
    other = evidence_of(span("Shooting at the town hall is set for [17 January 2026].", None))
    assert fullness(asked, ends) > fullness(asked, other)
