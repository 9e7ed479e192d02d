"""owlready2's only door: is the ontology free of contradiction, and what does a reasoner make of its individuals?

Used at build time and by `signpost ontology`, never while a question is answered. Everything comes in as N-Triples,
so that reading files stays with the parser that has the caps; HermiT needs Java.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from signpost.errors import ReasonerMissing
from signpost.model import NAMESPACE

_XSD = b"http://www.w3.org/2001/XMLSchema#"
_DATATYPE = re.compile(rb'"\^\^<([^>]*)>\s*\.$')
_NOT_IN_OWL2 = frozenset(
    _XSD + name for name in (b"date", b"gYear", b"gYearMonth", b"duration", b"dayTimeDuration", b"time")
)


@dataclass(frozen=True, slots=True)
class Consistency:
    """What the reasoner says of a set of statements."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    """IRIs of classes that can have no members; the statements may still be consistent."""

    @property
    def sound(self) -> bool:
        """True where nothing contradicts anything and each class can have members."""
        return self.consistent and not self.unsatisfiable


@dataclass(frozen=True, slots=True)
class Classification:
    """The members of each of signpost's classes, stated or inferred; IRIs, sorted."""

    consistency: Consistency
    members: Mapping[str, tuple[str, ...]]


def consistency(ntriples: bytes) -> Consistency:
    """Ask HermiT whether the statements contradict each other. Raises ReasonerMissing where there is no Java."""
    return classify(ntriples).consistency


def classify(ntriples: bytes) -> Classification:
    """Ask HermiT for the members of every class. Raises ReasonerMissing where there is no Java.

    Calendar dates are left out: OWL 2 has no such datatype, and the shapes check them.
    """
    if not shutil.which("java"):
        raise ReasonerMissing("The reasoner needs Java. Install a Java runtime (version 8 or later) and try again.")
    import owlready2  # type: ignore[import-untyped]  # ships no type hints; loading it takes a while

    world = owlready2.World()
    world.get_ontology(NAMESPACE).load(fileobj=io.BytesIO(_within_owl2(ntriples)))
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Classification(Consistency(consistent=False), {})
    nothing = sorted(entity.iri for entity in world.inconsistent_classes() if entity is not owlready2.Nothing)
    members = {
        entity.iri: tuple(sorted({individual.iri for individual in entity.instances(world=world)}))
        for entity in sorted(world.classes(), key=lambda found: str(found.iri))
        if entity.iri.startswith(NAMESPACE)
    }
    return Classification(Consistency(consistent=True, unsatisfiable=tuple(nothing)), members)


def _within_owl2(ntriples: bytes) -> bytes:
    kept = (line for line in ntriples.splitlines() if line.strip() and not _outside_owl2(line))
    return b"\n".join(sorted(kept)) + b"\n"


def _outside_owl2(line: bytes) -> bool:
    datatype = _DATATYPE.search(line.rstrip())
    return datatype is not None and datatype.group(1) in _NOT_IN_OWL2
