import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.titles import title_from_name

TEXT = """Harbour Lights has been renewed. Who is in the cast of 'Harbour Lights' Season 2?
Fans of Harbour Lights season 2 hope that Jun-ho, whom Mr. McRae plays, returns to the NBC show."""


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2023-03-09-harbour-lights-season-2", "Harbour Lights Season 2"),
        ("harbour_lights  cast", "Harbour Lights cast"),
        ("jun-ho-and-mcrae-on-nbc", "Jun-ho and McRae on NBC"),
        ("what-nobody-knows", "What nobody knows"),
        ("2023-03", "2023-03"),
        ("episode-2", "Episode 2"),
        ("지금-우리", "지금 우리"),
        ("---", "---"),
        (" ", "Untitled"),
    ],
)
def test_a_title_has_the_words_of_the_name_and_the_capitals_of_the_text(
    name: str, title: str
) -> None:
    assert title_from_name(name, TEXT) == title


def test_the_longest_phrase_decides_and_not_the_commonest_word() -> None:
    text = "The lights, the lights, the lights! But then Harbour: “Lights” went out."
    assert title_from_name("harbour-lights", text) == "Harbour Lights"


@given(st.text(), st.text())
def test_there_is_always_a_title(name: str, text: str) -> None:
    assert title_from_name(name, text).strip()
