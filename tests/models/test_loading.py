from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa.errors import ModelError
from qa.models.cache import CARD
from qa.models.loading import load_embedder, load_exported
from qa.models.source import DEFAULT_MODEL, ModelMissingError

if TYPE_CHECKING:
    from pathlib import Path

    from qa.models.embedder import OnnxEmbedder

HEAVY = ("torch", "transformers", "sentence_transformers", "onnx", "onnxscript")


@pytest.fixture(scope="module")
def cache(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache that holds the tiny model's export."""
    folder = tmp_path_factory.mktemp("models")
    load_embedder(str(tiny_model), folder, threads=1)
    return folder


def heavy_modules_after(program: str) -> list[str]:
    """Run a program in a fresh interpreter; return which of HEAVY it imported."""
    report = f"\nimport sys, json; print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    ran = subprocess.run(
        [sys.executable, "-c", program + report], check=True, capture_output=True, text=True
    )
    found: list[str] = json.loads(ran.stdout.splitlines()[-1])
    return found


@pytest.mark.model
def test_an_exported_model_runs_without_torch(embedder: OnnxEmbedder, model_cache: Path) -> None:
    program = f"""
from pathlib import Path
from qa.models.loading import load_exported
embedder = load_exported({embedder.name!r}, Path({str(model_cache)!r}), threads=2)
embedder.embed_passages(["one text", "another"])
embedder.embed_question("a question")
"""
    assert heavy_modules_after(program) == []


@pytest.mark.model
def test_a_build_with_an_exported_model_runs_without_torch(
    embedder: OnnxEmbedder, model_cache: Path
) -> None:
    program = f"""
from pathlib import Path
from qa.models.loading import load_embedder
embedder = load_embedder({DEFAULT_MODEL!r}, Path({str(model_cache)!r}), threads=2)
embedder.embed_passages(["one text", "another"])
assert embedder.name == {embedder.name!r}
"""
    assert heavy_modules_after(program) == []


def test_finding_a_model_imports_no_torch() -> None:
    program = f"""
from qa.models.source import ModelMissingError, find_model, fingerprint
fingerprint(find_model({DEFAULT_MODEL!r}))
try:
    find_model("nobody/has-this")
except ModelMissingError:
    pass
import qa.models.export, qa.models.custom
"""
    assert heavy_modules_after(program) == []


def test_an_embedder_is_found_again_by_its_name(tiny_model: Path, cache: Path) -> None:
    built = load_embedder(str(tiny_model), cache, threads=1)

    served = load_exported(built.name, cache, threads=1)

    assert served.name == built.name
    assert np.array_equal(served.embed_question("nine"), built.embed_question("nine"))


def test_an_export_serves_when_the_models_own_files_are_not_here(
    tiny_model: Path, cache: Path
) -> None:
    elsewhere = f"/another/machine/{tiny_model.name}"

    embedder = load_embedder(elsewhere, cache, threads=1)

    assert embedder.name == load_embedder(str(tiny_model), cache, threads=1).name


def test_two_exports_of_one_name_are_not_guessed_between(
    tiny_model: Path, cache: Path, tmp_path: Path
) -> None:
    shutil.copytree(cache, tmp_path / "models")
    (export,) = (path for path in (tmp_path / "models").iterdir() if path.is_dir())
    shutil.copytree(export, export.with_name("f" * 16))

    with pytest.raises(ModelError, match="holds 2 exports"):
        load_embedder(f"/elsewhere/{tiny_model.name}", tmp_path / "models", threads=1)


def test_a_model_that_is_nowhere_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="hf download nobody/has-this"):
        load_embedder("nobody/has-this", tmp_path, threads=1)


def test_a_damaged_export_is_not_quietly_replaced(
    tiny_model: Path, cache: Path, tmp_path: Path
) -> None:
    shutil.copytree(cache, tmp_path / "models")
    (export,) = (path for path in (tmp_path / "models").iterdir() if path.is_dir())
    (export / "model.onnx").write_bytes(b"damaged")

    with pytest.raises(ModelError, match=r"model\.onnx is damaged: delete the folder"):
        load_embedder(str(tiny_model), tmp_path / "models", threads=1)


@pytest.mark.parametrize("name", ["mine@0123456789abcdef-int8", "mine@0123456789abcdef-torch"])
def test_an_index_whose_embedder_is_missing_says_to_build(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match=rf"{name} is not in .*run `qa build`"):
        load_exported(name, tmp_path, threads=1)


def test_an_index_built_in_another_precision_says_to_build(tiny_model: Path, cache: Path) -> None:
    name = load_embedder(str(tiny_model), cache, threads=1).name.replace("int8", "fp32")

    with pytest.raises(ModelError, match=rf"not {name}: run `qa build`"):
        load_exported(name, cache, threads=1)


def test_a_model_that_cannot_be_exported_runs_in_torch_and_says_so(
    static_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "qa"):
        built = load_embedder(str(static_model), tmp_path, threads=1)

    assert built.name.endswith("-torch")
    assert "model runs in torch, several times slower" in caplog.text
    assert "it begins with StaticEmbedding" in caplog.text


def test_a_verdict_against_exporting_is_remembered(static_model: Path, tmp_path: Path) -> None:
    built = load_embedder(str(static_model), tmp_path, threads=1)
    (card,) = tmp_path.glob(f"*/{CARD}")
    before = card.stat().st_mtime_ns

    served = load_exported(built.name, tmp_path, threads=1)
    rebuilt = load_embedder(str(static_model), tmp_path, threads=1)

    assert served.name == rebuilt.name == built.name
    assert card.stat().st_mtime_ns == before
