"""The stores that the contract suite runs against, each started once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import servers

SERVED = ("oxigraph", "virtuoso")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The address of a server by name; it is started when first asked for."""
    with ExitStack() as running:
        addresses: dict[str, str] = {}

        def address(name: str) -> str:
            if name not in addresses:
                addresses[name] = running.enter_context(_started(name, tmp_path_factory.mktemp(name)))
            return addresses[name]

        yield address


def _started(name: str, folder: Path):  # type: ignore[no-untyped-def]  # one of two context managers
    if name == "virtuoso":
        if servers.VIRTUOSO is None:
            pytest.skip("virtuoso-t is not installed (Debian: apt-get install virtuoso-opensource)")
        return servers.virtuoso(folder)
    if servers.OXIGRAPH is None:
        pytest.skip("the oxigraph server is not installed (pip install oxigraph)")
    return servers.oxigraph(folder)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The folder of the socket of a PostgreSQL that is started when first asked for."""
    if servers.POSTGRESQL is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with servers.postgresql() as folder:
        yield folder


@pytest.fixture(params=("sqlite", "postgresql"))
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty ledger of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    import psycopg

    folder, name = request.getfixturevalue("postgresql"), f"ledger_{secrets.token_hex(6)}"
    with psycopg.connect(host=folder, user="signpost", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"postgresql+psycopg://signpost@/{name}?host={folder}"


@pytest.fixture(params=("memory", "disk", *SERVED))
def url(request: pytest.FixtureRequest, tmp_path: Path, served: Callable[[str], str]) -> str:
    """The address of an empty store of each kind."""
    if request.param == "memory":
        return "memory:"
    if request.param == "disk":
        return f"file:{tmp_path / 'graph'}"
    return served(request.param)


@pytest.fixture(params=SERVED)
def server_url(request: pytest.FixtureRequest, served: Callable[[str], str]) -> str:
    """The address of each kind of server."""
    return served(request.param)
