"""The formats that a submission may come in; the keys are the choices of `--format`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from signpost.errors import UnknownName, UnreadableInput
from signpost.exchange import esco, rdf
from signpost.model import Source, Submission

Reader = Callable[[Path, Source], Submission]

READERS: dict[str, Reader] = {
    "esco": esco.read,
    "jsonld": rdf.jsonld,
    "ntriples": rdf.ntriples,
    "trig": rdf.trig,
    "turtle": rdf.turtle,
}

ENDINGS = {
    ".json": "jsonld",
    ".jsonld": "jsonld",
    ".nt": "ntriples",
    ".trig": "trig",
    ".ttl": "turtle",
}


def submission(path: Path, source: str, format: str = "") -> Submission:
    """What a file or folder says, as one source's; a format that is not said is found by `detect`.

    Raises UnknownName where there is no such format, UnreadableInput.
    """
    chosen = format or detect(path)
    if chosen not in READERS:
        raise UnknownName("format", chosen, sorted(READERS))
    return READERS[chosen](path, Source(source))


def detect(path: Path) -> str:
    """The format of a file or folder by its name and tables; raises UnreadableInput where it is not one we know."""
    if not path.exists():
        raise UnreadableInput(str(path), "there is no such file or folder", "Check the name and the folder.")
    if path.is_dir() and esco.looks_like(path):
        return "esco"
    if path.is_file() and path.suffix.lower() in ENDINGS:
        return ENDINGS[path.suffix.lower()]
    raise UnreadableInput(
        str(path), "its format is not one that signpost knows", f"Say which with --format: {', '.join(READERS)}."
    )
