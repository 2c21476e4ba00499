"""Where else an answer may stand: sentences of other articles that may answer otherwise.

They are found by what can be seen without a model: a sentence that speaks of what is asked, with
what it refers back to, and holds another answer of the kind asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.awaiting import asks_for_date, awaits, dates_ahead, has_no_date
from qa.answering.evidence import evidence_of
from qa.answering.kinds import AnswerType
from qa.answering.meaning import NONE, Sort, exclude, meaning_of, names_too
from qa.answering.measures import ONE, ORDINALS
from qa.answering.scopes import same_scope, scope_of
from qa.answering.sides import side_of
from qa.answering.subject import (
    happenings,
    named_in,
    of_another_happening,
    setting_of,
    spoken_of,
    spoken_with,
    subject_of,
)
from qa.text.dates import find_dates
from qa.text.units import Kind, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.answering.evidence import Evidence
    from qa.answering.questions import Question
    from qa.types import Passage, Span

_SPEAKS = 0.5
"""A sentence is worth reading when it speaks of this part of what is asked."""

_FIGURE = re.compile(
    rf"{ONE}|(?<![\w.,])[$€£₩]?\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten"
    rf"|eleven|twelve|{ORDINALS}|no|none|zero)\b",
    re.IGNORECASE,
)
_ANYTHING = re.compile("")
_DATED = re.compile(rf"\d|{NONE.pattern}", re.IGNORECASE)
_CAPITAL = re.compile(r"[^\W\d_a-z]")
_FIGURE_WORDS = 4
"""How many words a figure is read with: "5 million viewing hours"."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence worth reading; offsets count code points of the article.

    `spoken` in [0, 1] is the part of what is asked that it speaks of, `whole` whether that is all
    of it, with what the sentence refers back to.
    """

    passage: Passage
    start: int
    end: int
    spoken: float
    whole: bool

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


def worth_reading(
    asked: Question, lead: Span, passages: Sequence[Passage], most: int, *, own: bool = False
) -> list[Place]:
    """Return up to `most` places, one an article, likeliest first.

    None of the lead's article, unless its `own` are wanted too, or it says that there is no date
    where one is awaited.
    """
    evidence = evidence_of(lead)
    kind = _kind(asked, evidence)
    if asked.listed or kind is None:
        return []
    best: dict[str, Place] = {}
    for passage in passages:
        elsewhere = own or passage.article_id != lead.passage.article_id
        if not elsewhere and not awaits(asked):
            continue
        for place in _places(asked, kind, passage):
            known = best.get(passage.article_id)
            better = known is None or place.spoken > known.spoken
            wanted = better and (elsewhere or has_no_date(place.text))
            if wanted and _otherwise(asked, evidence, place):
                best[passage.article_id] = place
    return sorted(best.values(), key=lambda each: -each.spoken)[:most]


def _kind(asked: Question, lead: Evidence) -> re.Pattern[str] | None:
    """Return what a sentence shows that may answer otherwise; None where nothing may."""
    if asked.type is AnswerType.YES_NO:
        return _ANYTHING
    if asks_for_date(asked):
        return _DATED
    if lead.meaning.sort is Sort.NUMBER and asked.type in (AnswerType.NUMBER, AnswerType.OTHER):
        return _FIGURE
    named = lead.meaning.sort is Sort.NAME and asked.type is AnswerType.PERSON
    return _CAPITAL if named else None


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text lie that may be quoted."""
    kinds = (Kind.HEADING, Kind.HEADER)
    return [(unit.start, unit.end) for unit in units(text) if unit.kind not in kinds]


def _places(asked: Question, kind: re.Pattern[str], passage: Passage) -> Iterator[Place]:
    """Yield the sentences of a passage that are of a kind and speak of what is asked."""
    subject, named = subject_of(asked), named_in(asked)
    for start, end in sentences_of(passage.text):
        sentence = passage.text[start:end]
        if not kind.search(sentence) or of_another_happening(asked.text, sentence):
            continue
        own = spoken_of(subject, sentence)
        if not own or not same_scope(scope_of(asked.text), scope_of(sentence)):
            continue
        setting = setting_of(passage, passage.start + start)
        spoken = spoken_with(subject, named, sentence, setting)
        part = (len(own) + len(spoken)) / (2 * len(subject))
        if part >= _SPEAKS and named & subject <= spoken:
            at = passage.start
            yield Place(passage, at + start, at + end, part, whole=spoken == subject)


def _otherwise(asked: Question, lead: Evidence, place: Place) -> bool:
    """Whether a sentence holds another answer of the kind asked for."""
    sentence = place.text
    if asked.type is AnswerType.YES_NO:
        return side_of(asked, sentence, setting_of(place.passage, place.start)) is not None
    if asks_for_date(asked):
        return _dates_otherwise(asked, lead, place)
    if lead.meaning.sort is Sort.NUMBER:
        return any(exclude(lead.meaning, meaning_of(each)) for each in figures_in(sentence))
    return not names_too(lead.meaning, sentence)


def _dates_otherwise(asked: Question, lead: Evidence, place: Place) -> bool:
    """Whether a sentence holds another date, or says that there is none where one is awaited."""
    sentence = place.text
    dates = [sentence[each.start : each.end] for each in find_dates(sentence)]
    if awaits(asked):
        if has_no_date(sentence):
            return place.whole
        if not happenings(asked.text) & happenings(sentence):
            ahead = dates_ahead(sentence, place.passage.published)
            dates = [sentence[start:end] for start, end in ahead]
    dated = lead.meaning.sort is Sort.DATE
    return any(not dated or exclude(lead.meaning, meaning_of(each)) for each in dates)


def figures_in(sentence: str) -> list[str]:
    """Return the figures in a sentence, each with what follows it; dates are none.

    >>> figures_in("In 2024 it drew 5 million fans.")
    ['5 million fans.']
    """
    for mention in reversed(find_dates(sentence)):
        sentence = f"{sentence[: mention.start]}…{sentence[mention.end :]}"
    found = (sentence[match.start() :].split() for match in _FIGURE.finditer(sentence))
    return [" ".join(words[:_FIGURE_WORDS]) for words in found]
