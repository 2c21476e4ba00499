"""Lists: what is told in a row is told one by one, each thing once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.enumerations import is_one_of_many, things_told_with
from qa.answering.questions import take_apart
from qa.answering.several import things_listed
from tests.answering.spans import span

LEADS = "Ann Lee, [Bo Kim], Cy Park (박사이) and D. O. Roe play the leads."


@pytest.mark.parametrize(
    ("told", "things"),
    [
        (LEADS, ["Ann Lee", "Bo Kim", "Cy Park (박사이)", "D. O. Roe"]),
        ("Ahead are [*The Fog*], *Night and Day*, and *Rain*.",
         ["*The Fog*", "*Night and Day*", "*Rain*"]),
        ("There were the United Kingdom, the U.S. and [France].",
         ["the United Kingdom", "the U.S.", "France"]),
        ("It is by Ludwig van Beethoven, [Johann Bach] and Dr. Cy Park.",
         ["Ludwig van Beethoven", "Johann Bach", "Dr. Cy Park"]),
        ("It is by Ann Holm (Oslo, Norway), [Bo Kim] and Eva Moe.",
         ["Ann Holm (Oslo, Norway)", "Bo Kim", "Eva Moe"]),
        ("The dead include [friends], two teachers and the maker of it.",
         ["friends", "two teachers", "the maker of it"]),
        ("Three lead: *Fog*, the [second] part of *Rain*, and a show.",
         ["*Fog*", "the second part of *Rain*", "a show"]),
        ("It was [Ann Lee] and Bo Kim who sang.", []),  # two may be one
        ("Owned by [Marks] and Spencer, Ernst and Young and Osel Bank.", []),
        ("[Ann Lee, Bo Kim and Cy Park of old] sang.", []),  # more than is enumerated
        ("[Ann Lee] sang, and Bo Kim left.", []),
        ("The sides were [red], and the roof was blue, and the door was green.", []),
        ("It includes [all of the things that they had seen in town], rain and cold.", []),
    ],
)  # fmt: skip
def test_what_is_enumerated_is_told_apart(told: str, things: list[str]) -> None:
    found = span(told, None)
    at = found.quote_start
    places = things_told_with(found.quote, found.start - at, found.end - at)
    assert [found.quote[start:end] for start, end in places] == things


_PIECES = st.sampled_from(["Ann", "Bo Kim", "and ", ", ", " and ", "*Fog*", "(old) ", ": ", "tea"])


@given(st.lists(_PIECES, max_size=12).map("".join), st.data())
def test_things_lie_apart_and_around_what_they_are_told_with(
    sentence: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(sentence)))
    end = data.draw(st.integers(start, len(sentence)))
    places = things_told_with(sentence, start, end)
    ends = [at for place in places for at in place]
    assert ends == sorted(ends)
    assert not places or places[0][0] <= end
    assert not places or start <= places[-1][1]


def test_one_name_of_three_is_one_of_many() -> None:
    said = "Ann Lee, Bo Kim and Cy Park sang."
    assert is_one_of_many(said, 9, 15)
    assert not is_one_of_many(said, 0, 27)
    assert not is_one_of_many("Ann Lee and Bo Kim sang.", 0, 7)


@pytest.mark.parametrize(
    ("question", "told", "things"),
    [
        ("Who are the leads?",
         [LEADS, "The leads are [the pupils].", "[Per Holm], Kari Moe and Eva Moe are leads."],
         ["Ann Lee", "Bo Kim", "Cy Park (박사이)", "D. O. Roe", "Per Holm", "Kari Moe", "Eva Moe"]),
        ("Who are the leads?", ["The lead is [Cy Park].", LEADS],
         ["Cy Park", "Ann Lee", "Bo Kim", "D. O. Roe"]),
        ("Who acts beside Ann Lee?", [LEADS], ["Bo Kim", "Cy Park (박사이)", "D. O. Roe"]),
        ("Which powers are there?",
         ["The powers include [speed], keen eyes and a sharp nose.", "One is [flight]."],
         ["speed", "keen eyes", "a sharp nose", "flight"]),
        ("Who are the leads?",
         ["[Ann Lee] is the lead.", "They sailed to [Oslo], Bergen and Malmo."],
         ["Ann Lee", "Oslo"]),
        ("Which dates are there?", ["It is on [4 May 2023].", "On [May 4, 2023], then."],
         ["4 May 2023"]),
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
