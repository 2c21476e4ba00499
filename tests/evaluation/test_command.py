import json
from collections.abc import Callable
from pathlib import Path

import click.testing
import pytest

from qa import wiring
from qa.cli import evaluating
from qa.cli.commands import main
from qa.evaluation.scores import MEASURES
from qa.settings import Settings
from tests.service.fakes import FakeEngine

QUESTIONS = (
    {
        "id": "on-jo",
        "question": "Who plays Nam On-jo?",
        "answers": ["Park Ji-hu"],
        "relevant": ["cast/2022-01-28-on-jo"],
        "answerable": True,
        "kind": "cast",
    },
    {"id": "zebra", "question": "Zebra?", "answers": [], "relevant": [], "answerable": False},
)
PASSING = "[floors]\n'hit@1' = 1\n[ceilings]\nfalse_answer_rate = 0\nfalse_refusal_rate = 0\n"

Run = Callable[..., click.testing.Result]


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[FakeEngine]:
    """An empty working folder with `questions.jsonl`, and the engines that were opened."""
    monkeypatch.chdir(tmp_path)
    lines = [json.dumps(each) for each in QUESTIONS]
    Path("questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    opened: list[FakeEngine] = []

    def open_engine(_: Settings) -> FakeEngine:
        opened.append(FakeEngine())
        return opened[-1]

    def open_ablated(settings: Settings) -> dict[str, FakeEngine]:
        whole = open_engine(settings)
        return {"dense, no reader": FakeEngine(articles=()), "convex, reader": whole}

    monkeypatch.setattr(wiring, "open_engine", open_engine)
    monkeypatch.setattr(wiring, "open_ablated", open_ablated)
    return opened


@pytest.fixture
def evaluate(engines: list[FakeEngine]) -> Run:
    def run(*arguments: str) -> click.testing.Result:
        return click.testing.CliRunner().invoke(main, ["eval", *arguments], prog_name="qa")

    return run


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_the_numbers_are_printed_as_json(
    evaluate: Run, engines: list[FakeEngine], option: list[str]
) -> None:
    result = evaluate("questions.jsonl", *option)
    assert (result.exit_code, result.stderr) == (0, "")
    printed = json.loads(result.stdout)
    assert list(printed) == ["generation", "questions", "answerable", *MEASURES, "kinds"]
    assert (printed["generation"], printed["questions"], printed["answerable"]) == ("000007", 2, 1)
    measured = [printed[name] for name in ("hit@1", "citation_contains_answer", "auroc")]
    assert measured == [1.0, 1.0, 1.0]
    assert (printed["false_answer_rate"], printed["false_refusal_rate"]) == (0.0, 0.0)
    assert list(printed["kinds"]) == ["cast"]
    assert [each.closed for each in engines] == [1]


def test_a_run_is_written_and_compared_with(evaluate: Run) -> None:
    assert evaluate("questions.jsonl", "--run", "run.json", "--report", "r.html").exit_code == 0
    assert "<h1>" in Path("r.html").read_text(encoding="utf-8")
    printed = json.loads(evaluate("questions.jsonl", "--against", "run.json").stdout)
    assert printed["against"]["generation"] == "000007"
    assert printed["against"]["hit@1"] == {"mean": 0.0, "low": 0.0, "high": 0.0, "questions": 1}


def test_engines_that_lack_a_part_are_measured_beside_the_whole_one(evaluate: Run) -> None:
    printed = json.loads(evaluate("questions.jsonl", "--ablate").stdout)
    assert printed["hit@1"] == 1.0
    without, whole = printed["ablated"].values()
    assert list(printed["ablated"]) == ["dense, no reader", "convex, reader"]
    assert list(without) == [*MEASURES, "whole_minus_this"]
    assert (without["hit@1"], without["auroc"], whole["hit@1"]) == (0.0, 0.5, 1.0)
    gap = {"mean": 1.0, "low": 1.0, "high": 1.0, "questions": 1}
    assert without["whole_minus_this"]["hit@1"] == gap
    assert whole["whole_minus_this"]["hit@1"] == {**gap, "mean": 0.0, "low": 0.0, "high": 0.0}


def test_a_gate_that_is_passed_is_not_mentioned(evaluate: Run) -> None:
    Path("gate.toml").write_text(PASSING, encoding="utf-8")
    result = evaluate("questions.jsonl", "--gate", "gate.toml")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_gate_that_is_not_passed_fails_after_the_numbers(evaluate: Run) -> None:
    Path("gate.toml").write_text(f"{PASSING}[kinds.cast]\nem = 1\n", encoding="utf-8")
    result = evaluate("questions.jsonl", "--gate", "gate.toml")
    assert json.loads(result.stdout)["questions"] == 2
    assert (result.exit_code, result.stderr) == (
        1,
        "error: the gate is not passed:\n  em is 0.0000, below the floor 1 for kind cast\n",
    )


@pytest.mark.parametrize(
    ("name", "option"), [("questions.jsonl", None), ("gate.toml", "--gate"), ("r", "--against")]
)
def test_a_file_that_makes_no_sense_fails_before_anything_is_asked(
    evaluate: Run, engines: list[FakeEngine], name: str, option: str | None
) -> None:
    Path(name).write_text("[", encoding="utf-8")
    result = evaluate("questions.jsonl", *([option, name] if option else []))
    assert (result.exit_code, result.stdout, engines) == (1, "", [])
    assert result.stderr.startswith(f"error: {name}")


def test_a_generation_that_was_refused_is_told(
    evaluate: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = FakeEngine()
    engine.refused = (("000008", "it is cut"),)
    monkeypatch.setattr(wiring, "open_engine", lambda _: engine)
    assert evaluate("questions.jsonl").stderr == "warning: 000008 was refused (it is cut)\n"


def test_at_a_terminal_the_same_is_shown_as_tables(
    evaluate: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    evaluate("questions.jsonl", "--run", "run.json")
    monkeypatch.setattr(evaluating, "is_watched", lambda: True)
    result = evaluate("questions.jsonl", "--against", "run.json")
    assert json.loads(result.stdout)["questions"] == 2
    lines = [line.split() for line in result.stderr.splitlines()]
    assert ["hit@1", "1.000", "+0.000", "[+0.000,", "+0.000]"] in lines
    assert ["cast", "1.000", "1.000", "1.000", "1.000", "-", "0.000"] in lines
    shown = evaluate("questions.jsonl", "--ablate").stderr
    assert shown.count("whole − this") == 1
    assert "+1.000 [+1.000, +1.000]" in shown
