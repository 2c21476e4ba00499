"""The graph of a generation: kept, added to, or made anew, as `plan_graph` says, now or later.

A graph holds rows by their slots, which last, and so may be kept when rows come and go. One that a
killed build was at holds them by the keys of their texts, as its slots were never given out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from qa.index.checking import check_file
from qa.index.parts import link_or_copy
from qa.index.vectors import GRAPH, GRAPH_SLOTS, write_graph
from qa.indexing.planning import plan_graph, worth_keeping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.index.checking import FileCheck
    from qa.index.checkpoints import Checkpoint, Checkpoints
    from qa.index.contents import Contents
    from qa.index.manifest import Manifest
    from qa.indexing.planning import GraphPlan
    from qa.protocols import Progress

_SLAB = 16_384

LATER = 2
"""A build may leave rows out of its graph, to be scanned, up to so many times the limit."""


@dataclass(frozen=True, slots=True)
class Base:
    """A graph to begin with: its folder, and the slot of each node, -1 where that is none.

    `files` are the checks of its files when they can be taken over as they are.
    """

    folder: Path
    slots: NDArray[np.int32]
    files: Mapping[str, FileCheck] = field(default_factory=dict)


def built_graphs(folder: Path, said: Manifest) -> list[Base]:
    """Return the graph of a generation that was built, if it has one."""
    if GRAPH not in said.files:
        return []
    slots: NDArray[np.int32] = np.load(folder / GRAPH_SLOTS, allow_pickle=False)
    return [Base(folder, slots, {name: said.files[name] for name in _FILES})]


def is_owed(folder: Path, said: Manifest, slots: NDArray[np.int32], limit: int) -> bool:
    """Whether a generation that was built still needs a graph, or a larger one."""
    if len(slots) <= limit:
        return False
    _, _, todo = _plan(built_graphs(folder, said), slots, limit)
    return todo in _WORK


def left_graphs(left: Sequence[Checkpoint], contents: Contents) -> list[Base]:
    """Return what killed builds left, with the slots that the nodes' texts have now."""
    if not left or not len(contents.slots):
        return []
    known, rows = np.unique(contents.keys(), return_index=True)
    found = []
    for each in left:
        at = np.minimum(np.searchsorted(known, each.keys), len(known) - 1)
        slots = np.where(known[at] == each.keys, contents.slots[rows[at]], -1).astype(np.int32)
        _, first = np.unique(slots, return_index=True)  # of rows that say the same, one is meant
        once = np.full(len(slots), -1, np.int32)
        once[first] = slots[first]
        found.append(Base(each.folder, once))
    return found


def write_graph_over(
    contents: Contents,
    bases: Sequence[Base],
    checkpoints: Checkpoints,
    limit: int,
    progress: Progress | None,
) -> Mapping[str, FileCheck]:
    """Write what graph the rows need beside `checkpoints`; return the checks of its files."""
    folder, slots = checkpoints.folder, contents.slots
    base, there, todo = _plan(bases, slots, limit)
    if todo == "none":
        return {}
    if base and base.files and todo == "keep":
        return _link(base, folder)
    rows = np.flatnonzero(~there)
    checkpoints.begin(len(base.slots) if base else 0)
    write_graph(
        folder,
        _slabs(contents, rows),
        base=(base.folder / GRAPH, base.slots) if base else None,
        grown=_teller(contents, base, rows, checkpoints, progress),
    )
    checkpoints.remove()
    return {name: check_file(folder / name) for name in _FILES}


def put_off(
    folder: Path, slots: NDArray[np.int32], built: Sequence[Base], limit: int
) -> Mapping[str, FileCheck] | None:
    """Leave the graph as it was built to `folder`; return the checks of its files, if any.

    None when nothing that takes long is to be done, or too many rows would have to be scanned until
    it is.
    """
    base, there, todo = _plan(built, slots, limit)
    if todo not in _WORK or np.count_nonzero(~there) > LATER * limit:
        return None
    return _link(base, folder) if base else {}


def _link(base: Base, folder: Path) -> Mapping[str, FileCheck]:
    for name in _FILES:
        link_or_copy(base.folder / name, folder / name, len(base.slots))
    return base.files


_FILES = (GRAPH, GRAPH_SLOTS)
_WORK = ("extend", "anew")


def _plan(
    bases: Sequence[Base], slots: NDArray[np.int32], limit: int
) -> tuple[Base | None, NDArray[np.bool_], GraphPlan]:
    """Return the graph to begin with, which rows it holds, and what is to become of it."""
    base, there = _best(bases, slots)
    held, live = len(base.slots) if base else 0, int(there.sum())
    return base, there, plan_graph(len(slots), held=held, live=live, limit=limit)


def _best(bases: Sequence[Base], slots: NDArray[np.int32]) -> tuple[Base | None, NDArray[np.bool_]]:
    """Return the graph that holds most of the rows with these slots, and which it holds."""
    best, there = None, np.zeros(len(slots), np.bool_)
    for each in bases:
        holds = np.isin(slots, each.slots)
        live = int(holds.sum())
        if live > there.sum() and worth_keeping(held=len(each.slots), live=live):
            best, there = each, holds
    return best, there


def _slabs(
    contents: Contents, rows: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.float16]]]:
    for start in range(0, len(rows), _SLAB):
        some = rows[start : start + _SLAB]
        yield contents.slots[some], contents.vectors(some)


def _teller(
    contents: Contents,
    base: Base | None,
    rows: NDArray[np.int64],
    checkpoints: Checkpoints,
    progress: Progress | None,
) -> Callable[[int, Callable[[Path], None]], None]:
    """Return what tells progress, and offers the graph to be saved, as it grows by the rows."""
    keys = contents.keys()
    nodes = _keys_of(base, contents, keys)

    def tell(total: int, write: Callable[[Path], None]) -> None:
        added = total - len(nodes)
        if added < len(rows):
            checkpoints.offer(np.concatenate([nodes, keys[rows[:added]]]), write)
        if progress:
            progress("graph", added, len(rows))

    return tell


def _keys_of(base: Base | None, contents: Contents, keys: NDArray[np.void]) -> NDArray[np.void]:
    """Return the key of each node of a graph; zeros where that is no row's."""
    if base is None:
        return np.zeros(0, "V16")
    row_of_slot = np.full(int(max(base.slots.max(), contents.slots.max())) + 1, -1, np.int64)
    row_of_slot[contents.slots] = np.arange(len(contents.slots))
    rows = np.where(base.slots >= 0, row_of_slot[base.slots], -1)
    found = np.zeros(len(rows), "V16")
    found[rows >= 0] = keys[rows[rows >= 0]]
    return found
