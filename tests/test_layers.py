"""The law of the house: which room may import which, and the one door of each foreign library."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import signpost

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "signpost"

VALUES = {"model", "errors"}
TEXT = VALUES | {"files", "terms", "words", "wellformed"}
FACE = {"signpost"}

MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": {"model"},
    "files": set(),
    "terms": set(),
    "cells": set(),
    "confined": set(),
    "words": VALUES | {"files", "terms"},
    "wellformed": VALUES | {"terms", "words"},
    "engine": VALUES,
    "graph": VALUES | {"files", "terms"},
    "labelfile": set(),
    "search": VALUES | {"labelfile"},
    "reasoner": VALUES,
    "exchange": TEXT | {"cells", "graph.parse"},
    "store": VALUES | {"labelfile", "terms", "engine", "graph", "search"},
    "asking": VALUES | {"files", "terms", "cells", "confined", "graph", "store"},
    "ledger": VALUES,
    "gate": TEXT | {"cells", "labelfile", "engine", "exchange", "graph", "search", "store"},
    "person": TEXT | {"labelfile", "engine", "exchange", "gate", "graph.parse", "search", "store"},
    "home": VALUES | {"exchange", "files", "gate", "store"},
    "publishing": VALUES | {"confined", "exchange", "gate", "home", "ledger", "store"},
    "things": TEXT | {"labelfile", "engine", "exchange", "graph", "person", "search", "store"},
    "mapping": TEXT | {"labelfile", "cells", "engine", "exchange", "graph", "search", "store"},
    "learning": VALUES | {"engine", "person", "store", "things"},
    "browsing": VALUES | {"engine", "exchange", "gate", "publishing", "search", "store", "things"},
    "machines": VALUES | {"asking", "person", "publishing", "store", "things"},
    "signpost": {
        *TEXT,
        *(
            "engine",
            "exchange",
            "gate",
            "graph.parse",
            "home",
            "ledger",
            "mapping",
            "person",
            "publishing",
            "reasoner",
            "search",
            "store",
            "things",
        ),
    },
    "emit": VALUES | {"cells", "files"},
    "pages": VALUES | {"emit"} | FACE,
    "terminal": VALUES | {"emit", "pages"} | FACE,
    "verbs": {"terminal"},
    "desk": VALUES | {"pages", "terminal", "verbs"} | FACE,
    "steward": VALUES | {"pages", "terminal", "verbs"} | FACE,
    "cli": VALUES | {"desk", "pages", "steward", "terminal", "verbs"} | FACE,
    "__main__": {"cli"},
}
"""Every room, lowest first, and the rooms that it may know beside itself; `signpost` is the face."""

DOORS: dict[str, set[str]] = {
    "numpy": {"engine", "store", "person.naming"},
    "highspy": {"engine.solver.highs"},
    "ortools": {"engine.solver.learner"},
    "networkx": {"engine"},
    "typst": {"person.printed"},
    "pyoxigraph": {"graph.asked", "graph.embedded", "graph.parse", "graph.written"},
    "httpx": {"graph.remote"},
    "tenacity": {"graph.remote"},
    "rdflib": {"asking.elsewhere", "gate.validate"},
    "pyshacl": {"gate.validate"},
    "pyshacl_turbo": {"gate.validate"},
    "owlready2": {"reasoner"},
    "sqlite3": {"labelfile", "search", "mapping.fulltext"},
    "rapidfuzz": {"search", "mapping.evidence"},
    "ruamel": {"person.marked", "exchange.sssom"},
    "python_calamine": {"exchange.received"},
    "openpyxl": {"exchange.sheet"},
    "sqlalchemy": {"ledger"},
    "argon2": {"ledger.tokens"},
    "pebble": {"asking.asker", "publishing.received"},
    "signpost_web": {"__init__"},
    "platformdirs": {"home.places", "store.served"},
    "filelock": {"store.local"},
    "jinja2": {"emit", "person.forms"},
    "click": {"cli", "desk", "steward", "terminal", "verbs"},
    "rich": {"terminal", "emit"},
}
"""Every foreign library, and the rooms or modules that may know it."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: Path) -> str:
    """The top room of a module: `engine` for engine/route.py, `signpost` for the face."""
    parts = module.relative_to(PACKAGE).with_suffix("").parts
    return "signpost" if parts == ("__init__",) else parts[0]


def imports(module: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions, as a dotted name."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute here"
            if node.module == "signpost":
                yield from (f"signpost.{alias.name}" for alias in node.names)
            elif node.module:
                yield node.module


def ours(module: Path) -> set[str]:
    """The rooms of ours that a file imports, `graph.parse` told apart from the rest of its wing."""
    found = set[str]()
    for name in imports(module):
        parts = name.split(".")
        if parts[0] != "signpost":
            continue
        inside = len(parts) > 1 and ((PACKAGE / parts[1]).is_dir() or (PACKAGE / f"{parts[1]}.py").is_file())
        found.add("signpost" if not inside else "graph.parse" if parts[1:3] == ["graph", "parse"] else parts[1])
    return found


def test_the_law_names_every_room_lowest_first() -> None:
    rooms = list(MAY_IMPORT)
    assert {room(module) for module in MODULES} == set(rooms)
    for name, known in MAY_IMPORT.items():
        assert {other.split(".")[0] for other in known} <= set(rooms[: rooms.index(name)]), name


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_room_imports_only_what_its_law_allows(module: Path) -> None:
    law = MAY_IMPORT[room(module)]
    allowed = law | {room(module)} | ({"graph.parse"} if "graph" in {*law, room(module)} else set())
    assert ours(module) <= allowed, f"the law of '{room(module)}' allows {sorted(allowed)}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_each_library_has_its_door(module: Path) -> None:
    name = ".".join(module.relative_to(PACKAGE).with_suffix("").parts)
    for library in sorted({imported.split(".")[0] for imported in imports(module)} - {"signpost", "__future__"}):
        if library in DOORS or library not in sys.stdlib_module_names:
            doors = DOORS.get(library, set())
            assert any(f"{name}.".startswith(f"{door}.") for door in doors), f"{library} is known only in {doors}"


def test_what_is_installed_is_what_is_known() -> None:
    project = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["large"]]
    installed = {re.split(r"[^\w-]", line)[0].replace("-", "_") for line in lines}
    # These are for what stands under `web/`, above the package.
    above = {
        "bootstrap_flask",
        "cachetools",
        "feedgen",
        "flask",
        "flask_compress",
        "flask_limiter",
        "flask_wtf",
        "icalendar",
        "waitress",
    }
    assert {name.removesuffix("_cffi") for name in installed - above} == set(DOORS) - {"sqlite3", "signpost_web"}


WEB = PACKAGE.parents[1] / "web" / "signpost_web"
BROWSER_KNOWS = {"signpost", "browsing", "machines", "learning", "model", "errors", "emit", "pages"}
"""The browser knows the face, what that tells browsers, the glossary, and the pages that the command line has too."""


@pytest.mark.parametrize("module", sorted(WEB.rglob("*.py")), ids=lambda m: str(m.relative_to(WEB)))
def test_the_browser_knows_the_faces_and_the_glossary_alone(module: Path) -> None:
    known = {f"signpost.{name}" for name in BROWSER_KNOWS - {"signpost"}} | {"signpost"}
    found = {name for name in imports(module) if name.split(".")[0] == "signpost"}
    rooms = {".".join(name.split(".")[:2]) for name in found}
    inside = {name for name in rooms if name in {f"signpost.{room}" for room in MAY_IMPORT}}
    assert inside <= known, f"{module.name} knows {sorted(inside - known)}"


def test_no_room_bears_the_name_of_a_verb() -> None:
    """Importing a room puts its module on the package, in the place of the verb."""
    assert not set(signpost.__all__) & set(MAY_IMPORT)


def test_packages_below_the_face_define_nothing() -> None:
    for package in PACKAGE.rglob("__init__.py"):
        if package.parent != PACKAGE:
            assert not ast.parse(package.read_text("utf-8")).body, f"{package} hides import circles"


def test_the_engine_reads_no_clock_and_no_chance() -> None:
    for module in (PACKAGE / "engine").rglob("*.py"):
        assert not {"random", "time", "os", "pathlib", "sys"} & set(imports(module)), module


def test_functions_are_short_and_files_hold_one_subject() -> None:
    for module in MODULES:
        text = module.read_text("utf-8")
        # The glossary and the face are one file each on purpose: they are read from end to end, and hold no logic.
        one_file = module in (PACKAGE / "model.py", PACKAGE / "__init__.py")
        assert one_file or text.count("\n") <= 400, f"{module} is longer than 400 lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{module}: {node.name} is longer than 60 lines"
