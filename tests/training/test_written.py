"""Questions written by hand: the files that are here, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.text.words import stem, words
from training.written import read_written
from training.written_pool import pose_written

BLOCK = """# Bridges
The arch opened in 1923. Otto Frei cut the ribbon.
? Since when could it be crossed => 1923
? Who opened it? => Otto Frei || Frei
! Who paid for the arch?"""


def test_a_block_is_a_text_with_its_questions(tmp_path: Path) -> None:
    (tmp_path / "01.txt").write_text(f"{BLOCK}\n\n{BLOCK}\n", encoding="utf-8")
    first, second = read_written(tmp_path)
    assert first == second
    assert first.title == "Bridges"
    assert first.text == "The arch opened in 1923. Otto Frei cut the ribbon."
    assert first.questions == [
        ("Since when could it be crossed", ("1923",)),
        ("Who opened it?", ("Otto Frei", "Frei")),
        ("Who paid for the arch?", ()),
    ]


def test_an_answer_that_the_text_lacks_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "07.txt").write_text(BLOCK.replace("=> 1923", "=> 1932"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"07\.txt.*1932"):
        read_written(tmp_path)


def test_every_file_that_is_here_can_be_read_and_both_parts_hold_both_kinds() -> None:
    texts, posed = pose_written()
    assert {each.text_id for each in posed} == set(texts)
    for held_out in (True, False):
        part = [each for each in posed if each.held_out == held_out]
        assert {bool(each.answers) for each in part} == {True, False}


def test_no_question_that_measures_is_trained_on() -> None:
    def said(question: str) -> frozenset[str]:
        return frozenset(map(stem, words(question)))

    folder = Path(__file__).parents[1] / "questions"
    files = [path.read_text(encoding="utf-8") for path in folder.glob("*.jsonl")]
    lines = [line for text in files for line in text.splitlines()]
    measured = {said(json.loads(line)["question"]) for line in lines}
    asked = {said(question) for text in read_written() for question, _ in text.questions}
    assert len(measured) > 500
    assert asked & measured == set()


def test_texts_of_a_group_are_held_out_together(tmp_path: Path) -> None:
    marked = "\n\n".join(["= Frei and his arches", BLOCK, BLOCK, "= Nobody", BLOCK])
    (tmp_path / "01.txt").write_text(f"{BLOCK}\n\n{marked}\n", encoding="utf-8")
    (tmp_path / "02.txt").write_text(BLOCK, encoding="utf-8")
    groups = [each.group for each in read_written(tmp_path)]
    assert groups == ["", "Frei and his arches", "Frei and his arches", "Nobody", ""]
    held_out: dict[str, set[bool]] = {}
    texts, _ = pose_written()
    parts = {text.text: text.held_out for text in texts.values()}
    for each in read_written():
        held_out.setdefault(each.group or each.title or each.text, set()).add(parts[each.text])
    assert {len(each) for each in held_out.values()} == {1}
