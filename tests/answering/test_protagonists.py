"""Of whom a sentence speaks."""

from __future__ import annotations

import pytest

from qa.answering.protagonists import speaks_of_another
from qa.answering.questions import take_apart
from tests.answering.spans import span


@pytest.mark.parametrize(
    ("question", "told", "another"),
    [
        ("How many cars does the Gannet carry?", "The Kittiwake carries [32 cars].", True),
        ("Which prize did Ann Lee win?", "Bo Kim, her sister, won the [first prize].", True),
        ("Which prize did Ji-hu win?", "Eva-li won the [first prize].", True),
        ("How many cars does the Gannet carry?", "The Gannet carries [32 cars].", False),
        ("How many cars does the Gannet carry?", "She carries [32 cars].", False),
        ("How many cars does the Gannet carry?", "Ferries carry [32 cars].", False),
        ("How many does the Gannet carry?", "Kittiwake or Gannet, each has [32 cars].", False),
        ("When was the SL founded?", "The Skerry Line was founded in [1958].", False),
        ("What does the Gannet carry?", "THE KITTIWAKE CARRIES [32 CARS].", False),
        ("Wie viele Autos trägt die Gannet?", "Die Kittiwake trägt [32 Autos].", False),
        ("Who runs the Gannet?", "[Ann Lee] is her captain.", False),
        ("Which prize did Jihoo win?", "Ji-hu won the [first prize].", False),  # sounds alike
        ("How many cars does the Report count?", "The Kittiwake carries [32 cars].", False),
        ("How many cars did it carry in May?", "The Kittiwake carries [32 cars].", False),
        ("How many ferries are there?", "The Skerry Line has [three].", False),
    ],
)
def test_a_sentence_that_opens_with_another_name_speaks_of_that(
    question: str, told: str, another: bool
) -> None:
    assert speaks_of_another(take_apart(question), span(told, None)) is another
