import pytest

from qa.corpus.drafts import Draft
from qa.corpus.metadata import Metadata
from qa.corpus.plain import read_plain
from qa.types import Published

MARCH_9 = Published(2023, 3, 9)
BODY = "Harbour Lights was renewed. Filming starts soon.\n\nWho returns?\n\nNobody knows."


def test_plain_text_is_taken_as_it_is() -> None:
    assert read_plain(BODY) == Draft(Metadata(), BODY)


def test_header_lines_are_metadata_and_not_text() -> None:
    headers = (
        "Title: Harbour Lights: renewed\nDATE: March 9, 2023\n\nUrl:https://quay.example/1\n"
        "Source: The Daily Quay\nauthor:  Jane Doe \nTags: news, cast\nLang: en\n\n"
    )
    assert read_plain(headers + BODY) == Draft(
        Metadata(
            title="Harbour Lights: renewed",
            published=MARCH_9,
            url="https://quay.example/1",
            source="The Daily Quay",
            author="Jane Doe",
            tags=("news", "cast"),
            lang="en",
            dated=True,
        ),
        f"\n{BODY}",
        dict.fromkeys(("title", "published", "url", "source", "author", "tags", "lang"), "text"),
    )


@pytest.mark.parametrize(
    "header",
    [
        " date 2023-03-09 ",
        "Date: 2023-03-09 ",
        "date 2023-03-09T08:00:00Z ",
        "Published 2023-03-09\n",
        "2023-03-09\n\n",
        "Thursday, March 9, 2023\n",
        "published: 2023. 3. 9.\n",
    ],
)
def test_a_date_before_the_text_is_taken_off_it(header: str) -> None:
    draft = read_plain(header + BODY)
    assert (draft.metadata.published, draft.text.lstrip("\n"), draft.inferred) == (
        MARCH_9,
        BODY,
        {"published": "text"},
    )


@pytest.mark.parametrize(
    "text",
    [
        "Date 2023-03-09 was a bad day.\n\nIt rained.",
        "Date: yesterday\n\nIt rained.",
        "Date: 2023-13-09\n\nIt rained.",
        "1984\n\nwas a bad year.",
        "The date 2023-03-09 was a bad day.\n\nIt rained.",
        "Dated: 2023-03-09.\n\nIt rained.",
        "Note: it rained.\n\nA lot.",
    ],
)
def test_what_is_not_surely_a_header_stays_in_the_text(text: str) -> None:
    assert read_plain(text) == Draft(Metadata(), text)


def test_only_the_first_of_two_equal_headers_is_one() -> None:
    draft = read_plain("Source: A\nSource: B says so.\n\nIt rained.")
    assert (draft.metadata.source, draft.text) == ("A", "Source: B says so.\n\nIt rained.")


@pytest.mark.parametrize(
    "title", ["Harbour Lights renewed", "  항구의 불빛  ", "“It rained,” he said", "x" * 120]
)
def test_a_first_line_apart_that_looks_like_a_title_is_the_title(title: str) -> None:
    assert read_plain(f"{title}\n\n{BODY}") == Draft(
        Metadata(title=title.strip()), f"\n{BODY}", {"title": "text"}
    )


@pytest.mark.parametrize(
    "line",
    [
        *(
            "It rained.",
            "It rained!",
            "Who returns?",
            "“It rained.”",
            "Cast:",
            "so far,",
            "비가 왔다。",
        ),
        *("- rain", "1. Rain", "> rain", "See https://quay.example", "* * *", "2023", "x" * 121),
    ],
)
def test_a_first_line_that_may_be_text_is_text(line: str) -> None:
    text = f"{line}\n\n{BODY}"
    assert read_plain(text) == Draft(Metadata(), text)


@pytest.mark.parametrize(
    "text", ["Harbour Lights", "Harbour Lights\n\n \n", "Harbour\nLights\n\nx."]
)
def test_a_line_with_nothing_after_it_or_joined_to_the_next_is_no_title(text: str) -> None:
    assert read_plain(text) == Draft(Metadata(), text)


@pytest.mark.parametrize(
    "start", ["Harbour Lights\nMarch 9, 2023\n\n", "Date: 2023-03-09\n\nHarbour Lights\n\n"]
)
def test_title_and_date_may_stand_in_either_order(start: str) -> None:
    draft = read_plain(start + BODY)
    assert (draft.metadata.title, draft.metadata.published) == ("Harbour Lights", MARCH_9)
    assert draft.text == f"\n{BODY}"


def test_an_author_below_the_title_does_not_hide_the_date() -> None:
    draft = read_plain(f"The pier opens\nBy Noor Faber\nPublished: 9 March 2023\n\n{BODY}")
    stated = draft.metadata
    assert (stated.title, stated.author, stated.published) == (
        "The pier opens",
        "Noor Faber",
        MARCH_9,
    )
    assert draft.text == f"\n{BODY}"


@pytest.mark.parametrize(
    "opening",
    [
        "OSLO, 9 March 2023 (Wire) - ",
        "Quay Harbour, March 9, 2023 \u2014 ",
        "Oslo, 2023-03-09 -- ",
    ],
)
def test_a_day_that_a_text_opens_with_is_its_date_and_stays_in_it(opening: str) -> None:
    draft = read_plain(f"The pier opens\n\n{opening}{BODY}")
    assert (draft.metadata.published, draft.inferred["published"]) == (MARCH_9, "text")
    assert draft.text.lstrip().startswith(opening)
    assert read_plain(f"Date: 2024\n\n{opening}{BODY}").metadata.published == Published(2024)


@pytest.mark.parametrize(
    "opening",
    [
        "Oslo, 9 March 2023 was a cold day - and ",
        "Oslo, 03/04/2023 - ",
        "Oslo, 2023 - ",
        "oslo, 9 March - ",
    ],
)
def test_a_sentence_that_opens_with_a_place_is_no_date(opening: str) -> None:
    assert read_plain(opening + BODY).metadata.published is None
