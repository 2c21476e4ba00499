import os
from pathlib import Path

import pytest

from qa.corpus.folder import Corpus
from qa.errors import ArticleError


def put(folder: Path, files: dict[str, str]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
    return folder


def files_in(folder: Path) -> dict[str, str]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return put(tmp_path / "corpus", {"old.md": "Old.", "s.jsonl": '{"id": "x", "text": "X."}'})


def test_files_land_at_the_top_and_folders_keep_their_inner_paths(
    tmp_path: Path, corpus: Path
) -> None:
    put(tmp_path, {"a/one.md": "One.", "b/two.txt": "Two.", "b/c/3.jsonl": '{"text": "Three."}'})
    put(tmp_path, {"b/.hidden": "x", "b/backup.md~": "x"})
    assert Corpus(corpus).add([tmp_path / "a" / "one.md", tmp_path / "b"]) == [
        "c/3/1",
        "one",
        "two",
    ]
    assert files_in(corpus) == {
        "c/3.jsonl": '{"text": "Three."}',
        "old.md": "Old.",
        "one.md": "One.",
        "s.jsonl": '{"id": "x", "text": "X."}',
        "two.txt": "Two.",
    }


def test_a_corpus_that_is_missing_is_made(tmp_path: Path) -> None:
    put(tmp_path, {"one.md": "One."})
    assert Corpus(tmp_path / "new" / "corpus").add([tmp_path / "one.md"]) == ["one"]


def test_adding_again_changes_nothing_and_other_content_is_an_update(
    tmp_path: Path, corpus: Path
) -> None:
    put(tmp_path, {"one.md": "One."})
    Corpus(corpus).add([tmp_path / "one.md"])
    before = (corpus / "one.md").stat()
    assert Corpus(corpus).add([tmp_path / "one.md"]) == ["one"]
    assert (corpus / "one.md").stat() == before
    put(tmp_path, {"one.md": "Changed."})
    assert Corpus(corpus).add([tmp_path / "one.md"]) == ["one"]
    assert (corpus / "one.md").read_text() == "Changed."


def test_what_is_in_the_corpus_already_stays_where_it_is(corpus: Path) -> None:
    put(corpus, {"deep/er/a.md": "A."})
    before = files_in(corpus)
    added = Corpus(corpus).add([corpus, corpus / "deep", corpus / "old.md"])
    assert added == ["deep/er/a", "old", "x"]
    assert files_in(corpus) == before


def test_a_relative_path_is_taken_from_where_one_stands(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"b/two.txt": "Two."})
    monkeypatch.chdir(tmp_path / "b")
    assert Corpus(corpus).add([Path()]) == ["two"]
    assert Corpus(Path("../corpus")).add([Path("two.txt"), Path("../corpus/old.md")]) == [
        "old",
        "two",
    ]


def test_when_one_cannot_be_taken_each_is_named_and_nothing_is_added(
    tmp_path: Path, corpus: Path
) -> None:
    before = files_in(corpus)
    put(tmp_path, {"good.md": "Good.", "empty.md": "", "bad.json": "{"})
    with pytest.raises(ArticleError) as refused:
        Corpus(corpus).add([tmp_path / name for name in ("good.md", "empty.md", "bad.json")])
    assert str(refused.value) == (
        "nothing was added:\n"
        "  bad.json: not JSON: Expecting property name enclosed in double quotes at column 2\n"
        "  empty.md: no text: write some or remove it"
    )
    assert files_in(corpus) == before


def test_what_is_no_article_file_is_named(tmp_path: Path, corpus: Path) -> None:
    put(tmp_path, {"a.pdf": "x", ".b.md": "x", "c.md~": "x", "e.md": "x", "f/g.png": "x"})
    (tmp_path / "d.md").symlink_to("e.md")
    os.mkfifo(tmp_path / "pipe.md")
    names = ("a.pdf", ".b.md", "c.md~", "d.md", "pipe.md", "missing.md", "f")
    with pytest.raises(ArticleError) as refused:
        Corpus(corpus).add([tmp_path / name for name in names])
    kinds = "these are: .md .markdown .txt .html .htm .json .jsonl"
    assert str(refused.value).replace(f"{tmp_path}/", "") == (
        "nothing was added:\n"
        f"  a.pdf: not a kind of file that is read (.pdf); {kinds}\n"
        "  .b.md: hidden files are not read; rename it\n"
        "  c.md~: hidden files are not read; rename it\n"
        "  d.md: a link: name the file that it leads to\n"
        "  pipe.md: not a regular file (a pipe, socket or device): remove it\n"
        "  missing.md: cannot be looked at: No such file or directory\n"
        f"  f/g.png: not a kind of file that is read (.png); {kinds}"
    )
    assert "e.md" not in files_in(corpus)


def test_two_files_that_would_get_the_same_name_are_refused(tmp_path: Path, corpus: Path) -> None:
    put(tmp_path, {"a/x.md": "One.", "b/x.md": "Two."})
    with pytest.raises(ArticleError, match=r"a/x\.md would get the same name"):
        Corpus(corpus).add([tmp_path / "a", tmp_path / "b" / "x.md"])
    assert Corpus(corpus).add([tmp_path / "a", tmp_path / "a" / "x.md"]) == ["x"]


def test_a_file_whose_id_another_one_keeps_is_refused(tmp_path: Path, corpus: Path) -> None:
    put(tmp_path, {"old.txt": "New.", "y.jsonl": '{"id": "old", "text": "Y."}'})
    with pytest.raises(ArticleError) as refused:
        Corpus(corpus).add([tmp_path / "old.txt", tmp_path / "y.jsonl"])
    assert str(refused.value) == (
        "nothing was added:\n"
        "  old.txt: old.md has the same id, old, and is taken: rename or remove one of them\n"
        "  y.jsonl: line 1: old.md has the same id, old, and is taken: rename or remove one of them"
    )


def test_what_says_the_same_as_another_article_is_copied_but_gives_no_id(
    tmp_path: Path, corpus: Path
) -> None:
    put(tmp_path, {"z.md": "Old.", "zz.md": "New."})
    assert Corpus(corpus).add([tmp_path / "z.md", tmp_path / "zz.md"]) == ["zz"]
    assert (corpus / "z.md").exists()


def test_the_folder_around_the_corpus_is_refused(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(ArticleError, match="holds the corpus itself"):
        Corpus(corpus).add([tmp_path])
