from html.parser import HTMLParser
from pathlib import Path

from qa.evaluation.outcomes import Outcome, Stage
from qa.evaluation.report import render, save, worst
from qa.evaluation.runs import Run
from qa.evaluation.scores import MEASURES
from tests.evaluation.making import outcome, unanswerable

HOSTILE = "\"'><script>alert(1)</script><img src=http://x.example/ onerror=y>&amp;\x1b[31m\ud800"
VOID = {"meta"}


class Page(HTMLParser):
    """Collects elements, their attributes and the text; checks that everything is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def some() -> tuple[Outcome, ...]:
    return (
        *(outcome(id=f"a{at}", kind="cast", confidence=at / 20, took_ms=at) for at in range(20)),
        outcome(id="bad", right=False, confidence=0.4, ranks=(), stage=Stage.NOT_RETRIEVED),
        unanswerable(id="u1", kind="near", confidence=0.7, stage=Stage.ANSWERED),
        outcome(id="held", abstained=True, confidence=0.2, stage=Stage.WITHHELD),
        unanswerable(id="u2", kind="near", abstained=True, confidence=0.3),
    )


def test_the_page_shows_numbers_kinds_stages_plots_and_the_worst() -> None:
    page = Page(render(Run("000003", some())))
    text = " ".join(page.text)
    for words in (*MEASURES, "000003", "24 questions, 22", "cast", "near", "balanced error"):
        assert words in text
    for stage in (Stage.NOT_RETRIEVED, Stage.ANSWERED, Stage.WITHHELD):
        assert text.count(stage) == 2  # once counted, once at its question
    for part in ("Lost in retrieval", "Lost in deciding"):
        assert part in text
    assert page.tags.count("svg") == 4
    assert page.tags.count("li") == 3


def test_slow_answers_are_told_in_whole_milliseconds() -> None:
    slow = tuple(outcome(id=f"a{at}", took_ms=1690.0) for at in range(5))
    text = " ".join(Page(render(Run("000003", slow))).text)
    assert "1,690" in text
    assert "e+0" not in text


def test_the_page_needs_nothing_else() -> None:
    page = Page(render(Run("000003", some())))
    loading = {"src", "href", "srcset", "action", "data", "xlink:href", "style"}
    assert {name for name, _ in page.attributes} & loading == set()
    assert set(page.tags) & {"script", "link", "img", "iframe", "object", "image", "use"} == set()
    assert "url(" not in render(Run("000003", some()))
    assert "@import" not in render(Run("000003", some()))


def test_what_strangers_wrote_is_shown_as_text() -> None:
    bad = outcome(
        id=HOSTILE,
        kind=HOSTILE,
        question=HOSTILE,
        answers=(HOSTILE,),
        guess=HOSTILE,
        stage=Stage.OUTWEIGHED,
    )
    page = Page(render(Run(HOSTILE, (bad, unanswerable()))))
    assert set(page.tags) & {"script", "img"} == set()
    assert not any(name.startswith("on") for name, _ in page.attributes)
    shown = HOSTILE.replace("\x1b", "\ufffd").replace("\ud800", "\ufffd")
    assert (
        "".join(page.text).count(shown) == 8
    )  # title, head, kinds; id, kind, question, answer, guess


def test_the_page_is_written_in_utf_8(tmp_path: Path) -> None:
    save(Run("000003", (outcome(guess="유인수", stage=Stage.WITHHELD),)), tmp_path / "r.html")
    assert "유인수" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_run_that_can_hardly_be_measured_still_makes_a_page() -> None:
    bare = outcome(relevant=0, ranks=(), right=None, em=None, f1=None, took_ms=0.0)
    page = Page(render(Run("000003", (bare,))))
    assert "svg" not in page.tags
    assert "Nothing went wrong" in " ".join(page.text)
    assert Page(render(Run("000003", ()))).tags


def test_the_worst_are_the_surest_wrong_answers_then_what_was_withheld() -> None:
    assert [each.id for each in worst(some())] == ["u1", "bad", "held"]
    many = [unanswerable(id=f"{at:03}", stage=Stage.ANSWERED) for at in range(100)]
    assert [each.id for each in worst(many)] == [f"{at:03}" for at in range(30)]
