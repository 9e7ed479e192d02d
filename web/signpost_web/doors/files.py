"""Large answers as files of this process: made when they are first asked for, and kept within a bound of disk."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable
from tempfile import TemporaryFile
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import SupportsWrite, WriteableBuffer

_MOST_BYTES = 512 * 1024 * 1024
"""Disk for the files that one process keeps; the last one is kept however large it is."""

Write = Callable[["SupportsWrite[bytes]"], None]
"""What writes the content of a file."""


class Files:
    """The files that one process has made, each compressed by gzip; threads may share it.

    They have no names on the disk, so that nothing is left of them however the process ends.
    """

    def __init__(self, most: int = _MOST_BYTES) -> None:
        self._most = most
        self._kept: dict[str, tuple[int, int]] = {}
        self._one_at_a_time = Lock()

    def get(self, name: str, write: Write) -> tuple[io.BufferedReader, int]:
        """The file of a name, opened, and its size; `write` gives its content where it is not there yet."""
        with self._one_at_a_time:
            descriptor, size = self._kept.pop(name) if name in self._kept else _made(write)
            self._kept[name] = descriptor, size  # the last one now
            self._make_room()
            return io.BufferedReader(_Reading(os.dup(descriptor))), size

    def _make_room(self) -> None:
        """Let go of the files that nobody has asked for the longest; who reads one goes on reading it."""
        while sum(size for _, size in self._kept.values()) > self._most and len(self._kept) > 1:
            descriptor, _ = self._kept.pop(next(iter(self._kept)))
            os.close(descriptor)


def _made(write: Write) -> tuple[int, int]:
    """The descriptor and the size of a new file."""
    with TemporaryFile() as file:
        with gzip.GzipFile("", "wb", 6, file, mtime=0) as squeezed:
            write(squeezed)
        file.flush()
        return os.dup(file.fileno()), file.tell()


class _Reading(io.RawIOBase):
    """One reading of a file, from its beginning: others may read it at the same time."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._at = descriptor, 0

    def readable(self) -> bool:
        """That is all that it is for."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """The next bytes of the file."""
        place = memoryview(buffer).cast("B")
        some = os.pread(self._descriptor, len(place), self._at)
        place[: len(some)] = some
        self._at += len(some)
        return len(some)

    def close(self) -> None:
        """Let go of the file."""
        if not self.closed:
            os.close(self._descriptor)
        super().close()
