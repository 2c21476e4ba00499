"""A full disk, a folder that cannot be written: told, survived, and over once there is room.

These mount small file systems of their own, which takes root; where that is not to be had they are
skipped by name.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from qa.types import Article
from tests.faults.conftest import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROOM = 2 << 20


@contextlib.contextmanager
def mounted(target: Path, *how: str) -> Iterator[None]:
    """Mount something at `target` for a while."""
    target.mkdir(exist_ok=True)
    if call("mount", *how, str(target)):
        pytest.skip("mounting takes root")
    try:
        yield
    finally:
        assert call("umount", "--lazy", str(target)) == 0


def call(*command: str) -> int:
    """Run a command of the system; return its exit code."""
    found = shutil.which(command[0])
    return subprocess.run([found, *command[1:]], check=False).returncode if found else -1


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of two MiB."""
    with mounted(tmp_path / "small", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs"):
        yield tmp_path / "small"


def fill(folder: Path, *, leave: int = 0) -> Path:
    """Fill the disk that a folder is on; return the file that does."""
    filler = folder / ".filler"
    with contextlib.suppress(OSError), filler.open("wb") as file:
        while True:
            file.write(b"x" * 4096)
            file.flush()
    if leave:
        os.truncate(filler, filler.stat().st_size - leave)
    return filler


def test_a_change_that_finds_no_room_is_refused_and_one_that_does_is_made(
    tmp_path: Path, small: Path, tell: Callable[[str, str], None]
) -> None:
    (tmp_path / "corpus").symlink_to(small)
    place = Place(tmp_path)
    place.write(Article("a", "A", "It rains in Farwick."))
    place.build()
    with place.served("--no-watch") as server:
        filler = fill(small)
        for number in range(20):
            response = server.put(f"n{number}", "It snows. " * 1000)
            assert response.status_code == 507
            assert response.json()["type"] == "urn:qa:problem:storage-full"
            assert server.client.post("/v1/search", json={"question": "rain"}).is_success
        assert [each.id for each in place.corpus.read().articles] == ["a"]
        assert sorted(path.name for path in small.iterdir()) == [".filler", "a.md"]
        filler.unlink()
        assert server.put("n0", "It snows.", wait="true").json()["generation"] == "000002"
    tell(
        "disk full while articles are written", "20 times 507, nothing half written, answers go on"
    )


def test_a_build_that_finds_no_room_fails_is_told_and_succeeds_once_there_is_some(
    tmp_path: Path, small: Path, tell: Callable[[str, str], None]
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "index").symlink_to(small)
    place = Place(tmp_path)
    place.write(Article("a", "A", "It rains in Farwick."))
    place.build()
    with place.served("--no-watch") as server:
        told = []
        for leave in (0, 8 << 10, 32 << 10, 128 << 10):
            filler = fill(small, leave=leave)
            place.write(
                *(Article(f"b{n}", f"B {n}", f"It snows {n} {leave}. " * 90) for n in range(40))
            )
            job = server.client.post("/v1/index/build").json()["id"]
            url = f"/v1/jobs/{job}"
            server.wait_until(lambda url=url: server.client.get(url).json()["error"])  # type: ignore[misc]
            told.append(server.client.get(url).json()["error"])
            assert server.client.get("/readyz").status_code == 200
            assert server.client.post("/v1/search", json={"question": "rain"}).is_success
            assert [each.problem for each in place.store.verify() if each.problem] == []
            filler.unlink()
            if leave:  # else it is tried again by itself, seconds later
                server.client.post("/v1/index/build")
            server.wait_until(lambda url=url: server.client.get(url).json()["state"] == "done")  # type: ignore[misc]
    assert all("No space left on device" in each or "os error 28" in each for each in told), told
    assert not any(str(tmp_path) in each for each in told), told
    assert len(place.served_texts()) == 41
    assert not list(small.glob(".building-*"))
    tell(
        "disk full during a build",
        f"{len(told)} builds, each told why, all done once there was room",
    )


def test_a_log_that_finds_no_room_keeps_nobody_from_being_answered(
    tmp_path: Path, small: Path, tell: Callable[[str, str], None]
) -> None:
    (tmp_path / "corpus").mkdir()
    place = Place(tmp_path)
    place.write(Article("a", "A", "It rains in Farwick."))
    place.build()
    (tmp_path / "server.log").symlink_to(small / "log")
    with place.served("--no-watch") as server:
        fill(small)
        for _ in range(200):
            assert server.client.post("/v1/search", json={"question": "rain"}).is_success
        assert server.put("b", "It snows.", wait="true").json()["generation"] == "000002"
    tell("disk full while the log is written", "200 questions and a build, 0 failed")


def test_an_index_that_cannot_be_written_is_served_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    place = Place(tmp_path)
    place.write(Article("a", "A", "It rains in Farwick."))
    place.build()
    index = str(place.store.folder)
    with mounted(place.store.folder, "--bind", index):
        assert call("mount", "-o", "remount,ro,bind", index) == 0
        with place.served() as server:
            assert server.client.post("/v1/search", json={"question": "rain"}).is_success
            response = server.put("b", "It snows.")
            assert response.status_code == 503
            assert response.json()["type"] == "urn:qa:problem:storage-unusable"
            job = server.client.post("/v1/index/build").headers["location"]
            server.wait_until(lambda: bool(server.client.get(job).json()["error"]), 60)
            told = server.client.get(job).json()["error"]
            assert (told.startswith("index/"), "Read-only file system" in told) == (True, True)
            assert server.client.get("/readyz").status_code == 200
    assert place.corpus.find("b") is None


def test_what_is_acknowledged_was_flushed_and_so_was_the_folder_that_names_it(
    tmp_path: Path,
) -> None:
    """Watches the system calls, as kill -9 cannot show what holds when the power goes."""
    script = (
        "import sys; from pathlib import Path; from qa.corpus.folder import Corpus;"
        "from qa.types import Article;"
        "Corpus(Path(sys.argv[1])).write(Article('news/a', 'A', 'It rains.'))"
    )
    corpus, log = str(tmp_path / "corpus"), tmp_path / "calls"
    calls = "trace=fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat"
    tracing = ("strace", "-f", "-y", "-e", calls, "-o", str(log))
    if call(*tracing, sys.executable, "-c", script, corpus):
        pytest.skip("strace is not installed, or may not trace here")
    succeeded = "\n".join(line for line in log.read_text().splitlines() if " = -1 " not in line)
    told = re.findall(rf"(\w+)\(.*?({re.escape(corpus)}[^>\"]*)", succeeded)
    flat = [(name.replace("mkdirat", "mkdir"), path.removeprefix(corpus)) for name, path in told]
    names = [(name, re.sub("writing-.*", "writing", path)) for name, path in flat]
    assert names == [
        ("mkdir", ""),
        ("mkdir", "/news"),
        ("fsync", ""),
        ("fsync", "/news/.writing"),
        ("rename", "/news/.writing"),
        ("fsync", "/news"),
    ]
