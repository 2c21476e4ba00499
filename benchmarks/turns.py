"""How many questions one server should compute at once: the same crowd with different turns.

    python -m benchmarks.turns --work FOLDER --sets FOLDER [--turns 1 2 3 4 40] [--clients 32]

A server each, started anew; 40 is what it was before questions took turns. Beside rate and waits it
tells the CPU time of a request, which other work on the machine changes least, how long `/livez`
took meanwhile, and by how much memory grew. Results: docs/performance.md.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil

from benchmarks.clients import closed, probing
from benchmarks.measuring import markdown_table, write_between
from benchmarks.serving import serving
from benchmarks.speed import prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.contenders import Case

VARIABLE = "BENCHMARK_TURNS"  # one that begins with QA_ would be refused
WARM = 10
HEAD = [
    "turns", "answers /s", "p50, ms", "p95, ms", "CPU ms each", "`/livez` p50, ms", "p99, ms",
    "MB more",
]  # fmt: skip


def row(case: Case, path: str, turns: int, questions: Sequence[str], clients: int) -> list[str]:
    """Ask one server with so many turns; return the line of the table."""
    command = (sys.executable, "-m", "benchmarks.turns")
    variables = {VARIABLE: str(turns)}
    with serving(
        case.corpus, case.index, "Is anybody there?", variables=variables, command=command
    ) as server:
        closed(server.port, path, [f"{each} Really?" for each in questions[:WARM]], clients=1)
        process, probes = psutil.Process(server.pid), list[float]()
        memory, before = server.memory(), sum(process.cpu_times()[:2])
        with probing(server.port, probes, every=0.1):
            met = closed(server.port, path, questions, clients=clients)
        cpu = 1000 * (sum(process.cpu_times()[:2]) - before) / len(questions)
        loop = [1000 * float(np.percentile(probes, share)) for share in (50, 99)]
        waits = [met.percentile(share) for share in (50, 95)]
        figures = [met.rate, *waits, cpu, *loop, server.memory() - memory]
    return [str(turns), *(f"{each:.1f}" for each in figures)]


def serve() -> None:
    """Be `qa`, with as many turns as the variable says."""
    from qa.cli import serving as served
    from qa.cli.commands import main as run
    from qa.service.parts import Parts

    def make(**given: Any) -> Parts:
        turns = int(os.environ[VARIABLE])
        return Parts(**given | {"searches": turns, "answers": turns})

    setattr(served, "Parts", make)  # noqa: B010 - mypy will have no other class there
    run()


def main() -> None:
    """Measure, print tables, and write them down where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="folder for models and indexes")
    parser.add_argument("--sets", type=Path, help="folder of question sets")
    parser.add_argument("--turns", type=int, nargs="+", default=[1, 2, 3, 4, 40])
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument(
        "--questions", type=int, default=320, help="searches; a quarter for answers"
    )
    parser.add_argument("--docs", type=Path, help="folder of performance.md, to write into")
    options = parser.parse_args()
    prepared = prepare(options.work.resolve(), options.sets)
    tables = []
    for path, share in (("/v1/search", 1), ("/v1/ask", 4)):
        count = options.questions // share
        asked = list(itertools.islice(itertools.cycle(prepared.questions), count))
        lines = [row(prepared.case, path, each, asked, options.clients) for each in options.turns]
        tables.append(f"`{path}`, {options.clients} clients\n\n{markdown_table(HEAD, lines)}")
        print(tables[-1], flush=True)
    if options.docs:
        write_between(options.docs / "performance.md", "turns", "\n\n".join(tables))


if __name__ == "__main__":
    serve() if VARIABLE in os.environ else main()
