"""What was written by hand (`training.written`) as a set like the others: texts and questions."""

from __future__ import annotations

import hashlib
import heapq
import math
from collections import defaultdict
from typing import TYPE_CHECKING

from training.pieces import terms
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
    """Return, for each question, texts that share a term with it and hold none of its answers."""
    holding: dict[str, list[str]] = defaultdict(list)  # term -> ids of the texts that hold it
    for text in texts:
        for term in terms(f"{text.title} {text.text}"):
            holding[term].append(text.id)
    by_id = {text.id: text for text in texts}
    found = {}
    for each in posed:
        shared: dict[str, list[float]] = defaultdict(list)
        for term in terms(each.question):
            for name in holding.get(term, ()):
                shared[name].append(math.log(1 + len(texts) / len(holding[term])))
        scored = (
            (math.fsum(rarities), name, len(by_id[name].text))
            for name, rarities in shared.items()
            if name != each.text_id
            and not any(answer.lower() in by_id[name].text.lower() for answer in each.answers)
        )
        found[each.id] = [(name, 0, size) for _, name, size in heapq.nlargest(ALIKE, scored)]
    return found
