"""Turns a trained verifier into the int8 graph that `qa` ships, and notes it in the reader's card.

    python -m training.export_verifier --work FOLDER [--out FOLDER]

Without `--out` the file lands where the package keeps it, beside the reader it was trained for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import torch

from qa.models.card import CARD, GRAPH, SHARED, VERIFIER
from qa.models.source import file_digest, find_model
from training.exporting import checkpoint_and_folder, counted, write_card, write_graph
from training.reader_model import ReaderModel
from training.sharing import share
from training.train_reader import BASE
from training.verifier_model import VerifierModel

if TYPE_CHECKING:
    from pathlib import Path


def export(checkpoint: Path, out: Path) -> None:
    """Write the graph and what it shares with the reader's, and note both in the reader's card."""
    stored = torch.load(checkpoint, weights_only=True)
    model = VerifierModel(ReaderModel(find_model(BASE).folder))
    model.load_state_dict(stored["model"])
    write_graph(model.eval(), out / VERIFIER, ["answerable"])
    share([out / GRAPH, out / VERIFIER], out / SHARED)
    card = json.loads((out / CARD).read_text(encoding="utf-8"))
    card["verifier_trained_by"] = (
        "python -m training.train_verifier twice, average_weights and export_verifier"
    )
    card["verifier_trained"] = counted(stored["run"])
    card["files"] |= {name: file_digest(out / name) for name in (GRAPH, VERIFIER, SHARED)}
    write_card(out, card)


def main() -> None:
    """Export from the command line."""
    export(*checkpoint_and_folder(__doc__, "verifier"))


if __name__ == "__main__":
    main()
