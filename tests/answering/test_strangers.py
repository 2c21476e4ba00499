"""Names that no passage knows."""

from __future__ import annotations

import pytest

from qa.answering.questions import take_apart
from qa.answering.rereading import read_twice
from qa.answering.strangers import PARTLY, WHOLLY, kept_of_strangers
from tests.answering.spans import span

KNOWN = span(
    "The ferry of Osel is rated [four stars] by the Harbour Post. Lee Ji-hu sails it to Malmo.",
    "2024",
)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("What is the IMDb rating of the ferry?", WHOLLY),
        ("Who directed Parasite?", WHOLLY),
        ("Who wrote “Hamlet”?", WHOLLY),
        ("What does the Gazette Herald give it?", WHOLLY),
        ("What does the Harbour Herald give it?", PARTLY),
        ("Where does Gong Lee sail to?", PARTLY),
        ("What does the Harbour Post give it?", 1.0),
        ("Where does Jihoo sail to?", 1.0),  # as it sounds
        ("Where does the Malmoe ferry go?", 1.0),  # a letter off
        ("How far is it to Mount Osel?", 1.0),
        ("Is it a Harbourside ferry, as she says?", 1.0),  # begins alike
        ("How many Swedish people sail?", 1.0),  # from Malmo, say
        ("Is there a ferry in January?", 1.0),
        ("What does the Passenger pay?", 1.0),  # a noun, as contracts write it
        ("Which Country does it come from?", 1.0),
        ("When was NASA founded?", 1.0),  # letters for words that may stand there
        ("What do I owe when I've paid?", 1.0),
        ("Metropolis ferry rating", 1.0),  # any word has a capital at the start
        ("When Was The Metropolis Built?", 1.0),
        ("WHO BUILT THE METROPOLIS?", 1.0),
        ("Was lernen die Kinder in der Metropolis am Montag?", 1.0),
        ("누가 Metropolis 페리를 운항하나요?", 1.0),
        ("?", 1.0),
    ],
)
def test_less_is_kept_where_no_passage_has_what_is_named(question: str, kept: float) -> None:
    assert kept_of_strangers(take_apart(question), [KNOWN.passage]) == kept


def test_what_is_asked_of_somebody_unknown_is_hardly_answered() -> None:
    class Found:
        def read(self, *_: object) -> list[object]:
            return [KNOWN]

    def first(question: str) -> tuple[float, float]:
        found = read_twice(Found(), take_apart(question), [KNOWN.passage])[0]  # type: ignore[arg-type]
        return found.support, found.signs.get("names", 1.0)

    assert first("What does the Harbour Post give it?") == pytest.approx((0.8, 1.0))
    assert first("What does the Gazette Herald give it?") == pytest.approx((0.2, 0.0))
