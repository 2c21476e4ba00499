"""Korean questions in the words of English passages."""

from __future__ import annotations

import pytest

from qa.answering.questions import LONGEST_QUESTION
from qa.answering.rendering import in_latin, is_latin, rendered
from qa.types import Passage

TEXT = "Kim Min-soo stars in the show. Kyung-soo burnt the staff room of the school."
TOLD = Passage("show", "A show", None, "", "", TEXT, 0, len(TEXT), 1.0, 0.6, 4.0)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("민수 역의 배우는 누구예요?", "who Min-su role actor?"),  # what asks comes first
        ("학교는 어느 도시에 있나요?", "which city school?"),  # with the word that belongs to it
        ("시즌2는 언제 시작됐나요?", "when season 2 began?"),  # numbers stay where they stand
        ("민수는 죽나요?", "did Min-su dies?"),  # nothing but the ending asks
        ("민수 역의 배우는?", "who Min-su role actor?"),
        ("민수의 나이는?", "what Min-su age?"),
        ("그렇습니까?", ""),
        ("시즌2는 몇 년에 시작됐나요?", "which year season 2 began?"),  # a date
        ("시즌2는 몇월에 시작됐나요?", "which month season 2 began?"),
        ("민수는 몇 년 동안 기다렸어요?", "how many year during Min-su waited?"),  # no date
    ],
)
def test_what_is_asked_for_comes_first(question: str, said: str) -> None:
    assert rendered(question, []) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("김민수는 누구예요?", "who Kim Min-soo?"),  # the passages' spelling of what sounds so
        ("경수는 누구예요?", "who Kyung-soo?"),
        ("드라마 감독은 누구예요?", "who show director directed?"),  # of drama, series, show
    ],
)
def test_names_and_meanings_are_those_of_the_passages(question: str, said: str) -> None:
    assert rendered(question, [TOLD]) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("대본은 누가 썼나요?", "who wrote script?"),  # what one does, behind who
        ("불을 피운 사람은?", "who lit fire?"),
        ("학교를 만든 학생은 누구죠?", "who made|create school?"),
        ("민수 역을 맡은 배우는 누구예요?", "who plays Min-su?"),
        ("민수 역 배우 이름은?", "who plays Min-su?"),  # the name of the actor
        ("민수는 누구를 죽였나요?", "who Min-su killed?"),  # but not behind whom
        ("함께 제작한 회사는 어디인가요?", "which company production|produced with|together?"),
        ("드라마는 언제 공개됐나요?", "when was drama|series|show released|premiere?"),
        (
            "공개 후 3일 동안 몇 명이 봤나요?",
            "how many people after released|premiere 3 during day saw?",
        ),
        ("제2회 시상식은 언제였나요?", "when second awards ceremony?"),
        ("민수는 몇 화에서 죽나요?", "which episode Min-su dies?"),
        ("드라마는 총 몇 화인가요?", "how many episode drama|series|show total?"),
        ("드라마는 언제 공개되나요?", "when drama|series|show released|premiere?"),  # to come
        ("등급은 어떻게 되나요?", "what rating?"),
        ("민수는 어떻게 됐나요?", "what happened to Min-su?"),
        ("몇 달 동안 어떤 준비를 했나요?", "which prepare during month?"),  # some months
        ("본명은 무엇인가요?", "what real name?"),  # a phrase stays whole
    ],
)
def test_a_question_is_put_into_the_order_of_english(question: str, said: str) -> None:
    known = frozenset(said.replace("?", "").replace("|", " ").split())
    chosen = " ".join(each.partition("|")[0] for each in said.split(" "))
    text = " ".join(sorted(known))
    passage = Passage("all", "All", None, "", "", text, 0, len(text), 1.0, 0.6, 4.0)
    assert rendered(question, [passage]).rstrip("?") == chosen.rstrip("?")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("필름몬스터는 누구예요?", "who Film Monster?"),
        ("그리핀은 어디예요?", "where Griffin?"),
        ("우리 학교는은 언제 공개됐나요?", "when was Our School released?"),  # as it is glossed
        ("절비는 뭐예요?", "what jeolbi?"),
        ("학교는 어디예요?", "where school?"),  # a common word is no name
        ("박지후는 누구예요?", "who Park Ji-hoo?"),
        ("저수지는 어디예요?", "where Jeo-su-ji?"),  # within another word
        ("수지는 어디예요?", "where Bae Suzy?"),
    ],
)
def test_loanwords_and_what_is_glossed_are_as_the_passages_write_them(
    question: str, said: str
) -> None:
    text = (
        "Film Monster made *Our School* (우리 학교는). It was released. A Griffin left. "
        "The 절비 (jeolbi) came to 학교 (hakgyo). Park Ji-hoo (박지후) ran. Bae Suzy (수지) sang."
    )
    passage = Passage("all", "All", None, "", "", text, 0, len(text), 1.0, 0.6, 4.0)
    assert rendered(question, [passage]) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kim Kang-hoh and others", "who Kim Kang-hoh?"),
        ("It was Kim. Kang-hoh was there.", "who Kang-hoh?"),  # two sentences are no one name
    ],
)
def test_a_name_stands_in_one_breath(text: str, said: str) -> None:
    passage = Passage("show", "A show", None, "", "", text, 0, len(text), 1.0, 0.6, 4.0)
    assert rendered("김강호는 누구예요?", [passage]) == said


@pytest.mark.parametrize("text", ["", "12?", "Who is 이재규, the director?"])
def test_text_is_latin_unless_most_letters_are_not(text: str) -> None:
    assert is_latin(text)


def test_what_can_be_read_beside_the_passages_is_left_as_it_is() -> None:
    korean = Passage("k", "쇼", None, "", "", "박지후는 배우다.", 0, 9, 1.0, 0.6, 4.0)
    assert in_latin("Who is 박지후 here?", [TOLD]) == "Who is 박지후 here?"
    assert in_latin("박지후는 누구예요?", [korean]) == "박지후는 누구예요?"
    assert in_latin("Кто играет?", [TOLD]) == "Кто играет?"
    assert in_latin("민수는 누구예요?", [TOLD]) == "who Min-soo?"


def test_a_long_korean_question_is_no_longer_than_a_question_may_be() -> None:
    assert len(in_latin("학교는 " * 250, [TOLD])) == LONGEST_QUESTION
