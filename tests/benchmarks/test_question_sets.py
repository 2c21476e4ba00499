import gzip
import json
from pathlib import Path

import pytest

from benchmarks.question_sets import Asked, open_set, read_set, thin
from qa.indexing.chunking import ChunkSettings
from qa.types import Filters
from tests.fakes import WordEmbedder

RECORDS = (
    {"id": "roof", "title": "The roof", "text": "The pupils spend a night on the roof."},
    {"id": "lab", "title": "", "text": "The teacher keeps a hamster in the science room."},
)
QUESTIONS = (
    {
        "id": "1",
        "question": "Where do the pupils spend a night?",
        "answers": ["on the roof"],
        "relevant": ["roof"],
        "answerable": True,
        "source_doc": "roof",
    },
    {"id": 2, "question": "Who won?", "answers": [], "relevant": [], "answerable": False},
)


def write_lines(path: Path, values: tuple[dict[str, object], ...]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(value) + "\n" for value in values)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A set of two records and two questions, with a blank line at its end."""
    folder = tmp_path / "school"
    folder.mkdir()
    write_lines(folder / "corpus.jsonl.gz", RECORDS)  # type: ignore[arg-type]
    write_lines(folder / "questions.jsonl.gz", QUESTIONS)
    with gzip.open(folder / "questions.jsonl.gz", "at") as file:
        file.write("\n")
    return folder


def test_a_set_is_read_with_its_records_and_its_questions(folder: Path) -> None:
    found = read_set(folder)
    assert found.name == "school"
    assert found.records == list(RECORDS)
    assert found.questions == [
        Asked(
            "1",
            "Where do the pupils spend a night?",
            ("on the roof",),
            frozenset({"roof"}),
            answerable=True,
        ),
        Asked("2", "Who won?", (), frozenset(), answerable=False),
    ]


def test_a_set_of_questions_alone_has_no_records(folder: Path) -> None:
    (folder / "corpus.jsonl.gz").unlink()
    assert read_set(folder).records == []


def test_a_set_can_be_read_thinned(folder: Path) -> None:
    assert [asked.id for asked in read_set(folder, most=1).questions] == ["1"]


@pytest.mark.parametrize(
    ("most", "left"),
    [(None, [0, 1, 2, 3, 4]), (9, [0, 1, 2, 3, 4]), (3, [0, 1, 3]), (1, [0]), (0, [])],
)
def test_thinning_takes_evenly_from_the_whole(most: int | None, left: list[int]) -> None:
    assert thin(range(5), most) == left


def test_an_opened_set_can_be_searched_by_the_ids_of_its_records(
    folder: Path, tmp_path: Path
) -> None:
    embedder = WordEmbedder()
    snapshot = open_set(read_set(folder), tmp_path / "work", embedder)
    question = "hamster in the science room"
    hits = snapshot.search_dense(embedder.embed_question(question), 1, Filters())
    row = int(hits[0].row)
    assert snapshot.contents.ids[int(snapshot.contents.article_of_row[row])] == "lab"
    assert snapshot.article("lab").title == "Untitled"


def test_opening_a_set_again_embeds_nothing(folder: Path, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    first = open_set(read_set(folder), tmp_path / "work", embedder)
    embedder.embedded.clear()
    again = open_set(read_set(folder), tmp_path / "work", embedder)
    assert embedder.embedded == []
    assert again.generation == first.generation


def test_each_chunking_has_an_index_of_its_own(folder: Path, tmp_path: Path) -> None:
    embedder = WordEmbedder()
    short, long = (
        open_set(read_set(folder), tmp_path / "work", embedder, chunking=ChunkSettings(words, 0))
        for words in (4, 40)
    )
    assert len(short.contents.slots) > len(long.contents.slots) == 2
    assert short.generation == long.generation == "000001"
