"""What was measured becomes a table and a plot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from benchmarks import growth

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KEYS = {key for key, style in growth.ROWS.values() if style} - {"search_ms"}
KEYS |= {f"{kind}_{what}_s" for kind in ("add", "replace") for what in ("build", "open")}
KEYS |= {"search_p50_ms", "search_p95_ms"}


def test_the_latest_line_of_each_size_is_written_between_the_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [dict.fromkeys(KEYS, value) | {"rows": rows} for rows, value in
             [(1000, 7.0), (10_000, 3.0), (1000, 2.0)]]  # fmt: skip
    (tmp_path / "scale.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (tmp_path / "performance.md").write_text(f"Before\n{growth.BEGIN}\nold\n{growth.END}\nAfter\n")
    asked = ["growth", "--scale", str(tmp_path / "scale.jsonl"), "--docs", str(tmp_path)]
    monkeypatch.setattr("sys.argv", asked)
    growth.main()
    page = (tmp_path / "performance.md").read_text()
    assert page.startswith(f"Before\n{growth.BEGIN}\n| chunks | 1,000 | 10,000 |\n")
    assert page.endswith(f"{growth.END}\nAfter\n")
    assert "| lexical search p50, ms | 2.00 | 3.00 |" in page
    assert "old" not in page
    assert "7" not in page
    drawn = ET.fromstring((tmp_path / "growth.svg").read_text())  # noqa: S314 - our own
    lines_drawn = drawn.findall("{http://www.w3.org/2000/svg}polyline")
    assert len(lines_drawn) == len(growth.CURVES) + 6
