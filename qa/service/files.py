"""A file that came over HTTP: read as one of the corpus would be, and its articles written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.corpus.names import check_id, check_suffix, id_of
from qa.corpus.reading import Found, read_content
from qa.errors import QAError
from qa.service import problems
from qa.service.acknowledgements import TakenReply

if TYPE_CHECKING:
    from qa.corpus.problems import Problem
    from qa.indexing.writing import Writer


def take_file(writer: Writer, name: str, raw: bytes, *, replace: bool) -> list[TakenReply]:
    """Write the articles of a file; return what became of each, in the file's order.

    An id that is taken by another text is left alone unless it is to be replaced. ArticleError
    when the file is of no kind that is read, holds no text, or its name makes no safe id.
    """
    check_suffix(name)
    check_id(id_of(name))
    return [_take(writer, each, replace=replace) for each in read_content(raw, name)]


def _take(writer: Writer, found: Found | Problem, *, replace: bool) -> TakenReply:
    if not isinstance(found, Found):
        return _failed(422, found.reason, found)
    article = found.article
    try:
        change = writer.put(article) if replace else writer.create(article)
    except QAError as error:
        problem = problems.of_error(error)
        return _failed(problem.status, problem.detail, found)
    return TakenReply(
        place=found.place.removesuffix(": "),
        status=201 if change.created else 200,
        id=change.id,
        title=article.title,
        etag=change.etag,
        error=None,
        inferred=article.inferred,
    )


def _failed(status: int, error: str, found: Found | Problem) -> TakenReply:
    taken = found if isinstance(found, Found) else None
    return TakenReply(
        place=taken.place.removesuffix(": ") if taken else "",
        status=status,
        id=taken.article.id if taken else None,
        title=taken.article.title if taken else None,
        etag=None,
        error=error,
        inferred={},
    )
