"""Glosses put behind names: "Park Ji-hu (박지후) plays", "the Rhine (also: Rhenus)".

Articles about another country gloss their names all the time; encyclopaedia paragraphs in the
question sets hardly do, and a reader that has not seen it takes "Ji-hu (박지후" for a name. Glosses
are drawn at random and mean nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

_NAME = re.compile(r"(?:[A-Z][\w'’]+(?:-[\w'’]+)*)(?: [A-Z][\w'’]+(?:-[\w'’]+)*){0,3}")
_HOW_OFTEN = 0.35
_SYLLABLES = range(0xAC00, 0xD7A4)
_LATIN = ("ae", "ba", "cho", "dan", "eun", "gi", "han", "il", "jae", "ka", "min", "na", "ri", "su")

Span = tuple[int, int]


def glossed(text: str, spans: Sequence[Span], draw: random.Random) -> tuple[str, tuple[Span, ...]]:
    """Return the text with glosses behind some of its names, and where the spans stand then.

    A gloss never falls inside a span; right behind one, it is not part of it.
    """
    pieces: list[str] = []
    put: list[tuple[int, int]] = []  # where in the old text, how many characters
    done = 0
    for match in _NAME.finditer(text):
        at = match.end()
        inside = any(start < at < end for start, end in spans)
        if not inside and draw.random() < _HOW_OFTEN:
            gloss = f" ({_gloss(draw)})"
            pieces += [text[done:at], gloss]
            put.append((at, len(gloss)))
            done = at
    moved = tuple((a + _before(put, a), b + _before(put, b - 1)) for a, b in spans)
    return "".join(pieces) + text[done:], moved


def _before(put: Sequence[tuple[int, int]], at: int) -> int:
    return sum(length for place, length in put if place <= at)


def _gloss(draw: random.Random) -> str:
    hangul = "".join(chr(draw.choice(_SYLLABLES)) for _ in range(draw.choice((2, 3, 3, 4))))
    given = "".join(draw.choice(_LATIN) for _ in range(draw.choice((2, 3)))).capitalize()
    name = f"{draw.choice(_LATIN).capitalize()} {given}"
    born = f"born {draw.randint(1900, 2009)}"
    return draw.choice((hangul, hangul, f"{hangul}, {name}", f"also: {name}", born))
