from __future__ import annotations

import importlib.util
import logging
import shutil
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tokenizers import processors

from qa.errors import ModelError
from qa.models import export as exporting
from qa.models.cache import CARD, GRAPH, TOKENIZER, Prompts, read_card
from qa.models.custom import encode, load_model
from qa.models.embedder import OnnxEmbedder
from qa.models.export import NotExportableError, export
from qa.models.source import DEFAULT_MODEL, ModelSource, find_model
from tests.models.samples import TEXTS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def tiny_source(tiny_model: Path) -> ModelSource:
    return find_model(str(tiny_model))


@pytest.fixture(scope="module")
def tiny_export(tiny_source: ModelSource, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(tiny_source, tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def tiny_graph(tiny_source: ModelSource, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What torch makes of the tiny model, in fp32."""
    path = tmp_path_factory.mktemp("graph") / GRAPH
    exporting._write_graph(load_model(tiny_source.folder, attention="eager"), path)
    return path


@pytest.fixture
def traced(tiny_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare each export of the tiny model the seconds in which torch would make that again."""
    monkeypatch.setattr(exporting, "_write_graph", lambda _, path: shutil.copy(tiny_graph, path))


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


@pytest.mark.model
def test_the_default_model_is_as_good_in_int8(model_folder: Path) -> None:
    card = read_card(model_folder)

    assert (card.name, card.precision, card.note) == (DEFAULT_MODEL, "int8", "")
    assert (card.dimensions, card.max_tokens, card.prompts) == (384, 256, Prompts())
    assert card.parity["fp32"] >= 0.999
    assert card.parity["int8"] >= 0.975


@pytest.mark.model
def test_the_default_model_in_fp32_is_sentence_transformers_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_INT8_PARITY", 1.1)
    source = find_model(DEFAULT_MODEL)
    embedder = OnnxEmbedder.load(export(source, tmp_path), threads=2)

    cosines = np.sum(
        embedder.embed_passages(TEXTS) * encode(load_model(source.folder), TEXTS, ""), axis=1
    )

    assert embedder.name.endswith("-fp32")
    assert cosines.min() >= 0.999


def test_an_export_is_three_checked_files(tiny_export: Path) -> None:
    assert entries(tiny_export) == sorted([CARD, GRAPH, TOKENIZER])
    assert read_card(tiny_export).precision == "int8"


def test_prompts_and_pooling_are_those_of_the_model(
    tiny_source: ModelSource, tiny_export: Path
) -> None:
    model = load_model(tiny_source.folder)
    embedder = OnnxEmbedder.load(tiny_export, threads=1)
    texts = ["who opened the door", "the bell rang at nine"]
    passages = encode(model, [f"passage: {text}" for text in texts], "")
    questions = encode(model, [f"query: {text}" for text in texts], "")

    asked = np.stack([embedder.embed_question(text) for text in texts])

    assert read_card(tiny_export).prompts == Prompts(query="query: ", document="passage: ")
    assert np.sum(embedder.embed_passages(texts) * passages, axis=1).min() >= 0.97
    assert np.sum(asked * questions, axis=1).min() >= 0.97
    assert np.sum(asked * passages, axis=1).max() < 0.97


def test_an_export_that_is_there_is_not_made_again(
    tiny_source: ModelSource, tiny_export: Path
) -> None:
    before = (tiny_export / CARD).stat().st_mtime_ns

    assert export(tiny_source, tiny_export.parent) == tiny_export
    assert (tiny_export / CARD).stat().st_mtime_ns == before


@pytest.mark.usefixtures("traced")
def test_two_exporters_at_once_make_one_export(tiny_source: ModelSource, tmp_path: Path) -> None:
    made: list[Path] = []
    threads = [
        threading.Thread(target=lambda: made.append(export(tiny_source, tmp_path)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made[0] == made[1]
    assert entries(tmp_path) == [made[0].name]
    assert read_card(made[0]).name == tiny_source.name


def test_an_export_prints_nothing_counts_its_steps_and_changes_no_logging(
    tiny_source: ModelSource, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def logging_state() -> tuple[object, ...]:
        root = logging.getLogger()
        level = logging.getLogger("transformers").level
        return list(root.handlers), list(root.filters), level

    before = logging_state()
    calls: list[tuple[str, int, int]] = []

    export(tiny_source, tmp_path, lambda *call: calls.append(call))

    assert tuple(capfd.readouterr()) == ("", "")
    assert logging_state() == before
    assert calls == [("export", done, 4) for done in range(5)]


def test_a_model_that_int8_spoils_is_kept_in_fp32(tmp_path: Path) -> None:
    from tests.models import tiny

    source = find_model(str(tiny.save_transformer(tmp_path, "electra", pooling="cls")))

    card = read_card(export(source, tmp_path / "models"))

    assert card.precision == "fp32"
    assert card.parity["int8"] < 0.97
    assert card.note == f"not quantised: cosine {card.parity['int8']} under 0.97"


@pytest.mark.usefixtures("traced")
def test_a_model_that_cannot_be_quantised_is_kept_in_fp32(
    tiny_source: ModelSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(full: Path, small: Path) -> None:
        small.write_bytes(b"half a gra")
        raise RuntimeError("no such operator")

    monkeypatch.setattr(exporting, "write_int8", fail)

    folder = export(tiny_source, tmp_path)

    assert read_card(folder).note == "not quantised: no such operator"
    assert entries(folder) == sorted([CARD, GRAPH, TOKENIZER])


@pytest.mark.usefixtures("traced")
def test_an_interrupted_export_leaves_nothing_behind(
    tiny_source: ModelSource, tmp_path: Path
) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(tiny_source, tmp_path, stop)

    assert entries(tmp_path) == []


def test_a_table_of_token_vectors_is_not_exportable(static_model: Path, tmp_path: Path) -> None:
    with pytest.raises(NotExportableError, match="it begins with StaticEmbedding"):
        export(find_model(str(static_model)), tmp_path)

    assert entries(tmp_path) == []


def test_pooling_without_the_prompt_is_not_exportable(tmp_path: Path) -> None:
    from tests.models import tiny

    folder = tiny.save_transformer(tmp_path, include_prompt=False)

    with pytest.raises(NotExportableError, match="leaves the prompt out"):
        export(find_model(str(folder)), tmp_path / "models")


@pytest.mark.usefixtures("traced")
def test_other_vectors_than_the_models_own_are_not_exported(
    tiny_source: ModelSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_FP32_PARITY", 1.1)

    with pytest.raises(NotExportableError, match="its ONNX vectors differ: cosine"):
        export(tiny_source, tmp_path)


def test_an_exporters_error_is_a_verdict_on_the_model_and_a_full_disk_is_not() -> None:
    with pytest.raises(NotExportableError, match=r"^no such operator$"):
        fail_exporting(RuntimeError("no such operator\nand forty lines more"))
    with pytest.raises(OSError, match="no space left"):
        fail_exporting(OSError("no space left on device"))


def fail_exporting(error: Exception) -> None:
    with exporting._not_exportable_if_it_fails():
        raise error


def test_a_model_without_a_limit_or_with_token_types_is_not_exportable(
    tiny_source: ModelSource,
) -> None:
    typed = load_model(tiny_source.folder)
    typed.tokenizer.model_input_names = ["input_ids", "token_type_ids", "attention_mask"]
    typed.tokenizer.backend_tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:1 $A:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    with pytest.raises(NotExportableError, match="its token types are not all zero"):
        exporting._check_exportable(typed)

    endless = load_model(tiny_source.folder)
    endless.max_seq_length = 10**30
    endless[0].auto_model.config.max_position_embeddings = 0
    with pytest.raises(NotExportableError, match="does not say how many tokens"):
        exporting._check_exportable(endless)


def test_a_model_that_does_not_load_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text('{"model_type": "bert"}')

    with pytest.raises(ModelError, match=r"cannot load .*broken.*check the folder") as caught:
        export(find_model(str(tmp_path / "broken")), tmp_path / "models")

    assert not isinstance(caught.value, NotExportableError)


def test_without_torch_the_error_says_what_to_install(
    tiny_source: ModelSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = importlib.util.find_spec
    monkeypatch.setattr(
        exporting, "find_spec", lambda name: None if name == "torch" else installed(name)
    )

    with pytest.raises(ModelError, match=r"needs torch: pip install 'series-qa\[export\]'"):
        export(tiny_source, tmp_path)
