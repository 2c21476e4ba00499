"""A build is told stage by stage, and an index weighed by kind."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("ir_measures", reason="pip install -e '.[bench]'")

from benchmarks.building import Spent, sizes

if TYPE_CHECKING:
    from pathlib import Path


def spend(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_time_belongs_to_the_stage_that_tells_next() -> None:
    spent = Spent()
    for stage, seconds in (("read", 0.02), ("embed", 0.03), ("read", 0.01), ("unheard of", 0.02)):
        spend(seconds)
        spent(stage, 1, 1)
    spend(0.02)
    spent.end()
    assert spent.seconds == pytest.approx({"read": 0.03, "embed": 0.03, "rest": 0.04}, abs=0.012)


def test_bytes_are_those_of_files_by_kind_a_chunk(tmp_path: Path) -> None:
    for name, size in (
        ("manifest.json", 10),
        ("parts/000001-0000/vectors.npy", 768),
        ("parts/000001-0000/lexical/a.term", 300),
        ("parts/000001-0000/articles.jsonl", 522),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    held = sizes(tmp_path, 2)
    assert held["vectors"] == 384
    assert held["lexical index"] == 150
    assert held["text and metadata"] == 261
    assert held["the rest"] == 5
    assert held["all"] == 800
