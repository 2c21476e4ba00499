"""The embeddings of a public set, for benchmarks that draw many more like them.

    python -m benchmarks.embeddings --sets FOLDER --work FOLDER [--name scifact_train]

Writes WORK/vectors.npy (float16, a row a chunk) and WORK/questions.npy (float32, a row a question),
and leaves the exported model in WORK/models.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from benchmarks.question_sets import open_set, read_set
from qa.models.loading import load_embedder
from qa.settings import DEFAULT_EMBEDDER, count_cores

QUESTIONS = 200


def main() -> None:
    """Embed, and write both files."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--name", default="scifact_train")
    options = parser.parse_args()
    embedder = load_embedder(DEFAULT_EMBEDDER, options.work / "models", threads=count_cores())
    asked = read_set(options.sets / options.name, most=QUESTIONS)
    held = open_set(asked, options.work, embedder).contents
    np.save(options.work / "vectors.npy", held.vectors(np.arange(len(held.slots))))
    vectors = [embedder.embed_question(each.question) for each in asked.questions]
    np.save(options.work / "questions.npy", np.stack(vectors))


if __name__ == "__main__":
    main()
