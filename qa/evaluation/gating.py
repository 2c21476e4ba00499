"""A gate: bounds that a run must keep, overall, for each kind of question, or for several together.

::

    [floors]
    "hit@5" = 0.9
    citation_contains_answer = { limit = 0.8, tolerance = "noise" }

    [ceilings]
    false_answer_rate = 0.2
    false_refusal_rate = { limit = 0.2, tolerance = 0.02 }

    [kinds.korean]
    "hit@5" = 0.85

    [groups.english]
    kinds = ["cast", "plot"]
    "hit@5" = 0.95
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from qa.errors import QAError
from qa.evaluation.scores import LOWER_IS_BETTER, MEASURES, by_kind, score

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from qa.evaluation.outcomes import Outcome

    Tolerance: TypeAlias = float | Literal["noise"]

DECIDED = frozenset(
    {"em", "f1", "citation_contains_answer", "false_answer_rate", "false_refusal_rate"}
)
"""The measures that depend on when the engine abstains."""

_FORM = 'a number or { limit = NUMBER, tolerance = NUMBER or "noise" }'
_ROUNDING = 1e-9  # so that 17 of 20 keeps a floor of 0.85 whatever floats make of it
_RESAMPLES = 200


class GateError(QAError):
    """A gate cannot be used, or a run did not pass it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """One line of a gate: a floor, or a ceiling for what is better low.

    `kind` names the kind it is about, or the group whose `kinds` are taken together; "" is all.
    """

    kind: str
    measure: str
    limit: float
    tolerance: Tolerance = 0.0
    kinds: tuple[str, ...] = ()

    @property
    def is_ceiling(self) -> bool:
        """Whether the measure must not lie above the limit."""
        return self.measure in LOWER_IS_BETTER

    @property
    def where(self) -> str:
        """Which questions it is about, in words that follow a measure's name; "" when all."""
        return f" for {'group' if self.kinds else 'kind'} {self.kind}" if self.kind else ""


def read_gate(path: Path) -> list[Bound]:
    """Read a gate; GateError names the line that makes no sense."""
    try:
        with path.open("rb") as file:
            stored = tomllib.load(file)
        bounds = list(_bounds(stored))
    except ValueError as error:
        raise GateError(f"{path} is no gate: {error}") from None
    if not bounds:
        raise GateError(f"{path} demands nothing: write floors and ceilings (docs/cli.md)")
    return bounds


def require(bounds: Sequence[Bound], outcomes: Sequence[Outcome]) -> None:
    """Raise GateError when there are bounds and the outcomes do not keep one, or anything would."""
    if not bounds:
        return
    require_teeth(bounds, outcomes)
    failed = failures(bounds, outcomes)
    if failed:
        raise GateError("the gate is not passed:" + "".join(f"\n  {line}" for line in failed))


def failures(bounds: Sequence[Bound], outcomes: Sequence[Outcome]) -> list[str]:
    """Return a line for each bound that these outcomes do not keep; none when the gate is passed.

    GateError when a bound is about a kind or a measure that these questions say nothing about.
    """
    kinds = {"": outcomes, **by_kind(outcomes)}
    lines = []
    for bound in bounds:
        line = _failure(bound, [each for kind in _kinds(bound, kinds) for each in kinds[kind]])
        if line:
            lines.append(line)
    return lines


def require_teeth(bounds: Sequence[Bound], outcomes: Sequence[Outcome]) -> None:
    """Refuse a gate that the same engine would pass if it always answered, or never did.

    Only bounds on what depends on abstaining can tell these apart from a good engine.
    """
    telling = [bound for bound in bounds if bound.measure in DECIDED]
    for abstain, words, missing in (
        (False, "always answers", "a ceiling for false_answer_rate"),
        (True, "never answers", "a ceiling for false_refusal_rate"),
    ):
        policy = [replace(each, abstained=abstain) for each in outcomes]
        if not failures(telling, policy):
            raise GateError(
                f"the gate has no teeth: an engine that {words} would pass it on these questions; "
                f"add {missing}, and questions that it catches"
            )


def noise(measure: str, outcomes: Sequence[Outcome], *, seed: int = 0) -> float:
    """Return how far a measure may stray by the luck of which questions were asked (95 %).

    1.96 standard deviations over resampled outcomes; seeded, so that a gate says the same twice.
    """
    generator = np.random.default_rng(seed)
    values = []
    for _ in range(_RESAMPLES):
        drawn = generator.integers(len(outcomes), size=len(outcomes))
        value = score(measure, [outcomes[at] for at in drawn.tolist()])
        if value is not None:
            values.append(value)
    return 1.96 * float(np.std(values)) if values else 0.0


def _kinds(bound: Bound, asked: Collection[str]) -> Sequence[str]:
    """Return the kinds a bound is about; GateError when one of a group's was not asked."""
    missing = [kind for kind in bound.kinds if kind not in asked]
    if missing:
        raise GateError(
            f"no question is of kind {missing[0]}, which group {bound.kind} names: take it out of "
            "the group, or ask such questions"
        )
    return bound.kinds or [kind for kind in (bound.kind,) if kind in asked]


def _failure(bound: Bound, outcomes: Sequence[Outcome]) -> str | None:
    value = score(bound.measure, outcomes)
    if value is None:
        raise GateError(
            f"no question tells anything about {bound.measure}{bound.where}: "
            "take the bound out, or ask such questions"
        )
    tolerance = _tolerance(bound, outcomes)
    over = value - bound.limit if bound.is_ceiling else bound.limit - value
    if over <= tolerance + _ROUNDING:
        return None
    side = "above the ceiling" if bound.is_ceiling else "below the floor"
    slack = f" (tolerance {tolerance:.4f})" if tolerance else ""
    return f"{bound.measure} is {value:.4f}, {side} {bound.limit:g}{bound.where}{slack}"


def _tolerance(bound: Bound, outcomes: Sequence[Outcome]) -> float:
    return noise(bound.measure, outcomes) if bound.tolerance == "noise" else bound.tolerance


def _bounds(stored: Mapping[str, object]) -> Iterator[Bound]:
    """Yield every bound that a parsed file states."""
    for name, table in stored.items():
        if name not in _PARTS:
            raise ValueError(f"[{name}] is not one of {_LISTED}")
        yield from _PARTS[name](_table(table, name), name)


def _overall(table: Mapping[str, object], name: str) -> Iterator[Bound]:
    for bound in _of_table(table, name, ""):
        if bound.is_ceiling != (name == "ceilings"):
            side = "[ceilings]" if bound.is_ceiling else "[floors]"
            raise ValueError(f"{bound.measure} belongs under {side}")
        yield bound


def _of_kinds(table: Mapping[str, object], name: str) -> Iterator[Bound]:
    for kind, stored in table.items():
        yield from _of_table(stored, f"{name}.{kind}", kind)


def _of_groups(table: Mapping[str, object], name: str) -> Iterator[Bound]:
    for group, stored in table.items():
        bounds = dict(_table(stored, f"{name}.{group}"))
        kinds = bounds.pop("kinds", None)
        if not isinstance(kinds, list) or not kinds or not all(isinstance(k, str) for k in kinds):
            raise ValueError(f'[{name}.{group}] needs kinds, as in kinds = ["cast", "plot"]')
        for bound in _of_table(bounds, f"{name}.{group}", group):
            yield replace(bound, kinds=tuple(dict.fromkeys(kinds)))


_PARTS = {"floors": _overall, "ceilings": _overall, "kinds": _of_kinds, "groups": _of_groups}
_LISTED = "[floors], [ceilings], [kinds.KIND] and [groups.GROUP]"


def _of_table(stored: object, name: str, kind: str) -> Iterator[Bound]:
    for measure, value in _table(stored, name).items():
        if measure not in MEASURES:
            raise ValueError(f"[{name}] {measure} is none of {', '.join(MEASURES)}")
        if not isinstance(value, Mapping):
            yield Bound(kind, measure, _number(value, f"[{name}] {measure}"))
            continue
        place = f"[{name}] {measure}"
        if not {"limit"} <= set(value) <= {"limit", "tolerance"}:
            raise ValueError(f"{place} must be {_FORM}")
        yield Bound(
            kind, measure, _number(value["limit"], place), _slack(value.get("tolerance", 0), place)
        )


def _table(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} must be a table, as in [{name}]")
    return value


def _number(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{place} must be {_FORM}")
    return float(value)


def _slack(value: object, place: str) -> Tolerance:
    if value == "noise":
        return "noise"
    slack = _number(value, place)
    if slack < 0:
        raise ValueError(f"{place}: a tolerance is not negative")
    return slack
