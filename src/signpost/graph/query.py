"""SPARQL lives in files: read one, give it its parameters, and get its rows as dataclasses.

In a query file `?x` is found and `$role` is given, so the unbound file is valid SPARQL that any editor runs. Where many
values are given, the file says `VALUES $things { UNDEF }` and uses `?things` elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from signpost import files
from signpost.errors import StoreError, UnknownName
from signpost.graph.backend import Backend
from signpost.terms import XSD, iri, lexical, literal

Term = NewType("Term", str)
"""The type of a row's field that keeps the N-Triples form of what was found, instead of what it says."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Text:
    """A literal to be given to a query; a plain string given to a query is an IRI."""

    value: str
    language: str = ""


Value = str | Text | int | Decimal | date | bool

_TOKEN = re.compile(
    r"""(?P<skip><[^<>\s"{}|\\^`]*>|"{3}.*?"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*)
    |VALUES\s+\$(?P<many>\w+)\s*\{\s*UNDEF\s*\}
    |\$(?P<one>\w+)""",
    re.VERBOSE | re.DOTALL,
)
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|\\^`]')


@cache
def read(name: str) -> str:
    """The text of the query file for a row, such as `requirement`."""
    return (files.queries() / f"{name}.rq").read_text("utf-8")


def bind(query: str, **parameters: Value | list[str] | tuple[str, ...]) -> str:
    """A query with each `$parameter` written as the serialisation of its value.

    A str is an IRI; literals are Text, int, Decimal, date or bool; a list of IRIs goes where the query says
    `VALUES $name { UNDEF }`. Raises TypeError where the parameters are not those of the query, UnknownName where an IRI
    is none.
    """
    used: set[str] = set()

    def written(match: re.Match[str]) -> str:
        name = match["many"] or match["one"]
        if not name:
            return match[0]
        used.add(name)
        value = parameters.get(name)
        if value is None:
            raise TypeError(f"the query needs ${name}")
        if match["one"]:
            return serialised(value)
        return f"VALUES ?{name} {{ {' '.join(map(serialised, value))} }}"  # type: ignore[arg-type]  # a list, by the file

    text = _TOKEN.sub(written, query)
    if parameters.keys() - used:
        raise TypeError(f"the query has no ${', $'.join(sorted(parameters.keys() - used))}")
    return text


def serialised(value: object) -> str:
    """One value as SPARQL writes it."""
    match value:
        case str():
            return _checked(value)
        case Text():
            return literal(value.value, value.language)
        case bool():
            return literal(str(value).lower(), datatype=XSD + "boolean")
        case int():
            return literal(str(value), datatype=XSD + "integer")
        case Decimal():
            return literal(f"{value:f}", datatype=XSD + "decimal")
        case date():
            return literal(value.isoformat(), datatype=XSD + "date")
    raise TypeError(f"{type(value).__name__} cannot be given to a query")


def rows(kind: type[Row], backend: Backend, **parameters: Value | list[str] | tuple[str, ...]) -> list[Row]:
    """The rows of a query as dataclasses: `rows(StandardCard, ...)` reads `queries/standard_card.rq`.

    Each field is read by its type hint: str (empty where not bound), Term, int, float, Decimal, date, bool, or one of
    these `| None`. Rows that are equal are one. Raises StoreError where a value does not fit its field.
    """
    query, hints = _shape(kind)  # type: ignore[arg-type]  # a class, which mypy does not take for hashable
    table = backend.select(bind(read(query), **parameters))
    columns = [_decoded(table.column(name), hint, name) for name, hint in hints]
    return [kind(*values) for values in dict.fromkeys(zip(*columns, strict=True))]


@cache
def _shape(kind: type) -> tuple[str, tuple[tuple[str, Any], ...]]:
    """The name of the query of a row, and its fields with their type hints, which are made from text."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__.lstrip("_")).lower()
    hints = get_type_hints(kind)
    return name, tuple((field.name, hints[field.name]) for field in fields(kind))


def _decoded(column: list[str], hint: Any, name: str) -> Iterable[Any]:
    """Each different term is read once."""
    if hint is Term:
        return column
    try:
        known = {term: _value(term, hint) for term in set(column)}
    except ValueError as fault:
        raise StoreError(f"A value of '{name}' in the store is not what it should be: {fault}") from fault
    return map(known.__getitem__, column)


def _value(term: str, hint: Any) -> Any:
    plain, optional = _without_none(hint)
    if plain is str:
        return None if optional and not term else lexical(term)
    if term:
        return _READERS[plain](lexical(term))
    if optional:
        return None
    raise ValueError("there is none")


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    return next(a for a in get_args(hint) if a is not type(None)), type(None) in get_args(hint)


def _truth(text: str) -> bool:
    return text in ("true", "1")


_READERS: Mapping[type, Callable[[str], Any]] = {
    int: int,
    float: float,
    Decimal: Decimal,
    date: date.fromisoformat,
    bool: _truth,
}


def _checked(value: str) -> str:
    if ":" not in value or _FORBIDDEN.search(value):
        raise UnknownName("IRI", value)
    return iri(value)
