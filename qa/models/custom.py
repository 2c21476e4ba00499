"""SentenceTransformerEmbedder: a model that cannot be exported, run in torch.

Loaded only when such a model was chosen; slow to start (8-18 s) and large (455 MB).
"""

from __future__ import annotations

import importlib
import logging
import threading
import warnings
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import ModelError
from qa.models.cache import ModelCard, Prompts, locked, staged, write_card
from qa.models.embedder import told
from qa.models.source import ModelSource, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    from qa.protocols import Progress

_CHATTY = ("torch", "transformers", "sentence_transformers", "onnxscript", "onnx_ir")
_DOCUMENT_PROMPTS = ("document", "passage", "corpus")
_WITHOUT_EXTRA = "torch and sentence-transformers are needed: pip install 'series-qa[export]'"


class SentenceTransformerEmbedder:
    """A model in torch, on the CPU. Threads take turns: its tokenizer allows one at a time."""

    def __init__(self, card: ModelCard, model: SentenceTransformer) -> None:
        self._card = card
        self._model = model
        self._turn = threading.Lock()

    @classmethod
    def load(cls, card: ModelCard, *, threads: int) -> SentenceTransformerEmbedder:
        """Load the model from where its card says; ModelError when it is gone or has changed."""
        source = ModelSource(card.name, Path(card.source))
        if not source.folder.is_dir() or fingerprint(source) != card.fingerprint:
            raise ModelError(
                f"the model {card.name} in {source.folder} is gone or has changed: "
                "bring it back, or run `qa build` with another QA_EMBEDDER"
            )
        model = load_model(source.folder)
        import torch

        torch.set_num_threads(threads)
        return cls(card, model)

    @property
    def name(self) -> str:
        """Model, fingerprint and precision."""
        return self._card.embedder_name

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        return self._card.dimensions

    def embed_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one unit row a text, float32 of shape (len(texts), dimensions)."""
        prompt = self._card.prompts.document
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        each = (self._embed(prompt, text) for text in texts)
        for row, vector in told(each, len(texts), progress):
            vectors[row] = vector
        return vectors

    def embed_question(self, question: str) -> NDArray[np.float32]:
        """Return one unit vector, float32 of shape (dimensions,)."""
        return self._embed(self._card.prompts.query, question)

    def _embed(self, prompt: str, text: str) -> NDArray[np.float32]:
        # Alone, not in a batch: padding moves a vector's floats by about 1e-7, and the same text
        # has to give the same vector whatever surrounds it.
        with self._turn:
            vectors = encode(self._model, [text], prompt)
        vector: NDArray[np.float32] = vectors[0]
        return vector


def encode(model: SentenceTransformer, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
    """Return unit rows of shape (len(texts), dimensions), each text run alone."""
    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    vectors = model.encode(
        clean, prompt=prompt, batch_size=1, normalize_embeddings=True, show_progress_bar=False
    )
    return np.asarray(vectors, dtype=np.float32)


def record_torch(source: ModelSource, cache: Path, note: str) -> Path:
    """Write down that a model has to run in torch, and why; return the card's folder."""
    model = load_model(source.folder)
    prompts = prompts_of(model)
    card = ModelCard(
        name=source.name,
        fingerprint=fingerprint(source),
        precision="torch",
        dimensions=encode(model, ["dimensions"], prompts.document).shape[1],
        max_tokens=max_tokens_of(model),
        inputs=(),
        prompts=prompts,
        parity={},
        exported_with=versions("torch", "sentence-transformers"),
        source=str(source.folder),
        note=note,
    )
    folder = cache / card.fingerprint
    with locked(cache):
        if not folder.exists():
            with staged(folder) as stage:
                write_card(card, stage)
    return folder


def load_model(folder: Path, *, attention: str | None = None) -> SentenceTransformer:
    """Load a folder into torch: on the CPU, float32, for inference, without code of its own."""
    options = {"attn_implementation": attention} if attention else {}
    with quiet():
        try:
            from sentence_transformers import SentenceTransformer
        except ModuleNotFoundError as error:
            raise ModelError(_WITHOUT_EXTRA) from error
        try:
            model = SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, model_kwargs=options
            )
        except Exception as error:
            raise ModelError(
                f"sentence-transformers cannot load {folder}: {error}; check the folder's files"
            ) from error
    return model.float().eval()


def prompts_of(model: SentenceTransformer) -> Prompts:
    """Return the prompts for a question and a passage, by the names that model makers use.

    Empty ones are passed over: sentence-transformers adds an empty "document" to every model,
    which hides the "passage" of one that has that.
    """
    prompts: dict[str, str] = model.prompts
    usual = prompts.get(model.default_prompt_name or "", "")
    document = next((prompts[name] for name in _DOCUMENT_PROMPTS if prompts.get(name)), usual)
    return Prompts(query=prompts.get("query") or usual, document=document)


def max_tokens_of(model: SentenceTransformer) -> int:
    """Return how many tokens the model reads of a text; 0 when nothing limits it."""
    limits = (model.max_seq_length, _positions_of(model))
    known = [int(limit) for limit in limits if isinstance(limit, int) and 0 < limit < 10**6]
    return min(known, default=0)


def versions(*distributions: str) -> dict[str, str]:
    """Return the installed version of each distribution."""
    return {name: version(name) for name in distributions}


@contextmanager
def quiet() -> Iterator[None]:
    """Keep warnings, progress bars and log chatter of the torch world off the screen.

    Errors pass. The streams are left alone: our own progress bar may be writing to them.
    """
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        for name in _CHATTY:
            logger = logging.getLogger(name)
            stack.callback(logger.setLevel, logger.level)
            logger.setLevel(logging.ERROR)
        stack.enter_context(_no_bars())
        yield


@contextmanager
def _no_bars() -> Iterator[None]:
    # By name, because mypy would otherwise read all of transformers.
    try:
        bars = importlib.import_module("transformers.utils.logging")
    except ModuleNotFoundError as error:
        raise ModelError(_WITHOUT_EXTRA) from error
    shown = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            bars.enable_progress_bar()


def _positions_of(model: SentenceTransformer) -> int | None:
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    positions: int | None = getattr(config, "max_position_embeddings", None)
    return positions
