"""Finds what the span model proposes for the questions of every set: what a verifier learns from.

    python -m training.mine_proposals --sets FOLDER --work FOLDER [--most 4000] [--model FOLDER]

Every question is asked of its whole set through `qa`'s retrieval and windows; one that names
nothing ("Who found it?") only of the texts that are of one folder with its own. A proposal is right
when it says an answer in the text that was asked about. They land in `WORK/proposals/SET.jsonl`
(`training.proposals`). What was mined before is kept: called again, it goes on with questions that
were not asked yet, at most `--most` of each set and call. Another reader proposes otherwise, so it
needs another work folder.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from qa.answering.questions import take_apart
from qa.answering.reading import propose
from qa.answering.respelling import respelled
from qa.answering.sentences import READ
from qa.evaluation.matching import contains
from qa.models.loading import load_embedder
from qa.models.reader import OnnxSpanModel
from qa.types import Filters
from training.fit_support import scores
from training.mined import PROPOSALS, path_of
from training.mining import options_of, retriever_of
from training.pieces import occurrences
from training.proposals import Proposal, Verdict, read_proposals, write_proposals
from training.question_splits import MINED, Posed, Text
from training.written_pool import WRITTEN, groups_of, read_any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa.answering.retrieving import Retriever
    from qa.protocols import SpanModel
    from qa.types import Passage, Span

KEPT = 12
"""How many proposals are kept for a question."""

_AT_ONCE = 500
"""How many questions are asked between two writes: a kill loses no more."""

_LOOKED_AT = 60
"""How many passages are looked at for those of one folder."""


def proposals(
    posed: Posed, texts: Mapping[str, Text], model: SpanModel, passages: Sequence[Passage]
) -> list[Proposal]:
    """Return what the span model proposes, likeliest first, each with whether it is right."""
    places = occurrences(posed, texts[posed.text_id].text)
    asked = take_apart(respelled(posed.question, passages, model.is_word))
    found = propose(model, asked, passages)
    likely = sorted(found, key=lambda each: -each[1].rank())[:KEPT]
    return [
        Proposal(
            span.passage.article_id,
            span.quote_start,
            span.quote_end,
            span.start,
            span.end,
            _verdict(posed, span, places),
        )
        for span, _ in likely
    ]


def _verdict(posed: Posed, span: Span, places: Sequence[tuple[int, int]]) -> Verdict:
    """Return whether a span answers; words that merely resemble the answer ("12 million") do not.

    It must stand where the answer does. The answer's words elsewhere, and other words of a sentence
    that holds the answer, may answer or may not.
    """
    own = span.passage.article_id == posed.text_id
    holds = scores(span.text, posed.answers)[0] > 0
    if own and holds and any(low < span.end and span.start < high for low, high in places):
        return Verdict.RIGHT
    touches = own and any(low < span.quote_end and span.quote_start < high for low, high in places)
    said = touches or contains(span.quote, posed.answers)
    return Verdict.IN_DOUBT if said else Verdict.WRONG


def retrieved(
    posed: Posed, texts: Mapping[str, Text], groups: Mapping[str, str], retriever: Retriever
) -> list[Passage]:
    """Return the passages of the same part that a question is asked of."""
    alone = bool(groups) and not take_apart(posed.question).names
    most = _LOOKED_AT if alone else READ
    found = retriever.retrieve(posed.question, most, Filters())
    group = groups.get(posed.text_id)
    return [
        each
        for each in found
        if texts[each.article_id].held_out == posed.held_out
        and (
            not alone
            or each.article_id == posed.text_id
            or (group and groups.get(each.article_id) == group)
        )
    ][:READ]


def main() -> None:
    """Mine some questions of every set that have not been mined."""
    options = options_of(__doc__, most=4000)
    embedder = load_embedder("all-MiniLM-L6-v2", options.work / "models", threads=2)
    model = OnnxSpanModel.load(options.model, threads=2)
    for name in (*MINED, WRITTEN):
        texts, everything = read_any(options.sets, name)
        groups = groups_of() if name == WRITTEN else {}
        known = read_proposals(path_of(options.work, PROPOSALS, name))
        posed = [each for each in everything if each.id not in known]
        random.Random(7).shuffle(posed)  # noqa: S311 - a fixed draw, not a secret
        retriever = retriever_of(name, texts, options.work, embedder)
        for first in range(0, min(len(posed), options.most), _AT_ONCE):
            for each in posed[first : min(first + _AT_ONCE, options.most)]:
                passages = retrieved(each, texts, groups, retriever)
                known[each.id] = proposals(each, texts, model, passages)
            write_proposals(path_of(options.work, PROPOSALS, name), known)
        print(f"{name}: {len(known)}", flush=True)


if __name__ == "__main__":
    main()
