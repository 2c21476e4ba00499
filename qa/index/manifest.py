"""The manifest of a generation: what it holds, what made it, and what its files must be.

It does not grow with the number of articles: a part lists its own files, and the manifest has a
checksum of each list.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from qa.errors import GenerationError
from qa.index.checking import LIST, FileCheck, check_bytes, check_file, parse_list
from qa.index.parts import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from qa.index.checking import Checked

    _Take = Callable[[Path], FileCheck]

FORMAT = 4
"""Raised when a generation written by older code can no longer be read."""

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation says of itself.

    `recipe` numbers the code that cuts and indexes; `previous` is the generation that was current
    before, "" when none was. `parts` maps each folder that holds articles and rows, sorted, to the
    check of its list; `files` each path outside of them to its check. `articles`, `chunks` and
    `bytes` count what is in all of them; `slots` is how many slots were given out up to now, here
    and before.
    """

    generation: str
    built_at: str
    embedder: str
    dimensions: int
    chunk_words: int
    chunk_overlap: int
    recipe: int
    previous: str
    articles: int
    chunks: int
    bytes: int
    slots: int
    parts: Mapping[str, FileCheck]
    files: Mapping[str, FileCheck]
    format: int = FORMAT


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a generation that is not published yet."""
    (folder / NAME).write_bytes(_serialise(manifest))


def read(folder: Path) -> Manifest:
    """Return the manifest; GenerationError when it is missing, damaged or of another format.

    Only what is wrong with the files is damage: an OSError that may pass (too many open files, no
    permission) goes through, here and in `check`.

    The bytes must be exactly those that writing the parsed manifest gives, so that no flipped
    bit goes unnoticed.
    """
    name = folder.name
    try:
        content = (folder / NAME).read_bytes()
        record = json.loads(content)
        written_format = record["format"]
    except (FileNotFoundError, NotADirectoryError):
        raise GenerationError(name, f"its {NAME} is missing") from None
    except (ValueError, KeyError, TypeError) as error:
        raise GenerationError(name, f"its {NAME} cannot be read ({error})") from None
    if written_format != FORMAT:
        raise GenerationError(name, f"it has format {written_format!r}, this qa reads {FORMAT}")
    return _parse(name, record, content)


def check(folder: Path, manifest: Manifest, checked: Checked | None = None) -> int:
    """Compare every file with what is said of it, and return how many there are.

    The manifest says it of what is outside of parts and of each part's list of its own files,
    and that list of all others. GenerationError names the first file that differs. Files that
    `checked` has seen intact are not read again.
    """
    take = checked.check_file if checked else check_file
    for path, expected in manifest.files.items():
        _compare(folder, path, expected, take)
    return len(manifest.files) + sum(
        _check_part(folder, name, expected, take) for name, expected in manifest.parts.items()
    )


def check_in_part(folder: Path, manifest: Manifest, part: str, names: Sequence[str]) -> None:
    """Compare some files of a part with its list; GenerationError names the first that differs."""
    files = _listed(folder, part, manifest.parts[part])
    for name in names:
        _compare(folder, f"{PARTS}/{part}/{name}", files[name], check_file)


def _check_part(folder: Path, part: str, expected: FileCheck, take: _Take) -> int:
    files = _listed(folder, part, expected)
    for name, each in files.items():
        _compare(folder, f"{PARTS}/{part}/{name}", each, take)
    return 1 + len(files)


def _listed(folder: Path, part: str, expected: FileCheck) -> Mapping[str, FileCheck]:
    """Return what a part's list says, once that list is what it must be."""
    path = f"{PARTS}/{part}/{LIST}"
    with _told_if_missing(folder, path):
        content = (folder / path).read_bytes()
    _match(folder, path, check_bytes(content), expected)
    return parse_list(content)


def _compare(folder: Path, path: str, expected: FileCheck, take: _Take) -> None:
    with _told_if_missing(folder, path):
        actual = take(folder / path)
    _match(folder, path, actual, expected)


@contextlib.contextmanager
def _told_if_missing(folder: Path, path: str) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise GenerationError(folder.name, f"{path}: {error.strerror}") from None


def _match(folder: Path, path: str, actual: FileCheck, expected: FileCheck) -> None:
    if actual.size != expected.size:
        raise GenerationError(
            folder.name, f"{path} has {actual.size} bytes instead of {expected.size}"
        )
    if actual.sha256 != expected.sha256:
        raise GenerationError(folder.name, f"{path} does not match its checksum")


def _parse(name: str, record: dict[str, object], content: bytes) -> Manifest:
    try:
        record.pop("checksum")
        parts, files = (
            {name: FileCheck(**each) for name, each in record.pop(key).items()}  # type: ignore[attr-defined]
            for key in ("parts", "files")
        )
        manifest: Manifest | None = Manifest(parts=parts, files=files, **record)  # type: ignore[arg-type]
    except (KeyError, TypeError, AttributeError):
        manifest = None
    if manifest is None or _serialise(manifest) != content:
        raise GenerationError(name, f"its {NAME} does not match its checksum")
    return manifest


def _serialise(manifest: Manifest) -> bytes:
    record = asdict(manifest)
    body = json.dumps(record, ensure_ascii=False, sort_keys=True).encode()
    record["checksum"] = hashlib.sha256(body).hexdigest()
    return json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
