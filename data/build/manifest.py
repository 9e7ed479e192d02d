"""The manifest of an area folder: one source, and for each file where it comes from, its rights and its digest."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

REVIEWER = "signpost editors"


def write(folder: Path, source: Mapping[str, str], files: Sequence[Mapping[str, str]]) -> None:
    """Write `manifest.toml` for the files (`path`, `source`, `rights`, `retrieved`) as they lie in the folder now."""
    blocks = [_table("[source]", source)]
    for file in sorted(files, key=lambda f: f["path"]):
        digest = hashlib.sha256((folder / file["path"]).read_bytes()).hexdigest()
        blocks.append(_table("[[file]]", {**file, "sha256": digest, "reviewer": REVIEWER}))
    (folder / "manifest.toml").write_text("\n".join(blocks), encoding="utf-8", newline="\n")


def read(folder: Path) -> dict[str, object]:
    """The manifest of a folder as plain values."""
    return tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))


def _table(head: str, values: Mapping[str, str]) -> str:
    return head + "\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in values.items())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
