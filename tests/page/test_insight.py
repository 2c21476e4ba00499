"""The page that shows index and use: what it draws is what the server says, for whom it says it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from qa.cli.wording import REASONS
from qa.service.site import read_files
from tests.page.axe import findings
from tests.page.changing import changeable
from tests.page.conftest import PHONE
from tests.service.test_site import node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.faults.conftest import Server
    from tests.page.conftest import OpenPage

KEY = "correct-horse"
ATTACK = "Who is <b>Atlantis</b> Emmerich?"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("insight")
    with changeable(folder, QA_API_KEY=KEY, QA_KEEP_QUESTIONS="5") as server:
        for question in (
            "Who steers the ferry to Osel?",
            ATTACK,
            ATTACK,
            "Who is Zbigniew Quartz?",
        ):
            server.client.post("/v1/ask", json={"question": question})
        server.client.get("/v1/timeline", params={"question": "When will the clock hall open?"})
        yield server


@pytest.fixture(scope="module")
def address(server: Server) -> str:
    return server.address


def table(page: Page, place: str) -> list[list[str]]:
    rows = page.locator(f"#{place} tbody tr")
    return [each.locator("th, td").all_text_contents() for each in rows.all()]


def overlaps(page: Page, place: str) -> list[tuple[str, str]]:
    """Return the texts of a chart of bars that run into the number at the end of their line."""
    texts = [page.locator(f"#{place} svg .{kind}").all() for kind in ("name", "value")]
    ends = [(name.bounding_box(), value.bounding_box()) for name, value in zip(*texts, strict=True)]
    return [
        (name.text_content() or "", value.text_content() or "")
        for (one, other), name, value in zip(ends, *texts, strict=True)
        if one and other and one["x"] + one["width"] > other["x"]
    ]


def heights(page: Page, kind: str, size: str) -> list[float]:
    shapes = page.locator(kind)
    return [float(each.get_attribute(size) or 0) for each in shapes.all()]


@pytest.mark.browser
def test_the_charts_say_what_the_server_says(open_page: OpenPage, server: Server) -> None:
    page = open_page("/insight")
    expect(page.locator("#stages svg")).to_be_visible()
    said = server.client.get("/v1/insight").json()
    assert page.locator("#totals dd").all_inner_texts()[:3] == [
        str(said["articles"]),
        str(said["chunks"]),
        str(said["answered"] + said["abstained"]),
    ]
    assert [int(count) for _, count in table(page, "months")] == [
        month["articles"] for month in said["months"]
    ]
    dated = [month["articles"] for month in said["months"] if len(month["published"]) > 4]
    drawn = heights(page, "#months .column", "height")
    assert len(drawn) == len(dated)
    assert [each / max(drawn) for each in drawn] == pytest.approx(
        [each / max(dated) for each in dated], abs=0.01
    )
    endings = table(page, "endings")
    assert [int(count) for _, count in endings] == [
        said["answered"],
        *(each["questions"] for each in said["reasons"]),
    ]
    stages = table(page, "stages")
    assert [int(times) for _, times, *_ in stages] == [each["count"] for each in said["stages"]]
    assert {each["stage"] for each in said["stages"]} == {
        "ask", "timeline", "embed", "dense", "lexical", "fuse", "read", "decide",
    }  # fmt: skip
    label = page.locator("#months svg").get_attribute("aria-label") or ""
    assert f"{max(dated)}." in label


@pytest.mark.browser
def test_questions_are_shown_to_holders_of_the_key_only(open_page: OpenPage) -> None:
    page = open_page("/insight")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    place = page.locator("#unanswered")
    expect(place).to_contain_text("shown to holders of the key")
    assert "Atlantis" not in page.content()
    place.get_by_role("button", name="Show them").click()
    dialog = page.get_by_role("dialog", name="The key of this server")
    expect(page.locator("#key")).to_be_focused()
    assert findings(page) == []
    page.locator("#key").fill("wrong")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("The server does not take this key")
    page.locator("#key").fill(KEY)
    page.get_by_role("button", name="Use it").click()
    expect(place.get_by_role("link", name=ATTACK)).to_be_visible()
    expect(place).to_contain_text("Asked 2 times")
    assert page.evaluate("Object.values(sessionStorage)") == [KEY]
    page.reload()
    expect(place.get_by_role("link", name=ATTACK)).to_be_visible()
    assert asked
    assert not [url for url in asked if KEY in url]


@pytest.mark.browser
def test_the_key_is_asked_for_when_something_is_changed_and_can_be_forgotten(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page("/manage?q=ferry")
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    page.get_by_role("dialog", name="The key").get_by_role("button", name="Cancel").click()
    expect(page.locator("#question").get_by_role("alert")).to_contain_text("The key is needed")
    page.locator("#yes").click()
    page.locator("#key").fill(KEY)
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("#count")).to_have_text("No article is like that.")
    page.get_by_role("button", name="Forget the key").click()
    expect(page.get_by_role("button", name="Forget the key")).to_be_hidden()
    assert page.evaluate("Object.values(sessionStorage)") == []
    assert server.client.get("/v1/articles/harbour/ferry").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_in_light_and_dark_and_on_a_phone(open_page: OpenPage, scheme: str) -> None:
    page = open_page("/insight", viewport=PHONE, color_scheme=scheme)
    expect(page.locator("#stages svg")).to_be_visible()
    for summary in page.get_by_text("As a table").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert findings(page) == []
    wide = page.locator("#months svg").get_attribute("width")
    page.set_viewport_size({"width": 900, "height": 700})
    expect(page.locator("#months svg")).not_to_have_attribute("width", wide or "")


@pytest.mark.browser
def test_no_text_of_a_chart_runs_into_its_number_on_the_smallest_phone(
    open_page: OpenPage, server: Server
) -> None:
    said = server.client.get("/v1/insight").json()
    reasons = [{"reason": each, "questions": 1_000} for each in REASONS]
    page = open_page("/icon.svg", viewport={"width": 320, "height": 700})
    many = said | {"reasons": reasons, "abstained": 6_000}
    page.route("**/v1/insight", lambda route: route.fulfill(json=many))
    page.goto("/insight")
    expect(page.locator("#stages svg")).to_be_visible()
    assert page.locator("#endings .value").count() == len(reasons) + 1
    assert overlaps(page, "endings") + overlaps(page, "stages") == []


@pytest.mark.browser
def test_a_server_that_keeps_no_questions_says_how_to_switch_that_on(
    open_page: OpenPage, server: Server
) -> None:
    page = open_page("/insight")
    said = server.client.get("/v1/insight").json() | {"keeps": 0, "months": [], "undated": 3}
    page.route("**/v1/insight", lambda route: route.fulfill(json=said))
    page.get_by_role("button", name="Look again").click()
    expect(page.locator("#unanswered")).to_contain_text("switched off")
    expect(page.locator("#unanswered")).to_contain_text("QA_KEEP_QUESTIONS=200")
    expect(page.locator("#months")).to_have_text("No article has a date.")
    page.unroute_all()
    page.route("**/v1/insight", lambda route: route.abort())
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached")
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#months svg")).to_be_visible()


def run(expression: str) -> Any:
    """Evaluate a JavaScript expression over the pure functions of the charts."""
    parts = [read_files()[f"/{name}"][1].decode() for name in ("words.js", "figures.js")]
    script = "\n".join(line for part in parts for line in part.splitlines() if "import" not in line)
    command = ["node", "--input-type=module", "-"]
    whole = f"{script}\nconsole.log(JSON.stringify({expression}));"
    done = subprocess.run(command, input=whole, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def points(months: dict[str, int]) -> tuple[list[tuple[str, int]], int]:
    told = [{"published": month, "articles": count} for month, count in months.items()]
    found = run(f"publishedPoints({json.dumps(told)})")
    return [(each["name"], each["value"]) for each in found["points"]], found["apart"]


@node
def test_months_without_articles_have_a_place_and_years_stand_apart() -> None:
    assert points({"2022": 4, "2022-11": 1, "2023-02": 2}) == (
        [("November 2022", 1), ("December 2022", 0), ("January 2023", 0), ("February 2023", 2)],
        4,
    )


@node
def test_many_years_are_shown_year_by_year() -> None:
    shown, apart = points({"2001": 1, "2001-01": 2, "2004": 3, "2010-05": 4})
    assert shown[:4] == [("2001", 3), ("2002", 0), ("2003", 0), ("2004", 3)]
    assert (shown[-1], len(shown), apart) == (("2010", 4), 10, 0)


@node
def test_years_alone_are_years_and_nothing_is_nothing() -> None:
    assert points({"2001": 1, "2003": 2}) == ([("2001", 1), ("2002", 0), ("2003", 2)], 0)
    assert points({}) == ([], 0)
