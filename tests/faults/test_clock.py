"""The clock goes backwards: builds, receipts and what is remembered of files do not mind."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from qa.index.receipts import Receipts
from qa.index.store import Store
from qa.indexing.building import Builder
from qa.types import Article
from tests.fakes import WordEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.conftest import Place

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def test_generations_are_numbered_and_told_apart_whatever_the_clock_says(place: Place) -> None:
    clock = [NOON]
    builder = Builder(Store(place.store.folder), WordEmbedder(), clock=lambda: clock[0])
    for number in range(6):
        place.write(Article("a", "A", f"Text {number}."))
        past = (NOON - timedelta(days=number)).timestamp()
        os.utime(place.corpus.folder / "a.md", (past, past))
        clock[0] = NOON - timedelta(days=400 * number)
        assert builder.build(place.corpus).generation == f"{number + 1:06}"
        assert place.served_texts() == {"a": f"Text {number}."}
    assert place.store.roll_back() == "000005"


def test_a_receipt_of_the_future_still_keeps_a_request_from_being_done_twice(
    tmp_path: Path,
) -> None:
    clock = [NOON]
    receipts = Receipts(tmp_path / "receipts", lambda: clock[0])
    receipts.keep("key", request="r", article_id="a", etag="e", written=True)
    clock[0] = NOON - timedelta(days=30)
    known = receipts.find("key")
    assert known
    assert known.article_id == "a"
    clock[0] = NOON + timedelta(days=2)
    assert receipts.find("key") is None
