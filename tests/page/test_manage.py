"""The page of the articles: they are found, added, changed and removed, and the index follows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.page.articles import TOWN
from tests.page.axe import findings
from tests.page.changing import changeable
from tests.page.conftest import PHONE, reply_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page, Route

    from tests.faults.conftest import Server
    from tests.page.conftest import OpenPage

pytestmark = pytest.mark.browser

FERRY, MUSEUM = "The ferry to Osel", "Farwick clock hall is late"
ODD_ID = 'odd/<img src=x onerror=attack()> "q" ?#%2F&\'유'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with changeable(tmp_path_factory.mktemp("changing")) as server:
        yield server


@pytest.fixture(scope="module")
def address(server: Server) -> str:
    return server.address


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return opened(open_page)


def opened(open_page: OpenPage, query: str = "", **options: object) -> Page:
    page = open_page(f"/manage{query}", **options)
    expect(page.locator("#articles .row").first).to_be_visible()
    expect(page.locator("#facts dd").first).to_be_visible()
    return page


def row(page: Page, title: str) -> Locator:
    link = page.get_by_role("link", name=title, exact=True)
    return page.locator("#articles .row").filter(has=link)


def field(page: Page, name: str) -> Locator:
    return page.locator(f'#article [name="{name}"]')


def find(page: Page, words: str) -> None:
    page.get_by_label("Find in titles and names").fill(words)
    expect(page.locator("#count")).to_contain_text(re.compile("found|No article"))


def write(server: Server, article_id: str, title: str, text: str) -> None:
    path = quote(article_id)
    reply = server.client.put(
        f"/v1/articles/{path}",
        json={"title": title, "text": text, "published": "2026-05"},
        params={"wait": "true"},
    )
    assert reply.json()["generation"], reply.text


def stored(server: Server, article_id: str) -> Any:
    return server.client.get(f"/v1/articles/{quote(article_id)}").json()


def built(page: Page) -> None:
    # A build waits for whatever else runs: a suite beside this one took longer than other pages do.
    expect(page.locator("#build-words")).to_contain_text("is built: ", timeout=60_000)


def titles(page: Page) -> list[str]:
    return page.locator("#articles .title").all_inner_texts()


def test_an_article_that_is_written_here_is_found_by_asking(page: Page) -> None:
    page.get_by_role("button", name="Write an article").click()
    editor = page.get_by_role("dialog", name="Write an article")
    field(page, "title").fill("The tower of Elmgate")
    field(page, "published").fill("2024-08")
    field(page, "tags").fill("tower, Elm gate ,")
    field(page, "text").fill("Orla Quist keeps the tower of Elmgate. 유리 탑이다.")
    editor.get_by_role("button", name="Save").click()
    expect(editor).to_be_hidden()
    built(page)
    line = row(page, "The tower of Elmgate")
    expect(line).to_contain_text("August 2024")
    expect(line.locator(".tag")).to_have_text(["tower", "Elm gate"])
    expect(page.get_by_role("status").first).to_contain_text("1 added")
    page.goto("/?q=Who+keeps+the+tower+of+Elmgate%3F")
    expect(page.locator("main")).to_contain_text("Orla Quist")


def test_an_article_that_is_changed_keeps_what_the_form_does_not_show(
    page: Page, server: Server
) -> None:
    before = stored(server, "museum/2025-01-20-clock-hall-late")
    row(page, MUSEUM).get_by_role("button", name="Edit").click()
    editor = page.get_by_role("dialog", name="Change an article")
    expect(field(page, "tags")).to_have_value("museum, delay")
    field(page, "author").fill("Ana 기자")
    editor.get_by_role("button", name="Save").click()
    expect(editor).to_be_hidden()
    built(page)
    after = stored(server, "museum/2025-01-20-clock-hall-late")
    changed = {"author", "generation"}
    assert {key: after[key] for key in after if key not in changed} == {
        key: before[key] for key in before if key not in changed
    }
    assert after["author"] == "Ana 기자"


def test_an_article_is_removed_once_that_is_confirmed(page: Page, server: Server) -> None:
    write(server, "old/pier", "The old pier", "Nobody walks on the old pier any more.")
    page.reload()
    row(page, "The old pier").get_by_role("button", name="Remove").click()
    asked = page.get_by_role("dialog", name="Remove “The old pier”?")
    expect(asked.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    assert stored(server, "old/pier")["title"] == "The old pier"
    row(page, "The old pier").get_by_role("button", name="Remove").click()
    asked.get_by_role("button", name="Remove").click()
    expect(asked).to_be_hidden()
    built(page)
    expect(row(page, "The old pier")).to_have_count(0)
    expect(page.locator("#list")).to_be_focused()  # the button that was pressed is gone
    assert stored(server, "old/pier")["status"] == 404


@pytest.fixture
def conflict(page: Page, server: Server) -> Page:
    """An article is changed on the page, and meanwhile by somebody else."""
    write(server, "both/ways", "Both ways", "The first text.")
    page.reload()
    row(page, "Both ways").get_by_role("button", name="Edit").click()
    editor = page.get_by_role("dialog", name="Change an article")
    field(page, "text").fill("My text.")
    write(server, "both/ways", "Both ways", "Their text <b>is</b> here.")
    editor.get_by_role("button", name="Save").click()
    alert = editor.get_by_role("alert").filter(has_text="Somebody changed it meanwhile")
    expect(alert).to_contain_text("Nothing of yours is stored yet")
    assert "Their text" in stored(server, "both/ways")["text"]
    return page


def test_a_conflict_is_explained_and_mine_can_replace_theirs(
    conflict: Page, server: Server
) -> None:
    conflict.get_by_text("What it says now").click()
    expect(conflict.locator(".theirs")).to_have_text("Their text <b>is</b> here.")
    conflict.get_by_role("button", name="Replace theirs with mine").click()
    expect(conflict.locator("#editor")).to_be_hidden()
    built(conflict)
    assert stored(server, "both/ways")["text"].strip() == "My text."


def test_after_a_conflict_theirs_can_be_taken(conflict: Page, server: Server) -> None:
    conflict.get_by_role("button", name="Take theirs").click()
    expect(field(conflict, "text")).to_have_value(re.compile("Their text <b>is</b> here."))
    conflict.keyboard.press("Escape")
    expect(conflict.locator("#editor")).to_be_hidden()


def test_what_was_removed_meanwhile_can_be_written_again(page: Page, server: Server) -> None:
    write(server, "gone/soon", "Gone soon", "It goes.")
    page.reload()
    row(page, "Gone soon").get_by_role("button", name="Edit").click()
    field(page, "text").fill("It is back.")
    server.client.delete("/v1/articles/gone/soon", params={"wait": "true"})
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Write mine again").click()
    expect(page.locator("#editor")).to_be_hidden()
    built(page)
    assert stored(server, "gone/soon")["text"].strip() == "It is back."


def test_what_is_written_is_not_thrown_away_by_accident(page: Page) -> None:
    page.get_by_role("button", name="Write an article").click()
    field(page, "title").fill("Half")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Throw away what you wrote?")).to_be_visible()
    expect(page.get_by_role("button", name="Keep writing")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field(page, "title")).to_have_value("Half")
    expect(field(page, "title")).to_be_focused()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator("#editor")).to_be_hidden()
    expect(page.get_by_role("button", name="Write an article")).to_be_focused()


DROP = """(files) => {
  const carried = new DataTransfer();
  for (const [name, text] of files) carried.items.add(new File([text], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    document.querySelector("#drop").dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
  }
}"""


def test_dropped_files_are_taken_and_each_ones_fate_is_told(page: Page, server: Server) -> None:
    page.get_by_label("Into the folder").fill("dropped/")
    lines = [{"id": "lines/1", "title": "Line one", "text": "One."}, {"title": "Without text"}]
    page.evaluate(
        DROP,
        [
            ["2024-05-17-bridge.md", "---\ntitle: The <b>bridge</b>\n---\nIt reopened.\n"],
            ["lines.jsonl", "\n".join(map(json.dumps, lines))],
            ["photo.png", "x"],
            ["empty.txt", " "],
            ["ferry.md", "# Another ferry\n\nIt sank.\n"],
        ],
    )
    fates = page.locator("#arrivals > ul > li")
    expect(fates.filter(has_text="bridge.md")).to_contain_text(
        "The <b>bridge</b>, added; published from file name"
    )
    told = fates.filter(has_text="lines.jsonl")
    expect(told).to_contain_text("line 1: Line one, added")
    expect(told).to_contain_text("line 2: text must be there and be text")
    expect(fates.filter(has_text="photo.png")).to_contain_text("This kind of file is not read")
    expect(fates.filter(has_text="empty.txt")).to_contain_text("no text")
    expect(fates.filter(has_text="ferry.md")).to_contain_text("Another ferry, added")
    expect(page.get_by_role("status").first).to_contain_text(re.compile("taken|is built"))
    built(page)
    expect(row(page, "The <b>bridge</b>")).to_be_visible()
    assert stored(server, "dropped/2024-05-17-bridge")["published"] == "2024-05-17"


def test_a_chosen_file_whose_name_is_taken_replaces_only_when_told_to(
    page: Page, server: Server
) -> None:
    write(server, "taken", "Taken", "What was there.")
    raw = "Grüße vom Amt.".encode("cp1252")
    page.locator("#files").set_input_files(
        {"name": "taken.txt", "mimeType": "text/plain", "buffer": raw}
    )
    fate = page.locator("#arrivals > ul > li")
    expect(fate).to_contain_text("another text has this name already")
    assert stored(server, "taken")["text"].strip() == "What was there."
    fate.get_by_role("button", name="Replace what is there").click()
    expect(fate).to_contain_text("is there")
    built(page)
    assert stored(server, "taken")["text"].strip() == "Grüße vom Amt."


def test_going_back_to_the_generation_before_shows_what_it_held(page: Page, server: Server) -> None:
    write(server, "back/again", "Back again", "It was not there before.")
    page.reload()
    expect(row(page, "Back again")).to_be_visible()
    now = server.client.get("/v1/index").json()["generation"]
    page.get_by_text("Generations, and how to go back").click()
    page.get_by_role("button", name="Go back to").click()
    page.get_by_role("dialog").get_by_role("button", name="Go back", exact=True).click()
    expect(row(page, "Back again")).to_have_count(0)
    expect(page.locator("#kept summary")).to_be_focused()  # the button that was pressed is gone
    before = server.client.get("/v1/index").json()["generation"]
    assert before != now
    expect(page.locator("#facts dd").first).to_have_text(before)
    expect(page.locator("#generations [aria-current]")).to_contain_text(f"{before}current")
    server.client.post("/v1/index/build")
    expect(row(page, "Back again")).to_be_visible()  # the page sees what others do, too


def test_a_build_is_followed_live(page: Page) -> None:
    page.evaluate(
        "window.told = []; new MutationObserver(() => told.push(document.querySelector("
        "'#build-words').textContent)).observe(document.querySelector('#build'),"
        "{ childList: true, subtree: true, characterData: true })"
    )
    page.get_by_role("button", name="Build now").click()
    expect(page.locator("#build-words")).to_contain_text("Nothing is left to build")
    told = list(dict.fromkeys(page.evaluate("told")))
    # With nothing left to build it may be over before the page looks for the first time.
    assert told[0] in ("A build waits its turn", "Building", "Reading the files") or len(told) == 1
    assert told[-1].startswith("Nothing is left to build")
    expect(page.locator("#build-bar")).to_be_hidden()


def test_articles_are_searched_sorted_dated_and_turned_over(open_page: OpenPage) -> None:
    page = opened(open_page, "?since=2023&until=2024-12&order=oldest")
    assert titles(page)[0] == FERRY
    assert TOWN[0].title in titles(page)
    assert MUSEUM not in titles(page)
    page = opened(open_page)
    find(page, "FERRY osel")
    expect(page.locator("#count")).to_have_text("1 article found")
    assert titles(page) == [FERRY]
    assert page.url.endswith("/manage?q=FERRY+osel")
    find(page, "gate")
    expect(page.locator("#count")).to_contain_text(re.compile(r"1–25 of \d+ articles found"))
    page.get_by_role("button", name="After").click()
    expect(page.locator("#part")).to_have_text("2 of 2")
    expect(page.locator("#list")).to_be_focused()
    page.go_back()
    expect(page.locator("#part")).to_have_text("1 of 2")
    find(page, "no such thing")
    expect(page.locator("#count")).to_have_text("No article is like that.")


def test_what_strangers_wrote_runs_nowhere(open_page: OpenPage, server: Server) -> None:
    attack = "<script>attack()</script>"
    write(server, ODD_ID, f"Odd {attack}", f"The odd one. {attack}")
    page = opened(open_page, "?q=odd/")
    page.get_by_role("button", name="Edit").click()
    field(page, "source").fill('"><img src=x onerror=attack()>')
    page.get_by_role("button", name="Save").click()
    built(page)
    expect(page.locator(".row")).to_contain_text('"><img src=x onerror=attack()>')
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"Remove “Odd {attack}”?")
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.locator("#count")).to_have_text("No article is like that.")
    page = opened(open_page, "?order=id&q=gate&limit=1")
    for button in page.get_by_role("button", name="Edit").all()[:6]:
        button.click()
        expect(page.locator("#editor")).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
    page.evaluate(DROP, [[f"{attack}.md", attack], ["<b>.exe", attack]])
    expect(page.locator("#arrivals")).to_contain_text("This kind of file is not read")


def test_the_whole_page_is_worked_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the articles")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("ferry to osel")
    expect(page.locator("#count")).to_have_text("1 article found")
    for _ in range(5):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=f"Edit {FERRY}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field(page, "title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=f"Edit {FERRY}")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_here(open_page: OpenPage, scheme: str) -> None:
    page = opened(open_page, "?q=harbour/", color_scheme=scheme)
    page.evaluate(DROP, [["a.md", "Said again, for axe."], ["b.exe", ""]])
    page.get_by_text("Generations, and how to go back").click()
    expect(page.locator("#arrivals")).to_contain_text("is not read")
    assert findings(page) == []
    page.get_by_role("button", name="Edit").first.click()
    expect(page.locator("#editor")).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove").first.click()
    assert findings(page) == []


def test_it_fits_on_a_phone_and_nothing_jumps(open_page: OpenPage) -> None:
    page = open_page("/manage", viewport=PHONE)
    page.evaluate(
        "window.shifts = []; new PerformanceObserver((list) => shifts.push("
        "...list.getEntries().map((each) => each.value)))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    expect(page.locator("#articles .row").first).to_be_visible()
    expect(page.locator("#facts dd").first).to_be_visible()
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert sum(page.evaluate("shifts")) < 0.1
    page.get_by_role("button", name="Edit").first.click()
    expect(page.locator("#editor")).to_be_visible()
    assert page.locator("#editor").evaluate("each => each.scrollWidth <= each.clientWidth")


def test_on_a_phone_the_list_and_saving_are_one_step_away(open_page: OpenPage) -> None:
    page = open_page("/manage", viewport=PHONE)
    expect(page.locator("#articles .row").first).to_be_visible()
    page.get_by_role("link", name="To the list of articles").click()
    expect(page.locator("#count")).to_be_in_viewport()
    page.get_by_role("button", name="Edit").first.click()
    expect(page.get_by_role("button", name="Save")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Cancel").click()
    page.set_viewport_size({"width": 1100, "height": 700})
    expect(page.get_by_role("link", name="To the list of articles")).to_be_hidden()


def test_failures_are_told_in_words_with_a_way_on(page: Page) -> None:
    def fail(status: int, kind: str, detail: str, **only: str) -> None:
        problem = {
            "type": f"urn:qa:problem:{kind}",
            "title": kind,
            "status": status,
            "detail": detail,
        }
        answer = reply_with(problem, status)

        def fulfil(route: Route) -> None:
            method = only.get("method", route.request.method)
            answer(route) if route.request.method == method else route.fallback()

        page.route("**/v1/articles?*" if not only else "**/v1/articles/**", fulfil)

    fail(503, "not-ready", "nothing has been built yet")
    page.get_by_label("Find in titles and names").fill("ferry")
    expect(page.get_by_role("alert")).to_contain_text("Not ready")
    expect(page.get_by_role("alert")).to_contain_text("nothing has been built yet")
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(row(page, FERRY)).to_be_visible()
    fail(507, "storage-full", "the disk is full; nothing was half written", method="PUT")
    row(page, FERRY).get_by_role("button", name="Edit").click()
    field(page, "author").fill("Somebody")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#editor").get_by_role("alert").first).to_contain_text("The disk is full")
    expect(field(page, "author")).to_have_value("Somebody")
    field(page, "published").fill("soon")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#editor")).to_be_visible()  # the browser says what is wrong with the date
