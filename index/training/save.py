"""Writes and reads the model folder: an ordinary sentence-transformers folder whose table is stored as int8 with one scale a piece.

The stock StaticEmbedding reads that form (`embeddings` int8, `weights` float32: row = embeddings * weights) and unfolds it to float32.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

from .train import embed, ragged


def quantised(table: torch.Tensor) -> dict[str, torch.Tensor]:
    """Float table (pieces, dim) -> int8 rows and their scales; a scale is the row's largest size over 127."""
    scale = table.abs().amax(1).clamp_min(1e-8) / 127
    return {"embeddings": (table / scale[:, None]).round().to(torch.int8), "weights": scale.float()}


def save(folder: Path, tokenizer: Tokenizer, table: torch.Tensor) -> None:
    """Writes the folder beside its place and moves it there in one step; a README.md that is there stays."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    table = table.detach()
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    work.chmod(0o755)
    try:
        model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=table), Normalize()], device="cpu", similarity_fn_name="cosine")
        model.save_pretrained(str(work), create_model_card=False)
        (weights,) = work.rglob("model.safetensors")
        tokenizer.save(str(weights.with_name("tokenizer.json")), pretty=False)
        save_file({k: v.contiguous() for k, v in quantised(table).items()}, weights)
        weights.chmod(0o644)
        if (folder / "README.md").exists():
            shutil.copy(folder / "README.md", work / "README.md")
        old = folder.with_name(f".{folder.name}-old")
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        work.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def encoder(tokenizer: Tokenizer, table: torch.Tensor) -> Callable[[list[str]], np.ndarray]:
    """A function texts -> unit vectors (texts, dim) as float32, with the table as it is in memory."""
    ones = torch.ones(len(table))

    def encode(texts: list[str]) -> np.ndarray:
        bag = ragged(tokenizer, texts, longest=100_000)
        return embed(table.detach(), ones, bag.take(np.arange(len(texts)))).numpy()

    return encode
