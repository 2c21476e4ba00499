import random
from dataclasses import replace
from pathlib import Path

import pytest

from qa.evaluation.gating import Bound, GateError, failures, noise, read_gate, require
from tests.evaluation.making import outcome, unanswerable

GATE = """
[floors]
"hit@5" = 0.9
citation_contains_answer = { limit = 0.8, tolerance = "noise" }

[ceilings]
false_answer_rate = 0.2
false_refusal_rate = { limit = 0.2, tolerance = 0.02 }

[kinds.korean]
"hit@5" = 1
ece = { limit = 0.3 }

[groups.english]
kinds = ["cast", "plot", "cast"]
"hit@5" = 0.95
"""
RATES = [Bound("", "false_answer_rate", 0.2), Bound("", "false_refusal_rate", 0.2)]

# 17 of 20 answered, 3 withheld; 1 of 10 answered falsely.
GOOD = [
    *(outcome(id=f"a{at}", abstained=at < 3, ranks=(1,) if at else ()) for at in range(20)),
    *(unanswerable(id=f"u{at}", abstained=at > 0) for at in range(10)),
]


def gate(folder: Path, text: str) -> Path:
    path = folder / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_gate_is_read_line_by_line(tmp_path: Path) -> None:
    assert read_gate(gate(tmp_path, GATE)) == [
        Bound("", "hit@5", 0.9),
        Bound("", "citation_contains_answer", 0.8, "noise"),
        Bound("", "false_answer_rate", 0.2),
        Bound("", "false_refusal_rate", 0.2, 0.02),
        Bound("korean", "hit@5", 1.0),
        Bound("korean", "ece", 0.3),
        Bound("english", "hit@5", 0.95, kinds=("cast", "plot")),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "demands nothing"),
        ("[floors]\n", "demands nothing"),
        ("[floors", "is no gate"),
        ("[floor]\nem = 1", r"\[floor\] is not one of"),
        ("[floors]\nem = 'a'", r"\[floors\] em must be a number or"),
        ("[floors]\nem = true", r"\[floors\] em must be a number or"),
        ("[floors]\nem = nan", r"\[floors\] em must be a number or"),
        ("[floors]\nem = { min = 1 }", r"\[floors\] em must be a number or"),
        ("[floors]\nem = { limit = 1, tolerance = 'some' }", "em must be a number or"),
        ("[floors]\nem = { limit = 1, tolerance = -1 }", "a tolerance is not negative"),
        ("[floors]\naccuracy = 1", r"\[floors\] accuracy is none of hit@1, "),
        ("[floors]\nhit@5 = 1", "is no gate"),  # TOML wants quotes around that key
        ("[floors]\nece = 1", r"ece belongs under \[ceilings\]"),
        ("[ceilings]\nem = 1", r"em belongs under \[floors\]"),
        ("floors = 1", r"floors must be a table, as in \[floors\]"),
        ("[kinds]\nkorean = 1", r"kinds.korean must be a table"),
        ("[groups]\nenglish = 1", r"groups.english must be a table"),
        ("[groups.english]\nem = 1", r"\[groups.english\] needs kinds, as in kinds = "),
        ("[groups.english]\nkinds = []\nem = 1", r"\[groups.english\] needs kinds"),
        ("[groups.english]\nkinds = [1]\nem = 1", r"\[groups.english\] needs kinds"),
    ],
)
def test_a_gate_that_makes_no_sense_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(GateError, match=reason):
        read_gate(gate(tmp_path, text))


def test_without_a_gate_everything_passes() -> None:
    require([], [])


def test_a_good_run_passes() -> None:
    require([*RATES, Bound("", "hit@5", 0.95)], GOOD)


def test_a_value_equal_to_its_limit_keeps_it() -> None:
    bounds = [Bound("", "citation_contains_answer", 0.85), Bound("", "false_refusal_rate", 0.15)]
    assert failures(bounds, GOOD) == []


def test_each_bound_that_is_not_kept_is_named_with_what_was_measured() -> None:
    bounds = [*RATES, Bound("", "hit@5", 0.96), Bound("", "false_refusal_rate", 0.1, 0.04)]
    with pytest.raises(GateError) as caught:
        require(bounds, GOOD)
    assert str(caught.value).splitlines() == [
        "the gate is not passed:",
        "  hit@5 is 0.9500, below the floor 0.96",
        "  false_refusal_rate is 0.1500, above the ceiling 0.1 (tolerance 0.0400)",
    ]


def test_a_tolerance_forgives_that_much() -> None:
    assert failures([Bound("", "hit@5", 0.96, 0.01)], GOOD) == []
    assert failures([Bound("", "hit@5", 0.97, 0.01)], GOOD) != []


def test_noise_is_about_two_standard_errors_and_the_same_each_time() -> None:
    half = 1.96 * (0.85 * 0.15 / 20) ** 0.5
    found = noise("citation_contains_answer", GOOD)
    assert found == pytest.approx(half, rel=0.25)
    assert found == noise("citation_contains_answer", GOOD)
    near, far = 0.85 + found - 1e-6, 0.85 + found + 1e-6
    assert failures([Bound("", "citation_contains_answer", near, "noise")], GOOD) == []
    assert len(failures([Bound("", "citation_contains_answer", far, "noise")], GOOD)) == 1


def test_a_limit_at_the_measured_value_passes_on_noise_and_fails_on_a_regression() -> None:
    generator = random.Random(0)  # noqa: S311 - no secret
    run = [outcome(id=f"a{at}", ranks=(1,) if at % 10 else ()) for at in range(400)]
    bounds = [Bound("", "hit@5", 0.9, "noise")]
    lucky = sum(not failures(bounds, generator.choices(run, k=len(run))) for _ in range(30))
    assert lucky >= 27  # 29 are to be expected: only one side of the noise fails
    worse = [replace(each, ranks=()) if at % 12 == 1 else each for at, each in enumerate(run)]
    assert failures(bounds, worse) != []


def test_a_kind_has_bounds_of_its_own() -> None:
    run = [*GOOD, outcome(id="k", kind="korean", ranks=(6,))]
    assert failures([Bound("korean", "hit@5", 0.5), Bound("", "hit@5", 0.5)], run) == [
        "hit@5 is 0.0000, below the floor 0.5 for kind korean"
    ]


def test_a_group_takes_the_questions_of_its_kinds_together() -> None:
    run = [
        *(outcome(id=f"c{at}", kind="cast") for at in range(3)),
        outcome(id="p", kind="plot", ranks=()),
        outcome(id="k", kind="korean", ranks=()),
    ]
    kinds = ("cast", "plot")
    assert failures([Bound("english", "hit@5", 0.75, kinds=kinds)], run) == []
    assert failures([Bound("english", "hit@5", 0.8, kinds=kinds)], run) == [
        "hit@5 is 0.7500, below the floor 0.8 for group english"
    ]
    with pytest.raises(GateError, match="no question is of kind dates, which group english names"):
        failures([Bound("english", "hit@5", 0.5, kinds=("cast", "dates"))], run)


@pytest.mark.parametrize(
    ("bound", "reason"),
    [
        (Bound("korean", "hit@5", 0.5), "anything about hit@5 for kind korean"),
        (Bound("", "auroc", 0.5), "anything about auroc: take the bound out"),
    ],
)
def test_a_bound_on_what_was_not_asked_is_refused(bound: Bound, reason: str) -> None:
    with pytest.raises(GateError, match=reason):
        failures([bound], [each for each in GOOD if each.answerable])


@pytest.mark.parametrize(
    ("bounds", "policy"),
    [
        ([Bound("", "hit@5", 0.1)], "always answers"),
        ([Bound("", "hit@5", 0.1), Bound("", "false_refusal_rate", 0.2)], "always answers"),
        ([Bound("", "citation_contains_answer", 0.5)], "always answers"),
        ([Bound("", "false_answer_rate", 0.2)], "never answers"),
        ([Bound("", "false_answer_rate", 1.0), Bound("", "em", 0.0)], "always answers"),
    ],
)
def test_a_gate_that_a_constant_policy_would_pass_is_refused(
    bounds: list[Bound], policy: str
) -> None:
    with pytest.raises(GateError, match=f"no teeth: an engine that {policy} would pass"):
        require(bounds, GOOD)


def test_a_gate_has_teeth_even_when_the_run_fails_it() -> None:
    bad = [unanswerable(id="u"), outcome(id="a", abstained=True)]
    with pytest.raises(GateError, match="the gate is not passed"):
        require(RATES, bad)


def test_a_floor_under_right_citations_catches_whoever_never_answers() -> None:
    require([Bound("", "citation_contains_answer", 0.5), Bound("", "false_answer_rate", 0.5)], GOOD)
