"""What every subcommand shares: its folders, `--json`, and how it fails.

Exit codes: 0 done, 1 failed, 2 wrong usage (click's), 130 interrupted.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa.answering.questions import LONGEST_QUESTION
from qa.errors import QAError, SettingsError
from qa.settings import Settings
from qa.types import Published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

INTERRUPTED = 130
"""The exit code of a program that SIGINT ended, as shells have it."""


@dataclass(frozen=True, slots=True)
class Call:
    """How a subcommand was called, whatever it is."""

    settings: Settings
    as_json: bool


def read_date(_: click.Context, __: click.Parameter, text: str | None) -> Published | None:
    """Read a date, or end with a usage error."""
    try:
        return None if text is None else Published.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def read_question(_: click.Context, __: click.Parameter, words: tuple[str, ...]) -> str:
    """Join the words of a question; a usage error when it is blank, too long or garbled."""
    question = " ".join(words).strip()
    if not question:
        raise click.BadParameter('it is blank: ask something, as in qa ask "Who plays On-jo?"')
    if len(question) > LONGEST_QUESTION:
        most = f"at most {LONGEST_QUESTION} are read: ask one thing at a time"
        raise click.BadParameter(f"it has {len(question)} characters, {most}")
    if any("\ud800" <= letter <= "\udfff" for letter in question):
        raise click.BadParameter("it is not written in UTF-8")
    return question


class _Folder(click.Path):
    """A folder that was named: "", as from a shell variable that is not set, would mean "."."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return the folder as a Path; a usage error when the name is empty."""
        if not str(value).strip():
            self.fail("its name is empty; for this folder say .", param, ctx)
        return super().convert(value, param, ctx)


def take_folders(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options `--corpus`, `--index` and `--json`."""
    folder = _Folder(file_okay=False, path_type=Path)
    for add in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
        click.option("--index", type=folder, help="Folder of the index.  [QA_INDEX; ./index]"),
        click.option("--corpus", type=folder, help="Folder of articles.  [QA_CORPUS; ./corpus]"),
    ):
        function = add(function)
    return function


def subcommand(function: Callable[..., None]) -> Callable[..., None]:
    """Call `function` with a Call made of the common options, and report how it fails."""

    @take_folders
    @functools.wraps(function)
    def run(*, corpus: Path | None, index: Path | None, as_json: bool, **options: object) -> None:
        with reporting_errors(as_json=as_json):
            settings = Settings.from_environment(os.environ, corpus=corpus, index=index)
            function(Call(settings, as_json), **options)

    return run


@contextlib.contextmanager
def reporting_errors(*, as_json: bool) -> Iterator[None]:
    """End with a message when something fails that a caller can act on: 2 for a wrong setting."""
    try:
        yield
    except SettingsError as error:
        _fail(str(error), as_json=as_json, code=2)
    except QAError as error:
        _fail(str(error), as_json=as_json)
    except BrokenPipeError:
        raise  # whoever read our output has gone, as in `qa status | head`: click ends quietly
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _fail(f"{place}{error.strerror or error}", as_json=as_json)
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None


def _fail(message: str, *, as_json: bool, code: int = 1) -> None:
    if as_json:
        click.echo(json.dumps({"error": message}, ensure_ascii=False), err=True)
    else:
        click.echo(f"{click.style('error:', fg='red', bold=True)} {message}", err=True)
    raise SystemExit(code)
