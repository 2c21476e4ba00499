import pytest

from qa.corpus.metadata import Metadata, read_metadata
from qa.errors import ArticleError
from qa.types import Published, Source


def test_every_key_is_read_and_unknown_ones_are_kept() -> None:
    assert read_metadata(
        {
            "title": "Renewed",
            "published": "2022-06-07",
            "url": "https://quay.example/1",
            "source": "The Daily Quay",
            "author": "Jane Doe",
            "tags": ["news", 2022],
            "lang": "en",
            "sources": [
                "https://a.example",
                {"url": "https://b.example", "publisher": "B", "date": 2022, "note": "dropped"},
            ],
            "facts": ["F1"],
            "draft": None,
        }
    ) == Metadata(
        title="Renewed",
        published=Published(2022, 6, 7),
        url="https://quay.example/1",
        source="The Daily Quay",
        author="Jane Doe",
        tags=("news", "2022"),
        lang="en",
        sources=(Source("https://a.example"), Source("https://b.example", "B", "2022")),
        extra={"facts": ["F1"], "draft": None},
        dated=True,
    )


def test_nothing_stated_is_nothing_known() -> None:
    assert read_metadata({}) == Metadata()
    assert read_metadata(dict.fromkeys(("title", "tags", "sources", "url"))) == Metadata()


def test_tags_may_be_words_with_commas_between_them() -> None:
    assert read_metadata({"tags": "news, season 2,,cast "}).tags == ("news", "season 2", "cast")


def test_date_is_accepted_for_published_which_goes_first() -> None:
    assert read_metadata({"date": 2022}).published == Published(2022)
    assert read_metadata({"date": "2021", "published": "2022"}) == Metadata(
        published=Published(2022), extra={"date": "2021"}, dated=True
    )


@pytest.mark.parametrize("value", [None, ""])
def test_an_empty_date_is_stated_to_be_unknown(value: object) -> None:
    assert read_metadata({"published": value}) == Metadata(dated=True)


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ({"title": ["a"]}, "title must be text: put it in quotes"),
        ({"title": True}, "title must be text: put it in quotes"),
        ({"lang": 1.5}, "lang must be text: put it in quotes"),
        ({"author": {"name": "Jane"}}, "author must be text: put it in quotes"),
        (
            {"published": "June 2022"},
            "published must be a date like 2022, 2022-02 or 2022-02-09, not 'June 2022'",
        ),
        (
            {"date": "2022-02-30"},
            "date must be a date like 2022, 2022-02 or 2022-02-09, not '2022-02-30'",
        ),
        (
            {"published": [2022]},
            "published must be a date like 2022, 2022-02 or 2022-02-09, not [2022]",
        ),
        ({"tags": 5}, "tags must be a list or words with commas between them"),
        ({"tags": [["a"]]}, "each of the tags must be text: put it in quotes"),
        (
            {"sources": "https://a.example"},
            "sources must be a list of addresses or of url, publisher and date",
        ),
        ({"sources": ["x", 5]}, "sources: number 2 must be an address or have a url"),
        (
            {"sources": [{"url": ["x"]}]},
            "sources: the url of number 1 must be text: put it in quotes",
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(
    stated: dict[str, object], reason: str
) -> None:
    with pytest.raises(ArticleError) as refused:
        read_metadata(stated)
    assert str(refused.value) == reason


def test_a_long_wrong_date_is_shortened() -> None:
    with pytest.raises(ArticleError, match=r"x\.\.\.$"):
        read_metadata({"published": "x" * 1000})
