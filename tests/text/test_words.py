"""Words, names and n-grams."""

import re

from hypothesis import given
from hypothesis import strategies as st

from qa.text.words import asked_name_forms, cjk_grams, fold, name_forms, weight, words


def test_a_name_meets_itself_however_it_is_written() -> None:
    written = ["Dae-su", "Dae su", "Dae Su", "Daesu", "DAE-SU", "Dáe‑su"]
    asked = ["who plays dae-su", "who plays Dae su", "who plays daesu", "WHO PLAYS DAE-SU"]
    for text in written:
        findable = {*words(text), *name_forms(text)}
        for question in asked:
            assert findable & {"daesu"} & set(asked_name_forms(question)), (text, question)


def test_possessives_accents_and_width_do_not_matter() -> None:
    assert words("Netflix’s café ＡＢＣ O'Brien") == ["netflix", "cafe", "abc", "obrien"]


def test_hangul_stays_composed_when_folded() -> None:
    assert fold("지금 우리 학교는") == "지금 우리 학교는"


def test_a_korean_name_is_found_inside_an_inflected_word() -> None:
    assert set(cjk_grams("김민재")) <= set(cjk_grams("김민재는 배우다"))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_more_text_never_weighs_less(first: str, second: str) -> None:
    assert weight(first + second) >= weight(first) - 1e-9


@given(st.text(st.sampled_from("aBé김1 -‐'_.\n"), max_size=40))
def test_names_are_those_that_the_plain_expressions_find(text: str) -> None:
    word, letters = r"[^\W_]+", r"[^\W\d_]+"
    hyphened = re.findall(rf"{word}(?:[-‐‑‒–·]{word})+", text)
    pairs = re.findall(rf"(?=(?<![^\W_])({letters}) ({letters})(?![^\W_]))", text)
    joined = [fold(first + second) for first, second in pairs if first[0].isupper()]
    assert list(name_forms(text)) == ["".join(words(each)) for each in hyphened] + joined
