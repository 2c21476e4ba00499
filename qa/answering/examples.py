"""Questions to begin with, made of the articles' own sentences and kept only if they are answered.

"Ada Brunt leads the museum of Farwick." gives "Who leads the museum of Farwick?", "The museum of
Farwick has 12 rooms." asks how many, "The museum of Farwick was opened in 1904." asks when, and a
heading that is a question gives itself. Another language than English gives the latter only.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from qa.text.units import Kind, units
from qa.text.words import fold, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qa.types import Answer, Article

LOOKED_AT = 400
"""How many articles, spread evenly over all, are looked at."""

TRIED = 18
"""How many questions are asked at most to find those that are answered."""

SURE = 0.6
"""How likely right an answer has to be for its question to be offered."""

_LONGEST = 90
_NAME = r"[A-Z][\w'’-]+"
_SENTENCE = re.compile(
    rf"(?P<name>{_NAME}(?: {_NAME}){{1,2}})(?: \([^()]{{1,30}}\))? "
    r"(?P<verb>[a-z]+(?:[^s]s|ed)|wrote|made|won|built|led|drew|sang|found) "
    r"(?P<rest>[^,.;:()?!]{8,60})(?=[,.;(]|$)"
)
_SUBJECT = r"(?P<name>(?:(?:The|An?) )?[\w'’-]+(?: [\w'’-]+){0,8}?)"
_COUNTED = re.compile(
    rf"{_SUBJECT} (?P<verb>has|have|had|consists of) "
    r"(?P<answer>\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) "
    r"(?P<things>(?:[a-z]+ )?[a-z]+s)(?=[.,;(]|$)"
)
_DATED = re.compile(
    rf"{_SUBJECT} (?P<verb>was|were) "
    r"(?P<done>(?P<did>[a-z]+(?:ed|en|ld|un)|made|built|won|shot)\b[^,.;:()?!]{0,50}?)"
    r" (?:on|in) (?P<answer>(?:\d{1,2} )?(?:[A-Z][a-z]{2,8} )?\d{4})(?=[.;(]|$)"
)
_ASKS = {"has": "does", "have": "do", "had": "did", "consists of": "does"}
_SPOKEN = frozenset(
    ("was", "is", "has", "does", "says", "said", "added", "asked", "noted", "reported", "told")
)
_VAGUE = re.compile(
    r"\b(?:he|she|it|they|him|her|his|its|their|them|that|this|these|\w+self)\b", re.IGNORECASE
)


class Asked(Protocol):
    """What is asked to find out whether a question is answered."""

    @property
    def article_count(self) -> int:
        """How many articles there are."""

    def articles(self, *, offset: int, limit: int) -> Sequence[Article]:
        """Return up to `limit` articles from position `offset`."""

    def ask(self, question: str) -> Answer:
        """Answer a question, or abstain."""


class Example(NamedTuple):
    """A question, what its answer has to name (empty: anything), and what it is like.

    `kind` is what it asks for; of one kind, those of equal `likeness` are alike. `article_id` and
    `digest` say out of which article it was made, as that was.
    """

    question: str
    answer: str
    kind: str
    likeness: str
    article_id: str = ""
    digest: str = ""


def find_examples(asked: Asked, most: int) -> list[Example]:
    """Return up to `most` questions that are answered; none where the articles give none."""
    step = max(1, asked.article_count // LOOKED_AT)
    articles = (
        article
        for offset in range(0, asked.article_count, step)
        for article in asked.articles(offset=offset, limit=1)
    )
    tried = itertools.islice(_mixed(examples_in(articles)), TRIED)
    answered = (each for each in tried if _is_answered(asked.ask(each.question), each))
    return list(itertools.islice(answered, most))


def examples_in(articles: Iterable[Article]) -> Iterator[Example]:
    """Yield at most one candidate an article, in order; no question twice."""
    seen = set()
    for article in articles:
        found = next(
            (each for each in _candidates(article.text) if each.question not in seen), None
        )
        if found:
            seen.add(found.question)
            yield found._replace(article_id=article.id, digest=article.digest)


def _candidates(text: str) -> Iterator[Example]:
    for unit in units(text):
        line = unmarked(text[unit.start : unit.end])
        if unit.kind is Kind.HEADING and line.endswith("?") and 5 <= len(line.split()) <= 12:
            yield Example(line, "", "heading", "")
        elif unit.kind in (Kind.PROSE, Kind.ITEM):
            yield from filter(_makes_sense, _turned(line))


def _turned(line: str) -> Iterator[Example]:
    """Yield the questions to which a part of a sentence is the answer."""
    if found := _COUNTED.match(line):
        name, asks = _inside(found["name"]), _ASKS[found["verb"]]
        question = f"How many {found['things']} {asks} {name} have?"
        yield Example(question, found["answer"], "how many", found["things"])
    if found := _DATED.match(line):
        question = f"When {found['verb']} {_inside(found['name'])} {found['done']}?"
        yield Example(question, found["answer"], "when", found["did"])
    if found := _SENTENCE.match(line):
        question = f"Who {found['verb']} {found['rest'].strip()}?"
        yield Example(question, found["name"], "who", found["verb"])


def _inside(name: str) -> str:
    """Write a subject as it stands inside of a sentence."""
    article, *rest = name.split(" ", 1)
    return " ".join([article.lower(), *rest]) if article in ("The", "A", "An") else name


def _makes_sense(example: Example) -> bool:
    """Tell whether a question stands on its own: it names something and points at nothing."""
    asked = example.question.split(" ", 1)[1]
    return (
        re.search(r"[A-Z]\w", asked) is not None
        and example.likeness not in _SPOKEN
        and not _VAGUE.search(asked)
        and len(example.question) <= _LONGEST
    )


def _mixed(examples: Iterable[Example]) -> Iterator[Example]:
    """Take turns between questions that are unlike each other, in order of their appearance."""
    kinds: dict[str, dict[str, list[Example]]] = {}
    for example in examples:
        kinds.setdefault(example.kind, {}).setdefault(example.likeness, []).append(example)
    return _in_turns(list(_in_turns(alike.values())) for alike in kinds.values())


def _in_turns(groups: Iterable[Sequence[Example]]) -> Iterator[Example]:
    for turn in itertools.zip_longest(*groups):
        yield from (each for each in turn if each)


def _is_answered(answer: Answer, example: Example) -> bool:
    if answer.answer is None or answer.confidence < SURE:
        return False
    said, meant = fold(answer.answer.text), fold(example.answer)
    return meant in said or said in meant
