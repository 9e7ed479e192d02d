"""Who offers a course: an organisation by its name or address, or the source itself where nobody is named."""

from __future__ import annotations

from typing import Any

from signpost.exchange.coursesheet.tables import Line
from signpost.exchange.coursesheet.telling import Said, Telling
from signpost.exchange.schemaorg.items import is_name, shown
from signpost.exchange.slugs import folded, slug
from signpost.model import THINGS, Source

_KIND = "training-provider"


class Providers:
    """The providers of a list, each described once."""

    def __init__(self, telling: Telling, source: Source) -> None:
        self.telling, self.gathered, self.source = telling, telling.gathered, source
        self._numbers: dict[str, Said] = {}
        """Provider -> the cell that stated its number."""
        self._names: dict[str, Said] = {}
        """Number -> the cell that named its provider."""

    def of(self, provider: Said | None, ukprn: Said | None, line: Line) -> str:
        """The provider of a course, with its number in the UK register where that is stated."""
        if provider is None:
            iri = self._itself(line)
        elif is_name(provider.value):
            if ukprn is not None:
                message = "The provider is given by its address, and is described elsewhere: this number is left out."
                self.gathered.tell(message, ukprn.line.at("ukprn"), provider.value, "ukprn")
            return str(provider.value)
        else:
            name = " ".join(provider.value.split())
            iri = self._described(f"{THINGS}{self.source.id}/provider/{slug(name)}", name, provider.line.at("provider"))
        if ukprn is not None:
            self._number(iri, ukprn, provider)
        return iri

    def _itself(self, line: Line) -> str:
        iri = f"{THINGS}{self.source.id}/provider/{self.source.id}"
        if iri not in self.gathered.nodes:
            message = f"No provider is named: the source '{self.source.id}' stands for it, here and wherever none is."
            self.gathered.advise(message, line.at("provider"), iri, "provider")
        return self._described(iri, self.source.label or self.source.publisher or self.source.id, line.place)

    def _described(self, iri: str, name: str, place: str) -> str:
        if iri not in self.gathered.nodes:
            node: dict[str, Any] = {"id": iri, "type": "Provider", "label": {self.gathered.language: name}}
            self.gathered.nodes[iri] = node | {"providerKind": _KIND}
            self.gathered.places[iri] = place
            self.gathered.gives_way.add(iri)
        return iri

    def _number(self, iri: str, ukprn: Said, provider: Said | None) -> None:
        before = self._numbers.setdefault(iri, ukprn)
        if before.value != ukprn.value:
            message = f"{ukprn.value} here, and {before.value} in row {before.line.number}, are of the same provider."
            self.telling.fault(message, ukprn.line, "ukprn", "one number for each provider", before.value, iri)
            return
        number = f"{THINGS}identifier/ukprn/{ukprn.value}"
        if number not in self.gathered.nodes:
            self.gathered.nodes[number] = {
                "id": number, "type": "Identifier", "identifierScheme": "ukprn", "identifierValue": ukprn.value,
            }  # fmt: skip
            self.gathered.places[number] = ukprn.line.at("ukprn")
            self.gathered.gives_way.add(number)
        self.gathered.nodes[iri]["identifier"] = number
        if provider is not None:
            self._same_number(ukprn.value, provider, iri)

    def _same_number(self, number: str, provider: Said, iri: str) -> None:
        first = self._names.setdefault(number, provider)
        if folded(first.value) != folded(provider.value):
            message = (
                f"'{shown(provider.value)}' here, and '{shown(first.value)}' in row {first.line.number}, have the "
                f"same UKPRN, {number}: they are read as two providers. Write one name where they are one."
            )
            self.gathered.tell(message, provider.line.at("provider"), iri, "provider")
