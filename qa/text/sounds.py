"""How a name sounds: one key for the many ways to write the same name in Latin letters.

Made for names that were romanised ("Gyeong-su", "Kyung-soo"): vowels that are written for one
another fall together, and so do consonants that differ by voice alone. It knows no list of names.
"""

from __future__ import annotations

import functools
import re

SHORTEST = 4
"""A key with fewer letters says too little: half the names of a language would share it."""

_RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[^a-z]", ""),
        (r"ph", "p"),
        (r"sh", "s"),
        (r"ch", "j"),
        (r"ck", "k"),
        # Vowels, long spellings first; for "eo", "eu", "oo", "ou" and "u" stands "o".
        (r"w?ae|oe|we(?!o)", "e"),
        (r"e?ui|wi|ee|yi", "i"),
        (r"eo|eu|oo|ou|u", "o"),
        (r"wo+", "o"),
        (r"o+", "o"),
        (r"y$", "i"),
        # Consonants: voiced for voiceless, one liquid.
        (r"[kqc]", "g"),
        (r"t", "d"),
        (r"[pfv]", "b"),
        (r"r", "l"),
        (r"z", "j"),
        (r"x", "gs"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)h$", ""),
    )
]


@functools.lru_cache(1 << 16)  # twenty substitutions; a corpus says its names again and again
def sound(name: str) -> str:
    """Return the key of a folded name; names of like sound share it, "" when nothing is left.

    >>> [sound(name) for name in ("gyeongsu", "kyungsoo", "soohyuk", "suhyeok", "lomon", "romon")]
    ['gyongso', 'gyongso', 'sohyog', 'sohyog', 'lomon', 'lomon']
    """
    for pattern, replacement in _RULES:
        name = pattern.sub(replacement, name)
    return name
