"""Models that remember what they made of a text.

Readers embed the same sentences for question after question, and meet what they have read in the
second reading of an answer and again in its timeline.

What a model makes of a text depends on the two alone, so what is remembered never goes stale, also
not with a new generation. Builds do without: they embed no text twice.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from qa.protocols import Embedder, Progress, SpanModel, Verifier
    from qa.types import Extraction, Marked

ENTRIES = 4096
"""How many vectors are remembered: with their texts 8 MB at 384 dimensions."""

READINGS = 1024
"""How many readings, and how many second looks, are remembered: less than 1 MB each."""

_LONGEST = 1000  # characters; longer texts are no sentences

_Key = TypeVar("_Key")
_Made = TypeVar("_Made")
_Text = TypeVar("_Text")


class _Kept(Generic[_Key, _Made]):
    """Up to `most` things that were made, those asked for last; thread-safe."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()  # never held while something is made
        self._kept: OrderedDict[_Key, _Made] = OrderedDict()

    def find(self, keys: Iterable[_Key]) -> dict[_Key, _Made]:
        """Return what is kept of these."""
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
        return found

    def keep(self, new: Mapping[_Key, _Made]) -> None:
        """Keep what was made, and forget what was not asked for longest."""
        with self._lock:
            self._kept |= new
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


class RememberingEmbedder:
    """Implements `Embedder` by another; thread-safe. The vectors are the other's, bit by bit."""

    def __init__(self, embedder: Embedder, *, entries: int = ENTRIES) -> None:
        self._embedder = embedder
        self._kept: _Kept[str, NDArray[np.float32]] = _Kept(entries)

    @property
    def name(self) -> str:
        """Name of the other: vectors mix with its own."""
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        """Length of every vector."""
        return self._embedder.dimensions

    def embed_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one unit row a text, float32 of shape (len(texts), dimensions)."""
        found = self._kept.find(texts)
        missing = list(dict.fromkeys(text for text in texts if text not in found))
        if missing:
            fresh = self._embedder.embed_passages(missing, progress)
            # Copied: a row would keep all of its matrix.
            new = {text: row.copy() for text, row in zip(missing, fresh, strict=True)}
            self._kept.keep({text: row for text, row in new.items() if len(text) <= _LONGEST})
            found |= new
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = found[text]
        return vectors

    def embed_question(self, question: str) -> NDArray[np.float32]:
        """Return one unit vector, float32 of shape (dimensions,)."""
        return self._embedder.embed_question(question)


class RememberingSpanModel:
    """Implements `SpanModel` by another; thread-safe. What it finds is the other's, bit by bit.

    Texts and questions are known by their digests: nothing that was asked is kept.
    """

    def __init__(self, model: SpanModel, *, entries: int = READINGS) -> None:
        self._model = model
        self._kept: _Kept[bytes, Sequence[Extraction]] = _Kept(entries)

    def extract(
        self, question: str, texts: Sequence[tuple[str, str]], most: int
    ) -> Sequence[Sequence[Extraction]]:
        """Return, for each (title, text), up to `most` spans apart from each other, best first."""
        keys = [_digest(question, title, text, str(most)) for title, text in texts]
        return _made(self._kept, keys, texts, lambda new: self._model.extract(question, new, most))

    def is_word(self, word: str) -> bool:
        """Whether the other knows a word, in lower case."""
        return self._model.is_word(word)


class RememberingVerifier:
    """Implements `Verifier` by another; thread-safe. What it says is the other's, bit by bit."""

    def __init__(self, verifier: Verifier, *, entries: int = READINGS) -> None:
        self._verifier = verifier
        self._kept: _Kept[bytes, float] = _Kept(entries)

    def verify(self, question: str, marked: Sequence[Marked]) -> Sequence[float]:
        """Return a logit for each, in order: above 0 the words rather answer than not."""
        keys = [
            _digest(question, each.title, each.text, f"{each.start}:{each.end}") for each in marked
        ]
        return _made(self._kept, keys, marked, lambda new: self._verifier.verify(question, new))


def _made(
    kept: _Kept[bytes, _Made],
    keys: Sequence[bytes],
    texts: Sequence[_Text],
    make: Callable[[list[_Text]], Sequence[_Made]],
) -> list[_Made]:
    """Return what is made of each text, made anew only where it is not kept under its key."""
    found = kept.find(keys)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
    if missing:
        new = dict(zip(missing, make(list(missing.values())), strict=True))
        kept.keep(new)
        found |= new
    return [found[key] for key in keys]


def _digest(*texts: str) -> bytes:
    """Return 16 bytes that tell these texts from all others."""
    whole = "".join(f"{len(text)} {text}" for text in texts)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()[:16]
