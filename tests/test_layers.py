"""The law of the house: which room may import which, and the one door of each foreign library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "signpost"
WEB = PACKAGE.parents[1] / "web"

VALUES = {"model", "errors"}
TEXT = VALUES | {"files", "words", "wellformed", "vocabulary"}
FACE = {"signpost"}

MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": {"model"},
    "files": set(),
    "engine": VALUES | {"engine"},
    "graph": VALUES | {"files", "graph"},
    "words": VALUES | {"files"},
    "wellformed": VALUES | {"files", "words", "vocabulary"},
    "vocabulary": VALUES | {"files", "words", "graph.parse"},
    "exchange": TEXT | {"exchange", "graph.parse"},
    "search": VALUES | {"files"},
    "validate": TEXT | {"graph.parse"},
    "ontology": VALUES | {"files"},
    "emit": VALUES | {"files"},
    "pages": VALUES | {"emit", "pages"} | FACE,
    "__main__": {"cli"},
    "cli": VALUES | {"emit", "pages", "terminal"} | FACE,
    "terminal": VALUES | {"emit", "pages"} | FACE,
}
"""The rooms with a law of their own; `signpost` is the face."""

DOORS: dict[str, set[str]] = {
    "numpy": {"engine", "columns", "compile", "findable", "indexfile", "naming"},
    "highspy": {"engine"},
    "networkx": {"engine"},
    "pyoxigraph": {"graph"},
    "httpx": {"graph"},
    "rdflib": {"validate"},
    "pyshacl": {"validate"},
    "owlready2": {"ontology"},
    "sqlite3": {"search"},
    "rapidfuzz": {"search", "naming"},
    "ruamel": {"marked"},
    "platformdirs": {"home", "served"},
    "filelock": {"stores"},
    "jinja2": {"emit", "forms"},
    "click": {"cli", "terminal"},
    "rich": {"terminal", "emit"},
}
"""Each foreign library, and the rooms that may know it."""

ABOVE_THE_FACE = {"__main__", "cli", "terminal", "emit", "pages"}
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


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_room_imports_only_what_its_law_allows(module: Path) -> None:
    law = MAY_IMPORT.get(room(module))
    if law is None:
        assert not ours(module) & ABOVE_THE_FACE, "nothing below the face knows the faces"
        assert "signpost" not in ours(module), "nothing below the face imports the face"
    else:
        allowed = law | ({"graph.parse"} if "graph" in law else set())
        assert ours(module) <= allowed, f"the law of '{room(module)}' allows {sorted(allowed)}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_each_library_has_one_door(module: Path) -> None:
    for name in imports(module):
        doors = DOORS.get(name.split(".")[0])
        assert doors is None or room(module) in doors, f"{name} is known only in {doors}"


def test_packages_below_the_face_define_nothing() -> None:
    for package in PACKAGE.rglob("__init__.py"):
        if package.parent != PACKAGE:
            assert not ast.parse(package.read_text("utf-8")).body, f"{package} hides import circles"


def test_the_engine_reads_no_clock_and_no_chance() -> None:
    for module in (PACKAGE / "engine").glob("*.py"):
        assert not {"random", "time", "os", "pathlib", "sys"} & set(imports(module)), module


def test_functions_are_short_and_files_hold_one_subject() -> None:
    for module in MODULES:
        text = module.read_text("utf-8")
        # The glossary is one file on purpose: it is read from end to end, and holds no code.
        assert module.name == "model.py" or text.count("\n") <= 400, f"{module} is longer than 400 lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{module}: {node.name} is longer than 60 lines"
