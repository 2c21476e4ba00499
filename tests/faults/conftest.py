"""Real servers and commands on small corpora, and a table of what they withstood."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from qa.corpus.folder import Corpus
from qa.index.store import Store
from qa.index.vectors import EXACT_LIMIT, GRAPH
from tests.building import builder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qa.indexing.building import BuildReport
    from qa.types import Article

CHECKOUT = Path(__file__).parents[2]
TOLD = pytest.StashKey[list[tuple[str, str]]]()


@dataclass
class Server:
    """A server process, and how to reach it."""

    process: subprocess.Popen[str]
    address: str
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.address, timeout=60)

    def put(self, article_id: str, text: str, title: str = "", **params: str) -> httpx.Response:
        body = {"title": title or f"About {article_id}", "text": text}
        return self.client.put(f"/v1/articles/{article_id}", json=body, params=params)

    def wait_until(self, holds: Callable[[], bool], seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "it never came about"
            time.sleep(0.01)

    def ready(self) -> bool:
        return self.client.get("/readyz").status_code == 200


@dataclass(frozen=True)
class Place:
    """A corpus and an index, and the command to run on them."""

    folder: Path
    exact_limit: int = EXACT_LIMIT
    """Above how many rows an index gets a graph, here and in the processes that are started."""

    @property
    def corpus(self) -> Corpus:
        return Corpus(self.folder / "corpus")

    @property
    def store(self) -> Store:
        return Store(self.folder / "index")

    def environ(self, **more: str) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
        return clean | {
            "QA_CORPUS": str(self.corpus.folder),
            "QA_INDEX": str(self.store.folder),
            "QA_TEST_GRAPH": str(self.exact_limit),
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONFAULTHANDLER": "1",  # a crash says in server.log where it was
            **more,
        }

    def start(self, *arguments: str, **environ: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worded", *arguments],
            env=self.environ(**environ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        with self.start(*arguments, **environ) as process:
            stdout, stderr = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, stdout, stderr)

    @contextlib.contextmanager
    def served(self, *arguments: str, **environ: str) -> Iterator[Server]:
        """Lend a running server; it is killed in the end, if it still runs."""
        errors = (self.folder / "server.log").open("a")
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worded", "serve", "--port", "0", *arguments],
            env=self.environ(**environ),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        with process, errors:
            assert process.stdout
            address = process.stdout.readline().removeprefix("qa serves ").strip()
            server = Server(process, address)
            try:
                server.wait_until(lambda: _answers(server))
                yield server
            except BaseException as error:
                if process.poll() is not None:  # else what is seen is a connection that was reset
                    error.add_note(f"the server had ended with {process.returncode}")
                raise
            finally:
                server.client.close()
                process.kill()

    def served_texts(self) -> dict[str, str]:
        """Return what the current generation says, straight from its files."""
        opened = self.store.open()
        assert opened.refused == ()
        return {each.id: each.text for each in opened.snapshot.articles(offset=0, limit=10**6)}

    def build(self) -> BuildReport:
        """Build in this process."""
        return builder(self.store.folder, exact_limit=self.exact_limit).build(self.corpus)

    def graphed(self) -> bool:
        """Whether the current generation has a graph."""
        return (self.store.path(self.store.current() or "") / GRAPH).exists()

    def write(self, *articles: Article) -> None:
        for article in articles:
            self.corpus.write(article)


def _answers(server: Server) -> bool:
    assert server.process.poll() is None, "the server died"
    try:
        return server.client.get("/livez").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "corpus").mkdir()
    return Place(tmp_path)


@pytest.fixture
def graphed(place: Place) -> Place:
    """A place whose indexes have a graph from the fourth row on."""
    return replace(place, exact_limit=3)


@pytest.fixture(params=["place", "graphed"])
def each_place(request: pytest.FixtureRequest) -> Place:
    """A place whose indexes have no graph, and one whose have."""
    found: Place = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Note what was withstood, for the table at the end of the run."""
    told = request.config.stash.setdefault(TOLD, [])

    def note(promise: str, figures: str) -> None:
        told.append((promise, figures))

    return note


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    told = config.stash.get(TOLD, [])
    if told:
        terminalreporter.section("what was withstood")
    for promise, figures in told:
        terminalreporter.write_line(f"| {promise} | {figures} |")


def end(process: subprocess.Popen[str]) -> int:
    """Tell a process to stop, as a service manager does; return its exit code."""
    process.send_signal(signal.SIGTERM)
    return process.wait(60)
