"""Examples as padded arrays of tokens."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import torch
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from training.example import Example

_One = TypeVar("_One")

MOST_TOKENS = 256
_POOL = 40  # batches sorted together: little padding, and still a mixed order


@dataclass(frozen=True, slots=True)
class Encoded:
    """One example: token ids, types, code point offsets into the text, and where text stands.

    `places` are the first and last token of each right answer; (0, 0) when there is none.
    """

    ids: list[int]
    types: list[int]
    offsets: list[tuple[int, int]]
    first_text: int
    places: list[tuple[int, int]]
    example: Example


@dataclass(frozen=True, slots=True)
class Batch:
    """int64 tensors of shape (batch, tokens); `text` marks the tokens that may answer.

    `starts` and `ends` are float32 of the same shape: 1 where a right answer starts or ends.
    `answers` is float32 of shape (batch,): 1 when the text answers. `groups`, int64 of the same
    shape, numbers the groups of the batch from 0: texts that compete for one question's answer.
    """

    ids: torch.Tensor
    types: torch.Tensor
    attention: torch.Tensor
    text: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor
    answers: torch.Tensor
    groups: torch.Tensor
    encoded: Sequence[Encoded]

    def __len__(self) -> int:
        """How many examples it holds."""
        return len(self.encoded)


def open_tokenizer(folder: Path) -> Tokenizer:
    """Open the base model's tokenizer, which cuts off the text, never the question."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS, strategy="only_second")
    return tokenizer


def encode(tokenizer: Tokenizer, example: Example) -> Encoded:
    """Turn one example into tokens; the title stands before the text and is never an answer."""
    lead = f"{example.title}\n" if example.title else ""
    encoding = tokenizer.encode(example.question, lead + example.text)
    second = [at for at, part in enumerate(encoding.sequence_ids) if part == 1]
    offsets = [(start - len(lead), end - len(lead)) for start, end in encoding.offsets]
    text = [at for at in second if offsets[at][0] >= 0 and offsets[at][1] > offsets[at][0]]
    places = [place for span in example.spans if (place := _tokens_of(span, text, offsets))]
    first = text[0] if text else len(encoding.ids)
    return Encoded(encoding.ids, encoding.type_ids, offsets, first, places, example)


def _tokens_of(
    span: tuple[int, int], text: Sequence[int], offsets: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    inside = [at for at in text if offsets[at][0] < span[1] and span[0] < offsets[at][1]]
    whole = bool(inside) and offsets[inside[-1]][1] >= span[1]  # not cut off
    return (inside[0], inside[-1]) if whole else None


def batches(encoded: Sequence[Encoded], size: int, seed: int) -> Iterator[Batch]:
    """Yield batches of alike lengths in a drawn order; a group is never torn apart.

    An answer that was cut off would teach that there is none, so those examples are left out.
    """
    usable = [each for each in encoded if bool(each.places) == bool(each.example.spans)]
    draw = random.Random(seed)  # noqa: S311 - a fixed draw, not a secret
    groups = _grouped(usable)
    for at in range(0, len(groups), size * _POOL):
        pool = sorted(groups[at : at + size * _POOL], key=lambda each: max(map(_length, each)))
        full = [*filled(pool, size, len)]
        draw.shuffle(full)
        yield from (batch([*itertools.chain(*groups)]) for groups in full)


def _grouped(encoded: Sequence[Encoded]) -> list[list[Encoded]]:
    """Return what is of one group together, in the order of each group's first."""
    groups: dict[str, list[Encoded]] = {}
    for at, each in enumerate(encoded):
        groups.setdefault(each.example.group or f"#{at}", []).append(each)
    return [*groups.values()]


def filled(drawn: Sequence[_One], size: int, rows: Callable[[_One], int]) -> Iterator[list[_One]]:
    """Yield lists that come to at most `size` rows together, unless a single one is larger."""
    full: list[_One] = []
    taken = 0
    for each in drawn:
        if full and taken + rows(each) > size:
            yield full
            full, taken = [], 0
        full.append(each)
        taken += rows(each)
    if full:
        yield full


def padded(
    rows: Sequence[tuple[list[int], list[int]]],
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return ids, types and attention, int64 of shape (rows, longest), of ids and types."""
    shape = (len(rows), max(len(ids) for ids, _ in rows))
    every, types, attention = (np.zeros(shape, np.int64) for _ in range(3))
    for at, (ids, own) in enumerate(rows):
        every[at, : len(ids)], types[at, : len(ids)], attention[at, : len(ids)] = ids, own, 1
    return torch.from_numpy(every), torch.from_numpy(types), torch.from_numpy(attention)


def _length(encoded: Encoded) -> int:
    return len(encoded.ids)


def batch(encoded: Sequence[Encoded]) -> Batch:
    """Pad examples to the longest of them."""
    ids, types, attention = padded([(each.ids, each.types) for each in encoded])
    shape = ids.shape
    text, starts, ends = (np.zeros(shape, np.float32) for _ in range(3))
    for row, each in enumerate(encoded):
        length = len(each.ids)
        text[row, each.first_text : length - 1] = 1  # the last token is [SEP]
        text[row, 0] = 1  # and the first is the way to say: no answer
        for first, last in each.places or [(0, 0)]:
            starts[row, first] = ends[row, last] = 1
    answers = np.array([float(bool(each.places)) for each in encoded], np.float32)
    named = [each.example.group or f"#{row}" for row, each in enumerate(encoded)]
    number = {name: at for at, name in enumerate(dict.fromkeys(named))}
    groups = np.array([number[name] for name in named], np.int64)
    tensor = torch.from_numpy
    return Batch(
        ids=ids,
        types=types,
        attention=attention,
        text=tensor(text),
        starts=tensor(starts),
        ends=tensor(ends),
        answers=tensor(answers),
        groups=tensor(groups),
        encoded=encoded,
    )
