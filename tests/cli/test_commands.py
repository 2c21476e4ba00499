import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa import wiring
from qa.cli.commands import main
from qa.corpus.problems import Problem
from qa.errors import ArticleMissingError, GenerationError, IndexLockedError, IndexMissingError
from qa.index.store import GenerationCheck
from qa.indexing.building import BuildReport
from qa.settings import Settings
from qa.wiring import Status
from tests.cli.conftest import Run

if TYPE_CHECKING:
    from qa.protocols import Progress

BUILT = BuildReport(
    generation="000002",
    published=True,
    articles=2000,
    chunks=5000,
    added=3,
    changed=2,
    removed=1,
    embedded=12,
    reused=4988,
    problems=(Problem("bad.md", "the front matter does not end: add a line `---`"),),
    inferred=(("a", "title", "file name"), ("b", "published", "file name")),
    seconds=1.2345,
)
NOTHING = BuildReport("000002", False, 1, 1, 0, 0, 0, 0, 1, (), (), 0.1)  # noqa: FBT003 - positional for once
STATUS = Status(
    generation="000002",
    generations=("000001", "000002"),
    articles=100,
    chunks=312,
    embedder="letters",
    built_at="2026-11-22T15:31:00+00:00",
    bytes=825_400,
    added=(),
    changed=(),
    removed=(),
    problems=(),
)


def answer_with(value: object):  # type: ignore[no-untyped-def]
    """Return a function that returns (or raises) `value` whatever it is called with."""

    def answer(*_: object, **__: object) -> object:
        if isinstance(value, BaseException):
            raise value
        return value

    return answer


def test_a_build_says_what_it_did(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "build_index", answer_with(BUILT))
    result = qa("build")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.rstrip() for line in result.stdout.splitlines()] == [
        "Built generation 000002",
        "articles  2,000 (3 new, 2 changed, 1 removed)",
        "chunks    5,000 (12 embedded, 4,988 reused)",
        "time      1.2 s",
        "1 file could not be taken:",
        "  bad.md: the front matter does not end: add a line `---`",
        "Not stated in the files, so inferred:",
        "  a: title (file name)",
        "  b: published (file name)",
    ]


def test_many_inferred_fields_are_counted(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    inferred = tuple((f"{number}", "title", "file name") for number in range(11))
    report = BuildReport("000002", True, 1, 1, 0, 0, 0, 0, 1, (), inferred, 0.1)  # noqa: FBT003
    monkeypatch.setattr(wiring, "build_index", answer_with(report))
    assert qa("build").stdout.splitlines()[-1] == "  title (file name): 11"


def test_a_build_with_nothing_to_do_says_so(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "build_index", answer_with(NOTHING))
    assert qa("build").stdout == (
        "Nothing to do: generation 000002 is up to date (1 article, 1 chunk).\n"
    )


def test_for_machines_a_build_is_one_document(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "build_index", answer_with(BUILT))
    assert json.loads(qa("build", "--json").stdout) == {
        "generation": "000002",
        "published": True,
        "articles": 2000,
        "chunks": 5000,
        "added": 3,
        "changed": 2,
        "removed": 1,
        "embedded": 12,
        "reused": 4988,
        "problems": [
            {"path": "bad.md", "reason": "the front matter does not end: add a line `---`"}
        ],
        "inferred": [
            {"article_id": "a", "field": "title", "source": "file name"},
            {"article_id": "b", "field": "published", "source": "file name"},
        ],
        "seconds": 1.234,
    }


@pytest.mark.parametrize("arguments", [[], ["--full"]])
def test_a_full_build_is_one_on_demand(
    qa: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    told: list[tuple[bool, bool]] = []

    def build(_: Settings, *, full: bool, progress: "Progress | None") -> BuildReport:
        told.append((full, progress is not None))
        return NOTHING

    monkeypatch.setattr(wiring, "build_index", build)
    qa("build", *arguments)
    assert told == [(bool(arguments), True)]


def test_adding_names_what_was_added(
    qa: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[Sequence[Path]] = []

    def add(_: Settings, paths: Sequence[Path], __: "Progress | None") -> tuple[list[str], object]:
        told.append(paths)
        return ["one", "two"], NOTHING

    monkeypatch.setattr(wiring, "add_articles", add)
    (tmp_path / "one.md").touch()
    result = qa("add", "one.md", str(tmp_path))
    assert told == [(Path("one.md"), tmp_path)]
    assert result.stdout.splitlines()[:3] == ["Added to the corpus: 2 articles", "  one", "  two"]
    assert json.loads(qa("add", "one.md", "--json").stdout)["ids"] == ["one", "two"]


def test_adding_what_is_not_there_is_a_usage_error(qa: Run) -> None:
    result = qa("add", "nope.md")
    assert (result.exit_code, "'nope.md' does not exist" in result.stderr) == (2, True)


def test_removing_reports_the_build(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Sequence[str]] = []

    def remove(_: Settings, ids: Sequence[str], __: "Progress | None") -> BuildReport:
        told.append(ids)
        return BUILT

    monkeypatch.setattr(wiring, "remove_articles", remove)
    printed = qa("remove", "a", "b/c").stdout
    assert printed.startswith("Removed from the corpus: 2 articles\n  a\n  b/c\n")
    assert "Built generation 000002\n" in printed
    assert told == [("a", "b/c")]


def test_removing_an_unknown_article_fails(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "remove_articles", answer_with(ArticleMissingError("a")))
    result = qa("remove", "a")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: no article has the id 'a': `qa status --articles` lists them\n"
    )


def test_the_status_shows_what_is_built(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "read_status", answer_with(STATUS))
    assert [line.rstrip() for line in qa("status").stdout.splitlines()] == [
        "generation   000002",
        "built        2026-11-22T15:31:00+00:00",
        "articles     100",
        "chunks       312",
        "embedder     letters",
        "size         825.4 kB",
        "others kept  000001",
        "The index says what the corpus says.",
    ]


def test_the_status_shows_what_is_not_built_yet(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    status = Status(
        None, (), 0, 0, "", "", 0, tuple("abcdefg"), ("x",), ("y",), (Problem("bad.md", "empty"),)
    )
    monkeypatch.setattr(wiring, "read_status", answer_with(status))
    assert qa("status").stdout.splitlines() == [
        "Nothing has been built yet: run `qa build`.",
        "7 new: a, b, c, d, e and 2 more",
        "1 changed: x",
        "1 gone: y",
        "Run `qa build` to take this in.",
        "1 file could not be taken:",
        "  bad.md: empty",
    ]


def test_for_machines_the_status_is_one_document(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "read_status", answer_with(STATUS))
    assert json.loads(qa("status", "--json").stdout) == {
        "generation": "000002",
        "generations": ["000001", "000002"],
        "articles": 100,
        "chunks": 312,
        "embedder": "letters",
        "built_at": "2026-11-22T15:31:00+00:00",
        "bytes": 825_400,
        "added": [],
        "changed": [],
        "removed": [],
        "problems": [],
    }


def test_the_ids_are_listed_on_demand(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = ["cast/2022-01-28-on-jo", "cast/유인수", "undated"]
    monkeypatch.setattr(wiring, "read_status", answer_with(STATUS))
    monkeypatch.setattr(wiring, "list_articles", answer_with(ids))
    assert qa("status", "--articles").stdout.splitlines()[-4:] == [
        "In the index: 3 articles",
        *(f"  {each}" for each in ids),
    ]
    assert json.loads(qa("status", "--articles", "--json").stdout)["ids"] == ids


GOOD = GenerationCheck("000002", current=True, problem=None, files=14, bytes=825_400)
OLD = GenerationCheck("000001", current=False, problem="vectors.npy is cut", files=0, bytes=0)
BAD = GenerationCheck("000002", current=True, problem="vectors.npy is cut", files=0, bytes=0)


@pytest.mark.parametrize(
    ("checks", "code"), [([GOOD], 0), ([GOOD, OLD], 0), ([BAD], 1), ([BAD, OLD], 1), ([OLD], 1)]
)
def test_verifying_fails_when_the_current_generation_is_damaged(
    qa: Run, monkeypatch: pytest.MonkeyPatch, checks: list[GenerationCheck], code: int
) -> None:
    monkeypatch.setattr(wiring, "verify_index", answer_with(checks))
    assert (qa("verify").exit_code, qa("verify", "--json").exit_code) == (code, code)


def test_verifying_shows_each_generation(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "verify_index", answer_with([GOOD, OLD]))
    assert [line.split() for line in qa("verify").stdout.splitlines()] == [
        ["generation", "files", "size", "state"],
        ["000002", "current", "14", "825.4", "kB", "intact"],
        ["000001", "0", "0", "B", "vectors.npy", "is", "cut"],
    ]
    assert json.loads(qa("verify", "--json").stdout)["generations"][1] == {
        "generation": "000001",
        "current": False,
        "problem": "vectors.npy is cut",
        "files": 0,
        "bytes": 0,
    }


def test_verifying_nothing_fails(qa: Run) -> None:
    result = qa("verify", "--index", "none")
    assert (result.exit_code, result.stderr) == (1, f"error: {IndexMissingError(Path('none'))}\n")


def test_rolling_back_names_the_generation(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "roll_back", answer_with("000001"))
    assert qa("rollback").stdout == "Generation 000001 is current now.\n"
    assert json.loads(qa("rollback", "--json").stdout) == {"generation": "000001"}


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            IndexMissingError(Path("index")),
            "index holds no index: run `qa build`, or name another folder with --index",
        ),
        (
            GenerationError("000001", "it is cut"),
            "generation 000001 cannot be used: it is cut; run `qa build` to make a new one or "
            "`qa rollback` to return to the one before",
        ),
        (
            IndexLockedError(Path("index")),
            "another build holds index: wait for it to end, then try again",
        ),
        (PermissionError(13, "Permission denied", "/a"), "/a: Permission denied"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
)
def test_a_failure_is_told_on_stderr_with_its_way_out(
    qa: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    monkeypatch.setattr(wiring, "build_index", answer_with(error))
    plain = qa("build")
    assert (plain.exit_code, plain.stdout, plain.stderr) == (1, "", f"error: {message}\n")
    as_json = qa("build", "--json")
    assert (as_json.exit_code, as_json.stdout) == (1, "")
    assert json.loads(as_json.stderr) == {"error": message}


def test_an_error_of_ours_is_not_hidden(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "build_index", answer_with(ZeroDivisionError()))
    assert isinstance(qa("build").exception, ZeroDivisionError)


def test_an_interrupt_ends_with_130_and_no_word(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "build_index", answer_with(KeyboardInterrupt()))
    result = qa("build")
    assert (result.exit_code, result.output) == (130, "")


def test_a_reader_that_has_gone_is_no_error(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "roll_back", answer_with(BrokenPipeError(32, "Broken pipe")))
    result = qa("rollback")
    assert (result.exit_code, result.stderr) == (1, "")


@pytest.mark.parametrize(
    ("arguments", "environ", "corpus", "index"),
    [
        (["rollback"], {}, "corpus", "index"),
        (["rollback", "--corpus", "a", "--index", "b"], {}, "a", "b"),
        (["--corpus", "a", "--index", "b", "rollback"], {}, "a", "b"),
        (["--index", "a", "rollback", "--index", "b"], {}, "corpus", "b"),
        (["rollback"], {"QA_CORPUS": "c", "QA_INDEX": "d"}, "c", "d"),
        (["rollback", "--index", "b"], {"QA_CORPUS": "c", "QA_INDEX": "d"}, "c", "b"),
    ],
)
def test_folders_come_from_flags_then_variables_then_the_working_folder(  # noqa: PLR0917 - a table
    qa: Run,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environ: dict[str, str],
    corpus: str,
    index: str,
) -> None:
    told: list[Settings] = []

    def roll_back(settings: Settings) -> str:
        told.append(settings)
        return "000001"

    monkeypatch.setattr(wiring, "roll_back", roll_back)
    assert qa(*arguments, **environ).exit_code == 0
    assert [(each.corpus, each.index) for each in told] == [(Path(corpus), Path(index))]


def test_a_misspelt_variable_fails_before_anything_is_done(qa: Run) -> None:
    result = qa("status", QA_CORPSE="a")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean QA_CORPUS?" in result.stderr


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_help_text_teaches_with_an_example(qa: Run, command: str) -> None:
    printed = qa(command, "--help").stdout
    assert f"\n  qa {command}" in printed.replace("\n    qa", "\n  qa")
    for option in ("--corpus", "--index", "--json"):
        assert option in printed
    assert max(len(line) for line in printed.splitlines()) <= 100


def test_help_lists_every_command_of_the_contract(qa: Run) -> None:
    assert sorted(main.commands) == [
        "add",
        "ask",
        "build",
        "eval",
        "remove",
        "rollback",
        "serve",
        "status",
        "timeline",
        "verify",
    ]
    printed = qa("--help").stdout
    assert "..." not in printed.partition("Commands:")[2]
    assert "QA_EMBEDDER" in printed


def test_the_version_is_printed(qa: Run) -> None:
    assert qa("--version").stdout.startswith("qa ")


def test_help_loads_nothing_that_takes_long() -> None:
    script = (
        "import sys\n"
        "from qa.cli.commands import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script]
    folder = Path(__file__).parents[2]
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    heavy = {"numpy", "faiss", "fastapi", "starlette", "pydantic", "uvicorn", "torch", "rich"}
    heavy |= {
        "onnxruntime",
        "tantivy",
        "tokenizers",
        "trafilatura",
        "yaml",
        "sentence_transformers",
    }
    assert heavy & set(finished.stderr.split()) == set()


def test_an_empty_folder_name_is_not_this_folder(qa: Run) -> None:
    done = qa("build", "--corpus", "")
    assert done.exit_code == 2
    assert "its name is empty; for this folder say ." in done.output
