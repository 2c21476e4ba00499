"""Contests for the verifier: one question, and marked words that compete to answer it.

Each epoch cuts the surroundings of the words anew and draws anew which proposals compete.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.types import Marked
from training.haste import careless, haste
from training.mined import PROPOSALS, path_of
from training.near_misses import asked_otherwise, names_of
from training.pieces import occurrences, window_around
from training.proposals import Proposal, Verdict, read_proposals
from training.question_splits import MINED
from training.wording import kept, likelihoods
from training.written_pool import WRITTEN, read_any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from training.question_splits import Posed, Text

TITLED = 0.85
"""How often the titles are shown."""

LEAST, MOST = 12, 48
"""The length in words of what is shown around a sentence is drawn evenly from this range."""

WRONG, RIGHT = 4, 2
"""At most so many proposals of each kind compete."""

DRAWN = 0.5
"""How often the wrong ones are drawn, where there are more; else the likeliest compete."""

GIVEN = 0.3
"""How often the answer competes as it was written down, though it was proposed."""

ASKED_OTHERWISE = 0.1
"""How often a question is changed so that what was right is wrong."""

SHARES = {"squad2_pairs": 2}
"""How often a set's questions come in an epoch, where not once."""

_WAYS = ("opposed", "renamed", "renamed", "renumbered", "negated")


@dataclass(frozen=True, slots=True)
class Contest:
    """A question with words that may answer it, at least one, and which of them do."""

    question: str
    marked: Sequence[Marked]
    right: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Pool:
    """One set's questions with what was proposed for each, and its texts."""

    name: str
    texts: Mapping[str, Text]
    names: Sequence[str]
    posed: Sequence[Posed]
    proposed: Mapping[str, Sequence[Proposal]]
    likelihoods: Mapping[str, float]


def read_pools(sets: Path, work: Path, *, held_out: bool = False) -> list[Pool]:
    """Return every set's questions of one part that proposals were mined for."""
    return [_read_pool(sets, work, name, held_out) for name in (*MINED, WRITTEN)]


def _read_pool(sets: Path, work: Path, name: str, held_out: bool) -> Pool:
    texts, everything = read_any(sets, name)
    proposed = {  # a text that was written anew since is another
        asked: [each for each in found if each.text_id in texts]
        for asked, found in read_proposals(path_of(work, PROPOSALS, name)).items()
    }
    posed = [each for each in everything if each.held_out == held_out and each.id in proposed]
    names = names_of(text.text for text in texts.values() if text.held_out == held_out)
    wording = likelihoods(posed) if name == WRITTEN else {}
    return Pool(name, texts, names, posed, proposed, wording)


def contests(pools: Sequence[Pool], seed: int) -> list[Contest]:
    """Return one epoch, shuffled; the same seed gives the same epoch."""
    draw = random.Random(seed)  # noqa: S311 - a fixed draw, not a secret
    made = [
        contest
        for pool in pools
        for posed in SHARES.get(pool.name, 1) * [*pool.posed]
        if posed.answers or draw.random() < kept(pool.likelihoods.get(posed.id, 0.5))
        if (contest := contest_of(posed, pool, draw))
    ]
    draw.shuffle(made)
    return made


def contest_of(posed: Posed, pool: Pool, draw: random.Random) -> Contest | None:
    """Return one question's contest; None when nothing competes or its answer is not found."""
    right, wrong = _right(posed, pool, draw), _wrong(posed, pool, draw)
    if (posed.answers and not right) or not (right or wrong):
        return None
    question = posed.question
    if right and draw.random() < ASKED_OTHERWISE and (asked := _otherwise(posed, pool, draw)):
        # What lost may well answer who lost, so of its own text nothing else competes.
        apart = [each for each in wrong if each.text_id != posed.text_id]
        question, right, wrong = asked, [], [*right, *apart]
    titled = draw.random() < TITLED
    marked = [_marked(each, pool, draw, titled=titled) for each in [*right, *wrong]]
    typed = haste(careless(posed, pool.name), draw)
    return Contest(typed(question), marked, [at < len(right) for at in range(len(marked))])


def _otherwise(posed: Posed, pool: Pool, draw: random.Random) -> str | None:
    """Return the question changed so that what was right is wrong; None where it cannot be."""
    text = pool.texts[posed.text_id]
    article = (text.title, text.text)
    return asked_otherwise(draw.choice(_WAYS), posed.question, article, pool.names, draw)


def _right(posed: Posed, pool: Pool, draw: random.Random) -> list[Proposal]:
    """Return what answers: as it was proposed, now and then as it was written down."""
    proposed = [each for each in pool.proposed[posed.id] if each.verdict is Verdict.RIGHT]
    if not posed.answers or (proposed and draw.random() >= GIVEN):
        return proposed[:RIGHT]
    places = occurrences(posed, pool.texts[posed.text_id].text)
    if not places:
        return proposed[:RIGHT]
    start, end = draw.choice(places)
    return [*proposed[: RIGHT - 1], Proposal(posed.text_id, start, end, start, end, Verdict.RIGHT)]


def _wrong(posed: Posed, pool: Pool, draw: random.Random) -> list[Proposal]:
    proposed = [each for each in pool.proposed[posed.id] if each.verdict is Verdict.WRONG]
    if len(proposed) > WRONG and draw.random() < DRAWN:
        return draw.sample(proposed, WRONG)
    return proposed[:WRONG]


def _marked(each: Proposal, pool: Pool, draw: random.Random, *, titled: bool) -> Marked:
    text = pool.texts[each.text_id]
    size = draw.uniform(LEAST, MOST)
    low, high = window_around(text.text, each.quote_start, each.quote_end, size, draw)
    low, high = min(low, each.start), max(high, each.end)
    title = text.title if titled else ""
    return Marked(title, text.text[low:high], each.start - low, each.end - low)
