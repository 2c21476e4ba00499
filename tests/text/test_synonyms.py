from __future__ import annotations

from importlib import resources

from qa.text.synonyms import stems, synonyms

LISTED = [
    [" ".join(each.split()) for each in group.split(",")]
    for group in resources.files("qa.text").joinpath("synonyms.txt").read_text("utf-8").split(";")
]


def test_synonyms_are_so_of_each_other() -> None:
    for group in LISTED:
        for word in group:
            assert set(group) - {word} <= {*synonyms(word)}, word


def test_no_group_says_one_word_twice_and_none_is_alone() -> None:
    for group in LISTED:
        assert len({stems(word) for word in group}) == len(group) > 1, group


def test_forms_of_a_word_have_its_synonyms_and_other_words_have_none() -> None:
    assert synonyms("comics") == synonyms("comic") != ()
    assert synonyms("virus") == synonyms("") == synonyms("!") == ()
