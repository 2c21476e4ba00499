"""Whatever the OpenAPI document allows, and much that it does not, is answered as it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from starlette.testclient import TestClient

from qa.corpus.folder import Corpus
from qa.service.access import Access
from qa.service.app import create_app
from qa.service.guard import Rules
from tests.service.fakes import FakeBuild, FakeIndex, make_app, make_parts

if TYPE_CHECKING:
    from pathlib import Path

KEY = "k"
EXAMPLES = 20

# Not among them: that whatever fits the document is taken. No schema says which days there are,
# or which paths are safe.
CHECKS = [
    not_a_server_error,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.status_code_conformance,
]

OPERATIONS = [
    (method, path)
    for path, methods in make_app(FakeIndex().live()).openapi()["paths"].items()
    for method in methods
    if not path.endswith("/events")  # a stream, which ends when a build does
]


@schemathesis.serializer("application/x-ndjson")
def write_lines(_: object, value: object) -> bytes:
    return value.encode("utf-8", "replace") if isinstance(value, str) else b"{}"


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_reply_is_as_documented(tmp_path: Path, method: str, path: str) -> None:
    (tmp_path / "corpus").mkdir()
    build = FakeBuild(Corpus(tmp_path / "corpus"), FakeIndex())
    parts = make_parts(build.index.live(interval=60), build)
    app = create_app(parts, version="1", rules=Rules(Access(KEY)))
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)

    @given(case=schema[path][method.upper()].as_strategy())
    @settings(
        max_examples=EXAMPLES,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {KEY}"})

    with TestClient(app):  # the service runs: it has an engine, and builds
        check()


def test_the_document_is_plain_json() -> None:
    with TestClient(make_app(FakeIndex().live())) as client:
        assert json.loads(client.get("/openapi.json").text)["openapi"].startswith("3.")
