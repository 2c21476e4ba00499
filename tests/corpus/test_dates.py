import pytest

from qa.corpus.dates import read_exact, read_written, split_name
from qa.types import Published

MARCH_9 = Published(2023, 3, 9)


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("2023", Published(2023)),
        ("2023-03", Published(2023, 3)),
        (" 2023-03-09 ", MARCH_9),
        ("2023-3-9", MARCH_9),
        ("2023-03-09T23:30:00-11:00", MARCH_9),
        ("2023-03-09 23:30", MARCH_9),
    ],
)
def test_an_exact_date_keeps_its_precision_and_its_day_as_written(
    value: str, published: Published
) -> None:
    assert read_exact(value) == published


@pytest.mark.parametrize(
    "value", ["", "soon", "2023-13", "2023-02-30", "2023-02-30T10:00", "09/03/2023", "20230309"]
)
def test_anything_else_is_not_exact(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_exact(value)


@pytest.mark.parametrize(
    "value",
    [
        *("2023-03-09", "2023-03-09T08:00:00+09:00", "20230309", "2023/3/9", "2023. 3. 9."),
        *("2023년 3월 9일", "2023年3月9日", "March 9, 2023", "mar. 9 2023", "9 March 2023"),
        *("9th March, 2023", "Thursday, March 9, 2023", "Thu, 09 Mar 2023 08:00:00 GMT"),
    ],
)
def test_a_day_is_read_in_the_forms_that_people_write(value: str) -> None:
    assert read_written(value) == MARCH_9


@pytest.mark.parametrize(
    "value", ["", "yesterday", "09/03/2023", "9.3.2023", "31 February 2023", "2023-13-01", "Mars"]
)
def test_a_date_that_is_not_certain_is_not_read(value: str) -> None:
    assert read_written(value) is None


def test_a_month_and_a_year_are_dates_too() -> None:
    assert [read_written(each) for each in ("March 2023", "2023-03", "2023")] == [
        Published(2023, 3),
        Published(2023, 3),
        Published(2023),
    ]


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("2023-03-09-renewed", (MARCH_9, "renewed")),
        ("2023-03 renewed", (Published(2023, 3), "renewed")),
        ("2023-03-09", (MARCH_9, "")),
        ("2023-13-09-renewed", (None, "2023-13-09-renewed")),
        ("2023-renewed", (None, "2023-renewed")),
        ("1917-03a", (None, "1917-03a")),
        ("episode-2023-03-09", (None, "episode-2023-03-09")),
    ],
)
def test_a_name_begins_with_a_date_or_has_none(
    name: str, split: tuple[Published | None, str]
) -> None:
    assert split_name(name) == split
