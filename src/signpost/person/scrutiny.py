"""A person specification under both readers: the words of its file, then the shapes over its nodes.

An audit or a route takes the first reading alone, which names every fault of the words at its line and is fast. The
shapes are slower and see what lies between the words, such as a resource that is both required and excluded.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from signpost.errors import UnfitSpecification
from signpost.exchange.person import nodes
from signpost.gate import validate
from signpost.gate.publish import described
from signpost.model import Finding, Source, Submission
from signpost.person.marked import Faults, Field, read_marked
from signpost.person.sheet import Sheet, embedded
from signpost.person.specification import ATTAINMENT, PARTS, WORDS, read
from signpost.store.release import Release


def check(path: Path, release: Release) -> tuple[Finding, ...]:
    """Every fault of a specification file: of its words, or, where they are sound, of what the shapes ask for.

    Raises UnreadableInput where the file is no YAML or JSON.
    """
    try:
        case = read(path, release.index, release.labels.find)
    except UnfitSpecification as unfit:
        return unfit.findings
    said = nodes(case)
    places = dict(_places(embedded(read_marked(path, Faults()), "PersonSpecification", PARTS), said[0]["id"]))
    submission = Submission(Source("specification"), said, places=places)
    return tuple(validate.check(submission, lambda iris: described(release.backend, iris)))


def _places(top: Field, iri: str) -> Iterator[tuple[str, str]]:
    """The place of each part that `exchange.person.nodes` names; of a line that it states, that of all such lines."""
    sheet = Sheet(top, WORDS, Faults())
    group = Sheet(sheet.get("requirements"), ("add", "change", "drop"), Faults())
    yield iri, top.place
    for word in ("constraints", "policy"):
        yield f"{iri}#{word}", sheet.get(word).place
    stated = [*group.many("change", "add"), *sheet.many("requirement")]
    for n, _ in enumerate(stated, 1):
        yield f"{iri}#requirement-{n}", sheet.get("requirements" if sheet.has("requirements") else "requirement").place
    for n, field in enumerate((*group.many("drop"), *sheet.many("drops")), 1):
        yield f"{iri}#drops-{n}", field.place
    for n, field in enumerate(sheet.many("objectives", "objective"), 1):
        yield f"{iri}#objective-{n}", field.place
    for n, field in enumerate(sheet.many("attainments", "attainment"), 1):
        yield f"{iri}#attainment-{n}", field.place
        for m, evidence in enumerate(Sheet(field, ATTAINMENT, Faults()).many("evidence"), 1):
            yield f"{iri}#attainment-{n}-evidence-{m}", evidence.place
