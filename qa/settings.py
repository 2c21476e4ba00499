"""Where everything lies and how it runs, from flags and `QA_*` variables; flags win.

Only `qa.wiring` and `qa.cli` may know these settings. There is no settings file.
"""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"

VARIABLES = {
    "QA_CORPUS": "folder of articles (default: corpus)",
    "QA_INDEX": "folder of generations (default: index)",
    "QA_EMBEDDER": f"embedding model, a name or a folder (default: {DEFAULT_EMBEDDER})",
    "QA_API_KEY": "key that writes over HTTP must carry (default: none)",
    "QA_THREADS": "threads that models may use (default: one a core)",
    "QA_KEEP_ANSWERS": "answers that a server remembers for the same question (default: 256)",
    "QA_KEEP_QUESTIONS": "unanswered questions that a server keeps in memory (default: 0)",
}
"""Every variable that `qa` reads, with its meaning; `QA_TEST_*` is left to tests."""


ANSWERS, MOST_ANSWERS = 256, 10_000
"""How many answers a server remembers, and may: each about 30 KB."""

MOST_QUESTIONS = 1000
"""How many unanswered questions a server may keep: 8 MB at most."""


def count_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not everywhere outside Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """The folders, the model, the key and the threads of one run; printing it hides the key."""

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    embedder: str = DEFAULT_EMBEDDER
    api_key: str = field(default="", repr=False)
    threads: int = field(default_factory=count_cores)
    keep_answers: int = ANSWERS
    keep_questions: int = 0

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str], **flags: Path | str | int | None
    ) -> Settings:
        """Read the `QA_*` variables; a flag that is not None wins, an empty variable is not set."""
        _refuse_unknown(name for name in environ if name.startswith("QA_"))
        told = {name.lower().removeprefix("qa_"): environ.get(name) or None for name in VARIABLES}
        told |= {name: str(value) for name, value in flags.items() if value is not None}
        corpus = _read_folder(told["corpus"] or "corpus")
        index = _read_folder(told["index"] or "index")
        _refuse_nested(corpus, index)
        return cls(
            corpus=corpus,
            index=index,
            embedder=told["embedder"] or DEFAULT_EMBEDDER,
            api_key=_read_key(told["api_key"] or ""),
            threads=_read_threads(told["threads"]),
            keep_answers=_read_count(
                "QA_KEEP_ANSWERS", told["keep_answers"] or str(ANSWERS), MOST_ANSWERS
            ),
            keep_questions=_read_count(
                "QA_KEEP_QUESTIONS", told["keep_questions"] or "0", MOST_QUESTIONS
            ),
        )


def _refuse_unknown(names: Iterable[str]) -> None:
    for name in sorted(names):
        if name in VARIABLES or name.startswith("QA_TEST_"):
            continue
        nearest = difflib.get_close_matches(name, VARIABLES, n=1)
        way_out = f"did you mean {nearest[0]}?" if nearest else f"known are {', '.join(VARIABLES)}"
        raise SettingsError(f"{name} is no setting of qa: {way_out}")


def _read_folder(text: str) -> Path:
    return Path(text).expanduser()


def _refuse_nested(corpus: Path, index: Path) -> None:
    """Refuse an index inside the corpus: it would be read as articles, deleted ones too."""
    if index.resolve().is_relative_to(corpus.resolve()):
        raise SettingsError(
            f"the index folder {index} lies inside the corpus folder {corpus}: "
            "choose another with --index or QA_INDEX"
        )


def _read_key(text: str) -> str:
    if not (text.isascii() and text.isprintable()) or " " in text:
        raise SettingsError("QA_API_KEY may hold only visible ASCII characters, no blanks")
    return text


def _read_threads(text: str | None) -> int:
    cores = count_cores()
    if text is None:
        return cores
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= cores):
        raise SettingsError(f"QA_THREADS is {text!r}: give a number from 1 to {cores}, the cores")
    return int(text)


def _read_count(name: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= most):
        raise SettingsError(
            f"{name} is {text!r}: give a number from 0, which keeps none, to {most}"
        )
    return int(text)
