"""What each choice in finding is worth: names, sounds, fusion, articles, and misspelled questions.

    python -m benchmarks.choices --sets FOLDER --work FOLDER

Every row of a table is one choice made otherwise, over the same indexes and questions as the
default, and compared with it question by question. Results: docs/evaluation.md.
"""

from __future__ import annotations

import argparse
import functools
import os
import random
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.measuring import difference, format_interval, markdown_table, measure
from benchmarks.question_sets import index_folder, open_set
from benchmarks.retrieval import SETS, first_articles, read_answerable
from qa.answering.fusion import dense_only, fuse, fuse_by_rank, lexical_only
from qa.answering.retrieving import BREADTH
from qa.cli.terminal import showing_progress
from qa.index.lexical import LexicalIndex, Weights
from qa.index.snapshot import lexical_folders
from qa.settings import DEFAULT_EMBEDDER, count_cores
from qa.types import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from benchmarks.question_sets import Asked
    from qa.answering.fusion import Fusion
    from qa.index.snapshot import Snapshot
    from qa.protocols import Embedder
    from qa.types import Candidate, Row

    Values = Mapping[str, NDArray[np.float64]]
    Order = Callable[[Sequence[Candidate], Sequence[str]], Sequence[str]]
    """Candidates, best first, and each row's article, become articles, best first."""

DEFAULT = "default"
BEFORE = "names 1, no sounds (before)"
WORDS = {
    DEFAULT: Weights(),
    BEFORE: Weights(name=1, sound=0, near=0),
    "no names": Weights(name=0),
    "names 0.25": Weights(name=0.25),
    "names 1": Weights(name=1),
    "no sounds": Weights(sound=0, near=0),
    "sounds, none a letter off": Weights(near=0),
    "a letter off scores 2": Weights(near=2),
    "a letter off scores 8": Weights(near=8),
}
_HEADER = ("choice", "nDCG@10", "hit@1", "hit@10", "this - default, nDCG@10", "hit@1")
_MISSPELLABLE = re.compile(r"(?<=[a-z] )[A-Z][a-z]{4,}")
_ONES_FOR_TYPOS = "aeioulnrst"


class Found(NamedTuple):
    """What the two searches found for a question: cosines of all rows, BM25 of the worded ones."""

    dense: Mapping[Row, float]
    lexical: Mapping[Row, float]


def best_chunk(candidates: Sequence[Candidate], owners: Sequence[str]) -> list[str]:
    """Rank an article by its best chunk, as `qa` does."""
    return first_articles((each.row for each in candidates), owners)


def summed_chunks(
    candidates: Sequence[Candidate], owners: Sequence[str], *, share: float
) -> list[str]:
    """Rank an article by its best chunk and a share of the next three, discounted."""
    scores: dict[str, list[float]] = defaultdict(list)
    for each in candidates:
        scores[owners[each.row]].append(each.score)
    total = {
        article: best + share * sum(score / at for at, score in enumerate(more[:3], start=2))
        for article, (best, *more) in scores.items()
    }
    return sorted(total, key=lambda article: (-total[article], article))[:10]


def from_lowest(
    dense: Mapping[Row, float],
    lexical: Mapping[Row, float],
    *,
    weight: float = 0.5,
    most: int | None = None,
) -> list[Candidate]:
    """Fuse with BM25 scaled from the lowest score found, too, instead of from 0."""
    lowest = min(lexical.values(), default=0.0)
    lowered = {row: score - lowest for row, score in lexical.items()}
    return fuse(dense, lowered, weight=weight, most=most)


FUSED: Mapping[str, tuple[Fusion, Order]] = {
    "dense": (dense_only, best_chunk),
    "lexical": (lexical_only, best_chunk),
    "rank fusion": (fuse_by_rank, best_chunk),
    "BM25 scaled from the lowest": (from_lowest, best_chunk),
    "weight 0.4": (functools.partial(fuse, weight=0.4), best_chunk),
    "weight 0.6": (functools.partial(fuse, weight=0.6), best_chunk),
    "best chunk + .1 of the next": (fuse, functools.partial(summed_chunks, share=0.1)),
    "best chunk + .2 of the next": (fuse, functools.partial(summed_chunks, share=0.2)),
}


def misspell(question: str, generator: random.Random) -> str | None:
    """Return a question with one of its capitalised words a letter off, half of them lower-cased.

    None when there is no such word of five letters or more behind another word.
    """
    matches = list(_MISSPELLABLE.finditer(question))
    if not matches:
        return None
    match = generator.choice(matches)
    word = match.group()
    at = generator.randrange(1, len(word) - 1)
    wrong = generator.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
            word[:at] + generator.choice(_ONES_FOR_TYPOS) + word[at + 1 :],
        )
    )
    if wrong == word:
        return None
    written = wrong.lower() if generator.random() < 0.5 else wrong
    return question[: match.start()] + written + question[match.end() :]


def search(
    snapshot: Snapshot, index: LexicalIndex, embedder: Embedder, questions: Sequence[str]
) -> list[Found]:
    """Search twice for every question, as the retriever does."""
    found = []
    for question in questions:
        vector = embedder.embed_question(question)
        lexical = {hit.row: hit.score for hit in index.search(question, BREADTH, None)}
        dense = {hit.row: hit.score for hit in snapshot.search_dense(vector, BREADTH, Filters())}
        missing = [row for row in lexical if row not in dense]
        dense |= zip(missing, snapshot.score_dense(vector, missing), strict=True)
        found.append(Found(dense, lexical))
    return found


def judge(
    asked: Sequence[Asked],
    found: Sequence[Found],
    owners: Sequence[str],
    fusion: Fusion = fuse,
    order: Order = best_chunk,
) -> Values:
    """Fuse, rank articles and measure, one value a question."""
    rankings = {
        question.id: order(fusion(each.dense, each.lexical), owners)
        for question, each in zip(asked, found, strict=True)
    }
    return measure(rankings, {question.id: question.relevant for question in asked})


def print_table(title: str, values: Mapping[str, Values], compared: str) -> None:
    """Print one row a choice, each compared with one of them."""
    base = values[compared]
    rows = [
        [
            f"**{name}**" if name == compared else name,
            *(f"{each[measure].mean():.3f}" for measure in ("nDCG@10", "hit@1", "hit@10")),
            *(
                "" if name == compared else format_interval(difference(each[key], base[key]))
                for key in ("nDCG@10", "hit@1")
            ),
        ]
        for name, each in values.items()
    ]
    print(f"\n### {title}\n\n{markdown_table(_HEADER, rows)}", flush=True)


def compare(name: str, options: argparse.Namespace, embedder: Embedder) -> None:
    """Make every choice otherwise on one set, and print three tables."""
    questions = read_answerable(options.sets / name, options.most)
    with showing_progress() as progress:
        snapshot = open_set(questions, options.work, embedder, progress=progress)
    folder = index_folder(options.work, name) / snapshot.generation
    folders = lexical_folders(folder, snapshot.manifest)
    slots = snapshot.contents.slots
    indexes = {choice: LexicalIndex(folders, slots, weights) for choice, weights in WORDS.items()}
    ids = snapshot.contents.ids
    owners = [ids[number] for number in snapshot.contents.article_of_row.tolist()]
    asked = questions.questions
    texts = [each.question for each in asked]
    found = {each: search(snapshot, index, embedder, texts) for each, index in indexes.items()}
    size = f"{name}, {len(asked):,} questions"
    words = {each: judge(asked, some, owners) for each, some in found.items()}
    print_table(f"Words: {size}", words, DEFAULT)
    fused = {each: judge(asked, found[DEFAULT], owners, *way) for each, way in FUSED.items()}
    print_table(f"Fusion: {size}", {DEFAULT: words[DEFAULT], **fused}, DEFAULT)
    generator = random.Random(0)  # noqa: S311 - no secret
    wrong = [(each, misspell(each.question, generator)) for each in asked]
    pairs = [(each, text) for each, text in wrong if text]
    if pairs:
        kept, misspelled = zip(*pairs, strict=True)
        values = {
            each: judge(kept, search(snapshot, index, embedder, misspelled), owners)
            for each, index in indexes.items()
        }
        print_table(f"A name misspelled: {name}, {len(kept):,} questions", values, DEFAULT)


def main() -> None:
    """Build, search, compare and print."""
    from pathlib import Path

    from qa.models.loading import load_embedder

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="folder for models and indexes")
    parser.add_argument("--set", action="append", help=f"a set; default: {', '.join(SETS)}")
    parser.add_argument("--most", type=int, default=1000, help="questions a set, evenly thinned")
    options = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    embedder = load_embedder(DEFAULT_EMBEDDER, options.work / "models", threads=count_cores())
    for name in options.set or SETS:
        compare(name, options, embedder)


if __name__ == "__main__":
    main()
