"""Articles as a list, against the plain way to filter, sort and count them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.index.contents import article_line, title_of
from qa.text.words import fold
from qa.types import Article, Filters, Published
from tests.building import built

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.index.snapshot import Snapshot
    from qa.protocols import Order

DATES = ("2022", "2022-01", "2022-01-31", "2022-02-09", "2024", "0001-01-01", "9999", None)
TITLES = (
    "The Café",
    "Nam On-jo’s bow",
    "유리 등대",
    '", "text": "x',
    "The café again",
    "x\\",
    "ﬁlm",
)
ARTICLES = [
    Article(
        id=f"{'cast' if number % 2 else 'plot'}/{number:02}",
        title=TITLES[number % len(TITLES)],
        text=f'Text {number}, with "title": "another".',
        published=Published.parse(date) if (date := DATES[number % len(DATES)]) else None,
        source="Gazette" if number % 3 else "",
        tags=("odd",) if number % 5 == 0 else (),
    )
    for number in range(56)
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return built(tmp_path_factory.mktemp("listing"), ARTICLES)


def plainly(sought: str, filters: Filters, order: Order) -> Iterator[str]:
    found = [
        each
        for each in sorted(ARTICLES, key=lambda each: each.id)
        if all(fold(word) in fold(f"{each.title}\n{each.id}") for word in sought.split())
        and (not filters.tags or set(filters.tags) & set(each.tags))
        and (not filters.sources or each.source in filters.sources)
        and (
            not filters.since
            or (each.published and each.published.first_day >= filters.since.first_day)
        )
    ]
    dated = [(each.published.first_day, each.id) for each in found if each.published]
    if order == "id":
        yield from (each.id for each in found)
        return
    days = sorted({day for day, _ in dated}, reverse=order == "newest")
    yield from (each for day in days for at, each in dated if at == day)
    yield from (each.id for each in found if not each.published)


@pytest.mark.parametrize("order", ["id", "newest", "oldest"])
@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(since=Published(2022, 1)),
        Filters(tags=("odd",), sources=("Gazette",)),
        Filters(tags=("none has it",)),
    ],
)
@pytest.mark.parametrize(
    "sought", ["", "  ", "CAFE", "the cast/0", "on-jo", "등대", "film 3", "zz"]
)
def test_articles_are_found_and_sorted_as_the_plain_way_does(
    snapshot: Snapshot, sought: str, filters: Filters, order: Order
) -> None:
    assert list(snapshot.find_articles(sought, filters, order)) == list(
        plainly(sought, filters, order)
    )


def test_months_are_counted_oldest_first_a_year_before_its_months(snapshot: Snapshot) -> None:
    counted = snapshot.count_by_month()
    plain = Counter(
        each.published and Published(each.published.year, each.published.month) for each in ARTICLES
    )
    assert counted == plain
    assert [str(month) for month in counted] == [
        "0001-01",
        "2022",
        "2022-01",
        "2022-02",
        "2024",
        "9999",
        "None",
    ]


def test_an_index_without_articles_has_nothing_to_list(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    empty = built(tmp_path_factory.mktemp("empty"), [])
    assert list(empty.find_articles("a", Filters(tags=("b",)), "newest")) == []
    assert empty.count_by_month() == {}


@given(st.text(min_size=1).filter(str.strip))
def test_any_title_is_read_back_from_its_line(title: str) -> None:
    try:
        line = article_line(Article("id", title, 'Text, "title": 1', tags=(title,)))
    except UnicodeEncodeError:
        return  # half a surrogate pair, which no corpus lets in
    assert title_of(line) == title
