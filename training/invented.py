"""Invented facts: short texts about works and people that do not exist, with questions on them.

The public sets ask little about who plays whom, what came out when, and how long it runs, in the
many ways in which people put it; articles on films and series hold little else. Every name, number
and title is drawn at random, so that nothing but the relation can be learned. Some questions ask
about somebody the text does not name, or for something it does not tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.example import Example

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

_ONSETS = ("b", "ch", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "w", "y")
_CORES = ("a", "e", "i", "o", "u", "ae", "eo", "oo", "yu", "ee")
_ENDS = ("", "", "", "n", "l", "k", "ng", "m", "r", "s")
_NOUNS = [
    "Harbour",
    "Winter",
    "Bridge",
    "Garden",
    "Letter",
    "Island",
    "Mirror",
    "River",
    "Station",
    "Window",
    "Kingdom",
    "Orchard",
    "Signal",
    "Lantern",
    "School",
    "Tower",
    "Market",
    "Forest",
    "Candle",
    "Engine",
    "Storm",
    "Voyage",
    "Silence",
    "Machine",
]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_COUNTS = ("six", "eight", "ten", "twelve", "sixteen", "24", "9", "110")
_UNTOLD = 0.35
"""How often a question is about what the text does not tell."""


@dataclass(frozen=True, slots=True)
class _Relation:
    """Ways to say that `{b}` is so of `{a}`, to ask for `{b}`, and back for `{a}` if that works."""

    said: Sequence[str]
    asked: Sequence[str]
    asked_back: Sequence[str] = ()


_RELATIONS = {
    "plays": _Relation(
        (
            "{b} plays {a}, {role}.",
            "{a}, {role}, is played by {b}.",
            "{b} stars as {a}.",
            "The part of {a} went to {b}.",
            "{b} as {a}",
            "| {b} | {a}, {role} |",
            "{a} is {b}'s first leading part.",
        ),
        (
            "Who plays {a}?",
            "Which actor portrays {a}?",
            "Who is the actress behind {a}?",
            "who played {a}",
            "Who stars as {a}?",
            "Who acts the part of {a}?",
            "By whom is {a} played?",
            "Which performer took the role of {a}?",
        ),
        (
            "Which character does {b} play?",
            "What is the name of {b}'s character?",
            "Who does {b} portray?",
            "{b} plays which part?",
        ),
    ),
    "directs": _Relation(
        ("{b} directed *{a}*.", "*{a}* was directed by {b}.", "The director of *{a}* is {b}."),
        ("Who directed {a}?", "Who is the director of {a}?", "Who was {a} made by?"),
        ("Which film did {b} direct?", "What did {b} direct?"),
    ),
    "writes": _Relation(
        ("{b} wrote the script of *{a}*.", "The script of *{a}* is by {b}."),
        ("Who wrote {a}?", "Who is the writer of {a}?", "Who writes the scripts of {a}?"),
    ),
    "appears": _Relation(
        ("*{a}* came out on {date}.", "{date} saw the premiere of *{a}*.", "*{a}* started {date}."),
        ("When did {a} come out?", "When was {a} released?", "What is the release date of {a}?"),
    ),
    "runs": _Relation(
        ("*{a}* has {count} episodes.", "*{a}* runs for {count} episodes."),
        ("How many episodes does {a} have?", "What is the number of episodes of {a}?"),
    ),
    "shot": _Relation(
        ("*{a}* was shot in {b}.", "{b} was where *{a}* was filmed.", "Cameras rolled in {b}."),
        ("Where was {a} filmed?", "In which city was {a} shot?", "Where did they shoot {a}?"),
    ),
    "born": _Relation(
        ("{a} was born in {b} on {date}.",),
        ("When was {a} born?", "What is the birthday of {a}?"),
    ),
}
_ROLES = ("the class president", "a nurse", "the villain", "an archer", "the detective's brother")


def invented(number: int, draw: random.Random) -> list[Example]:
    """Return examples about invented works and people, the same for the same draw."""
    return [_example(draw) for _ in range(number)]


def _example(draw: random.Random) -> Example:
    told = [_fact(*draw.choice([*_RELATIONS.items()]), draw) for _ in range(draw.randint(2, 5))]
    sentences = [each.sentence for each in told]
    between = "\n" if all(each.startswith("|") for each in sentences) else " "
    text = between.join(sentences)
    about = draw.choice(told)
    title = draw.choice(("", about.subject, _title(draw)))
    if draw.random() < _UNTOLD:
        question = draw.choice(about.questions)
        asked = question.replace(about.subject, about.other)
        if draw.random() < 0.5:  # the same subject, but something that is not told of it
            asked = _fact(*draw.choice(_others(told)), draw, about=about.subject).questions[0]
        return Example(asked, title, text, (), "invented")
    there = [(each, about.answer) for each in about.questions]
    back = [(each, about.subject) for each in about.back]
    question, answer = draw.choice(there + back)
    start = text.index(about.sentence) + about.sentence.index(answer)
    return Example(question, title, text, ((start, start + len(answer)),), "invented")


def _others(told: Sequence[_Fact]) -> list[tuple[str, _Relation]]:
    kinds = {each.kind for each in told}
    return [each for each in _RELATIONS.items() if each[0] not in kinds] or [*_RELATIONS.items()][
        :1
    ]


@dataclass(frozen=True, slots=True)
class _Fact:
    kind: str
    subject: str
    other: str
    answer: str
    sentence: str
    questions: Sequence[str]
    back: Sequence[str]


def _fact(kind: str, relation: _Relation, draw: random.Random, about: str = "") -> _Fact:
    named = _person if kind in ("plays", "born") else _title
    subject, other = about or named(draw), named(draw)
    values = {
        "a": subject,
        "b": _place(draw) if kind in ("shot", "born") else _person(draw),
        "date": _date(draw),
        "count": draw.choice(_COUNTS),
        "role": draw.choice(_ROLES),
    }
    key = {"appears": "date", "born": "date", "runs": "count"}.get(kind, "b")
    sayings = [each for each in relation.said if "{a}" in each]
    return _Fact(
        kind=kind,
        subject=subject,
        other=other,
        answer=values[key],
        sentence=draw.choice(sayings).format(**values),
        questions=[draw.choice(relation.asked).format(**values)],
        back=[each.format(**values) for each in relation.asked_back[:1]],
    )


def _syllable(draw: random.Random) -> str:
    return draw.choice(_ONSETS) + draw.choice(_CORES) + draw.choice(_ENDS)


def _person(draw: random.Random) -> str:
    family, first, second = (_syllable(draw) for _ in range(3))
    return draw.choice(
        (
            f"{family.title()} {first.title()}-{second}",
            f"{first.title()}{second} {family.title()}{_syllable(draw)}",
            f"{first.title()}-{second}",
            f"{first.title()}{second}",
        )
    )


def _place(draw: random.Random) -> str:
    return f"{_syllable(draw)}{_syllable(draw)}".title()


def _title(draw: random.Random) -> str:
    one, other = draw.sample(_NOUNS, 2)
    return draw.choice(
        (f"The {one} {other}", f"{one} of {_place(draw)}", f"{one} and {other}", one)
    )


def _date(draw: random.Random) -> str:
    day, month, year = draw.randint(1, 28), draw.choice(_MONTHS), draw.randint(1950, 2026)
    forms = (f"{day} {month} {year}", f"{month} {year}", f"{month} {day}, {year}", f"{year}")
    return draw.choice(forms)
