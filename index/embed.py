"""Text to vectors. The only module that knows sentence-transformers.

The bundled model is a table of token vectors; its mean is computed here with numpy, giving the same vectors as
sentence-transformers (a test holds them together to 1e-5) without seconds of importing a deep-learning stack. Every
other model goes through ``encode_query`` / ``encode_document``.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Callable

import numpy as np

from index.errors import ModelError

BUNDLED = Path(__file__).with_name("model")


@dataclass(frozen=True)
class Embedder:
    """A loaded model. ``queries`` and ``documents`` map n texts to an array (n, dimension) of float32 unit vectors.

    ``words``: the same for single folded words, not scaled to length 1 (the length is a word's weight); None where a model
    has no cheap vector for a word.
    """

    name: str
    revision: str  # checksum of the files that decide the vectors
    dimension: int
    queries: Callable[[list[str]], np.ndarray]
    documents: Callable[[list[str]], np.ndarray]
    words: Callable[[tuple[str, ...]], np.ndarray] | None = None

    @property
    def identity(self) -> dict:
        """What an index made with this model records and later demands."""
        return {"model": self.name, "revision": self.revision, "dimension": self.dimension}


def load(model: str | None = None, data: Path | None = None) -> Embedder:
    """Load a model from disk: the bundled one, a folder, or the name of one fetched into ``data``/models.

    Raises ModelError with a German message when it is not there or cannot be read. Never asks a network.
    """
    folder = find(model, data)
    revision = _revision(folder)
    name = "bundled" if folder == BUNDLED else (model or folder.name)
    try:
        if _is_static(folder):
            return _load_static(folder, name, revision)
        return _load_transformer(folder, name, revision)
    except Exception as error:
        raise ModelError(f"Das Sprachmodell in {folder} lässt sich nicht laden ({type(error).__name__}); bitte prüfen Sie den Ordner oder lassen Sie ASMK_MODEL weg.") from error


def find(model: str | None, data: Path | None) -> Path:
    """The folder of a model; raises ModelError if there is none."""
    if not model:
        return BUNDLED
    choices = [Path(model).expanduser()] + ([data / "models" / model.replace("/", "--")] if data else [])
    for folder in choices:
        if (folder / "modules.json").is_file() or (folder / "config.json").is_file():
            return folder
    raise ModelError(
        f"Das Sprachmodell „{model}“ liegt nicht auf diesem Rechner; bitte geben Sie einen Ordner an oder laden Sie es mit: asmk model fetch {model}"
    )


def fetch(name: str, data: Path) -> Path:
    """Download a sentence-transformers model into ``data``/models; the one command that asks a network."""
    from huggingface_hub import snapshot_download

    folder = data / "models" / name.replace("/", "--")
    try:
        snapshot_download(name, local_dir=folder, ignore_patterns=["*.onnx", "*.h5", "*.msgpack", "openvino*", "*.ot"])
    except Exception as error:
        raise ModelError(
            f"Das Sprachmodell „{name}“ ließ sich nicht herunterladen ({type(error).__name__}); bitte prüfen Sie Namen und Netzzugang oder kopieren Sie es von Hand nach {folder}."
        ) from error
    return folder


def _revision(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".json", ".safetensors", ".bin", ".txt", ".model"} and path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
    return digest.hexdigest()[:16]


def _is_static(folder: Path) -> bool:
    modules = folder / "modules.json"
    if not modules.is_file():
        return False
    kinds = [entry["type"].rsplit(".", 1)[-1] for entry in json.loads(modules.read_text(encoding="utf-8"))]
    return kinds[:1] == ["StaticEmbedding"] and set(kinds[1:]) <= {"Normalize"}


def _load_static(folder: Path, name: str, revision: str) -> Embedder:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    place = folder / json.loads((folder / "modules.json").read_text(encoding="utf-8"))[0]["path"]
    table = _table(load_file(place / "model.safetensors"))
    tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
    tokenizer.no_padding()
    prompts = {}
    config = folder / "config_sentence_transformers.json"
    if config.is_file():
        prompts = json.loads(config.read_text(encoding="utf-8")).get("prompts") or {}

    def encode(texts: list[str], prompt: str) -> np.ndarray:
        vectors = np.zeros((len(texts), table.shape[1]), dtype=np.float32)
        for row, encoding in enumerate(tokenizer.encode_batch([prompt + text for text in texts], add_special_tokens=False)):
            if encoding.ids:
                vectors[row] = table[encoding.ids].mean(axis=0)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(norms > 0, norms, 1.0)

    @lru_cache(maxsize=20_000)  # some 20 MB
    def word(text: str) -> np.ndarray:
        return table[tokenizer.encode(text, add_special_tokens=False).ids].sum(axis=0)

    return Embedder(
        name,
        revision,
        int(table.shape[1]),
        lambda texts: encode(texts, prompts.get("query", "")),
        lambda texts: encode(texts, prompts.get("document", "")),
        lambda texts: np.stack([word(text) for text in texts]) if texts else np.zeros((0, table.shape[1]), dtype=np.float32),
    )


def _table(tensors: dict[str, np.ndarray]) -> np.ndarray:
    """Token vectors (pieces, dimension) float32: plain, or as whole numbers with one scale a piece, as StaticEmbedding reads them."""
    plain = tensors.get("embedding.weight", tensors.get("embeddings"))
    if plain is None or "mapping" in tensors:
        raise ValueError("unknown layout of a static embedding")
    table = plain.astype(np.float32)
    if "weights" in tensors:
        table *= tensors["weights"].astype(np.float32)[:, None]
    return np.ascontiguousarray(table)


def _load_transformer(folder: Path, name: str, revision: str) -> Embedder:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def encode(method, texts: list[str]) -> np.ndarray:
        if not texts:
            return np.zeros((0, dimension), dtype=np.float32)
        return np.asarray(method(texts, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True), dtype=np.float32)

    dimension = int(model.get_embedding_dimension() if hasattr(model, "get_embedding_dimension") else model.get_sentence_embedding_dimension())
    return Embedder(
        name, revision, dimension, lambda texts: encode(model.encode_query, texts), lambda texts: encode(model.encode_document, texts)
    )
