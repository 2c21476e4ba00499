from __future__ import annotations

import pytest

from qa.answering.exact import exact
from qa.answering.questions import take_apart
from tests.answering.spans import span


@pytest.mark.parametrize(
    ("question", "marked", "text"),
    [
        ("When is it due?", "It is due in the middle of [February 2026], he said.",
         "middle of February 2026"),
        ("When is it due?", "It is due [soon].", "soon"),
        ("Who leads it?", "It said that [the engineer is now Ugo Baum] of Bern.", "Ugo Baum"),
        ("Who leads it?", "It is led by [Ugo Baum and Lea Trimmel] now.",
         "Ugo Baum and Lea Trimmel"),
        ("Who leads it?", "It is [Ugo Baum beside Lea Trimmel], he said.",
         "Ugo Baum beside Lea Trimmel"),
        ("Who leads it?", "[The engineer is Im Jae-hyuk.]", "The engineer is Im Jae-hyuk."),
        ("Who works with Ugo Baum?", "It is [Ugo Baum of the Lea Trimmel works] here.",
         "Lea Trimmel"),
        ("What is it?", "It is [a hat of Ugo Baum], he said.", "a hat of Ugo Baum"),
    ],
)  # fmt: skip
def test_a_span_becomes_the_date_or_the_name_that_it_points_at(
    question: str, marked: str, text: str
) -> None:
    assert exact(take_apart(question), span(marked, "2026-01-01")).text == text
