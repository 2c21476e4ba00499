import re
import string
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.evaluation.matching import contains, exact_match, f1, normalise

ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)


def by_the_book(text: str) -> str:
    """Normalise as the published evaluation script of SQuAD does, step by step."""
    lowered = text.lower()
    bare = "".join(letter for letter in lowered if letter not in set(string.punctuation))
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


@given(ASCII)
@example("The  'An'-a  cat's, THE.")
def test_on_ascii_text_nothing_differs_from_squad(text: str) -> None:
    assert normalise(text) == by_the_book(text)


@given(ASCII, ASCII)
@example("a cat sat", "the cat sat down")
def test_f1_is_that_of_squad(said: str, wanted: str) -> None:
    left, right = by_the_book(said).split(), by_the_book(wanted).split()
    common = sum((Counter(left) & Counter(right)).values())
    if not left or not right:
        expected = float(left == right)
    elif not common:
        expected = 0.0
    else:
        precision, recall = common / len(left), common / len(right)
        expected = 2 * precision * recall / (precision + recall)
    assert f1(said, [wanted]) == pytest.approx(expected)


def test_em_and_f1_agree_with_values_worked_by_hand() -> None:
    assert exact_match("The Cat!", ["a dog", "cat"]) == 1.0
    assert exact_match("the cat sat", ["cat"]) == 0.0
    # "park jihu" against "park jihu plays onjo": precision 2/4, recall 2/2, so 2/3.
    assert f1("Park Ji-hu plays On-jo.", ["nobody", "Park Ji-hu"]) == pytest.approx(2 / 3)
    # A word counts as often as it stands in both: 2 of 3 and 2 of 2, so .8.
    assert f1("no no no", ["No, no"]) == pytest.approx(0.8)
    assert (exact_match("", []), f1("", []), exact_match("x", []), f1("x", [])) == (0, 0, 0, 0)


def test_punctuation_of_any_script_is_dropped() -> None:
    assert normalise("“박지후” · 유인수…") == "박지후 유인수"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Park Ji-hu plays Nam On-jo.", "park jihu"),
        ("Park Jihu plays Nam On-jo.", "Park Ji-hu."),
        ("Park Ji hu plays Nam On-jo.", "Park Ji-hu"),
        ("It starts mid-2022.", "2022"),
        ("Cheong-san's mother", "Cheongsan"),
        ("Cheong-san’s mother", "Cheong san"),
        ("The Oscar-winning film", "the Oscar"),
        ("박지후가 온조를 연기한다.", "박지후"),
        ("12개의 에피소드", "12"),
        ("cafe\u0301 culture", "caf\u00e9"),
        ("One 12, then 2.", "2"),
    ],
)
def test_words_are_held_however_they_are_joined(text: str, answer: str) -> None:
    assert contains(text, ["something else", answer])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("in 2022", "2"),
        ("Nothing is known", "no"),
        ("Park Ji-hu", "Park Ji-hu plays"),
        ("", "x"),
        ("The end.", "the"),
        ("The end.", "!"),
        ("The end.", ""),
    ],
)
def test_a_part_of_a_word_or_nothing_is_not_held(text: str, answer: str) -> None:
    assert not contains(text, [answer])


@given(st.text(max_size=20), st.text(max_size=10), st.text(max_size=20))
def test_what_stands_between_spaces_is_held(before: str, answer: str, after: str) -> None:
    if normalise(answer):
        assert contains(f"{before} {answer} {after}", [answer])
