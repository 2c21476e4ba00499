"""The page: complete, from this server alone, with nothing of a stranger's read as markup."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from qa.service.site import MEDIA_TYPES, PAGES, read_files

FILES = read_files()
PAGE = {name: content.decode() for name, content in FILES.values()}
SOUGHT = {
    "index.html": ("page.js", "answers.js", "cards.js", "filters.js", "home.js", "troubles.js"),
    "article.html": ("article.js", "troubles.js"),
}
SCRIPTS = [name for name in PAGE if name.endswith(".js")]
DOCUMENTS = [name for name in PAGE if name.endswith(".html")]


class Elements(HTMLParser):
    """All start tags of a document with their attributes, and what stands inside scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, attribute: str) -> set[str]:
        return {str(attrs[attribute]) for _, attrs in self.tags if attribute in attrs}


@pytest.mark.parametrize("path", FILES)
def test_every_file_is_served_as_what_it_is(client: TestClient, path: str) -> None:
    name, content = FILES[path]
    response = client.get(path)
    assert (
        response.headers["content-type"].partition(";")[0]
        == (MEDIA_TYPES[f".{name.rpartition('.')[2]}"])
    )
    assert response.content == content


def test_every_document_has_an_address_of_its_own() -> None:
    assert {name: address for address, (name, _) in FILES.items() if name in DOCUMENTS} == {
        name: address for address, name in PAGES.items()
    }


def test_what_a_browser_has_already_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/base.css")
    again = client.get("/base.css", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_browser_that_cannot_unpack_gets_it_as_it_is(client: TestClient) -> None:
    packed = client.get("/base.css", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/base.css", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content == FILES["/base.css"][1]


def weight(name: str, seen: set[str]) -> int:
    """Return the bytes of a file and of all that it brings, each once; `seen` is added to."""
    seen.add(name)
    named = re.findall(r'(?:href|src)="/([\w.]+)"|from "\./([\w.]+)"', PAGE[name])
    brought = {each for pair in named for each in pair if each and not each.endswith(".html")}
    below = [weight(each, seen) for each in sorted(brought & PAGE.keys()) if each not in seen]
    return len(PAGE[name].encode()) + sum(below)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_with_all_that_it_brings_is_small(name: str) -> None:
    seen: set[str] = set()
    assert weight(name, seen) < 100_000
    assert {"base.css", f"{name.partition('.')[0]}.js".replace("index", "page")} <= seen


@pytest.mark.parametrize("name", PAGE)
def test_nothing_comes_from_elsewhere(name: str) -> None:
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", PAGE[name]))
    assert addresses <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_all_that_a_document_names_is_served(client: TestClient, name: str) -> None:
    elements = Elements(PAGE[name])
    for address in elements.values("href") | elements.values("src"):
        assert address.startswith("#") or client.get(address).status_code == 200


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_holds_scripts_or_styles_of_its_own(name: str) -> None:
    for tag, attributes in Elements(PAGE[name]).tags:
        assert tag != "style"
        assert tag != "script" or "src" in attributes
        assert not [each for each in attributes if each == "style" or each.startswith("on")]


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_reads_text_as_markup(name: str) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
    assert not re.search(forbidden, PAGE[name])


@pytest.mark.parametrize(("document", "scripts"), SOUGHT.items())
def test_whatever_a_script_looks_for_is_in_the_document(
    document: str, scripts: tuple[str, ...]
) -> None:
    elements = Elements(PAGE[document])
    sought = {
        name
        for script in scripts
        for name in re.findall(r'(?:element|instantiate)\("([\w-]+)"', PAGE[script])
    }
    assert sought
    assert sought <= elements.values("id") | {"cited"}
    assert len(elements.values("id")) == len([1 for _, each in elements.tags if "id" in each])


@pytest.mark.parametrize(
    ("document", "entry"),
    [
        ("index.html", "page.js"),
        ("article.html", "article.js"),
        ("manage.html", "manage.js"),
        ("insight.html", "insight.js"),
    ],
)
def test_every_script_that_a_page_needs_is_fetched_at_once(document: str, entry: str) -> None:
    ahead = re.findall(r'"modulepreload" href="/([\w.]+)"', PAGE[document])
    assert sorted(ahead) == sorted(imported(entry) - {entry})


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_page_with_all_its_files_is_light_even_unpacked(document: str) -> None:
    loaded = re.findall(r'(?:href|src)="/([\w.]+\.(?:js|css|svg))"', PAGE[document])
    files = {document, *loaded, *(each for name in loaded for each in imported(name))}
    assert {document, "base.css", "icon.svg"} < files
    assert sum(len(PAGE[name].encode()) for name in files) < 100_000  # 150 with what it then asks


def imported(script: str) -> set[str]:
    """Return a script and all that it imports, and what that imports."""
    found, waiting = set[str](), [script]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += re.findall(r'from "\./([\w.]+)"', PAGE[name])
    return found


def test_every_field_to_fill_in_has_a_label() -> None:
    text = PAGE["index.html"]
    labelled = set(re.findall(r'<label for="(\w+)"', text))
    labelled |= set(re.findall(r'<label>[^<]*<input name="(\w+)"', text))
    assert labelled == {"q", "as_of", "since", "until"}


node = pytest.mark.skipif(
    shutil.which("node") is None, reason="node runs the page's pure functions"
)


def run(expression: str) -> object:
    """Evaluate a JavaScript expression over the functions of words.js."""
    command = ["node", "--input-type=module", "-"]
    script = f"{PAGE['words.js']}\nconsole.log(JSON.stringify({expression}));"
    finished = subprocess.run(command, input=script, capture_output=True, text=True, check=True)
    return json.loads(finished.stdout)


@node
@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_can_be_parsed(name: str) -> None:
    command = ["node", "--input-type=module", "--check", "-"]
    subprocess.run(command, input=PAGE[name], text=True, check=True)


@node
def test_dates_are_as_precise_as_they_are_known() -> None:
    assert run('["2022", "2022-02", "2022-02-09", null].map(describeDate)') == [
        "2022",
        "February 2022",
        "9 February 2022",
        "undated",
    ]


@node
def test_ages_are_told_in_days_then_months_then_years() -> None:
    dates = (
        '["2026-11-22", "2026-11-21", "2026-11-02", "2026-05-01", "2026-11", "2022-02-09", "2025"]'
    )
    today = 'new Date("2026-11-22T23:59:00Z")'
    assert run(f"{dates}.map((date) => describeAge(date, {today}))") == [
        "today",
        "yesterday",
        "20 days ago",
        "6 months ago",
        "this month",
        "4 years ago",
        "last year",
    ]


@node
def test_places_are_counted_in_code_points() -> None:
    assert run('[0, 1, 2, 4, 9, NaN].map((point) => indexOf("유🧟인수", point))') == [
        0,
        1,
        3,
        5,
        5,
        5,
    ]


@node
def test_a_quote_is_found_in_the_passage_that_holds_it() -> None:
    passage = {"article_id": "a", "start": 10, "end": 32, "text": "One. 🧟 Two words. Three"}
    citation = {"article_id": "a", "start": 17, "end": 27, "quote": "Two words."}
    both = f"{json.dumps(citation)}, [{json.dumps(passage)}]"
    assert run(f"homeOf({both})") == {"text": passage["text"], "start": 8, "end": 18}


@node
def test_a_quote_from_no_passage_shown_stands_alone() -> None:
    citation = {"article_id": "a", "start": 17, "end": 27, "quote": "Two words."}
    assert run(f"homeOf({json.dumps(citation)}, [])") == {
        "text": "Two words.",
        "start": 0,
        "end": 10,
    }


@node
def test_a_quote_is_found_in_an_article_that_has_changed() -> None:
    citation = '{start: 0, end: 3, quote: "two"}'
    assert run(f'findQuote("two three", {citation})') == [0, 3]
    assert run(f'findQuote("🧟 two three", {citation})') == [3, 6]
    assert run(f'findQuote("three", {citation})') is None
    assert run('findQuote("🧟 two", {start: 2, end: 5})') == [3, 6]
    assert run('findQuote("two", {start: 9, end: 12})') is None


@node
def test_many_sources_are_told_by_the_first() -> None:
    assert run('[someOf("A, B, C, D"), someOf("A, B, C, D, E"), someOf("")]') == [
        "A, B, C, D",
        "A, B, C and 2 more",
        "",
    ]


@node
def test_a_language_is_the_one_stated_or_that_of_the_script() -> None:
    texts = '["유리 등대 (lamp)", "lamp 유", "بنى سليم", "灯台です", "x", ""].map(guessLanguage)'
    assert run(texts) == ["ko", None, "ar", "ja", None, None]
    assert run('[languageOf({lang: "pt-BR"}), languageOf({lang: "<b>", text: "x"})]') == [
        "pt-BR",
        None,
    ]


@node
def test_what_was_understood_is_said_in_words_and_nothing_is_not_said() -> None:
    assert run('describeUnderstood({as_of: "2023-03", intent: "latest", about: null})') == (
        "as of March 2023, the latest is asked for"
    )
    assert run("describeUnderstood({as_of: null, intent: null})") == ""


@node
def test_a_source_is_opened_at_the_quote() -> None:
    assert run('linkToQuote("https://a.example/b", "On-jo, the 온조")') == (
        "https://a.example/b#:~:text=On%2Djo%2C%20the%20%EC%98%A8%EC%A1%B0"
    )
    assert run('linkToQuote("https://a.example/b#c", "x ".repeat(20))') == (
        "https://a.example/b#c:~:text=x%20x%20x%20x%20x%20x,x%20x%20x%20x%20x%20x"
    )


@node
@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "", "/etc", "https://", "http://[x"]
)
def test_what_is_no_web_address_becomes_no_link(url: str) -> None:
    assert run(f"linkToQuote({json.dumps(url)}, 'x')") is None


@node
def test_the_slashes_of_an_id_stay_slashes() -> None:
    assert run('articleAddress("cast/a b?#유")') == "/v1/articles/cast/a%20b%3F%23%EC%9C%A0"


@node
def test_a_failure_is_described_whether_or_not_the_server_says_why() -> None:
    wrong = '{detail: "1 thing", errors: [{detail: "must not be blank"}]}'
    described = f"describeProblem(422, {wrong}), describeProblem(500, null)"
    assert run(f'[describeProblem(503, {{detail: "build"}}), {described}]') == [
        ["Not ready right now", "build"],
        ["This cannot be asked", "must not be blank"],
        ["Something went wrong", "The server answered 500."],
    ]


@node
def test_an_article_is_read_at_the_words_that_are_cited() -> None:
    assert run('readingAddress("a b/유", {start: 3, end: 9})') == (
        "/article?id=a+b%2F%EC%9C%A0&start=3&end=9"
    )
    assert run('readingAddress("a")') == "/article?id=a"
