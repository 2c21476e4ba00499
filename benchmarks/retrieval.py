"""Which way of searching finds the article: two searches, alone and fused, on public sets.

    python -m benchmarks.retrieval --sets FOLDER --work FOLDER

Every set is built by the real pipeline and searched once a question; all ways of fusing start from
the same two searches. Articles are ranked by their best chunk. Results: docs/evaluation.md.
"""

from __future__ import annotations

import argparse
import functools
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import (
    DEPTH,
    MEASURES,
    Interval,
    difference,
    format_interval,
    markdown_table,
    measure,
)
from benchmarks.question_sets import open_set, read_set, thin
from qa.answering.fusion import DENSE_WEIGHT, dense_only, fuse, fuse_by_rank, lexical_only
from qa.answering.retrieving import Retriever
from qa.cli.terminal import showing_progress
from qa.indexing.chunking import ChunkSettings
from qa.settings import DEFAULT_EMBEDDER, count_cores
from qa.types import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from benchmarks.question_sets import QuestionSet
    from qa.answering.fusion import Fusion
    from qa.index.snapshot import Snapshot
    from qa.protocols import Embedder
    from qa.types import Candidate, Row

    Rank = Callable[[Sequence[Candidate]], Sequence[Row]]
    Values = Mapping[str, NDArray[np.float64]]

SETS = ("scifact_train", "squadshifts_wiki", "squad2_pairs", "friendsqa_dev")
DEFAULT = "default"

_HEADER = ("way", *MEASURES, "default − this, nDCG@10 in points, 95 %")


@dataclass(frozen=True, slots=True)
class Run:
    """One set searched under one chunking; `values` holds, by way, what each question scored."""

    name: str
    chunking: ChunkSettings
    chunks: int
    values: Mapping[str, Values]


def by_fusion(found: Sequence[Candidate], fusion: Fusion) -> list[Row]:
    """Return the rows as another way of fusing the same two searches ranks them."""
    dense = {each.row: each.dense for each in found}
    lexical = {each.row: each.lexical for each in found if each.lexical > 0}
    return [each.row for each in fusion(dense, lexical)]


def as_found(found: Sequence[Candidate]) -> list[Row]:
    """Return the rows as `qa` ranks them."""
    return [each.row for each in found]


def ways_with(weights: Iterable[float]) -> dict[str, Rank]:
    """Return every way that is compared, by its name; `qa`'s own comes last."""
    convex = {
        f"convex {weight:g}": _way(functools.partial(fuse, weight=weight))
        for weight in weights
        if weight != DENSE_WEIGHT
    }
    return {
        "dense only": _way(dense_only),
        "lexical only": _way(lexical_only),
        "rank fusion": _way(fuse_by_rank),
        **convex,
        DEFAULT: as_found,
    }


def _way(fusion: Fusion) -> Rank:
    return functools.partial(by_fusion, fusion=fusion)


def first_articles(rows: Iterable[Row], owners: Sequence[str]) -> list[str]:
    """Return the ids of the best articles, each once, in the order of their best chunks."""
    seen: dict[str, None] = {}
    for row in rows:
        seen.setdefault(owners[row])
        if len(seen) == DEPTH:
            break
    return list(seen)


def run_set(
    questions: QuestionSet, snapshot: Snapshot, embedder: Embedder, ways: Mapping[str, Rank]
) -> Run:
    """Search once for every question, rank in every way, and measure."""
    retriever = Retriever(embedder, snapshot)
    ids = snapshot.contents.ids
    owners = [ids[number] for number in snapshot.contents.article_of_row.tolist()]
    rankings: dict[str, dict[str, list[str]]] = {way: {} for way in ways}
    for asked in questions.questions:
        found = retriever.candidates(asked.question, Filters())
        for way, rank in ways.items():
            rankings[way][asked.id] = first_articles(rank(found), owners)
    relevant = {asked.id: asked.relevant for asked in questions.questions}
    values = {way: measure(ranking, relevant) for way, ranking in rankings.items()}
    made = snapshot.manifest
    chunking = ChunkSettings(made.chunk_words, made.chunk_overlap)
    return Run(questions.name, chunking, len(owners), values)


def read_answerable(folder: Path, most: int | None) -> QuestionSet:
    """Read a set with the questions that some article is relevant for, at most `most` of them."""
    questions = read_set(folder)
    asked = [each for each in questions.questions if each.relevant]
    return replace(questions, questions=thin(asked, most))


def print_ways(run: Run) -> None:
    """Print one row a way, each compared with the default."""
    ours = run.values[DEFAULT]
    questions = len(ours["nDCG@10"])
    print(f"\n### {run.name}, chunks of {_name(run.chunking)}", end="")
    print(f" ({run.chunks:,} chunks, {questions:,} questions)\n")
    rows = []
    for way, values in run.values.items():
        label = f"**convex {DENSE_WEIGHT:g} (default)**" if way == DEFAULT else way
        gap = "" if way == DEFAULT else format_interval(_gap(ours, values))
        rows.append([label, *_means(values), gap])
    print(markdown_table(_HEADER, rows), flush=True)


def print_chunkings(runs: Sequence[Run]) -> None:
    """Print one row a set and chunking, each compared with the default chunking if that ran."""
    defaults = {run.name: run for run in runs if run.chunking == ChunkSettings()}
    rows = []
    for run in runs:
        base = defaults.get(run.name, run)
        gap = (
            "" if base is run else format_interval(_gap(base.values[DEFAULT], run.values[DEFAULT]))
        )
        dense, lexical = (_means(run.values[way])[0] for way in ("dense only", "lexical only"))
        ours = _means(run.values[DEFAULT])
        rows.append([run.name, _name(run.chunking), f"{run.chunks:,}", dense, lexical, *ours, gap])
    print("\n### Chunk lengths\n")
    header = (
        "set",
        "words/overlap",
        "chunks",
        "dense nDCG",
        "lexical nDCG",
        *MEASURES,
        "default − this",
    )
    print(markdown_table(header, rows), flush=True)


def print_parity(torch: Run, onnx: Run) -> None:
    """Print what int8 costs against sentence-transformers: the same set, the same chunks."""
    print(f"\n### int8 against sentence-transformers in float32, {onnx.name}\n")
    rows = []
    for way in ("dense only", DEFAULT):
        gap = _gap(onnx.values[way], torch.values[way])
        rows.append([f"{way}, sentence-transformers", *_means(torch.values[way]), ""])
        rows.append([f"{way}, int8", *_means(onnx.values[way]), format_interval(gap)])
    header = ("way", *MEASURES, "int8 − float32, nDCG@10 in points, 95 %")
    print(markdown_table(header, rows), flush=True)


def load_torch(work: Path) -> Embedder:
    """Return the default model as sentence-transformers runs it, float32."""
    from qa.models.cache import read_card
    from qa.models.custom import SentenceTransformerEmbedder, record_torch
    from qa.models.source import find_model

    card = record_torch(find_model(DEFAULT_EMBEDDER), work / "models", "the measure of int8")
    return SentenceTransformerEmbedder.load(read_card(card), threads=count_cores())


def compare_ways(options: argparse.Namespace, embedder: Embedder) -> None:
    """Search every set under every chunking, and print how the ways compare."""
    runs = []
    for name in options.set or SETS:
        questions = read_answerable(options.sets / name, options.most)
        for chunking in options.chunk_words:
            snapshot = _open(questions, options.work, embedder, chunking)
            runs.append(run_set(questions, snapshot, embedder, ways_with(options.weights)))
            print_ways(runs[-1])
    print_chunkings(runs)


def compare_precisions(options: argparse.Namespace, embedder: Embedder) -> None:
    """Search the sets of `--parity` with the same model in torch too, and print what int8 costs."""
    for name in options.parity or ():
        questions = read_answerable(options.sets / name, options.most)
        folder = options.work / "torch"
        torch = load_torch(folder)
        snapshot = _open(questions, folder, torch, ChunkSettings())
        theirs = run_set(questions, snapshot, torch, ways_with([]))
        snapshot = _open(questions, options.work, embedder, ChunkSettings())
        print_parity(theirs, run_set(questions, snapshot, embedder, ways_with([])))


def main() -> None:
    """Build, search, compare and print."""
    from qa.models.loading import load_embedder

    options = _options()
    os.environ["HF_HUB_OFFLINE"] = "1"
    embedder = load_embedder(DEFAULT_EMBEDDER, options.work / "models", threads=count_cores())
    compare_ways(options, embedder)
    compare_precisions(options, embedder)


def _open(
    questions: QuestionSet, folder: Path, embedder: Embedder, chunking: ChunkSettings
) -> Snapshot:
    """Open a set's index, with a progress bar while it is built."""
    with showing_progress() as progress:
        return open_set(questions, folder, embedder, chunking=chunking, progress=progress)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="folder for models and indexes")
    parser.add_argument("--set", action="append", help=f"a set; default: {', '.join(SETS)}")
    parser.add_argument("--most", type=int, default=1000, help="questions a set, evenly thinned")
    parser.add_argument("--parity", action="append", metavar="SET", help="also in torch (slow)")
    parser.add_argument(
        "--chunk-words",
        type=_chunkings,
        default=[ChunkSettings()],
        metavar="WORDS/OVERLAP,...",
        help="chunkings to build with",
    )
    parser.add_argument(
        "--weights",
        type=lambda text: [float(each) for each in text.split(",")],
        default=[0.3, 0.4, 0.5, 0.6, 0.7],
        help="weights of the dense search",
    )
    return parser.parse_args()


def _chunkings(text: str) -> list[ChunkSettings]:
    pairs = [each.split("/") for each in text.split(",")]
    return [ChunkSettings(int(words), int(overlap)) for words, overlap in pairs]


def _gap(ours: Values, theirs: Values) -> Interval:
    return difference(ours["nDCG@10"], theirs["nDCG@10"])


def _means(values: Values) -> list[str]:
    return [f"{values[name].mean():.3f}" for name in MEASURES]


def _name(chunking: ChunkSettings) -> str:
    return f"{chunking.words}/{chunking.overlap}"


if __name__ == "__main__":
    main()
