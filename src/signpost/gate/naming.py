"""Competences that a submission names by a code or a name instead of an address -> the one thing meant, or a finding.

The submission's own competences are looked through first, then those of the store. Within each, codes go before names,
as everywhere. A name that fits several is never decided here: they are listed, those in use first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from typing import Any

from signpost import words
from signpost.engine.names import framework_of
from signpost.engine.standing import PASSED
from signpost.errors import StoreEmpty
from signpost.exchange.named import NAMED, asked
from signpost.gate.ownership import named
from signpost.gate.resources import is_a, pointed, texts
from signpost.labelfile import fold, fold_code
from signpost.model import NAMESPACE, THINGS, Finding, Node, Severity, Submission
from signpost.search import Hit, alike
from signpost.store.release import Release, Store
from signpost.wellformed import BAD_TEXT

MEANT = "the code or name of one competence in this submission or in the store, or its address"
"""What is expected where a competence is named by a text."""

_KINDS = ("competence",)
_CLASSES = {"Competence", "Standard"}
_FOLDERS = ("", "standard/", "competence/")
"""Under which folders of `THINGS` the slug of a competence may stand."""
_LISTED, _SUGGESTED, _LONGEST = 12, 3, 80
_HELPED, _MOST_UNKNOWN = 100, 1_000
"""Unknown texts of a submission for which something near is looked up, and after which nothing is: each takes time."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A competence that may be meant, and how it is told apart."""

    iri: str
    label: str
    code: str = ""
    framework: str = ""
    """With its edition."""
    edition: str = ""
    passed: bool = False
    """Whether it is no longer, or not yet, in use."""

    def __str__(self) -> str:
        code = f" ({self.code})" if self.code and self.code != self.label else ""
        return f"{self.label}{code}" + (f" of {self.framework}" if self.framework else "")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a text was found to name: one, several or none; and what is near it where it is none."""

    found: tuple[Candidate, ...] = ()
    near: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class _Telling:
    """What is said of the names of one submission: each reading once, each refusal at every place."""

    submission: Submission
    answer: Callable[[str], _Answer]
    refused: list[Finding] = field(default_factory=list)
    read: dict[str, list[Finding]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    """The texts that do not name one thing."""
    passed_over: int = 0

    def meant(self, node: Node, word: str, iri: str) -> str:
        """The IRI of the one thing meant by a placeholder; the placeholder itself where that is not known."""
        text = asked(iri).strip()
        if len(self.unknown) >= _MOST_UNKNOWN and text not in self.unknown and text not in self.read:
            self.passed_over += 1
            return iri
        answer = self.answer(text)
        one = answer.found[0] if len(answer.found) == 1 else None
        if one is None:
            self.unknown.add(text)
        message = f"Read '{_shown(text)}' as {one}." if one else _why_not(text, answer)
        name = str(node.get("id"))
        place = self.submission.places.get(name) or self.submission.places.get(name.partition("#")[0], "")
        severity = Severity.ADVICE if one else Severity.REFUSED
        example = (answer.found or answer.near or (_NOBODY,))[0].iri
        finding = Finding(message, severity, place, name, word, MEANT, example)
        (self.read.setdefault(text, []) if one else self.refused).append(finding)
        return one.iri if one else iri

    def findings(self) -> Iterator[Finding]:
        """All of it; what was read the same way at many places is said at the first."""
        for said in self.read.values():
            more = f" So it is at {len(said) - 1:,} more places." if len(said) > 2 else ""
            more = " So it is at one more place." if len(said) == 2 else more
            yield replace(said[0], message=said[0].message + more)
        yield from dict.fromkeys(self.refused)
        if self.passed_over:
            message = f"{_MOST_UNKNOWN:,} names of competences are not known: mend these first."
            yield Finding(f"{message} Not looked up: {self.passed_over:,}.", expected=MEANT)


_NOBODY = Candidate(f"{THINGS}standard/ml-2012/cfamlea4", "")


def resolved(submission: Submission, store: Store) -> Submission:
    """The submission with the IRI of the one competence meant in the place of every text that names one.

    A text that names several or none is a refused finding with what may be meant; its placeholder stays. Raises
    StoreError where the store has to be asked and cannot be read.
    """
    if not any(True for node in submission.nodes for _ in _placeholders(node)):
        return submission
    telling = _Telling(submission, _lookup(submission, store))
    nodes = tuple(_with_meant(node, telling) for node in submission.nodes)
    return replace(submission, nodes=nodes, findings=(*submission.findings, *telling.findings()))


def stand_ins(iris: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Those of some IRIs that are placeholders, as competences: what they name was refused once, and that is enough."""
    return {iri: (f"{NAMESPACE}Competence",) for iri in iris if iri.startswith(NAMED)}


def _placeholders(node: Node) -> Iterator[str]:
    """The words of a node that hold a placeholder."""
    for word, value in node.items():
        if isinstance(value, str):
            if value.startswith(NAMED) and word in words.pointing():
                yield word
        elif word in words.pointing() and any(text.startswith(NAMED) for text in texts(node, word)):
            yield word


def _with_meant(node: Node, telling: _Telling) -> Node:
    held = list(_placeholders(node))
    return {**node, **{word: _values(node, word, telling) for word in held}} if held else node


def _values(node: Node, word: str, telling: _Telling) -> Any:
    return words.one_or_list(
        telling.meant(node, word, value) if isinstance(value, str) and value.startswith(NAMED) else value
        for value in words.values(node, word)
    )


# ------------------------------------------------------------------------------------------------ looking up
def _lookup(submission: Submission, store: Store) -> Callable[[str], _Answer]:
    """What a text names, each text looked up once; the store is opened where the submission does not tell."""
    own = _own(submission)
    labels = {n: one.label for n, one in enumerate(own.things)}
    unknown = count()

    @cache
    def release() -> Release | None:
        try:
            return store.current()
        except StoreEmpty:
            return None

    @cache
    def answer(text: str) -> _Answer:
        if not fold(text):
            return _Answer()
        found = own.called(text)
        stored = None if found else release()
        if not found and stored:
            found = [_of_hit(stored, hit) for hit in _exactly(stored, text)]
        if found:
            return _Answer(found=tuple(_ranked(found)))
        if next(unknown) >= _HELPED:
            return _Answer()
        near = [own.things[n] for n in alike(text, labels, _SUGGESTED)]
        if stored:
            near += [_of_hit(stored, hit) for hit in stored.labels.find(text, _KINDS, _SUGGESTED)]
        return _Answer(near=tuple(dict.fromkeys(near))[:_SUGGESTED])

    return answer


def _exactly(release: Release, text: str) -> list[Hit]:
    """The competences that have a text as their slug, code or name."""
    if " " not in text and ":" not in text:
        for folder in _FOLDERS:
            iri = f"{THINGS}{folder}{text}"
            if release.index.find("competence", iri) >= 0:
                return release.labels.exactly(iri)
    return [hit for hit in release.labels.exactly(text) if hit.kind in _KINDS] or _same(release, text)


def _same(release: Release, text: str) -> list[Hit]:
    """Competences of that name where the very code is that of another kind of thing."""
    hits = release.labels.find(text, _KINDS, _LISTED)
    return [hit for hit in hits if fold_code(text) in (fold_code(hit.matched), fold_code(hit.code))]


def _of_hit(release: Release, hit: Hit) -> Candidate:
    index = release.index
    row = index.find("competence", hit.iri)
    framework, status = int(index.competence_framework[row]), int(index.competence_status[row])
    if status < 0 and framework >= 0:
        status = int(index.framework_status[framework])
    edition = index.text(int(index.framework_edition[framework])) if framework >= 0 else ""
    passed = index.text(status).rpartition("/")[2] in PASSED or int(index.competence_replacement[row]) >= 0
    return Candidate(hit.iri, hit.label, hit.code, framework_of(index, hit.iri), edition, passed)


def _ranked(found: Sequence[Candidate]) -> list[Candidate]:
    """Those in use first, of each the latest edition first."""
    latest = sorted(sorted(found, key=lambda one: one.iri), key=lambda one: one.edition, reverse=True)
    return sorted(latest, key=lambda one: one.passed)


@dataclass(frozen=True, slots=True)
class _Own:
    """The competences of a submission by their folded codes and names."""

    things: list[Candidate]
    codes: Mapping[str, Sequence[Candidate]]
    names: Mapping[str, Sequence[Candidate]]

    def called(self, text: str) -> list[Candidate]:
        """Those that have a text as their code; where none has, as a name."""
        return list(self.codes.get(fold_code(text)) or self.names.get(fold(text)) or ())


def _own(submission: Submission) -> _Own:
    known = {node["id"]: node for node in named(submission)}
    things: list[Candidate] = []
    codes: dict[str, dict[str, Candidate]] = {}
    names: dict[str, dict[str, Candidate]] = {}
    for iri, node in sorted(known.items()):
        if not is_a(node, _CLASSES):
            continue
        own_codes = list(_codes(node, known))
        one = _candidate(node, known, own_codes)
        things.append(one)
        for code in filter(None, map(fold_code, own_codes)):
            codes.setdefault(code, {})[iri] = one
        for name in (name for word in ("label", "altLabel") for name in texts(node, word)):
            names.setdefault(fold(name), {})[iri] = one
    return _Own(things, _listed(codes), _listed(names))


def _listed(found: Mapping[str, Mapping[str, Candidate]]) -> dict[str, list[Candidate]]:
    return {name: list(things.values()) for name, things in found.items()}


def _codes(node: Node, known: Mapping[str, Node]) -> Iterator[str]:
    yield from texts(node, "notation")
    for iri in pointed(node, "identifier"):
        yield from texts(known.get(iri, {}), "identifierValue")


def _candidate(node: Node, known: Mapping[str, Node], codes: Sequence[str]) -> Candidate:
    framework = known.get(next(pointed(node, "inFramework"), ""), {})
    label, edition = words.text(framework, "label"), words.text(framework, "edition")
    place = label if not edition or edition in label else f"{label} ({edition})"
    iri = str(node["id"])
    status = {*texts(node, "status")} or {*texts(framework, "status")}
    passed = any(one.rpartition("/")[2] in PASSED for one in status) or "replacedBy" in node
    return Candidate(iri, words.text(node, "label") or iri, codes[0] if codes else "", place, edition, passed)


# ------------------------------------------------------------------------------------------------ saying
def _why_not(text: str, answer: _Answer) -> str:
    shown = _shown(text)
    if not fold(text):
        return "A competence is named by an empty text. Give its code, its name or its address."
    if answer.found:
        listed = "; ".join(f"{one}: {one.iri}" for one in answer.found[:_LISTED])
        more = f"; and {len(answer.found) - _LISTED} more" if len(answer.found) > _LISTED else ""
        return (
            f"'{shown}' names {len(answer.found)} competences; give the code or the address of the one you mean: "
            f"{listed}{more}."
        )
    near = "; or ".join(f"{one}: {one.iri}" for one in answer.near)
    return f"There is no competence '{shown}'. " + (
        f"Did you mean {near}?" if near else f"Look for it with: signpost find '{shown}'."
    )


def _shown(text: str) -> str:
    """A text on one line, without characters that break it or turn its direction."""
    line = BAD_TEXT.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
