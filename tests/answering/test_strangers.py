"""Names that no passage knows."""

from __future__ import annotations

import pytest

from qa.answering.questions import take_apart
from qa.answering.rereading import read_twice
from qa.answering.strangers import strangers
from tests.answering.spans import span

KNOWN = span(
    "The ferry of Osel is rated [four stars] by the Harbour Post. Lee Ji-hu sails it to Malmo.",
    "2024",
)


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("What is the IMDb rating of the ferry?", ["IMDb"]),
        ("What does the Harbour Post give it?", []),
        ("What does the Harbour Herald give it?", ["Harbour Herald"]),  # each word may be known
        ("Where does Gong Yoo sail to?", ["Gong Yoo"]),
        ("Where does Jihoo sail to?", []),  # as it sounds
        ("Where does the Malmoe ferry go?", []),  # a letter off
        ("How many Swedish people sail?", []),  # from Malmo, say
        ("Is there a ferry in January?", []),
        ("What does the HP give it?", []),  # too short to tell
        ("What does the TFOO rate it?", []),  # The Ferry Of Osel
        ("What does the TFXX rate it?", ["TFXX"]),
        ("Metropolis ferry rating", []),  # any word has a capital at the start
        ("Wann fährt die Linie nach Hafen Nord?", []),  # nouns have capitals there
        ("WHAT IS THE BEST RATING OF ALL FERRIES EVER?", []),
        ("누가 Metropolis 페리를 운항하나요?", []),
        ("", []),
    ],
)
def test_a_name_is_unknown_where_no_passage_has_all_its_words(
    question: str, unknown: list[str]
) -> None:
    asked = take_apart(question or "?")
    assert strangers(asked, [KNOWN.passage]) == unknown


def test_what_is_asked_of_somebody_unknown_is_hardly_answered() -> None:
    class Found:
        def read(self, *_: object) -> list[object]:
            return [KNOWN]

    def first(question: str) -> tuple[float, float]:
        found = read_twice(Found(), take_apart(question), [KNOWN.passage])[0]  # type: ignore[arg-type]
        return found.support, found.signs.get("names", 1.0)

    assert first("What does the Harbour Post give it?") == pytest.approx((0.8, 1.0))
    assert first("What does the Gazette give it?") == pytest.approx((0.2, 0.0))
