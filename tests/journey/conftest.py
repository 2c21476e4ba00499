"""The real thing: the real model, the real command, a real server on loopback."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).parents[2]

ARTICLE = """ date 2024-05-06 The Farwick museum opens a hall for its tidal clock. What we know.

The museum of Farwick, led by Ada Brunt, has bought the tidal clock of Jon-as Wheel. The plans of
the clock hall were drawn by Mira O'Dell. The clock was built in 1871 and stood in the harbour for
ninety years.

When will the hall open?

The museum announced the hall back in March at its members' evening. Workers have begun to dig, but
it’s unclear how far they are. However, an opening date hasn’t been given.

Who will speak at the opening?

We expect that the keepers Ro-an (Tess Lind) and Bas Korten will speak.
"""


@dataclass(frozen=True, slots=True)
class Project:
    """A corpus, an index with the exported model in it, and the command to run on both."""

    folder: Path

    @property
    def corpus(self) -> Path:
        return self.folder / "corpus"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "qa", *arguments]

    @property
    def environ(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
        return clean | {
            "QA_CORPUS": str(self.corpus),
            "QA_INDEX": str(self.index),
            "PYTHONPATH": str(CHECKOUT),
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def json(self, *arguments: str) -> Any:
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @contextlib.contextmanager
    def served(self) -> Iterator[str]:
        """Run `qa serve` on a free port of this machine and lend its address."""
        pipe = subprocess.PIPE
        command = self.command("serve", "--port", "0")
        with subprocess.Popen(command, stdout=pipe, text=True, env=self.environ) as process:
            try:
                assert process.stdout
                yield process.stdout.readline().removeprefix("qa serves ").strip()
            finally:
                process.terminate()
                process.wait(20)


def post(address: str, body: object) -> tuple[int, Any]:
    """Return the status and the JSON that a POST was answered with."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        address, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


@pytest.fixture
def project(tmp_path: Path, model_folder: Path) -> Project:
    """Return a project with one article, not built yet; the model is exported already."""
    project = Project(tmp_path)
    project.corpus.mkdir()
    (project.corpus / "2024-05-06-farwick-museum-tidal-clock.txt").write_text(ARTICLE)
    models = project.index / "models"
    models.mkdir(parents=True)
    (models / model_folder.name).symlink_to(model_folder)
    return project
