"""The reader: what a span model proposes, weighed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.reading import SpanReader
from qa.answering.sentences import SentenceReader
from qa.types import Extraction, Passage, Span
from tests.fakes import WordEmbedder
from tests.spans import NoOpinion, SharedWordsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.protocols import SpanModel

CAST = "Park Ji-hu (박지후) plays Nam On-jo. Lomon plays Su-hyeok. The series has twelve episodes."


@dataclass(frozen=True, slots=True)
class Pointing:
    """Implements `SpanModel` by pointing at given words wherever they stand."""

    words: tuple[str, ...]
    margin: float = 5.0

    def extract(
        self, question: str, texts: Sequence[tuple[str, str]], most: int
    ) -> list[list[Extraction]]:
        return [self._extract(text)[:most] for _, text in texts]

    def is_word(self, word: str) -> bool:
        return False

    def _extract(self, text: str) -> list[Extraction]:
        found = [(text.index(each), each) for each in self.words if each in text]
        return [Extraction(at, at + len(each), self.margin, self.margin) for at, each in found]


def _passage(text: str = CAST, article: str = "cast", title: str = "Cast") -> Passage:
    return Passage(article, title, None, "", "", text, 50, 50 + len(text), 1.0, 0.6, 4.0)


def _read(question: str, model: SpanModel, *passages: Passage) -> Sequence[Span]:
    reader = SpanReader(model, NoOpinion(), other=SentenceReader(WordEmbedder()))
    return reader.read(question, passages or [_passage()])


def test_the_span_is_exact_and_its_quote_the_whole_sentence() -> None:
    (span,) = _read("Who plays On-jo?", Pointing(("Park Ji-hu",)))
    assert (span.text, span.quote) == ("Park Ji-hu", "Park Ji-hu (박지후) plays Nam On-jo.")
    assert (span.start, span.end) == (50, 60)


def test_a_span_that_only_says_the_question_again_is_refused() -> None:
    spans = _read("Who plays On-jo?", Pointing(("plays Nam On-jo", "On-jo", "Lomon")))
    assert "On-jo" not in {span.text for span in spans}


def test_what_fits_the_type_asked_for_comes_first() -> None:
    number, other = _read("How many episodes are there?", Pointing(("The series", "twelve")))
    assert (number.text, other.text) == ("twelve", "The series")
    assert (number.signs["type_fits"], other.signs["type_fits"]) == (1.0, 0.0)


def test_a_question_of_yes_or_no_is_answered_by_the_sentence_that_decides_it() -> None:
    (span,) = _read("Does Lomon play Su-hyeok?", Pointing(("Su-hyeok",)))
    assert span.text == "Lomon plays Su-hyeok."


def test_a_sentence_does_not_agree_with_itself() -> None:
    model = Pointing(("Su-hyeok", "plays Su-hyeok", "Lomon"))
    (span,) = _read("Does Lomon play Su-hyeok?", model)
    assert (span.text, span.signs["agreement"]) == ("Lomon plays Su-hyeok.", 0.0)


def test_an_answer_of_stop_words_alone_is_no_echo() -> None:
    passage = _passage("The Who sang in Leeds. It rained.")
    (span,) = _read("Which band sang?", Pointing(("The Who",)), passage)
    assert span.text == "The Who"


def test_two_passages_that_say_the_same_agree() -> None:
    model = Pointing(("Lomon",))
    alone = _read("Who plays Su-hyeok?", model)
    other = _passage("Su-hyeok is played by Lomon, a singer.", "other")
    both = _read("Who plays Su-hyeok?", model, _passage(), other)
    assert (alone[0].signs["agreement"], both[0].signs["agreement"]) == (0.0, 0.5)


def test_names_and_numbers_of_the_question_are_looked_for_in_what_was_read() -> None:
    (span,) = _read("Who plays Cheong-san in 2031?", Pointing(("Lomon",)))
    assert (span.signs["names"], span.signs["numbers"]) == (0.0, 0.0)


def test_what_runs_over_a_sentence_is_cut_to_the_one_that_holds_most_of_it() -> None:
    model = Pointing(("Lomon plays Su-hyeok. The",))
    (span,) = _read("Who is in it?", model)
    assert (span.text, span.quote) == ("Lomon plays Su-hyeok", "Lomon plays Su-hyeok.")


def test_the_title_counts_as_read_but_is_never_extracted_from() -> None:
    passage = _passage("He plays the lead. It rained.", title="Lomon in Hyosan")
    spans = _read("Who plays in Hyosan?", Pointing(("Lomon", "the lead")), passage)
    assert {span.text for span in spans} == {"the lead"}
    assert spans[0].signs["names"] == 1.0


def test_a_question_in_another_script_goes_to_the_other_reader() -> None:
    spans = _read("박지후는 누구?", Pointing(("배우",)), _passage("박지후는 배우다. 비가 왔다."))
    assert spans[0].text == "박지후는 배우다."
    assert _read("Кто играет?", Pointing(("Lomon",))) != []


def test_spans_come_best_first_and_the_same_every_time() -> None:
    reader = SpanReader(SharedWordsModel(), NoOpinion(), other=SentenceReader(WordEmbedder()))
    passages = [_passage(), _passage("On-jo runs. Nam On-jo sings in the choir.", "other")]
    first, second = (reader.read("Who plays Nam On-jo?", passages) for _ in range(2))
    assert first == second
    assert [span.support for span in first] == sorted(
        (span.support for span in first), reverse=True
    )


TREES = """| Hornbeam | 1901 | Ada Brandt |
| Alder | 1920 | Ulf Sund |
| Cedar | 1935 | Ada Brandt |

The alder is old. Tom Lind looks after the beech."""


def test_the_row_above_does_not_answer_for_another() -> None:
    model = Pointing(("Ada Brandt", "Ulf Sund", "Tom Lind"))
    spans = _read("Who keeps the Alder?", model, _passage(TREES, title="Trees"))
    assert {span.text for span in spans} == {"Ulf Sund", "Tom Lind"}
    assert all(span.quote == "| Alder | 1920 | Ulf Sund |" for span in spans[:1])


def test_every_row_answers_where_none_is_named_and_where_all_are_asked_for() -> None:
    model = Pointing(("Ada Brandt", "Ulf Sund"))
    for question in ("Who is in the list?", "Who are the keepers of Alder and others?"):
        spans = _read(question, model, _passage(TREES, title="Trees"))
        assert {span.text for span in spans} == {"Ada Brandt", "Ulf Sund"}


def test_an_answer_from_a_table_stays_in_its_cell() -> None:
    (span,) = _read("When was the Alder planted?", Pointing(("1920 | Ulf",)), _passage(TREES))
    assert span.text == "1920"
