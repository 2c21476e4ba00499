"""A Korean question over English passages, in words that the reader can read beside them.

It is no translation: names and common words in the order they came, but what is asked for goes to
the front, and what somebody does behind it, where English has them. Of what a word may mean that is
kept which the passages hold. A name is as they gloss it in Hangul, or as they spell what sounds
like it; so is a foreign word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.glosses import glossed
from qa.answering.questions import LONGEST_QUESTION
from qa.answering.respelling import stems_of, text_of
from qa.answering.scopes import ORDINALS
from qa.answering.sounding import names_by_sound, words_by_loan
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

_VERDICT = re.compile("(?:가|나|까|아|어|여|해|대|돼)요[?？]*$|니까[?？]*$|(?:나|냐|니|까)[?？]+$")
"""How a sentence ends that asks for yes or no, unless a word in it asks for something else."""

_OF_CIRCUMSTANCE = frozenset({"when", "where", "how", "which"})
"""What asks for neither who does something nor what is done."""

_SUBJECT = "누가"
"""Who does something, not to whom it is done."""

_BODIES = frozenset({"company", "agency", "organisation", "outlet", "newspaper"})
"""What is asked after with "which" where Korean says "where": 회사는 어디? "Which company?"."""

_ACTORS = frozenset({"actor", "actress"})
_PEOPLE = frozenset({"actor", "actress", "person", "director", "student", "author", "writer"})
"""What is asked after with "who" where nothing else is said: 배우는? "The actor?"."""


_REWORDED = tuple(
    (re.compile(form), to)
    for form, to in (
        (r"몇\s*(?=월|[년일](?:도|에|쯤)|[화회]에)", "어느 "),  # which year, not how many years
        (r"몇\s+(?=\S+ 동안\b.*(?:어떤|무엇|무슨|누구|누가|왜))", ""),  # for some months
        (r"어떻게 되(?=나|는|죠|어|지|ㅂ|요)", "무엇"),  # what it is, not how
        (r"어떻게 됐(?=나|는|죠|어|지|을)", "무엇 일어났"),  # what happened to it
    )
)


_NUMBERED = re.compile(r"제\s*(\d)\s*회")
"""Which of several: 제8회, the eighth."""

_POSTPOSED = frozenset({"후", "이후", "전", "이전", "동안", "때문에", "함께"})
"""What English has in front of what it belongs to: 공개 후, after release."""


@dataclass(frozen=True, slots=True)
class _Word:
    said: str
    meant: korean.Korean

    def is_one_of(self, words: AbstractSet[str]) -> bool:
        """Whether it may mean one of some words."""
        return not words.isdisjoint(self.meant.meanings)


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
    loans = [words_by_loan(text) for text in texts]
    front: list[str] = []
    rest: list[_Word] = []
    subject = False
    for word in _in_order(_reworded(glossed(question, texts))):
        meant = " ".join(word.meanings)
        if meant in _ALONE or meant in _WITH_NEXT:
            front.append(meant)
            subject = subject or word.stem == _SUBJECT
        elif said := _said(word, held, spelled, loans):
            if front and front[-1] in _WITH_NEXT:
                front.append(said)
            else:
                at = len(rest) - (word.stem in _POSTPOSED and bool(rest))
                rest.insert(at, _Word(said, word))
    said_all = " ".join(_as_in_english(question, front, rest, subject=subject))
    return f"{said_all}?" if said_all else ""


def _as_in_english(
    question: str, front: list[str], rest: list[_Word], *, subject: bool
) -> list[str]:
    """Return the words of a question with what it asks for in front, and what is done behind it.

    That is where the one who does it is asked for: "who made virus", not "who virus made".
    """
    if not rest:
        return front
    if len(rest) > 2 and rest[-1].said == "name" and rest[-2].is_one_of(_ACTORS):
        part = [each.said for each in rest[:-2] if each.said not in ("role", "plays")]
        return ["who", "plays", *part]  # the name of the actor
    last = rest[-1].said
    if (
        len(rest) > 1
        and rest[-2].meant.does
        and rest[-1].is_one_of(_PEOPLE)
        and front in ([], ["who"])
    ):
        front, rest, subject = ["who"], rest[:-1], True
    elif front == ["where"] and rest[-1].is_one_of(_BODIES):
        front, rest = ["which", last], rest[:-1]
        subject = bool(rest) and rest[-1].meant.does
    if subject and rest[-1].meant.does:
        rest = [rest[-1], *(each for each in rest[:-1] if each.said != "role")]
    front = front or [_asking(question, rest[-1])]
    said = [each.said for each in rest]
    if front == ["what"] and last == "happened":
        return [*front, last, "to", *said[:-1]]
    passive = rest[-1].meant.underwent and front[0] in _OF_CIRCUMSTANCE
    return [*front, *(["was"] if passive else []), *said]


def _asking(question: str, last: _Word) -> str:
    """Return what a question asks for that has no word for it."""
    if _VERDICT.search(question.strip()):
        return "did"
    return "who" if last.is_one_of(_PEOPLE) else "what"


def _reworded(question: str) -> str:
    """Return a question with what asks in the words that English asks with."""
    for form, to in _REWORDED:
        question = form.sub(to, question)
    return _NUMBERED.sub(lambda match: f" {ORDINALS[int(match[1])]} ", question)


def _in_order(question: str) -> Iterator[korean.Korean]:
    """Yield the words of a question; what is not Korean as a word that means itself."""
    for run in _RUN.findall(question):
        known = korean.take_apart(run)
        if known or "가" <= run[0] <= "힣":
            yield from known
        else:
            yield from (korean.Korean(each, (each,)) for each in re.findall(r"\w[\w.,'-]*", run))


def _said(
    word: korean.Korean,
    held: frozenset[str],
    spelled: Sequence[Mapping[str, str]],
    loans: Sequence[Mapping[str, str]],
) -> str:
    """Return a word in English: its meanings, or its name as the passages spell what sounds so."""
    if word.meanings:
        fits = [each for each in word.meanings if held.issuperset(map(stem, fold(each).split()))]
        return fits[0] if fits else " ".join(word.meanings)
    if not word.names:
        return ""
    keys = [(sound(name), spelled) for name in word.names]
    for key, known in [*keys, (sound(korean.as_loan(word.stem)), loans)]:
        for names in known:
            if key in names:
                return names[key]
    return korean.spelled(word.stem)
