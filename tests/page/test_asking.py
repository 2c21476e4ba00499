"""Asking, from the first look at the page to an answer that is taken away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.page.conftest import PHONE

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.page.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.model]

LEADS = "Who leads the Farwick museum?"
OPENS = "When will the clock hall open?"
ABSENT = "Who discovered penicillin?"
TOOK = re.compile(r" in [\d.,]+ m?s\.$")


def ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text(TOOK)


def test_an_answer_shows_its_words_sentence_confidence_date_and_proof(page: Page) -> None:
    ask(page, LEADS)
    answer = page.locator(".answer")
    expect(answer.locator(".statement")).to_have_text(re.compile("^Ada Brunt1"))
    expect(answer.locator(".sentence")).to_have_text("Ada Brunt leads the Farwick museum.")
    expect(answer.locator(".confidence")).to_have_text(re.compile(r"^[a-z ]+ \(\d+ %\)$"))
    expect(answer.locator(".told")).to_contain_text("as of 4 March 2024")
    card = page.locator("#citation-1")
    expect(card.get_by_role("heading")).to_contain_text("Clock hall of the Farwick museum")
    expect(card.locator(".facts")).to_have_text(re.compile(r"Farwick Gazette.*4 March 2024.*ago"))
    # The paragraph begins after an emoji, which JavaScript counts twice and offsets count once.
    expect(card.locator("mark")).to_have_text("Ada Brunt leads the Farwick museum.")
    expect(card.locator("blockquote")).to_contain_text("She said the clock hall will open")
    assert card.get_by_role("link", name="Open the source").get_attribute("href") == (
        "https://news.example/clock-hall#:~:text=Ada%20Brunt%20leads%20the%20Farwick%20museum."
    )


def test_what_was_said_earlier_is_a_dated_line_of_time(page: Page) -> None:
    ask(page, OPENS)
    expect(page.locator(".statement")).to_contain_text("May 2026")
    expect(page.get_by_role("heading", name="How the answer changed")).to_be_visible()
    assert page.locator(".history .when").all_inner_texts() == ["20 January 2025", "4 March 2024"]
    expect(page.locator(".history li").last).to_contain_text("June 2024")
    page.get_by_role("button", name="Show the whole history").click()
    expect(page.locator(".history")).to_be_focused()
    expect(page.locator(".history li").last).to_contain_text("1 source")
    page.locator(".history li").last.get_by_role("link").click()
    expect(page.locator("#cited")).to_contain_text("the clock hall will open in June 2024")


def test_what_the_articles_do_not_tell_is_said_plainly_with_what_comes_closest(page: Page) -> None:
    ask(page, ABSENT)
    expect(page.get_by_role("heading", name="Not in these articles")).to_be_visible()
    expect(page.locator(".reason")).to_have_text(re.compile(r"^(The|Nothing).+\.$"))
    expect(page.get_by_role("heading", name="The closest passages")).to_be_visible()
    assert page.locator(".cards .card").count() >= 3


def test_filters_limit_what_counts_and_can_be_taken_off_again(page: Page) -> None:
    page.get_by_text("Filters: dates, sources, tags").click()
    page.get_by_label("As of").fill("2024-12")
    page.get_by_label("Find in sources").fill("gazette")
    page.locator("label.choice", has_text="Farwick Gazette").click()
    ask(page, OPENS)
    expect(page.locator(".statement")).to_contain_text("June 2024")
    assert page.url.endswith("&as_of=2024-12&source=Farwick+Gazette")
    page.get_by_role("button", name="Remove the filter Source: Farwick Gazette").click()
    page.get_by_role("button", name="Remove the filter As of: 2024-12").click()
    expect(page.locator(".statement")).to_contain_text("May 2026")
    assert page.locator("#chosen li").count() == 0
    assert page.locator(":checked").count() == 0


def test_filters_fold_when_they_are_applied_so_that_the_answer_is_in_sight(page: Page) -> None:
    page.get_by_text("Filters: dates, sources, tags").click()
    page.get_by_label("Your question").fill(OPENS)
    page.get_by_label("As of").fill("2024-12")
    page.get_by_role("button", name="Apply").press("Enter")
    expect(page.locator(".statement")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Remove the filter As of: 2024-12")).to_be_visible()
    expect(page.locator("#result")).to_be_focused()  # what had the focus is folded away


def test_the_back_button_brings_back_the_filters(page: Page) -> None:
    ask(page, OPENS)
    page.get_by_text("Filters: dates, sources, tags").click()
    page.get_by_label("As of").fill("2024-12")
    page.locator("label.choice", has_text="Farwick Gazette").click()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".statement")).to_contain_text("June 2024")
    page.go_back()
    expect(page.locator(".statement")).to_contain_text("May 2026")
    assert page.locator("#chosen li").count() == page.locator(":checked").count() == 0
    assert page.locator("[name=as_of]").input_value() == ""
    page.go_forward()
    expect(page.locator(".statement")).to_contain_text("June 2024")
    assert page.locator("#chosen li").all_inner_texts() == [
        "As of: December 2024 ✕",
        "Source: Farwick Gazette ✕",
    ]
    assert page.locator("[name=as_of]").input_value() == "2024-12"
    assert page.locator(":checked").get_attribute("value") == "Farwick Gazette"


def test_the_same_question_with_other_filters_is_told_apart_in_the_visit(page: Page) -> None:
    page.goto("/?q=When+will+the+clock+hall+open%3F&as_of=2024-12")
    expect(page.locator(".statement")).to_contain_text("June 2024")
    ask(page, LEADS)
    expect(page.locator("#asked li")).to_have_text(
        [re.compile("^When will the clock hall open.*June 2024.* · As of: December 2024$")]
    )


def test_what_is_answered_outside_of_the_dates_only_is_said_to_be(open_page: OpenPage) -> None:
    page = open_page("/?q=When+will+the+clock+hall+open%3F&until=2023")
    expect(page.locator(".reason")).to_contain_text("not those of the dates")
    expect(page.get_by_role("button", name="Remove the filter To: 2023")).to_be_visible()


def test_an_address_asks_and_the_back_button_goes_through_what_was_asked(
    open_page: OpenPage,
) -> None:
    page = open_page("/?q=When+will+the+clock+hall+open%3F&as_of=2024-06-30")
    expect(page.locator(".statement")).to_contain_text("June 2024")
    expect(page.get_by_label("Your question")).to_have_value(OPENS)
    ask(page, LEADS)
    expect(page.locator(".statement")).to_contain_text("Ada Brunt")
    page.go_back()
    expect(page.locator(".statement")).to_contain_text("June 2024")
    expect(page).to_have_title(f"{OPENS} – qa")
    page.go_forward()
    expect(page.locator(".statement")).to_contain_text("Ada Brunt")


def test_what_was_asked_in_this_visit_is_listed_until_it_is_forgotten(page: Page) -> None:
    ask(page, LEADS)
    ask(page, ABSENT)
    asked = page.locator("#asked li")
    expect(asked).to_have_text([re.compile(re.escape(LEADS) + ".*Ada Brunt")])
    page.reload()
    expect(asked.first).to_contain_text(LEADS)
    asked.get_by_role("link", name=LEADS).click()
    expect(page.locator(".statement")).to_contain_text("Ada Brunt")
    page.get_by_role("button", name="Forget these").click()
    assert page.locator("#visit").is_hidden()
    assert page.evaluate("sessionStorage.getItem('visit')") == "[]"


def test_the_questions_to_begin_with_are_answered(page: Page) -> None:
    example = page.locator("#examples a").first
    question = example.inner_text()
    example.click()
    expect(page.locator(".statement")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value(question)


def test_an_answer_is_copied_with_its_citation(open_page: OpenPage) -> None:
    page = open_page(
        "/?q=Who+leads+the+Farwick+museum%3F", permissions=["clipboard-read", "clipboard-write"]
    )
    for name, part in (
        ("plain text", "“Ada Brunt leads the Farwick museum.”"),
        ("Markdown", "> Ada Brunt leads the Farwick museum."),
        ("BibTeX", "@misc{museum-2024-03-04-clock-hall-opening-"),
    ):
        page.get_by_role("button", name=f"as {name}").click()
        expect(page.locator("#said")).to_have_text(f"Copied as {name}.")
        assert part in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("grows_by_itself", [True, False])
def test_a_long_question_can_be_read_whole_on_a_phone(
    open_page: OpenPage, grows_by_itself: bool
) -> None:
    page = open_page("/icon.svg", viewport=PHONE)
    if not grows_by_itself:  # as in browsers that do not know `field-sizing`
        page.add_init_script("CSS.supports = () => false")
        page.route("**/page.css", lambda route: without(route, "field-sizing: content;"))
    page.goto("/")
    field = page.get_by_label("Your question")
    low = field.evaluate("node => node.offsetHeight")
    field.fill(f"Who leads the {'very ' * 12}old\nFarwick museum?")
    assert field.evaluate("node => node.scrollHeight <= node.clientHeight")
    assert field.evaluate("node => node.offsetHeight") > low
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible()
    assert page.url.endswith("+old+Farwick+museum%3F")
    page.goto("/")
    assert field.evaluate("node => node.offsetHeight") == low


def without(route: Route, words: str) -> None:
    response = route.fetch()
    assert words in response.text()
    route.fulfill(response=response, body=response.text().replace(words, ""))


def test_enter_while_a_word_is_composed_asks_nothing(page: Page) -> None:
    field = page.get_by_label("Your question")
    field.fill("유리 등")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    assert page.evaluate("location.search") == ""
    field.dispatch_event("keydown", {"key": "Enter"})
    expect(page.locator(".answer")).to_be_visible()


def test_a_title_without_end_is_shown_in_part(open_page: OpenPage) -> None:
    def lengthen(route: Route) -> None:
        response = route.fetch()
        reply = response.json()
        for each in (*reply["citations"], *reply["passages"]):
            each["title"] = "clock hall " * 180
        route.fulfill(response=response, json=reply)

    page = open_page("/icon.svg")
    page.route("**/v1/ask", lengthen)
    page.goto("/?q=Who+leads+the+Farwick+museum%3F")
    expect(page.locator("#citation-1 h3")).to_contain_text("clock hall …")
    assert max(len(each) for each in page.locator(".card h3").all_inner_texts()) < 220


def test_all_of_it_can_be_done_with_the_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")  # the question has the focus from the start
    page.locator("body").press("/")
    page.keyboard.type(LEADS)
    page.keyboard.press("Enter")
    expect(page.locator(".statement")).to_contain_text("Ada Brunt")
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    wanted = ["Ask", "Filters: dates, sources, tags", "1", "plain text", "Markdown", "BibTeX"]
    assert [each for each in reached if each in wanted] == wanted
    page.locator(".reference").first.press("Enter")
    expect(page.locator("#citation-1")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#cited")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.go_back()
    expect(page.locator(".statement")).to_contain_text("Ada Brunt")


def test_the_first_stop_skips_to_the_content(page: Page) -> None:
    page.locator(".brand").focus()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
