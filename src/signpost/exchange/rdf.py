"""Our own words as Turtle, N-Triples or TriG; what JSON-LD says beside its statements is read in `jsonld`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path

from signpost import words
from signpost.errors import UnreadableInput
from signpost.exchange.received import contents
from signpost.graph.parse import parse
from signpost.model import GRAPHS, NAMESPACE, Finding, Node, Severity, Source, Submission
from signpost.wellformed import did_you_mean
from signpost.words import Terms

_DEEPEST = 16
"""Levels of unnamed parts in unnamed parts that are read."""

_SHACL = "http://www.w3.org/ns/shacl#"


def reader(syntax: str) -> Callable[[Path, Source], Submission]:
    """The reader of files in one syntax, a key of `graph.parse.FORMATS`; it raises UnreadableInput."""

    def read(path: Path, source: Source) -> Submission:
        return read_bytes(contents(path), syntax, source, path.name)

    return read


def read_bytes(data: bytes, syntax: str, source: Source, name: str) -> Submission:
    """Read a document from memory; `syntax` is a key of `graph.parse.FORMATS`, `name` stands in its findings."""
    triples = list(parse(data, syntax, name, graph=GRAPHS + source.id))
    named, findings = _with_names(triples, name)
    nodes, unknown = words.from_triples(named)
    left_out = Counter(predicate[1:-1] for _, predicate, _ in named if predicate[1:-1] in set(unknown))
    findings += [_left_out(iri, left_out[iri], name) for iri in unknown]
    return Submission(source, tuple(nodes), tuple(findings), dict.fromkeys((node["id"] for node in nodes), name))


def read_files(root: Path, paths: Iterable[Path], source: Source) -> Submission:
    """Several Turtle files of one source as one submission; places are named from `root`. Raises UnreadableInput."""
    nodes: list[Node] = []
    findings: list[Finding] = []
    places: dict[str, str] = {}
    for path in paths:
        read = read_bytes(contents(path), "turtle", source, str(path.relative_to(root)))
        nodes += read.nodes
        findings += read.findings
        places |= read.places
    return Submission(source, tuple(_merged(nodes)), tuple(findings), places)


def _merged(nodes: list[Node]) -> list[Node]:
    """Each thing once, though two files may say something of it."""
    if len({node["id"] for node in nodes}) == len(nodes):
        return sorted(nodes, key=lambda node: str(node["id"]))
    return words.from_triples(triple for node in nodes for triple in words.expand(node))[0]


def _left_out(iri: str, times: int, name: str) -> Finding:
    if iri.startswith(_SHACL):
        return Finding(f"A submission may not bring rules of its own: {iri}.", place=name, path=iri)
    message = f"{iri} is not a word that signpost knows. Statements with it that are left out: {times}."
    message += did_you_mean(iri, words.words()) if iri.startswith(NAMESPACE) else ""
    return Finding(message, Severity.WARNING, place=name, path=iri, expected="a word of the context")


# ------------------------------------------------------------------------------------------------ unnamed parts
def _with_names(triples: list[Terms], place: str) -> tuple[list[Terms], list[Finding]]:
    """The statements with each unnamed part named after the one thing it belongs to: `thing#word-1`."""
    names = _names(triples, place)
    if not names:
        return triples, []
    first = min(names.values())[1:-1]
    message = f"Parts without an IRI that were named after the thing they belong to, such as {first}: {len(names)}."
    renamed = [(names.get(s, s), p, names.get(o, o)) for s, p, o in triples]
    return renamed, [Finding(message, Severity.ADVICE, place=place, path="id")]


def _names(triples: list[Terms], place: str) -> dict[str, str]:
    said: dict[str, set[tuple[str, str]]] = defaultdict(set)
    owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for s, p, o in triples:
        said[s].add((p, o))
        if o.startswith("_:"):
            owners[o].add((s, p))
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for part, own in owners.items():
        if len(own) == 1:
            owner, predicate = next(iter(own))
            parts[owner][predicate].append(part)
    return _named_after_owners(said, parts, place)


def _named_after_owners(
    said: Mapping[str, set[tuple[str, str]]], parts: Mapping[str, Mapping[str, list[str]]], place: str
) -> dict[str, str]:
    names: dict[str, str] = {}
    todo = [(owner, 1) for owner in parts if not owner.startswith("_:")]
    while todo:
        owner, depth = todo.pop()
        if depth > _DEEPEST:
            reason = f"parts without an IRI lie more than {_DEEPEST} deep in one another"
            raise UnreadableInput(place, reason, "Give them IRIs of their own.")
        for predicate, unnamed in parts[owner].items():
            fresh = _free(names.get(owner, owner), predicate, said.keys())
            for part in sorted(unnamed, key=lambda part: _signature(part, said, parts, 0)):
                names[part] = next(fresh)
                if part in parts:
                    todo.append((part, depth + 1))
    return names


def _signature(
    part: str, said: Mapping[str, set[tuple[str, str]]], parts: Mapping[str, Mapping[str, list[str]]], depth: int
) -> str:
    """What a part says, whatever its label in the file, so that the same parts get the same names in any order."""
    own = {inner for predicate in parts.get(part, {}) for inner in parts[part][predicate]}
    lines = []
    for p, o in said.get(part, ()):
        deeper = o in own and depth < _DEEPEST
        lines.append(f"{p} {_signature(o, said, parts, depth + 1) if deeper else '_:' if o.startswith('_:') else o}")
    return "{" + " ".join(sorted(lines)) + "}"


def _free(owner: str, predicate: str, taken: Container[str]) -> Iterator[str]:
    word = words.by_iri().get(predicate[1:-1])
    kind = word.name if word else "part"
    start = f"{owner[:-1]}{'-' if '#' in owner else '#'}{kind}-"
    n = 0
    while True:
        n += 1
        if f"{start}{n}>" not in taken:
            yield f"{start}{n}>"
