from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.corpus.folder import Corpus
from qa.service.access import Access
from qa.service.app import create_app
from qa.service.guard import Rules
from tests.service.fakes import FakeBuild, FakeIndex, make_app, make_parts


@pytest.fixture
def index() -> FakeIndex:
    return FakeIndex()


@pytest.fixture
def client(index: FakeIndex) -> Iterator[TestClient]:
    """A client of a service over `index`; errors come back as replies, as over a network."""
    app = make_app(index.live(interval=0.01))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def build(tmp_path: Path) -> FakeBuild:
    """Builds of an empty corpus folder into an index of fake engines."""
    return FakeBuild(Corpus(tmp_path / "corpus"), FakeIndex(None, articles=()))


@pytest.fixture
def writing(build: FakeBuild) -> Iterator[TestClient]:
    """A client on this machine of a service that writes and builds; it has no key."""
    parts = make_parts(build.index.live(interval=60), build)
    app = create_app(parts, version="1", rules=Rules(Access("")))
    local = TestClient(app, client=("127.0.0.1", 5000), raise_server_exceptions=False)
    with local as client:
        yield client
