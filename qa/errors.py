"""The errors a caller can act on; every message says the way out.

::

    QAError
    ├── QuestionError          the question or a filter is malformed
    ├── ArticleError           a file or an article cannot be taken
    │   ├── ArticleMissingError
    │   ├── ArticleExistsError
    │   ├── ArticleChangedError    it is not what the writer believes it to be
    │   └── StorageError           the corpus cannot be written to
    │       └── StorageFullError
    ├── IndexMissingError      nothing has been built yet
    ├── GenerationError        a generation is damaged or of another format
    ├── RollbackError          there is no generation to return to
    ├── IndexLockedError       another build is running
    ├── ModelError             a model is missing, broken or cannot be exported
    └── SettingsError          a flag or an environment variable is wrong

`ValueError` is left for wrong calls by a programmer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class QAError(Exception):
    """Something a caller can act on; the message says how."""


class QuestionError(QAError):
    """The question or one of its filters cannot be used."""


class ArticleError(QAError):
    """A file or an article cannot be taken into the corpus."""


class ArticleMissingError(ArticleError):
    """No article has this id."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"no article has the id {article_id!r}: `qa status --articles` lists them")
        self.article_id = article_id


class ArticleExistsError(ArticleError):
    """An article that was to be new has this id already."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"an article has the id {article_id!r} already: replace it with PUT")


class ArticleChangedError(ArticleError):
    """The article is not, or no longer, what the writer believes it to be."""

    def __init__(self, article_id: str) -> None:
        super().__init__(
            f"{article_id!r} is not what If-Match or If-None-Match says, so nothing was written: "
            "read it again, then decide"
        )


class StorageError(ArticleError):
    """The folder of articles cannot be written to."""


class StorageFullError(StorageError):
    """There is no room left where the articles are."""


class IndexMissingError(QAError):
    """Nothing has been built yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} holds no index: run `qa build`, or name another folder with --index"
        )


class GenerationError(QAError):
    """A generation is damaged, incomplete or written in another format."""

    def __init__(self, generation: str, reason: str) -> None:
        super().__init__(
            f"generation {generation} cannot be used: {reason}; run `qa build` to make a new one "
            "or `qa rollback` to return to the one before"
        )
        self.generation = generation
        self.reason = reason


class RollbackError(QAError):
    """No intact generation is older than the current one."""

    def __init__(self, current: str) -> None:
        super().__init__(
            f"generation {current} stays: no intact generation is older; `qa verify` lists them"
        )


class IndexLockedError(QAError):
    """Another process is building or changing this index."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another build holds {folder}: wait for it to end, then try again")


class ModelError(QAError):
    """A model is missing, broken, or cannot be exported."""


class SettingsError(QAError):
    """A flag or an environment variable has a value that cannot be used."""
