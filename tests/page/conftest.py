"""The pages in a real browser, over a real server with the real models, on this machine only.

Every test gets a page that is watched: a script of a stranger, a dialog, an error, a violation of
the content security policy or a request to anywhere else fails it, whatever it was testing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from qa.corpus.folder import Corpus
from tests.browsing import chromium
from tests.journey.conftest import Project
from tests.page.articles import TOWN, hostile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    OpenPage = Callable[..., Page]

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1100, "height": 900}

_WATCH = """
window.violations = [];
window.attack = () => { document.documentElement.dataset.attacked = "yes"; alert("attacked"); };
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("violation:", event.violatedDirective, event.blockedURI));
"""


@dataclass(slots=True)
class Watch:
    """What a page must not do, as far as it has done it."""

    home: str
    seen: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Note whatever this page does from now on."""
        page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        page.on("request", lambda request: self._see_request(request.url))
        page.on("console", lambda message: self._see_message(message.text))

        def dismiss(dialog: object) -> None:
            self.seen.append("dialog")
            dialog.dismiss()  # type: ignore[attr-defined]

        page.on("dialog", dismiss)

    def _see_request(self, url: str) -> None:
        if not url.startswith(f"{self.home}/"):
            self.seen.append(f"request: {url}")

    def _see_message(self, text: str) -> None:
        if "violation" in text or "Content Security Policy" in text:
            self.seen.append(text)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def make_project(folder: Path, model_folder: Path) -> Project:
    """Return a project over an empty corpus, with the exported model in place."""
    project = Project(folder)
    project.corpus.mkdir()
    models = project.index / "models"
    models.mkdir(parents=True)
    (models / model_folder.name).symlink_to(model_folder)
    return project


@pytest.fixture(scope="package")
def project(tmp_path_factory: pytest.TempPathFactory, model_folder: Path) -> Project:
    """The town's news and 200 hostile articles, built."""
    project = make_project(tmp_path_factory.mktemp("town"), model_folder)
    corpus = Corpus(project.corpus)
    for article in (*TOWN, *hostile()):
        corpus.write(article)
    built = project.run("build")
    assert built.returncode == 0, built.stderr
    return project


@pytest.fixture(scope="package")
def address(project: Project, browser: Browser) -> Iterator[str]:
    """Where `qa serve` serves it; one server for all tests of the pages."""
    with project.served() as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Open watched pages: `open_page("/?q=...", viewport=PHONE, color_scheme="dark")`."""
    watch = Watch(address)
    contexts: list[BrowserContext] = []

    def open_one(path: str = "/", **options: object) -> Page:
        settings = {"viewport": DESK, "reduced_motion": "reduce", "base_url": address}
        context = browser.new_context(**(settings | options))  # type: ignore[arg-type]
        contexts.append(context)
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.set_default_timeout(10_000)
        watch.follow(page)
        page.goto(path)
        return page

    yield open_one
    attacked = [
        page.url
        for context in contexts
        for page in context.pages
        if page.evaluate("document.documentElement.dataset.attacked")
    ]
    for context in contexts:
        context.close()
    assert watch.seen + attacked == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The first page, opened on a desk."""
    return open_page()


def reply_with(body: object, status: int = 200, **headers: str) -> Callable[[object], None]:
    """Return what answers a route in place of the server: `page.route("**/v1/ask", ...)`."""
    kind = "application/json" if status < 400 else "application/problem+json"

    def fulfil(route: object) -> None:
        route.fulfill(  # type: ignore[attr-defined]
            status=status, body=json.dumps(body), headers={"Content-Type": kind, **headers}
        )

    return fulfil
