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

from signpost.errors import ReasonerMissing, SignpostError
from signpost.model import NAMESPACE

MOST_STATEMENTS = 500_000
"""What the reasoner was seen to weigh in about a minute within its memory; labels and notes do not count."""

_XSD = b"http://www.w3.org/2001/XMLSchema#"
_DATATYPE = re.compile(rb'"\^\^<([^>]*)>\s*\.$')
_NOT_IN_OWL2 = frozenset(
    _XSD + name for name in (b"date", b"gYear", b"gYearMonth", b"duration", b"dayTimeDuration", b"time")
)
_IS_ANNOTATION = re.compile(
    rb"^(<[^>]*>) <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    rb" <http://www.w3.org/2002/07/owl#AnnotationProperty>\s*\.",
    re.MULTILINE,
)
_HAS_VALUE = re.compile(rb"<http://www.w3.org/2002/07/owl#hasValue> <([^>]*)>")
_SINGLE = b"""<VALUE#only> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Class> .
<VALUE> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <VALUE#only> .
"""


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
    """Ask HermiT whether the statements contradict each other. Raises as `classify` does."""
    return classify(ntriples).consistency


def classify(ntriples: bytes) -> Classification:
    """Ask HermiT for the members of every class.

    What no reasoner looks at is left out first: annotations, and calendar dates, a datatype that OWL 2 lacks (the
    shapes check them). Raises ReasonerMissing where there is no Java, and SignpostError for more than MOST_STATEMENTS
    or where the reasoner itself breaks.
    """
    statements = _to_reason_over(ntriples)
    if len(statements) > MOST_STATEMENTS:
        raise SignpostError(
            f"The reasoner can weigh {MOST_STATEMENTS:,} statements at once and was given {len(statements):,}."
            " Ask it about a store without large imports."
        )
    if not shutil.which("java"):
        raise ReasonerMissing("The reasoner needs Java. Install a Java runtime (version 8 or later) and try again.")
    return _reason(_without_nominals(b"\n".join(statements) + b"\n"))


def _reason(ntriples: bytes) -> Classification:
    import owlready2  # type: ignore[import-untyped]  # ships no type hints; loading it takes a while

    world = owlready2.World()
    world.get_ontology(NAMESPACE).load(fileobj=io.BytesIO(ntriples))
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Classification(Consistency(consistent=False), {})
    except owlready2.OwlReadyJavaError as fault:
        raise SignpostError("The reasoner stopped before it was done; see whether 'java -version' works.") from fault
    nothing = sorted(entity.iri for entity in world.inconsistent_classes() if entity is not owlready2.Nothing)
    members = {
        entity.iri: tuple(sorted({individual.iri for individual in entity.instances(world=world)}))
        for entity in sorted(world.classes(), key=lambda found: str(found.iri))
        if entity.iri.startswith(NAMESPACE)
    }
    return Classification(Consistency(consistent=True, unsatisfiable=tuple(nothing)), members)


def _to_reason_over(ntriples: bytes) -> list[bytes]:
    annotations = set(_IS_ANNOTATION.findall(ntriples))
    lines = (line.strip() for line in ntriples.splitlines())
    return sorted(line for line in lines if line and not (_outside_owl2(line) or _predicate(line) in annotations))


def _without_nominals(ntriples: bytes) -> bytes:
    """Say "has the value v" as "has a value of the class that v alone is stated to be in".

    The members are the same, and the reasoner no longer goes through all individuals for each pair of classes: 278
    standards took 5 s instead of 39 s.
    """
    stated = b"".join(_SINGLE.replace(b"VALUE", value) for value in sorted(set(_HAS_VALUE.findall(ntriples))))
    return _HAS_VALUE.sub(rb"<http://www.w3.org/2002/07/owl#someValuesFrom> <\1#only>", ntriples) + stated


def _predicate(line: bytes) -> bytes:
    return line.split(b" ", 2)[1]


def _outside_owl2(line: bytes) -> bool:
    datatype = _DATATYPE.search(line)
    return datatype is not None and datatype.group(1) in _NOT_IN_OWL2
