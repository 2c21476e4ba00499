"""A misspelled question is read as it was meant: in the spelling of its passages, or of a lexicon.

Retrieval finds the right article for "Who plays Gwinam's moter?", but a reader that learns from
well written questions takes "moter" for something that the article does not tell of. So before
reading, a word that no passage holds, and that is none to the reader, is given

- the spelling of the passages' word that is one letter off, if there is just one such word. Short
  words are left alone, and one of five letters only gets back a letter that was left out or two
  that were swapped: any other letter makes another word of it, or another name;
- else that of the word which it was surely meant to be (`qa.text.correcting`), as that need not
  stand in any article: "who kiled him" where it says that he was shot;
- else that of the passages' name with a hyphen that sounds like it ("heesoo", "su hyuk"), if there
  is just one: such names are romanised in more than one way.

What is written as a name becomes another name only by the first of these. A name that is typed in
one ("onjo", "onjos") gets the hyphens that it has in the passages, however short it is: there no
letter is in doubt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.answering.sounding import PASSAGES, names_by_sound
from qa.text.correcting import corrected
from qa.text.lexicon import frequency
from qa.text.remembering import remembered
from qa.text.sounds import sound
from qa.text.words import STOP_WORDS, fold, stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from qa.types import Passage

SHORTEST = 5
"""Letters of a word that is mended; "kiln" is no "kill"."""

SURE = 6
"""Letters from which on it may become a name, and a letter of it be wrong: "Hana" and "Hanna" are
two people, "buttefly" is none."""

SHORTEST_NAME = 4
"""Letters of a name that is typed in one: "coed" is "co-ed", "ejo" may be anything."""

_TITLE = 200
"""Letters of a title that are looked at."""

_WORD = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)+")


def respelled(question: str, passages: Sequence[Passage], is_word: Callable[[str], bool]) -> str:
    """Return the question in the passages' spelling.

    A word that a passage holds in any form is spelled well, and so is what `is_word` says is one.
    """
    asked = {fold(word) for word in _WORD.findall(question)} - STOP_WORDS
    if not any(len(word) >= SHORTEST_NAME for word in asked):
        return question
    texts = [text_of(each) for each in passages]
    spelled = _spellings(texts)
    meant = dict(_typed_in_one(asked, spelled, is_word))
    strange = {
        word
        for word in asked - spelled.keys() - meant.keys()
        if len(word) >= SHORTEST_NAME and not is_word(word)
    }
    unheard = _unheard(strange, texts)
    if strange:
        named = _capitalised(question)
        mended = _mended(
            {word for word in strange if len(word) >= SHORTEST}, spelled.keys() - asked - STOP_WORDS
        )
        common = frozenset[str]().union(*map(_common, texts))
        meant |= {
            word: spelled[other]
            for word, other in mended.items()
            if (word in unheard or stem(word) == stem(other))
            and _is_meant(word, other, sure=other in common and word not in named)
        }
        if _is_english(question, spelled):
            left = unheard - meant.keys() - named
            meant |= {word: right for word in left if (right := corrected(word))}
    for typed, name in _sounding(question, unheard - meant.keys(), texts):
        question = re.sub(rf"\b{typed}\b", name, question)
    return _WORD.sub(lambda match: meant.get(fold(match.group()), match.group()), question)


def _is_meant(word: str, other: str, *, sure: bool) -> bool:
    """Whether a word is another that is a letter off; a short one only where that is a common word.

    "hambies" is no slip of "hambie".
    """
    return not word.startswith(other) and (len(word) >= SURE or (sure and _slip(word, other)))


def _unheard(words_: AbstractSet[str], texts: Sequence[str]) -> set[str]:
    """Return the words that no text holds in any form."""
    if not words_:
        return set()
    known = frozenset[str]().union(*map(stems_of, texts))
    return {word for word in words_ if stem(word) not in known}


def _is_english(question: str, spelled: Mapping[str, str]) -> bool:
    """Whether a question has an English stop word, and half its words are known."""
    asked = [fold(word) for word in _WORD.findall(question)]
    if STOP_WORDS.isdisjoint(asked):
        return False
    known = sum(word in STOP_WORDS or word in spelled or frequency(word) > 0 for word in asked)
    return 2 * known >= len(asked)


def _sounding(
    question: str, unheard: AbstractSet[str], texts: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield words, and two that may be one name, with the only name that sounds so.

    It has a hyphen. Of two words the lexicon lacks one.
    """
    typed = list(dict.fromkeys(match.group() for match in _WORD.finditer(question)))
    pairs = [f"{one} {other}" for one, other in pairwise(typed) if f"{one} {other}" in question]
    said_by_sound = [names_by_sound(text) for text in texts]
    for said in [*pairs, *(each for each in typed if fold(each) in unheard)]:
        key = sound("".join(fold(said).split()))
        names = {found[key] for found in said_by_sound if key in found}
        if len(names) == 1 and _HYPHENATED.fullmatch(min(names)) and not _are_words(said):
            yield said, names.pop()


def _are_words(said: str) -> bool:
    """Whether two words are both in the lexicon, as in "so young", or say nothing by themselves."""
    one, *others = fold(said).split()
    return bool(others) and (
        not STOP_WORDS.isdisjoint((one, *others)) or all(map(frequency, (one, *others)))
    )


def _typed_in_one(
    asked: Iterable[str], spelled: Mapping[str, str], is_word: Callable[[str], bool]
) -> Iterator[tuple[str, str]]:
    """Yield the words that are names without their hyphens, with the names as they are spelled.

    A word of its own stays one: "resign" is no "re-sign".
    """
    for word in asked:
        # Of "onjo's" in haste the apostrophe is left out, too.
        name, ending = (word, "") if word in spelled else (word.removesuffix("s"), "'s")
        joined = spelled.get(name, "")
        own = joined == joined.lower() and is_word(name)
        if len(name) >= SHORTEST_NAME and _HYPHENATED.fullmatch(joined) and not own:
            yield word, joined + ending


def text_of(passage: Passage) -> str:
    """Return a passage as it is spelled: the beginning of its title, too."""
    return f"{passage.title[:_TITLE]}\n{passage.text}"


def _spellings(texts: Iterable[str]) -> dict[str, str]:
    """Return each folded word with its first spelling: as it stands, or joined over hyphens."""
    found: dict[str, str] = {}
    for text in texts:
        found = {**_spelled(text), **found}
    return found


@remembered(PASSAGES, longest=2000)
def _spelled(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        found.setdefault(fold(word), word)
    for name in _HYPHENATED.findall(text):
        found.setdefault("".join(words(name)), name)
    return found


@remembered(PASSAGES, longest=2000)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of a text's words, however they are hyphenated."""
    return frozenset(map(stem, _spelled(text)))


@remembered(PASSAGES, longest=2000)
def _common(text: str) -> frozenset[str]:
    """Return the words that stand somewhere without a capital: they are no names."""
    return frozenset(word for word in _WORD.findall(text) if word == fold(word))


def _capitalised(question: str) -> frozenset[str]:
    """Return the folded words with a capital, but for the one that any question begins with."""
    found = [match.group() for match in _WORD.finditer(question)][1:]
    return frozenset(fold(word) for word in found if word != word.lower())


def _slip(word: str, meant: str) -> bool:
    """Whether all letters of a word are right: one is missing, or two are swapped."""
    return word[0] == meant[0] and (len(word) < len(meant) or sorted(word) == sorted(meant))


def _mended(strange: AbstractSet[str], spelled: AbstractSet[str]) -> Mapping[str, str]:
    """Return, for each strange word, the one word spelled nearly so; no entry without just one."""
    near: dict[str, set[str]] = defaultdict(set)
    for other in spelled:
        for word in strange:
            if abs(len(word) - len(other)) <= 1 and one_letter_off(word, other):
                near[word].add(other)
    return {word: others.pop() for word, others in near.items() if len(others) == 1}


def one_letter_off(one: str, other: str) -> bool:
    """Whether one letter left out, added, wrong or swapped with the next tells two words apart.

    >>> [one_letter_off("butterfly", each) for each in ("buttefly", "bttuerfly", "butterflies")]
    [True, False, False]
    """
    if len(one) != len(other):
        shorter, longer = sorted((one, other), key=len)
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    differing = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    swapped = (
        len(differing) == 2
        and differing[1] == differing[0] + 1
        and one[differing[0]] == other[differing[1]]
        and one[differing[1]] == other[differing[0]]
    )
    return len(differing) <= 1 or swapped
