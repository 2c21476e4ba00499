import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.corpus.drafts import Draft
from qa.corpus.html import declared_encoding, read_html
from qa.corpus.metadata import Metadata
from qa.errors import ArticleError
from qa.types import Published

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Harbour Lights renewed | The Daily Quay</title>
<meta property="og:site_name" content="The Daily Quay"><meta name="author" content="Jane Doe">
<link rel="canonical" href="https://quay.example/2019/05/06/harbour">
<link rel="stylesheet" href="http://127.0.0.1:9/never-fetched.css">
<script type="application/ld+json">{"@graph": [{"@type": "WebPage"},
  {"@type": "NewsArticle", "datePublished": "2023-03-09T00:30:00+09:00"}]}</script>
<script>var tracker = "TRACKED";</script></head>
<body><div id="cookie-banner" class="cookie-consent"><p>We use cookies. Accept?</p></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/tv">Shows</a></li></ul></nav>
<article><h1>Harbour Lights renewed</h1>
<p>The series was renewed on <time datetime="2022-06-08">8 June 2022</time>, the <b>broadcaster</b>
said. See <a href="/x">more here</a>.</p>
<h2>Cast</h2><ul><li>Kim Ha-eun plays <i>Mina</i></li><li>Lee Jun plays the captain</li></ul>
<table><tr><th>Season</th><th>Episodes</th></tr><tr><td>1</td><td>12</td></tr></table>
<img src="http://127.0.0.1:9/never-fetched.png" alt="PICTURE">
<p>Filming began in Andong in 2021 and took seven months.</p></article>
<section id="comments" class="comments"><p>First! I commented on 1 January 2020.</p></section>
<footer><p>Copyright 2024 The Daily Quay. All rights reserved.</p></footer></body></html>"""

TEXT = """# Harbour Lights renewed

The series was renewed on 8 June 2022, the broadcaster said. See more here.

## Cast

- Kim Ha-eun plays Mina
- Lee Jun plays the captain

| Season | Episodes |
|---|---|
| 1 | 12 |

Filming began in Andong in 2021 and took seven months."""

TAGS = ["<", ">", "</", "<p>", "<html>", "<table>", "&", "&#0;", "x", "<time>", "<b>"]
PARAGRAPH = "<p>On 1 May 2021 the crew went to Andong, 2020-02-02 being their first visit.</p>"


def page(head: str = "", body: str = PARAGRAPH) -> str:
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>"


def linked(json: str) -> str:
    return page(f'<script type="application/ld+json">{json}</script>')


def test_a_page_gives_its_article_without_the_rest() -> None:
    assert read_html(PAGE) == Draft(
        Metadata(
            title="Harbour Lights renewed",
            published=Published(2023, 3, 9),
            url="https://quay.example/2019/05/06/harbour",
            source="The Daily Quay",
            author="Jane Doe",
        ),
        TEXT,
        {
            **dict.fromkeys(("title", "url", "source", "author"), "html metadata"),
            "published": "json-ld",
        },
    )


@pytest.mark.parametrize(
    "html",
    [
        page('<meta property="article:published_time" content="2023-03-09T23:59:00-10:00">'),
        page('<meta name="Date" content="March 9, 2023">'),
        page('<meta name="pubdate" content="Thu, 09 Mar 2023 10:00:00 GMT">'),
        page(body=f'<meta itemprop="datePublished" content="2023-03-09">{PARAGRAPH}'),
        page(
            '<meta name="date" content="2024-01-01"><meta name="date" content="2024-01-02">'
            '<meta property="article:published_time" content="2023-03-09">'
        ),
        linked('{"datePublished": "2023-03-09", "comment": {"datePublished": "2024-01-01"}}'),
        linked('[{"@type": "Thing"}, {"mainEntity": [{"datePublished": "2023-03-09"}]}]'),
        page(body=f'<time datetime="2023-03-09T10:00">9 March</time>{PARAGRAPH}'),
        page(body=f'<time datetime="2023-03-09" pubdate></time><time datetime="2024"/>{PARAGRAPH}'),
    ],
)  # fmt: skip
def test_a_date_is_read_where_the_page_states_it(html: str) -> None:
    assert read_html(html).metadata.published == Published(2023, 3, 9)


@pytest.mark.parametrize(
    ("html", "place"),
    [
        (page('<meta name="date" content="2023-03-09">'), "html meta"),
        (linked('{"datePublished": "2023-03-09"}'), "json-ld"),
        (page(body=f'<time datetime="2023-03-09">9 March</time>{PARAGRAPH}'), "html time"),
    ],
)
def test_where_a_date_was_stated_is_kept(html: str, place: str) -> None:
    assert read_html(html).inferred["published"] == place


@pytest.mark.parametrize(
    "html",
    [
        page(),
        page('<link rel="canonical" href="https://quay.example/2019/05/06/harbour">'),
        page(body=f"{PARAGRAPH}<footer>Copyright 2024</footer>"),
        page('<meta name="date" content="yesterday">'),
        page(body='<p>It starts on <time datetime="2024-05-06">6 May</time>, at nine sharp.</p>'),
        page(body=f'<time datetime="2023"></time><time datetime="2024"></time>{PARAGRAPH}'),
        linked("{not json"),
        linked('{"datePublished": 2023}'),
        linked("[" * 5000),
    ],
)
def test_no_date_is_invented(html: str) -> None:
    assert read_html(html).metadata.published is None


@pytest.mark.parametrize(
    "html",
    [
        f"<?xml version='1.0' encoding='iso-8859-1'?>\n{page()}",
        PARAGRAPH,
        f"<div>{PARAGRAPH}</div>",
        page(body=PARAGRAPH.replace("p>", "div>")),
        PARAGRAPH.removeprefix("<p>").removesuffix("</p>"),
    ],
)
def test_fragments_and_old_pages_are_read(html: str) -> None:
    assert read_html(html).text == PARAGRAPH.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize("html", ["<html></html>", "<p></p>", "<script>x</script>"])
def test_a_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(ArticleError, match="save its text as"):
        read_html(html)


@given(st.text() | st.lists(st.sampled_from(TAGS)).map("".join))
def test_any_page_is_read_or_refused(html: str) -> None:
    try:
        assert read_html(html).text.strip()
    except ArticleError:
        return


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (b'<meta charset="EUC-KR">', "cp949"),
        (b"<META http-equiv=Content-Type content='text/html; charset=shift_jis'>", "cp932"),
        (b"<meta charset=latin1>", "cp1252"),
        (b"<meta charset=windows-1251>", "cp1251"),
        (b"<meta charset=unicode_escape>", ""),
        (b"<meta charset=no-such>", ""),
        (b"<p>charset=x</p>", ""),
    ],
)
def test_the_declared_encoding_is_found(raw: bytes, encoding: str) -> None:
    assert declared_encoding(raw) == encoding
