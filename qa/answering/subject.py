"""What a question is about, and how much of it a sentence speaks of.

What only hedges ("expected", "the latest estimate") belongs to no subject. The few things that
happen to whatever is reported on (it begins, it ends, it comes out) are one thing in all their
words, and a sentence about another of them is about something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answering.dating import without_limits
from qa.answering.kinds import AnswerType
from qa.answering.terms import SENTENCES, held, joined_names, terms
from qa.text.dates import find_dates
from qa.text.remembering import remembered
from qa.text.units import sentence_spans
from qa.text.words import stem

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from qa.answering.questions import Question
    from qa.types import Passage

_HAPPENINGS = {
    "begin": r"beg[iau]n(?:s|ning)?|start(?:s|ed|ing)?|commenc(?:e|es|ed|ing)"
    r"|g[eo]t(?:s|ting)? under way",
    "end": r"end(?:s|ed|ing)?|finish(?:es|ed|ing)?|conclud(?:e|es|ed|ing)|wrap(?:s|ped|ping)?"
    r"|over",
    "release": r"releas(?:e|es|ed|ing)|premier(?:e|es|ed|ing)|launch(?:es|ed|ing)?"
    r"|debut(?:s|ed|ing)?|c[oa]m(?:e|es|ing) out|out (?:on|in)"
    r"|(?:to|will) come|arriv(?:e|es|ed|ing|al)|publish(?:es|ed|ing)?",
    "open": r"(?:re)?open(?:s|ed|ing)?",
    "order": r"renew(?:s|ed|ing|al)?|green-?li(?:t|ghts?|ghted|ghting)|commission(?:s|ed|ing)"
    r"|(?:given|gave|gets?|got) the green light|(?:was|were|been|is|are)(?: \S+){0,4} announced",
    "effect": r"(?:c[oa]m(?:e|es|ing)|enter(?:s|ed|ing)?|entry) into (?:force|effect)"
    r"|t[ao]k(?:es?|en|ing) effect|took effect",
}
_HAPPENS = {
    name: re.compile(rf"\b(?:{form})\b", re.IGNORECASE) for name, form in _HAPPENINGS.items()
}
_HEDGES = terms(
    """
    expected expect due planned plan plans scheduled supposed hoped estimate estimated reported
    report latest newest current currently originally set likely going far
    """
)
_IRREGULAR = """
    sell sold, buy bought, build built, leave left, pay paid, win won, lose lost, hold held,
    make made, write wrote written, choose chose chosen, grow grew grown, fall fell fallen,
    rise rose risen, take took taken, give gave given, speak spoke spoken, lead led, meet met,
    run ran, send sent, spend spent, keep kept, find found, bring brought, teach taught,
    catch caught, drive drove driven, break broke broken, draw drew drawn, know knew known,
    show shown, become became, sing sang sung
"""
_BASES = {
    stem(form): stem(verb)
    for verb, *forms in (each.split() for each in _IRREGULAR.split(","))
    for form in forms
}
"""Forms of verbs that their stems do not bring together."""

_FORMS = {
    base: [form for form, of in _BASES.items() if of == base] for base in set(_BASES.values())
}

_MEASURES = {
    AnswerType.DATE: terms("year date day month come"),
    AnswerType.NUMBER: terms("many much number"),
}


def subject_of(asked: Question) -> frozenset[str]:
    """Return what a question is about: its terms, and what happens by a name of its own.

    >>> from qa.answering.questions import take_apart
    >>> sorted(subject_of(take_apart("When is season 2 expected to come out?")))
    ['2', 'release!', 'season']
    """
    happens = happenings(asked.text)
    worded = " ".join(word for name in happens for word in _HAPPENS[name].findall(asked.text))
    hedged = _HEDGES | _MEASURES.get(asked.type, frozenset()) | terms(worded)
    kept = asked.terms & held(without_limits(asked.text)) - hedged - _compounds(asked)
    kept -= _name_parts(asked.text)
    return frozenset(kept | {f"{name}!" for name in happens}) or asked.terms


def named_in(asked: Question) -> set[str]:
    """Return the names and numbers of a question, each with the terms that it is made of."""
    names = asked.names - _compounds(asked)
    return {term for name in names for term in terms(name)} | names | asked.numbers


def _name_parts(text: str) -> frozenset[str]:
    """Return the parts of hyphenated names, which tell less than the joined name does."""
    names = [word for word in text.split() if "-" in word and word != word.lower()]
    return terms(" ".join(names).replace("-", " "))


def _compounds(asked: Question) -> set[str]:
    """Return the joined words that are no name, as in "most-watched"; their parts are terms."""
    return joined_names(" ".join(word for word in asked.text.split() if word == word.lower()))


def spoken_of(subject: frozenset[str], text: str) -> frozenset[str]:
    """Return what of a subject a text speaks of."""
    return subject & _spoken_in(text)


@remembered(SENTENCES)
def _spoken_in(text: str) -> frozenset[str]:
    """Return all that a text speaks of, verbs in all their forms, and what happens in it."""
    spoken = held(text)
    spoken |= {_BASES[term] for term in spoken & _BASES.keys()}
    spoken |= {form for base in spoken & _FORMS.keys() for form in _FORMS[base]}
    return frozenset(spoken | {f"{name}!" for name in happenings(text)})


def spoken_with(
    subject: frozenset[str], named: AbstractSet[str], sentence: str, setting: str
) -> frozenset[str]:
    """Return what of a subject a sentence speaks of, with what it refers back to.

    That is only looked at where the sentence itself speaks of half of what is no name.
    """
    own = spoken_of(subject, sentence)
    rest = subject - named
    if 2 * len(own & rest) < len(rest):
        return own
    happened = spoken_of(subject, setting) if not happenings(sentence) else frozenset[str]()
    return own | happened | subject & held(setting)


def of_another_happening(asked: str, sentence: str) -> bool:
    """Whether a sentence speaks of what happens, and of nothing that is asked.

    >>> of_another_happening("When will it be released?", "The shoot ends in May.")
    True
    """
    wanted, told = happenings(asked), happenings(sentence)
    return bool(wanted and told) and not wanted & told


def setting_of(passage: Passage, start: int) -> str:
    """Return what a sentence at `start` of an article may refer back to: the title, two before."""
    before = passage.text[: max(start - passage.start, 0)]
    near = [before[first:last] for first, last in sentence_spans(before)[-2:]]
    return " ".join((passage.title, *near))


@remembered(SENTENCES)
def happenings(text: str) -> frozenset[str]:
    """Return what happens in a text, each by one name."""
    for mention in reversed(find_dates(text)):  # "at the end of 2022" ends nothing
        text = f"{text[: mention.start]}…{text[mention.end :]}"
    return frozenset(name for name, form in _HAPPENS.items() if form.search(text))
