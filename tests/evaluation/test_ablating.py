import itertools
import json
from pathlib import Path

import pytest

from qa.evaluation.ablating import ablate
from qa.types import Answer, Filters
from tests.evaluation.making import answered, passage, withheld

LINE = {"question": "Who?", "answers": ["Park Ji-hu"], "relevant": ["a"], "answerable": True}


class Telling:
    """Answers everything rightly, or knows nothing."""

    generation = "000003"

    def __init__(self, *, knows: bool) -> None:
        self.knows = knows

    def ask(self, question: str, *, top_k: int, filters: Filters) -> Answer:
        found = [passage("a", "Park Ji-hu plays Nam On-jo.")]
        return answered(found) if self.knows else withheld([])


def test_every_engine_is_asked_everything_and_the_last_is_compared_with_each(
    tmp_path: Path,
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps({"id": at, **LINE}) for at in range(3)))
    told: list[tuple[str, int, int]] = []
    engines = {"without": Telling(knows=False), "whole": Telling(knows=True)}
    without, whole = ablate(
        engines,
        path,
        total=3,
        clock=itertools.count().__next__,
        progress=lambda *step: told.append(step),
    )
    assert (without.name, whole.name) == ("without", "whole")
    assert [len(each.run.outcomes) for each in (without, whole)] == [3, 3]
    assert without.lost["hit@1"] == (1.0, 1.0, 1.0, 3)
    assert without.lost["false_refusal_rate"] == (-1.0, -1.0, -1.0, 3)
    assert whole.lost["hit@1"] == (0.0, 0.0, 0.0, 3)
    assert told == [(name, at, 3) for name in engines for at in (1, 2, 3)]


def test_without_an_engine_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unpack"):
        ablate({}, tmp_path, total=0, clock=itertools.count().__next__)
