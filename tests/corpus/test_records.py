import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.decoding import tidy
from qa.corpus.records import Record, read_record, split_json, split_lines
from qa.errors import ArticleError
from qa.types import Article, Published, Source


def read(value: object, number: int = 0, path_id: str = "news/stories") -> Article:
    return read_record(Record("", number, value), path_id)


def test_a_record_has_the_keys_of_front_matter_and_a_text() -> None:
    assert read(
        {
            "id": "tv/renewed",
            "title": "Renewed",
            "text": "\nText.\n",
            "date": "2022-06-07T10:00:00Z",
            "tags": "news, cast",
            "sources": [{"url": "https://a.example"}],
            "votes": 3,
        }
    ) == Article(
        id="tv/renewed",
        title="Renewed",
        text="Text.",
        published=Published(2022, 6, 7),
        tags=("news", "cast"),
        sources=(Source("https://a.example"),),
        extra={"votes": 3},
    )


@pytest.mark.parametrize(
    ("own", "number", "article_id"),
    [
        (None, 0, "news/stories"),
        (None, 7, "news/stories/7"),
        (42, 7, "42"),
        ("tv/a", 7, "tv/a"),
        ("e\N{COMBINING ACUTE ACCENT}", 0, "é"),
    ],
)
def test_the_id_is_its_own_or_comes_from_path_and_number(
    own: object, number: int, article_id: str
) -> None:
    assert read({"id": own, "title": "A", "text": "Text."}, number).id == article_id


@pytest.mark.parametrize("key", ["text", "body", "content"])
def test_the_text_has_three_names(key: str) -> None:
    assert read({"title": "A", key: "Text."}) == Article(id="news/stories", title="A", text="Text.")


def test_text_goes_before_the_other_names_which_are_kept() -> None:
    assert read({"title": "A", "text": "Text.", "content": "x", "body": None}).extra == {
        "content": "x",
        "body": None,
    }


@pytest.mark.parametrize(
    ("record", "number", "path_id", "title", "published"),
    [
        ({}, 0, "news/2022-06-07-harbour-lights", "Harbour Lights", "2022-06-07"),
        ({}, 3, "news/2022-06-07-stories", "Stories 3", "2022-06-07"),
        ({"id": "tv/harbour-lights"}, 3, "2022-06-stories", "Harbour Lights", "2022-06"),
        ({"id": "2021-01-02-x"}, 3, "2022-06-stories", "X", "2021-01-02"),
        ({"published": "2020"}, 0, "2022-06-07-harbour-lights", "Harbour Lights", "2020"),
    ],
)
def test_title_and_date_fall_back_on_the_name(
    record: dict[str, object], number: int, path_id: str, title: str, published: str
) -> None:
    article = read(record | {"text": "The Harbour Lights are on."}, number, path_id)
    assert (article.title, str(article.published)) == (title, published)
    assert article.inferred["title"] == "file name"


def test_an_untitled_text_is_read_like_a_plain_file() -> None:
    article = read({"text": "Harbour Lights\nMarch 9, 2023\n\nText."})
    assert article == Article(
        id="news/stories",
        title="Harbour Lights",
        text="Text.",
        published=Published(2023, 3, 9),
        inferred={"title": "text", "published": "text"},
    )


def test_what_a_record_states_is_not_taken_from_its_text() -> None:
    text = "Harbour Lights\nMarch 9, 2023\n\nText."
    assert read({"date": "2022", "text": text}) == Article(
        id="news/stories",
        title="Harbour Lights",
        text=text,
        published=Published(2022),
        inferred={"title": "text"},
    )
    titled = read({"title": "A", "text": text})
    assert (titled.text, titled.published) == (text, None)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([], "not an article"),
        (5, "not an article"),
        ({"title": "A"}, "text must be there and be text"),
        ({"content": ["a"]}, "content must be there and be text"),
        ({"text": " \n"}, "no text"),
        ({"text": "a\0b"}, "NUL"),
        ({"text": "a\ud800"}, "surrogate"),
        ({"text": "a", "note": ["\ud800"]}, "surrogate"),
        ({"text": "a", "id": "../a"}, "cannot be an article's id"),
        ({"text": "a", "id": True}, "id must be text"),
        ({"text": "a", "id": ["x"]}, "id must be text"),
        ({"text": "a", "published": "soon"}, "published must be a date"),
    ],
)
def test_a_record_that_is_no_article_is_refused(value: object, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        read(value)


def test_json_lines_are_numbered_as_in_the_file_and_blank_ones_passed_over() -> None:
    assert list(split_lines('{"a": 1}\n\n \n[]')) == [
        Record("line 1: ", 1, '{"a": 1}'),
        Record("line 4: ", 4, "[]"),
    ]


@pytest.mark.parametrize("text", ['[{"a": 1}, 2]', '{"articles": [{"a": 1}, 2]}'])
def test_a_list_gives_a_record_for_each_item(text: str) -> None:
    assert list(split_json(text)) == [
        Record("article 1: ", 1, {"a": 1}),
        Record("article 2: ", 2, 2),
    ]


@pytest.mark.parametrize("value", [{"a": 1}, {"articles": "all"}, 5])
def test_anything_else_is_one_record(value: object) -> None:
    assert list(split_json(json.dumps(value))) == [Record("", 0, value)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "an empty list"),
        ("{\n'a': 1}", "not JSON: .* at line 2, column 1"),
        ('{"a": NaN}', "not JSON: NaN is no number"),
        ('{"a": ' + "9" * 5000 + "}", "not JSON"),
        ("[" * 100_000, "nest more than 50 deep"),
        ("[" * 60 + "]" * 60, "nest more than 50 deep"),
    ],
    ids=lambda value: value[:20],
)
def test_json_that_cannot_be_read_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        list(split_json(text))


@given(st.recursive(st.none() | st.text() | st.integers(), st.lists) | st.text())
def test_any_json_is_read_or_refused(value: object) -> None:
    try:
        assert read({"text": value, "title": value, "tags": value}).text == tidy(str(value))
    except ArticleError:
        return
