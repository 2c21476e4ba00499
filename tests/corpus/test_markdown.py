from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.decoding import decode
from qa.corpus.drafts import Draft, finish
from qa.corpus.markdown import first_heading, read_markdown, stored, write_markdown
from qa.corpus.metadata import KEYS, Metadata
from qa.errors import ArticleError
from qa.types import Article, Published, Source

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
DATES = st.dates().flatmap(
    lambda day: st.sampled_from(
        [
            Published(day.year),
            Published(day.year, day.month),
            Published(day.year, day.month, day.day),
        ]
    )
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
AWKWARD = st.sampled_from(["---", "\n---\n", "# H", " : ", '"', "'", "\r\n", "\u2028", "\ufeff"])
ARTICLES = st.builds(
    Article,
    id=st.sampled_from(["a", "season-2/2025-07-23-announced", "2025-07-plans"]),
    title=WORDS.filter(str.strip),
    text=st.lists(TEXTS | AWKWARD, min_size=1).map("".join).filter(str.strip),
    published=st.none() | DATES,
    url=WORDS,
    source=WORDS,
    author=WORDS,
    tags=st.lists(WORDS, max_size=3).map(tuple),
    lang=st.sampled_from(["", "en", "no", "ko-KR"]),
    sources=st.lists(st.builds(Source, WORDS, WORDS, WORDS), max_size=2).map(tuple),
    extra=st.dictionaries(WORDS.filter(lambda key: key not in KEYS), PLAIN, max_size=3),
    inferred=st.sampled_from([{}, {"title": "file name"}]),
)


def read_back(article: Article, content: bytes) -> Article:
    draft = read_markdown(decode(content)[0])
    return finish(draft, article.id, article.id.rpartition("/")[2])


@given(ARTICLES)
def test_an_article_reads_back_as_it_was_written(article: Article) -> None:
    assert read_back(article, write_markdown(article)) == stored(article)


@given(ARTICLES)
def test_only_newlines_blank_ends_and_what_was_inferred_change(article: Article) -> None:
    kept = stored(article)
    assert replace(kept, text="-") == replace(article, text="-", inferred={})
    assert kept.text.split() == article.text.replace("\r\n", "\n").replace("\r", "\n").split()


def test_the_written_form_is_front_matter_and_text() -> None:
    article = Article(
        id="a",
        title="Renewed",
        text="\n# Renewed\n\n---\n\nText. \n",
        published=Published(2022, 6),
        tags=("news",),
        extra={"facts": ["F1"]},
    )
    assert write_markdown(article).decode() == (
        "---\ntitle: Renewed\npublished: 2022-06\ntags:\n- news\nfacts:\n- F1\n---\n\n"
        "# Renewed\n\n---\n\nText.\n"
    )


def test_no_date_is_written_only_where_the_name_would_give_one() -> None:
    plain = Article(id="news", title="A", text="Text.")
    dated = replace(plain, id="2022-06-07-news")
    assert write_markdown(plain) == b"---\ntitle: A\n---\n\nText.\n"
    assert write_markdown(dated) == b"---\ntitle: A\npublished: null\n---\n\nText.\n"
    assert read_back(dated, write_markdown(dated)) == dated


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"extra": {"title": "B"}}, "'title' is not an unknown key"),
        ({"extra": {"date": "2022"}}, "'date' is not an unknown key"),
        ({"extra": {"a": float("nan")}}, "extra would not read back the same"),
        ({"extra": {"a": (1, 2)}}, "extra would not read back the same"),
        ({"extra": {"a": object()}}, "cannot be kept as front matter"),
        ({"extra": {"a": b"x"}}, "cannot be written: .*not JSON serializable"),
        ({"extra": {1: "x"}}, "extra would not read back the same"),
        ({"text": "a\0b"}, "NUL"),
        ({"text": "a\ud800b"}, "surrogate"),
        ({"title": "a\ud800b"}, "surrogate"),
    ],
)
def test_what_would_not_read_back_is_refused(changes: dict[str, object], reason: str) -> None:
    article = replace(Article(id="a", title="A", text="Text."), **changes)  # type: ignore[arg-type]
    with pytest.raises(ArticleError, match=reason):
        write_markdown(article)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Text.\n\n# Renewed, again #\n\n# Second", "Renewed, again"),
        ("## Part\n#hashtag\n#\n# C#\n", "C#"),
        ("```sh\n# comment\n```\n# Real", "Real"),
        ("~~~\n# comment\n", ""),
        ("    # code\n", ""),
        (f"# {'x' * 301}\n# Short", "Short"),
        ("Text.", ""),
    ],
)
def test_the_first_level_one_heading_outside_code_is_found(text: str, heading: str) -> None:
    assert first_heading(text) == heading


def test_a_heading_titles_what_states_no_title_and_stays_in_the_text() -> None:
    assert read_markdown("# Renewed\n\nText.") == Draft(
        Metadata(title="Renewed"), "# Renewed\n\nText.", {"title": "heading"}
    )
    assert read_markdown("---\ntitle: Stated\n---\n# Renewed") == Draft(
        Metadata(title="Stated"), "# Renewed"
    )


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("9 March 2023\n\nIt rained.", Published(2023, 3, 9)),
        ("# The rain\n\n*March 9, 2023*\n\nIt rained.", Published(2023, 3, 9)),
        ("---\ntitle: The rain\n---\nPublished: 2023-03\n\nIt rained.", Published(2023, 3)),
        ("---\npublished:\n---\n9 March 2023\n\nIt rained.", None),
        ("It rained.\n\n9 March 2023\n", None),
        ("2023\n\nIt rained.", None),
        ("Date 2023-03-09 was a bad day.", None),
        ("09/03/2023\n\nIt rained.", None),
    ],
)
def test_a_line_that_is_only_a_date_dates_what_states_none(
    text: str, published: Published | None
) -> None:
    article = finish(read_markdown(text), "rain", "rain")
    assert article.published == published
    assert article.inferred.get("published") == ("text" if published else None)


def test_a_date_in_the_text_is_nearer_than_one_in_the_name() -> None:
    article = finish(read_markdown("9 March 2023\n\nRain."), "a", "2024-01-01-rain")
    assert (article.published, article.inferred["published"]) == (Published(2023, 3, 9), "text")


@pytest.mark.parametrize("name", ["rain", "2024-01-01-rain"])
def test_an_article_without_a_date_gets_none_from_its_text_when_written(name: str) -> None:
    article = Article(name, "Rain", "9 March 2023\n\nIt rained.")
    assert read_back(article, write_markdown(article)).published is None


def test_a_title_without_end_is_refused_as_it_goes_with_every_chunk() -> None:
    page = "---\ntitle: {}\n---\nRain."
    assert finish(read_markdown(page.format("T" * 2000)), "a", "a").title == "T" * 2000
    with pytest.raises(ArticleError, match="longer than 2,000 characters: shorten it"):
        finish(read_markdown(page.format("T" * 2001)), "a", "a")
