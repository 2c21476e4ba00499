"""What would answer a question: a person, a date, a number, a place, yes or no, a list.

Read off the question's wording by plain patterns, and checked against the words of an answer. A
kind is only claimed where the wording is plain; everything else is `OTHER`, which any words fit.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from qa.answering.terms import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet


class AnswerType(Enum):
    """The kind of thing that would answer a question."""

    PERSON = "person"
    DATE = "date"
    NUMBER = "number"
    PLACE = "place"
    YES_NO = "yes_no"
    OTHER = "other"


_DATES = "years?|dates?|days?|months?|decades?|century|weekday|period"
_NUMBERS = (
    "number|percentage|percent|proportion|age|total|score|price|budget|population|runtime|length"
)
_PERSONS = (
    "(?:act(?:or|ress(?:es)?)|person|director|writer|author|student|pupil|teacher|character|boy|girl"
    "|player|performer|singer|king|queen|president|minister|scientist|doctor|politician|architect)s?"
    "|man|woman|men|women|people"
)
_PLACES = "city|country|place|town|state|region|village|county|province|island"
_NO_CLASS = r"(?! (?:rating|classification|class|certificate|category|group|recommendation)\b)"
"""An age rating is told by letters as well as by a number."""

_WHAT_IS = r"what(?:[’']s| is| was| were| are) (?:the|its|his|her|their) (?:\w+ ){0,2}?"
_TYPES = (
    (
        AnswerType.DATE,
        re.compile(
            rf"when\b|(?:what|which) (?:{_DATES})\b|{_WHAT_IS}(?:date|year|birthday)\b|how soon\b"
        ),
    ),
    (
        AnswerType.NUMBER,
        re.compile(
            r"how (?:many|much|long|old|far|tall|big|high|often|large|deep|wide|fast|heavy)\b"
            rf"|(?:what|which) (?:{_NUMBERS})\b{_NO_CLASS}|{_WHAT_IS}(?:{_NUMBERS})\b{_NO_CLASS}"
        ),
    ),
    (AnswerType.PERSON, re.compile(rf"who(?:m|se)?\b|(?:what|which) (?:{_PERSONS})\b")),
    (AnswerType.PLACE, re.compile(rf"where\b|(?:what|which) (?:{_PLACES})\b")),
)
_ASKING = re.compile(r"\b(?:when|where|who|whom|whose|what|which|why|how)\b")
_CLAUSE = re.compile(
    r"(?:when|where|while|after)\b(?! (?:is|are|was|were|do|does|did|has|have|had|can|could|will"
    r"|would|should)\b)[^,]*,? (?=(?:what|who|where|which|why|how)\b)"
)
"""A clause before the question proper: "when the ship sank, who ..."."""
_HEADLINE = (
    (AnswerType.DATE, re.compile(r"\b(?:dates?|year|birthday)\b")),
    (
        AnswerType.NUMBER,
        re.compile(
            rf"\b(?:number of|runtime|length|age|budget|price|population)\b{_NO_CLASS}"
            r"|^(?:the )?(?:\w+ )?(?:time|duration|total|height|weight|cost|size) (?:of|for)\b"
        ),
    ),
    (
        AnswerType.PERSON,
        re.compile(
            r"^(?:the )?(?:\w+ )?(?:director|actor|actress|writer|author) of\b"
            r"|\b(?:director|actor|actress|writer|author)(?:['’]?s)? name\b"
        ),
    ),
)
"""What a question of key words alone asks for."""
_YES_NO = re.compile(
    r"\s*(?:and |but |so )?(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|"
    r"should|may|might|must|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|won't)\b"
)
_CHOICE = re.compile(r"\bor\b")
_SEVERAL = (
    r"(?:(?!(?:series|news|species|means|lens|does|his|its|this|always)\b)\w{2,}[^\Wisu]s"
    r"|people|children|men|women)"
)
"""A noun in the plural, as far as its letters tell; those in -is, -ss and -us are mostly none."""

_BEFORE_SEVERAL = (
    r"(?:(?!(?:is|was|does|has|are|were|have|had|did|do|can|could|must|will|would|should|may|might"
    r"|in|on|at|of|to|the|when|if|who|that|which|make|makes|happens|percentage|proportion|share"
    r"|number|type|kind|sort|amount|year)\b)[\w'’-]+ )"
)
"""What may stand between "which" and the noun; after "of", or a verb, one thing is asked for."""

_END = r"[,?]|$| (?:of|in|on|at|for|from|by|that|who|which|with|to)\b"
_LISTS = (
    re.compile(
        r"^\s*(?:please )?(?:list\b(?! of\b)|name (?:all|both|some)\b) ?"
        rf"(?P<things>[^,?]*?)(?={_END})"
    ),
    re.compile(
        rf"^\s*(?:please )?name (?:the )?{_BEFORE_SEVERAL}{{0,2}}?(?P<things>{_SEVERAL})\b"
        r"(?! (?:of|for) )"
    ),
    re.compile(
        rf"^\s*who (?:(?:are|were)|(?:is|was) in the(?! \w+['’]s\b))\b(?P<things>[^,?]*?)(?={_END})"
    ),
    re.compile(rf"^\s*(?:what|which) (?:are|were)\b(?P<things>[^,?]*?)(?={_END})"),
    re.compile(
        rf"^\s*(?:what|which) {_BEFORE_SEVERAL}{{0,3}}?(?P<things>{_SEVERAL}(?: and {_SEVERAL})?) "
        r"(?:(?:still|also|\w+ly) )?(?:are|were|have|had|did|do|play|star|appear|won|took|produced"
        r"|made|directed|announced|join|return|exist)\b"
    ),
)
_NUMBER = re.compile(
    r"\d|\b(?:zero|none|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?|half|third|quarter|once|twice|"
    r"several|an? (?:hour|day|week|month|year|minute|pair|couple))\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{3,4}(?:s|\b)|\b(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|yesterday|today|tomorrow|tonight|spring|summer|autumn|fall|"
    r"winter|christmas|easter|century|centuries|weekend|week|month|year|decade|day|night|morning|"
    r"evening|afternoon|noon|midnight|hours?|minutes?|ago|bce?|ad)s?\b|\d(?:st|nd|rd|th)\b|\d년|\d월|\d일"
    r"|\b(?:after|before|during|when|once|until|upon|since|while|late|early|mid)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_a-z][^\W_]*")
_NAMES = re.compile(r"[^\W\d_a-z][^\W_]+(?:[-‐‑][^\W_]+| [^\W\d_a-z][^\W_]+)*")


_WHICH_PART = re.compile(r"\b(?:what|which) (?:episode|chapter|volume)\b")


def asks_which_part(question: str) -> bool:
    """Whether a question asks for one of several that are told apart by number.

    >>> asks_which_part("In which episode does he die?"), asks_which_part("Which film is it?")
    (True, False)
    """
    return _WHICH_PART.search(question.casefold()) is not None


def type_of(question: str) -> AnswerType:
    """Return the kind of answer that a question asks for: what its first question word asks.

    >>> [type_of(each).value for each in ("Who plays On-jo?", "Is it over?", "Is it red or blue?")]
    ['person', 'yes_no', 'other']
    """
    lowered = question.casefold().strip()
    if _YES_NO.match(lowered):
        return AnswerType.OTHER if _CHOICE.search(lowered) else AnswerType.YES_NO
    clause = _CLAUSE.match(lowered)
    asking = _ASKING.search(lowered, clause.end() if clause else 0)
    if asking is None:
        return _first(_HEADLINE, lambda form: form.search(lowered))
    return _first(_TYPES, lambda form: form.match(lowered, asking.start()))


def _first(
    forms: Iterable[tuple[AnswerType, re.Pattern[str]]],
    found: Callable[[re.Pattern[str]], re.Match[str] | None],
) -> AnswerType:
    return next((kind for kind, form in forms if found(form)), AnswerType.OTHER)


def asks(question: str) -> bool:
    """Whether a word in it asks: who, when, how ..."""
    return _ASKING.search(question.casefold()) is not None


def asks_for_list(question: str) -> bool:
    """Whether several things are asked for.

    >>> asks_for_list("Who are the directors?"), asks_for_list("Who is the director?")
    (True, False)
    """
    return any(form.match(question.casefold()) for form in _LISTS)


def listed_as(question: str) -> frozenset[str]:
    """Return the terms for the things that a question wants a list of.

    >>> sorted(listed_as("Which young actors won?")), sorted(listed_as("Who won?"))
    (['actor'], [])
    """
    found = (form.match(question.casefold()) for form in _LISTS)
    return next((terms(match["things"]) for match in found if match), frozenset())


def fits(kind: AnswerType, answer: str) -> bool:
    """Whether the words of an answer can be of the kind asked for; names may look like anything.

    >>> fits(AnswerType.DATE, "Park Ji-hu"), fits(AnswerType.NUMBER, "twelve episodes")
    (False, True)
    """
    if kind is AnswerType.DATE:
        return _DATE.search(answer) is not None
    if kind is AnswerType.NUMBER:
        return _NUMBER.search(answer) is not None
    return True


def is_named(answer: str) -> bool:
    """Whether an answer holds something written as a name, or in a script without capitals.

    >>> is_named("his mother"), is_named("Park Ji-hu"), is_named("박지후")
    (False, True, True)
    """
    return _NAME.search(answer) is not None


def sentence_fits(kind: AnswerType, sentence: str, known: AbstractSet[str]) -> bool:
    """Whether a sentence holds something of the kind asked for, beyond the terms known already.

    In text without any capital nothing can be said of names, and every sentence fits.

    >>> sentence_fits(AnswerType.PERSON, "Netflix has not said who returns.", set())
    False
    """
    if kind in (AnswerType.PERSON, AnswerType.PLACE) and sentence != sentence.lower():
        return any(terms(name) - known for name in _stated_names(sentence))
    return fits(kind, sentence)


def _stated_names(sentence: str) -> Iterator[str]:
    """Yield what is written as a name; one plain word that opens the sentence may be none."""
    for match in _NAMES.finditer(sentence):
        if match.start() > 0 or " " in match.group() or "-" in match.group():
            yield match.group()
