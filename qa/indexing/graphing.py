"""The graph of a generation: kept, added to, or made anew, as `plan_graph` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qa.index.checking import check_file
from qa.index.parts import link_or_copy
from qa.index.vectors import GRAPH, GRAPH_SLOTS, write_graph
from qa.indexing.planning import plan_graph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from qa.index.checking import FileCheck
    from qa.index.contents import Contents
    from qa.indexing.keeping import Kept
    from qa.protocols import Progress

_SLAB = 16_384


def write_graph_over(
    contents: Contents, folder: Path, kept: Kept | None, limit: int, progress: Progress | None
) -> dict[str, FileCheck]:
    """Write what graph the rows need into `folder`; return the checks of its files.

    A graph holds rows by their slots, which last, and so may be kept when rows come and go.
    """
    held = _held(kept)
    slots = contents.slots
    there = np.isin(slots, held)
    todo = plan_graph(len(slots), held=len(held), live=int(there.sum()), limit=limit)
    if kept and todo == "keep":
        for name in (GRAPH, GRAPH_SLOTS):
            link_or_copy(kept.folder / name, folder / name, len(held))
        return {name: kept.said.files[name] for name in (GRAPH, GRAPH_SLOTS)}
    if todo in ("extend", "anew"):
        rows = np.flatnonzero(~there) if todo == "extend" else np.arange(len(slots))
        base = kept.folder if kept and todo == "extend" else None
        write_graph(folder, _slabs(contents, rows), len(rows), base=base, progress=progress)
        return {name: check_file(folder / name) for name in (GRAPH, GRAPH_SLOTS)}
    return {}


def _held(kept: Kept | None) -> NDArray[np.int32]:
    """Return the slots that the graph of the generation before holds; none without one."""
    if kept is None or GRAPH not in kept.said.files:
        return np.zeros(0, np.int32)
    slots: NDArray[np.int32] = np.load(kept.folder / GRAPH_SLOTS, allow_pickle=False)
    return slots


def _slabs(
    contents: Contents, rows: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int32], NDArray[np.float16]]]:
    for start in range(0, len(rows), _SLAB):
        some = rows[start : start + _SLAB]
        yield contents.slots[some], contents.vectors(some)
