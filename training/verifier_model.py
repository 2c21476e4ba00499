"""The verifier's network: MiniLM with one head, begun with the reader's layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from training.reader_model import ReaderModel


class VerifierModel(nn.Module):  # type: ignore[misc]
    """Question and marked words to one logit, of whether they answer.

    It is judged from the first token, as the reader's answerability is, and begins with that head.
    """

    def __init__(self, reader: ReaderModel) -> None:
        super().__init__()
        self.encoder = reader.encoder
        self.answerable = reader.answerable
        self.dropout = reader.dropout

    def forward(
        self, input_ids: torch.Tensor, token_type_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> torch.Tensor:
        """Return logits (batch,) of inputs int64 (batch, tokens)."""
        hidden = self.encoder(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state
        first = self.dropout(hidden[:, 0])
        with torch.autocast("cpu", enabled=False):  # a logit of eight bits would tie with others
            logits: torch.Tensor = self.answerable(first.float()).squeeze(-1)
            return logits
