"""Whether two sentences speak of the same, so that their answers can be held against each other.

What is not surely of the same scope, the same time and the same matter is no change: precision
comes before finding every change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.awaiting import asks_for_date, awaits, foretells, has_happened
from qa.answering.contrasts import contrasted
from qa.answering.evidence import clause_of, is_when_told, only_tells, period_of, tells
from qa.answering.exact import FULL_NAME
from qa.answering.kinds import AnswerType, sentence_fits
from qa.answering.meaning import Sort, agree, denies, meaning_of, names_too
from qa.answering.measures import ORDINALS
from qa.answering.places import figures_in
from qa.answering.scopes import rate_of, same_scope, scope_of
from qa.answering.sides import spread
from qa.answering.subject import (
    happenings,
    named_in,
    of_another_happening,
    setting_of,
    spoken_of,
    spoken_with,
    subject_of,
)
from qa.answering.succession import says_goes
from qa.answering.terms import held, terms
from qa.answering.trimming import whole_name
from qa.text.dates import find_dates

if TYPE_CHECKING:
    from qa.answering.evidence import Evidence
    from qa.answering.questions import Question
    from qa.types import Span

SIDES = {Sort.NONE, Sort.AFFIRMED}
_SORTS = {
    AnswerType.DATE: {Sort.DATE},
    AnswerType.NUMBER: {Sort.NUMBER},
    AnswerType.PERSON: {Sort.NAME},
    AnswerType.OTHER: {Sort.NUMBER},
}
"""Which sorts of answers can exclude each other, by what is asked for: a place may be told as a
town or as its province, and both are right."""

_LEFT_OUT = 0.25
"""Another answer's sentence may leave out this part of what the best one's speaks of."""

_SUMMED = re.compile(
    r"\b(?:totals?|totall?ed|altogether|so far|to date|overall|in all|adds? up|sum)\b",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"\brank(?:ed|ing)?\b|\b(?:which|what) (?:\w+ )?(?:place|position|spot)\b", re.IGNORECASE
)
"""A rank is held at a time, whatever it was counted over."""

_ORDINAL = re.compile(rf"\b(?:{ORDINALS}|\d+(?:st|nd|rd|th))\b", re.IGNORECASE)

_UNNAMED = re.compile(r"(?<![\w*-])[^\W\d_A-Z]\w*(?![\w-])")
_IN = re.compile(r"\b(?:in|at)\s+(?:the\s+)?((?:[^\W\d_a-z]\w+[ -]?)+)")
_BELONGS = re.compile(r"\b(?:of|in|at|from|near)\s+(?:the\s+)?$", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow (?:many|much) (\S+(?:\s\S+)?)", re.IGNORECASE)


def sorts_of(asked: Question) -> set[Sort]:
    """Return the sorts of answers that can be held against each other, by what is asked for."""
    dated = {Sort.DATE} if asks_for_date(asked) else set()
    return SIDES | dated | _SORTS.get(asked.type, set())


def comparable(asked: Question, lead: Evidence, evidence: Evidence) -> bool:
    """Whether what another sentence answers can be held against the best answer."""
    if not same_scope(lead.scope, evidence.scope):
        return False
    if asked.type is AnswerType.YES_NO:  # which side a sentence takes was seen with more care
        return True
    return (
        same_scope(scope_of(asked.text), evidence.scope)
        and not _names_beside(evidence, lead)
        and not _names_beside(lead, evidence)
        and of_what_is_asked(asked, evidence)
        and _states(evidence)
        and _tells_when_it_happened(asked, evidence)
        and not _elsewhere(lead.span, evidence.span)
        and _counts_the_same(asked, lead, evidence)
        and _names_the_same(asked, lead)
        and _names_the_same(asked, evidence)
        and _speaks_as_fully(asked, lead, evidence)
    )


def _names_beside(one: Evidence, other: Evidence) -> bool:
    """Whether the sentence of `one` gives the name of the other too, and not as one who goes."""
    named = names_too(other.meaning, one.span.quote)
    return named and not says_goes(one.span.quote, other.span.text)


def answers(asked: Question, evidence: Evidence) -> bool:
    """Whether a sentence answers with a date or a figure, about what is asked to happen."""
    text = evidence.span.text
    held_in = find_dates(text) if asks_for_date(asked) else figures_in(text)
    fits = evidence.meaning.sort in SIDES or bool(held_in)
    return fits and of_what_is_asked(asked, evidence)


def of_what_is_asked(asked: Question, evidence: Evidence) -> bool:
    """Whether nothing in a sentence shows that it is about another thing of the kind asked about.

    That is another thing that happens, another kind ("tap water" for "sea water"), or another rate.
    """
    quote = evidence.span.quote
    here = f"{quote} {setting_of(evidence.span.passage, evidence.span.quote_start)}"
    return (
        not of_another_happening(asked.text, quote)
        and not (contrasted(asked.text, quote) and contrasted(asked.text, here))
        and _same_rate(rate_of(asked.text), rate_of(clause_of(evidence.span)))
    )


def _same_rate(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether no two rates are given that have nothing in common."""
    return not one or not other or bool(one & other)


def fullness(asked: Question, evidence: Evidence) -> tuple[bool, int, int]:
    """Return how fully a sentence speaks of what is asked.

    Sums come first where a sum is asked for, then what says in its own words what is to happen.
    """
    happened = len(happenings(asked.text) & happenings(evidence.span.quote))
    return sums_as_asked(asked, evidence), happened, len(_spoken(asked, evidence))


def sums_as_asked(asked: Question, evidence: Evidence) -> bool:
    """Whether a sum is asked for and a sentence says that it tells one."""
    return asks_for_sum(asked) and _SUMMED.search(evidence.span.quote) is not None


def asks_for_sum(asked: Question) -> bool:
    """Whether a question wants the whole, of which articles also tell parts."""
    return _SUMMED.search(asked.text) is not None


def _tells_when_it_happened(asked: Question, evidence: Evidence) -> bool:
    """Whether a date can be of what happened, where that is asked for; true of other answers.

    Its own sentence says that it happens, and the date is not only when somebody told so.
    """
    if asked.type is not AnswerType.DATE or not has_happened(asked):
        return True
    span, happened = evidence.span, happenings(asked.text)
    before = span.quote[: span.start - span.quote_start]
    told = not tells(asked.text) and is_when_told(before)
    return not told and (not happened or bool(happened & happenings(span.quote)))


def _states(evidence: Evidence) -> bool:
    """Whether the clause that gives an answer denies nothing."""
    return evidence.meaning.sort in SIDES or not denies(clause_of(evidence.span))


def _elsewhere(one: Span, other: Span) -> bool:
    """Whether two clauses tell of two places: "the shop in Oslo", "the shop in Bergen"."""
    here, there = (_places_in(clause_of(each)) for each in (one, other))
    return bool(here and there) and not here & there


def _places_in(clause: str) -> set[str]:
    for mention in reversed(find_dates(clause)):
        clause = f"{clause[: mention.start]}…{clause[mention.end :]}"
    return {match[1].strip() for match in _IN.finditer(clause)}


def _speaks_as_fully(asked: Question, lead: Evidence, evidence: Evidence) -> bool:
    """Whether a sentence leaves out little of what the best one speaks of.

    That is no name and not what happens.

    One that speaks of names only is about another matter.
    """
    best, spoken = _spoken(asked, lead), _spoken(asked, evidence)
    named = named_in(asked)
    matter = subject_of(asked) - named
    unsaid = bool(best and matter and not matter & best)
    if unsaid and not (_plans(asked, lead) or _of_one_measure(asked, lead, evidence)):
        return False
    missing = best - spoken
    vital = named | {f"{name}!" for name in happenings(asked.text)}
    full = len(missing) <= _LEFT_OUT * len(best) or len(spoken) >= len(best)
    return full and not missing & vital


def _of_one_measure(asked: Question, lead: Evidence, evidence: Evidence) -> bool:
    """Whether two figures have one unit, and their sentences a word in common for what they are.

    That is how "What does Rotten Tomatoes give it?" is told of: "a score of 100 percent".
    """
    one, other = lead.meaning, evidence.meaning
    if one.sort is not Sort.NUMBER or not one.unit or one.unit != other.unit:
        return False
    said = _words_of(lead) & _words_of(evidence)
    return bool(said - asked.terms - terms(" ".join(figures_in(lead.span.quote))))


def _words_of(evidence: Evidence) -> frozenset[str]:
    """Return what a clause says in words of its own: no names."""
    return terms(" ".join(_UNNAMED.findall(clause_of(evidence.span))))


def _plans(asked: Question, evidence: Evidence) -> bool:
    """Whether a sentence plans what is awaited without a word for it: "It is due in May"."""
    clause = clause_of(evidence.span)
    return awaits(asked) and foretells(clause) and not happenings(evidence.span.quote)


def _counts_the_same(asked: Question, lead: Evidence, evidence: Evidence) -> bool:
    """Whether two figures count the same thing over the same time; true of other answers."""
    if evidence.meaning.sort is not Sort.NUMBER:
        return True
    match = _HOW_MANY.search(asked.text)
    counted = subject_of(asked) & held(match[1]) if match else frozenset[str]()
    if counted & _spoken(asked, lead) and not counted & _spoken(asked, evidence):
        return False
    rates = [rate_of(clause_of(each.span)) for each in (lead, evidence)]
    over = _over_the_same_time(asked, lead, evidence) and _same_rate(*rates)
    return over and not _foretold(lead, evidence)


def _over_the_same_time(asked: Question, lead: Evidence, evidence: Evidence) -> bool:
    """Whether two figures are counted over one stretch of time, or both are sums, where asked.

    Ordinals go on counting: "a third week" and, a week later, "a fourth".
    """
    if asks_for_sum(asked):
        return all(_SUMMED.search(each.span.quote) for each in (lead, evidence))
    if all(_ORDINAL.search(each.span.text) for each in (lead, evidence)):
        return True
    ranked = _RANKED.search(asked.text) is not None
    return ranked or period_of(lead.span) == period_of(evidence.span)


def _foretold(lead: Evidence, evidence: Evidence) -> bool:
    """Whether the older sentence holds the newer figure too: both were known, nothing changed."""
    if lead.told is None or evidence.told is None:
        return False
    older, newer = lead, evidence
    if evidence.told.last_day < lead.told.last_day:
        older, newer = evidence, lead
    figures = map(meaning_of, figures_in(older.span.quote))
    return any(each.sort is Sort.NUMBER and agree(each, newer.meaning) for each in figures)


def _names_the_same(asked: Question, evidence: Evidence) -> bool:
    """Whether a name may be one for what is asked, and not of who tells or of another; else true.

    A name is easily found beside anything, so its sentence must speak of all that is asked.
    """
    if evidence.meaning.sort is not Sort.NAME:
        return True
    span = evidence.span
    before = span.quote[: span.start - span.quote_start]
    if _spoken(asked, evidence) != subject_of(asked) or _BELONGS.search(before):
        return False
    called = before.split()[-1:]  # "the director Lee said"
    if only_tells(span) and not subject_of(asked) & held(" ".join(called)):
        return False
    return not _of_another(asked, span)


def _of_another(asked: Question, span: Span) -> bool:
    """Whether a name is a relation's, or its sentence speaks of others than those asked about."""
    at = span.quote_start
    first, last = whole_name(span.quote, span.start - at, span.end - at)
    named = spread(asked.names)
    if named & held(span.quote[first:last]):
        return True
    rest = _without_those_who_go(f"{span.quote[:first]}…{span.quote[last:]}")
    matter = subject_of(asked) - named_in(asked)
    title = span.quote[first:last].rpartition(" ")[0]  # "Mayor Ines Maal": what she is
    if 2 * len(spoken_of(matter, f"{title} {rest}")) < len(matter):
        return True
    named_here = named <= held(f"{rest} {span.passage.title}")
    return not named_here and sentence_fits(AnswerType.PERSON, rest, frozenset())


def _without_those_who_go(text: str) -> str:
    """Return a text without its dates and the names of those of whom it says that they go."""
    for mention in reversed(find_dates(text)):
        text = f"{text[: mention.start]}…{text[mention.end :]}"
    for name in FULL_NAME.findall(text):
        if says_goes(text, name):
            text = text.replace(name, "…")
    return text


def _spoken(asked: Question, evidence: Evidence) -> frozenset[str]:
    """Return what of the subject a sentence speaks of, with what it refers back to."""
    span = evidence.span
    setting = setting_of(span.passage, span.quote_start)
    return spoken_with(subject_of(asked), named_in(asked), span.quote, setting)
