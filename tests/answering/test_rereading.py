"""What a second reading finds that the first did not, with a reader that knows only words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from qa.answering.places import figures_in, worth_reading
from qa.answering.questions import take_apart
from qa.answering.rereading import read_twice
from qa.text.dates import find_dates
from qa.text.units import units
from qa.types import Passage, Published, Span
from tests.answering.spans import span

if TYPE_CHECKING:
    from collections.abc import Sequence

WHEN = take_apart("When will the season be released?")
MOST = 5


def passage(published: str, text: str, *, dense: float = 0.5) -> Passage:
    date = Published.parse(published)
    return Passage(
        published, "Report", date, "", "", text, 0, len(text), 1.0, dense=dense, lexical=1.0
    )


@dataclass
class DateReader:
    """Implements `Reader`: the last date of each sentence, of the passages it is near enough to."""

    least: float = 0.0
    read_texts: list[str] = field(default_factory=list)

    def read(self, question: str, passages: Sequence[Passage]) -> Sequence[Span]:
        """Return the dates, as well supported as their passage is near."""
        self.read_texts += [each.text for each in passages]
        found = [
            Span(
                each,
                each.start + unit.start + dates[-1].start,
                each.start + unit.start + dates[-1].end,
                each.dense,
                each.start + unit.start,
                each.start + unit.end,
            )
            for each in passages
            if each.dense >= self.least
            for unit in units(each.text)
            if (dates := find_dates(each.text[unit.start : unit.end]))
        ]
        return sorted(found, key=lambda each: -each.support)


@dataclass(frozen=True)
class Finding:
    """Implements `Reader` by finding the same spans whatever is asked."""

    spans: Sequence[Span]

    def read(self, question: str, passages: Sequence[Passage]) -> Sequence[Span]:
        return self.spans


NEW = passage("2026-01-10", "The season is released in 2027, he said.", dense=0.9)
OLD = passage("2024-01-30", "Rain fell. The season is to be released in 2025. It was cold.")
OTHER = passage("2024-02-01", "Filming of the season ends in 2025.")
NONE = passage("2023-03-09", "No release date of the season is known yet, people say.")


def test_what_another_article_says_otherwise_is_found_as_if_it_were_as_near() -> None:
    reader = DateReader(least=0.6)
    spans = read_twice(reader, WHEN, [NEW, OLD])
    assert [(each.text, each.support) for each in spans] == [("2027", 0.9), ("2025", 0.9)]
    assert [each.passage for each in spans] == [NEW, OLD]
    assert all(each.quote in each.passage.text for each in spans)


def test_only_what_may_answer_otherwise_is_read_again() -> None:
    lead = span("The season is released in [2027].", "2026-01-10")
    same = passage("2026-01-12", "The season is released early in 2027.")
    places = worth_reading(WHEN, lead, [same, OTHER, OLD, NONE], MOST)
    assert {each.passage.article_id for each in places} == {"2024-01-30", "2023-03-09"}
    assert {each.text for each in places} == {NONE.text, "The season is to be released in 2025."}


def test_no_more_than_asked_for_are_read_and_one_an_article() -> None:
    lead = span("The season is released in [2027].", "2026-01-10")
    many = [passage(f"2024-01-{day:02}", OLD.text) for day in range(1, 20)]
    assert len(worth_reading(WHEN, lead, many, MOST)) == MOST
    twice = passage("2024-01-30", f"{OLD.text} The season is to be released in 2026.")
    assert len(worth_reading(WHEN, lead, [twice], MOST)) == 1


def test_a_sentence_that_says_there_is_no_date_is_an_answer_but_less_than_a_date() -> None:
    spans = read_twice(DateReader(), WHEN, [NEW, NONE])
    assert [(each.text, each.support) for each in spans] == [
        ("2027", 0.9),
        (NONE.text, pytest.approx(0.675)),
    ]


def test_that_no_date_is_set_is_an_answer_where_no_date_of_it_is_found() -> None:
    told = passage("2024-03-09", "Filming of the season ended in 2023. No release date is set.")
    spans = read_twice(DateReader(), WHEN, [told])
    assert spans[0].text == "No release date is set."
    far = replace(told, dense=0.01)
    assert read_twice(DateReader(), WHEN, [far])[0].support == pytest.approx(0.25)


def test_words_on_another_season_have_less_support() -> None:
    asked = take_apart("When was season 2 released?")
    other = passage("2024-01-01", "Season 1 was released in 2022.", dense=0.8)
    both = passage("2024-01-02", "Seasons 1 and 2 were released in 2023.", dense=0.4)
    spans = read_twice(DateReader(), asked, [other, both])
    assert [(each.text, each.support) for each in spans] == [("2023", 0.4), ("2022", 0.2)]


def test_what_is_called_false_answers_last() -> None:
    asked = take_apart("When was the season released?")
    false = passage("2024-01-01", "That the season was released in 2022 is false.", dense=0.8)
    true = passage("2024-01-02", "The season was released in 2023.", dense=0.4)
    assert [each.text for each in read_twice(DateReader(), asked, [false, true])] == [
        "2023",
        "2022",
    ]
    rumour = take_apart("When was the season released as a rumour had it?")
    assert read_twice(DateReader(), rumour, [false, true])[0].text == "2022"


def test_nothing_is_read_twice_where_nothing_can_change() -> None:
    reader = DateReader()
    read_twice(reader, take_apart("Where will the season be released?"), [NEW, OLD])
    assert reader.read_texts == [NEW.text, OLD.text]
    assert read_twice(reader, WHEN, []) == []


def test_figures_are_read_with_what_they_count() -> None:
    assert figures_in("In May 2024 it cost $9, and two men drew 5,000 fans to it again.") == [
        "$9, and two men",
        "two men drew 5,000",
        "5,000 fans to it",
    ]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Who plays the lead?", 0.75),  # which of them it is, is not told
        ("Who are the leads?", 1.0),
        ("What is it about?", 1.0),
    ],
)
def test_a_name_out_of_an_enumeration_is_weaker_where_one_person_is_asked_for(
    question: str, kept: float
) -> None:
    class Naming:
        def read(self, question: str, passages: Sequence[Passage]) -> Sequence[Span]:
            return [span("Ann Lee, Bo Kim and [Cy Park] play the leads.", "2023", support=0.8)]

    (found, *_) = read_twice(Naming(), take_apart(question), [NEW])
    assert found.support == pytest.approx(0.8 * kept)


def test_an_actor_is_asked_for_and_not_the_part() -> None:
    text = "Ada Brandt acts. Ada Brandt plays Nora Falk. Nora Falk is the doctor of the town."
    told = passage("2026-01-10", text)
    asked = take_apart("Which actress is the doctor?")
    part = Span(told, text.index("Nora Falk is"), text.index(" is the"), 0.8, 45, len(text))
    player = Span(told, 17, 27, 0.6, 17, 44)

    first, second = read_twice(Finding([part, player]), asked, [told])[:2]
    assert (first.text, second.text) == ("Ada Brandt", "Nora Falk")
    assert second.support < first.support == player.support


def test_words_without_a_date_are_hardly_when_it_was() -> None:
    told = passage("2026-01-10", "The release date and more. It came out in May 2025.")
    asked = take_apart("When was the season released?")
    words = Span(told, 12, 25, 0.8, 0, 26)
    day = Span(told, 42, 50, 0.6, 27, 51)

    first, second = read_twice(Finding([words, day]), asked, [told])[:2]
    assert (first.text, second.text) == ("May 2025", "date and more")


def test_what_an_article_numbers_in_its_title_holds_for_its_sentences() -> None:
    asked = take_apart("How long did the second season take?")
    first, second = (
        replace(span(told, "2024", article=told), support=support)
        for told, support in (("It took [8 months].", 0.9), ("It took [7 months].", 0.5))
    )
    titled = replace(first, passage=replace(first.passage, title="When was season 1 filmed?"))
    found = read_twice(Finding([titled, second]), asked, [second.passage])
    assert [each.text for each in found[:2]] == ["7 months", "8 months"]
    season = replace(titled, passage=replace(titled.passage, title="When was season 2 filmed?"))
    assert read_twice(Finding([season, second]), asked, [second.passage])[0].text == "8 months"
