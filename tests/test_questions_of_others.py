"""Questions written from the articles alone, without the code or our own questions at hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from qa.corpus.folder import Corpus

CORPUS = Path(__file__).parents[1] / "corpus"
QUESTIONS = Path(__file__).parent / "questions"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {article.id: article.text for article in Corpus(CORPUS).read().articles}


@pytest.mark.parametrize(
    ("name", "answerable"), [("others-plain.jsonl", 110), ("others-oblique.jsonl", 109)]
)
def test_the_articles_hold_what_is_said_to_answer(
    name: str, answerable: int, texts: dict[str, str]
) -> None:
    lines = (QUESTIONS / name).read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    assert max(Counter(each["question"] for each in asked).values()) == 1
    assert sum(each["answerable"] for each in asked) == answerable
    assert sum(not each["answerable"] for each in asked) == 49
    for each in asked:
        assert bool(each["answers"]) == bool(each["relevant"]) == each["answerable"], each["id"]
        held = "\n".join(texts[article] for article in each["relevant"]).casefold()
        assert all(answer.casefold() in held for answer in each["answers"]), each["id"]
