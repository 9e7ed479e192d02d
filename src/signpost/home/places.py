"""Where the stores of a user live: the user's own, and that of the shipped data.

The latter is built on first use, in one folder for each set of shipped files. A folder that no process has asked for in
thirty days is that of a version no longer in use, and is removed when the next one is built.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from signpost import files
from signpost.errors import StoreFull

Say = Callable[[str], None]
"""Takes one sentence: what to know, or what is being done."""

PACKAGE = Path(__file__).resolve().parents[1]
_UNUSED_SECONDS = 30 * 24 * 3600
_RETIRED = ".retired-"


def own_folder() -> Path:
    """The folder of the user's own store; nothing is made yet."""
    import platformdirs

    return Path(platformdirs.user_data_path("signpost", appauthor=False)) / "store"


def shipped_url(build: Callable[[str], None], say: Say) -> str:
    """The URL of the store of the shipped data; `build(url)` fills it where it is not there yet.

    Where the cache folder cannot be written, the store is built in a temporary folder that goes with this process.
    """
    folder = cache_folder() / digest()
    if (folder / "CURRENT").is_file():
        with suppress(OSError):  # a cache that may only be read is as good
            os.utime(folder)
        return f"file:{folder}"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".building-", dir=folder.parent, ignore_cleanup_errors=True) as making:
            _build_beside(Path(making) / "store", folder, build, say)
        _prune(folder)
        return f"file:{folder}"
    except (OSError, StoreFull) as fault:
        say(f"The cache folder {folder.parent} cannot be used ({fault}); the data are kept for this run only.")
        return _temporary(build)


def cache_folder() -> Path:
    """The folder that holds the stores of the shipped data, one for each digest."""
    import platformdirs

    return Path(platformdirs.user_cache_path("signpost", appauthor=False)) / "shipped"


def code() -> list[Path]:
    """The files of the package whose change may change what is compiled."""
    outside = PACKAGE / "_outside"
    return sorted({*PACKAGE.rglob("*.py"), *PACKAGE.glob("queries/*.rq")} - {*outside.rglob("*")})


@cache
def digest() -> str:
    """A digest of every shipped file and of the code that compiles them: whatever changes is another store."""
    whole = hashlib.sha256()
    listed = [(path, PACKAGE) for path in code()]
    for root in (files.ontology(), files.data()):
        listed += [(path, root) for path in root.rglob("*.*") if path.is_file() and path.suffix != ".pyc"]
    for path, root in sorted(listed, key=lambda each: (each[1].name, each[0])):
        name = f"{root.name}/{path.relative_to(root).as_posix()}"
        whole.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def _build_beside(making: Path, folder: Path, build: Callable[[str], None], say: Say) -> None:
    """Build apart and move into place in one step: another process sees the whole store or none."""
    say("Preparing the shipped data. This is done once.")
    build(f"file:{making}")
    try:
        os.rename(making, folder)
    except OSError:
        if not (folder / "CURRENT").is_file():
            raise
        # Another process was first; its store has the same digest and so says the same.


def _prune(kept: Path) -> None:
    """Remove the folders beside one that no process has asked for in a long time."""
    for folder in kept.parent.iterdir():
        with suppress(OSError):  # another process removes it too, or it is not ours to remove
            if folder != kept and folder.is_dir() and time.time() - folder.stat().st_mtime > _UNUSED_SECONDS:
                # Out of its place in one step, so that nobody finds half a store there.
                retired = folder.with_name(_RETIRED + folder.name.removeprefix(_RETIRED))
                os.rename(folder, retired)
                shutil.rmtree(retired)


@cache
def _temporary_folder() -> Path:
    import atexit

    folder = Path(tempfile.mkdtemp(prefix="signpost-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _temporary(build: Callable[[str], None]) -> str:
    folder = _temporary_folder() / digest()
    if not (folder / "CURRENT").is_file():
        build(f"file:{folder}")
    return f"file:{folder}"
