import gzip
import json
import os
from pathlib import Path

import pytest

from qa.evaluation.questions import (
    EXPECTED,
    LONGEST_QUESTION,
    LabelledQuestion,
    QuestionSetError,
    count_questions,
    read_questions,
)
from qa.types import Published

LINE = {"id": "q", "question": "Who?", "answers": ["A"], "relevant": ["a"], "answerable": True}


def written(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def test_a_line_becomes_a_question_and_other_keys_are_ignored(tmp_path: Path) -> None:
    more = {"as_of": "2023-01", "kind": "dates", "source_doc": 7, "pair": None}
    path = written(tmp_path, {**LINE, "id": 12, **more})
    assert list(read_questions(path)) == [
        LabelledQuestion(
            id="12",
            question="Who?",
            answers=("A",),
            relevant=frozenset({"a"}),
            answerable=True,
            as_of=Published(2023, 1),
            kind="dates",
        )
    ]


def test_where_the_answer_stands_need_not_be_known(tmp_path: Path) -> None:
    line = {"id": "q", "question": "?!", "answers": [], "answerable": False, "as_of": None}
    (found,) = read_questions(written(tmp_path, line))
    assert (found.relevant, found.as_of, found.kind) == (frozenset(), None, "")


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_may_be_gzipped_whatever_it_is_called(tmp_path: Path, packed: bool) -> None:
    path = written(tmp_path, LINE, "", {**LINE, "id": "r"}, "")
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    assert count_questions(path) == 2
    assert [each.id for each in read_questions(path)] == ["q", "r"]


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(LINE).encode() + b"\r\n")
    assert count_questions(path) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Expecting property name"),
        ("[]", "it is no JSON object"),
        ("[" * 100_000, "recursion"),
        ('"\xff', "Unterminated string"),
        ({**LINE, "id": " "}, '"id" must be a text that is not blank'),
        ({**LINE, "id": True}, '"id" must be a text that is not blank'),
        ({**LINE, "question": None}, '"question" must be a text that is not blank'),
        ({**LINE, "question": "x" * (LONGEST_QUESTION + 1)}, "has 1001 characters"),
        ({**LINE, "question": "\ud800"}, "half a character"),
        ({**LINE, "answers": "A"}, '"answers" must be a list of texts'),
        ({**LINE, "answers": [1]}, '"answers" must be a list of texts'),
        ({"id": "q", "question": "?", "answerable": True}, '"answers" must be a list'),
        ({**LINE, "relevant": None}, '"relevant" must be a list of texts'),
        ({**LINE, "answerable": "yes"}, '"answerable" must be true or false'),
        ({**LINE, "as_of": "soon"}, "'soon' is not a date"),
        ({**LINE, "as_of": 2022}, '"as_of" must be a text'),
        ({**LINE, "kind": ["a"]}, '"kind" must be a text'),
    ],
)
def test_a_bad_line_is_named_with_what_is_expected(
    tmp_path: Path, line: object, reason: str
) -> None:
    path = written(tmp_path, LINE, "", line)
    with pytest.raises(QuestionSetError) as caught:
        count_questions(path)
    assert f"{path}, line 3: " in str(caught.value)
    assert reason in str(caught.value)
    assert EXPECTED in str(caught.value)


def test_bytes_that_are_not_utf_8_are_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(b'{"id": "\xff"}')
    with pytest.raises(QuestionSetError, match="line 1: 'utf-8' codec"):
        count_questions(path)


def test_two_questions_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="line 2: the id 'q' was used before"):
        count_questions(written(tmp_path, LINE, LINE))


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="holds no question"):
        count_questions(written(tmp_path, " ", ""))


def test_a_gzip_file_that_was_cut_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, *({**LINE, "id": str(at)} for at in range(100)))
    path.write_bytes(gzip.compress(path.read_bytes())[:-20])
    with pytest.raises(QuestionSetError, match="cannot be unpacked"):
        count_questions(path)


def test_a_pipe_is_refused_because_it_cannot_be_read_twice(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(QuestionSetError, match="save it to a file first"):
        count_questions(tmp_path / "pipe")


def test_the_expected_line_is_one() -> None:
    assert set(json.loads(EXPECTED)) == set(LINE)
