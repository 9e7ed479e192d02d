"""The folder of an edition of O*NET: which tables there are, and what it says of itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from signpost.errors import UnreadableInput
from signpost.exchange.gathered import Gathered
from signpost.exchange.received import text
from signpost.model import THINGS, Source

NEEDED = ("Occupation Data", "Content Model Reference")
"""Tables without which no other can be understood."""

_ENDINGS = (".xlsx", ".txt")
_READ_ME = "Read Me"
_CC_BY = "https://creativecommons.org/licenses/by/4.0/"
_SAYS_CC_BY = re.compile(r"licensed under a\s+Creative\s+Commons\s+Attribution\s+4\.0", re.IGNORECASE)
_HOLDER = "U.S. Department of Labor, Employment and Training Administration"
_EDITION = re.compile(r"O\*NET\S*\s+([0-9]+\.[0-9]+)\s+Database")
_IN_NAME = re.compile(r"(?<![0-9])(?<![0-9][._])([0-9]+)[._]([0-9]+)(?![0-9])")


def looks_like(path: Path) -> bool:
    """Whether this is a folder that holds the tables which every edition has."""
    return path.is_dir() and all(any((path / f"{name}{end}").is_file() for end in _ENDINGS) for name in NEEDED)


def tables(gathered: Gathered, folder: Path) -> dict[str, Path]:
    """Every table by its name; raises UnreadableInput where it is no folder or one that is needed is missing."""
    if not folder.is_dir():
        raise UnreadableInput(str(folder), "it is not a folder", "Give the folder that holds the tables of O*NET.")
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in _ENDINGS or path.stem == _READ_ME:
            continue
        if path.stem in found:
            message = f"The table is there twice: it is left out, and '{found[path.stem].name}' is read."
            gathered.tell(message, path.name)
        found.setdefault(path.stem, path)
    for name in NEEDED:
        if name not in found:
            reason = f"the table '{name}' is missing"
            raise UnreadableInput(str(folder), reason, f"Add {name}.xlsx or {name}.txt, as O*NET publishes it.")
    return found


def framework(gathered: Gathered, folder: Path, source: Source) -> str:
    """Read what the folder says of the edition and its rights; the address of the framework."""
    about = _about(folder)
    edition = source.edition or _edition(gathered, folder, about)
    iri = f"{THINGS}framework/onet" + (f"-{edition}" if edition else "")
    node: dict[str, Any] = {"id": iri, "type": "Framework", "label": {"en": f"O*NET {edition}".strip()}}
    said = {"edition": edition, "rights": source.rights, "retrieved": source.retrieved}
    if _SAYS_CC_BY.search(about):
        said |= {"rights": source.rights or f"{_HOLDER}; CC BY 4.0", "license": _CC_BY}
    gathered.nodes[iri] = node | {word: value for word, value in said.items() if value}
    gathered.places[iri] = folder.name
    return iri


def _about(folder: Path) -> str:
    path = folder / f"{_READ_ME}.txt"
    return text(path) if path.is_file() else ""


def _edition(gathered: Gathered, folder: Path, about: str) -> str:
    stated, named = _EDITION.search(about), _IN_NAME.search(folder.name)
    if stated:
        gathered.tell(f"The edition {stated[1]} was read from '{_READ_ME}.txt'.", folder.name, path="edition")
        return stated[1]
    if named:
        edition = f"{named[1]}.{named[2]}"
        gathered.tell(f"The edition {edition} was read from the folder's name.", folder.name, path="edition")
        return edition
    gathered.tell("Neither 'Read Me.txt' nor the folder's name says which edition it is.", folder.name, path="edition")
    return ""
