"""Plain text: the header lines and the title that stand before the text, where there are any."""

from __future__ import annotations

import re

from qa.corpus.dates import read_written
from qa.corpus.decoding import tidy
from qa.corpus.drafts import Draft
from qa.corpus.metadata import read_metadata

_LONGEST_TITLE = 120
_KEYED = re.compile(
    r"[ \t]*(title|date|published|url|source|author|lang|tags)[ \t]*:[ \t]*(\S.*)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"[ \t]*(?:date|published)[ \t]*(?P<colon>:?)[ \t]*(?P<date>\d{4}-\d{2}(?:-\d{2})?)"
    r"(?:[T ]\d{2}:\d{2}\S*)?(?:[ \t]+(?P<rest>\S.*)|[ \t]*)",
    re.IGNORECASE | re.ASCII,
)
_NAMED = r"[^\W\d_a-z][\w.’'-]*"
_BYLINE = re.compile(rf"[ \t]*By[ \t]+({_NAMED}(?:[ \t]+(?:and[ \t]+)?{_NAMED}){{1,5}})[ \t]*")
_DATELINE = re.compile(
    rf"\s*{_NAMED}(?:[ \t]+{_NAMED}){{0,2}},[ \t]+(?P<date>[^,;\n]{{6,20}}?(?:,[ \t]\d{{4}})?)"
    r"[ \t]*(?:\([^()\n]{2,30}\)[ \t]*)?(?:--?|–|—)[ \t]"
)
_NOT_A_TITLE = re.compile(
    r"[-*•>|#]|\d+[.)]\s|.*(?:https?://|[.!?…:;,。！？：；，、][\"'”’»」』)\]]*$)"
)


def read_plain(text: str) -> Draft:
    """Read what stands before the text as metadata and take it off the text."""
    stated, rest = split_headers(text)
    stated = read_dateline(rest) | stated
    return Draft(read_metadata(stated), rest, dict.fromkeys(stated, "text"))


def split_headers(text: str) -> tuple[dict[str, str], str]:
    """Return the metadata that stands before the text, and the text.

    That is, in this order and each if it is there: `Key: value` lines and a line that is only a
    date, one title line (see `_title_line`), and such lines again.
    """
    stated, text = _read_headers(text, {})
    if "title" not in stated:
        title, rest = _title_line(text)
        if title:
            stated, text = _read_headers(rest, stated | {"title": title})
    return stated, text


def _read_headers(text: str, stated: dict[str, str]) -> tuple[dict[str, str], str]:
    """Return `stated` with the headers that `text` begins with, and the rest of it."""
    while True:
        line, _, after = tidy(text).partition("\n")
        key, value, rest = read_header(line)
        if not key or key in stated:
            return stated, text
        stated = stated | {key: value}
        if rest:
            return stated, f"{rest}\n{after}"
        text = after


def read_header(line: str) -> tuple[str, str, str]:
    """Return the key of a header line, its value, and text that begins on the same line.

    All are empty where the line is none.

    >>> read_header("9 March 2023"), read_header("date 2023-03-09 The series")[2]
    (('published', '2023-03-09', ''), 'The series')
    """
    dated = _DATED.fullmatch(line)
    if dated and read_written(dated["date"]) and _is_certain(dated):
        return "published", dated["date"], dated["rest"] or ""
    return (*_whole_header(line), "")


def _whole_header(line: str) -> tuple[str, str]:
    """Return the key and the value of a line that is a header and nothing else, or nothing."""
    keyed = _KEYED.fullmatch(line.rstrip())
    if keyed and keyed[1].lower() not in ("date", "published"):
        return keyed[1].lower(), keyed[2]
    published = read_written(keyed[2] if keyed else line)
    if published and (keyed or published.day):
        return "published", str(published)
    byline = _BYLINE.fullmatch(line)
    return ("author", byline[1]) if byline else ("", "")


def read_dateline(text: str) -> dict[str, str]:
    """Return the day that a text opens with as news agencies write it, or nothing.

    >>> read_dateline("OSLO, 1 March 2022 (Wire) - The tunnel opens."), read_dateline("Oslo, 2022")
    ({'published': '2022-03-01'}, {})
    """
    match = _DATELINE.match(text)
    published = read_written(match["date"]) if match else None
    return {"published": str(published)} if published and published.day else {}


def _is_certain(dated: re.Match[str]) -> bool:
    """Whether the line is a header: "Date 2023-03-09 was a bad day" is a sentence."""
    return bool(dated["colon"]) or not (dated["rest"] or "")[:1].islower()


def _title_line(text: str) -> tuple[str, str]:
    """Return the first line and the rest if it looks like a title, else nothing and all.

    A title is short, ends without punctuation (a line that asks may as well be the heading of the
    first section), has a letter, and a blank line, a date or an author ("By Noor Faber") stands
    between it and the text.
    """
    line, _, after = tidy(text).partition("\n")
    title = line.strip()
    follower = after.partition("\n")[0]
    apart = not follower.strip() or read_header(follower)[0] in ("published", "author")
    apart = apart and not _KEYED.fullmatch(title) and not _BYLINE.fullmatch(title)
    looks = apart and len(title) <= _LONGEST_TITLE and any(map(str.isalpha, title))
    if looks and after.strip() and not _NOT_A_TITLE.match(title):
        return title, after
    return "", text
