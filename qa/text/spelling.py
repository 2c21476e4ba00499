"""Whether two names may be one, written differently: Lee Jae-kyoo, Lee Jae-gyu, Lee JQ, 이재규.

For comparing the answers to one question: different names may sound alike, so it is not for search.
"""

from __future__ import annotations

import itertools
import re

from qa.text.korean import romanise
from qa.text.sounds import sound
from qa.text.words import fold

_HANGUL = re.compile("[가-힣]+")
_INITIALS = re.compile(r"\b(?:[A-Z]\.?){2,3}(?!\w)")
_FAMILY_NAMES = {  # those whose spellings differ by more than sound
    spelling: names[0]
    for names in (
        ("i", "lee", "yi", "rhee", "li", "ri"),
        ("im", "lim", "rim", "yim"),
        ("bak", "park", "pak"),
        ("no", "roh", "noh", "ro"),
        ("yu", "yoo", "ryu", "you"),
        ("choe", "choi"),
    )
    for spelling in names
}


def romanised(text: str) -> str:
    """Return `text` with Hangul in Latin letters, hyphens between the syllables of a word.

    >>> romanised("박지후")
    'bak-ji-hu'
    """
    return _HANGUL.sub(lambda run: "-".join(map(romanise, run.group())), text)


def sounds(name: str) -> tuple[str, ...]:
    """Return a key for each syllable or word of a name, in order; none when there is no letter.

    >>> sounds("Lee Jae-kyoo") == sounds("이재규")
    True
    """
    words = re.findall(r"[^\W_]+", fold(romanised(name)))
    keys = (sound(_FAMILY_NAMES.get(word, word)) or word for word in words)
    return tuple(key for key in keys if key)


def sound_alike(one: str, other: str) -> bool:
    """Whether two names may be the same, written differently, shortened or turned around.

    >>> sound_alike("Im Jae-hyuk", "Lim Jae-hyeok"), sound_alike("Lee Min-jae", "Lee Min-ki")
    (True, False)
    """
    first, second = sounds(one), sounds(other)
    if not first or not second:
        return False
    if "".join(first) == "".join(second) or sorted(first) == sorted(second):
        return True
    return set(first) < set(second) or set(second) < set(first) or _initialled(one, other)


def _initialled(one: str, other: str) -> bool:
    """Whether one name has initials for what the other spells out: Lee JQ, Lee Jae-kyoo."""
    return any(_abbreviates(short, long) for short, long in itertools.permutations((one, other)))


def _abbreviates(short: str, long: str) -> bool:
    initials = _INITIALS.findall(short)
    if len(initials) != 1:
        return False
    rest, spelled = sounds(short.replace(initials[0], " ")), sounds(long)
    letters = [sound(letter) for letter in initials[0].replace(".", "").lower()]
    shortened = [each[:1] for each in spelled[len(rest) :]]
    return bool(rest) and spelled[: len(rest)] == rest and letters == shortened
