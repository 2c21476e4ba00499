"""What a build has to do, from digests alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SMALLEST, LARGEST, SHARE = 2_048, 32_768, 16
"""A part is full with a sixteenth of the rows before it, within these bounds: a change writes
little anew, and a search goes through few parts."""

SMALL = 128
"""Parts with fewer rows join what is new whenever there is something new."""

DEAD, LOOSE = 0.2, 0.2
"""A graph is made anew when more than this share of its nodes has gone, and added to when as many
rows are outside it as this share of what is searched without any."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The ids of articles by what happens to them; each tuple is sorted."""

    keep: tuple[str, ...]
    add: tuple[str, ...]
    change: tuple[str, ...]
    drop: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether the corpus says exactly what was built."""
        return not (self.add or self.change or self.drop)


def plan(built: Mapping[str, str], corpus: Mapping[str, str]) -> Plan:
    """Compare the digests of what was built with those of the corpus.

    >>> plan({"a": "1", "b": "1", "c": "1"}, {"b": "1", "c": "2", "d": "1"})
    Plan(keep=('b',), add=('d',), change=('c',), drop=('a',))
    """
    return Plan(
        keep=tuple(sorted(each for each in corpus if built.get(each) == corpus[each])),
        add=tuple(sorted(corpus.keys() - built.keys())),
        change=tuple(
            sorted(each for each in corpus if built.get(each, corpus[each]) != corpus[each])
        ),
        drop=tuple(sorted(built.keys() - corpus.keys())),
    )


def full_size(rows: int) -> int:
    """Return with how many rows a part is full that comes after so many."""
    return min(max(rows // SHARE, SMALLEST), LARGEST)


def plan_parts(sizes: Mapping[str, int], broken: Collection[str], coming: int) -> frozenset[str]:
    """Return the parts to write anew, given how many rows each has and how many are to come.

    Those that are `broken`, and small ones, from the smallest on while what comes, with those
    before, is half as large: so their number grows with the logarithm of how many changes came.

    >>> sorted(plan_parts({"a": 5000, "b": 300, "c": 20, "d": 4}, {"c"}, 4))
    ['c', 'd']
    >>> sorted(plan_parts({"a": 5000, "b": 300, "c": 150}, {}, 80))
    ['b', 'c']
    """
    anew = set(broken)
    gathered = coming
    largest = full_size(sum(sizes.values()))
    for name in sorted(sizes.keys() - anew, key=lambda each: (sizes[each], each)):
        if sizes[name] > max(2 * gathered, SMALL) or sizes[name] >= largest // 2:
            break
        anew.add(name)
        gathered += sizes[name]
    return frozenset(anew)


def worth_keeping(*, held: int, live: int) -> bool:
    """Whether a graph of `held` nodes is worth keeping, `live` of which are still rows."""
    return held > 0 and held - live <= DEAD * held


GraphPlan: TypeAlias = Literal["none", "keep", "extend", "anew"]


def plan_graph(rows: int, *, held: int, live: int, limit: int) -> GraphPlan:
    """Say what becomes of a graph of `held` nodes, `live` of which are still among the rows.

    `limit` is up to how many rows are searched without any.

    >>> plan_graph(900, held=0, live=0, limit=1000), plan_graph(2000, held=0, live=0, limit=1000)
    ('none', 'anew')
    >>> [plan_graph(2000, held=2000, live=live, limit=1000) for live in (1999, 1700, 1500)]
    ['keep', 'extend', 'anew']
    """
    if rows <= limit:
        return "none"
    if not worth_keeping(held=held, live=live):
        return "anew"
    return "extend" if rows - live > LOOSE * limit else "keep"
