from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from qa.service.app import create_app
from tests.service.fakes import FakeIndex


@pytest.fixture
def index() -> FakeIndex:
    return FakeIndex()


@pytest.fixture
def client(index: FakeIndex) -> Iterator[TestClient]:
    """A client of a service over `index`; errors come back as replies, as over a network."""
    app = create_app(index.live(interval=0.01), version="1.2.3")
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
