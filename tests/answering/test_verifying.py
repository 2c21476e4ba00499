"""What the verifier is shown, and what comes of what it says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.answering.reading import SpanReader
from qa.answering.sentences import SentenceReader
from qa.answering.verifying import WORDS, marked
from qa.types import Passage, Span
from tests.fakes import WordEmbedder
from tests.spans import NoOpinion, SharedWordsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.protocols import Verifier
    from qa.types import Marked

TEXT = "Lomon plays Su-hyeok. Park Ji-hu plays Nam On-jo. It rained. It snowed."


def _passage(text: str = TEXT) -> Passage:
    return Passage("cast", "Cast", None, "", "", text, 50, 50 + len(text), 1.0, 0.6, 4.0)


def _span(words: str, quote: str, text: str = TEXT) -> Span:
    at, low = text.index(words), text.index(quote)
    return Span(_passage(text), 50 + at, 50 + at + len(words), 0, 50 + low, 50 + low + len(quote))


def test_a_span_is_marked_in_its_sentence_with_one_on_each_side() -> None:
    shown = marked(_span("Park Ji-hu", "Park Ji-hu plays Nam On-jo."))
    assert shown.text == "Lomon plays Su-hyeok. Park Ji-hu plays Nam On-jo. It rained."
    assert shown.text[shown.start : shown.end] == "Park Ji-hu"
    assert shown.title == "Cast"


def test_long_neighbours_are_left_out_and_a_long_sentence_is_not() -> None:
    long = "It rained " + "and rained " * WORDS + "again."
    shown = marked(_span("Lomon", "Lomon sings.", f"{long} Lomon sings. {long}"))
    assert shown.text == "Lomon sings."
    whole = marked(_span("again", long, f"{long} Lomon sings."))
    assert whole.text == long


@dataclass(frozen=True, slots=True)
class Preferring:
    """Implements `Verifier` by liking what is said in some words, and nothing else."""

    words: str

    def verify(self, question: str, marked: Sequence[Marked]) -> list[float]:
        said = [each.text[each.start : each.end] for each in marked]
        return [5.0 if self.words in each else -5.0 for each in said]


def _read(verifier: Verifier, passages: Sequence[Passage]) -> Sequence[Span]:
    other = SentenceReader(WordEmbedder())
    reader = SpanReader(SharedWordsModel(), verifier, other=other)
    return reader.read("Who plays the pupils?", passages)


def test_what_the_verifier_prefers_comes_first_and_is_likelier() -> None:
    for words in ("Lomon", "Park Ji-hu"):
        first, second = _read(Preferring(words), [_passage()])[:2]
        assert words in first.text
        assert first.support > second.support
        assert (first.signs["verified"], second.signs["verified"]) == (1.0, -1.0)


def test_the_best_span_of_every_passage_is_verified_before_any_second_one() -> None:
    verifier = NoOpinion()
    texts = [f"Actor {at} plays the pupils. A {at}. B {at}." for at in range(6)]
    passages = [replace(_passage(text), article_id=text) for text in texts]
    spans = _read(verifier, passages)
    assert sorted(each.text[:7] for each in verifier.shown) == [text[:7] for text in texts]
    verified = [span for span in spans if span.signs["verified"] == 0.0]
    assert {span.passage.article_id for span in verified} == set(texts)
    assert {span.signs["verified"] for span in spans if span not in verified} == {-1.0}
