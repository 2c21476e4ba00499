"""The examples that the reader is trained on."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.example import Example
from training.examples import Pool, answering, cut, examples
from training.glosses import glossed
from training.invented import invented
from training.near_misses import OPPOSITE, names_in, negated, opposed, renamed, renumbered
from training.pieces import occurrences, window_around
from training.question_splits import PARTS, Posed, Text, part_of

BRIDGE = (
    "The bridge over the Aare was designed by Maria Keller. It opened in 1923. "
    "Its largest arch is 82 metres wide. The mayor of Bern, Otto Frei, cut the ribbon."
)


def _posed(question: str, *answers: str) -> Posed:
    return Posed("q", "set", question, answers, "bridge", held_out=False)


def _text() -> Text:
    return Text("bridge", "Bridges", BRIDGE, held_out=False)


def _draw(seed: int = 1) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a fixed draw, not a secret


def test_the_place_that_counts_is_the_one_near_the_words_of_the_question() -> None:
    text = "Two men came. " + "Nothing else happened that day. " * 8 + "The arch has two spans."
    (place,) = occurrences(_posed("How many spans has the arch?", "two"), text)
    assert place == (text.index("two spans"), text.index("two spans") + 3)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("1 April", "It closed on 11 April, not on 1 April."),
        ("40", "Of 4400 seats 40 are left."),
        ("No", "It did not close. No."),
    ],
)
def test_an_answer_does_not_stand_inside_another_word(answer: str, text: str) -> None:
    start = text.rindex(answer)
    assert occurrences(_posed("When?", answer), text) == [(start, start + len(answer))]


@pytest.mark.parametrize("seed", range(20))
def test_a_gold_example_holds_its_answer_whatever_is_drawn(seed: int) -> None:
    posed = _posed("Who designed the bridge?", "Maria Keller")
    example = answering(posed, _text(), "", _draw(seed))
    assert example is not None
    assert {example.text[start:end] for start, end in example.spans} == {"Maria Keller"}
    assert example.text in BRIDGE


def test_a_cut_example_lacks_every_sentence_with_the_answer() -> None:
    posed = _posed("When did it open?", "1923")
    gold = Example(posed.question, "", BRIDGE, ((BRIDGE.index("1923"), 75),), "gold")
    missing = cut(posed, gold)
    assert missing is not None
    assert missing.spans == ()
    assert "1923" not in missing.text
    assert "Maria Keller" in missing.text


@given(st.integers(0, 3), st.floats(5, 60), st.integers(0, 99))
def test_a_window_holds_what_it_lies_around_and_whole_sentences(
    at: int, size: float, seed: int
) -> None:
    sentences = [each + "." for each in BRIDGE.rstrip(".").split(". ")]
    start = BRIDGE.index(sentences[at])
    low, high = window_around(BRIDGE, start, start + 3, size, _draw(seed))
    assert low <= start < high
    assert low in {BRIDGE.index(each) for each in sentences}
    assert high in {BRIDGE.index(each) + len(each) for each in sentences}


def test_the_same_seed_gives_the_same_epoch_and_another_another() -> None:
    posed = [_posed("Who designed the bridge?", "Maria Keller"), _posed("Who sang?")]
    pool = Pool("set", posed, {"bridge": _text()}, {}, ["Ada Lovelace"])
    epochs = [examples([pool], seed) for seed in (1, 1, *range(2, 9))]
    assert epochs[0] == epochs[1]
    assert any(each != epochs[0] for each in epochs[2:])
    assert {each.kind for epoch in epochs for each in epoch} >= {"gold", "adversarial", "cut"}


def test_texts_of_a_group_are_asked_one_question_and_one_of_them_answers() -> None:
    posed = [_posed("Who designed the bridge?", "Maria Keller")]
    others = {"road": Text("road", "", "A road leads to the bridge. It is long.", held_out=False)}
    pool = Pool("set", posed, {"bridge": _text(), **others}, {posed[0].id: [("road", 0, 39)]}, [])
    for seed in range(20):
        epoch = [each for each in examples([pool], seed) if each.kind != "invented"]
        group = [each for each in epoch if each.group]
        assert len({each.group for each in group}) == 1
        assert sum(each.kind == "gold" for each in group) == 1
        assert len(group) >= 2
        asked = {each.kind for each in epoch if not each.group}
        assert not asked & {"gold", "cut", "retrieved"}
        plain = examples([pool], seed, plain=True)
        assert {each.group for each in plain} == {""}


def test_an_opposite_of_an_opposite_is_the_word_itself_or_another_like_it() -> None:
    assert all(other in OPPOSITE for other in OPPOSITE.values())
    assert opposed("What is the largest arch?", _draw()) == "What is the smallest arch?"
    assert opposed("Who sang?", _draw()) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When did Otto Frei come?", "When did Otto Frei not come?"),
        ("Who was the mayor?", "Who was not the mayor?"),
        ("Who did not come?", None),
        ("Name the bridge.", None),
    ],
)
def test_a_question_is_denied_once(question: str, expected: str | None) -> None:
    assert negated(question) == expected


def test_a_changed_number_or_name_is_not_in_the_text() -> None:
    for seed in range(30):
        number = renumbered("Who came in 1923?", BRIDGE, _draw(seed))
        assert number is not None
        assert number.split()[-1].rstrip("?") not in BRIDGE
    assert renamed("When did Otto Frei come?", BRIDGE, ["Otto Frei", "Ada Lovelace"], _draw()) == (
        "When did Ada Lovelace come?"
    )
    assert renamed("When did Otto Frei come?", BRIDGE, ["Maria Keller"], _draw()) is None
    assert names_in(BRIDGE) == ["Aare", "Maria Keller", "Bern", "Otto Frei"]


@given(st.integers(0, 999))
def test_glosses_leave_every_span_with_its_words(seed: int) -> None:
    spans = [
        (BRIDGE.index(each), BRIDGE.index(each) + len(each)) for each in ("Maria Keller", "82")
    ]
    text, moved = glossed(BRIDGE, spans, _draw(seed))
    assert [text[start:end] for start, end in moved] == ["Maria Keller", "82"]
    assert len(text) >= len(BRIDGE)


def test_documents_are_split_alike_on_every_machine() -> None:
    parts = [part_of(f"document {number}") for number in range(500)]
    assert parts[:5] == [3, 3, 1, 2, 3]
    assert set(parts) == set(range(PARTS))


def test_an_invented_question_is_answered_by_words_of_its_text_or_by_none() -> None:
    made = invented(400, _draw())
    assert made == invented(400, _draw())
    for each in made:
        for start, end in each.spans:
            assert each.text[start:end]
            assert each.text[start:end] not in each.question
    untold = sum(not each.spans for each in made)
    assert 80 < untold < 200


def test_who_is_not_named_in_an_invented_text_has_no_answer_there() -> None:
    plain = [each for each in invented(300, _draw(2)) if each.spans and "born?" in each.question]
    assert plain
    for each in plain:
        asked = each.question.removeprefix("When was ").removesuffix(" born?")
        assert asked in each.text


def test_a_place_that_deceived_a_reader_is_shown_unless_the_answer_stands_beside_it() -> None:
    (posed,) = [_posed("Who designed the bridge?", "Maria Keller")]
    road = Text("road", "", "Ida Roth designed the road. It is long.", held_out=False)
    texts = {"bridge": _text(), "road": road}
    mayor = BRIDGE.index("The mayor")
    torn = BRIDGE.index("Maria") + 3
    places = [("road", 0, 27), ("bridge", mayor, len(BRIDGE)), ("bridge", 0, torn), ("gone", 0, 5)]
    pool = Pool("set", [posed], texts, {}, [], {posed.id: places})
    made = [each for seed in range(60) for each in examples([pool], seed)]
    deceiving = [each for each in made if each.kind == "deceiving"]
    assert {each.text for each in deceiving} >= {road.text}
    assert all("Maria Keller" not in each.text and not each.spans for each in deceiving)
    assert {each.group for each in deceiving} == {"set/0"}


def test_all_texts_of_a_question_are_shown_with_their_titles_or_none_is() -> None:
    posed = _posed("Who designed the bridge?", "Maria Keller")
    road = Text("road", "Roads", "Ida Roth designed the road. It is long.", held_out=False)
    pool = Pool(
        "set", [posed], {"bridge": _text(), "road": road}, {posed.id: [("road", 0, 27)]}, []
    )
    shown = [
        {bool(each.title) for each in examples([pool], seed) if each.kind != "invented"}
        for seed in range(40)
    ]
    assert {True} in shown
    assert {False} in shown
    assert {True, False} not in shown


def test_a_question_whose_wording_gives_away_that_it_has_no_answer_is_drawn_less() -> None:
    posed = [
        Posed(f"q{number}", "set", "How old is Ada?", (), "bridge", held_out=False)
        for number in range(100)
    ]
    told = {each.id: 0.2 for each in posed}
    pool = Pool("set", posed, {"bridge": _text()}, {}, [], likelihoods=told)
    drawn = [each for each in examples([pool], 1) if each.kind == "adversarial"]
    assert 10 <= len(drawn) <= 45  # a quarter
    assert len(examples([pool], 1, plain=True)) == 100


def test_all_that_is_asked_of_one_question_is_typed_alike() -> None:
    asked = [
        Posed(
            f"q{at}",
            "written",
            f"Who designed the {word} bridge of Bern?",
            ("Maria Keller",),
            "bridge",
            held_out=False,
        )
        for at, word in enumerate(("old", "new", "great", "little", "wooden", "iron") * 20)
    ]
    places = {each.id: [("bridge", BRIDGE.index("Its"), len(BRIDGE))] for each in asked}
    pool = Pool("written", asked, {"bridge": _text()}, places, ())
    groups: dict[str, set[str]] = {}
    kinds: dict[str, int] = {}
    for each in examples([pool], seed=3):
        if each.group:
            groups.setdefault(each.group, set()).add(each.question)
            kinds[each.group] = kinds.get(each.group, 0) + 1
    typed = {question for questions in groups.values() for question in questions}
    assert max(kinds.values()) > 1
    assert all(len(questions) == 1 for questions in groups.values())
    assert typed - {each.question for each in asked}


def test_several_texts_compete_for_one_question_and_each_stands_once() -> None:
    pieces = [
        f"The {word} arch was mended by {word.title()} Frei in the spring."
        for word in ("old", "new", "great", "little", "wooden", "iron")
    ]
    other = Text("other", "Arches", " ".join(pieces), held_out=False)
    asked = [
        Posed(
            "q", "written", "Who designed the bridge?", ("Maria Keller",), "bridge", held_out=False
        )
    ]
    places = [
        ("other", other.text.index(each), other.text.index(each) + len(each)) for each in pieces
    ]
    pool = Pool("written", asked, {"bridge": _text(), "other": other}, {"q": places}, ())
    sizes = set()
    for seed in range(40):
        group = [each for each in examples([pool], seed=seed) if each.group]
        sizes.add(len(group))
        assert [bool(each.spans) for each in group].count(True) == 1
        assert len({each.text for each in group}) == len(group)
    assert max(sizes) >= 4
