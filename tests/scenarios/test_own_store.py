"""What a user publishes without naming a store stays: through upgrades, emptied caches and refusals."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from signpost.store.release import Manifest

CHECKOUT = Path(__file__).resolve().parents[2]
US, THEM, TAKEN = (f"https://college.example/id/{name}" for name in ("us", "them", "taken"))
LATER = f"""
<{TAKEN}>
    a sp:Organisation, sp:Provider ;
    skos:prefLabel "A college that a later version knows"@en ;
    sp:providerKind <vocabulary/provider-kind/training-provider> .
"""


@dataclass(frozen=True)
class User:
    """Someone's folders, and the version of signpost that is installed."""

    data: Path
    cache: Path
    code: Path = CHECKOUT / "src"

    @property
    def store(self) -> Path:
        return self.data / "signpost" / "store"

    @property
    def releases(self) -> list[str]:
        return sorted(path.name for path in self.store.glob("releases/*"))

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "SIGNPOST_STORE"}
        folders = {"XDG_DATA_HOME": str(self.data), "XDG_CACHE_HOME": str(self.cache)}
        return {**kept, **folders, "PYTHONPATH": str(self.code), "TERM": "xterm", "COLUMNS": "100"}

    def run(self, *arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "signpost", *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        return done

    def publish(self, iri: str, source: str, *options: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        sent = self.data.parent / f"{source}.jsonld"
        sent.write_text(json.dumps({"id": iri, "type": "Provider", "label": f"The college {source}"}), "utf-8")
        return self.run("publish", sent, "--source", source, *options, code=code)

    def finds(self, *iris: str) -> list[bool]:
        hits = {hit["iri"] for hit in json.loads(self.run("find", "college", "--limit", "50", "--as", "json").stdout)}
        return [iri in hits for iri in iris]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def user(tmp_path: Path, cache: Path) -> User:
    return User(tmp_path / "data", cache)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """The data folder of someone who has published."""
    data = tmp_path_factory.mktemp("published") / "data"
    User(data, cache).publish(US, "us")
    return data


@pytest.fixture
def publisher(user: User, published: Path) -> User:
    """Someone who has published."""
    shutil.copytree(published, user.data)
    return user


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of a later version: it ships one provider more, and one source less."""
    root = tmp_path_factory.mktemp("later")
    for name in ("src", "data", "ontology", "web"):
        shutil.copytree(CHECKOUT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(root / "data" / "demonstration")
    bodies, manifest = (root / "data" / "providers" / name for name in ("bodies.ttl", "manifest.toml"))
    before = hashlib.sha256(bodies.read_bytes()).hexdigest()
    bodies.write_text(bodies.read_text("utf-8") + LATER, "utf-8")
    after = hashlib.sha256(bodies.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text("utf-8").replace(before, after), "utf-8")
    return root / "src"


# ------------------------------------------------------------------------------------------------ the first time
def test_the_first_publication_makes_the_users_own_store(user: User) -> None:
    assert user.finds(US) == [False]
    assert not user.store.exists(), "asking makes nothing"
    said = user.publish(US, "us").stdout
    assert str(user.store) in "".join(said.split()), "it says where"
    assert user.finds(US) == [True]
    assert "Manage budgets" in user.run("show", "CFAM&LEA4").stdout, "the shipped data are in it"
    assert len(user.releases) == 1


def test_what_changes_nothing_makes_no_store(user: User) -> None:
    user.publish(US, "us", "--dry-run")
    user.publish("https://w3id.org/signpost/id/role/registered-manager", "us", code=1)
    user.run("compile")
    assert not user.data.exists()


def test_a_named_store_is_the_one_that_is_meant(user: User, tmp_path: Path) -> None:
    user.publish(US, "us", "--store", f"file:{tmp_path / 'other'}")
    assert not user.store.exists()
    assert user.finds(US) == [False]


def test_an_emptied_cache_loses_nothing(publisher: User, tmp_path: Path) -> None:
    assert replace(publisher, cache=tmp_path / "cache").finds(US) == [True]


def test_each_publication_stands_beside_the_others(publisher: User) -> None:
    publisher.publish(THEM, "them")
    assert publisher.finds(US, THEM) == [True, True]


# ------------------------------------------------------------------------------------------------ a later version
def test_a_later_version_tells_and_compile_takes_its_data_over(publisher: User, later: Path) -> None:
    assert publisher.run("find", "budgets").stderr == ""
    user = replace(publisher, code=later)
    assert user.run("find", "budgets", "--as", "json").stderr.splitlines()[-1] == (
        "signpost: The shipped data are newer than your store's. 'signpost compile' takes them over."
    )
    assert user.run("find", "budgets", "--quiet").stderr == ""
    assert user.finds(US, TAKEN) == [True, False]
    assert "newer than" not in user.run("compile").stderr
    assert user.finds(US, TAKEN) == [True, True]
    assert user.run("find", "budgets").stderr == ""
    user.run("export", "demonstration", code=2)


def test_publishing_takes_newer_data_over_in_the_same_release(publisher: User, later: Path) -> None:
    user = replace(publisher, code=later)
    user.publish(THEM, "them")
    assert len(user.releases) == 2
    assert user.finds(US, THEM, TAKEN) == [True, True, True]
    assert user.run("find", "budgets").stderr == ""


def test_newer_data_never_take_a_users_place(user: User, later: Path) -> None:
    """The later version describes what the user described first: the user's stays, and both verbs say so."""
    user.publish(TAKEN, "taken")
    user = replace(user, code=later)
    assert "do not go together" in user.publish(US, "us").stderr
    assert "belongs to the source 'taken'" in user.run("compile", code=1).stderr
    assert user.finds(US, TAKEN) == [True, True]
    assert "The college taken" in user.run("show", TAKEN).stdout


def test_what_a_user_puts_in_a_shipped_sources_place_stays(user: User, later: Path) -> None:
    user.publish(US, "demonstration", "--replace-shipped")
    user = replace(user, code=later)
    user.run("compile")
    assert user.finds(US, TAKEN) == [True, True]


def test_a_store_of_an_earlier_layout_is_brought_up_to_date(publisher: User) -> None:
    (path,) = publisher.store.glob("releases/*/manifest.json")
    earlier = {**json.loads(path.read_text("utf-8")), "layout": 0, "digest": ""}
    digest = Manifest.from_json(json.dumps(earlier), "").digest
    path.write_text(json.dumps({**earlier, "digest": digest}), "utf-8")
    path.parent.rename(publisher.store / "releases" / digest)
    (publisher.store / "CURRENT").write_text(digest + "\n", "ascii")
    assert "'signpost compile'" in publisher.run("find", "college", code=2).stderr
    publisher.run("compile")
    assert publisher.finds(US) == [True]


# ------------------------------------------------------------------------------------------------ the progress line
@pytest.mark.parametrize("quiet", [False, True])
def test_a_terminal_sees_what_publishing_is_at(user: User, quiet: bool) -> None:
    sent = user.data.parent / "us.jsonld"
    sent.write_text(json.dumps({"id": US, "type": "Provider", "label": "A college"}), "utf-8")
    command = [sys.executable, "-m", "signpost", "publish", str(sent), "--source", "us", "--dry-run"]
    command += ["--quiet"] if quiet else []
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, env=user.environment, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        told = b""
        while part := _read(ours):
            told += part
    os.close(ours)
    assert process.returncode == 0, told
    assert (b"Publishing us.jsonld: " in told) is not quiet
    assert not (quiet and told)


def test_off_a_terminal_only_the_answer_is_given(user: User) -> None:
    user.run("compile")
    published = user.publish(US, "us", "--as", "json")
    assert published.stderr == ""
    assert json.loads(published.stdout)["store"] == f"file:{user.store}"


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other side has closed
        return b""
