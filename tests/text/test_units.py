"""Units: exact, ordered, and nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.units import Kind, sentence_spans, units

PIECES = st.sampled_from(
    [
        *"aB1é김水😀. ,!?\n\t|-#*>`",
        "\r\n",
        "\n\n",
        "# ",
        "- ",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "```\n",
        "Dr. Lee ",
        "word ",
        "。",
        "👩‍👩‍👧",
        "\u0301",
        " . ",
        "1. ",
        "“Who?” ",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200)


@given(TEXTS)
def test_units_are_trimmed_ordered_and_apart(text: str) -> None:
    end = 0
    for unit in units(text):
        assert end <= unit.start < unit.end <= len(text)
        piece = text[unit.start : unit.end]
        assert piece == piece.strip()
        end = unit.end


@given(TEXTS)
def test_no_letter_is_lost(text: str) -> None:
    kept = {at for unit in units(text) for at in range(unit.start, unit.end)}
    lost = "".join(text[at] for at in range(len(text)) if at not in kept)
    assert not any(char.isalpha() for char in lost), lost


@given(TEXTS)
def test_sentences_cover_all_but_space(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        (
            "Mr. Lee met J. Doe at 3.30 p.m. on Jan. 5.",
            ["Mr. Lee met J. Doe at 3.30 p.m. on Jan. 5."],
        ),
        ("“Is it?” she asked. Yes!", ["“Is it?” she asked.", "Yes!"]),
        ("Visit example.com today. Or not.", ["Visit example.com today.", "Or not."]),
        ("It was I. Then he ran.", ["It was I.", "Then he ran."]),
        ("a king . he ruled .", ["a king .", "he ruled ."]),
        ("그는 배우다. 그녀도 배우다.", ["그는 배우다.", "그녀도 배우다."]),
        ("彼は俳優だ。彼女も。", ["彼は俳優だ。", "彼女も。"]),
        ("no full stop at all", ["no full stop at all"]),
        ("Wait... what? (Really.) Ok.", ["Wait... what?", "(Really.)", "Ok."]),
        ("", []),
        ("😀", ["😀"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentence_spans(text)] == expected


def test_markdown_is_taken_apart_into_its_pieces() -> None:
    text = (
        "# Cast\n\nTwo lead. More\nfollow here.\n\n- **Ji-hu** plays On-jo. She is 18.\n"
        "- Lomon\n\n| actor | role |\n|---|---|\n| Cho | Nam-ra |\n\n```\ncode here\n```\n"
    )
    assert [(unit.kind.value, text[unit.start : unit.end]) for unit in units(text)] == [
        ("heading", "Cast"),
        ("prose", "Two lead."),
        ("prose", "More\nfollow here."),
        ("item", "**Ji-hu** plays On-jo."),
        ("item", "She is 18."),
        ("item", "Lomon"),
        ("header", "| actor | role |"),
        ("row", "| Cho | Nam-ra |"),
        ("code", "```"),
        ("code", "code here"),
        ("code", "```"),
    ]


@pytest.mark.parametrize("first", ["", "| --- | --- |\n"])
def test_a_passage_that_begins_inside_a_table_is_rows(first: str) -> None:
    text = f"{first}| Yoo In-soo | Gwi-nam |\n| Lee Yoo-mi | Na-yeon |\n\nAll are pupils."
    found = [(text[unit.start : unit.end], unit.kind) for unit in units(text)]
    assert found == [
        ("| Yoo In-soo | Gwi-nam |", Kind.ROW),
        ("| Lee Yoo-mi | Na-yeon |", Kind.ROW),
        ("All are pupils.", Kind.PROSE),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "|x| is how far x is from 0.\nSo |x| and |-x| are one.",
        "A rule:\n\n|x + y| ≤ |x| + |y|\nholds for |x| and |y|. It was shown in 1821.",
    ],
)
def test_bars_alone_make_no_table(text: str) -> None:
    assert {unit.kind for unit in units(text)} == {Kind.PROSE}


def test_the_header_of_a_table_is_found_below_other_rows() -> None:
    table = "| Name | Role |\n| --- | --- |\n| Lomon | Su-hyeok |\n"
    below = [(unit.kind) for unit in units(f"| Season | Two |\n{table}")]
    assert below[-2:] == [Kind.HEADER, Kind.ROW]
    assert [unit.kind for unit in units(table + table)] == 2 * [Kind.HEADER, Kind.ROW]


def test_a_line_of_bars_and_spaces_is_looked_at_once() -> None:
    line = "|-" + 200_000 * " " + "x|"  # squared, this would take minutes
    assert len(units(f"| a | b |\n{line}\n{line}")) >= 1


def test_a_question_on_its_own_line_is_a_heading() -> None:
    text = "It ended.\n\nWhen could season 2 come out?\n\nNobody knows."
    assert [unit.kind for unit in units(text)] == [Kind.PROSE, Kind.HEADING, Kind.PROSE]


def test_lines_of_dialogue_are_apart() -> None:
    text = "Ross: Breathe .\nSusan: Count faster .\nRoss: No !"
    assert [text[unit.start : unit.end] for unit in units(text)] == text.split("\n")
