import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.front_matter import split_front_matter, write_front_matter
from qa.errors import ArticleError
from qa.types import Published

NAMES = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def block(yaml: str) -> str:
    return f"---\n{yaml}\n---\nText."


@given(st.dictionaries(NAMES, PLAIN, max_size=5), st.text())
def test_what_is_written_reads_back(stated: dict[str, object], text: str) -> None:
    assert split_front_matter(write_front_matter(stated) + text) == (stated, text)


def test_scalars_mean_what_they_say() -> None:
    stated, text = split_front_matter(
        block("no: no\nday: 2022-02-09\nat: 12:30\nzero: 007\nn: 7\nx: 1.5\nyes: true\nnil: ~\ne:")
    )
    assert text == "Text."
    assert stated == {
        "no": "no",
        "day": "2022-02-09",
        "at": "12:30",
        "zero": "007",
        "n": 7,
        "x": 1.5,
        "yes": True,
        "nil": None,
        "e": None,
    }


@pytest.mark.parametrize("text", ["", "Text.", " ---\na: 1\n---\n", "----\na\n---\n", "--- a\n---"])
def test_without_a_first_line_of_dashes_there_is_none(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


@pytest.mark.parametrize("text", ["---\n---\nText.", "---\n\n# only a comment\n---  \nText."])
def test_it_may_be_empty(text: str) -> None:
    assert split_front_matter(text) == ({}, "Text.")


def test_it_ends_at_the_first_line_of_three_dashes() -> None:
    assert split_front_matter("---\na: '---'\nb: ----\n---\n---\nText.") == (
        {"a": "---", "b": "----"},
        "---\nText.",
    )


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("title: A\nnote: b: c", "line 3: the front matter is not YAML .*double quotes"),
        ("a: 'b", "line 3: the front matter is not YAML"),
        ("a: \x01", "the front matter is not YAML: .*control characters"),
        ("just words", "no `key: value` lines"),
        ("- a", "no `key: value` lines"),
        ("a: &x [1]\nb: *x", r"line 3: aliases \(`\*name`\) are not read"),
        ("a: !!python/object:os.system {}", r"line 2: tags \(`!!name`\) are not read"),
        ("a: !!timestamp 2022-13-45", "line 2: tags"),
        ("a: 1\nb: 2\na: 3", "line 4: a is there twice"),
        ("[a]: 1", "line 2: a key must be text"),
        ("a: 1\n--- b", "more than one YAML document"),
        ("a: " + "[" * 51 + "]" * 51, "nest more than 50 deep"),
        ("- " * 300_000 + "x", "nest more than 50 deep"),
    ],
    ids=lambda value: value[:20],
)
def test_what_cannot_be_read_is_named_with_its_line(yaml: str, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        split_front_matter(block(yaml))


def test_front_matter_that_is_not_closed_is_refused() -> None:
    with pytest.raises(ArticleError, match="is not closed"):
        split_front_matter("---\ntitle: A\n\nText.")


def test_it_is_written_for_people() -> None:
    written = write_front_matter(
        {
            "title": "바다: 🌊 “first”",
            "published": Published(2022, 2, 9),
            "lang": "no",
            "tags": ["a", "2022"],
            "sources": [{"url": "https://x.example/?a=1&b=2", "date": "2022-02"}],
            "note": "two\nlines",
        }
    )
    assert written == (
        "---\n"
        "title: '바다: 🌊 “first”'\n"
        "published: 2022-02-09\n"
        "lang: 'no'\n"
        "tags:\n"
        "- a\n"
        "- '2022'\n"
        "sources:\n"
        "- url: https://x.example/?a=1&b=2\n"
        "  date: 2022-02\n"
        'note: "two\\nlines"\n'
        "---\n"
    )


@pytest.mark.parametrize("published", [Published(2022), Published(777), Published(777, 1)])
def test_a_date_is_written_without_quotes_and_reads_back(published: Published) -> None:
    written = write_front_matter({"published": published})
    assert written == f"---\npublished: {published}\n---\n"
    assert str(split_front_matter(written)[0]["published"]) == str(published)


@pytest.mark.parametrize("value", [object(), 10**5000, len], ids=type)
def test_a_value_that_is_not_plain_is_refused(value: object) -> None:
    with pytest.raises(ArticleError, match="cannot be kept"):
        write_front_matter({"a": value})


def test_a_number_too_great_for_a_float_stays_text() -> None:
    assert split_front_matter(block("a: 1.0e+999"))[0] == {"a": "1.0e+999"}
    assert split_front_matter(write_front_matter({"a": math.pi}))[0] == {"a": math.pi}
    assert split_front_matter(write_front_matter({"a": date(2022, 2, 9)}))[0] == {"a": "2022-02-09"}
