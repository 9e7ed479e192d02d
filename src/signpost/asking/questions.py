"""The competency questions of the ontology: what the model must be able to say, as examples of queries."""

from __future__ import annotations

from dataclasses import dataclass

from signpost import files


@dataclass(frozen=True, slots=True)
class Example:
    """A question in a sentence, and how it is asked."""

    name: str
    sentence: str
    query: str


def examples() -> tuple[Example, ...]:
    """All of them, in the order of their sentences."""
    found = (
        (path.stem, path.read_text("utf-8").partition("\n")) for path in (files.ontology() / "questions").glob("*.rq")
    )
    made = (Example(name, first.removeprefix("# "), rest.strip()) for name, (first, _, rest) in found)
    return tuple(sorted(made, key=lambda example: example.sentence))
