"""What passages call by a Korean name beside its English one: "Park Ji-hu (박지후)"."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from qa.answering.sounding import PASSAGES
from qa.text.korean import take_apart
from qa.text.korean_words import ENDINGS
from qa.text.remembering import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CALLED = r"[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*){0,4}"
_HANGUL = "[가-힣]{2,}(?: [가-힣]+)*"
_GLOSSED = re.compile(
    rf"(?:\*(?P<title>[^*\n]{{2,60}})\*|(?P<name>{_CALLED})) \((?P<hangul>{_HANGUL})[,;)]"
    rf"|(?P<term>{_HANGUL}) \((?P<said>[a-z][a-z-]+)\)"
)
"""A title or a name with its Korean form behind it: "Park Ji-hu (박지후)"; or a Korean word with
its letters, "절비 (jeolbi)", unless that is a common one, which has an English word."""


_SHORT = 2
"""Syllables of a name that is often the beginning of another word."""


def glossed(question: str, texts: Sequence[str]) -> str:
    """Return a question with names and titles as the passages write them that gloss them."""
    glosses = {hangul: said for text in reversed(texts) for hangul, said in _glosses(text).items()}
    asked = (hangul for hangul in glosses if hangul in question)
    for hangul in sorted(asked, key=len, reverse=True):
        form = re.compile(rf"(?<![가-힣]){hangul}(?P<rest>[가-힣]*)")
        question = form.sub(functools.partial(_said, glosses[hangul], hangul), question)
    return question


def _said(said: str, hangul: str, match: re.Match[str]) -> str:
    """Return what is said for a word that begins with a name; two syllables may begin any word."""
    surely = len(hangul) > _SHORT or not match["rest"] or match["rest"] in ENDINGS
    return f" {said} {match['rest']}" if surely else match.group()


@remembered(PASSAGES, longest=2000)
def _glosses(text: str) -> Mapping[str, str]:
    return {
        match["hangul"] or match["term"]: match["title"] or match["name"] or match["said"]
        for match in _GLOSSED.finditer(text)
        if match["hangul"] or not any(word.meanings for word in take_apart(match["term"]))
    }
