"""The statements of one SKOS document, taken one by one, so that what nobody took can be told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from signpost import terms
from signpost.exchange.gathered import Gathered
from signpost.exchange.skos.names import RDF, XL
from signpost.wellformed import BAD_TEXT, is_iri
from signpost.words import TYPE, Terms

_MOST_NAMED = 200
"""Different properties that are told by name."""


@dataclass(slots=True)
class Document:
    """What is said of each thing and not taken yet; what is the same for many things is told once, with how many."""

    name: str
    gathered: Gathered
    said: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    told: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, statements: Iterable[Terms]) -> None:
        """Take in statements, as N-Triples writes them."""
        for subject, predicate, value in statements:
            self.said.setdefault(subject, {}).setdefault(predicate[1:-1], set()).add(value)

    def typed(self, *kinds: str) -> set[str]:
        """The things of any of some classes."""
        wanted = {f"<{kind}>" for kind in kinds}
        return {subject for subject, said in self.said.items() if said.get(TYPE, set()) & wanted}

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Subject and value of every statement with a property."""
        for subject, said in self.said.items():
            for value in said.get(predicate, ()):
                yield subject, value

    def take(self, subject: str, *predicates: str) -> list[str]:
        """The values of some properties of a thing, sorted; they count as understood."""
        said = self.said.get(subject, {})
        return sorted({value for predicate in predicates for value in said.pop(predicate, ())})

    def note(self, message: str, subject: str, path: str = "") -> None:
        """Something that happens to many things alike; it is told once, with how many and the first of them."""
        self.told.setdefault((message, path), []).append(subject)

    # -------------------------------------------------------------------------------------------- values
    def things(self, subject: str, *predicates: str) -> list[str]:
        """The IRIs that some properties of a thing lead to; values that are none are told."""
        found = []
        for value in self.take(subject, *predicates):
            iri = terms.lexical(value)
            if value.startswith("<") and is_iri(iri):
                found.append(iri)
            else:
                self.note(f"Left out, for no address was given where one belongs: {_end(predicates[0])}", subject)
        return found

    def plain(self, subject: str, *predicates: str) -> list[str]:
        """The texts of some properties, whatever their language and datatype."""
        return sorted({text for text, _ in self.literals(subject, self.take(subject, *predicates), predicates[0])})

    def texts(self, subject: str, *predicates: str) -> dict[str, list[str]]:
        """The texts of some properties by their language; those that say none are taken to be in the file's."""
        found: dict[str, set[str]] = defaultdict(set)
        for text, tag in self.literals(subject, self.take(subject, *predicates), predicates[0]):
            if not tag:
                message = f"Texts without a language, taken to be in '{self.gathered.language}'"
                self.note(message, subject, _end(predicates[0]))
            found[tag or self.gathered.language].add(text)
        return {tag: sorted(found[tag]) for tag in sorted(found)}

    def literals(self, subject: str, values: Iterable[str], predicate: str) -> Iterator[tuple[str, str]]:
        """Text and language of values; a note that is a thing of its own gives its text, a label of SKOS-XL too."""
        for value in values:
            if not value.startswith('"'):
                inner = self.take(value, RDF + "value", XL + "literalForm")
                message = "Left out, for a thing without a text stands where text belongs"
                if inner:
                    self.take(value, TYPE)
                    message = "Texts that were things of their own, such as labels of SKOS-XL: the text alone is kept"
                self.note(message, subject, _end(predicate))
                yield from self.literals(subject, (v for v in inner if v.startswith('"')), predicate)
                continue
            text, tag, _ = terms.parts(value)
            clean = BAD_TEXT.sub("", text).strip()
            if clean != text:
                message = "Control characters or outer spaces were removed" if clean else "Empty texts were left out"
                self.note(message, subject, _end(predicate))
            if clean:
                yield clean, tag

    def truth(self, subject: str, predicate: str) -> bool:
        """Whether a thing is said to be so."""
        return any(terms.lexical(value) in ("true", "1") for value in self.take(subject, predicate))

    # -------------------------------------------------------------------------------------------- what is left
    def tell_all(self, understood: set[str]) -> None:
        """Tell what was noted, then what is left: of the things that were understood, and things that were not."""
        for (message, path), subjects in sorted(self.told.items()):
            named = sorted(terms.lexical(subject) for subject in subjects if subject.startswith("<"))
            example = f", such as of {named[0]}" if named else ""  # other names change from reading to reading
            self.gathered.tell(f"{message}: {len(subjects):,}{example}.", self.name, path=path)
        left = Counter[str]()
        others = Counter[str]()
        for subject, said in self.said.items():
            if subject not in understood:
                others.update((_kinds(said) or ["without a type"]) if said else ())
                continue
            left.update(_kinds(said))
            left.update({predicate: len(values) for predicate, values in said.items() if predicate != TYPE and values})
        self._tell_left(left)
        for kind, times in sorted(others.items()):
            self.gathered.tell(f"Left out, for it is no concept, scheme or collection: {times:,} {kind}.", self.name)

    def _tell_left(self, left: Counter[str]) -> None:
        for name, times in sorted(left.items())[:_MOST_NAMED]:
            if name.startswith("of the type "):
                message = f"Types that signpost has no word for are left out: {times:,} {name}."
            else:
                message = f"{name} is not understood. Statements with it that are left out: {times:,}."
            self.gathered.tell(message, self.name, path="" if name.startswith("of") else name)
        if len(left) > _MOST_NAMED:
            self.gathered.tell(f"Further properties that are not understood: {len(left) - _MOST_NAMED:,}.", self.name)


def _kinds(said: dict[str, set[str]]) -> list[str]:
    return [f"of the type {terms.lexical(kind)}" for kind in sorted(said.get(TYPE, ()))]


def _end(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]
