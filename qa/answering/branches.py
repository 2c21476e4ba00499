"""Which branch of a body a sentence speaks of, where the body's name stands for its first.

"Sund FC Women" and "the women's team of Sund FC" are not "Sund FC", though they bear its name: what
is told of the one is neither told of the other nor replaces it.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from qa.answering.subject import setting_of
from qa.text.words import fold

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from qa.answering.questions import Question
    from qa.types import Span

_FORMS = {
    "women": r"women|ladies|girls",
    "youth": r"youth|juniors?|academy|boys|under[ -]?\d\ds?|u-?\d\d",
    "reserve": r"reserves?",
}
_SPOKEN = {branch: re.compile(form) for branch, form in _FORMS.items()}
_OWN = (
    r"(?:[’']s?)?(?:\s+(?:first|second|national))?\s+(?:team|side|squad|eleven|section|branch)s?\b"
)
_BETWEEN = r"(?:[’']s?)?\s+(?:fc\s+|afc\s+)?"


def same_branch(asked: Question, span: Span) -> bool:
    """Whether a sentence is of the branch that is asked about, or of the whole where none is.

    A sentence that does not name the body itself is of the branch that it refers back to.
    """
    sentence = fold(span.quote)
    names = {fold(name) for name in asked.names if len(name) > 2}
    wanted = branches_in(fold(asked.text), names)
    told = branches_in(sentence, names)
    if not told and not any(name in sentence for name in names):
        told = branches_in(fold(setting_of(span.passage, span.quote_start)), names, referred=True)
    return bool(told & wanted) if told and wanted else not told


def branches_in(text: str, names: AbstractSet[str], *, referred: bool = False) -> frozenset[str]:
    """Return which branches of the bodies of these names a folded text speaks of.

    With `referred` any team of such a kind counts, whatever it belongs to.

    >>> sorted(branches_in("lind coaches the women's team of sund fc.", {"sund"}))
    ['women']
    >>> branches_in("ten women came to sund.", {"sund"}), branches_in("little women", {"alcott"})
    (frozenset(), frozenset())
    """
    # Hardly a text has such a word: the patterns are made for those that do.
    spoken = [branch for branch, word in _SPOKEN.items() if word.search(text)]
    ours = frozenset(names)
    return frozenset(branch for branch in spoken if _ways(branch, ours, referred).search(text))


@functools.lru_cache(64)
def _ways(branch: str, names: frozenset[str], referred: bool) -> re.Pattern[str]:
    """Return the ways to speak of a branch of the bodies of these names."""
    named = "|".join(map(re.escape, sorted(names))) or r"(?!)"
    form = _FORMS[branch]
    ways = [
        rf"\b(?:{named}){_BETWEEN}(?:{form})\b(?![’'])",
        rf"\b(?:{named}){_BETWEEN}(?:{form}){_OWN}",
        rf"\b(?:{form}){_OWN}\s+(?:of|at|for|from)\s+(?:the\s+)?(?:\w+\s+)?(?:{named})\b",
    ]
    return re.compile("|".join([*ways, rf"\b(?:{form}){_OWN}"] if referred else ways))
