"""The reader's network: MiniLM with a span head and an answerability head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from transformers import BertModel

if TYPE_CHECKING:
    from pathlib import Path

NOWHERE = -1e4
"""The logit of a token that is no place for an answer; finite, so that int8 export can hold it."""


class ReaderModel(nn.Module):  # type: ignore[misc]
    """Question and text to start and end logits and one answerability logit.

    The span that is the first token, [CLS], means: no answer (Devlin et al. 2019). Answerability is
    judged a second time from the same token, as a plain yes or no.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        # Drawing what attention drops takes a quarter of a step, and torch's fused attention is
        # slower than the plain one where a mask meets bfloat16 on a processor.
        self.encoder = BertModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attn_implementation="eager",
            attention_probs_dropout_prob=0.0,
        )
        size = self.encoder.config.hidden_size
        self.spans = nn.Linear(size, 2)
        self.answerable = nn.Linear(size, 1)
        self.dropout = nn.Dropout(0.1)
        # Three quarters of a step's memory traffic, and nothing to learn: every word was seen.
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False

    def forward(
        self, input_ids: torch.Tensor, token_type_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return span logits (batch, tokens, 2) and answerability logits (batch,).

        Inputs are int64 of shape (batch, tokens). Where an answer may stand is not known here: the
        caller masks what is not text.
        """
        hidden = self.encoder(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state
        hidden = self.dropout(hidden)
        with torch.autocast("cpu", enabled=False):  # a logit of eight bits would tie with others
            hidden = hidden.float()
            return self.spans(hidden), self.answerable(hidden[:, 0]).squeeze(-1)


def freeze(encoder: BertModel, layers: int) -> None:
    """Leave what stands below the last layers as it is: embeddings and the first `layers`.

    Nothing is dropped there either. A step gets cheaper by two thirds of what those layers cost, as
    no gradient goes that far down.
    """
    for part in (encoder.embeddings, *encoder.encoder.layer[:layers]):
        part.requires_grad_(requires_grad=False)
        for each in part.modules():
            if isinstance(each, nn.Dropout):
                each.p = 0.0
