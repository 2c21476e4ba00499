import time
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.korean import in_english, romanise, take_apart
from qa.text.korean_words import ENDINGS, nouns, verbs

KINDS = ("nouns", "verbs")
HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [
        ("강남", "gangnam"),
        ("의정부", "uijeongbu"),
        ("옥천", "okcheon"),
        ("까치", "kkachi"),
        ("월곶", "wolgot"),
        ("뛰어", "ttwieo"),
        ("값", "gap"),
        ("A수", "Asu"),
    ],
)
def test_hangul_is_written_by_the_rules_for_names(hangul: str, latin: str) -> None:
    assert romanise(hangul) == latin


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("민수는", ("minsu",)),
        ("민수에게", ("minsu",)),
        ("김민수가", ("gimminsu", "minsu")),
        ("동훈이는", ("donghuni", "donghun")),
        ("이유미가", ("iyumi", "yumi")),  # begins with the word for reason, but goes on
        ("하윤", ("hayun",)),
    ],
)
def test_what_is_no_common_word_is_a_name_without_its_ending(
    run: str, names: tuple[str, ...]
) -> None:
    assert take_apart(run)[0].names == names


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("민수 역의 배우는 누구예요?", "Min-su role actor who"),
        ("학교급식실은 어디에 있나요?", "school cafeteria where"),
        ("한밭시는 언제 만들었나요?", "Han-bat city when made created"),
        ("한밭고등학교 교장의 이름은?", "Han-bat high school principal name"),
        ("감염됐나요?", "infected infection"),
        ("시즌2 감독은?", "2 season director directed"),
        ("APAN 어워즈", "APAN awards"),
        ("Who is it?", "Who is it?"),
        ("그렇습니까?", ""),
        ("에서", ""),
    ],
)
def test_a_question_becomes_words_an_english_model_reads(question: str, english: str) -> None:
    assert in_english(question) == english


def test_a_text_without_hangul_has_no_korean_words() -> None:
    assert take_apart("Who plays On-jo? 水 かな") == []


@given(HANGUL, st.sampled_from(sorted(ENDINGS)))
def test_any_hangul_is_taken_apart_into_parts_of_itself(run: str, ending: str) -> None:
    for word in take_apart(run + ending):
        assert word.stem
        assert word.stem in run + ending
        assert not (word.meanings and word.names)
        assert all(name.isascii() and name.islower() for name in word.names)


def test_no_word_is_listed_twice_and_all_are_hangul() -> None:
    assert nouns().keys() & verbs().keys() == set()
    listed = [resources.files("qa.text").joinpath(f"korean-{each}.txt") for each in KINDS]
    assert sum(each.read_text("utf-8").count("=") for each in listed) == len(nouns()) + len(verbs())
    for word, meanings in {**nouns(), **verbs()}.items():
        assert all("가" <= letter <= "힣" for letter in word), word
        assert all(meaning.isascii() for meaning in meanings), word


@pytest.mark.parametrize(
    "question",
    ["가" * 1000, "가" + "사람" * 499 + "뷁", ("가" + "사람" * 29 + "뷁 ") * 16],
    ids=["one syllable", "one run", "many runs"],
)
def test_nonsense_of_a_thousand_syllables_is_taken_apart_at_once(question: str) -> None:
    began = time.process_time()
    assert take_apart(question)
    assert time.process_time() - began < 0.5  # a hundredth of that here; four seconds once
