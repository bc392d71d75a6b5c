"""From PDF reports to a searchable index: read, clean, split, describe, embed, store.

Reading order of the modules: types, errors, sandbox, textlayer, read, clean, sentences, describe, split, fields, titles, topics,
analysis, postings, marks, lexical, embed, archive, store, work, build, search.
"""

import os

# One thread for a product of vectors: a second one gains nothing on a table read once, and spins while others want the core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
