from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.spelling import romanised, sound_alike, sounds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lee Jae-kyoo", "Lee Jae-gyu"),
        ("Lee Jae-kyoo", "Lee JQ"),
        ("Im Jae-hyuk", "Lim Jae-hyeok"),
        ("Cho Yi-hyun", "Jo Yi-hyun"),
        ("Chun Sung-il", "Cheon Seong-il"),
        ("Park Ji-hu", "Ji-hu Park"),
        ("Park Ji-hu", "Ji-hu"),
        ("박지후", "Park Ji-hoo"),
        ("봉준호", "Bong Joon-ho"),
        ("Barack Obama", "Obama"),
        ("José Álvarez", "Jose Alvarez"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound_alike(one, other)
    assert sound_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Si-eun", "Kim Ji-eun"),
        ("Lee Min-jae", "Lee Min-ki"),
        ("Lee Yoo-mi", "Lee Na-yeon"),
        ("Kim Nam-su", "Kim Nam-joo"),
        ("Paris", "Berlin"),
        ("John Major", "Tony Blair"),
        ("Lee JQ", "Lee Min-ki"),
        ("", "Lee"),
        ("!", "!"),
    ],
)
def test_other_names_do_not(one: str, other: str) -> None:
    assert not sound_alike(one, other)


def test_hangul_is_written_in_latin_letters_and_the_rest_stays() -> None:
    assert romanised("김병철 (Kim)") == "gim-byeong-cheol (Kim)"


@given(st.text(max_size=30), st.text(max_size=30))
def test_sounding_alike_is_mutual(one: str, other: str) -> None:
    assert sound_alike(one, other) == sound_alike(other, one)


@given(st.text(max_size=30))
def test_what_has_a_sound_sounds_like_itself(name: str) -> None:
    assert sound_alike(name, name) == bool(sounds(name))
