"""Answers: from the words that may answer to what is said, with its proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qa.types.questions import Understood

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qa.types.articles import Published
    from qa.types.passages import Passage


@dataclass(frozen=True, slots=True)
class Extraction:
    """Words of one text that may answer, as the span model sees them; offsets into that text.

    `margin` is by how much these words beat saying that nothing answers, in logits: above 0 the
    model would rather answer. `answerable` is its second opinion, a logit too, on the whole text.
    """

    start: int
    end: int
    margin: float
    answerable: float


@dataclass(frozen=True, slots=True)
class Marked:
    """Words of a text that may answer, for a second look: `text[start:end]`, code points.

    The text is their sentence with some of its surroundings; the title is its article's.
    """

    title: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a passage that may answer the question, and the whole sentences they stand in.

    All offsets are into the article's text. `support` in [0, 1] estimates how likely the span
    answers the question; `signs` say what it was estimated from, by name.
    """

    passage: Passage
    start: int
    end: int
    support: float
    quote_start: int = -1
    quote_end: int = -1
    signs: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.quote_start < 0:
            object.__setattr__(self, "quote_start", self.start)
        if self.quote_end < 0:
            object.__setattr__(self, "quote_end", self.end)
        inside = self.passage.start <= self.quote_start and self.quote_end <= self.passage.end
        if not (inside and self.quote_start <= self.start < self.end <= self.quote_end):
            raise ValueError(f"span {self.start}:{self.end} lies outside its passage or quote")

    @property
    def text(self) -> str:
        """The words themselves."""
        return self._cut(self.start, self.end)

    @property
    def quote(self) -> str:
        """The sentences that hold the words."""
        return self._cut(self.quote_start, self.quote_end)

    def _cut(self, start: int, end: int) -> str:
        offset = self.passage.start
        return self.passage.text[start - offset : end - offset]


@dataclass(frozen=True, slots=True)
class Citation:
    """The verbatim words of an article that support an answer: `quote == text[start:end]`."""

    id: int
    article_id: str
    title: str
    published: Published | None
    url: str
    source: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """An answer's text with the ids of the citations behind it, never none.

    `published` is the last day on which it was told, None when that is not known; `sources` says
    how many independent sources tell it.
    """

    text: str
    citations: tuple[int, ...]
    published: Published | None = None
    sources: int = 1

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("no citation, no answer")


_NOTHING_UNDERSTOOD = Understood()


@dataclass(frozen=True, slots=True)
class Answer:
    """What `qa` says to a question. When it abstains, `answer` is None and `reason` says why.

    `confidence` in [0, 1] is the probability that the answer (given or withheld) is right.
    `spans` are what the reader weighed, best first. `earlier` is what the answer was before, newest
    first; `conflicting` what is told instead of it, of which nobody can say that it is older;
    `changed` says whether something earlier excludes the answer. `read_as` is the question in the
    words in which it was read: spelled as it was meant, in English, actors for their parts; "" when
    nobody read it.
    """

    question: str
    answer: Statement | None
    reason: str | None
    confidence: float
    citations: Sequence[Citation]
    passages: Sequence[Passage]
    generation: str
    earlier: Sequence[Statement] = ()
    spans: Sequence[Span] = ()
    conflicting: Sequence[Statement] = ()
    changed: bool = False
    understood: Understood = _NOTHING_UNDERSTOOD
    read_as: str = ""

    def __post_init__(self) -> None:
        if (self.answer is None) == (self.reason is None):
            raise ValueError("an answer or a reason to abstain, never both or neither")

    @property
    def abstained(self) -> bool:
        """Whether no answer is given."""
        return self.answer is None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: what the answer was from `first` to `last`, and who told it."""

    text: str
    citations: tuple[int, ...]
    first: Published
    last: Published
    sources: int

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("no citation, no answer")


@dataclass(frozen=True, slots=True)
class Timeline:
    """How the answer to a question changed, oldest first; no entries where nothing is dated."""

    question: str
    entries: Sequence[Entry]
    citations: Sequence[Citation]
    understood: Understood
    generation: str
