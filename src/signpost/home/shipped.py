"""The shipped data as submissions: reviewed facts with a manifest in each folder of `data/`, and our vocabularies.

They enter by the same door as everything else.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signpost import files
from signpost.errors import SignpostError, UnreadableInput
from signpost.exchange import rdf
from signpost.exchange.received import contents
from signpost.gate.publish import VOCABULARIES, publish_all, vocabulary
from signpost.model import Publication, Source, Submission

if TYPE_CHECKING:
    from signpost.store.release import Store


def submissions(data: Path | None = None) -> list[Submission]:
    """Every shipped source, vocabularies first; raises UnreadableInput where a file is not the one its manifest names.

    `data` is the folder of the manifests; that of this installation where it is not given.
    """
    root = data or files.data()
    manifests = sorted(root.glob("*/manifest.toml"))
    return [vocabulary(), *(_of_manifest(path) for path in manifests)]


def keep(source: str, meant: str = "") -> None:
    """Raises SignpostError where a source has the name of a shipped one; `meant` tells how to say that it is meant."""
    if source in _names():
        raise SignpostError(
            f"'{source}' is the name of a shipped source, and all that it says would be replaced. "
            f"Choose a name of your own{meant}."
        )


@cache
def _names() -> frozenset[str]:
    manifests = (tomllib.loads(path.read_text("utf-8")) for path in files.data().glob("*/manifest.toml"))
    return frozenset({VOCABULARIES.id, *(manifest["source"]["id"] for manifest in manifests)})


def build(store: Store) -> list[Publication]:
    """Publish all shipped sources in one release; raises RefusedSubmission, UnreadableInput or StoreError."""
    return publish_all(submissions(), store)


def _of_manifest(path: Path) -> Submission:
    manifest = tomllib.loads(contents(path).decode())
    listed = {path.parent / entry["path"]: entry for entry in manifest.get("file", ())}
    for file in sorted(path.parent.rglob("*.ttl")):
        if file not in listed:
            raise UnreadableInput(str(file), "its folder's manifest does not list it", "Add it to manifest.toml.")
    for file, entry in listed.items():
        _verify(file, entry)
    source = Source(**{word: str(value) for word, value in manifest["source"].items()}, shipped=True)
    return rdf.read_files(path.parent, sorted(file for file in listed if file.suffix == ".ttl"), source)


def _verify(file: Path, entry: Mapping[str, Any]) -> None:
    if hashlib.sha256(contents(file)).hexdigest() != entry["sha256"]:
        raise UnreadableInput(
            str(file),
            "it has changed since it was reviewed: its digest is not the one in manifest.toml",
            "Restore it, or review it and write its new digest there.",
        )
