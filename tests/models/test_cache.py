from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.errors import ModelError
from qa.models import cache
from qa.models.cache import (
    CARD,
    ModelCard,
    Prompts,
    fingerprint_in,
    folders_of,
    locked,
    read_card,
    staged,
    write_card,
)

if TYPE_CHECKING:
    from collections.abc import Callable

FINGERPRINT = "0123456789abcdef"
MODEL_CARD = ModelCard(
    name="mine",
    fingerprint=FINGERPRINT,
    precision="int8",
    dimensions=3,
    max_tokens=64,
    inputs=("input_ids",),
    prompts=Prompts(query="query: ", document="학교: "),
    parity={"fp32": 1.0, "int8": 0.98},
    exported_with={"torch": "2.13.0"},
    source="/models/mine",
    note="",
)


def cached(folder: Path, card: ModelCard = MODEL_CARD) -> Path:
    """Put a model of a few bytes into a cache; return its folder."""
    with locked(folder), staged(folder / card.fingerprint) as stage:
        (stage / "model.onnx").write_bytes(b"graph" * 100)
        (stage / "tokenizer.json").write_bytes(b"{}")
        write_card(card, stage)
    return folder / card.fingerprint


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def remove(path: Path) -> None:
    path.unlink()


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_a_card_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert read_card(cached(tmp_path)) == MODEL_CARD


def test_a_cached_model_can_be_read_by_other_users(tmp_path: Path) -> None:
    assert cached(tmp_path).stat().st_mode & 0o777 == 0o755


def test_a_cache_may_be_given_relative_to_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert read_card(cached(Path("index/models"))) == MODEL_CARD


@pytest.mark.parametrize("damage", [flip_a_bit, truncate, remove])
@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", CARD])
def test_a_damaged_file_is_named_with_the_way_out(
    tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    folder = cached(tmp_path)
    damage(folder / name)

    with pytest.raises(ModelError, match=rf"{name} is (damaged|missing).*delete the folder"):
        read_card(folder)


@pytest.mark.parametrize("position", range(0, 700, 35))
def test_no_changed_letter_of_a_card_goes_unnoticed(tmp_path: Path, position: int) -> None:
    path = cached(tmp_path) / CARD
    text = path.read_text(encoding="utf-8")
    letter = "1" if text[position] != "1" else "2"
    path.write_text(text[:position] + letter + text[position + 1 :], encoding="utf-8")

    with pytest.raises(ModelError, match=rf"{CARD} is damaged"):
        read_card(path.parent)


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"checksum": 1}'])
def test_a_card_that_is_something_else_is_damaged(tmp_path: Path, text: str) -> None:
    folder = cached(tmp_path)
    (folder / CARD).write_text(text)

    with pytest.raises(ModelError, match=rf"{CARD} is damaged"):
        read_card(folder)


def test_a_card_of_another_format_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = cached(tmp_path)
    monkeypatch.setattr(cache, "EXPORT_FORMAT", 2)

    with pytest.raises(ModelError, match="format 1, not 2"):
        read_card(folder)


def test_a_cached_model_under_another_fingerprint_is_refused(tmp_path: Path) -> None:
    folder = cached(tmp_path).rename(tmp_path / ("f" * 16))

    with pytest.raises(ModelError, match=rf"belongs to {FINGERPRINT}"):
        read_card(folder)


def test_a_failed_export_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail() -> None:
        with locked(tmp_path), staged(tmp_path / FINGERPRINT) as stage:
            (stage / "model.onnx").write_bytes(b"half a gra")
            raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        fail()

    assert entries(tmp_path) == []


def test_what_a_killed_export_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".partial-killed").mkdir(parents=True)
    (tmp_path / ".partial-killed" / "model.onnx").write_bytes(b"half a gra")

    cached(tmp_path)

    assert entries(tmp_path) == [FINGERPRINT]


def test_a_half_written_export_is_not_there_until_it_is_complete(tmp_path: Path) -> None:
    with locked(tmp_path), staged(tmp_path / FINGERPRINT) as stage:
        (stage / "model.onnx").write_bytes(b"half a gra")
        assert folders_of("mine", tmp_path) == []
        assert not (tmp_path / FINGERPRINT).exists()


def test_one_exporter_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []
    crowds: list[int] = []

    def enter() -> None:
        with locked(tmp_path):
            inside.append(1)
            crowds.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=enter) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert crowds == [1] * 8


def test_patience_with_another_exporter_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_PATIENCE", 0.05)

    with (
        locked(tmp_path),
        pytest.raises(ModelError, match="another process"),
        locked(tmp_path),
    ):
        pytest.fail("two exporters at once")


def test_models_are_found_by_recorded_name_and_damaged_cards_are_not(tmp_path: Path) -> None:
    mine = cached(tmp_path)
    cached(tmp_path, replace(MODEL_CARD, name="other", fingerprint="a" * 16))
    for number, text in enumerate(["", "[1]", json.dumps({"no": "name"})]):
        (tmp_path / (f"{number}" * 16)).mkdir()
        (tmp_path / (f"{number}" * 16) / CARD).write_text(text)

    assert folders_of("mine", tmp_path) == [mine]
    assert folders_of("nobody", tmp_path) == []
    assert folders_of("mine", tmp_path / "no-such-folder") == []


def test_an_embedders_name_leads_back_to_its_fingerprint() -> None:
    assert fingerprint_in(MODEL_CARD.embedder_name) == FINGERPRINT


@pytest.mark.parametrize("name", ["", "mine", "mine@", "mine@../../etc-int8", "mine@0123-int8"])
def test_a_name_without_a_fingerprint_is_refused(name: str) -> None:
    with pytest.raises(ModelError, match="names no embedder"):
        fingerprint_in(name)
