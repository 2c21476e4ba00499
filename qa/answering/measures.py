"""How large a figure is: its scale, its last digit, and its unit brought to one of each kind.

Money is not converted: what a currency is worth changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.text.words import stem

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
ONE = (
    r"(?:^(?=an?\s\w+(?:\s(?:or so|long))?$)"
    r"|(?<=about )|(?<=around )|(?<=roughly )|(?<=nearly )|(?<=almost )|(?<=over )|(?<=under )"
    r"|(?<=than ))an?(?=\s(?:hour|day|week|fortnight|month|year|decade|century)s?\b)"
)
"""A pattern for the one of "about an hour"; in "twice a week" and "A Day in the Life" nothing is
counted by it."""

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT_SCALES = {"m": 1e6, "mn": 1e6, "bn": 1e9, "k": 1e3}
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

    >>> converted(["kilometres"]), converted(["feet", "long"])[0], converted(["crowns"])
    (('metre', 1000.0), 'metre', None)
    >>> converted(["square", "metres"]), converted(["km", "h"])
    (None, None)
    """
    if not following:
        return None
    rest = {stem(each) for each in following[1:2]}
    return None if rest & {"h", "hour"} else _KNOWN.get(stem(following[0]))


def scale_of(match: re.Match[str], following: list[str]) -> float:
    """Return by what a number is multiplied, and take the words for it off what follows."""
    scale, short = 1.0, (match["short"] or "").lower()
    if short and (match["money"] or short not in ("m", "k")):
        scale = _SHORT_SCALES.get(short, 1.0)
    elif short:  # "62m" is a length
        following.insert(0, short)
    while following and following[0] in _SCALES:
        scale *= _SCALES[following.pop(0)]
    return scale


def digits(value: float) -> int:
    """Return how many digits of a number count."""
    return len(f"{value:.10g}".replace(".", "").strip("0")) if value < 1e10 else 10


def last_place(value: float) -> float:
    """Return the worth of the last digit that is no trailing zero: 100 of 25,600, .1 of 7.8."""
    place = 1.0
    while value and value % (place * 10) == 0:
        place *= 10
    decimals = f"{value:.10g}".partition(".")[2]
    return place if not decimals or not decimals.isdigit() else 10.0 ** -len(decimals)
