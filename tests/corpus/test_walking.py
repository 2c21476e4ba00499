import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.corpus.problems import Problem
from qa.corpus.walking import LARGEST, list_files, read_bytes
from qa.errors import ArticleError

NOBODY = 65534


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder of one's own without root's right to read everything."""
    with tempfile.TemporaryDirectory() as folder:
        root = os.geteuid() == 0
        if root:
            Path(folder).chmod(0o755)
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            if root:
                os.seteuid(0)
            for path in sorted(Path(folder).rglob("*")):
                path.chmod(0o700)


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("Text.")


def reasons(folder: Path) -> dict[str, str]:
    return {each.path: each.reason for each in list_files(folder)[1]}


def test_files_are_listed_sorted_whatever_their_names(tmp_path: Path) -> None:
    deep = "/".join("d" * 30)
    names = ["b.md", "a b.TXT", "🌊 50% #1.json", "a/c.html", f"{deep}/x.jsonl", "README.md"]
    put(tmp_path, *names)
    assert list_files(tmp_path) == (sorted(names), [])


def test_hidden_files_and_editor_backups_are_passed_over_in_silence(tmp_path: Path) -> None:
    put(tmp_path, ".git/a.md", ".a.md", "a.md~", "b~/a.md", "a/.DS_Store", "a/a.md")
    assert list_files(tmp_path) == (["a/a.md"], [])


def test_other_kinds_of_file_are_named(tmp_path: Path) -> None:
    put(tmp_path, "a.pdf", "LICENSE", "a.md")
    files, problems = list_files(tmp_path)
    assert files == ["a.md"]
    assert {each.path: each.reason[:48] for each in problems} == {
        "a.pdf": "not a kind of file that is read (.pdf); these ar",
        "LICENSE": "not a kind of file that is read (no suffix); the",
    }


def test_names_that_cannot_be_shown_are_named_escaped(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).touch()
    put(tmp_path, "a\nb/c.md")
    assert reasons(tmp_path) == {
        "caf\\xe9.md": "the name is not valid UTF-8: rename it",
        "a\\nb": "the name holds control characters: rename it",
    }


def test_a_pipe_and_a_socket_are_named_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.md"))
        (tmp_path / "link.md").symlink_to("pipe.md")
        reason = "not a regular file (a pipe, socket or device): remove it"
        assert reasons(tmp_path) == dict.fromkeys(("link.md", "pipe.md", "socket.md"), reason)


def test_a_file_that_turned_into_a_pipe_does_not_hang_the_reader(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert read_bytes(tmp_path, "a.md") == b""


def test_a_link_is_followed_only_inside_the_corpus(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    put(tmp_path, "outside.md", "corpus/.kept/real.md", "corpus/folder/a.md")
    links = {
        "good.md": ".kept/real.md",
        "out.md": "../outside.md",
        "etc.md": "/etc/hostname",
        "lost.md": "nowhere.md",
        "loop.md": "loop.md",
        "linked": "folder",
        "linked.md": "folder",
    }
    for name, target in links.items():
        (corpus / name).symlink_to(target)
    files, problems = list_files(corpus)
    out = "a link that leads out of this folder: put the file itself here"
    nowhere = "a link that leads nowhere: remove it"
    to_folder = "a link to a folder is not followed: put the folder itself here"
    assert files == ["folder/a.md", "good.md"]
    assert {(each.path, each.reason) for each in problems} == {
        ("out.md", out),
        ("etc.md", out),
        ("lost.md", nowhere),
        ("loop.md", nowhere),
        ("linked", to_folder),
        ("linked.md", to_folder),
    }
    assert read_bytes(corpus, "good.md") == b"Text."


def test_a_corpus_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    put(tmp_path, "real/a.md", "real/b.md")
    (tmp_path / "real" / "c.md").symlink_to("a.md")
    (tmp_path / "corpus").symlink_to("real")
    assert list_files(tmp_path / "corpus") == (["a.md", "b.md", "c.md"], [])


def test_what_may_not_be_opened_is_named(as_nobody: Path) -> None:
    put(as_nobody, "a.md", "closed/b.md", "shown/c.md")
    (as_nobody / "a.md").chmod(0)
    (as_nobody / "closed").chmod(0)
    (as_nobody / "shown").chmod(0o400)
    files, problems = list_files(as_nobody)
    assert files == ["a.md", "shown/c.md"]  # their names can be seen
    assert problems == [Problem("closed", "cannot be opened: Permission denied")]
    for path in files:
        with pytest.raises(ArticleError, match=r"cannot be (read|looked at): Permission denied"):
            read_bytes(as_nobody, path)


@pytest.mark.parametrize(
    ("name", "reason"), [("missing", "No such file or directory"), ("a.md", "Not a directory")]
)
def test_a_corpus_that_is_no_folder_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    put(tmp_path, "a.md")
    with pytest.raises(ArticleError, match=f"cannot be read: {reason}; name a folder"):
        list_files(tmp_path / name)


def test_a_folder_that_may_not_be_opened_is_refused(as_nobody: Path) -> None:
    (as_nobody / "corpus").mkdir(mode=0)
    with pytest.raises(ArticleError, match="cannot be read: Permission denied"):
        list_files(as_nobody / "corpus")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x" * LARGEST)
    assert len(read_bytes(tmp_path, "a.md")) == LARGEST
    (tmp_path / "a.md").write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(ArticleError, match="larger than 16 MiB: split it"):
        read_bytes(tmp_path, "a.md")
