"""What other formats call the types of competences."""

from __future__ import annotations

TYPES = {
    "standard": "Standard",
    "category": "Category",
    "knowledge": "Knowledge",
    "skill": "Skill",
    "behaviour": "Behaviour",
}
"""Our type -> its name, which says the same."""

_ALSO = {
    "behavior": "behaviour", "cluster": "category", "domain": "category", "heading": "category",
    "major strand": "category", "section heading": "category", "skills": "skill", "strand": "category",
}  # fmt: skip
"""Other names in lower case; as they are stated they are kept in a note."""


def competence_type(name: str) -> str:
    """The type of a competence that a name stands for, or the empty string."""
    lower = name.strip().lower()
    return lower if lower in TYPES else _ALSO.get(lower, "")
