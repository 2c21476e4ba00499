"""Turns a sentence-transformers model into ONNX, once, and proves that the result is the same.

The only place besides `custom` where torch is imported, and only inside functions.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import ModelError
from qa.models.cache import GRAPH, TOKENIZER, ModelCard, locked, staged, write_card
from qa.models.custom import encode, load_model, max_tokens_of, prompts_of, quiet, versions
from qa.models.embedder import OnnxEmbedder
from qa.models.source import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import torch
    from sentence_transformers import SentenceTransformer

    from qa.models.cache import Prompts
    from qa.models.source import ModelSource
    from qa.protocols import Progress

_FP32_PARITY = 0.999
_INT8_PARITY = 0.97
_NEEDED = ("onnx", "onnxscript", "sentence_transformers", "torch")
_TEXT_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_STEPS = 4

# Lengths from none to more than any model reads; scripts with and without spaces; odd white space.
_SAMPLES = (
    "",
    "zombie",
    "Who plays On-jo?",
    "학교",
    "지금 우리 학교는 2022년 1월 28일에 공개되었다.",
    "The 🧟 ran through the 🏫, and then the 🔥 came.",
    "  White space \t around\n\nand between.  ",
    "UPPER lower MiXeD 1,234.56 (5 %) e-mail@example.org https://example.org/a?b=c",
    "Un élève naïf mange une crème brûlée à côté du lycée.",
    "All of Us Are Dead is a South Korean series about pupils trapped in their school.",
    "The library was quiet. Nobody had come back from the roof, and the bell rang at nine.",
    "The season has twelve episodes of 53 to 72 minutes, all released on the same day.",
    "The protein binds the receptor with a dissociation constant of 3.2 nM, as shown before.",
    "def plan(old, new):\n    return {key: new[key] for key in new if old.get(key) != new[key]}",
    "The director said that a second season would begin filming in the summer of 2025. " * 8,
    "The infection began in a science room, and no teacher believed the boy who saw it. " * 60,
)


class NotExportableError(ModelError):
    """The model is sound, but it has to run in torch."""


def export(source: ModelSource, cache: Path, progress: Progress | None = None) -> Path:
    """Export a model into `cache` unless it is there already; return the export's folder.

    NotExportableError when the model can only run in torch.
    """
    _check_installed()
    folder = cache / fingerprint(source)
    with locked(cache):
        if not folder.exists():  # another process may have been first
            with staged(folder) as stage:
                _write_export(source, folder.name, stage, progress or _silence)
    return folder


def _write_export(source: ModelSource, name: str, stage: Path, progress: Progress) -> None:
    progress("export", 0, _STEPS)
    model = load_model(source.folder, attention="eager")
    card = _card_of(model, source, name)
    progress("export", 1, _STEPS)
    _write_tokenizer(model, card.max_tokens, stage / TOKENIZER)
    _write_graph(model, stage / GRAPH)
    progress("export", 2, _STEPS)
    expected = _reference(model, card.prompts)
    card = _require_same_vectors(card, expected, stage)
    progress("export", 3, _STEPS)
    write_card(_quantise(card, expected, stage), stage)
    progress("export", _STEPS, _STEPS)


def _card_of(model: SentenceTransformer, source: ModelSource, name: str) -> ModelCard:
    _check_exportable(model)
    prompts = prompts_of(model)
    return ModelCard(
        name=source.name,
        fingerprint=name,
        precision="fp32",
        dimensions=encode(model, ["dimensions"], prompts.document).shape[1],
        max_tokens=max_tokens_of(model),
        inputs=("input_ids",),
        prompts=prompts,
        parity={},
        exported_with=versions("onnx", "onnxruntime", "sentence-transformers", "torch"),
        source=str(source.folder),
        note="",
    )


def _check_installed() -> None:
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ModelError(
            f"an export needs {', '.join(missing)}: pip install 'series-qa[export]', or bring an "
            "index with its models/ folder from a machine where it is installed"
        )


def _check_exportable(model: SentenceTransformer) -> None:
    if type(model[0]).__name__ != "Transformer":
        raise NotExportableError(f"it begins with {type(model[0]).__name__}, not a Transformer")
    if not getattr(model.tokenizer, "is_fast", False):
        raise NotExportableError("it has no fast tokenizer")
    if any(getattr(module, "include_prompt", True) is False for module in model):
        raise NotExportableError("its pooling leaves the prompt out")
    if not max_tokens_of(model):
        raise NotExportableError("it does not say how many tokens it reads")
    _check_inputs(model)


def _check_inputs(model: SentenceTransformer) -> None:
    encoded = model.tokenizer(["one text"], return_tensors="np")
    if not set(encoded) <= _TEXT_INPUTS:
        raise NotExportableError(f"it reads {', '.join(sorted(set(encoded) - _TEXT_INPUTS))}")
    if "token_type_ids" in encoded and encoded["token_type_ids"].any():
        raise NotExportableError("its token types are not all zero")


def _write_tokenizer(model: SentenceTransformer, max_tokens: int, path: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens, direction=model.tokenizer.truncation_side)
    tokenizer.save(str(path), pretty=False)


def _write_graph(model: SentenceTransformer, path: Path) -> None:
    import torch

    ids = torch.tensor([model.tokenizer("A text of some tokens, as an example.")["input_ids"]])
    with _not_exportable_if_it_fails():
        program = torch.onnx.export(
            _one_text_module(model),
            (ids,),
            input_names=["input_ids"],
            output_names=["vector"],
            dynamo=True,
            dynamic_shapes=({1: torch.export.Dim.DYNAMIC},),
            verbose=False,
        )
        program.save(str(path))


def _one_text_module(model: SentenceTransformer) -> torch.nn.Module:
    """Return token ids -> unit vector for one text, which has no padding and so needs no mask.

    Without a mask, and with plain ("eager") attention, the graph runs in 25 ms instead of 34.
    """
    import torch

    has_types = "token_type_ids" in model.tokenizer("one text")

    class OneText(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": torch.ones_like(input_ids)}
            if has_types:
                features["token_type_ids"] = torch.zeros_like(input_ids)
            vector = self.model(features)["sentence_embedding"]
            return torch.nn.functional.normalize(vector, p=2, dim=1)

    return OneText().eval()


def _reference(model: SentenceTransformer, prompts: Prompts) -> np.ndarray:
    """Return the samples as passages, then as questions: shape (2 * samples, dimensions)."""
    both = [encode(model, _SAMPLES, prompt) for prompt in (prompts.document, prompts.query)]
    return np.concatenate(both)


def _parity(card: ModelCard, expected: np.ndarray, stage: Path) -> float:
    """Return the lowest cosine between the exported model's vectors and the expected ones."""
    embedder = OnnxEmbedder(card, stage, threads=1)
    passages = embedder.embed_passages(_SAMPLES)
    questions = [embedder.embed_question(sample) for sample in _SAMPLES]
    cosines = np.sum(np.concatenate([passages, questions]) * expected, axis=1)
    return round(float(cosines.min()), 6)


def _require_same_vectors(card: ModelCard, expected: np.ndarray, stage: Path) -> ModelCard:
    with _not_exportable_if_it_fails():
        lowest = _parity(card, expected, stage)
    if not lowest >= _FP32_PARITY:  # so that NaN fails too
        raise NotExportableError(f"its ONNX vectors differ: cosine {lowest}, not {_FP32_PARITY}")
    return replace(card, parity={"fp32": lowest})


def _quantise(card: ModelCard, expected: np.ndarray, stage: Path) -> ModelCard:
    """Replace the graph by its int8 form, when that is near enough; return the card to write."""
    full = stage / f"full-{GRAPH}"
    (stage / GRAPH).rename(full)
    small = replace(card, precision="int8")
    try:
        write_int8(full, stage / GRAPH)
        lowest = _parity(small, expected, stage)
    except Exception as error:  # noqa: BLE001  # whatever fails here, fp32 serves
        full.replace(stage / GRAPH)
        return replace(card, note=f"not quantised: {error}")
    parity = {**card.parity, "int8": lowest}
    if lowest >= _INT8_PARITY:
        full.unlink()
        return replace(small, parity=parity)
    full.replace(stage / GRAPH)
    return replace(card, parity=parity, note=f"not quantised: cosine {lowest} under {_INT8_PARITY}")


def write_int8(full: Path, small: Path, spared: Sequence[str] = ()) -> None:
    """Write the graph `full` with int8 weights, and activations scaled as it runs, to `small`.

    Nodes named in `spared` keep their float32 weights.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with quiet(), _hushed_root():
        quantize_dynamic(
            full,
            small,
            nodes_to_exclude=[*spared],
            weight_type=QuantType.QInt8,
            per_channel=True,  # one scale for all: cosine .886
            # 7 bits of weight: without VNNI, x86 adds int8 products in 16 bits and would overflow.
            reduce_range=True,
        )


@contextmanager
def _hushed_root() -> Iterator[None]:
    """Drop what is logged straight to the root, and keep `logging` from adding a handler to it."""
    root, silent = logging.getLogger(), logging.NullHandler()

    def drop(record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR

    root.addHandler(silent)
    root.addFilter(drop)
    try:
        yield
    finally:
        root.removeFilter(drop)
        root.removeHandler(silent)


@contextmanager
def _not_exportable_if_it_fails() -> Iterator[None]:
    try:
        with quiet():
            yield
    except (OSError, MemoryError):  # a full disk says nothing about the model
        raise
    except Exception as error:  # exporters fail in as many ways as there are models
        raise NotExportableError(str(error).partition("\n")[0]) from error


def _silence(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
