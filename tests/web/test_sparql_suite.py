"""The W3C's own tests of the SPARQL 1.1 protocol, against a running server."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from running import Server, serving

from signpost.store.local import FolderStore


@pytest.fixture(scope="module")
def loaded(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the graphs that the tests ask."""
    folder = tmp_path_factory.mktemp("suite") / "store"
    graphs = defaultdict[str, bytes](bytes)
    for quad in ox.parse(path=shared / "conformance" / "protocol_data.trig", format=ox.RdfFormat.TRIG):
        assert isinstance(quad.graph_name, ox.NamedNode)
        graphs[quad.graph_name.value] += f"{quad.triple} .\n".encode()
    store = FolderStore(folder)
    store.publish(graphs)
    store.close()
    with serving(folder) as running:
        yield running


@pytest.mark.outside
@pytest.mark.parametrize(
    ("suite", "passes"),
    [
        (["protocol", "--readonly", "--preloaded"], "34 passed, 0 failed, 0 skipped"),
        (["sd"], "3 passed, 0 failed, 0 skipped"),
    ],
)
def test_the_suites_of_the_w3c_find_no_fault(shared: Path, loaded: Server, suite: list[str], passes: str) -> None:
    command = [sys.executable, "sparql_suite.py", "w3c-sparql", *suite, "--query", f"{loaded.url}/sparql"]
    ran = subprocess.run(command, cwd=shared / "conformance", capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.splitlines()[-1] == passes
