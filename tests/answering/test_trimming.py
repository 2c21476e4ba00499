"""Spans are cut to whole words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.trimming import trimmed, whole_name


@pytest.mark.parametrize(
    ("text", "taken", "expected"),
    [
        ("Park Ji-hu (박지후) plays her.", "Ji-hu (박지후", "Ji-hu"),
        ("Park Ji-hu (박지후) plays her.", "hu (박지후) plays", "Ji-hu (박지후) plays"),
        ("It has twelve episodes.", "welve episodes.", "twelve episodes"),
        ("She said “no”.", "“no”.", "“no”"),
        ("the film (2018) won", "(2018)", "(2018)"),
        ("the film (2018) won", "2018) won", "won"),
        ("directed by Lee J. Q. in Seoul", "Lee J. Q.", "Lee J. Q."),
        ("박지후가 연기한다", "박지", "박지후가"),
        ("*All of Us* ended", "*All of Us*", "All of Us"),
        ("*All of Us* ended", "All of Us* ended", "*All of Us* ended"),
        ("They saw *All of Us* end.", "saw *All of Us", "saw *All of Us*"),
        ("*All of Us* ended", "All of", "All of"),
        ('an "immune" and an "immortal" kind', 'immune" and an', '"immune" and an'),
        ("They read *Fog* and *Rain*.", "*Fog* and *Rain*", "*Fog* and *Rain*"),
        ("2 * 3 is six", "2 * 3", "2 * 3"),
        ("... !", "... !", ""),
    ],
)
def test_a_span_is_widened_and_stripped_to_whole_words(
    text: str, taken: str, expected: str
) -> None:
    start = text.index(taken)
    low, high = trimmed(text, start, start + len(taken))
    assert text[low:high] == expected


@pytest.mark.parametrize(
    ("text", "taken", "expected"),
    [
        ("Then Park Ji-hu sang.", "Ji-hu", "Park Ji-hu"),
        ("It was Ada Maria Lovelace who sang.", "Maria", "Ada Maria Lovelace"),
        ("Lomon and Ji-hu sang.", "Ji-hu", "Ji-hu"),
        ("When Lomon sang, Ji-hu left.", "Lomon", "Lomon"),
        ("his mother Ada", "his mother", "his mother"),
        ("In 2022 Lomon sang", "Lomon", "Lomon"),
        ("On Monday Lee Jae-kyoo said so.", "Jae-kyoo", "Lee Jae-kyoo"),
        ("In March Park Ji-hu left.", "Park Ji-hu", "Park Ji-hu"),
        ("Yesterday Park Ji-hu left.", "Ji-hu", "Park Ji-hu"),
        ("the émigré Park left", "Park", "Park"),
        ("배우 Park Ji-hu 씨", "Ji-hu", "Park Ji-hu"),
    ],
)
def test_a_name_is_told_whole(text: str, taken: str, expected: str) -> None:
    start = text.index(taken)
    assert text[slice(*whole_name(text, start, start + len(taken)))] == expected


@given(st.text(alphabet="ab (-)“”.한'\n", max_size=30), st.data())
def test_a_trimmed_span_lies_in_the_text_and_begins_and_ends_with_something(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = trimmed(text, start, end)
    assert 0 <= low <= high <= len(text)
    assert text[low:high] == text[low:high].strip()
