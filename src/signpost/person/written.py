"""A person specification as words with values, and as the two files to come back with: YAML and JSON-LD.

`signpost.person.specification` reads each of them as an equal specification.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from signpost.engine.index import Index
from signpost.engine.template import merged, template
from signpost.errors import UnknownName
from signpost.exchange.person import nodes
from signpost.model import Node, PersonSpecification
from signpost.person.policy import default_policy
from signpost.person.specification import PARTS, read_values

CONTEXT = "https://w3id.org/signpost/context.jsonld"

_FIRST = ("label", "person", "post", "role", "asAt", "illustrative")
_LISTS = ("role", "requirement", "drops", "attainment", "objective")
_PLAIN = re.compile(
    r"(?!(?:true|false|yes|no|on|off|null|none)$)[A-Za-z][A-Za-z0-9&/._ -]*[A-Za-z0-9]"
    r"|\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?|https?://[A-Za-z0-9._~/#-]*[A-Za-z0-9]",
    re.IGNORECASE,
)
"""What YAML reads as text without quotes."""

_HEAD = """\
# A person specification that was filled in with signpost. It is kept nowhere else.
# Come back with this file, or change it with any editor of text.
"""


def begun(index: Index, role: str, day: date) -> PersonSpecification:
    """The specification of somebody in a role of whom nothing is known; the person's own view counts.

    Raises UnknownName where there is no such role.
    """
    row = index.find("role", role)
    if row < 0:
        raise UnknownName("role", role)
    judges = [*default_policy().judges, "self"]
    return read_values(
        {
            "person": "person-01",
            "post": index.label("role", row),
            "role": [role],
            "asAt": day.isoformat(),
            "policy": {"label": "a person's own view counts too", "judges": judges},
        },
        index,
    )


def said(case: PersonSpecification) -> dict[str, Any]:
    """A specification in the words of the context, each part within that which it belongs to."""
    root, *parts = nodes(case)
    found = _nested(root, {part["id"]: part for part in parts})
    return {word: _listed(value) if word in _LISTS else value for word, value in found.items()}


def _nested(node: Node, parts: Mapping[str, Node]) -> dict[str, Any]:
    """The words of a node; only a policy keeps its name, which says that it stands for itself."""
    own = () if node["type"] == "Policy" else ("id",)
    words = {word: value for word, value in node.items() if word not in ("type", *own)}
    for word in set(PARTS) & words.keys():
        inside = [_nested(parts[one], parts) if one in parts else one for one in _listed(words[word])]
        words[word] = inside if len(inside) > 1 else inside[0]
    return words


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def as_jsonld(case: PersonSpecification) -> str:
    """The specification as JSON-LD, with a node for each of its parts."""
    return json.dumps({"@context": CONTEXT, "graph": nodes(case)}, ensure_ascii=False, indent=1) + "\n"


# ------------------------------------------------------------------------------------------------ YAML
def as_yaml(case: PersonSpecification, index: Index, called: Callable[[str], str]) -> str:
    """The specification as YAML for people: the changes to its roles, and each competence with what it is called."""
    words = said(case)
    asked = {line.competence for line in merged(line for role in case.roles for line in template(index, role))}
    written: dict[str, Any] = {word: words[word] for word in _FIRST if word in words}
    own = [line for line in words.get("requirement", ()) if isinstance(line, Mapping)]
    changes = {
        "add": [line for line in own if line["competence"] not in asked],
        "change": [line for line in own if line["competence"] in asked],
        "drop": words.get("drops", []),
    }
    written["requirements"] = {word: lines for word, lines in changes.items() if lines}
    written["attainments"] = words.get("attainment", [])
    written["constraints"] = words.get("constraints", {})
    written["policy"] = "default" if case.policy == default_policy() else words["policy"]
    written["objectives"] = words.get("objective", [])
    kept = {word: value for word, value in written.items() if value not in ([], {})}
    return _HEAD + "".join(f"{line}\n" for line in _lines(kept, called))


def _lines(words: Mapping[str, Any], called: Callable[[str], str], indent: str = "") -> Iterator[str]:
    for word, value in words.items():
        value = value["en"] if isinstance(value, Mapping) and set(value) == {"en"} else value
        if isinstance(value, Mapping):
            yield f"{indent}{word}:"
            yield from _lines(value, called, indent + "  ")
        elif isinstance(value, list):
            yield f"{indent}{word}:"
            for one in value:
                yield from _entry(one, called, indent + "  ")
        else:
            note = f"  # {_one_line(called(value))}" if word == "competence" else ""
            yield f"{indent}{word}: {_scalar(value)}{note}"


def _entry(value: Any, called: Callable[[str], str], indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        first, *rest = _lines(value, called, indent + "  ")
        yield f"{indent}- {first.strip()}"
        yield from rest
    else:
        yield f"{indent}- {_scalar(value)}"


def _scalar(value: Any) -> str:
    if isinstance(value, bool | int | float):
        return str(value).lower()
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=not text.isprintable())


def _one_line(text: str) -> str:
    """Text that cannot end the comment it stands in."""
    return " ".join(part for part in re.split(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", text) if part)
