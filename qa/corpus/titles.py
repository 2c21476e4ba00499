"""A title from a file's name, with the capitals that the article's text uses."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from qa.corpus.dates import split_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[-'’]")
_READ = 100_000  # characters of the text that are looked at


def title_from_name(name: str, text: str) -> str:
    """Return the words of `name` as a title.

    >>> title_from_name("2023-03-09-park-ji-hu-of-seoul", "Where Park Ji-hu lives.")
    'Park Ji-hu of seoul'
    """
    rest = split_name(name)[1]
    words = _WORD.findall(rest)
    if not words:
        return name if name.strip() else "Untitled"
    title = _as_in_text([word.casefold() for word in words], _Text(text[:_READ])) or rest
    return title[0].upper() + title[1:]


class _Text:
    """The words of a text, each with what joins it to the word before: a hyphen, or a space."""

    def __init__(self, text: str) -> None:
        found = list(_WORD.finditer(text))
        ends = [0, *(match.end() for match in found)]
        self.forms = [match[0] for match in found]
        self.joiners = [
            _joiner(text[end : match.start()]) for end, match in zip(ends, found, strict=False)
        ]
        self.folded = [form.casefold() for form in self.forms]
        self.places: dict[str, list[int]] = {}
        for place, word in enumerate(self.folded):
            self.places.setdefault(word, []).append(place)

    def longest_run(self, words: Sequence[str]) -> tuple[int, list[int]]:
        """Return how many of the first `words` occur here as a phrase, and every place of it."""
        length, places = 0, self.places.get(words[0], [])
        longest = places
        while places:
            length, longest = length + 1, places
            if length == len(words):
                break
            places = [each for each in places if self._has(each + length, words[length])]
        return length, longest

    def commonest(self, place: int, places: Sequence[int]) -> str:
        """Return joiner and word as they stand most often; capitals win a tie."""
        counts = Counter((self.joiners[each + place], self.forms[each + place]) for each in places)
        joiners, forms = Counter[str](), Counter[str]()
        for (joiner, form), count in counts.items():
            joiners[joiner] += count
            forms[form] += count
        return _top(joiners) + _top(forms)

    def _has(self, place: int, word: str) -> bool:
        return place < len(self.folded) and self.folded[place] == word


def _as_in_text(words: Sequence[str], text: _Text) -> str:
    parts: list[str] = []
    while words:
        length, places = text.longest_run(words)
        run = [text.commonest(each, places) for each in range(length)] or [f" {words[0]}"]
        parts += [f" {run[0][1:]}", *run[1:]]
        words = words[len(run) :]
    return "".join(parts).strip()


def _joiner(between: str) -> str:
    return between if _JOINED.fullmatch(between) else " "


def _top(counts: Counter[str]) -> str:
    return max(counts, key=lambda form: (counts[form], sum(map(str.isupper, form)), form))
