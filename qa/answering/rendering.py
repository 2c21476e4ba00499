"""A Korean question over English passages, in words that the reader can read beside them.

It is no translation: names and common words in the order they came, but what is asked for goes to
the front, where English has it. Of what a word may mean that is kept which the passages hold, and a
name is spelled as they spell what sounds like it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.questions import LONGEST_QUESTION
from qa.answering.respelling import stems_of, text_of
from qa.answering.sounding import names_by_sound
from qa.text import korean
from qa.text.sounds import sound
from qa.text.words import fold, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from qa.types import Passage

_RUN = re.compile("[가-힣]+|[^가-힣]+")
_ALONE = frozenset({"who", "what", "where", "when", "why", "how"})
"""What asks by itself."""

_WITH_NEXT = frozenset({"which", "how many", "how much"})
"""What asks together with the word that follows: 몇 킬로, how many kilos."""

_WHICH_DATE = re.compile(r"몇\s*(?=월|[년일](?:도|에|쯤))")
"""What asks for a date, not for how many of them: 몇 년에, in which year; but 몇 년 동안."""

_VERDICT = re.compile("(?:가|나|까|아|어|여|해|대|돼)요[?？]*$|니까[?？]*$|(?:나|냐|니|까)[?？]+$")
"""How a sentence ends that asks for yes or no, unless a word in it asks for something else."""

_PEOPLE = frozenset({"actor", "actress", "person", "director", "student", "author", "writer"})
"""What is asked after with "who" where nothing else is said: 배우는? "The actor?"."""


def in_latin(question: str, passages: Sequence[Passage]) -> str:
    """Return a question in words that can be read beside the passages; as it is where it has none.

    It is as long as a question may be at most, as one syllable may become a word.
    """
    foreign = sum(not is_latin(passage.text) for passage in passages)
    if is_latin(question) or 2 * foreign > len(passages) or not korean.take_apart(question):
        return question
    return rendered(question, passages)[:LONGEST_QUESTION] or question


def is_latin(text: str) -> bool:
    """Whether most of a text's letters are Latin; a text without letters is taken for Latin.

    >>> is_latin("Who is 박지후?"), is_latin("박지후는 누구?")
    (True, False)
    """
    letters = [char for char in text if char.isalpha()]
    return sum(char < "\u0250" for char in letters) * 2 >= len(letters)


def rendered(question: str, passages: Sequence[Passage]) -> str:
    """Return a Korean question as the reader is asked it; "" when nothing in it is understood."""
    texts = [text_of(passage) for passage in passages]
    held = frozenset[str]().union(*map(stems_of, texts))
    spelled = [names_by_sound(text) for text in texts]  # of the best passage first
    front: list[str] = []
    rest: list[str] = []
    pending = rest
    for word in _in_order(_WHICH_DATE.sub("어느 ", question)):
        meant = " ".join(word.meanings)
        if meant in _ALONE or meant in _WITH_NEXT:
            front.append(meant)
            pending = front if meant in _WITH_NEXT else rest
        elif said := _said(word, held, spelled):
            pending.append(said)
            pending = rest
    if rest and not front:
        front.append(_asking(question, rest[-1]))
    said_all = " ".join([*front, *rest])
    return f"{said_all}?" if said_all else ""


def _asking(question: str, last: str) -> str:
    """Return what a question asks for that has no word for it."""
    if _VERDICT.search(question.strip()):
        return "did"
    return "who" if last in _PEOPLE else "what"


def _in_order(question: str) -> Iterator[korean.Korean]:
    """Yield the words of a question; what is not Korean as a word that means itself."""
    for run in _RUN.findall(question):
        known = korean.take_apart(run)
        if known or "가" <= run[0] <= "힣":
            yield from known
        else:
            yield from (korean.Korean(each, (each,)) for each in re.findall(r"\w[\w.,'-]*", run))


def _said(word: korean.Korean, held: AbstractSet[str], spelled: Sequence[Mapping[str, str]]) -> str:
    """Return a word in English: its meanings, or its name as the passages spell what sounds so."""
    if word.meanings:
        known = [each for each in word.meanings if stem(fold(each)) in held]
        return " ".join(known or word.meanings)
    for key in map(sound, word.names):
        for names in spelled:
            if key in names:
                return names[key]
    return korean.spelled(word.stem) if word.names else ""
