"""Takes the pictures of the pages that the documents show.

    python -m benchmarks.pictures --url http://127.0.0.1:8000 --folder docs

A running server over the shipped corpus is opened in the system's Chromium. It is asked a few
questions first, so that there is something to be seen of its use; start it with
`QA_KEEP_QUESTIONS=20` to see those that nobody could answer too.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from benchmarks.browsing import find_chromium, launch

if TYPE_CHECKING:
    from typing import Literal

    from playwright.sync_api import Browser

LIMIT = 150_000
"""Bytes of a picture at most."""


ASKED = (
    "Who plays Lee Cheong-san?",
    "Who directed All of Us Are Dead?",
    "How many episodes does the first season of All of Us Are Dead have?",
    "Who wrote the screenplay of All of Us Are Dead?",
    "Who teaches science at Hyosan High?",
    "Who plays Yoon Gwi-nam?",
    "Where is Atlantis?",
    "Who is Daniel Craig?",
)
"""What is asked before the pictures of its use are taken; the articles do not tell the last two."""


class Picture(NamedTuple):
    """What is shown: an address, what has to be there first, how wide, how high, which colours."""

    name: str
    address: str
    ready: str
    size: tuple[int, int]
    scheme: Literal["light", "dark"] = "light"


_PLAYS = "/?" + urlencode({"q": "Who plays Nam On-jo?"})
_JOINS = "/?" + urlencode({"q": "Will Roh Yoon-seo be in season 2?"})
_ABSENT = "/?" + urlencode({"q": "Who won the 1954 world cup?"})
_ARTICLE = "/article?" + urlencode({"id": "cast/on-jo-park-ji-hu", "start": 0, "end": 90})

PICTURES = (
    Picture("page-home", "/", "#examples a", (1000, 720)),
    Picture("page-answer", _PLAYS, ".sources a", (1000, 980)),
    Picture("page-dark", _JOINS, ".sources a", (1000, 980), "dark"),
    Picture("page-none", _ABSENT, ".none", (1000, 720)),
    Picture("page-article", _ARTICLE, "#cited", (1000, 720)),
    Picture("page-phone", _PLAYS, ".sources a", (390, 844)),
    Picture("manage", "/manage", "#articles .row", (1000, 760)),
    Picture("manage-phone", "/manage", "#articles .row", (360, 740)),
    Picture("insight", "/insight", "#stages svg", (1180, 1440)),
    Picture("insight-phone", "/insight", "#stages svg", (360, 740), "dark"),
)


def ask(browser: Browser, url: str) -> None:
    """Ask all questions as a program would; a server that does not answer is an error."""
    context = browser.new_context()
    for question in ASKED:
        context.request.post(f"{url}/v1/ask", data={"question": question}, fail_on_status_code=True)
    context.close()


def take(browser: Browser, url: str, picture: Picture, folder: Path) -> None:
    """Take one picture; one that grows too large is an error."""
    width, height = picture.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=picture.scheme,
        reduced_motion="reduce",
    )
    page.goto(url + picture.address)
    page.locator(picture.ready).first.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur()")
    path = folder / f"{picture.name}.png"
    page.screenshot(path=path)
    page.close()
    size = path.stat().st_size
    if size > LIMIT:
        raise SystemExit(f"{path} has {size:,} bytes, more than {LIMIT:,}")
    print(f"{path} {size:,} bytes")


def main() -> None:
    """Take all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--folder", type=Path, default=Path("docs"))
    given = parser.parse_args()
    with launch(find_chromium()) as browser:
        ask(browser, given.url)
        for picture in PICTURES:
            take(browser, given.url, picture, given.folder)


if __name__ == "__main__":
    main()
