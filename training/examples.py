"""Examples for the reader: a question, a piece of text, and the spans that answer, or none.

Pieces are windows of whole sentences, as the reader meets them when it answers: sometimes three
sentences, sometimes a whole chunk. Each epoch cuts and perturbs anew, with its own seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from qa.text.units import units
from qa.text.words import weight
from training.example import Example
from training.glosses import glossed
from training.haste import CARELESS, careless, haste
from training.invented import invented
from training.mined import DECEIVING, NEGATIVES, path_of, read_if_mined, read_mined
from training.near_misses import asked_otherwise, names_of
from training.pieces import LONGEST, SHORTEST, occurrences, window, window_around
from training.question_splits import MINED, SETS, Posed, Text
from training.wording import kept, likelihoods
from training.written_pool import WRITTEN, read_any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from training.question_splits import Place

TITLED = 0.8
"""How often a text that has a title is shown with it."""

GLOSSED = 0.2
"""How often a text's names are glossed."""

SHARES = {
    "squad2_pairs": 2.0,
    "squadshifts_reddit": 0.25,
}
"""How often a set's questions come in an epoch, where not once.

Beside what we wrote ourselves only `squad2_pairs` has questions that were made to be unanswerable:
few, and the hardest thing to learn. Reddit's many teach spans, and little else that an article
needs.
"""

RIVALS = 3
"""How many more texts that do not answer compete with the one that does: up to so many, as drawn.

When `qa` reads, six windows and more compete for an answer, and most that is lost is lost to a
rival, not to "no answer".
"""

INVENTED = 0.06
"""How many examples about invented facts come to one of the sets'."""

ELSEWHERE = 0.3
"""How often a written question without an answer is asked of another text of its kind, too."""

TEMPTED = 0.6
"""How often, where an earlier reader was deceived, a text that does not answer is such a place."""


@dataclass(frozen=True, slots=True)
class Pool:
    """One set, of one part: its questions with what was retrieved for each, and its texts."""

    name: str
    posed: Sequence[Posed]
    texts: Mapping[str, Text]
    retrieved: Mapping[str, Sequence[Place]]
    names: Sequence[str]
    deceiving: Mapping[str, Sequence[Place]] = field(default_factory=dict)
    likelihoods: Mapping[str, float] = field(default_factory=dict)


def read_pools(sets: Path, work: Path, *, held_out: bool) -> list[Pool]:
    """Return every set's questions of one part, trained on or held out."""
    return [_read_pool(sets, work, name, held_out) for name in (*SETS, WRITTEN)]


def _read_pool(sets: Path, work: Path, name: str, held_out: bool) -> Pool:
    texts, everything = read_any(sets, name)
    posed = [each for each in everything if each.held_out == held_out]
    names = names_of(text.text for text in texts.values() if text.held_out == held_out)
    retrieved = read_mined(path_of(work, NEGATIVES, name)) if name in (*MINED, WRITTEN) else {}
    places = read_if_mined(path_of(work, DECEIVING, name))
    wording = likelihoods(posed) if name == WRITTEN else {}
    return Pool(name, posed, texts, retrieved, names, places, wording)


def examples(pools: Sequence[Pool], seed: int, *, plain: bool = False) -> list[Example]:
    """Return one epoch, shuffled; the same seed gives the same epoch.

    With `plain` each question comes once as it was asked, nothing is glossed and nothing invented:
    to measure on.
    """
    draw = random.Random(seed)  # noqa: S311 - a fixed draw, not a secret
    made: list[Example] = []
    for pool in pools:
        for turn, posed in enumerate(pool.posed if plain else _drawn(pool, draw)):
            found = _of(posed, pool, draw, group="" if plain else f"{pool.name}/{turn}")
            made += found if plain else _asked_in_haste(found, careless(posed, pool.name), draw)
    if not plain:
        more = ([each] for each in invented(int(INVENTED * len(made)), draw))
        made += [asked for each in more for asked in _asked_in_haste(each, CARELESS, draw)]
        made = [_maybe_glossed(each, draw) for each in made]
    draw.shuffle(made)
    return made


def _drawn(pool: Pool, draw: random.Random) -> list[Posed]:
    """Return a set's questions as often as its share says: whole rounds, and a part drawn."""
    share = SHARES.get(pool.name, 1.0)
    part = int(share % 1 * len(pool.posed))
    drawn = [*(int(share) * [*pool.posed]), *draw.sample([*pool.posed], part)]
    return [
        each
        for each in drawn
        if each.answers or draw.random() < kept(pool.likelihoods.get(each.id, 0.5))
    ]


def _maybe_glossed(example: Example, draw: random.Random) -> Example:
    if draw.random() >= GLOSSED:
        return example
    text, spans = glossed(example.text, example.spans, draw)
    return replace(example, text=text, spans=spans)


def _asked_in_haste(
    found: Iterable[Example], rate: float, draw: random.Random
) -> Iterator[Example]:
    """Yield one question's examples with it clipped, typed carelessly, or as it was: all alike."""
    typed = haste(rate, draw)
    for each in found:
        yield replace(each, question=typed(each.question))


def _of(posed: Posed, pool: Pool, draw: random.Random, group: str) -> Iterator[Example]:
    """Yield a question's examples: what answers it, and some texts that do not, each once.

    Those that are asked the same question are of one group; without a group there is but one.
    """
    text = pool.texts[posed.text_id]
    title = text.title if draw.random() < TITLED else ""
    if not posed.answers:
        yield Example(
            posed.question, title, window(text.text, posed.question, draw), (), "adversarial"
        )
        if group and pool.name == WRITTEN and draw.random() < ELSEWHERE:
            other = beside(posed, pool, draw)
            if other is not None:
                yield other if title else replace(other, title="")
        return
    gold = answering(posed, text, title, draw)
    if gold is None:
        return
    yield replace(gold, group=group)
    missing = _near_miss(posed, gold, pool, draw)
    others = [missing] if missing is not None else []
    if group:
        others += _rivals(posed, pool, draw)
    others = [
        replace(each, group=group if each.question == gold.question else "")
        for each in {(each.question, each.text): each for each in others}.values()
    ]
    untitled = bool(text.title) and not title
    yield from (replace(each, title="") if untitled else each for each in others)


def _rivals(posed: Posed, pool: Pool, draw: random.Random) -> list[Example]:
    """Return up to `RIVALS` windows that do not answer a question."""
    drawn = (beside(posed, pool, draw) for _ in range(draw.randint(0, RIVALS)))
    return [each for each in drawn if each is not None]


def _near_miss(posed: Posed, gold: Example, pool: Pool, draw: random.Random) -> Example | None:
    """Return one example that does not answer, made in a way drawn by `_WAYS`."""
    (way,) = draw.choices([*_WAYS], weights=[*_WAYS.values()])
    if way == "cut":
        return cut(posed, gold)
    if way != "retrieved":
        asked = asked_otherwise(way, gold.question, (gold.title, gold.text), pool.names, draw)
        if asked is not None:
            return Example(asked, gold.title, gold.text, (), way)
    return beside(posed, pool, draw)


_WAYS = {
    "retrieved": 0.45,
    "cut": 0.25,
    "renamed": 0.12,
    "opposed": 0.1,
    "renumbered": 0.05,
    "negated": 0.03,
}
"""How often each kind of near miss is tried; where it cannot be made, a retrieved one serves."""


def answering(posed: Posed, text: Text, title: str, draw: random.Random) -> Example | None:
    """Return a window of the text around an answer; None when the text does not hold it."""
    spans = occurrences(posed, text.text)
    if not spans:
        return None
    start, end = window_around(text.text, *spans[0], draw.uniform(SHORTEST, LONGEST), draw)
    inside = tuple((a - start, b - start) for a, b in spans if start <= a and b <= end)
    return Example(posed.question, title, text.text[start:end], inside, "gold")


def cut(posed: Posed, gold: Example) -> Example | None:
    """Return the window without the sentences that hold an answer; None when nothing is left."""
    answers = [answer.lower() for answer in posed.answers]
    kept = [
        gold.text[unit.start : unit.end]
        for unit in units(gold.text)
        if not any(unit.start < end and start < unit.end for start, end in gold.spans)
        and not any(answer in gold.text[unit.start : unit.end].lower() for answer in answers)
    ]
    left = " ".join(kept)
    return Example(posed.question, gold.title, left, (), "cut") if weight(left) > 8 else None


def beside(posed: Posed, pool: Pool, draw: random.Random) -> Example | None:
    """Return a window that does not answer, of a passage retrieved beside; None without one.

    Where an earlier reader was deceived, it is mostly one around such a place.
    """
    if draw.random() < TEMPTED and (deceiving := _deceiving(posed, pool, draw)):
        return deceiving
    found = pool.retrieved.get(posed.id, ())
    if not found:
        return None
    text_id, start, end = draw.choice(found)
    text = pool.texts.get(text_id)
    if text is None:  # it was mined, and has been written anew since
        return None
    piece = window(text.text[start:end], posed.question, draw)
    return Example(posed.question, text.title, piece, (), "retrieved")


def _deceiving(posed: Posed, pool: Pool, draw: random.Random) -> Example | None:
    """Return a window around a place that deceived a reader; None without one free of answers."""
    places = pool.deceiving.get(posed.id, ())
    if not places:
        return None
    own = occurrences(posed, pool.texts[posed.text_id].text)
    answers = [answer.casefold() for answer in posed.answers]
    found = []
    for text_id, low, high in places:
        text = pool.texts.get(text_id)
        if text is None:
            continue
        start, end = window_around(text.text, low, high, draw.uniform(SHORTEST, LONGEST), draw)
        piece = text.text[start:end]
        # A sentence may be cut off in the middle of an answer, where no answer is found in it.
        torn = text_id == posed.text_id and any(a < end and start < b for a, b in own)
        if not torn and not any(answer in piece.casefold() for answer in answers):
            found.append(Example(posed.question, text.title, piece, (), "deceiving"))
    return draw.choice(found) if found else None
