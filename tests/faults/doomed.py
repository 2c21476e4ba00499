"""One build with words in place of a model, killed before a named step if one is named.

`python -m tests.faults.doomed CORPUS INDEX [STEP]`; it imports little, so that a hundred can run.
`QA_TEST_GRAPH` is above how many rows there is a graph.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from qa import durable
from qa.corpus.folder import Corpus
from qa.index import checkpoints, manifest
from qa.index.checkpoints import Checkpoints
from qa.index.store import Store
from qa.index.vectors import EXACT_LIMIT
from qa.indexing import assembling, building, graphing
from qa.indexing.assembling import Assembler
from tests.building import builder
from tests.fakes import WordEmbedder

STEPS = {
    "read": (Corpus, "read"),
    "cut": (Assembler, "_take"),
    "embed": (WordEmbedder, "embed_passages"),
    "part": (assembling, "write_portion"),
    "lexical": (assembling, "write_lexical"),
    "graph": (building, "write_graph_over"),
    "checkpoint": (Checkpoints, "remove"),
    "checksums": (assembling, "write_list"),
    "manifest": (manifest, "write"),
    "flush": (durable, "sync_file"),
    "rename": (Path, "rename"),
    "point": (Store, "_point_to"),
    "collect": (Store, "_collect"),
}
"""Where a build can be killed: just before the named step."""


def _kill(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    corpus, index, *steps = sys.argv[1:]
    checkpoints.EACH = graphing._SLAB = 1  # each row of a graph is saved
    for step in steps:
        setattr(*STEPS[step], _kill)
    limit = int(os.environ.get("QA_TEST_GRAPH", EXACT_LIMIT))
    builder(Path(index), exact_limit=limit).build(Corpus(Path(corpus)))
