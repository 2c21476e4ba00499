"""How a name sounds, roughly: one key for the spellings that transcription gives the same name.

Made for names that come from another script and are written by ear: Lee Jae-kyoo and Lee Jae-gyu,
Im Jae-hyuk and Lim Jae-hyeok, 박지후 and Park Ji-hoo. Different names may share a key; it is for
comparing answers to one question, not for search.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

from qa.text.words import fold

_INITIALS = "g,kk,n,d,tt,r,m,b,pp,s,ss,,j,jj,ch,k,t,p,h"
_VOWELS = "a,ae,ya,yae,eo,e,yeo,ye,o,wa,wae,oe,yo,u,wo,we,wi,yu,eu,ui,i"
_FINALS = ",k,k,k,n,n,n,t,l,k,m,p,l,l,p,l,m,p,p,t,t,ng,t,t,k,t,p,t"
_LETTERS = tuple(letters.split(",") for letters in (_INITIALS, _VOWELS, _FINALS))
_HANGUL = re.compile("[가-힣]+")

# In this order: what is written in two letters first, then one letter for each family of sounds.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:park|pak|bak)$", "pak"),
        (r"^(?:choi|choe)$", "che"),
        (r"^(?:lee|rhee|yi|li|ri|i)$", "i"),
        (r"^(?:lim|rim|yim|im)$", "im"),
        (r"^(?:roh|noh|no|ro)$", "no"),
        (r"^(?:yoo|yu|ryu|ryoo|you)$", "yu"),
        (r"ng", "N"),
        (r"sh", "s"),
        (r"ph", "p"),
        (r"th", "t"),
        (r"kh|ck|q", "k"),
        (r"oo|ou|woo", "u"),
        (r"ee|ui", "i"),
        (r"eo|eu|uh", "u"),
        (r"ae|ai|ay|oe", "e"),
        (r"yi", "i"),
        (r"(?<=[aeiou])h(?![aeiouy])", ""),
        (r"ch|j|zh|z", "c"),
        (r"[kgq]", "k"),
        (r"[td]", "t"),
        (r"[pbfv]", "p"),
        (r"[rl]", "l"),
        (r"w(?=u)", ""),
        (r"(.)\1+", r"\1"),
    )
)


def romanised(text: str) -> str:
    """Return `text` with Hangul syllables in Latin letters, hyphens between those of a word.

    >>> romanised("박지후")
    'bak-ji-hu'
    """
    composed = unicodedata.normalize("NFC", text)
    return _HANGUL.sub(lambda run: "-".join(map(_syllable, run.group())), composed)


def _syllable(char: str) -> str:
    """Return a Hangul syllable in Latin letters; Unicode orders syllables by their letters."""
    number = ord(char) - ord("가")
    places = number // 588, number % 588 // 28, number % 28
    return "".join(letters[at] for letters, at in zip(_LETTERS, places, strict=True))


def sounds(name: str) -> tuple[str, ...]:
    """Return a key for each syllable or word of a name, in order; none when there is no letter.

    >>> sounds("Lee Jae-kyoo") == sounds("Lee Jae-gyu")
    True
    """
    words = re.findall(r"[^\W_]+", fold(romanised(name)))
    return tuple(key for word in words if (key := _sound(word)))


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


def _sound(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


def _initialled(one: str, other: str) -> bool:
    """Whether one name has initials for what the other spells out: Lee JQ, Lee Jae-kyoo."""
    return any(_abbreviates(short, long) for short, long in itertools.permutations((one, other)))


def _abbreviates(short: str, long: str) -> bool:
    initials = re.findall(r"\b(?:[A-Z]\.?){2,3}(?!\w)", short)
    if len(initials) != 1:
        return False
    rest = sounds(short.replace(initials[0], " "))
    spelled = sounds(long)
    letters = tuple(_sound(letter) for letter in initials[0].replace(".", "").lower())
    return (
        bool(rest)
        and spelled == (*rest, *spelled[len(rest) :])
        and letters == tuple(each[:1] for each in spelled[len(rest) :])
    )
