"""Units of measure, brought to one unit of each kind: 203 feet are 62 metres.

Money is not converted: what a currency is worth changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.text.words import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNITS = {
    "metre": """
        millimetre millimeter mm 0.001, centimetre centimeter cm 0.01, inch inches 0.0254,
        foot feet ft 0.3048, yard yd 0.9144, metre meter m 1, kilometre kilometer km 1000,
        mile mi 1609.344
    """,
    "gram": """
        microgram \u00b5g ug mcg 0.000001, milligram mg 0.001, gram gramme g 1, ounce oz 28.349523,
        lb lbs 453.59237, kilogram kilo kg 1000, tonne ton 1000000
    """,
    "litre": "millilitre milliliter ml 0.001, centilitre cl 0.01, litre liter 1, gallon 3.785412",
    "square metre": "hectare ha 10000, acre 4046.8564",
    "watt": "watt 1, kilowatt kw 1000, megawatt mw 1000000, gigawatt gw 1000000000",
    "byte": "kilobyte kb 1e3, megabyte mb 1e6, gigabyte gb 1e9, terabyte tb 1e12",
    "second": "second sec 1, minute min 60, hour hr 3600",
}
_KNOWN = {
    stem(name): (unit, float(factor))
    for unit, rows in _UNITS.items()
    for *names, factor in (row.split() for row in rows.split(","))
    for name in names
}


def converted(following: Sequence[str]) -> tuple[str, float] | None:
    """Return the unit that the first of these words is brought to, and by what it is multiplied.

    None where it is no unit of measure, or of area, volume or speed ("km per hour", "m2").

    >>> converted(["kilometres"]), converted(words("feet long"))[0], converted(["crowns"])
    (('metre', 1000.0), 'metre', None)
    >>> converted(["square", "metres"]), converted(["km", "h"])
    (None, None)
    """
    if not following:
        return None
    rest = {stem(each) for each in following[1:2]}
    return None if rest & {"h", "hour"} else _KNOWN.get(stem(following[0]))
