"""Korean questions over articles in another language: bare words, and names in Latin letters.

What a Korean word means is looked up in a small list of common words (`qa.text.korean_words`); a
word that is not in it is taken for a name and romanised. It is no translation, only what helps to
find.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.text.korean_words import (
    DOING,
    ENDINGS,
    FAMILY_NAMES,
    LONGEST_ENDING,
    SUFFIXES,
    TAILS,
    UNDERWENT,
    VERB_TAILS,
    longest_word,
    nouns,
    verbs,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def _spell(letters: str) -> list[str]:
    """Return what each part of a syllable is written with; a dash is nothing."""
    return letters.replace("-", "").split(" ")


_FIRST, _LAST = 0xAC00, 0xD7A3
_INITIALS = _spell("g kk n d tt r m b pp s ss - j jj ch k t p h")
_MEDIALS = _spell("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_FINALS = _spell("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t")

_FILLER = "eu"
"""The vowel between consonants that Korean does not put side by side: 스, s."""

_RUN = re.compile("[가-힣]+")
_LONGEST_NAME = 6
_LONGEST_RUN = 60  # syllables; nobody writes more without a space, and each is tried as a beginning


@dataclass(frozen=True, slots=True)
class Korean:
    """One Korean word of a question.

    `stem` is what is left without its endings; `meanings` are English words or phrases for it, none
    for a name; `names` are ways to write it in Latin letters, folded and joined, none for a known
    word. `does` says that it tells what is done, `underwent` that this was done to something.
    """

    stem: str
    meanings: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    does: bool = False
    underwent: bool = False


def romanise(hangul: str) -> str:
    """Write Hangul in Latin letters, syllable by syllable, as South Korea's rules do for names.

    >>> romanise("유인수"), romanise("박지후")
    ('yuinsu', 'bakjihu')
    """
    return "".join(_letters(each) for each in hangul)


def as_loan(hangul: str) -> str:
    """Write Hangul in Latin letters as if it were a foreign word, without the vowels put in for it.

    >>> as_loan("미니버스"), as_loan("필름")
    ('minibeos', 'pilrm')
    """
    return "".join(_letters(each, filler=_FILLER) for each in hangul)


def take_apart(question: str) -> list[Korean]:
    """Return the Korean words of a text in order; none for a text without Hangul.

    >>> take_apart("온조 역의 배우는?")[0].names
    ('onjo',)
    >>> [word.meanings for word in take_apart("온조 역의 배우는?")[1:]]
    [('role',), ('actor',)]
    """
    return [word for run in _RUN.findall(question) for word in _words(run)]


def in_english(question: str) -> str:
    """Return names and meanings in order, as words that an English model reads; may be blank.

    >>> in_english("박지후 역의 배우는?")
    'Park Ji-hu role actor'
    """
    said = [
        " ".join(word.meanings) or spelled(word.stem)
        for word in take_apart(question)
        if word.meanings or word.names
    ]
    latin = [each for each in _RUN.sub(" ", question).split() if any(map(str.isalnum, each))]
    return " ".join([*latin, *said])


def _words(run: str) -> list[Korean]:
    """Return the words of one run of Hangul: known ones, or a name and what is known behind it."""
    if run in ENDINGS:
        return []
    if len(run) > _LONGEST_RUN:
        return [Korean(run)]
    return _known(run) or _named(run)


def _known(run: str) -> list[Korean]:
    """Return the known words that make up a run, but for its ending; none when some part is not."""
    found: list[Korean] = []
    while run and run not in ENDINGS and not (found and run.startswith(TAILS)):
        size, meanings = _longest(run)
        if not size:
            return []
        word, run = run[:size], run[size:]
        verb = word in verbs()
        found.append(
            Korean(
                word,
                meanings,
                does=verb or run.startswith(DOING),
                underwent=not verb and run.startswith(UNDERWENT),
            )
        )
        if verb:
            break
    return found


def _longest(text: str) -> tuple[int, tuple[str, ...]]:
    """Return how long the longest known word is that a text begins with, and what it means.

    A single syllable counts only when nothing but an ending follows: most begin other words.
    """
    for size in range(min(len(text), longest_word()), 0, -1):
        word = text[:size]
        if size > 1 or text[1:] in ENDINGS or not text[1:]:
            for words in (nouns(), verbs()):
                if word in words:
                    return size, words[word]
    return 0, ()


def _named(run: str) -> list[Korean]:
    """Return a run as a name, without its ending, and the known words that follow it if any do."""
    if run.endswith(VERB_TAILS):
        return [Korean(run)]
    for size in range(2, len(run)):
        bare = _bare(run[size - 1 :])[1:]
        if bare in SUFFIXES:
            return [_name(run[:size]), Korean(bare, (SUFFIXES[bare],))]
        behind = _known(run[size:])
        if behind and len(behind[0].stem) > 1:
            return [_name(run[:size]), *behind]
    return [_name(_bare(run))]


def _name(stem: str) -> Korean:
    named = 2 <= len(stem) <= _LONGEST_NAME
    return Korean(stem, names=tuple(_name_forms(stem)) if named else ())


def _bare(run: str) -> str:
    """Return a run without its longest ending, when at least two syllables are left."""
    for size in range(min(len(run) - 2, LONGEST_ENDING), 0, -1):
        if run[-size:] in ENDINGS:
            return run[:-size]
    return run


def _name_forms(stem: str) -> Iterator[str]:
    """Yield the whole name, then what may be its given name: three syllables lead with a family's.

    Among friends a name that ends in a consonant is given a closing i; without it, too.
    """
    yield romanise(stem)
    if len(stem) == 3 and stem[0] in FAMILY_NAMES:
        yield romanise(stem[1:])
    if len(stem) > 2 and stem.endswith("이"):
        yield romanise(stem[:-1])


def spelled(stem: str) -> str:
    """Write a name as English texts do.

    >>> spelled("온조"), spelled("윤찬영")
    ('On-jo', 'Yoon Chan-yeong')
    """
    family = FAMILY_NAMES[stem[0]] + " " if len(stem) == 3 and stem[0] in FAMILY_NAMES else ""
    given = stem[1:] if family else stem
    return family + "-".join(romanise(each) for each in given).capitalize()


def _letters(syllable: str, filler: str = "") -> str:
    code = ord(syllable)
    if not _FIRST <= code <= _LAST:
        return syllable
    initial, rest = divmod(code - _FIRST, 21 * 28)
    medial, final = divmod(rest, 28)
    vowel = _MEDIALS[medial]
    return _INITIALS[initial] + (vowel if vowel != filler else "") + _FINALS[final]
