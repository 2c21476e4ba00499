"""Flipped bits, cut files, swapped files: noticed before use, every time."""

from __future__ import annotations

import contextlib
import itertools
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from qa.errors import GenerationError
from qa.index.snapshot import Snapshot
from qa.index.store import Store
from qa.types import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.conftest import Place

LONG = [pytest.mark.faults, pytest.mark.timeout(3000)]


@contextlib.contextmanager
def damaged(path: Path, content: bytes) -> Iterator[None]:
    """Let a file hold something else for a while."""
    whole = path.read_bytes()
    path.write_bytes(content)
    yield
    path.write_bytes(whole)


def flipped(whole: bytes, choose: random.Random) -> bytes:
    bits = bytearray(whole)
    bits[choose.randrange(len(whole))] ^= 1 << choose.randrange(8)
    return bytes(bits)


def refuse(generation: Path) -> None:
    with pytest.raises(GenerationError):
        Snapshot(generation)


@pytest.fixture
def generation(each_place: Place) -> Path:
    """A generation of a dozen articles, with a graph and without."""
    for number in range(12):
        each_place.write(
            Article(f"a{number}", f"Article {number}", f"It rains on day {number}. 비가.")
        )
    each_place.build()
    assert each_place.graphed() == (each_place.exact_limit < 12)
    return each_place.store.path("000001")


@pytest.mark.parametrize(("flips", "cuts"), [(5, 2), pytest.param(100, 20, marks=LONG)])
def test_every_damage_to_every_file_is_noticed_before_it_is_used(
    generation: Path, flips: int, cuts: int, tell: Callable[[str, str], None]
) -> None:
    choose = random.Random(3)  # noqa: S311
    files = [path for path in sorted(generation.rglob("*")) if path.is_file()]
    for path in files:
        whole = path.read_bytes()
        contents = [flipped(whole, choose) for _ in range(flips)]
        contents += [whole[: choose.randrange(len(whole))] for _ in range(cuts)]
        for content in contents:
            with damaged(path, content):
                refuse(generation)
    Snapshot(generation)
    tell(
        "damaged files",
        f"{len(files)} files of a generation, {flips} bits flipped and {cuts} cuts in each: "
        f"{len(files) * (flips + cuts):,} of {len(files) * (flips + cuts):,} noticed before use",
    )


def test_files_that_are_swapped_or_missing_are_noticed(generation: Path) -> None:
    files = [path for path in sorted(generation.rglob("*")) if path.is_file()]
    for one, other in itertools.pairwise(files):
        first, second = one.read_bytes(), other.read_bytes()
        if first != second:
            with damaged(one, second), damaged(other, first):
                refuse(generation)
    for path in files:
        whole = path.read_bytes()
        path.unlink()
        refuse(generation)
        path.write_bytes(whole)
    Snapshot(generation)


def test_a_damaged_generation_is_refused_by_name_and_the_one_before_serves(place: Place) -> None:
    place.write(Article("a", "A", "The first text."))
    place.build()
    place.write(Article("a", "A", "The second text."))
    place.build()
    vectors = place.store.path("000002") / "parts" / "000002-0000" / "vectors.npy"
    choose = random.Random(1)  # noqa: S311
    with (
        damaged(vectors, flipped(vectors.read_bytes(), choose)),
        place.served("--no-watch") as server,
    ):
        reply = server.client.get("/readyz").json()
        assert reply["generation"] == "000001"
        assert reply["refused"]["generation"] == "000002"
        assert "vectors.npy" in reply["refused"]["reason"]
        assert server.client.get("/v1/articles/a").json()["text"] == "The first text."
        log = (place.folder / "server.log").read_text()
        assert "generation 000002 is refused: parts/000002-0000/vectors.npy does not match" in log
        assert server.client.post("/v1/index/build").status_code == 202
        server.wait_until(lambda: server.client.get("/readyz").json()["generation"] == "000003")
        assert server.client.get("/v1/articles/a").json()["text"] == "The second text."


def test_a_file_that_is_cut_while_it_is_served_kills_no_server(place: Place) -> None:
    """Whoever replaces a file by rename, as we do, leaves those who mapped it alone."""
    place.write(*(Article(f"a{n}", f"Article {n}", f"It rains on day {n}.") for n in range(50)))
    place.build()
    with place.served("--no-watch") as server:
        shutil.rmtree(place.store.path("000001"))
        reply = server.client.post("/v1/search", json={"question": "rains on day 7"})
        assert reply.json()["passages"][0]["text"] == "It rains on day 7."
    assert Store(place.store.folder).generations() == []
