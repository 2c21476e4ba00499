"""Texts of strangers: 200 articles that attack wherever a word of theirs is shown.

That no script of theirs runs and no dialog opens is asserted for every page, in conftest.py.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.page.articles import ATTACKS, hostile
from tests.page.conftest import reply_with

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from qa.types import Article
    from tests.page.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.model]

ARTICLES = hostile(200)

FOUND = """() => [...document.querySelectorAll("*")].flatMap((node) => [
  ...[...node.attributes].filter(({name, value}) => name.startsWith("on") || name === "style"
      || (["href", "src", "action"].includes(name)
          && !/^(https?:|\\/(?!\\/)|#)/.test(value))).map(({name, value}) => name + "=" + value),
  ...(["IFRAME", "OBJECT", "EMBED", "BASE", "STYLE", "I", "B"].includes(node.nodeName)
      ? [node.nodeName] : []),
])"""


def citation(at: int, article: Article) -> dict[str, object]:
    return {
        "id": at,
        "article_id": article.id,
        "title": article.title,
        "published": str(article.published),
        "url": article.url,
        "source": article.source,
        "quote": article.text[: article.text.index("guards")],
        "start": 0,
        "end": article.text.index("guards"),
    }


def passage(article: Article) -> dict[str, object]:
    return {
        "article_id": article.id,
        "title": article.title,
        "published": None,
        "url": article.url,
        "text": article.text,
        "start": 0,
        "end": len(article.text),
        "score": 0.5,
    }


def everything_at_once() -> dict[str, object]:
    """Return an answer that cites every hostile article, as the server would word it."""
    statements = [
        {"text": attack, "published": "2020", "citations": [at]}
        for at, attack in enumerate(ATTACKS, start=1)
    ]
    return {
        "question": ATTACKS[0],
        "abstained": False,
        "reason": None,
        "confidence": 0.5,
        "answer": {**statements[0], "sources": 1},
        "earlier": statements,
        "changed": True,
        "conflict": True,
        "conflicting": statements,
        "citations": [citation(at, each) for at, each in enumerate(ARTICLES, start=1)],
        "passages": [passage(each) for each in ARTICLES],
        "understood": dict.fromkeys(("as_of", "since", "until", "about", "intent"), ATTACKS[0]),
        "generation": "000001",
        "took_ms": 1.0,
    }


def shown(page: Page) -> list[str]:
    return list(page.evaluate(FOUND))


def test_two_hundred_hostile_citations_are_text_and_nothing_else(open_page: OpenPage) -> None:
    page = open_page()
    page.route("**/v1/ask", reply_with(everything_at_once()))
    page.goto("/?q=<script>attack()</script>&source=<img src=x onerror=attack()>")
    expect(page.locator(".cards .card")).to_have_count(200, timeout=20_000)
    page.wait_for_load_state("networkidle")
    assert shown(page) == []
    for card, article in zip(page.locator(".cards > .card h3").all()[:15], ARTICLES, strict=False):
        assert f"Gate {int(article.id[-3:])}" in card.inner_text()
    links = page.locator(".sources a").evaluate_all("links => links.map((link) => link.protocol)")
    assert links
    assert set(links) <= {"http:", "https:"}


def test_hostile_articles_can_be_read(open_page: OpenPage) -> None:
    page = open_page()
    for article in ARTICLES[: len(ATTACKS)]:
        page.goto(f"/article?id={article.id}&start=0&end=30")
        expect(page.locator("#cited")).to_be_visible()
        assert shown(page) == []


def test_hostile_articles_can_be_found_filtered_and_forgotten(open_page: OpenPage) -> None:
    page = open_page("/?q=Who+guards+gate+7+of+Drumlin%3F")
    expect(page.locator("#citation-1")).to_contain_text("Keeper Vorn")
    page.get_by_text("Filters: dates, sources, tags").click()
    page.locator("#tags label.choice", has_text="drumlin <script>").click()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#chosen")).to_contain_text("drumlin <script>attack()</script>")
    expect(page.get_by_role("status").first).to_contain_text(re.compile(r"\d m?s\.$"))
    assert shown(page) == []
