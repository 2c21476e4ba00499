"""Models of a few kilobytes with random weights, made on the spot: real ones in all but size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import (
    Pooling,
    StaticEmbedding,
    Transformer,
)
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import AutoConfig, AutoModel, PreTrainedTokenizerFast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,:-?"
_SIZES = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "max_position_embeddings": 66,
    "initializer_range": 0.3,
    "pad_token_id": 0,
}


def word_pieces() -> Tokenizer:
    """Split into letters: every text of these letters is known, whatever its words."""
    pieces = [*_SPECIAL, *_LETTERS, *(f"##{letter}" for letter in _LETTERS)]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=_SPECIAL[1]))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def save_transformer(
    folder: Path,
    kind: str = "bert",
    *,
    pooling: str = "mean",
    prompts: Mapping[str, str] | None = None,
    include_prompt: bool = True,
) -> Path:
    """Save a random transformer that reads 64 tokens; return the folder of the whole model."""
    torch.manual_seed(0)
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=word_pieces(),
        model_max_length=64,
        **dict(zip(("pad_token", "unk_token", "cls_token", "sep_token"), _SPECIAL, strict=False)),
    )
    inside = folder / "transformer"
    config = AutoConfig.for_model(kind, vocab_size=len(tokenizer), **_SIZES)
    AutoModel.from_config(config).save_pretrained(inside)  # type: ignore[no-untyped-call]
    tokenizer.save_pretrained(inside)
    transformer = Transformer(str(inside))
    pool = Pooling(32, pooling_mode=pooling, include_prompt=include_prompt)
    model = SentenceTransformer(modules=[transformer, pool], prompts=dict(prompts or {}))
    model.save_pretrained(str(folder / "model"))
    return folder / "model"


def save_static(folder: Path) -> Path:
    """Save a model that is a table of token vectors, which `qa` does not export."""
    torch.manual_seed(0)
    static = StaticEmbedding(word_pieces(), embedding_dim=16)
    SentenceTransformer(modules=[static]).save_pretrained(str(folder / "model"))
    return folder / "model"
