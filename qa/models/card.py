"""The card of what comes with the package: which files make the reader, and their digests."""

from __future__ import annotations

import json
from pathlib import Path

from qa.errors import ModelError
from qa.models.source import file_digest

SHIPPED = Path(__file__).parent / "shipped"
"""The folder of the reader that comes with the package."""

CARD = "reader.json"
GRAPH = "model.onnx"
VERIFIER = "verifier.onnx"
SHARED = "shared.bin"
"""Weights that both graphs have: they name it as where they go on (ONNX external data)."""

TOKENIZER = "tokenizer.json"


def read_card(folder: Path, graph: str) -> int:
    """Return how many tokens the span model reads, once the files of `graph` are as the card says.

    Those are all but other graphs. ModelError when one is missing or damaged, or the card is.
    """
    path = folder / CARD
    try:
        card = json.loads(path.read_bytes())
        files, most_tokens = dict(card["files"]), int(card["max_tokens"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path} cannot be read ({error}): install qa again") from error
    for name in [graph, *(each for each in files if each not in (GRAPH, VERIFIER))]:
        if not (folder / name).is_file() or file_digest(folder / name) != files.get(name):
            raise ModelError(f"{folder / name} is missing or damaged: install qa again")
    return most_tokens
