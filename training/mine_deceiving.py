"""Finds the places that deceive a reader: what looks like an answer to it, and is none.

    python -m training.mine_deceiving --sets FOLDER --work FOLDER [--most 3500] [--model FOLDER]

Questions of the part that is trained on are asked of their whole set, and an exported reader reads
what `qa` retrieves for them. Passages drawn at random seldom teach what these do ("hard negatives",
Karpukhin et al. 2020; here they are the reader's own). They land in `WORK/deceiving/SET.jsonl`
(`training.mined`), likeliest first; offsets are those of the sentence. What was mined before is
kept: called again, it asks `--most` questions more that were not asked yet.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from qa.answering.questions import take_apart
from qa.answering.reading import propose
from qa.answering.sentences import READ
from qa.models.loading import load_embedder
from qa.models.reader import OnnxSpanModel
from qa.types import Filters
from training.mined import DECEIVING, path_of, read_if_mined, write_mined
from training.mining import options_of, retriever_of
from training.pieces import occurrences
from training.question_splits import MINED, Place, Posed, Text
from training.written_pool import WRITTEN, read_any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qa.answering.retrieving import Retriever
    from qa.protocols import Embedder, SpanModel

KEPT = 3
"""How many places are kept for a question: those where the margin is greatest."""

LEAST = -0.6
"""The margin, as `qa.answering.signs` has it, from which on a reader comes near to being deceived:
it rather says that nothing answers, by three logits or less."""


def deceiving(
    posed: Posed, texts: Mapping[str, Text], model: SpanModel, retriever: Retriever
) -> list[Place]:
    """Return at most `KEPT` sentences that tempt the reader to answer, and hold no answer.

    They are of texts of the same part. A question that names nothing ("Who found it?") leans on its
    own text, and other texts may well answer it: only places in its own count. Greatest margin
    first; those beyond five logits are alike.
    """
    answers = [answer.casefold() for answer in posed.answers]
    right = occurrences(posed, texts[posed.text_id].text)
    asked = take_apart(posed.question)
    found: dict[Place, float] = {}
    passages = retriever.retrieve(posed.question, READ, Filters())
    for span, signs in propose(model, asked, passages):
        text = texts[span.passage.article_id]
        own = text.id == posed.text_id
        start, end = span.quote_start, span.quote_end
        if (
            text.held_out == posed.held_out
            and (own or asked.names)
            and signs.margin >= LEAST
            and not any(answer in span.quote.casefold() for answer in answers)
            # where a sentence is torn apart in the middle of an answer, none is found in it
            and not (own and any(low < end and start < high for low, high in right))
        ):
            place = (text.id, start, end)
            found[place] = max(signs.margin, found.get(place, -1.0))
    return sorted(found, key=lambda place: -found[place])[:KEPT]


def mine(  # noqa: PLR0913, PLR0917 - a set, and the two models that it is asked with
    name: str,
    texts: Mapping[str, Text],
    posed: Sequence[Posed],
    work: Path,
    model: SpanModel,
    embedder: Embedder,
) -> None:
    """Add the places of some questions of one set to those that are known."""
    retriever = retriever_of(name, texts, work, embedder)
    path = path_of(work, DECEIVING, name)
    found = {each.id: deceiving(each, texts, model, retriever) for each in posed}
    write_mined(path, read_if_mined(path) | found)


def main() -> None:
    """Mine some questions of every set that have not been mined."""
    options = options_of(__doc__, most=3500)
    embedder = load_embedder("all-MiniLM-L6-v2", options.work / "models", threads=2)
    model = OnnxSpanModel.load(options.model, threads=2)
    for name in (WRITTEN, *MINED):
        texts, everything = read_any(options.sets, name)
        known = read_if_mined(path_of(options.work, DECEIVING, name))
        posed = [
            each
            for each in everything
            if each.answers and not each.held_out and each.id not in known
        ]
        random.Random(1).shuffle(posed)  # noqa: S311 - a fixed draw, not a secret
        mine(name, texts, posed[: options.most], options.work, model, embedder)
        print(f"{name}: {min(len(posed), options.most)}", flush=True)


if __name__ == "__main__":
    main()
