"""Finds, for every question, the passages that look right and do not hold the answer.

    python -m training.mine_negatives --sets FOLDER --work FOLDER

They come from `qa`'s own index of the set, as a reader will meet them, and land in
`WORK/negatives/SET.jsonl` (`training.mined`). What was mined before is kept; only questions that
are not in that file yet are asked.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from qa.models.loading import load_embedder
from qa.types import Filters
from training.mined import NEGATIVES, path_of, read_if_mined, write_mined
from training.mining import retriever_of
from training.question_splits import MINED, Place, Posed, Text
from training.written_pool import WRITTEN, read_any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.answering.retrieving import Retriever
    from qa.protocols import Embedder

FOUND = 10
"""How many passages are looked at; a reader sees no more."""

KEPT = 6
"""How many that do not hold the answer are kept, best first."""


def negatives_of(posed: Posed, texts: Mapping[str, Text], retriever: Retriever) -> list[Place]:
    """Return passages of other texts of the same part that hold none of the answers, best first.

    For a question without an answer they are of any text but the one it was asked of, whose own
    passages are negatives already.
    """
    answers = [answer.casefold() for answer in posed.answers]
    kept: list[Place] = []
    for passage in retriever.retrieve(posed.question, FOUND, Filters()):
        text = texts[passage.article_id]
        lowered = passage.text.casefold()
        if (
            text.id != posed.text_id
            and text.held_out == posed.held_out
            and not any(answer in lowered for answer in answers)
        ):
            kept.append((text.id, passage.start, passage.end))
    return kept[:KEPT]


def mine(sets: Path, work: Path, name: str, embedder: Embedder) -> int:
    """Write the negatives of one set; return how many questions had none yet."""
    texts, posed = read_any(sets, name)
    found = read_if_mined(path_of(work, NEGATIVES, name))
    new = [each for each in posed if each.id not in found]
    if new:
        retriever = retriever_of(name, texts, work, embedder)
        found |= {each.id: negatives_of(each, texts, retriever) for each in new}
        write_mined(path_of(work, NEGATIVES, name), found)
    return len(new)


def main() -> None:
    """Mine what has not been mined."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder")
    options = parser.parse_args()
    embedder = load_embedder("all-MiniLM-L6-v2", options.work / "models", threads=2)
    for name in (*MINED, WRITTEN):
        print(f"{name}: {mine(options.sets, options.work, name, embedder)}", flush=True)


if __name__ == "__main__":
    main()
