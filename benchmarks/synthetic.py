"""A corpus of any size that is never on the disk: made-up text, and vectors that lie as real ones.

Text is drawn by Zipf's law from a made-up vocabulary, four chunks an article. Each chunk says its
number, by which its vector is drawn (benchmarks/sampling.py).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

import numpy as np

from benchmarks.sampling import SLAB, draw
from qa.types import Article, Published

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.protocols import Progress

CHUNKS_AN_ARTICLE = 4
SENTENCES_A_CHUNK = 3
RARE = "rare"
RARE_EACH = 100
_WORDS, _SENTENCES = 30_000, 20_000
_NUMBER = re.compile(r"c(\d+)\n")


class SampledEmbedder:
    """Implements `Embedder` under the name of a real one, by drawing what a chunk's number says."""

    def __init__(self, name: str, real: NDArray[np.float16], rows: int) -> None:
        self.name = name
        self.dimensions = real.shape[1]
        self._rows = rows
        self._slab = functools.lru_cache(2)(
            lambda number: draw(real, number, min(SLAB, rows - number * SLAB))
        )

    def embed_passages(
        self, texts: Sequence[str], progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Return one unit row a text."""
        rows = np.empty((len(texts), self.dimensions), np.float32)
        for at, text in enumerate(texts):
            rows[at] = self.embed_question(text)
            if progress and (at + 1 == len(texts) or at % 1000 == 999):
                progress("embed", at + 1, len(texts))
        return rows

    def embed_question(self, question: str) -> NDArray[np.float32]:
        """Return the vector of a chunk's text."""
        found = _NUMBER.search(question)
        number = int(found[1]) % self._rows if found else 0
        return np.asarray(self._slab(number // SLAB)[number % SLAB], np.float32)


class Articles(Sequence[Article]):
    """So many articles, each made when it is asked for, always the same."""

    def __init__(self, count: int) -> None:
        self._count = count
        chance = np.random.default_rng(5)
        letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
        words = ["".join(chance.choice(letters, chance.integers(3, 10))) for _ in range(_WORDS)]
        drawn = np.minimum(chance.zipf(1.3, size=(_SENTENCES, 12)) - 1, _WORDS - 1)
        self._sentences = [
            " ".join(words[each] for each in row).capitalize() + "." for row in drawn.tolist()
        ]

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Article: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Article]: ...
    def __getitem__(self, at: int | slice) -> Article | Sequence[Article]:
        """Return an article, or several."""
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(self._count))]
        if at >= self._count:
            raise IndexError(at)
        chance = np.random.default_rng([9, at])
        size = (CHUNKS_AN_ARTICLE, SENTENCES_A_CHUNK)
        picked = chance.integers(_SENTENCES, size=size).tolist()
        first = at * CHUNKS_AN_ARTICLE
        text = "\n\n".join(
            f"# c{first + number}\n\n" + " ".join(self._sentences[each] for each in row)
            for number, row in enumerate(picked)
        )
        tags = (RARE,) if at % RARE_EACH == 0 else ()
        published = Published(2000 + at % 25, 1 + at % 12)
        return Article(f"{at:08}", f"Article {at}", text, published, tags=tags)


class SyntheticReading:
    """What a builder reads of a synthetic corpus; articles are told by their numbers."""

    problems = ()

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles
        changed = articles.at if isinstance(articles, _Changed) else None
        self.entries = [_Entry(f"{at:08}", at) for at in range(len(articles))]
        self.digests = {each.id: f"{each.number:064}" for each in self.entries}
        if changed is not None:
            self.digests[f"{changed:08}"] = f"f{changed:063}"

    def load(
        self,
        entries: Iterable[_Entry],
        folder: Path | None = None,  # noqa: ARG002 - holds nothing
    ) -> Iterator[tuple[Article, str]]:
        """Make the articles of the entries, one after the other."""
        return ((self._articles[each.number], self.digests[each.id]) for each in entries)


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    number: int
    inferred: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SyntheticCorpus:
    """What a builder reads instead of a folder."""

    articles: Sequence[Article]

    def read(self, _: Progress | None = None) -> SyntheticReading:
        """Return the articles, which are sorted by id."""
        return SyntheticReading(self.articles)

    def replaced(self, at: int) -> SyntheticCorpus:
        """Return a corpus in which one article says the same under another title."""
        return SyntheticCorpus(_Changed(self.articles, at))


class _Changed(Sequence[Article]):
    """Articles of which one has another title."""

    def __init__(self, articles: Sequence[Article], at: int) -> None:
        self._articles = articles
        self.at = at

    def __len__(self) -> int:
        return len(self._articles)

    @overload
    def __getitem__(self, at: int) -> Article: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Article]: ...
    def __getitem__(self, at: int | slice) -> Article | Sequence[Article]:
        """Return an article, or several."""
        found = self._articles[at]
        if at != self.at or not isinstance(found, Article):
            return found
        return replace(found, title="Another title")
