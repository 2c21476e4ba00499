import json
import re

import pytest

from qa import wiring
from qa.types import Article
from tests.cli.conftest import Run
from tests.service.fakes import FakeEngine
from tests.service.test_app import CONTRACT, shape

Asked = list[tuple[object, FakeEngine]]


@pytest.fixture(autouse=True)
def _asked(asked: Asked) -> Asked:
    return asked


def without_ages(text: str) -> str:
    return re.sub(r" \((\d+ \w+ ago)\)", " (AGE)", text)


def test_an_answer_is_printed_with_its_sources(qa: Run) -> None:
    result = qa("ask", "Who plays Nam On-jo?")
    assert (result.exit_code, result.stderr) == (0, "")
    assert without_ages(result.stdout) == (
        "Park Ji-hu plays Nam On-jo. [1]\n"
        "very likely right (93 %), as of 28 January 2022 (AGE)\n"
        "\n"
        "[1] Park Ji-hu plays Nam On-jo — Example News\n"
        "    28 January 2022 (AGE)\n"
        "    “Park Ji-hu plays Nam On-jo.”\n"
        "    https://example.org/on-jo\n"
        "\n"
        "[2] 유인수, 귀남 역\n"
        "    February 2022 (AGE)\n"
        "    “유인수는 귀남을 연기한다.”\n"
        "    cast/유인수\n"
        "\n"
        "Earlier\n"
        "  February 2022: 유인수는 귀남을 연기한다. [2]\n"
    )


def test_abstaining_is_no_failure(qa: Run) -> None:
    result = qa("ask", "zebra?", "--top-k", "2")
    assert (result.exit_code, result.stderr) == (0, "")
    assert without_ages(result.stdout) == (
        "Not in these articles\n"
        "no article says anything about it\n"
        "The best guess would have been right with 12 %.\n"
        "\n"
        "What comes closest\n"
        "1. Park Ji-hu plays Nam On-jo — 28 January 2022 (AGE)\n"
        "   Park Ji-hu plays Nam On-jo. She was born in 2003.\n"
        "   https://example.org/on-jo\n"
        "2. 유인수, 귀남 역 — February 2022 (AGE)\n"
        "   유인수는 귀남을 연기한다. 🧟 He plays Gwi-nam.\n"
        "   cast/유인수\n"
    )


def test_for_machines_the_answer_is_that_of_the_http_interface(qa: Run) -> None:
    result = qa("ask", "Who plays Nam On-jo?", "--json")
    reply = json.loads(result.stdout)
    assert shape(reply) == shape(json.loads(CONTRACT))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "유인수는" in result.stdout


def test_json_may_be_asked_for_before_the_subcommand_too(qa: Run) -> None:
    assert json.loads(qa("--json", "ask", "zebra?").stdout)["abstained"] is True


def test_explaining_shows_scores_and_spans(qa: Run) -> None:
    printed = qa("ask", "Who plays Nam On-jo?", "--explain", "--top-k", "1").stdout
    assert re.search(r"0\.400.*0\.200.*4\.00.*cast/2022-01-28-on-jo 0–49", printed)
    assert re.search(r"0\.400.*Park Ji-hu plays Nam On-jo\..*cast/2022-01-28-on-jo", printed)
    explained = json.loads(qa("ask", "Who plays?", "--explain", "--json").stdout)["explain"]
    assert sorted(explained) == ["passages", "read_as", "spans"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--as-of", "2022-01"], ["cast/2022-01-28-on-jo"]),
        (["--since", "2022-02", "--until", "2022"], ["cast/유인수"]),
        (["--top-k", "1"], ["cast/2022-01-28-on-jo"]),
    ],
)
def test_options_reach_the_engine(qa: Run, options: list[str], found: list[str]) -> None:
    reply = json.loads(qa("ask", "Who plays?", "--json", *options).stdout)
    assert [each["article_id"] for each in reply["passages"]] == found


def test_what_was_understood_is_said_first(qa: Run) -> None:
    printed = qa("ask", "Who plays Nam On-jo?", "--as-of", "2022-06").stdout
    assert printed.startswith("Understood: as of June 2022\n")


def test_a_timeline_is_printed_with_its_sources(qa: Run) -> None:
    result = qa("timeline", "Who plays?", "--until", "2022")
    assert (result.exit_code, result.stderr) == (0, "")
    printed = without_ages(result.stdout)
    assert printed.startswith("2022 ○")
    assert "28 January 2022  ○  Park Ji-hu plays Nam On-jo. [1]" in printed
    assert "February 2022  ●  유인수는 귀남을 연기한다. [2]" in printed
    assert "[2] 유인수, 귀남 역\n    February 2022 (AGE)\n" in printed


def test_a_timeline_for_machines_is_that_of_the_http_interface(qa: Run) -> None:
    reply = json.loads(qa("timeline", "Who plays?", "--json").stdout)
    assert [each["text"] for each in reply["timeline"]] == [
        "Park Ji-hu plays Nam On-jo.",
        "유인수는 귀남을 연기한다.",
    ]
    assert reply["citations"][0]["article_id"] == "cast/2022-01-28-on-jo"


def test_the_engine_is_closed_afterwards(qa: Run, asked: Asked) -> None:
    qa("ask", "Who?")
    assert [engine.closed for _, engine in asked] == [1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([" \n "], "it is blank: ask something"),
        (["x" * 1001], "it has 1001 characters, at most 1000 are read: ask one thing at a time"),
        (["a\udcff"], "it is not written in UTF-8"),
        (["a", "--top-k", "0"], "0 is not in the range 1<=x<=50"),
        (["a", "--top-k", "51"], "51 is not in the range 1<=x<=50"),
        (["a", "--as-of", "soon"], "'soon' is not a date like 2022, 2022-02 or 2022-02-09"),
        (
            ["a", "--since", "2022-02-30"],
            "'2022-02-30' is not a date: day is out of range for month",
        ),
        (["a", "--since", "2023", "--until", "2022"], "2022 is before --since, 2023"),
        ([], "Missing argument 'QUESTION'"),
    ],
)
def test_a_wrong_call_is_a_usage_error(
    qa: Run, asked: Asked, arguments: list[str], message: str
) -> None:
    result = qa("ask", *arguments)
    assert (result.exit_code, result.stdout, asked) == (2, "", [])
    assert message in result.stderr


def test_a_question_needs_no_quotation_marks(qa: Run) -> None:
    result = qa("ask", "Who", "plays", "--json", "Nam On-jo?")
    assert json.loads(result.stdout)["question"] == "Who plays Nam On-jo?"


def test_a_question_of_a_thousand_characters_is_asked(qa: Run) -> None:
    assert qa("ask", "x" * 1000).exit_code == 0


def test_titles_cannot_steer_the_terminal(qa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = Article(id="x", title="a\x1b[2Jb [red]", text="c\x1b]0;d\x07 plays. [/red]")
    monkeypatch.setattr(wiring, "open_engine", lambda settings: FakeEngine(articles=[evil]))
    for question in ("Who plays?", "zebra"):
        printed = qa("ask", question, "--explain").stdout
        assert "\x1b" not in printed
        assert "a�[2Jb [red]" in printed
