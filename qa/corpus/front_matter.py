"""YAML front matter: the text between the `---` lines as plain JSON values, and back.

Scalars are read as YAML 1.2 does: `no` is a word and a date is text, so `lang: no` and
`published: 2022-02` mean what they say. Aliases and tags are not read: an alias can repeat
without end, and a tag can name any type.
"""

from __future__ import annotations

import math
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Protocol

import yaml

from qa.errors import ArticleError
from qa.types import Published

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEEPEST = 50
"""How deep lists and mappings may nest; each level of theirs is a level of our own calls."""

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
_ONE_LINE = re.compile(r"[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\U0010ffff]*")
_WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True)
_WORDS |= dict.fromkeys(("false", "False", "FALSE"), False)
_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,1000})(?P<point>\.[0-9]+(?:[eE][-+][0-9]+)?)?")


class _Dumper(yaml.SafeDumper):
    """Quotes what YAML 1.1 readers would misread, and whatever is not one printable line."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        """Write equal values out, each in its place."""
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if _ONE_LINE.fullmatch(text) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_published(dumper: yaml.SafeDumper, published: Published) -> yaml.ScalarNode:
    # The tag that its own form has lets it stand without quotes.
    tag = dumper.resolve(yaml.ScalarNode, str(published), (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, str(published))


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(Published, _represent_published)


class _Mark(Protocol):
    """A place in the source, as PyYAML's two parsers give it."""

    line: int


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """Return the front matter (empty when there is none) and what follows it.

    ArticleError, with the line, when the front matter cannot be read.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return {}, text
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise ArticleError("the front matter that begins in line 1 is not closed: add a line `---`")
    return _load(text[opening.end() : closing.start()]), text[closing.end() :]


def write_front_matter(stated: Mapping[str, object]) -> str:
    """Return the block, with its `---` lines, that states the same.

    ArticleError for values that are not plain.
    """
    try:
        body = yaml.dump(
            dict(stated), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=math.inf
        )
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ArticleError(f"it cannot be kept as front matter: {_one_line(error)}") from error
    return f"---\n{body}---\n"


def _load(source: str) -> dict[str, object]:
    try:
        stated = _read_document(yaml.parse(source, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        raise ArticleError(
            f"{_line(error.problem_mark)}the front matter is not YAML ({error.problem}): "
            "put values with `:`, `#` or quotes in double quotes"
        ) from error
    except yaml.YAMLError as error:
        raise ArticleError(f"the front matter is not YAML: {_one_line(error)}") from error
    if not isinstance(stated, dict):
        raise ArticleError("the front matter has no `key: value` lines: add them or remove it")
    return stated


def _read_document(events: Iterator[yaml.Event]) -> object:
    values = [
        _read(next(events), events, depth=1)
        for event in events
        if isinstance(event, yaml.DocumentStartEvent)
    ]
    if len(values) > 1:
        raise ArticleError("the front matter is more than one YAML document: leave one")
    return values[0] if values and values[0] is not None else {}


def _read(event: yaml.Event, events: Iterator[yaml.Event], *, depth: int) -> object:
    if isinstance(event, yaml.AliasEvent):
        raise ArticleError(f"{_line(event.start_mark)}aliases (`*name`) are not read: write it out")
    if getattr(event, "tag", None) not in _TEXT_TAGS:
        raise ArticleError(f"{_line(event.start_mark)}tags (`!!name`) are not read: remove it")
    if isinstance(event, yaml.ScalarEvent):
        return _read_scalar(event)
    if depth > DEEPEST:
        raise ArticleError(f"values nest more than {DEEPEST} deep: flatten them")
    if isinstance(event, yaml.SequenceStartEvent):
        inside = takewhile(lambda each: not isinstance(each, yaml.SequenceEndEvent), events)
        return [_read(each, events, depth=depth + 1) for each in inside]
    return _read_mapping(events, depth)


def _read_mapping(events: Iterator[yaml.Event], depth: int) -> dict[str, object]:
    values: dict[str, object] = {}
    for key in takewhile(lambda each: not isinstance(each, yaml.MappingEndEvent), events):
        if not isinstance(key, yaml.ScalarEvent):
            raise ArticleError(f"{_line(key.start_mark)}a key must be text")
        if key.value in values:
            raise ArticleError(f"{_line(key.start_mark)}{key.value} is there twice: remove one")
        values[key.value] = _read(next(events), events, depth=depth + 1)
    return values


def _read_scalar(event: yaml.ScalarEvent) -> object:
    text = str(event.value)
    if event.tag or not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    number = _NUMBER.fullmatch(text)
    if number is None:
        return text
    return _float(text) if number["point"] else int(text)


def _float(text: str) -> object:
    number = float(text)
    return number if math.isfinite(number) else text


def _line(mark: _Mark | None) -> str:
    return f"line {mark.line + 2}: " if mark else ""  # the `---` line counts too


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
