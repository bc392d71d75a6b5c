"""Questions about ASMK reports in, answers with verbatim quotes out.

Reading order of the modules: types, settings, query, filters, quote, answer, engine, render, cli, page.
"""
