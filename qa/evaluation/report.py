"""A run as one page of HTML that needs nothing else: no script, no font, no network.

Questions, answers, ids and kinds come from strangers: each is escaped where it is put in.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING

from qa.durable import write_file
from qa.evaluation import measures, plots
from qa.evaluation.scores import by_kind, judged, score, scores
from qa.evaluation.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qa.evaluation.outcomes import Outcome
    from qa.evaluation.runs import Run

WORST = 30

_DEPTHS = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50)
_COLUMNS = 24
_POINTS = 200
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_MEANINGS = {
    "hit@1": "a relevant article came first",
    "hit@5": "one was among the first five",
    "hit@10": "one was among the first ten",
    "recall@10": "part of the relevant articles among the first ten",
    "mrr@10": "1 / rank of the first relevant article",
    "ndcg@10": "how high the relevant articles stand",
    "em": "the answer's text is an answer, word for word",
    "f1": "words shared by the answer's text and the nearest answer",
    "citation_contains_answer": "answered, and a quote behind it holds an answer",
    "false_answer_rate": "answered though unanswerable; lower is better",
    "false_refusal_rate": "withheld though answerable; lower is better",
    "auroc": "confidence tells answerable from unanswerable; 0.5 is chance",
    "ece": "gap between confidence and being right; lower is better",
    "latency_p50_ms": "half of the answers took no longer",
    "latency_p95_ms": "95 % of the answers took no longer",
}
_OF_A_KIND = {
    "hit@1": "hit@1",
    "hit@5": "hit@5",
    "ndcg@10": "ndcg@10",
    "citation_contains_answer": "cited",
    "false_answer_rate": "false answers",
    "false_refusal_rate": "false refusals",
}
"""What is shown of each kind, and the heads of these columns."""


def save(run: Run, path: Path) -> None:
    """Write the page to a file."""
    write_file(path, render(run).encode())


def render(run: Run) -> str:
    """Return the whole page."""
    outcomes = run.outcomes
    answerable = sum(each.answerable for each in outcomes)
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>qa eval: generation {_safe(run.generation)}</title>",
            f"<style>{STYLE}</style></head><body><main>",
            "<h1>How good the answers are</h1>",
            f"<p>{len(outcomes):,} questions, {answerable:,} of them answerable, asked of "
            f"generation <b>{_safe(run.generation)}</b>.</p>",
            _section("The numbers", _numbers(outcomes)),
            _section("By kind", _kinds(outcomes)),
            _section("Where questions were lost", _stages(outcomes)),
            _section("Plots", f'<div class="plots">{"".join(_plots(outcomes))}</div>'),
            _section("The worst answers", _worst(outcomes)),
            "</main></body></html>\n",
        ]
    )


def worst(outcomes: Iterable[Outcome], most: int = WORST) -> list[Outcome]:
    """Return what went wrong: first wrong answers, the surest ahead, then what was withheld."""
    lost = [each for each in outcomes if each.stage is not None]
    return sorted(lost, key=lambda each: (each.abstained, -each.confidence, each.id))[:most]


def _safe(text: str) -> str:
    """Escape a stranger's text, and replace what no page can show."""
    return html.escape(_UNPRINTABLE.sub("\ufffd", text))


def _section(title: str, content: str) -> str:
    return f"<section><h2>{title}</h2>{content}</section>"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of cells that are HTML already."""
    head = "".join(f'<th scope="col">{cell}</th>' for cell in header)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead>{body}</table></div>'


def _number(measure: str, value: float | None) -> str:
    if value is None:
        return '<span class="none">–</span>'
    return f"{value:,.1f} ms" if measure.endswith("_ms") else f"{value:.3f}"


def _numbers(outcomes: Sequence[Outcome]) -> str:
    rows = [
        (f"<code>{name}</code>", _number(name, value), _MEANINGS[name])
        for name, value in scores(outcomes).items()
    ]
    rates = [score(name, outcomes) for name in ("false_answer_rate", "false_refusal_rate")]
    known = [rate for rate in rates if rate is not None]
    balanced = sum(known) / 2 if len(known) == 2 else None
    rows += [
        ("balanced error", _number("", balanced), "mean of the two rates of false decisions"),
        (
            "area under the risk curve",
            _number("", measures.aurc(judged(outcomes))),
            "mean risk of being wrong over all coverages; lower is better",
        ),
    ]
    return _table(("measure", "value", "means"), rows)


def _kinds(outcomes: Sequence[Outcome]) -> str:
    kinds = by_kind(outcomes)
    if not kinds:
        return "<p>The questions name no kinds.</p>"
    rows = [
        (
            _safe(kind),
            f"{len(some):,}",
            *(_number(name, score(name, some)) for name in _OF_A_KIND),
        )
        for kind, some in kinds.items()
    ]
    return _table(("kind", "questions", *_OF_A_KIND.values()), rows)


def _stages(outcomes: Sequence[Outcome]) -> str:
    lost = Counter(each.stage for each in outcomes if each.stage is not None)
    if not lost:
        return "<p>None was, as far as can be told.</p>"
    rows = [
        (stage.part, stage, f"{count:,}", f"{count / len(outcomes):.1%}")
        for stage, count in lost.most_common()
    ]
    return _table(("by", "how", "questions", "of all"), rows)


def _plots(outcomes: Sequence[Outcome]) -> list[str]:
    pairs = judged(outcomes)
    drawn = [
        _figure("Retrieval: how deep the relevant articles lie", _depths(outcomes)),
        _figure("Being wrong, if only the surest are answered; the dot is now", _risks(outcomes)),
        _figure("Confidence against being right; the dashes are ideal", _reliability(pairs)),
        _figure("How long an answer took", _latencies([each.took_ms for each in outcomes])),
    ]
    return [each for each in drawn if each]


def _figure(caption: str, picture: str) -> str:
    if not picture:
        return ""
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"


def _depths(outcomes: Sequence[Outcome]) -> str:
    labelled = [each for each in outcomes if each.relevant]
    if not labelled:
        return ""
    axes = plots.Axes("hits and recall by depth", "articles looked at", "part", x_most=_DEPTHS[-1])
    hits = [
        (k, sum(measures.hit(each.ranks, k) for each in labelled) / len(labelled)) for k in _DEPTHS
    ]
    recalls = [
        (k, sum(measures.recall(each.ranks, each.relevant, k) for each in labelled) / len(labelled))
        for k in _DEPTHS
    ]
    return plots.draw(axes, plots.curves(axes, {"any relevant": hits, "all relevant": recalls}))


def _risks(outcomes: Sequence[Outcome]) -> str:
    points = measures.risk_coverage(judged(outcomes))
    if not points:
        return ""
    axes = plots.Axes("risk by coverage", "part answered", "part of it wrong")
    known = [each for each in outcomes if each.right is not None]
    given = [each for each in known if not each.abstained]
    wrong = sum(not each.right for each in given)
    now = [(len(given) / len(known), wrong / len(given), "as decided now")] if given else []
    return plots.draw(axes, plots.curves(axes, {"risk": _thin(points)}), plots.dots(axes, now))


def _reliability(pairs: Sequence[tuple[float, bool]]) -> str:
    bins = measures.reliability(pairs)
    if not bins:
        return ""
    axes = plots.Axes("reliability", "confidence", "part that was right")
    points = [
        (each.confidence, each.right, f"{each.questions:,} questions, {each.right:.0%} right")
        for each in bins
    ]
    line = plots.curves(axes, {"measured": [(x, y) for x, y, _ in points]})
    return plots.draw(axes, plots.diagonal(axes), line, plots.dots(axes, points))


def _latencies(times: Sequence[float]) -> str:
    """Draw times up to the 99th percentile; the last column holds what is above, too."""
    most = measures.percentile(times, 0.99) if times else None
    if not most:
        return ""
    width = most / _COLUMNS
    counts = Counter(min(int(each / width), _COLUMNS - 1) for each in times)
    highest = 5 * -(-max(counts.values()) // 5)  # so that five ticks are whole numbers
    axes = plots.Axes("latencies", "milliseconds", "questions", x_most=most, y_most=highest)
    columns = [(at * width, (at + 1) * width, count) for at, count in sorted(counts.items())]
    return plots.draw(axes, plots.bars(axes, columns))


def _thin(points: Sequence[measures.Point]) -> list[tuple[float, float]]:
    step = max(1, len(points) // _POINTS)
    return [(each.coverage, each.risk) for each in (*points[:-1:step], points[-1])]


def _worst(outcomes: Sequence[Outcome]) -> str:
    found = worst(outcomes)
    if not found:
        return "<p>Nothing went wrong, as far as can be told.</p>"
    return f"<ol>{''.join(map(_bad, found))}</ol>"


def _why(outcome: Outcome) -> str:
    return f"Lost in {outcome.stage.part}: {outcome.stage}" if outcome.stage else ""


def _bad(outcome: Outcome) -> str:
    kind = f" · {_safe(outcome.kind)}" if outcome.kind else ""
    right = _safe(" | ".join(outcome.answers)) or "not written down"
    expected = right if outcome.answerable else "nothing: it cannot be answered"
    did = "withheld" if outcome.abstained else "answered"
    rank = f"{outcome.ranks[0]}" if outcome.ranks else "none"
    where = f" · first relevant article: rank {rank}" if outcome.relevant else ""
    return (
        f"<li><p><b>{_safe(outcome.question)}</b></p>"
        f"<p class=small><code>{_safe(outcome.id)}</code>{kind} · confidence "
        f"{outcome.confidence:.2f}{where}</p>"
        f'<p class="why">{_why(outcome)}</p>'
        f"<dl><dt>expected</dt><dd>{expected}</dd>"
        f"<dt>{did}</dt><dd>{_safe(outcome.guess) or 'nothing'}</dd></dl></li>"
    )
