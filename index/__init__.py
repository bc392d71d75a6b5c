"""From PDF reports to a searchable index: read, clean, split, describe, embed, store.

Reading order of the modules: types, errors, sandbox, textlayer, read, clean, sentences, describe, split, fields, titles, topics,
analysis, lexical, embed, store, build, search.
"""
