from pathlib import Path

from qa.corpus.problems import Problem
from qa.corpus.reading import Found, read_file
from qa.types import Article


def test_a_file_gives_what_can_be_read_of_it_in_its_order(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n5\n{"id": "x", "text": "Two."}')
    named = {"title": "file name"}
    assert list(read_file(tmp_path, "a.jsonl")) == [
        Found(Article("a/1", "A 1", "One.", inferred=named), "a.jsonl", 1, "line 1: "),
        Problem(
            "a.jsonl",
            'line 2: not an article: write an object like {"title": ..., "text": ...}',
        ),
        Found(Article("x", "X", "Two.", inferred=named), "a.jsonl", 3, "line 3: "),
    ]


def test_a_file_that_has_gone_since_it_was_listed_gives_nothing(tmp_path: Path) -> None:
    assert list(read_file(tmp_path, "gone.md")) == []
