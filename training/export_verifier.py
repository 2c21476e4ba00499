"""Turns a trained verifier into the int8 graph that `qa` ships, and notes it in the reader's card.

    python -m training.export_verifier --work FOLDER [--out FOLDER]

Without `--out` the file lands where the package keeps it, beside the reader it was trained for.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from qa.models.card import CARD, GRAPH, SHARED, SHIPPED, VERIFIER
from qa.models.source import file_digest, find_model
from training.exporting import write_graph
from training.reader_model import ReaderModel
from training.runs import FINAL
from training.sharing import share
from training.train_reader import BASE
from training.verifier_model import VerifierModel


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
    card["verifier_trained"] = {key: round(value, 1) for key, value in stored["run"].items()}
    card["files"] |= {name: file_digest(out / name) for name in (GRAPH, VERIFIER, SHARED)}
    (out / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder of the training")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--checkpoint", default=FINAL)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    export(options.work / f"verifier-{options.seed}" / options.checkpoint, options.out)


if __name__ == "__main__":
    main()
