"""Both services under load: 1, 8 and 32 clients, closed, and at fixed rates.

    python -m benchmarks.loads --work FOLDER --sets FOLDER [--docs docs] [--questions 200]

`qa` and the plain way (benchmarks/plain_server.py) serve the same chunks and are asked the same
questions in turns, each while the other has nothing to do. Prints tables; with `--docs`, writes
them into performance.md. Results: docs/performance.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.clients import at_rate, closed, probing
from benchmarks.measuring import markdown_table, write_between
from benchmarks.serving import serving, serving_plain
from benchmarks.speed import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.clients import Load
    from benchmarks.serving import Server

CLIENTS = (1, 8, 32)
SHARE = 0.7
"""The fixed rates are this part of what 8 clients get: of the slower way, then of ours."""

OURS, PLAIN = "`qa`", "plain way"


@dataclass(frozen=True, slots=True)
class Measured:
    """One way under one load; times in milliseconds, `rate` in answers a second."""

    way: str
    path: str
    load: str
    rate: float
    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, way: str, path: str, load: str, met: Load) -> Measured:
        """Sum up what clients met."""
        p50, p95, p99 = (met.percentile(share) for share in (50, 95, 99))
        return cls(way, path, load, met.rate, p50, p95, p99)

    def row(self) -> list[str]:
        """Return the line of the table."""
        times = [f"{each:,.0f}" if each >= 100 else f"{each:.1f}" for each in self._times]
        return [f"{self.way}, `{self.path}`", self.load, f"{self.rate:.1f}", *times]

    @property
    def _times(self) -> tuple[float, float, float]:
        return self.p50, self.p95, self.p99


@dataclass(frozen=True, slots=True)
class Rested:
    """One server: seconds to its first answer, MB then and after all loads, the loop's stops."""

    way: str
    start: float
    at_rest: float
    under_load: float
    loop: Sequence[float]


def measure(
    servers: dict[str, Server], questions: Sequence[str], count: int, paths: Sequence[str]
) -> tuple[list[Measured], dict[str, list[float]]]:
    """Ask in turns under every load; return the rows and how long `/livez` took meanwhile."""
    fresh, rows = _fresh(questions, count), []
    probes: dict[str, list[float]] = {way: [] for way in servers}
    for path in paths:
        ways = {way: each for way, each in servers.items() if way == OURS or path == "/v1/search"}
        most: dict[str, float] = {}
        for clients in CLIENTS:
            asked = next(fresh)
            for way, server in ways.items():
                met = probed(server, path, asked, clients, probes[way])
                rows.append(Measured.of(way, path, _clients(clients), met))
                most[way] = met.rate if clients == 8 else most.get(way, met.rate)
        rows += at_rates(ways, path, next(fresh), most)
    return rows, probes


def probed(
    server: Server, path: str, asked: Sequence[str], clients: int, into: list[float]
) -> Load:
    """Ask from clients at once, the loop being watched while there are many."""
    if clients == 1:
        return closed(server.port, path, asked, clients=1)
    with probing(server.port, into):
        return closed(server.port, path, asked, clients=clients)


def at_rates(
    ways: dict[str, Server], path: str, asked: Sequence[str], most: dict[str, float]
) -> Iterator[Measured]:
    """Ask both at a rate that the slower can bear, and ours at one that it can."""
    shared = SHARE * min(most.values())
    for way, server in ways.items():
        yield Measured.of(
            way, path, f"{shared:.0f} /s", at_rate(server.port, path, asked, rate=shared)
        )
    own = SHARE * most[OURS]
    if own > shared:
        met = at_rate(ways[OURS].port, path, asked, rate=own)
        yield Measured.of(OURS, path, f"{own:.0f} /s", met)


def tables(rows: Sequence[Measured], rested: Sequence[Rested]) -> str:
    """Return what was measured as Markdown."""
    loads = markdown_table(
        ["way", "load", "answers /s", "p50, ms", "p95, ms", "p99, ms"],
        [each.row() for each in rows],
    )
    head = ["server", "to its first answer, s", "MB at rest", "MB after the loads"]
    head += ["`/livez` under load: p50, ms", "p99, ms", "most, ms"]
    lines = [
        [each.way, f"{each.start:.2f}", f"{each.at_rest:.0f}", f"{each.under_load:.0f}"]
        + [f"{1000 * np.percentile(each.loop, share):.1f}" for share in (50, 99, 100)]
        for each in rested
    ]
    return f"{loads}\n\n{markdown_table(head, lines)}"


def _clients(count: int) -> str:
    return f"{count} client{'s' * (count > 1)}"


def _fresh(questions: Sequence[str], count: int) -> Iterator[list[str]]:
    endless = itertools.cycle(questions)
    while True:
        yield list(itertools.islice(endless, count))


def main() -> None:
    """Prepare, measure, print, and write down."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="folder for models and indexes")
    parser.add_argument("--sets", type=Path, help="folder of question sets")
    parser.add_argument("--questions", type=int, default=200, help="asked under each load")
    parser.add_argument("--docs", type=Path, help="folder of performance.md, to write into")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    prepared = prepare(options.work.resolve(), options.sets)
    case, first = prepared.case, "Is anybody there?"
    with serving(case.corpus, case.index, first) as ours, serving_plain(case, first) as plain:
        servers = {OURS: ours, PLAIN: plain}
        before = {way: each.memory() for way, each in servers.items()}
        rows, probes = measure(
            servers, prepared.questions, options.questions, ("/v1/search", "/v1/ask")
        )
        rested = [
            Rested(way, each.seconds, before[way], each.memory(), probes[way])
            for way, each in servers.items()
        ]
    written = tables(rows, rested)
    print(written)
    if options.docs:
        write_between(options.docs / "performance.md", "loads", written)
    if options.out:
        told = {"chunks": prepared.chunks, "loads": [asdict(each) for each in rows]}
        told |= {"servers": [asdict(each) for each in rested]}
        options.out.write_text(json.dumps(told, indent=2), "utf-8")


if __name__ == "__main__":
    main()
