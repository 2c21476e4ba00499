"""What `--json` prints, but for answers: those have the shapes of the HTTP interface."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qa.corpus.problems import Problem
    from qa.index.store import GenerationCheck
    from qa.indexing.building import BuildReport
    from qa.wiring import Status

Document: TypeAlias = "Mapping[str, object]"


def print_document(document: Document) -> None:
    """Print one JSON document on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def of_build(report: BuildReport, **more: Sequence[str]) -> Document:
    """Return a build report as JSON values, after what else is to be said."""
    return {
        **more,
        "generation": report.generation,
        "published": report.published,
        "articles": report.articles,
        "chunks": report.chunks,
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "embedded": report.embedded,
        "reused": report.reused,
        "problems": _problems(report.problems),
        "inferred": [
            {"article_id": article_id, "field": field, "source": source}
            for article_id, field, source in report.inferred
        ],
        "seconds": round(report.seconds, 3),
    }


def of_status(status: Status) -> Document:
    """Return a status as JSON values."""
    return {
        "generation": status.generation,
        "generations": list(status.generations),
        "articles": status.articles,
        "chunks": status.chunks,
        "embedder": status.embedder,
        "built_at": status.built_at,
        "bytes": status.bytes,
        "added": list(status.added),
        "changed": list(status.changed),
        "removed": list(status.removed),
        "problems": _problems(status.problems),
    }


def of_checks(checks: Iterable[GenerationCheck]) -> Document:
    """Return what verifying found as JSON values."""
    return {
        "generations": [
            {
                "generation": check.generation,
                "current": check.current,
                "problem": check.problem,
                "files": check.files,
                "bytes": check.bytes,
            }
            for check in checks
        ]
    }


def _problems(problems: Iterable[Problem]) -> list[Document]:
    return [{"path": problem.path, "reason": problem.reason} for problem in problems]
