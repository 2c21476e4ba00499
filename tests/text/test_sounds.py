import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.sounds import sound
from qa.text.words import fold


@pytest.mark.parametrize(
    "spellings",
    [
        "gyeongsu kyungsoo gyungsu",
        "jaegyu jaekyoo jaekyu jaegyoo",
        "cheolsu chulsoo cholsu",
        "gwinam guinam",
        "woojin wujin ujin",
        "yihyun ihyeon yihyeon",
        "seonghui sunghee",
        "jaewon jaeweon",
        "rami lami ramy",
        "stephen stepen",
    ],
)
def test_spellings_of_one_name_share_a_sound(spellings: str) -> None:
    assert len({sound(each) for each in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("namra", "naara"), ("onjo", "daesu"), ("hari", "haeri"), ("insu", "insik")]
)
def test_other_names_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@given(st.text())
def test_a_sound_has_small_plain_letters_only_and_none_twice_in_a_row(text: str) -> None:
    key = sound(fold(text))
    assert all("a" <= letter <= "z" for letter in key)
    assert all(first != second for first, second in itertools.pairwise(key))


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1))
def test_a_letter_written_twice_changes_no_sound_of_consonants(text: str) -> None:
    assert sound(text.replace("n", "nn")) == sound(text)
