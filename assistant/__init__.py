"""Questions about ASMK reports in, answers with verbatim quotes out.

Reading order of the modules: types, settings, query, filters, quote, answer, engine, render, cli, page.
"""

import index  # noqa: F401  (first of all: it settles the number of threads before numpy is loaded)
