"""Reading: the article behind an answer, at the words that were cited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.page.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.model]

CAPTAIN = "/?q=Who+retired+as+ferry+captain+in+1987%3F"


def read_first(page: Page) -> None:
    page.locator("#citation-1 h3 a").click()
    expect(page.locator("#cited")).to_be_visible()


def test_the_cited_words_are_highlighted_in_sight_and_have_the_focus(open_page: OpenPage) -> None:
    page = open_page(CAPTAIN)
    read_first(page)
    mark = page.locator("#cited")
    expect(mark).to_have_text(
        "The ferry captain Bas Korten retired in 1987 and now keeps bees in Osel."
    )
    expect(mark).to_be_in_viewport(ratio=1)
    expect(mark).to_be_focused()
    assert page.evaluate("scrollY") > 1000
    expect(page.locator("h1")).to_have_text("The ferry to Osel")
    expect(page.locator("#facts")).to_have_text(re.compile("^Farwick Gazette.*June 2023"))


def test_what_else_was_asked_of_an_article_is_listed_with_its_words(open_page: OpenPage) -> None:
    page = open_page("/?q=Who+steers+the+ferry+to+Osel%3F")
    expect(page.locator(".statement")).to_contain_text("Tess Lind")
    page.get_by_label("Your question").fill("Who retired as ferry captain in 1987?")
    page.keyboard.press("Enter")
    expect(page.locator(".statement")).to_contain_text("Bas Korten")
    read_first(page)
    assert page.locator("#asked li > a").all_inner_texts() == [
        "Who retired as ferry captain in 1987?",
        "Who steers the ferry to Osel?",
    ]
    expect(page.locator("mark.before").first).to_have_text("Tess Lind steers the ferry to Osel.")
    page.locator("#asked li", has_text="Tess Lind").get_by_role("link", name="show the").click()
    expect(page.locator("#cited")).to_have_text("Tess Lind steers the ferry to Osel.")
    page.get_by_role("link", name="Back to the answer").click()
    expect(page.locator(".statement")).to_contain_text("Bas Korten")


def test_the_way_back_leads_to_the_answer_that_one_came_from(open_page: OpenPage) -> None:
    page = open_page(CAPTAIN)
    expect(page.locator(".statement")).to_contain_text("Bas Korten")
    page.get_by_label("Your question").fill("Who steers the ferry to Osel?")
    page.keyboard.press("Enter")
    expect(page.locator(".statement")).to_contain_text("Tess Lind")
    page.go_back()
    expect(page.locator(".statement")).to_contain_text("Bas Korten")
    read_first(page)
    expect(page.locator("#back")).to_have_text(re.compile("Who retired as ferry captain in 1987"))


def test_an_article_is_set_as_it_was_written(open_page: OpenPage) -> None:
    page = open_page("/article?id=museum/2025-01-20-clock-hall-late")
    expect(page.locator("td")).to_have_text(["Roof", "40,000 crowns", "Floor", "12,000 crowns"])
    expect(page.locator("#text li")).to_have_text(["The roof leaks.", "The floor is new."])
    expect(page.locator("#facts").get_by_role("link", name="1 source")).to_be_visible()
    assert [link.get_attribute("href") for link in page.locator("#sources a").all()] == [
        "https://coast.example/late?a=1#top",
        "https://museum.example/notes",
    ]
    page.goto("/article?id=museum/2024-03-04-clock-hall-opening")
    expect(page.locator("#text h2")).to_have_text("The clock")
    expect(page.locator("#text em")).to_have_text("green")


def test_an_article_that_is_not_there_is_said_to_be_missing(open_page: OpenPage) -> None:
    page = open_page("/article?id=no/such&start=1&end=2")
    expect(page.get_by_role("alert")).to_contain_text("no/such")
    expect(page.locator("h1")).to_have_text("This article cannot be shown")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)  # it would not help
    link = page.get_by_role("alert").get_by_role("link", name="See all articles")
    assert link.get_attribute("href") == "/manage"


def test_of_many_sources_the_first_are_linked_and_the_way_to_all_is(open_page: OpenPage) -> None:
    def add_sources(route: Route) -> None:
        response = route.fetch()
        names = ("North", "East", "South", "West", "Coast")
        sources = [
            {"url": f"https://{name.lower()}.example/", "publisher": name, "date": "2023"}
            for name in names
        ]
        route.fulfill(response=response, json=response.json() | {"sources": sources})

    page = open_page("/icon.svg", viewport={"width": 900, "height": 400})
    page.route("**/v1/articles/harbour/ferry", add_sources)
    page.goto(CAPTAIN)
    place = page.locator("#citation-1 .sources")
    expect(place).to_have_text(re.compile("^Rests on North.*, East.*, South.* and 2 more$"))
    place.get_by_role("link", name="2 more").click()
    expect(page.get_by_role("heading", name="Sources")).to_be_in_viewport()
    expect(page.locator("#sources li")).to_have_count(5)


@pytest.mark.parametrize(
    ("article_id", "lang", "direction"),
    [("harbour/유리-등대", "ko", "ltr"), ("harbour/مرسى", "ar", "rtl")],
)
def test_every_script_has_its_own_direction_and_language(
    open_page: OpenPage, article_id: str, lang: str, direction: str
) -> None:
    page = open_page(f"/article?id={article_id}")
    text = page.locator("#text[lang]")
    assert text.get_attribute("lang") == lang
    assert text.evaluate("node => getComputedStyle(node).wordBreak") == "keep-all"
    for each in (text, page.locator("h1")):
        assert each.evaluate("node => getComputedStyle(node).direction") == direction
    assert page.locator("html").evaluate("node => getComputedStyle(node).direction") == "ltr"
