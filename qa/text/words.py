"""Words, names and n-grams: the terms that questions and articles meet on.

`fold` is the one notion of equality: case, accents, width and apostrophes do not matter.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

from qa.text.remembering import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

_CJK_CLASS = (  # Kana, Han (with extension A and compatibility forms), Hangul
    r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\u1100-\u11ff"
)
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_APOSTROPHES = re.compile(r"['’ʼ]")
_CJK_RUN = re.compile(f"[{_CJK_CLASS}]+")
_CJK_CHARACTER = re.compile(f"[{_CJK_CLASS}]")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"(?<![\w*])\*{1,3}(?=\S)([^*]+?)(?<=\S)\*{1,3}(?![\w*])")
_CODE = re.compile(r"`([^`\n]+)`")
_LATIN = r"[^\W\d_]+"
# Both begin at the start of a word and never give a letter back (`++`): else each is tried again at
# every letter of every word, which made them most of what it took to write a lexical index.
_HYPHENATED = re.compile(r"(?<![^\W_])[^\W_]++(?:[-‐‑‒–·][^\W_]++)+")
_CAPITALISED_PAIR = re.compile(rf"(?<![^\W_])(?![a-z])({_LATIN}+)(?= ({_LATIN}+)(?![^\W_]))")

_VOCABULARY = 16_384  # words, 3 MB at most


def fold(text: str) -> str:
    """Return `text` without case, accents, width and apostrophes; Hangul stays composed.

    >>> fold("Café’s Ｏ'Brien")
    'cafes obrien'
    """
    if text.isascii():  # most words: a fifth of the time
        return text.lower().replace("'", "")
    plain = unicodedata.normalize("NFKD", text).casefold()  # width first: "Ａ" has a case too
    decomposed = unicodedata.normalize("NFKD", plain)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _APOSTROPHES.sub("", unicodedata.normalize("NFC", bare))


def words(text: str) -> list[str]:
    """Return the folded words of `text` in order, without possessive endings.

    >>> words("Netflix's Dae-su, 12 épisodes")
    ['netflix', 'dae', 'su', '12', 'episodes']
    """
    return [_bare(match) for match in _WORD.findall(text)]


@remembered(_VOCABULARY, longest=40)
def _bare(word: str) -> str:
    return fold(_POSSESSIVE.sub("", word))


STOP_WORDS = frozenset(
    words(
        """
        a about after all also am an and any are as at be been before being between both but by can
        could did do does doing during each else ever for from get got had has have having he her
        here hers him his how i if in into is it its just me might more most my no nor not now of
        on one only or other our out over own same she should so some such than that the their them
        then there these they this those to too under until up us very was we were what when where
        which while who whom whose why will with would you your
        """
    )
)
"""English words that say nothing about a subject, folded."""


def content_words(text: str) -> list[str]:
    """Return the folded words that are not stop words, in order, each once."""
    return list(dict.fromkeys(word for word in words(text) if word not in STOP_WORDS))


@remembered(_VOCABULARY, longest=40)
def stem(word: str) -> str:
    """Strip the commonest English endings from a folded word (after Harman 1991, extended).

    For comparing a question with a sentence only; the index uses the Snowball stemmer.

    >>> [stem(word) for word in ("zombies", "zombie", "announced", "announce", "stories", "class")]
    ['zombi', 'zombi', 'announc', 'announc', 'stori', 'class']
    """
    for ending in ("ies", "ing", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and word[-2:] not in ("ss", "us"):
            word = word[: -len(ending)] + ("i" if ending == "ies" else "")
            break
    if len(word) > 3 and word.endswith(("e", "y")):
        word = word[:-1] + ("i" if word.endswith("y") else "")
    return word


def name_forms(text: str) -> Iterator[str]:
    """Yield, for an article, the joined forms of words that a name may be written with.

    Hyphenated words are joined, and so are neighbours that start with a capital, so that
    "Dae-su", "Dae su" and "Daesu" meet.

    >>> sorted(name_forms("Dae-su met Ji hu"))
    ['daesu', 'jihu']
    """
    for match in _HYPHENATED.findall(text):
        yield "".join(words(match))
    for first, second in _CAPITALISED_PAIR.findall(text):
        if first[0].isupper():
            yield fold(first + second)


def capitalised(text: str) -> list[str]:
    """Return the folded words that start with a capital and say something, in order.

    >>> capitalised("The Lomon we know plays Su-hyeok")
    ['lomon', 'su']
    """
    found = (fold(word) for word in _WORD.findall(text) if word[0].isupper())
    return [word for word in found if word not in STOP_WORDS]


def asked_name_forms(question: str) -> list[str]:
    """Return, for a question, each word and each joined pair of neighbours, folded, each once.

    >>> asked_name_forms("who plays dae su")
    ['who', 'plays', 'dae', 'su', 'whoplays', 'playsdae', 'daesu']
    """
    single = words(question)
    pairs = [first + second for first, second in itertools.pairwise(single)]
    return list(dict.fromkeys([*single, *pairs, *name_forms(question)]))


def cjk_grams(text: str) -> Iterator[str]:
    """Yield the 2- and 3-grams of every run of Hangul, Kana or Han; a lone character as it is.

    >>> list(cjk_grams("김민재 A 水"))
    ['김민', '민재', '김민재', '水']
    """
    for run in _CJK_RUN.findall(unicodedata.normalize("NFKC", text)):
        if len(run) == 1:
            yield run
        for size in (2, 3):
            yield from (run[at : at + size] for at in range(len(run) - size + 1))


def cjk_share(text: str) -> float:
    """Return which part of a text's letters are Hangul, Kana or Han; 0 without letters.

    >>> cjk_share("온조 Who"), cjk_share("123")
    (0.4, 0.0)
    """
    letters = [each for each in text if each.isalpha()]
    return sum(map(bool, map(_CJK_CHARACTER.match, letters))) / max(len(letters), 1)


def unmarked(text: str) -> str:
    r"""Return `text` as one line without Markdown's marks of emphasis, code and links.

    >>> unmarked("**Lomon** plays in *All of\nUs* ([source](https://example.org)).")
    'Lomon plays in All of Us (source).'
    """
    for mark in (_LINK, _EMPHASIS, _CODE):
        text = mark.sub(r"\1", text)
    return " ".join(text.split())


CHARACTERS_A_WORD = 12
"""A text without spaces counts at least a word per this many characters."""


def weight(text: str) -> float:
    """Return the length of `text` in words; a Hangul, Kana or Han character counts 0.7.

    Text without spaces (an address, a string of emoji) counts at least a word per 12 characters.
    """
    spaced = _CJK_CHARACTER.sub(" ", text)
    characters = len(text) - len(_CJK_CHARACTER.sub("", text))
    return max(len(spaced.split()) + 0.7 * characters, len(text) / CHARACTERS_A_WORD)
