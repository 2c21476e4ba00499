"""Lexical search: BM25 over words, joined names, their sounds and CJK n-grams.

The only importer of tantivy.

Questions become term queries; nothing a user types is parsed as a query language.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import tantivy

from qa.errors import GenerationError
from qa.index.gathering import gathered
from qa.text import korean
from qa.text.sounds import SHORTEST as SHORTEST_SOUND
from qa.text.sounds import sound
from qa.text.words import (
    STOP_WORDS,
    asked_name_forms,
    capitalised,
    cjk_grams,
    name_forms,
    words,
)
from qa.types import Hit, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.index.allowed import Allowed


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a match counts beside that of a word; 0 leaves it out. See docs/evaluation.md.

    `name`: a joined name; `sound`: a name that sounds the same, asked where none is spelled so;
    `near`: the score of every name whose sound is a letter off, asked where none sounds the same.
    """

    name: float = 0.5
    sound: float = 1.0
    near: float = 4.0


_WEIGHTS = Weights()
_SIFTED_SHARE, _SIFTED_DEPTH = 0.1, 2
"""When at least this share of the rows is allowed, they are sought among the best hits first: among
so many times the number that would hold enough of them by chance."""

_COUNTED, _LONGEST_COUNTED = 16_384, 40  # terms whose count is remembered: 5 MB at most
_HEAP = 128 << 20
_SHORTEST_NAME = 3
_SHORTEST_NEAR = 5  # sounds of four letters have too many neighbours
_MOST_NEAR = 2  # names misspelled in one question; each costs 3 ms at a million chunks


def write_lexical(folder: Path, texts: Iterable[tuple[int, int, str]]) -> None:
    """Index `(slot, article's slot, text)` into `folder`, which must not exist yet.

    A slot stands for a row and stays the same from one generation to the next; an article's slot
    is that of its first row. One thread and one commit, so that the same texts always give the
    same ranking.
    """
    folder.mkdir()
    index = _register(tantivy.Index(_schema(), path=str(folder)))
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    for slot, article, said in texts:
        text = _whole(said)
        document = tantivy.Document()
        document.add_unsigned("row", slot)
        document.add_unsigned("article", article)
        document.add_text("words", text)
        names = list(name_forms(text))
        document.add_text("names", " ".join(names))
        document.add_text("sounds", " ".join(_sounds([*names, *capitalised(text)])))
        document.add_text("grams", " ".join(cjk_grams(text)))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    for lock in folder.glob(".*.lock"):
        lock.unlink()


class LexicalIndex:
    """The lexical indexes of all parts opened as one; safe for concurrent searches.

    A score counts what is in all of them, so it does not depend on how rows fall into parts.
    """

    def __init__(
        self, folders: Sequence[Path], slots: NDArray[np.int32], weights: Weights = _WEIGHTS
    ) -> None:
        """Open the indexes; `slots`, of shape (rows,), has the slot of each row."""
        self._weights = weights
        self._rows = np.full(int(slots.max(initial=-1)) + 1, -1, np.int32)
        self._rows[slots] = np.arange(len(slots), dtype=np.int32)
        self._index = _open(folders)
        self._searcher = self._index.searcher()
        self._schema = self._index.schema
        self._analyser = _analyser()
        # It does not hold `self`: a generation is unmapped with its last holder.
        self._remembered = functools.lru_cache(_COUNTED)(self._searcher.doc_freq)

    def search(self, question: str, limit: int, allowed: Allowed | None) -> list[Hit]:
        """Return up to `limit` rows by BM25, best first, ties by row; none when no word counts.

        With `allowed`, these are the best of the rows allowed, however few they are.
        """
        clauses = [(tantivy.Occur.Should, query) for query in self._queries(_whole(question))]
        if not clauses or (allowed is not None and not allowed.rows.any()):
            return []
        query = tantivy.Query.boolean_query(clauses)
        if allowed is None:
            hits = self._hits(query, limit)
        else:
            hits = self._sifted(query, limit, allowed) or self._only(query, limit, allowed)
        return sorted(hits, key=lambda hit: (-hit.score, hit.row))[:limit]

    def _sifted(self, query: tantivy.Query, limit: int, allowed: Allowed) -> list[Hit]:
        """Return the allowed of the best hits, when these surely hold the `limit` best, else none.

        A list of nearly all articles makes a query a hundred times slower than none.
        """
        share = float(allowed.rows.mean())
        if share < _SIFTED_SHARE:
            return []
        depth = math.ceil(_SIFTED_DEPTH * limit / share)
        hits = self._hits(query, depth)
        kept = [hit for hit in hits if allowed.rows[hit.row]]
        return kept if len(kept) >= limit or len(hits) < depth else []

    def _hits(self, query: tantivy.Query, limit: int) -> list[Hit]:
        """Return at least `limit` best hits, and all that tie with the last of them.

        Which of several ties tantivy puts first depends on how it laid out its segments.
        """
        asked = limit + 1
        while True:
            hits = self._searcher.search(query, limit=asked, count=False).hits
            if len(hits) < asked or hits[-1][0] < hits[limit - 1][0]:
                break
            asked *= 2
        slots = self._searcher.fast_field_values("row", [address for _, address in hits])
        rows = self._rows[np.array(slots, np.int64)].tolist()
        return [Hit(Row(row), score) for (score, _), row in zip(hits, rows, strict=True)]

    def _queries(self, question: str) -> Iterator[tantivy.Query]:
        foreign = korean.take_apart(question)
        meanings = " ".join(meaning for word in foreign for meaning in word.meanings)
        for term in self._terms(f"{question} {meanings}"):
            yield self._term("words", term)
        asked = [form for form in asked_name_forms(question) if _may_be_name(form)]
        romanised = [name for word in foreign for name in word.names]
        for name in dict.fromkeys([*asked, *romanised]) if self._weights.name else ():
            if self._count("names", name):  # most pairs of words are no name
                yield tantivy.Query.boost_query(self._term("names", name), self._weights.name)
        unknown = self._unknown_names(question, asked)
        yield from self._sounding(dict.fromkeys(_sounds([*unknown, *romanised])))
        bare = " ".join(word.stem for word in foreign) or question
        for gram in dict.fromkeys(cjk_grams(bare)):
            yield self._term("grams", gram)

    def _unknown_names(self, question: str, forms: Iterable[str]) -> list[str]:
        """Return the forms that no article has as a name: words that none has, and hyphened ones.

        Those that are written as names come first. Where the name itself is found, all that merely
        sounds like it would only get in its way.
        """
        single, joined = set(words(question)), set(name_forms(question))
        unknown = [
            form
            for form in forms
            if form in joined or form in single
            if not self._count("names", form)
            if form in joined or not self._known(form)
        ]
        written = joined.union(capitalised(question))
        return sorted(unknown, key=lambda form: form not in written)

    def _count(self, field: str, term: str) -> int:
        """Return how many rows hold a term."""
        short = len(term) <= _LONGEST_COUNTED
        return self._remembered(field, term) if short else self._searcher.doc_freq(field, term)

    def _known(self, word: str) -> bool:
        """Whether some article has the word; a stop word counts as known."""
        return all(self._count("words", term) for term in self._terms(word))

    def _sounding(self, keys: Iterable[str]) -> Iterator[tantivy.Query]:
        """Yield a query a sound; for a sound no name has, one for all that are a letter off.

        Only the first few get one of these: they look through all names.
        """
        left = _MOST_NEAR if self._weights.near else 0
        for key in keys:
            if self._weights.sound and self._count("sounds", key):
                yield tantivy.Query.boost_query(self._term("sounds", key), self._weights.sound)
            elif left and len(key) >= _SHORTEST_NEAR:
                left -= 1
                near = tantivy.Query.fuzzy_term_query(self._schema, "sounds", key, distance=1)
                yield tantivy.Query.boost_query(near, self._weights.near)

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, index_option="freq")

    def _terms(self, question: str) -> list[str]:
        """Return the analysed words of a question, each once, without stop words."""
        return list(dict.fromkeys(self._analyser.analyze(question)))

    def _only(self, query: tantivy.Query, limit: int, allowed: Allowed) -> list[Hit]:
        """Return the hits among the allowed articles, which become a part of the query."""
        slots = allowed.slots.tolist()
        members = tantivy.Query.term_set_query(self._schema, "article", slots)
        free = tantivy.Query.const_score_query(members, 0.0)
        must = tantivy.Occur.Must
        return self._hits(tantivy.Query.boolean_query([(must, query), (must, free)]), limit)


def _open(folders: Sequence[Path]) -> tantivy.Index:
    """Open the indexes of several folders as one, without writing into any of them."""
    if not folders:
        return _register(tantivy.Index(_schema()))
    generation = folders[0].parents[2].name
    try:
        with gathered(folders) as lent:
            index = _register(tantivy.Index.open(str(lent)))
            index.config_reader("manual", 1)  # nothing changes: watch for nothing
            index.reload()
    except ValueError as error:
        raise GenerationError(generation, f"its lexical index: {error}") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # tantivy's panics, a BaseException
            raise
        raise GenerationError(generation, f"its lexical index: {error}") from None
    return index


def _may_be_name(form: str) -> bool:
    return len(form) >= _SHORTEST_NAME and form not in STOP_WORDS


def _sounds(names: Iterable[str]) -> list[str]:
    """Return the sound of each name, in order, each as often as it is there; too short ones not."""
    return [key for key in map(sound, names) if len(key) >= SHORTEST_SOUND]


def _whole(text: str) -> str:
    """Return `text` with lone surrogates, which no UTF-8 library takes, as question marks."""
    return text.encode("utf-8", "replace").decode()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    builder.add_unsigned_field("article", indexed=True)
    builder.add_text_field("words", tokenizer_name="words", index_option="freq")
    builder.add_text_field("names", tokenizer_name="folded", index_option="freq")
    builder.add_text_field("sounds", tokenizer_name="folded", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="folded", index_option="freq")
    return builder.build()


def _register(index: tantivy.Index) -> tantivy.Index:
    """Register the tokenizers, which tantivy does not keep with an index."""
    index.register_tokenizer("words", _analyser())
    index.register_tokenizer(
        "folded", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    )
    return index


def _analyser() -> tantivy.TextAnalyzer:
    """Words, lower case, without accents and stop words, stemmed (Snowball English)."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(r"[\p{L}\p{M}\p{N}]+"))
        .filter(tantivy.Filter.remove_long(64))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.custom_stopword(sorted(STOP_WORDS)))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )
