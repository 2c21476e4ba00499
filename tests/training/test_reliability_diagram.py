"""The picture of what support is worth."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from training.reliability_diagram import LEAST, diagram


def test_a_curve_goes_through_the_bins_that_have_enough_questions() -> None:
    even = [(0.25, at % 4 == 0) for at in range(40)] + [(0.85, at % 20 > 2) for at in range(40)]
    few = [(0.55, True)] * (LEAST - 1)
    picture = diagram({"even": even + few, "wrong": [(0.95, False)] * 50})
    root = ET.fromstring(picture)  # noqa: S314 - our own
    lines = [each for each in root.iter() if each.tag.endswith("polyline")]
    points = [
        [tuple(map(float, pair.split(","))) for pair in each.attrib["points"].split()]
        for each in lines
    ]
    assert [len(each) for each in points] == [2, 1]
    (first, second), (never,) = points
    assert first[0] < second[0] < never[0]
    assert second[1] < first[1] < never[1]  # SVG counts downwards: higher is smaller
    named = [each.text or "" for each in root.iter() if each.tag.endswith("text")]
    assert any(re.search(r"even \(89\)", each) for each in named)
