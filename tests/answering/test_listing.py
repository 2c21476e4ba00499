"""Lists: what is told in a row is told one by one, each thing once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.enumerations import is_one_of_many, things_in_row
from qa.answering.listing import things_listed
from qa.answering.questions import take_apart
from tests.answering.spans import span

LEADS = "Ann Lee, [Bo Kim], Cy Park (박사이) and D. O. Roe play the leads."


@pytest.mark.parametrize(
    ("told", "things"),
    [
        (LEADS, ["Ann Lee", "Bo Kim", "Cy Park (박사이)", "D. O. Roe"]),
        ("It was [Ann Lee] and Bo Kim who sang.", ["Ann Lee", "Bo Kim"]),
        ("Ahead are [*The Fog*], *Night Bus*, and *Rain*.", ["*The Fog*", "*Night Bus*", "*Rain*"]),
        ("The dead include [friends], two teachers and the maker of it.",
         ["friends", "two teachers", "the maker of it"]),
        ("Three lead: *Fog*, the [second] part of *Rain* and a show.",
         ["*Fog*", "the second part of *Rain*", "a show"]),
        ("[Ann Lee] sang, and Bo Kim left.", []),
        ("[He] sang, then Ann Lee and Bo Kim left.", []),
        ("They are [tired], and went home.", []),
        ("They were [tired of all the things that they had seen in town], hungry and cold.", []),
    ],
)  # fmt: skip
def test_what_stands_in_a_row_is_told_apart(told: str, things: list[str]) -> None:
    found = span(told, None)
    at = found.quote_start
    row = things_in_row(found.quote, found.start - at, found.end - at)
    assert [found.quote[start:end] for start, end in row] == things


@given(st.text("AB a,*()and:.", max_size=40), st.data())
def test_things_lie_apart_in_their_sentence(sentence: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sentence)))
    end = data.draw(st.integers(start, len(sentence)))
    row = [0, *(at for place in things_in_row(sentence, start, end) for at in place), len(sentence)]
    assert row == sorted(row)


def test_one_name_of_three_is_one_of_many() -> None:
    said = "Ann Lee, Bo Kim and Cy Park sang."
    assert is_one_of_many(said, 9, 15)
    assert not is_one_of_many(said, 0, 27)
    assert not is_one_of_many("Ann Lee and Bo Kim sang.", 0, 7)


@pytest.mark.parametrize(
    ("question", "told", "things"),
    [
        ("Who are the leads?",
         [LEADS, "The leads of *Fog* are [the pupils].", "[Per Holm] and Eva Moe lead."],
         ["Ann Lee", "Bo Kim", "Cy Park (박사이)", "D. O. Roe", "Per Holm", "Eva Moe"]),
        ("Who are the leads?", ["The lead is [Cy Park].", LEADS],
         ["Cy Park", "Ann Lee", "Bo Kim", "D. O. Roe"]),
        ("Who acts beside Ann Lee?", [LEADS], ["Bo Kim", "Cy Park (박사이)", "D. O. Roe"]),
        ("Which powers are there?",
         ["The powers are [speed], keen eyes and a sharp nose.", "One is [flight]."],
         ["speed", "keen eyes", "a sharp nose", "flight"]),
        ("Who are the leads?", ["The report on [*Report*] is out."], ["Report"]),
    ],
)  # fmt: skip
def test_each_thing_is_listed_once_and_only_names_beside_names(
    question: str, told: list[str], things: list[str]
) -> None:
    spans = [span(each, None, article=f"a{n}") for n, each in enumerate(told)]
    listed = things_listed(take_apart(question), spans)
    assert [claim.evidence[0].span.text.strip("*") for claim in listed] == things


def test_what_is_far_less_likely_is_not_listed() -> None:
    spans = [span("[Ann Lee] sang.", None), span("[Bo Kim] sang.", None, support=0.4)]
    assert len(things_listed(take_apart("Who are the singers?"), spans)) == 1
