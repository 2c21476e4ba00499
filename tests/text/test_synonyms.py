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


def test_each_word_is_in_one_group_and_none_is_alone() -> None:
    said = [stems(word) for group in LISTED for word in group]
    assert len({*said}) == len(said)
    assert min(map(len, LISTED)) > 1


def test_forms_of_a_word_have_its_synonyms_and_other_words_have_none() -> None:
    assert synonyms("comics") == synonyms("comic") != ()
    assert synonyms("trucks") == ("lorry",)
    assert synonyms("filmed") == synonyms("filming") == synonyms("stored") == ()
    assert synonyms("virus") == synonyms("") == synonyms("!") == ()
