"""Text to vectors: the bundled model, other folders, and what is said when there is none."""

import json
import shutil

import numpy as np
import pytest

from index import build, embed
from index.errors import IndexMismatch, ModelError

TEXTS = [
    "Was fordert die ASMK zur Pflegeversicherung?",
    "Die Länder bitten die Bundesregierung einstimmig, das SGB II zu ändern.",
    "ÄÖÜ äöü ß – „Straße“ § 16a Absatz 2",
    "x",
    "",
    "Sozialstaat " * 400,  # long
    "日本語 и русский",  # no such letters in the training texts
]


def test_vectors_are_unit_vectors_of_the_dimension_named(embedder):
    for encode in (embedder.queries, embedder.documents):
        vectors = encode(TEXTS)
        assert vectors.shape == (len(TEXTS), embedder.dimension) and vectors.dtype == np.float32
        norms = np.linalg.norm(vectors, axis=1)
        assert np.all((np.abs(norms - 1) < 1e-5) | (norms == 0)) and norms[0] > 0
    assert embedder.queries([]).shape == (0, embedder.dimension)


def test_stock_sentence_transformers_gives_the_same_vectors(embedder):
    """The folder is an ordinary sentence-transformers model; what is computed here by hand equals it."""
    pytest.importorskip("sentence_transformers", reason="sentence-transformers is not installed")
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(embed.BUNDLED), device="cpu", local_files_only=True)
    texts = [text for text in TEXTS if text]
    np.testing.assert_allclose(embedder.queries(texts), model.encode_query(texts, normalize_embeddings=True), atol=1e-5)
    np.testing.assert_allclose(embedder.documents(texts), model.encode_document(texts, normalize_embeddings=True), atol=1e-5)


def test_a_text_alone_and_in_a_batch_has_the_same_vector(embedder):
    np.testing.assert_allclose(embedder.documents(TEXTS)[1], embedder.documents([TEXTS[1]])[0], atol=1e-6)


@pytest.mark.parametrize(
    "question, near, far",
    [
        ("Hilfe für alte Menschen daheim", "häusliche Pflege durch Angehörige", "Kündigungsschutz in der Probezeit"),
        ("Wie hoch soll der Lohn mindestens sein?", "Erhöhung des gesetzlichen Mindestlohns", "Gewalt gegen Frauen"),
        ("Menschen ohne Wohnung", "Maßnahmen gegen Obdachlosigkeit", "Digitalisierung der Rentenversicherung"),
    ],
)
def test_the_bundled_model_knows_german(embedder, question, near, far):
    one, other = embedder.documents([near, far]) @ embedder.queries([question])[0]
    assert one > other


def test_the_bundled_model_is_small():
    """It is part of the repository and its history: 25 MB at most, card included."""
    assert sum(path.stat().st_size for path in embed.BUNDLED.rglob("*") if path.is_file()) < 25 * 2**20


def test_the_bundled_model_folder_is_complete():
    assert {"modules.json", "model.safetensors", "tokenizer.json", "config_sentence_transformers.json"} <= {path.name for path in embed.BUNDLED.iterdir()}
    config = json.loads((embed.BUNDLED / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    assert {"query", "document"} <= set(config["prompts"])


def test_another_folder_is_another_model(tmp_path, embedder, make_pdf, small_report, asmk_here):
    """A model's files decide its identity, not its place: an index refuses the changed one, by setting too."""
    other = tmp_path / "anderes"
    shutil.copytree(embed.BUNDLED, other)
    same = embed.load(str(other))
    assert (same.revision, same.dimension) == (embedder.revision, embedder.dimension)
    np.testing.assert_array_equal(same.queries(TEXTS), embedder.queries(TEXTS))

    config = json.loads((other / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    (other / "config_sentence_transformers.json").write_text(json.dumps(config | {"prompts": {"query": "Frage: ", "document": ""}}))
    changed = embed.load(str(other))
    assert changed.revision != embedder.revision
    np.testing.assert_allclose(changed.queries(["Pflege"]), embedder.documents(["Frage: Pflege"]), atol=1e-6)  # its own prompts are used

    data = tmp_path / "data"
    build.index_files([make_pdf(tmp_path / "klein.pdf", small_report)], data, embedder)
    with pytest.raises(IndexMismatch):
        build.index_files([tmp_path / "klein.pdf"], data, changed)
    refused = asmk_here("ask", "Leuchtturmwärter", data=data, ASMK_MODEL=str(other))
    assert refused.code == 1 and "asmk index --rebuild" in refused.err
    build.index_files([], data, changed, rebuild=True)
    assert asmk_here("ask", "Leuchtturmwärter", "--json", "--model", other, data=data).json["quotes"]


def test_a_model_fetched_into_the_data_folder_is_found_by_name(tmp_path):
    shutil.copytree(embed.BUNDLED, tmp_path / "models" / "jemand--modell")
    assert embed.find("jemand/modell", tmp_path) == tmp_path / "models" / "jemand--modell"
    assert embed.load("jemand/modell", tmp_path).dimension > 0


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda folder: "jemand/gibt-es-nicht", "asmk model fetch jemand/gibt-es-nicht"),  # a name nobody fetched
        (lambda folder: str(folder), "asmk model fetch"),  # a folder without a model
        (lambda folder: (folder / "modules.json").write_text("{ kaputt") and str(folder), "ASMK_MODEL"),  # a broken one
        (lambda folder: shutil.copy(embed.BUNDLED / "modules.json", folder) and str(folder), "ASMK_MODEL"),  # one without weights
    ],
)
def test_a_missing_model_is_one_german_sentence(tmp_path, make, says):
    with pytest.raises(ModelError) as raised:
        embed.load(make(tmp_path), tmp_path)
    message = str(raised.value)
    assert says in message and "Sprachmodell" in message and "\n" not in message
