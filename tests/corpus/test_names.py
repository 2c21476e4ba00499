import pytest

from qa.corpus.names import check_id, check_name, check_suffix, id_of, printable, suffix_of
from qa.errors import ArticleError


@pytest.mark.parametrize(
    ("path", "article_id"),
    [
        ("a.md", "a"),
        ("season-2/v1.5 notes.MD", "season-2/v1.5 notes"),
        ("🌊/50% #1.txt", "🌊/50% #1"),
        ("e\N{COMBINING ACUTE ACCENT}.md", "é"),
    ],
)
def test_an_id_is_the_path_without_its_suffix_composed(path: str, article_id: str) -> None:
    assert id_of(path) == article_id


def test_the_suffix_ignores_case_and_a_name_that_is_all_suffix_has_none() -> None:
    assert [suffix_of(each) for each in ("a/B.HTML", "a.tar.gz", "a.d/b", "b.", ".md")] == [
        "html",
        "gz",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize("article_id", ["a", "a/b c", "김/🌊", "50%#", "a..b/c.md", "x" * 200])
def test_a_relative_path_is_a_safe_id(article_id: str) -> None:
    assert check_id(article_id) == article_id


@pytest.mark.parametrize(
    "article_id",
    [
        *("", "/", "/a", "a/", "a//b", " ", "a/ /b", "..", "../a", "a/../b", ".", "a/./b", ".a"),
        *("a/.b", "a~", "b~/a", "a\\b", "a\0b", "a\nb", "a\x85b", "a\u2028b", "\ud800", "x" * 201),
        *("a\ufffdb", "김" * 81, "a/" * 101 + "a"),
    ],
)
def test_an_unsafe_id_is_refused(article_id: str) -> None:
    with pytest.raises(ArticleError, match="cannot be an article's id"):
        check_id(article_id)


def test_an_id_is_composed_so_that_two_spellings_are_one() -> None:
    assert check_id("e\N{COMBINING ACUTE ACCENT}") == "é"


def test_the_refusal_of_a_kind_names_it_and_those_that_are_read() -> None:
    kinds = "these are: .md .markdown .txt .html .htm .json .jsonl"
    with pytest.raises(ArticleError) as refused:
        check_suffix("a.pdf")
    assert str(refused.value) == f"not a kind of file that is read (.pdf); {kinds}"
    with pytest.raises(ArticleError, match=r"\(no suffix\)"):
        check_suffix("LICENSE")


@pytest.mark.parametrize("name", ["a\nb.md", "a\x7f.md", "caf\udce9.md"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(ArticleError, match="rename it"):
        check_name(name)


def test_what_cannot_be_printed_is_escaped() -> None:
    assert printable("caf\udce9\n/é.md") == "caf\\xe9\\n/é.md"
