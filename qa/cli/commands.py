"""The subcommands: what each takes, does and prints; the work itself is done elsewhere.

Whatever takes long to import is imported by the subcommand that needs it, so that help is instant.
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from qa import wiring
from qa.cli import asking, documents, evaluating, examples
from qa.cli.options import Call, subcommand, take_folders
from qa.errors import IndexMissingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.indexing.building import BuildReport


def read_version() -> str:
    """Return the version that is installed; `0` when run from a source tree alone."""
    try:
        return importlib.metadata.version("series-qa")
    except importlib.metadata.PackageNotFoundError:
        return "0"


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"qa {read_version()}")
        ctx.exit()


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples.MAIN,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version.",
)
@take_folders
@click.pass_context
def main(ctx: click.Context, /, **common: object) -> None:
    """Ask a folder of articles; get the answer with exact, dated, checkable citations."""
    given = {name: value for name, value in common.items() if value}
    ctx.default_map = dict.fromkeys(main.commands, given)


main.add_command(asking.ask)
main.add_command(asking.timeline)
main.add_command(evaluating.evaluate)


@main.command(epilog=examples.BUILD)
@click.option("--full", is_flag=True, help="Embed everything anew instead of reusing vectors.")
@subcommand
def build(call: Call, *, full: bool) -> None:
    """Index the corpus: only what is new or changed is embedded.

    The index that is there serves on until the new generation is complete, and stays when the
    build fails. A running `qa serve` takes up the new generation by itself.
    """
    from qa.cli import terminal

    with terminal.showing_progress() as progress:
        report = wiring.build_index(call.settings, full=full, progress=progress)
    _print_build(call, report)


@main.command(epilog=examples.SERVE)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--watch/--no-watch",
    default=True,
    show_default=True,
    help="Build what changes in the corpus, also since the last build.",
)
@click.option(
    "--rate-limit",
    type=click.FloatRange(0, 100_000),
    help="Requests a second that one client may make; 0 sets no limit.  "
    "[50 for other machines, none for this one]",
)
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the log on stderr is written.",
)
@subcommand
def serve(call: Call, *, host: str, port: int, watch: bool, **how: float | str | None) -> None:
    """Serve the web page and the HTTP interface until interrupted.

    Articles that come, change or go are built beside serving, and a new generation is taken up
    with no request lost, also one that another process built. The server may be started before
    the first build. Only this machine can reach it unless --host names another address, for which
    QA_API_KEY must be set.
    """
    from qa.cli import logs, serving

    if not (serving.is_loopback(host) or call.settings.api_key):
        raise click.UsageError(
            f"others could reach {host}: set QA_API_KEY to a secret that writers must know, "
            "or leave --host at 127.0.0.1"
        )
    logs.write_to_stderr(as_json=how["log_format"] == "json")
    listener = serving.listen(host, port)
    parts = serving.make_parts(call.settings, watch=watch)
    _print_serving(call, serving.describe_address(listener), parts.live.absence)
    rules = serving.make_rules(host, call.settings.api_key, cast("float | None", how["rate_limit"]))
    serving.run(parts, listener, rules, version=read_version())


@main.command(epilog=examples.STATUS)
@click.option("--articles", is_flag=True, help="List the ids of the articles in the index.")
@subcommand
def status(call: Call, *, articles: bool) -> None:
    """Show what the index holds, and what of the corpus it lacks."""
    from qa.cli import terminal

    found = wiring.read_status(call.settings)
    ids = list(wiring.list_articles(call.settings)) if articles else None
    if call.as_json:
        listed = {} if ids is None else {"ids": ids}
        documents.print_document({**documents.of_status(found), **listed})
        return
    console = terminal.open_console()
    terminal.print_status(console, found)
    if ids is not None:
        terminal.print_ids(console, ids, title="In the index")


@main.command(epilog=examples.ADD)
@click.argument(
    "paths",
    metavar="FILE_OR_DIR...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@subcommand
def add(call: Call, *, paths: Sequence[Path]) -> None:
    """Copy articles into the corpus and build.

    Markdown with front matter, .txt, .html, .json and .jsonl are read.
    """
    from qa.cli import terminal

    with terminal.showing_progress() as progress:
        ids, report = wiring.add_articles(call.settings, paths, progress)
    if not call.as_json:
        terminal.print_ids(terminal.open_console(), ids, title="Added to the corpus")
    _print_build(call, report, ids=ids)


@main.command(epilog=examples.REMOVE)
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@subcommand
def remove(call: Call, *, ids: Sequence[str]) -> None:
    """Delete articles from the corpus and build.

    An ID is a file's path in the corpus without its suffix.
    """
    from qa.cli import terminal

    with terminal.showing_progress() as progress:
        report = wiring.remove_articles(call.settings, ids, progress)
    if not call.as_json:
        terminal.print_ids(terminal.open_console(), ids, title="Removed from the corpus")
    _print_build(call, report)


@main.command(epilog=examples.VERIFY)
@subcommand
def verify(call: Call) -> None:
    """Check every file of every generation.

    Exit with 1 when the current generation is damaged, whatever the state of older ones.
    """
    from qa.cli import terminal

    checks = wiring.verify_index(call.settings)
    if not checks:
        raise IndexMissingError(call.settings.index)
    if call.as_json:
        documents.print_document(documents.of_checks(checks))
    else:
        terminal.print_checks(terminal.open_console(), checks)
    if not any(check.current and check.problem is None for check in checks):
        raise SystemExit(1)


@main.command(epilog=examples.ROLLBACK)
@subcommand
def rollback(call: Call) -> None:
    """Return to the generation before the current one.

    A running `qa serve` follows; the next build goes forward again.
    """
    generation = wiring.roll_back(call.settings)
    if call.as_json:
        documents.print_document({"generation": generation})
    else:
        click.echo(f"Generation {generation} is current now.")


def _print_build(call: Call, report: BuildReport, **more: Sequence[str]) -> None:
    from qa.cli import terminal

    if call.as_json:
        documents.print_document(documents.of_build(report, **more))
    else:
        terminal.print_build(terminal.open_console(), report)


def _print_serving(call: Call, address: str, absence: str | None) -> None:
    from qa.cli import terminal

    if call.as_json:
        documents.print_document({"address": address, "ready": absence is None, "reason": absence})
    else:
        terminal.print_serving(terminal.open_console(), address, absence)
