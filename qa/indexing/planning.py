"""What a build has to do, from digests alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


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
