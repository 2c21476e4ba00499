"""JSON and JSON Lines: records that are articles, with the keys of the front matter and `text`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.corpus.dates import split_name
from qa.corpus.drafts import Draft, finish
from qa.corpus.front_matter import DEEPEST
from qa.corpus.metadata import read_metadata
from qa.corpus.names import check_id
from qa.corpus.plain import split_headers
from qa.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qa.types import Article

_TEXTS = ("text", "body", "content")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file, not yet looked at: `place` tells a person where it stands.

    `number` counts from 1 and is the line in JSON Lines; it is 0 for the only record of a file.
    """

    place: str
    number: int
    source: str | object


def split_lines(text: str) -> Iterator[Record]:
    """Yield one record for each line of JSON Lines that is not blank, still as text."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield Record(f"line {number}: ", number, line)


def split_json(text: str) -> Iterator[Record]:
    """Yield the one object, those of the list, or those of the list under `articles`."""
    value = parse(text)
    if isinstance(value, dict) and isinstance(value.get("articles"), list):
        value = value["articles"]
    if not isinstance(value, list):
        yield Record("", 0, value)
        return
    if not value:
        raise ArticleError("an empty list: put articles in it or remove it")
    for number, each in enumerate(value, start=1):
        yield Record(f"article {number}: ", number, each)


def read_record(record: Record, path_id: str, encoding: str = "") -> Article:
    """Make the article of one record; `path_id` is the id that its file's path gives.

    ArticleError says what is wrong with it.
    """
    value = parse(record.source) if isinstance(record.source, str) else record.source
    if not isinstance(value, dict):
        raise ArticleError('not an article: write an object like {"title": ..., "text": ...}')
    own_id = _own_id(value)
    article_id = own_id or (f"{path_id}/{record.number}" if record.number else path_id)
    return finish(_read_draft(value), article_id, _name(record, path_id, own_id), encoding)


def parse(text: str) -> object:
    """Parse JSON; ArticleError with the place of the mistake."""
    try:
        return _shallow(json.loads(text, parse_constant=_refuse_constant))
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise ArticleError(f"not JSON: {error.msg} at {line}column {error.colno}") from error
    except RecursionError as error:
        raise ArticleError(f"values nest more than {DEEPEST} deep: flatten them") from error
    except ValueError as error:
        raise ArticleError(f"not JSON: {error}") from error


def _shallow(value: object) -> object:
    """Return `value`; RecursionError when it nests deeper than front matter may."""
    level = [value]
    for _ in range(DEEPEST + 2):  # a record may stand in a list under a key
        level = [each for outer in level for each in _inside(outer)]
    if level:
        raise RecursionError
    return value


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no number; write null")


def _name(record: Record, path_id: str, own_id: str) -> str:
    """Return what stands for the file's name when a title or a date has to come from it."""
    stem, own = path_id.rpartition("/")[2], own_id.rpartition("/")[2]
    published = split_name(stem)[0]
    if own:
        return f"{published}-{own}" if published and not split_name(own)[0] else own
    return f"{stem} {record.number}" if record.number else stem


def _own_id(value: Mapping[str, object]) -> str:
    own = value.get("id")
    if own is None:
        return ""
    if isinstance(own, bool) or not isinstance(own, str | int):
        raise ArticleError("id must be text")
    return check_id(str(own))


def _read_draft(value: Mapping[str, object]) -> Draft:
    text_key = next((key for key in _TEXTS if value.get(key) is not None), "text")
    text = value.get(text_key)
    if not isinstance(text, str):
        raise ArticleError(f"{text_key} must be there and be text")
    stated = {key: each for key, each in value.items() if key not in ("id", text_key)}
    if str(stated.get("title") or "").strip():
        return Draft(read_metadata(stated), text)
    return _read_untitled(stated, text)


def _read_untitled(stated: Mapping[str, object], text: str) -> Draft:
    """Take from the text, as from a plain file, what the record does not state itself."""
    found, rest = split_headers(text)
    if any(stated.get(key) for key in (*found, "date" if "published" in found else "title")):
        found, rest = {key: found[key] for key in found if key == "title"}, text
    return Draft(read_metadata({**stated, **found}), rest, dict.fromkeys(found, "text"))
