"""Bytes of a file as text, with the encoding where it had to be guessed."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

from qa.errors import ArticleError

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

_MARKS = (  # the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What articles really come in. Left free, a guess for a short French or Korean text falls on
# encodings that nobody has used (cp1006, johab). Of guesses that are equally good the first wins.
_LIKELY = (
    *("cp949", "cp932", "euc_jp", "gb18030", "big5", "cp1252", "cp1250", "cp1251", "koi8_r"),
    *("cp1253", "cp1254", "cp1255", "cp1256"),
)
_WAY_OUT = "save it as UTF-8 (`iconv -f ENCODING -t UTF-8`)"
_BLANK_START = re.compile(r"\A\s*\n")


def decode(raw: bytes, declared: str = "") -> tuple[str, str]:
    r"""Return the text with `\n` newlines, and the encoding if it was guessed (else empty).

    UTF-8, a byte order mark and `declared` are believed in this order. ArticleError for binary
    content and where no encoding is plausible.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding), ""
    if b"\0" in raw:
        raise ArticleError(f"binary content (NUL bytes): if it is UTF-16 text, {_WAY_OUT}")
    for encoding in ("utf-8", declared):
        text = _attempt(raw, encoding)
        if text is not None:
            return with_newlines(text), ""
    return _guess(raw)


def with_newlines(text: str) -> str:
    r"""Return `text` with every line ended by `\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tidy(text: str) -> str:
    r"""Return `text` as it is stored: no leading blank lines, no trailing whitespace.

    >>> tidy("\n \n  Indented.\nEnd. \n")
    '  Indented.\nEnd.'
    """
    return _BLANK_START.sub("", text).rstrip()


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return with_newlines(raw.decode(encoding))
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"not valid {encoding.upper()} at byte {error.start}, as its first bytes promise: "
            "save it again as UTF-8"
        ) from error


def _attempt(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding) if encoding else None
    except (LookupError, ValueError):
        return None


def _guess(raw: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes  # its tables take a server 50 ms to start with

    _refuse_damaged(raw)
    matches = sorted(from_bytes(raw, cp_isolation=list(_LIKELY)), key=_implausibility)
    if not matches or _has_controls(text := str(matches[0])):
        raise ArticleError(f"neither UTF-8 nor a plausible other encoding: {_WAY_OUT}")
    return with_newlines(text), min(_names(matches[0]), key=_LIKELY.index)


def _refuse_damaged(raw: bytes) -> None:
    """Raise ArticleError for UTF-8 with a few bad bytes; as another encoding it is gibberish."""
    text = raw.decode("utf-8", "replace")
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    if sum(each > "\x7f" for each in text) >= 2 * bad:
        line = text[: text.index("\N{REPLACEMENT CHARACTER}")].count("\n") + 1
        raise ArticleError(f"damaged UTF-8 in line {line}: correct that line, or {_WAY_OUT}")


def _implausibility(match: CharsetMatch) -> tuple[float, float, int]:
    return match.chaos, -match.coherence, min(map(_LIKELY.index, _names(match)))


def _names(match: CharsetMatch) -> list[str]:
    """Return the likely encodings that decode to this same text."""
    return [each for each in match.could_be_from_charset if each in _LIKELY]


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(each) == "Cc" and each not in "\t\n\r\f" for each in text)
