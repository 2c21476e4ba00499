"""Questions that call somebody by a part: "Which agency managed the Su-hyeok actor?".

Articles on an actor's life name him, not his part. So where the passages say outright who plays it,
the question is asked with that name: "Which agency managed Lomon?".
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from qa.answering.exact import WORD
from qa.answering.performing import Side, billings, may_be_named, side_asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.performing import Billing
    from qa.answering.questions import Question

_ACTORS = r"(?:actors?|actress(?:es)?|performers?)"
_ASKS = (
    r"(?:Is|Are|Was|Were|Do|Does|Did|Has|Have|Had|Can|Could|Will|Would|Which|What|When|Where|Who"
    r"|How|Why|The)"
)
_PART = rf"(?!{_ASKS} ){WORD}(?: {WORD}){{0,2}}"
_PARTS = rf"{_PART}(?:(?:['’]s)? and {_PART})*"
_CALLED = (
    re.compile(
        rf"\b(?:the |both )?(?P<parts>{_PARTS})(?:['’]s)?(?: role)? {_ACTORS}(?![\w'’-])(?! name)"
    ),
    re.compile(
        rf"\b(?:the |both )?(?:two )?{_ACTORS} (?:of|behind|playing|who plays?) (?P<parts>{_PARTS})"
        r"(?=[\s?,.!]|$)"
    ),
)
_EACH = re.compile(r"(?:['’]s)? and ")


def with_players(asked: Question, texts: Sequence[str]) -> str:
    """Return a question with those who play its parts by their own names, as texts say these.

    As it is where nobody is called by a part, where the actor is what is asked for, and where the
    texts do not say one name for each part.
    """
    if side_asked(asked) is Side.PLAYER:
        return asked.text
    for form in _CALLED:
        match = form.search(asked.text)
        if match is None:
            continue
        said = [each for text in texts for each in billings(text)]
        players = [_player(part, said) for part in _EACH.split(match["parts"])]
        if all(players):
            names = " and ".join(filter(None, players))
            return f"{asked.text[: match.start()]}{names}{asked.text[match.end() :]}"
    return asked.text


def _player(part: str, said: Sequence[Billing]) -> str | None:
    """Return who most often is said to play a part; None when two are as often, or nobody is."""
    words = re.sub(r"['’]s$", "", part).split()
    alike = [sum(may_be_named(word, each.part) for word in words) for each in said]
    best = max(alike, default=0)
    named = [each.player for each, held in zip(said, alike, strict=True) if best and held == best]
    (player, often), (_, next_often), *_ = [*Counter(named).most_common(2), (None, 0), (None, 0)]
    return player if often > next_often else None
