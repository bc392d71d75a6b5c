"""The tokenizer: a Unigram model over folded words (T. Kudo 2018, "Subword Regularization"), one for all languages.

Folding: NFKC, lower case, ä→ae ö→oe ü→ue ß→ss, other accents dropped; Arabic without vowel signs and article (after the light stemmer
of Larkey et al. 2002); letters that only Russian or only Ukrainian has become their common neighbour, so that cognates meet.
Unigram takes German compounds apart by itself ("essen·s·liefer·dienste").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
LETTERS = {"ı": "i", "ł": "l", "і": "и", "ы": "и", "э": "е", "є": "е", "ґ": "г", "ى": "ي", "ة": "ه", "ـ": ""}
ARABIC_ARTICLE = r"(?<!\p{L})(?:[وفبك]?ال|لل)(?=\p{L}{3})"
END = "ʬ"  # stands in no text; see train


def folding() -> normalizers.Normalizer:
    """The normaliser; whatever is no letter, digit or § % € becomes a space."""
    steps = [normalizers.NFKC(), normalizers.Lowercase()]
    steps += [normalizers.Replace(a, b) for a, b in UMLAUTS.items()]
    steps += [normalizers.NFD(), normalizers.Replace(Regex(r"\p{M}+"), "")]
    steps += [normalizers.Replace(a, b) for a, b in LETTERS.items()]
    steps += [normalizers.Replace(Regex(r"[^\p{L}\p{N}§%€]+"), " "), normalizers.Replace(Regex(ARABIC_ARTICLE), "")]
    return normalizers.Sequence(steps)


def splitting() -> pre_tokenizers.PreTokenizer:
    """Splits at spaces and between letters and digits; each word starts with the mark ▁."""
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(r"\p{N}+|[§%€]"), "isolated"),
        pre_tokenizers.WhitespaceSplit(),
        pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True),
    ])


def train(texts: Iterable[str], pieces: int, frequent: int = 15) -> Tokenizer:
    """A tokenizer with about `pieces` pieces, trained on the texts.

    The trainer takes as a piece only what occurs in two different words, so a whole word that is part of no other would never be one.
    Words met `frequent` times are therefore added once more with END behind them, and pieces with END are dropped afterwards.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer, tokenizer.pre_tokenizer = folding(), splitting()
    trainer = trainers.UnigramTrainer(vocab_size=pieces, special_tokens=["[UNK]"], unk_token="[UNK]", max_piece_length=16, show_progress=False)
    tokenizer.train_from_iterator(_with_ends(texts, tokenizer.normalizer, frequent), trainer)
    vocabulary = [(p, s) for p, s in _scores(tokenizer) if END not in p]
    tokenizer.model = models.Unigram(vocabulary, unk_id=0)
    return tokenizer


def _with_ends(texts: Iterable[str], folded: normalizers.Normalizer, frequent: int) -> Iterator[str]:
    words: Counter[str] = Counter()
    for text in texts:
        yield text
        words.update(re.findall(r"[^\W\d_]+", folded.normalize_str(text)))
    yield from (word + END for word, count in words.items() if count >= frequent)


def _scores(tokenizer: Tokenizer) -> list[tuple[str, float]]:
    """(piece, log probability) of the trained model, in the order of ids."""
    import json

    return [tuple(entry) for entry in json.loads(tokenizer.to_str())["model"]["vocab"]]
