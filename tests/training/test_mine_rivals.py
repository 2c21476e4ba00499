"""Places that deceive a reader: the real reader over a real index of a few texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.answering.reading import SpanReader
from qa.answering.sentences import SentenceReader
from qa.models.loading import load_embedder
from qa.models.reader import OnnxSpanModel
from training.mine_rivals import mine
from training.question_splits import Posed, Text
from training.rivals import read_rivals

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    "bridge": "Maria Keller designed the bridge at Aarburg. It opened in 1923.",
    "road": "The road at Aarburg was designed by Ida Roth in 1950.",
    "sea": "Herring spawn in spring. The nets are mended in winter.",
    "kept": "The bridge at Aarburg was designed by Otto Frei.",
}


def test_a_place_that_deceives_the_reader_is_kept_once_and_never_one_that_answers(
    model_cache: Path, tmp_path: Path
) -> None:
    embedder = load_embedder("all-MiniLM-L6-v2", model_cache, threads=1)
    reader = SpanReader(OnnxSpanModel.load(threads=1), embedder, SentenceReader(embedder))
    texts = {name: Text(name, "", text, held_out=name == "kept") for name, text in TEXTS.items()}
    question = "Who designed the road bridge at Aarburg?"
    asked = Posed("q", "set", question, ("Maria Keller",), "bridge", held_out=False)
    assert mine("set", (texts, [asked]), tmp_path, reader) == 1
    assert read_rivals(tmp_path, "set") == {"q": [("road", 0, len(TEXTS["road"]))]}
    assert mine("set", (texts, [asked]), tmp_path, reader) == 0
    assert read_rivals(tmp_path, "other") == {}
