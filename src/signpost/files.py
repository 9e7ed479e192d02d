"""The only room that knows where the outside folders lie: `ontology/`, `data/` and `web/`.

In a wheel they travel inside the package; in a checkout or an editable install they lie at its root.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _outside(name: str) -> Path:
    packed = _PACKAGE / "_outside" / name
    return packed if packed.is_dir() else _PACKAGE.parents[1] / name


def ontology() -> Path:
    """The folder of the words for machines: ontology, context, vocabularies, shapes, alignments, questions."""
    return _outside("ontology")


def data() -> Path:
    """The folder of the shipped, reviewed facts: standards, roles, resources, providers, schemes."""
    return _outside("data")


def web() -> Path:
    """The folder of the templates and style sheets of pages and printable forms."""
    return _outside("web")


def queries() -> Path:
    """The folder of the SPARQL files, one for each row."""
    return _PACKAGE / "queries"
