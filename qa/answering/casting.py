"""Questions that call somebody by a part: "Which agency managed the Su-hyeok actor?".

Articles on an actor's life name him, not his part. So where the passages say outright who plays it,
the question is asked with that name: "Which agency managed Lomon?".
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from qa.answering.billing import OWNED, Side, billings, is_named_in, joined_over_marks
from qa.answering.exact import WORD
from qa.answering.performing import side_asked
from qa.text.sounds import sound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.answering.billing import Billing
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
        r"(?<!['’]s)(?! and )(?=[\s?,.!]|$)"
    ),
)
_NOT_PLAIN = re.compile(
    r"\b(?:the|an?|this|that) "
    r"(?:(?!(?:of|in|on|at|by|with|from|for|and|or|to|do|does|did|is|was) )[a-z]+ )+$"
)
"""Which of several: "the new Batman actor"."""

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
        if match is None or (form is _CALLED[0] and _is_one_of_several(match)):
            continue
        said = [each for text in texts for each in billings(text)]
        players = [_player(part, said) for part in _EACH.split(match["parts"])]
        if all(players):
            names = " and ".join(filter(None, players))
            return f"{asked.text[: match.start()]}{names}{asked.text[match.end() :]}"
    return asked.text


def _is_one_of_several(match: re.Match[str]) -> bool:
    return _NOT_PLAIN.search(match.string[: match.start("parts")]) is not None


def _player(part: str, said: Sequence[Billing]) -> str | None:
    """Return who is said to play a part, by all words of its name; None when two are, or nobody."""
    name = OWNED.sub("", part)
    players = [each.player for each in said if is_named_in(name, each.part)]
    sounds = {sound(joined_over_marks(each)) for each in players}
    return Counter(players).most_common(1)[0][0] if len(sounds) == 1 else None
