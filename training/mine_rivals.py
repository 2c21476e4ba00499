"""Finds, for every question, the places where an earlier reader is deceived.

    python -m training.mine_rivals --sets FOLDER --work FOLDER --most 6000 [--model FOLDER]

Each question of the part that is trained on is asked of its whole set, as `qa` would ask it, and an
exported reader reads what was found. Where it finds words that do not answer, a next training has
something to learn that passages drawn at random seldom teach (Karpukhin et al. 2020, "hard
negatives"; here they are the reader's own). They land in `WORK/rivals/SET.jsonl`, one line a
question: {"id", "places": [[text_id, start, end], ...]}, worst first; offsets are those of the
sentence that deceived. A question that is there already is not asked again.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.question_sets import QuestionSet, open_set
from qa.answering.questions import take_apart
from qa.answering.reading import SpanReader
from qa.answering.retrieving import Retriever
from qa.answering.sentences import READ, SentenceReader
from qa.models.loading import load_embedder
from qa.models.reader import SHIPPED, OnnxSpanModel
from qa.types import Filters
from training.question_splits import MINED, Posed, Text, read_posed, read_texts
from training.rivals import path_of, read_rivals
from training.written_pool import WRITTEN, pose_written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa.protocols import Embedder

KEPT = 3
"""How many places are kept for a question: those where the margin is greatest."""

CASELESS = "squad2_pairs"
"""The set without capitals, where names cannot be told; its questions say what they are about."""

LEAST = -0.6
"""The margin, as `qa.answering.signs` has it, from which on a reader counts as deceived."""


def rivals_of(
    posed: Posed, texts: Mapping[str, Text], reader: SpanReader, retriever: Retriever
) -> list[tuple[str, int, int]]:
    """Return at most `KEPT` sentences that the reader takes an answer from and that hold none.

    They are of texts of the same part. A question that names nothing ("Who found it?") leans on its
    own text, and other texts may well answer it: only places in its own count.
    """
    answers = [answer.casefold() for answer in posed.answers]
    asked = take_apart(posed.question)
    named = bool(asked.names) or posed.set_name == CASELESS
    found: dict[tuple[str, int, int], float] = {}
    passages = retriever.retrieve(posed.question, READ, Filters())
    for span, signs in reader.signs(asked, passages):
        text = texts[span.passage.article_id]
        lowered = span.quote.casefold()
        if (
            text.held_out == posed.held_out
            and (named or text.id == posed.text_id)
            and signs.margin >= LEAST
            and not any(answer in lowered for answer in answers)
        ):
            place = (text.id, span.quote_start, span.quote_end)
            found[place] = max(signs.margin, found.get(place, -1.0))
    return sorted(found, key=lambda place: -found[place])[:KEPT]


def read_asked(sets: Path, name: str) -> tuple[dict[str, Text], list[Posed]]:
    """Return a set's texts, and its questions that are trained on and have an answer."""
    if name == WRITTEN:
        texts, everything = pose_written()
    else:
        texts = read_texts(sets / name)
        everything = read_posed(sets / name, texts)
    return texts, [each for each in everything if each.answers and not each.held_out]


def mine(
    name: str, asked: tuple[dict[str, Text], Sequence[Posed]], work: Path, reader: SpanReader
) -> int:
    """Append the rivals of one set's questions; return how many were asked."""
    texts, posed = asked
    target = path_of(work, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    done = set(read_rivals(work, name))
    left = [each for each in posed if each.id not in done]
    if not left:
        return 0
    records = [{"id": each.id, "title": each.title, "text": each.text} for each in texts.values()]
    searcher = open_set(QuestionSet(name, records, ()), work / "mined", reader.embedder)
    retriever = Retriever(reader.embedder, searcher)
    with target.open("a", encoding="utf-8") as file:
        for each in left:
            places = rivals_of(each, texts, reader, retriever)
            file.write(json.dumps({"id": each.id, "places": places}) + "\n")
            file.flush()
    return len(left)


def _open_reader(model: Path, embedder: Embedder) -> SpanReader:
    return SpanReader(OnnxSpanModel.load(model, threads=1), embedder, SentenceReader(embedder))


def main() -> None:
    """Mine every set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder")
    parser.add_argument("--most", type=int, default=6000, help="questions a set")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the reader")
    parser.add_argument("--only", help="one set alone")
    options = parser.parse_args()
    embedder = load_embedder("all-MiniLM-L6-v2", options.work / "models", threads=1)
    reader = _open_reader(options.model, embedder)
    for name in [options.only] if options.only else (WRITTEN, *MINED):
        texts, posed = read_asked(options.sets, name)
        random.Random(1).shuffle(posed)  # noqa: S311 - a fixed draw, not a secret
        asked = mine(name, (texts, posed[: options.most]), options.work, reader)
        print(f"{name}: {asked}", flush=True)


if __name__ == "__main__":
    main()
