"""An index in one file: a JSON header, then the columns as raw little-endian arrays.

The file is mapped into memory, so that opening it costs no parsing, only what is read is loaded, and the processes that
read it share its pages.
"""

from __future__ import annotations

import json
import mmap
import os
from pathlib import Path
from typing import Any

import numpy as np

from signpost.engine.index import ARRAYS, Index
from signpost.errors import StoreError, StoreOutdated

LAYOUT = 7
"""The version of the columns and of this file; a file of another version is not read."""

_MAGIC = b"signpost index\n"
_ALIGNED = 64


def write_index(index: Index, path: Path) -> None:
    """Write an index to a new file and bring it to the disk; equal indexes are equal bytes. Raises OSError."""
    arrays = {name: np.ascontiguousarray(getattr(index, name)) for name in ARRAYS}
    listed, offset = [], 0
    for name, array in arrays.items():
        listed.append([name, array.dtype.newbyteorder("<").str, len(array), offset])
        offset = _aligned(offset + array.nbytes)
    header = (
        json.dumps({"layout": LAYOUT, "release": index.release, "bytes": offset, "arrays": listed}).encode() + b"\n"
    )
    start = _aligned(len(_MAGIC) + len(header))
    with path.open("wb") as file:
        file.write((_MAGIC + header).ljust(start, b" "))
        for array in arrays.values():
            file.write(array.astype(array.dtype.newbyteorder("<"), copy=False).data)
            file.write(b"\0" * (_aligned(file.tell()) - file.tell()))
        file.flush()
        os.fsync(file.fileno())


def read_index(path: Path) -> Index:
    """The index of a file, mapped into memory and read-only.

    Raises StoreOutdated where another version of signpost wrote the file, StoreError where it is damaged.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            head, start = _header(mapped)
    except (OSError, ValueError) as fault:
        raise StoreError(f"The index {path} is missing or damaged ({fault}). Publish again to make it anew.") from fault
    if head["layout"] != LAYOUT:
        raise StoreOutdated(
            f"The index {path} was made by another version of signpost (layout {head['layout']}, not {LAYOUT})."
            " Build the store again."
        )
    arrays: dict[str, Any] = {
        name: np.frombuffer(mapped, dtype, length, start + offset) for name, dtype, length, offset in head["arrays"]
    }
    return Index(release=head["release"], **arrays)


def _header(mapped: mmap.mmap) -> tuple[dict[str, Any], int]:
    """What the header says, and where the arrays begin."""
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise ValueError("it is no index")
    mapped.seek(len(_MAGIC))
    head: dict[str, Any] = json.loads(mapped.readline())
    start = _aligned(mapped.tell())
    if head["layout"] == LAYOUT and start + head["bytes"] != len(mapped):
        raise ValueError("it is cut off")
    return head, start


def _aligned(position: int) -> int:
    return -(-position // _ALIGNED) * _ALIGNED
