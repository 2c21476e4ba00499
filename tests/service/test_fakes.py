import inspect

import pytest

from qa.answering.engine import Engine
from tests.service.fakes import FakeEngine


@pytest.mark.parametrize(
    "method",
    ["ask", "search", "article", "articles", "find_articles", "count_by_month", "facets", "close"],
)
def test_the_fake_engine_is_called_as_the_real_one_is(method: str) -> None:
    real, fake = (inspect.signature(getattr(each, method)) for each in (Engine, FakeEngine))
    assert [(each.name, each.kind, each.default) for each in fake.parameters.values()] == [
        (each.name, each.kind, each.default) for each in real.parameters.values()
    ]


def test_the_fake_engine_tells_nothing_that_the_real_one_does_not() -> None:
    for_tests = {"closed", "asked", "day"}  # what tests look at or turn, no part of serving
    told = {name for name in vars(FakeEngine()) if not name.startswith("_")} - for_tests
    assert told <= set(dir(Engine))
