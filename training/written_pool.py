"""What was written by hand (`training.written`) as a set like the others: texts and questions."""

from __future__ import annotations

import hashlib
import heapq
import math
from collections import Counter
from typing import TYPE_CHECKING

from qa.text.words import STOP_WORDS, stem, words
from training.question_splits import HELD_OUT, Posed, Text, part_of
from training.written import read_written

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITTEN = "written"
ALIKE = 3
"""How many other texts are kept for a question: those that share most of its rare words."""


def pose_written() -> tuple[dict[str, Text], list[Posed]]:
    """Return the texts by id and all questions; a title's texts are held out together."""
    texts: dict[str, Text] = {}
    posed: list[Posed] = []
    for block in read_written():
        digest = hashlib.sha256(f"{block.title}\n{block.text}".encode()).hexdigest()
        name = f"{WRITTEN}-{digest[:12]}"  # the same however many files come to be beside it
        held_out = part_of(f"{WRITTEN}/{block.title or block.text[:40]}") == HELD_OUT
        texts[name] = Text(name, block.title, block.text, held_out)
        posed += [
            Posed(f"{name}/{question}", WRITTEN, question, answers, name, held_out)
            for question, answers in block.questions
        ]
    return texts, posed


def texts_alike(
    posed: Sequence[Posed], texts: Sequence[Text]
) -> dict[str, list[tuple[str, int, int]]]:
    """Return, for each question, other texts that look right and hold none of its answers."""
    held = {text.id: _terms(f"{text.title} {text.text}") for text in texts}
    counts = Counter(term for terms in held.values() for term in terms)
    rarity = {term: math.log(1 + len(texts) / count) for term, count in counts.items()}
    found = {}
    for each in posed:
        asked = _terms(each.question)
        scored = (
            (math.fsum(rarity[term] for term in asked & held[text.id]), text.id, len(text.text))
            for text in texts
            if text.id != each.text_id
            and not any(answer.lower() in text.text.lower() for answer in each.answers)
        )
        found[each.id] = [(name, 0, size) for _, name, size in heapq.nlargest(ALIKE, scored)]
    return found


def _terms(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word not in STOP_WORDS)
