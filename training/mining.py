"""What the commands that mine have alike: a retriever over a whole set, and their options."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.question_sets import QuestionSet, open_set
from qa.answering.retrieving import Retriever
from qa.models.card import SHIPPED
from training.question_splits import records_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa.protocols import Embedder
    from training.question_splits import Text


def retriever_of(name: str, texts: Mapping[str, Text], work: Path, embedder: Embedder) -> Retriever:
    """Return a retriever over all texts of a set; its index is kept in the work folder."""
    searcher = open_set(QuestionSet(name, records_of(texts), ()), work / "mined", embedder)
    return Retriever(embedder, searcher)


def options_of(about: str | None, most: int) -> argparse.Namespace:
    """Return what the command line of a reader's mining says; `most` questions where nothing."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--sets", type=Path, required=True, help="folder of question sets")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder")
    parser.add_argument("--most", type=int, default=most, help="questions a set")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the reader")
    return parser.parse_args()
