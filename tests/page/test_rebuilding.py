"""Asking while the index is built anew beneath the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.model]

KEEPER = {
    "id": "harbour/2026-keeper",
    "title": "A new harbour master",
    "text": "Mira Odell is the harbour master of Farwick. The harbour master has a boat.",
    "published": "2026-02-01",
}


def test_who_asks_while_it_is_built_is_answered_and_finds_what_was_added(page: Page) -> None:
    written = page.request.post("/v1/articles", data=KEEPER)
    assert written.status == 201
    answers = set()
    for _ in range(60):
        page.get_by_label("Your question").fill("Who is the harbour master of Farwick?")
        page.keyboard.press("Enter")
        expect(page.locator("#result")).to_have_attribute("aria-busy", "false")
        assert page.get_by_role("alert").count() == 0
        answers.add(page.locator(".answer .statement, .answer h2").first.inner_text())
        if any("Mira Odell" in each for each in answers):
            break
        page.wait_for_timeout(100)
    assert any("Mira Odell" in each for each in answers)
    assert len(answers) > 1  # it was asked before, and after
    page.locator("#citation-1 h3 a").click()
    expect(page.locator("#cited")).to_contain_text("Mira Odell is the harbour master")
