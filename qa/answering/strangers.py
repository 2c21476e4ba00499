"""Names that no passage knows: what is asked of them stands in no article.

A rare word finds what holds it, so a name that none of the passages found has, however it is
spelled, is most likely in no article at all. The model would answer all the same with what they
say of somebody else: an age rating, asked for "the IMDb rating". What only has a capital is no name
yet: headlines, other languages, "the Tenant" of a contract, and letters that stand for words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.billing import heard_among, sounds_of
from qa.answering.exact import WORD
from qa.answering.terms import held
from qa.answering.trimming import NO_NAMES
from qa.text.words import STOP_WORDS, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from qa.answering.questions import Question
    from qa.types import Passage

WHOLLY, PARTLY = 0.25, 0.35
"""Which part of its support is kept by what is found where a name is unknown, or only words of it
are known, and not together."""

_CALLED = re.compile(rf"(?:(?<=[\w,] )|(?<= [(“\"‘*]))(?:{WORD} )*{WORD}(?!['’-]?\w)")
"""What is written with capitals within a question; its first word has one anyway."""

_MOST_WORDS = 4
_SHORTEST, _SAME_START = 3, 5
_PEOPLES = re.compile(
    r"(?:[ie]?an|[ie]li|ese|ish|ino|ch|qi)s?$|^(?:latin|greek|thai|arabic|hindi|swiss)$"
)
"""How words end that say of where somebody is: "Australian" is told by "from Sydney" as well."""

_TITLES = frozenset(
    words(
        """
        mount lake river cape port fort saint st doctor dr professor president king queen prince
        princess sir lady lord captain mayor minister mr mrs ms miss uncle aunt
        """
    )
)
_DETERMINED = re.compile(
    r"\b(?:the|an?|which|what|this|that|each|every|any|our|my|your|his|her|its|their) $",
    re.IGNORECASE,
)
"""After these a plain word with a capital may be any noun."""

_ENGLISH = re.compile(
    r"\s*(?:who|whom|whose|what|which|when|where|why|how|does|did|are|has|have|can|could|should"
    r"|will|would)\b",
    re.IGNORECASE,
)
_ENGLISH_WORDS = frozenset(
    words("the of who whom whose what which when where why how does did are has have this that")
)
"""Words of no other language that writes in Latin letters, or hardly of one."""


def kept_of_strangers(asked: Question, passages: Sequence[Passage]) -> float:
    """Return which part of their support spans keep, by whether all that is named is known.

    >>> from qa.answering.questions import take_apart
    >>> kept_of_strangers(take_apart("What is the IMDb rating?"), [])
    0.25
    """
    named = [*_names(asked.text)] if names_by_capitals(asked.text) else []
    if not named:
        return 1.0
    texts = [f"{each.title}\n{each.text}" for each in passages]
    known = [held(text) for text in texts]
    doubtful = [name for name in named if not any(_has_all(each, name) for each in known)]
    if not doubtful:
        return 1.0
    begun = [
        each | {start for word in each if len(start := word[:_SAME_START]) == _SAME_START}
        for each in known
    ]
    heard = [sounds_of(text) for text in texts]
    return min(_kept(name, [*zip(begun, heard, strict=True)]) for name in doubtful)


def _has_all(known: AbstractSet[str], name: Sequence[str]) -> bool:
    return all(held(word) & known for word in name)


def _kept(name: Sequence[str], told: Sequence[tuple[AbstractSet[str], set[str]]]) -> float:
    """Return what is kept, by which words of a name are known in each passage, or sound so."""
    found = [
        {
            word
            for word in name
            if (held(word) | {fold(word)[:_SAME_START]}) & known or heard_among(word, heard)
        }
        for known, heard in told
    ]
    if any(len(each) == len(set(name)) for each in found):
        return 1.0
    return PARTLY if any(found) else WHOLLY


def names_by_capitals(text: str) -> bool:
    """Whether only names have capitals in a question, as in no headline and not in German.

    >>> names_by_capitals("Who wrote Hamlet?"), names_by_capitals("Was lernt Ada im Hafen?")
    (True, False)
    """
    told = text.split()[1:]
    common = [word for word in told if fold(word).strip("?.,") in STOP_WORDS]
    others = [word for word in told if word not in common]
    headline = any(word[:1].isupper() for word in common) and not any(map(str.islower, others))
    if text.isupper() or headline:
        return False
    return _ENGLISH.match(text) is not None or len(_ENGLISH_WORDS & set(words(text))) > 1


def _names(question: str) -> Iterator[list[str]]:
    """Yield the words of each name that a question gives."""
    for match in _CALLED.finditer(question):
        called = match.group().split()
        named = [word for word in called if _is_name(word)]
        plain = len(named) == 1 and named[0][1:].islower()
        if not named or len(called) > _MOST_WORDS:
            continue
        if not (plain and _DETERMINED.search(question, 0, match.start())):
            yield named


def _is_name(word: str) -> bool:
    """Whether a word names somebody; letters that are short for words are told as these words."""
    folded = fold(word)
    plain = folded in STOP_WORDS | NO_NAMES | _TITLES or _PEOPLES.search(folded)
    short = word.isupper() or word[1:2] in ("'", "’")
    return word.isascii() and len(word) >= _SHORTEST and not plain and not short
