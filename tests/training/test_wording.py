"""What the wording of a question alone tells."""

from __future__ import annotations

from training.question_splits import Posed
from training.wording import likelihoods


def _posed(number: int, question: str, *, answered: bool) -> Posed:
    answers = ("1923",) if answered else ()
    return Posed(f"q{number}", "set", question, answers, f"text{number % 8}", held_out=False)


def test_a_habit_of_asking_is_found_and_an_even_wording_is_not() -> None:
    posed = [
        _posed(number, f"{opening} it cost?", answered=answered)
        for number, (opening, answered) in enumerate(
            50 * [("How much did", False), ("Where does", True), ("Why would", True)]
            + 50 * [("Why would", False)]
        )
    ]
    found = likelihoods(posed)
    told = {each.question: found[each.id] for each in posed}
    assert told["How much did it cost?"] < 0.3
    assert told["Where does it cost?"] > 0.7
    assert 0.3 < told["Why would it cost?"] < 0.7


def test_nothing_is_learned_from_few_questions_or_from_one_kind() -> None:
    few = [_posed(number, "Who sang?", answered=number % 2 == 0) for number in range(6)]
    alike = [_posed(number, "Who sang?", answered=True) for number in range(60)]
    assert set(likelihoods(few).values()) == {0.5}
    assert set(likelihoods(alike).values()) == {0.5}
