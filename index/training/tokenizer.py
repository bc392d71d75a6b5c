"""The tokenizer: a Unigram model over folded words (T. Kudo 2018, "Subword Regularization"), one for all languages.

Folding: NFKC, lower case, ä→ae ö→oe ü→ue ß→ss, other accents dropped; Arabic without vowel signs and article (after the light stemmer
of Larkey et al. 2002); letters that only Russian or only Ukrainian has become their common neighbour, so that cognates meet.
Frequent words are pieces of their own; Unigram takes the others apart, German compounds at their joints.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
LETTERS = {"ı": "i", "ł": "l", "і": "и", "ы": "и", "э": "е", "є": "е", "ґ": "г", "ى": "ي", "ة": "ه", "ـ": ""}
ARABIC_ARTICLE = r"(?<!\p{L})(?:[وفبك]?ال|لل)(?=\p{L}{3})"
WORD = re.compile(r"[^\W\d_]+|\d+|[§%€]")


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


def train(texts: Iterable[str], pieces: int, whole: int) -> Tokenizer:
    """A tokenizer with `pieces` pieces: the `whole` (or somewhat more) most frequent words, and parts of words for all others.

    The parts are trained on the words met three times or more, their counts damped to the square root: a law's boilerplate is no
    reason for pieces. A whole word scores its own share of the text, which beats every way to put it together.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer, tokenizer.pre_tokenizer = folding(), splitting()
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(WORD.findall(tokenizer.normalizer.normalize_str(text)))
    trainer = trainers.UnigramTrainer(vocab_size=pieces - whole, special_tokens=["[UNK]"], unk_token="[UNK]", max_piece_length=16, show_progress=False)
    tokenizer.train_from_iterator((" ".join([word] * round(count**0.5)) for word, count in counts.items() if count >= 3), trainer)
    vocabulary = {piece: score for piece, score in json.loads(tokenizer.to_str())["model"]["vocab"]}
    total = sum(counts.values())
    for word, count in counts.most_common():
        if len(vocabulary) == pieces:
            break
        vocabulary["▁" + word] = math.log(count / total)
    tokenizer.model = models.Unigram(list(vocabulary.items()), unk_id=0)
    return tokenizer
