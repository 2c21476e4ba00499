from dataclasses import replace
from itertools import permutations

from qa.corpus.problems import Problem
from qa.corpus.reading import Found
from qa.corpus.settling import settle_duplicates, settle_ids
from qa.types import Article, Published


def found(article_id: str, path: str, text: str = "Text.", number: int = 0) -> Found:
    place = f"line {number}: " if number else ""
    return Found(Article(id=article_id, title="A", text=text), path, number, place)


def test_of_the_same_id_the_preferred_kind_is_taken_whatever_the_order() -> None:
    kinds = [found("a", f"a.{suffix}") for suffix in ("md", "markdown", "txt", "html")]
    for order in permutations(kinds):
        taken, problems = settle_ids(order)
        assert taken == [kinds[0]]
        assert problems == [
            Problem(
                f"a.{suffix}",
                "a.md has the same id, a, and is taken: rename or remove one of them",
            )
            for suffix in ("markdown", "txt", "html")
        ]


def test_of_the_same_kind_the_first_path_and_the_first_line_are_taken() -> None:
    first, second = found("a", "b.jsonl", number=9), found("a", "b.jsonl", number=10)
    other = found("a", "c.jsonl", number=1)
    assert settle_ids([other, second, first]) == (
        [first],
        [
            Problem(
                "b.jsonl",
                "line 10: b.jsonl (line 9) has the same id, a, and is taken: "
                "rename or remove one of them",
            ),
            Problem(
                "c.jsonl",
                "line 1: b.jsonl (line 9) has the same id, a, and is taken: "
                "rename or remove one of them",
            ),
        ],
    )


def test_articles_come_sorted_by_id() -> None:
    taken, _ = settle_ids([found("b", "b.md"), found("a/c", "a/c.md"), found("a", "a.md")])
    assert [each.article.id for each in taken] == ["a", "a/c", "b"]


def test_an_article_that_says_the_same_as_one_before_is_not_taken() -> None:
    first, second = found("a", "a.md"), found("b", "s.jsonl", number=2)
    assert settle_duplicates([first, second]) == (
        [first],
        [Problem("s.jsonl", "line 2: says the same as a: remove one of them")],
    )


def test_a_reprint_is_taken() -> None:
    first = found("a", "a.md")
    reprints = [
        replace(first, article=replace(first.article, **change))
        for change in (
            {"published": Published(2022)},
            {"source": "Other"},
            {"url": "https://other.example"},
            {"text": "Other text."},
        )
    ]
    assert settle_duplicates([first, *reprints]) == ([first, *reprints], [])
