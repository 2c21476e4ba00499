"""What the documents say exists, and what exists is documented."""

from __future__ import annotations

import itertools
import pkgutil
import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np
import pytest

from qa.answering.signs import JUDGING, RANKING
from qa.cli.commands import main
from qa.index.manifest import Manifest
from qa.settings import VARIABLES
from qa.types import Article
from tests.building import built
from tests.service.fakes import FakeIndex, make_app

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
COMMANDS = sorted(main.commands)
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
)
DECISIONS = [name for name in DOCUMENTS if name.startswith("docs/adr/")]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands under a level-two heading; empty when there is none."""
    _, _, below = text.partition(f"\n## {heading}\n")
    return below.partition("\n## ")[0]


def options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield from parameter.opts


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_each_of_its_options_is_documented(name: str) -> None:
    own, shared = (section(read("docs/cli.md"), each) for each in (f"qa {name}", "Every command"))
    assert f"    qa {name}" in own
    assert [each for each in options(main.commands[name]) if f"`{each}" not in own + shared] == []


def test_the_options_of_qa_itself_are_documented() -> None:
    told = read("docs/cli.md")
    assert [each for each in options(main) if not re.search(f"`[^`]*{each}[ `]", told)] == []


def test_no_command_is_documented_that_is_not_there() -> None:
    headings = re.findall(r"^## qa (\w+)$", read("docs/cli.md"), re.MULTILINE)
    assert sorted(headings) == COMMANDS
    assert set(re.findall(r"^\| `qa (\w+)", read("README.md"), re.MULTILINE)) == set(COMMANDS)


def test_every_variable_is_documented_with_its_default() -> None:
    rows = re.findall(
        r"^\| `(QA_\w+)` \|[^|]*\| ([^|]*) \|", read("docs/settings.md"), re.MULTILINE
    )
    assert [name for name, _ in rows] == list(VARIABLES)
    for name, default in rows:
        assert f"(default: {default.strip('`')})" in VARIABLES[name]


def test_every_route_and_no_other_is_documented() -> None:
    app = make_app(FakeIndex().live(), version="0")
    described = {
        f"{method.upper()} {path}"
        for path, operations in app.openapi()["paths"].items()
        for method in operations
    }
    pages = {path for each in app.routes if (path := getattr(each, "path", None))}
    table = read("docs/http.md").partition("\n## ")[0]
    told = set(re.findall(r"`(?:([A-Z]+) )?(/[^`]*)`", table))
    assert described | {f"GET {path}" for path in pages} == {
        f"{method or 'GET'} {path}" for method, path in told
    }


def test_every_key_of_a_request_or_a_reply_is_documented() -> None:
    app = make_app(FakeIndex().live(), version="0")
    told = read("docs/http.md")
    shapes = app.openapi()["components"]["schemas"]
    keys = {key for shape in shapes.values() for key in shape.get("properties", {})}
    assert sorted(key for key in keys if f"`{key}`" not in told and f'"{key}"' not in told) == []


def test_every_file_and_field_of_a_generation_is_documented(tmp_path: Path) -> None:
    built(tmp_path, [Article("one", "One", "Park Ji-hu plays On-jo.")])
    told = read("docs/index-format.md")
    generation = tmp_path / "index" / "000001"
    paths = [tmp_path / "index" / "CURRENT", *generation.rglob("*")]
    names = {re.sub(r"[0-9a-f]{32}", "SEGMENT", path.name) for path in paths if path.is_file()}
    names |= {field.name for field in fields(Manifest)}
    for table in ("articles.npy", "chunks.npy"):
        names |= set(np.load(next(generation.rglob(table))).dtype.names)
    assert sorted(each for each in names if not re.search(rf"[`# ]{each}[`\n ]", told)) == []


def test_everything_the_map_names_is_there() -> None:
    named = sorted(set(re.findall(r"`(qa(?:\.\w+)+)`", read("ARCHITECTURE.md"))))
    assert len(named) > 30
    assert [name for name in named if not is_there(name)] == []


def is_there(name: str) -> bool:
    """Whether a dotted name leads to a module, or to something inside one."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


def test_the_first_screen_shows_how_to_serve_and_how_to_test() -> None:
    first = read("README.md").splitlines()[:40]
    assert any(line.lstrip().startswith("make serve") for line in first)
    assert any(line.lstrip().startswith("make test") for line in first)


def test_every_make_target_is_documented() -> None:
    targets = re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE)
    assert targets
    assert [each for each in targets if f"`make {each}`" not in read("CONTRIBUTING.md")] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_to_a_file_leads_to_one(name: str) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(name))
    assert [each for each in targets if not (ROOT / name).parent.joinpath(each).exists()] == []


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_says_why_and_what_was_rejected_in_forty_lines(name: str) -> None:
    headings = re.findall(r"^## (.+)$", read(name), re.MULTILINE)
    assert headings == ["Context", "Decision", "Rejected", "Consequences"]
    assert len(read(name).splitlines()) <= 40


def test_every_dependency_is_argued_for() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *itertools.chain.from_iterable(extras)]
    names = {re.split(r"[\[<>=]", each)[0] for each in wanted} - {project["name"]}
    told = read("docs/adr/0003-dependencies.md")
    assert sorted(each for each in names if not re.search(rf"[ |]{each}[ ,]", told)) == []


def test_the_map_fits_on_150_lines() -> None:
    assert len(read("ARCHITECTURE.md").splitlines()) <= 150


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_left_to_be_filled_in(name: str) -> None:
    assert not re.search(r"@[A-Z0-9]+@", read(name))


def test_the_weights_of_the_signs_are_those_in_use() -> None:
    row = re.compile(r"\| `(\w+)` \| [^|]+ \| ([−0-9.]+) \| ([−0-9.]*) \|")
    told = {sign: weights for sign, *weights in row.findall(read("docs/reader.md"))}
    ranking, judging = (
        {sign: float(weights[at].replace("−", "-") or 0) for sign, weights in told.items()}
        for at in (0, 1)
    )
    assert (ranking, judging) == (RANKING._asdict(), JUDGING._asdict())
    assert JUDGING.lead == 0
