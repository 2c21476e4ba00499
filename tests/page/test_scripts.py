"""The scripts of the page that only turn values into values, run by node."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from qa.service.site import read_files
from tests.page.articles import ATTACKS, TOWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Evaluate = Callable[[str, str], Any]

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None, reason="node runs the page's pure functions"
)

REPLY = {
    "question": "Who leads it?",
    "confidence": 0.93,
    "answer": {"text": "Ada *Brunt*", "citations": [1], "published": "2024-03-04", "sources": 1},
    "citations": [
        {
            "id": 1,
            "article_id": "museum/2024 hall",
            "title": "The [hall] & 100% {more}_",
            "published": "2024-03-04",
            "url": "https://news.example/hall",
            "source": "Gazette",
            "quote": "Ada Brunt leads it.",
            "start": 5,
            "end": 24,
        },
        {
            "id": 2,
            "article_id": "other",
            "title": "Not cited by the answer",
            "published": None,
            "url": "javascript:attack()",
            "source": "",
            "quote": "x",
            "start": 0,
            "end": 1,
        },
    ],
}


@pytest.fixture(scope="module")
def evaluate(tmp_path_factory: pytest.TempPathFactory) -> Evaluate:
    """Evaluate a JavaScript expression over what a module exports."""
    folder: Path = tmp_path_factory.mktemp("scripts")
    (folder / "package.json").write_text('{"type": "module"}')
    for name, content in read_files().values():
        (folder / name).write_bytes(content)

    def run(module: str, expression: str) -> Any:
        script = f'import * as m from "./{module}"; console.log(JSON.stringify({expression}));'
        command = ["node", "--input-type=module", "-"]
        done = subprocess.run(
            command, input=script, capture_output=True, text=True, check=True, cwd=folder
        )
        return json.loads(done.stdout)

    return run


def texts() -> list[str]:
    choose = random.Random(3)  # noqa: S311 - a fixed draw, not a secret
    signs = ["*", "**", "_", "`", "|", "#", "- ", "> ", "\n", "\n\n", "[a](b)", "🧟", "유", "word "]
    drawn = ["".join(choose.choices(signs, k=choose.randint(1, 40))) for _ in range(300)]
    return [*(article.text for article in TOWN), *ATTACKS, *drawn]


def test_every_piece_of_prose_stands_where_it_says(evaluate: Evaluate) -> None:
    pieces = "m.takeApart(t).flatMap((b) => b.cells.flat())"
    wrong = f"{pieces}.filter((p) => p.text !== '\\n' && t.slice(p.start, p.end) !== p.text)"
    assert evaluate("prose.js", f"{json.dumps(texts())}.filter((t) => {wrong}.length)") == []


def test_no_letter_of_prose_is_lost(evaluate: Evaluate) -> None:
    letters = "(s) => s.replaceAll(/[^\\p{L}]/gu, '')"
    plain = [each for each in texts() if "](" not in each and "```" not in each]
    shown = "m.takeApart(t).flatMap((b) => b.cells.flat()).map((p) => p.text).join('')"
    lost = f"{json.dumps(plain)}.filter((t) => ({letters})(t) !== ({letters})({shown}))"
    assert evaluate("prose.js", lost) == []


def test_markdown_is_taken_apart_into_its_blocks(evaluate: Evaluate) -> None:
    text = (
        "# One\n\nTwo **three** *four*\nfive\n\n- six\n2. seven\n> eight\n\n"
        "| a | b |\n|---|---|\n| c | d |"
    )
    shape = "({kind, head, cells}) => [kind, head ?? null, cells.map((c) => c.map((p) => p.text))]"
    assert evaluate("prose.js", f"m.takeApart({json.dumps(text)}).map({shape})") == [
        ["heading", None, [["One"]]],
        ["paragraph", None, [["Two ", "three", " ", "four", "\n", "five"]]],
        ["item", None, [["six"]]],
        ["item", None, [["seven"]]],
        ["quote", None, [["eight"]]],
        ["row", True, [["a"], ["b"]]],
        ["row", False, [["c"], ["d"]]],
    ]


def test_a_row_is_shown_with_the_head_of_its_table(evaluate: Evaluate) -> None:
    text = "Before.\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |"
    at = text.rindex("f")
    around = f"m.around(m.takeApart({json.dumps(text)}), {at}, {at + 1})"
    assert evaluate("prose.js", f"{around}.map((b) => b.cells.map((c) => c[0].text))") == [
        ["a", "b"],
        ["e", "f"],
    ]


def test_a_hostile_text_is_taken_apart_in_no_time(evaluate: Evaluate) -> None:
    text = "('**a_`[' + '*_'.repeat(50)).repeat(400)"
    took = f"(() => {{ const t = Date.now(); m.takeApart({text}); return Date.now() - t; }})()"
    assert evaluate("prose.js", took) < 2000


def test_an_answer_is_copied_with_its_citations_and_no_others(evaluate: Evaluate) -> None:
    reply = json.dumps(REPLY)
    assert evaluate("copying.js", f"m.inPlain({reply})") == (
        "Who leads it?\n\nAda *Brunt* (very likely right (93 %), as of 4 March 2024)\n\n"
        "“Ada Brunt leads it.”\n— The [hall] & 100% {more}_, Gazette, 4 March 2024, "
        "https://news.example/hall\n"
    )
    assert evaluate("copying.js", f"m.inMarkdown({reply})") == (
        "Who leads it?\n\n**Ada \\*Brunt\\*** (very likely right (93 %), as of 4 March 2024)\n\n"
        "> Ada Brunt leads it.\n>\n> — [The \\[hall\\] & 100% {more}\\_]"
        "(<https://news.example/hall>), Gazette, 4 March 2024\n"
    )
    assert evaluate("copying.js", f"m.inBibTeX({reply})") == (
        "@misc{museum-2024-hall-5,\n  title = {{The [hall] \\& 100\\% \\{more\\}\\_}},\n"
        "  howpublished = {Gazette},\n  year = {2024},\n  month = {3},\n"
        "  url = {https://news.example/hall},\n"
        "  note = {museum/2024 hall, characters 5–24: “Ada Brunt leads it.”},\n}\n"
    )


@pytest.mark.parametrize(
    ("sentence", "answer", "marked"),
    [
        ("Said at the end of 2024 to come in 2024.", "2024", [19, 35]),
        ("Leeds is where Lee lives.", "Lee", [15]),
        ("김도윤은 등대를 지킨다.", "김도윤", [0]),
        ("A cost of $3.50 (3x50) it was.", "$3.50 (3x50)", [10]),
        ("Kleinstadt", "stadt", [5]),
    ],
)
def test_an_answer_is_marked_wherever_it_stands_in_its_sentence(
    evaluate: Evaluate, sentence: str, answer: str, marked: list[int]
) -> None:
    pieces = evaluate("words.js", f"m.pointOut({json.dumps(sentence)}, {json.dumps(answer)})")
    assert "".join(piece for piece, _ in pieces) == sentence
    starts = [sum(len(piece) for piece, _ in pieces[:at]) for at in range(len(pieces))]
    assert [at for at, (_, is_answer) in zip(starts, pieces, strict=True) if is_answer] == marked


def test_the_address_and_the_request_say_the_same(evaluate: Evaluate) -> None:
    asked = "new URLSearchParams('q= who? &as_of=2024&tag=a&tag=b&tag=a&until=&x=1&source=유')"
    assert evaluate("asking.js", f"m.queryOf({asked})") == {
        "question": "who?",
        "top_k": 12,
        "as_of": "2024",
        "sources": ["유"],
        "tags": ["a", "b"],
    }
    kept = "/?q=who%3F&as_of=2024&source=%EC%9C%A0&tag=a&tag=b"
    assert evaluate("asking.js", f"m.addressOf({asked})") == kept
    assert evaluate("asking.js", f"m.addressWithout({asked}, ['tag', 'a'])") == (
        "/?q=who%3F&as_of=2024&source=%EC%9C%A0&tag=b"
    )
    assert evaluate("asking.js", "m.queryOf(new URLSearchParams('q=+&as_of=2024'))") is None
