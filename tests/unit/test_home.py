"""The folders of the shipped data: built once, kept while in use, removed when no version asks for them any more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from signpost.home import places

CHECKOUT = Path(__file__).resolve().parents[2]
MONTH = 31 * 24 * 3600


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return places.cache_folder()


def build(address: str) -> None:
    folder = Path(address.removeprefix("file:"))
    folder.mkdir()
    (folder / "CURRENT").write_text("x")


def other_version(stores: Path, name: str, *, age: float) -> Path:
    folder = stores / name
    (folder / "releases").mkdir(parents=True)
    (folder / "CURRENT").write_text("x")
    os.utime(folder, (time.time() - age,) * 2)
    return folder


def test_folders_that_nobody_asks_for_any_more_go(stores: Path) -> None:
    old, killed = (other_version(stores, name, age=MONTH) for name in ("0123456789abcdef", ".building-x"))
    recent = other_version(stores, "fedcba9876543210", age=MONTH / 2)
    places.shipped_url(build, print)
    assert sorted(stores.iterdir()) == sorted([recent, stores / places.digest()])
    assert not old.exists()
    assert not killed.exists()


def test_asking_for_a_folder_keeps_it(stores: Path) -> None:
    places.shipped_url(build, print)
    used = stores / places.digest()
    os.utime(used, (0, 0))
    places.shipped_url(build, print)
    assert time.time() - used.stat().st_mtime < MONTH


def test_a_file_in_another_folder_is_another_file(tmp_path: Path) -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); from signpost.home import places; print(places.digest())"
    digests = set()
    for name in ("schemes", "schemes-moved"):
        root = tmp_path / name
        for part in ("src", "data", "ontology"):
            shutil.copytree(CHECKOUT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        (root / "data" / "schemes").rename(root / "data" / name)
        told = subprocess.run(
            [sys.executable, "-c", code, str(root / "src")], capture_output=True, text=True, check=True
        )
        digests.add(told.stdout)
    assert len(digests) == 2


def test_nothing_is_removed_while_nothing_is_built(stores: Path) -> None:
    places.shipped_url(build, print)
    old = other_version(stores, "0123456789abcdef", age=MONTH)
    places.shipped_url(build, print)
    assert old.is_dir()


def test_the_code_that_compiles_counts_wherever_it_stands() -> None:
    counted = {str(path.relative_to(places.PACKAGE)) for path in places.code()}
    assert {"store/compile.py", "queries/alignment.rq", "exchange/rdf.py", "words.py", "gate/publish.py"} <= counted
