"""The command `qa` with words in place of a model, so that hundreds of servers can start and die.

Everything else is the real thing: `python -m tests.faults.worded serve ...`. `QA_TEST_DELAY` makes
each question take that many seconds; `QA_TEST_END` is how many a server has to end in;
`QA_TEST_GRAPH` is above how many rows an index gets a graph; `QA_TEST_TURNS` how many questions are
computed at once.
"""

from __future__ import annotations

import functools
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from qa.cli import builder, serving
from qa.cli.commands import main
from qa.index.vectors import EXACT_LIMIT
from qa.indexing import building
from qa.models import loading
from qa.service.parts import Parts
from tests.fakes import WordEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray


class SlowWordEmbedder(WordEmbedder):
    """Takes its time over a question."""

    def embed_question(self, question: str) -> NDArray[np.float32]:
        """Return the vector after a while."""
        time.sleep(float(os.environ.get("QA_TEST_DELAY", "0")))
        return super().embed_question(question)


def _with_turns(turns: int) -> Callable[..., Parts]:
    def make(**given: Any) -> Parts:
        return Parts(**given | {"searches": turns, "answers": turns})

    return make


def _run() -> None:
    load: Callable[..., WordEmbedder] = lambda *_, **__: SlowWordEmbedder()  # noqa: E731
    loading.load_embedder = load
    loading.load_exported = load
    limit = int(os.environ.get("QA_TEST_GRAPH", EXACT_LIMIT))
    graphed = functools.partial(building.Builder, exact_limit=limit)
    setattr(building, "Builder", graphed)  # noqa: B010 - mypy will have no other class there
    if sys.argv[1:] == ["builder"]:
        builder.main()
        return
    command = (sys.executable, "-m", "tests.faults.worded", "builder")
    process = functools.partial(builder.BuilderProcess, command=command)
    end = float(os.environ.get("QA_TEST_END", serving.LONGEST_END))
    setattr(serving, "LONGEST_END", end)  # noqa: B010 - mypy takes it for a constant
    setattr(serving, "GRACE", int(min(serving.GRACE, end - 1)))  # noqa: B010
    setattr(serving, "BuilderProcess", process)  # noqa: B010 - mypy will have no other class there
    if turns := os.environ.get("QA_TEST_TURNS"):
        setattr(serving, "Parts", _with_turns(int(turns)))  # noqa: B010 - nor here
    main()


if __name__ == "__main__":
    _run()
