"""The report in a real browser: it draws, it fits, and it complains about nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa.evaluation.report import save
from qa.evaluation.runs import Run
from tests.browsing import chromium
from tests.evaluation.test_report import some

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1200


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    save(Run("000003", some()), path)
    return path


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """The report, opened; whatever it complained about or asked for fails the test."""
    page = browser.new_page(viewport={"width": DESK, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url))
    page.goto(report.as_uri())
    yield page
    assert said == [report.as_uri()]
    page.close()


def test_the_four_plots_are_drawn(page: Page) -> None:
    captions = page.locator("figcaption").all_inner_texts()
    assert [caption.split(":")[0].split(",")[0] for caption in captions] == [
        "Retrieval",
        "Being wrong",
        "Confidence against being right; the dashes are ideal",
        "How long an answer took",
    ]
    for plot, marks in zip(
        page.locator("svg").all(), (".line", ".line", ".dot", ".bar"), strict=True
    ):
        box = plot.bounding_box()
        assert box
        assert box["width"] > 250
        assert box["height"] > 150
        drawn = [mark.bounding_box() for mark in plot.locator(marks).all()]
        assert any(each and each["width"] * each["height"] > 20 for each in drawn)
        assert plot.locator("text").count() > 10


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_can_be_read_in_light_and_dark(
    page: Page, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    paper, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert (brightness(paper) < brightness(ink)) == (scheme == "dark")
    assert abs(brightness(paper) - brightness(ink)) > 150


def test_the_worst_questions_say_which_part_lost_them(page: Page) -> None:
    whys = page.locator(".why").all_inner_texts()
    assert [why.split(":")[0] for why in whys] == [
        "Lost in deciding",
        "Lost in retrieval",
        "Lost in deciding",
    ]


def brightness(colour: str) -> float:
    """Return the mean of red, green and blue, 0 to 255, of a colour as browsers write it."""
    parts = colour.partition("(")[2].rstrip(")").split(",")[:3]
    return sum(map(float, parts)) / 3
