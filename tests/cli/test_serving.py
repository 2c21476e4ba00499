import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.cli import serving
from qa.errors import QAError
from tests.cli.conftest import Run

CHECKOUT = Path(__file__).parents[2]


@contextlib.contextmanager
def served(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `qa serve` on a free port; lend the process and the first line it prints."""
    command = [sys.executable, "-m", "qa", "serve", "--port", "0", *arguments]
    environ = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environ) as process:
        try:
            assert process.stdout
            yield process, process.stdout.readline()
        finally:
            process.kill()


def finish(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Wait for the end; return what else was printed (`communicate` would lose what was read)."""
    process.wait(20)
    assert process.stdout
    assert process.stderr
    return process.stdout.read(), process.stderr.read()


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310 - our own server
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_server_starts_without_an_index_says_so_and_ends_on_an_interrupt() -> None:
    with served() as (process, line):
        address = line.removeprefix("qa serves ").strip()
        assert get(f"{address}/livez") == (200, '{"status":"alive"}')
        assert get(f"{address}/readyz")[0] == 503
        status, page = get(f"{address}/?q=a+secret")
        assert (status, page[:15]) == (200, "<!doctype html>")
        process.send_signal(signal.SIGINT)
        stdout, stderr = finish(process)
    assert process.returncode == 130
    assert "Not ready: nothing has been built yet: run `qa build`" in stdout
    assert "Traceback" not in stderr
    assert "GET / 200" in stderr
    assert "AVX" not in stderr  # what faiss tries in vain is no news
    assert "secret" not in stderr


def test_sigterm_ends_the_server_as_done() -> None:
    with served() as (process, line):
        assert get(f"{line.removeprefix('qa serves ').strip()}/livez")[0] == 200
        process.terminate()
        _, stderr = finish(process)
    assert process.returncode == 0
    assert "Traceback" not in stderr


def test_for_machines_the_address_is_one_document() -> None:
    with served("--json") as (process, line):
        assert process.stdout
        document = json.loads(line + "".join(process.stdout.readline() for _ in range(4)))
        assert document == {
            "address": document["address"],
            "ready": False,
            "reason": "nothing has been built yet: run `qa build`",
        }
        assert get(f"{document['address']}/livez")[0] == 200


def test_a_port_that_is_taken_is_an_error(qa: Run) -> None:
    with contextlib.closing(serving.listen("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = qa("serve", "--port", str(port))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"error: cannot listen on 127.0.0.1 port {port} (Address already in use): "
        "choose another --port\n"
    )


def test_a_host_that_is_not_there_is_an_error(qa: Run) -> None:
    result = qa("serve", "--host", "192.0.2.1", QA_API_KEY="k")
    assert (result.exit_code, "cannot listen on 192.0.2.1" in result.stderr) == (1, True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])  # noqa: S104
def test_others_are_let_in_only_with_a_key(qa: Run, host: str) -> None:
    result = qa("serve", "--host", host)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "set QA_API_KEY" in result.stderr
    assert "leave --host at 127.0.0.1" in result.stderr


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("localhost.example", False),
    ],
)
def test_what_only_this_machine_can_reach(host: str, loopback: bool) -> None:
    assert serving.is_loopback(host) is loopback


def test_localhost_is_the_address_that_browsers_try_first() -> None:
    with contextlib.closing(serving.listen("localhost", 0)) as listener:
        assert listener.family is socket.AF_INET
        assert serving.describe_address(listener).startswith("http://127.0.0.1:")


def test_an_ipv6_address_is_written_in_brackets() -> None:
    try:
        listener = serving.listen("::1", 0)
    except QAError:
        return  # this machine has no IPv6
    with contextlib.closing(listener):
        assert serving.describe_address(listener).startswith("http://[::1]:")
