"""Large answers as files of this process: made when they are first asked for, and kept within a bound of disk."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import weakref
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

_MOST_BYTES = 512 * 1024 * 1024
"""Disk for the files that one process keeps; the last one is kept however large it is."""


class Files:
    """The files that one process has made, each compressed by gzip; threads may share it.

    They lie in a folder that goes with the process, which is made with the first of them: workers are forked.
    """

    def __init__(self, most: int = _MOST_BYTES) -> None:
        self._most, self._sizes = most, dict[str, int]()
        self._one_at_a_time = Lock()

    @cached_property
    def _folder(self) -> Path:
        folder = tempfile.mkdtemp(prefix="signpost-web-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return Path(folder)

    def get(self, name: str, write: Callable[[SupportsWrite[bytes]], None]) -> tuple[IO[bytes], int]:
        """The file of a name, opened, and its size; `write` gives its content where it is not there yet."""
        with self._one_at_a_time:
            path = self._folder / name
            if name not in self._sizes:
                self._make(path, write)
            self._sizes[name] = size = self._sizes.pop(name, 0) or path.stat().st_size
            self._make_room()
            return path.open("rb"), size

    def _make(self, path: Path, write: Callable[[SupportsWrite[bytes]], None]) -> None:
        beside = path.with_suffix(".part")
        with beside.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as squeezed:
            write(squeezed)
        beside.replace(path)

    def _make_room(self) -> None:
        """Remove the files that nobody has asked for the longest; who reads one goes on reading it."""
        while sum(self._sizes.values()) > self._most and len(self._sizes) > 1:
            oldest = next(iter(self._sizes))
            (self._folder / oldest).unlink()
            del self._sizes[oldest]
