"""Long running: memory, open files and memory maps stay where they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import psutil
import pytest

from tests.faults.test_swapping import ARTICLES, rebuild, write_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.conftest import Place

LONG = [pytest.mark.faults, pytest.mark.timeout(3600)]


@pytest.mark.parametrize(
    ("queries", "builds", "allowed"), [(600, 6, 40), pytest.param(50_000, 50, 25, marks=LONG)]
)
def test_nothing_leaks(
    graphed: Place, queries: int, builds: int, allowed: int, tell: Callable[[str, str], None]
) -> None:
    """`allowed` MiB is what the allocator may still be settling by."""
    place = graphed
    write_round(place, 0)
    place.build()
    measured = []
    with place.served("--no-watch") as server, ThreadPoolExecutor(4) as pool:
        process = psutil.Process(server.process.pid)
        clients = [httpx.Client(base_url=server.address, timeout=30) for _ in range(4)]

        def ask(number: int) -> int:
            body = {"question": f"rain of day {number % ARTICLES} {number}"}
            return clients[number % 4].post("/v1/search", json=body).status_code

        for number in range(builds):
            write_round(place, number + 1)
            rebuild(server)
            each = queries // builds
            assert set(pool.map(ask, range(number * each, (number + 1) * each))) == {200}
            measured.append(
                (
                    process.memory_info().rss >> 20,
                    process.num_fds(),
                    len(process.memory_maps(grouped=False)),
                )
            )
        assert place.graphed()
        for client in clients:
            client.close()
    third = len(measured) // 3
    warm, later, last = measured[third], measured[2 * third], measured[-1]
    memory, files, maps = zip(warm, later, last, strict=True)
    tell(
        "long running",
        f"{queries:,} questions, {builds} builds; after a third, two thirds, all of them: memory "
        f"{memory} MiB, open files {files}, maps {maps}",
    )
    assert last[0] - warm[0] <= allowed, measured
    assert last[1] - warm[1] <= 6, measured
    assert last[2] - warm[2] <= 40, measured
