import gc
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qa import wiring
from qa.answering.beside import Beside
from qa.answering.engine import Engine
from qa.answering.retrieving import Retriever
from qa.answering.sentences import SentenceReader
from qa.settings import Settings
from qa.types import Article
from tests.building import built, today
from tests.fakes import WordEmbedder

PATIENCE = 5.0
"""Seconds."""


def test_ablated_engines_share_a_generation_and_the_last_lacks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = built(tmp_path, [Article("on-jo", "Cast", "Park Ji-hu plays On-jo. She runs.")])
    embedder = WordEmbedder()
    whole = Engine(snapshot, Retriever(embedder, snapshot), SentenceReader(embedder), today)
    monkeypatch.setattr(wiring, "open_engine", lambda _: whole)
    settings = Settings.from_environment({}, corpus=tmp_path / "corpus", index=tmp_path / "index")
    engines = wiring.open_ablated(settings)
    assert list(engines) == [
        f"{search}, {reads}"
        for reads in ("no reader", "reader")
        for search in ("dense", "lexical", "rank fusion", "convex")
    ]
    *_, last = engines.values()
    assert last == whole
    assert {engine.searcher for engine in engines.values()} == {snapshot}
    unread = engines["lexical, no reader"].ask("Who plays On-jo?")
    assert unread.spans[0].text == "Park Ji-hu plays On-jo. She runs."
    assert engines["lexical, reader"].search("nowhere") == []
    assert engines["dense, reader"].search("nowhere") != []


def test_a_generation_is_freed_with_its_engine_and_the_next_shares_its_threads(
    shipped_index: Path,
) -> None:
    corpus = Path(__file__).parents[1] / "corpus"
    opener = wiring.EngineOpener(Settings(corpus=corpus, index=shipped_index, threads=2))
    first, second = opener.open(), opener.open()
    assert isinstance(first.retriever.both, Beside)
    assert first.retriever.both is second.retriever.both
    with ThreadPoolExecutor(4) as clients:
        asked = [f"Who plays {name}?" for name in ("On-jo", "Cheong-san", "Nam-ra", "Gwi-nam")]
        found = [*clients.map(first.search, asked), *map(first.search, asked[:1])]
    assert all(found)
    alive = weakref.ref(first.searcher)
    gc.disable()  # what is in a circle would be found sooner or later
    try:
        del first, clients, found
        until = time.monotonic() + PATIENCE
        while alive() is not None and time.monotonic() < until:
            time.sleep(0.01)  # a thread may not have let go yet of what it has done
        assert alive() is None
    finally:
        gc.enable()
