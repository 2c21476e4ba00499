import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.folder import Corpus, Problem
from qa.corpus.names import SUFFIXES
from qa.errors import ArticleError, ArticleMissingError
from qa.types import Article, Published

NFD = "e\N{COMBINING ACUTE ACCENT}"
PLAIN = """ date 2023-03-09 The Korean series, Harbour Lights, did well. Read what we know.

The Korean series, Harbour Lights, did well.

Who is in the cast of 'Harbour lights' Season 2?

Nobody has been named for Harbour Lights season 2."""


def put(folder: Path, files: dict[str, str | bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def files_in(folder: Path) -> dict[str, str]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


def ids(folder: Path) -> list[str]:
    return [article.id for article in Corpus(folder).read().articles]


def markdown(title: str = "A", text: str = "Text.") -> str:
    return f"---\ntitle: {title}\n---\n\n{text}\n"


# --- read


def told(corpus: Corpus) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """Return all that reading the corpus gives."""
    reading = corpus.read()
    return reading.articles, reading.problems


def test_every_kind_of_file_is_read(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "a.md": markdown("Stated", "One."),
            "b/2022-06-07-renewed.markdown": "# Renewed again\n\nTwo.",
            "2023-03-09-harbour-lights-season-2.txt": PLAIN,
            "c.json": '{"title": "Three", "text": "Three."}',
            "d.jsonl": '{"title": "Four", "text": "Four."}\n\n{"id": "five", "text": "Five."}\n',
        },
    )
    assert told(Corpus(tmp_path)) == (
        (
            Article(
                id="2023-03-09-harbour-lights-season-2",
                title="Harbour Lights Season 2",
                text=PLAIN.removeprefix(" date 2023-03-09 "),
                published=Published(2023, 3, 9),
                inferred={"published": "text", "title": "file name"},
            ),
            Article(id="a", title="Stated", text="One."),
            Article(
                id="b/2022-06-07-renewed",
                title="Renewed again",
                text="# Renewed again\n\nTwo.",
                published=Published(2022, 6, 7),
                inferred={"title": "heading", "published": "file name"},
            ),
            Article(id="c", title="Three", text="Three."),
            Article(id="d/1", title="Four", text="Four."),
            Article(id="five", title="Five", text="Five.", inferred={"title": "file name"}),
        ),
        (),
    )


@pytest.mark.parametrize("suffix", ["html", "HTM"])
def test_a_page_is_read_with_the_encoding_that_it_declares(tmp_path: Path, suffix: str) -> None:
    page = (
        "<html><head><meta charset='euc-kr'><title>항구의 불빛</title></head>"
        "<body><article><p>항구의 불빛은 시즌 2 제작이 확정되었다.</p></article></body></html>"
    )
    put(tmp_path, {f"2022-06-news.{suffix}": page.encode("euc-kr")})
    assert told(Corpus(tmp_path)) == (
        (
            Article(
                id="2022-06-news",
                title="항구의 불빛",
                text="항구의 불빛은 시즌 2 제작이 확정되었다.",
                published=Published(2022, 6),
                inferred={"title": "html metadata", "published": "file name"},
            ),
        ),
        (),
    )


def test_a_broken_file_is_named_and_the_rest_are_read(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "good.md": markdown(),
            "bad-date.md": "---\ntitle: A\npublished: soon\n---\nText.",
            "bad.jsonl": '{"text": "One."}\n{"text": }\n{"title": "No text"}\n',
            "binary.txt": b"\x89PNG\0\0",
            "empty.md": "",
            "headers.txt": "Title: Nothing else\n",
            "list.json": '[{"text": "Two."}, 5]',
            "only-front-matter.md": "---\ntitle: A\n---\n",
            "photo.png": "",
        },
    )
    reading = Corpus(tmp_path).read()
    assert [each.id for each in reading.articles] == ["bad/1", "good", "list/1"]
    assert reading.problems == (
        Problem(
            "bad-date.md",
            "published must be a date like 2022, 2022-02 or 2022-02-09, not 'soon'",
        ),
        Problem("bad.jsonl", "line 2: not JSON: Expecting value at column 10"),
        Problem("bad.jsonl", "line 3: text must be there and be text"),
        Problem(
            "binary.txt",
            "binary content (NUL bytes): if it is UTF-16 text, "
            "save it as UTF-8 (`iconv -f ENCODING -t UTF-8`)",
        ),
        Problem("empty.md", "no text: write some or remove it"),
        Problem("headers.txt", "no text: write some or remove it"),
        Problem(
            "list.json",
            'article 2: not an article: write an object like {"title": ..., "text": ...}',
        ),
        Problem("only-front-matter.md", "no text: write some or remove it"),
        Problem(
            "photo.png",
            "not a kind of file that is read (.png); these are: "
            ".md .markdown .txt .html .htm .json .jsonl",
        ),
    )


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": "하버 라이트는 시즌 2 제작이 확정되었다.".encode("cp949")})
    assert Corpus(tmp_path).read().articles[0].inferred == {
        "title": "file name",
        "encoding": "cp949",
    }


def test_one_file_an_id_and_one_of_those_that_say_the_same(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": "One", "a.md": "Two", "b.md": "Two", f"{NFD}.md": "x", "é.md": "y"})
    reading = Corpus(tmp_path).read()
    assert [(each.id, each.text) for each in reading.articles] == [("a", "Two"), ("é", "x")]
    assert [(each.path, each.reason[:20]) for each in reading.problems] == [
        ("a.txt", "a.md has the same id"),
        ("b.md", "says the same as a: "),
        ("é.md", f"{NFD}.md has the same i"[:20]),
    ]


def test_an_empty_folder_reads_as_nothing(tmp_path: Path) -> None:
    assert told(Corpus(tmp_path)) == ((), ())


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="cannot be read"):
        Corpus(tmp_path / "missing").read()


def test_progress_is_told_file_by_file_and_ends(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": "A", "b.md": ""})
    told: list[tuple[str, int, int]] = []
    Corpus(tmp_path).read(lambda *each: told.append(each))
    assert told == [("read", 0, 2), ("read", 1, 2), ("read", 2, 2)]


def test_the_same_files_read_the_same_wherever_and_in_whatever_order_they_were_made(
    tmp_path: Path,
) -> None:
    files: dict[str, str | bytes] = {
        f"{n % 3}/{n * 7 % 50}.md": f"Text {n % 40}" for n in range(50)
    }
    first = put(tmp_path / "first", files)
    second = put(tmp_path / "second", dict(reversed(files.items())))
    assert Corpus(first).read() == Corpus(second).read()


@given(
    st.sampled_from(SUFFIXES),
    st.binary() | st.text().map(str.encode),
    st.sampled_from([b"", b"---\n", b"\xff\xfe", b'{"text": "', b"<p>", b"date 2023-03-09 "]),
)
def test_reading_never_raises_whatever_bytes_a_file_holds(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, content: bytes, start: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / f"bytes-{suffix}"
    put(folder, {f"a.{suffix}": start + content})
    reading = Corpus(folder).read()
    for article in reading.articles:
        assert Article.from_record(json.loads(json.dumps(article.to_record()))) == article
    assert reading.articles or reading.problems


# --- write


def test_a_written_article_is_read_back_from_the_path_that_is_returned(tmp_path: Path) -> None:
    article = Article(
        id="season 2/50% #1 🌊", title='"A": b', text="---\n\nText.", published=Published(2022, 6)
    )
    corpus = Corpus(tmp_path / "new" / "corpus")
    assert corpus.write(article) == tmp_path / "new/corpus/season 2/50% #1 🌊.md"
    assert told(corpus) == ((article,), ())


def test_writing_again_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    article = Article(id="a/b", title="A", text="Old.")
    corpus.write(article)
    corpus.write(replace(article, text="New."))
    assert files_in(tmp_path) == {"a/b.md": markdown(text="New.")}


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.txt", "Old.", "a.md"),
        ("a.json", '{"text": "Old."}', "a.md"),
        ("a.MD", "Old.", "a.MD"),
    ],
)
def test_an_article_of_another_kind_becomes_markdown_and_is_not_there_twice(
    tmp_path: Path, name: str, content: str, place: str
) -> None:
    put(tmp_path, {name: content, "b.txt": "Other."})
    Corpus(tmp_path).write(Article(id="a", title="A", text="New."))
    assert files_in(tmp_path) == {place: markdown(text="New."), "b.txt": "Other."}


def test_a_file_of_several_articles_is_never_deleted_by_a_write(tmp_path: Path) -> None:
    put(tmp_path, {"a.jsonl": '{"text": "One."}', "a.json": '{"id": "x", "text": "Two."}'})
    Corpus(tmp_path).write(Article(id="a", title="A", text="New."))
    assert ids(tmp_path) == ["a", "a/1", "x"]


def test_a_name_that_is_spelled_otherwise_on_the_disk_is_the_same_file(tmp_path: Path) -> None:
    put(tmp_path, {f"{NFD}/{NFD}.md": "Old."})
    place = Corpus(tmp_path).write(Article(id=f"é/{NFD}", title="A", text="New."))
    assert place == tmp_path / NFD / f"{NFD}.md"
    assert files_in(tmp_path) == {f"{NFD}/{NFD}.md": markdown(text="New.")}
    Corpus(tmp_path).write(Article(id=NFD, title="A", text="Another."))
    assert ids(tmp_path) == ["é", "é/é"]


@pytest.mark.parametrize("article_id", ["../a", "/a", "", "a//b", ".a", "a\\b", "a\nb", "x" * 201])
def test_an_unsafe_id_writes_nothing(tmp_path: Path, article_id: str) -> None:
    corpus = Corpus(tmp_path / "corpus")
    with pytest.raises(ArticleError, match="cannot be an article's id"):
        corpus.write(Article(id=article_id, title="A", text="Text."))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_through_a_link_or_a_file(tmp_path: Path) -> None:
    corpus = put(tmp_path / "corpus", {"file": "x", "folder.md/x.md": "x"})
    (tmp_path / "outside").mkdir()
    (corpus / "link").symlink_to(tmp_path / "outside")
    for article_id, reason in (
        ("link/a", "link is in the way: it is not a folder"),
        ("file/a", "file is in the way: it is not a folder"),
        ("folder", "folder.md is in the way: it is a folder"),
    ):
        with pytest.raises(ArticleError, match=f"^{reason}"):
            Corpus(corpus).write(Article(id=article_id, title="A", text="Text."))
    assert list((tmp_path / "outside").iterdir()) == []
    assert list(corpus.rglob(".*")) == []


def test_a_linked_file_is_replaced_and_not_written_through(tmp_path: Path) -> None:
    put(tmp_path, {"real.md": "Real."})
    (tmp_path / "a.md").symlink_to("real.md")
    Corpus(tmp_path).write(Article(id="a", title="A", text="New."))
    assert files_in(tmp_path) == {"a.md": markdown(text="New."), "real.md": "Real."}
    assert not (tmp_path / "a.md").is_symlink()


# --- remove


def test_removed_articles_are_gone_with_the_folders_that_they_leave_empty(tmp_path: Path) -> None:
    put(
        tmp_path,
        {"a/b/c.md": "C", "a/d.txt": "D", "e.json": '{"id": "f", "text": "F"}', "g.md": "G"},
    )
    corpus = Corpus(tmp_path)
    corpus.remove(["a/b/c", "f", "f"])
    assert files_in(tmp_path) == {"a/d.txt": "D", "g.md": "G"}
    assert not (tmp_path / "a" / "b").exists()
    corpus.remove(["a/d", "g"])
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_id_removes_nothing(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": "A", "b.pdf": "B"})
    for unknown in ("b", "../a", "a.md", ""):
        with pytest.raises(ArticleMissingError) as missing:
            Corpus(tmp_path).remove(["a", unknown])
        assert missing.value.article_id == unknown
    assert sorted(files_in(tmp_path)) == ["a.md", "b.pdf"]


def test_an_article_that_shares_its_file_is_refused_with_the_place_to_edit(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": "A", "s.jsonl": '{"text": "1"}\n{"id": "x", "text": "2"}'})
    with pytest.raises(ArticleError) as refused:
        Corpus(tmp_path).remove(["a", "s/1", "x"])
    assert str(refused.value) == (
        "s/1 is line 1 of s.jsonl: edit that file\nx is line 2 of s.jsonl: edit that file"
    )
    assert ids(tmp_path) == ["a", "s/1", "x"]


def test_a_removed_article_does_not_come_back_from_a_file_of_another_kind(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": "A", "a.txt": "Old A", f"{NFD}.md": "E"})
    Corpus(tmp_path).remove(["a", "é"])
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_read_can_still_be_removed(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": "---\nbroken"})
    Corpus(tmp_path).remove(["a"])
    assert list(tmp_path.iterdir()) == []


def test_removing_a_link_leaves_what_it_leads_to(tmp_path: Path) -> None:
    put(tmp_path, {"real.md": "Real."})
    (tmp_path / "a.md").symlink_to("real.md")
    Corpus(tmp_path).remove(["a"])
    assert files_in(tmp_path) == {"real.md": "Real."}


# --- many and odd


def test_many_files_with_odd_names_are_read(tmp_path: Path) -> None:
    names = [f"{n % 7} & #%/🌊 {n}" for n in range(300)]
    put(tmp_path, {f"{name}.md": f"Text of {name}" for name in names})
    assert ids(tmp_path) == sorted(names)


def test_very_deep_folders_are_read(tmp_path: Path) -> None:
    deep = "/".join(["d" * 20] * 100)
    put(tmp_path, {f"{deep}/a.md": "A"})
    assert ids(tmp_path) == [f"{deep}/a"]


def test_a_folder_deeper_than_the_system_can_name_is_a_problem(tmp_path: Path) -> None:
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=handle)  # as a path it would be too long
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)
    reading = Corpus(put(tmp_path, {"a.md": "A"})).read()
    assert [each.id for each in reading.articles] == ["a"]
    assert [each.reason for each in reading.problems] == ["cannot be looked at: File name too long"]
