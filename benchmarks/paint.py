"""How soon the page is seen and answers, on good and on bad connections, and what it weighs.

    python -m benchmarks.paint --url http://127.0.0.1:8000 [--question "Who ...?" --rounds 5]

A running server is opened in the system's Chromium, slowed down by the browser itself. Every
round starts with an empty cache. Without a question, the first one that the page proposes is asked.
"""

from __future__ import annotations

import argparse
import json
import statistics
import urllib.request
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from benchmarks.browsing import find_chromium, launch
from benchmarks.measuring import markdown_table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Profile(NamedTuple):
    """A connection (0: as fast as it comes) and how many times slower the processor is."""

    name: str
    kilobits: int
    round_trip_ms: int
    slower: int


PROFILES = (
    Profile("this machine", 0, 0, 1),
    Profile("slow 4G, processor 4x slower", 1600, 150, 4),
    Profile("slow 3G, processor 4x slower", 400, 400, 4),
)

_WATCH = """
window.seen = { shifts: 0 };
new PerformanceObserver((list) => list.getEntries().forEach((each) => {
  if (!each.hadRecentInput) seen.shifts += each.value;
})).observe({ type: "layout-shift", buffered: true });
new MutationObserver(() => {
  if (seen.answer || !document.querySelector(".answer")) return;
  seen.answer = Infinity;
  requestAnimationFrame(() => {
    seen.answer = performance.now();
    document.documentElement.dataset.answered = "";
  });
}).observe(document, { childList: true, subtree: true });
"""
_FORGET = """
document.querySelector(".answer").remove();
delete document.documentElement.dataset.answered;
seen.answer = 0;
addEventListener("submit", () => (seen.began = performance.now()), { capture: true });
"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


class Seen(NamedTuple):
    """One visit: milliseconds to the first paint and to the answer, shift, requests and bytes."""

    paint: float
    answer: float
    asked: float
    shift: float
    requests: float
    kilobytes: float


def slow_down(page: Page, profile: Profile) -> dict[str, float]:
    """Let the page have no more than the profile gives; return what it then counts."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    if profile.kilobits:
        bytes_a_second = profile.kilobits * 1000 / 8
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": profile.round_trip_ms,
                "downloadThroughput": bytes_a_second,
                "uploadThroughput": bytes_a_second,
            },
        )
    session.send("Emulation.setCPUThrottlingRate", {"rate": profile.slower})
    counted = {"requests": 0.0, "bytes": 0.0}

    def count(event: dict[str, float]) -> None:
        counted["requests"] += 1
        counted["bytes"] += event["encodedDataLength"]

    session.on("Network.loadingFinished", count)
    return counted


def visit(browser: Browser, url: str, question: str, profile: Profile) -> Seen:
    """Open the answer to a question by its address, then ask the same on the page once more."""
    context = browser.new_context(viewport={"width": 412, "height": 823})
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.set_default_timeout(120_000)
    counted = slow_down(page, profile)
    page.goto(f"{url}/?{urlencode({'q': question})}")
    answered = page.locator("html[data-answered]")
    answered.wait_for()
    page.wait_for_load_state("networkidle")
    loaded = dict(counted)
    paint, answer, shift = map(page.evaluate, (_PAINT, "seen.answer", "seen.shifts"))
    page.evaluate(_FORGET)
    page.locator("#q").press("Enter")
    answered.wait_for()
    asked = page.evaluate("seen.answer - seen.began")
    context.close()
    return Seen(paint, answer, asked, shift, loaded["requests"], loaded["bytes"] / 1000)


def median(visits: list[Seen]) -> Seen:
    """Return the median of each figure by itself."""
    return Seen(*(statistics.median(each) for each in zip(*visits, strict=True)))


def first_example(url: str) -> str:
    """Return the first question that the server proposes."""
    with urllib.request.urlopen(f"{url}/v1/examples", timeout=60) as response:  # noqa: S310
        examples = json.load(response)["examples"]
    if not examples:
        raise SystemExit("the server proposes no question: give one with --question")
    return str(examples[0])


def main() -> None:
    """Measure every profile in turn, round by round, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--question", default="")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    question = given.question or first_example(given.url)
    visits: dict[Profile, list[Seen]] = {profile: [] for profile in PROFILES}
    with launch(find_chromium()) as browser:
        for _ in range(given.rounds):
            for profile, seen in visits.items():
                seen.append(visit(browser, given.url, question, profile))
    rows = [
        [
            profile.name,
            *(f"{value:,.0f} ms" for value in found[:3]),
            f"{found.shift:.3f}",
            f"{found.requests:.0f}",
            f"{found.kilobytes:.1f} kB",
        ]
        for profile, found in ((profile, median(seen)) for profile, seen in visits.items())
    ]
    header = ["", "first paint", "answer", "asked again", "layout shift", "requests", "sent"]
    print(f"{question} (median of {given.rounds})\n")
    print(markdown_table(header, rows))


if __name__ == "__main__":
    main()
