"""What a resolution's fields say as plain marks ("vote=einstimmig"), so that a filter is a look into a table of them."""

import re

from index.types import Report, Resolution

CO_MOVER = re.compile(r"\b[Mm]it(?:antrag|beantrag|eingebracht|initi)")  # in the words that name a Land: it is a co-mover


def marks(report: Report, resolution: Resolution) -> tuple[str, ...]:
    """Each value of each field and each page once; topics in small letters. A field that is not stated leaves no mark."""
    found = [f"{name}={field.value}" for name, field in (("vote", resolution.vote), ("outcome", resolution.outcome)) if field]
    found += [f"topic={topic.lower()}" for topic, _ in resolution.topics]
    for field in resolution.initiators:
        found += [f"mover={field.value}"] + ([f"co-mover={field.value}"] if CO_MOVER.search(report.slice(field)) else [])
    found += [f"addressee={field.value}" for field in resolution.addressees] + [f"mode={field.value}" for field in resolution.mode]
    found += [f"page={page}" for page in range(report.page_of(resolution.start), report.page_of(resolution.end - 1) + 1)]
    return tuple(dict.fromkeys(mark.replace("\n", " ") for mark in found))
