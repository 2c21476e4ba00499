"""Places that deceive a reader: the real reader over a real index of a few texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.models.loading import load_embedder
from qa.models.reader import OnnxSpanModel
from training.mine_deceiving import mine
from training.mined import DECEIVING, path_of, read_if_mined, read_mined
from training.question_splits import Posed, Text

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    "bridge": "Maria Keller designed the bridge at Aarburg. It opened in 1923.",
    "road": "The road at Aarburg was designed by Ida Roth in 1950.",
    "sea": "Herring spawn in spring. The nets are mended in winter.",
    "kept": "The bridge at Aarburg was designed by Otto Frei.",
}


def test_places_that_deceive_the_reader_are_kept_and_none_that_answers(
    model_cache: Path, tmp_path: Path
) -> None:
    embedder = load_embedder("all-MiniLM-L6-v2", model_cache, threads=1)
    texts = {name: Text(name, "", text, held_out=name == "kept") for name, text in TEXTS.items()}
    named = "Who designed the road bridge at Aarburg?"
    posed = [
        Posed("named", "set", named, ("Maria Keller",), "bridge", held_out=False),
        Posed("unnamed", "set", "Who was it designed by?", ("Maria Keller",), "bridge", False),  # noqa: FBT003
    ]
    mine("set", texts, posed, tmp_path, OnnxSpanModel.load(threads=1), embedder)
    path = path_of(tmp_path, DECEIVING, "set")
    found = read_mined(path)
    assert found["named"] == [("road", 0, len(TEXTS["road"]))]
    assert {text for text, _, _ in found["unnamed"]} <= {"bridge"}
    assert read_if_mined(path_of(tmp_path, DECEIVING, "other")) == {}
    assert path.read_text(encoding="utf-8").endswith("\n")
