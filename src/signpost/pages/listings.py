"""What the graph answers, as pages: findings, publications, hits, cards, counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import THINGS, Finding, Publication, Severity

if TYPE_CHECKING:
    from signpost import Card, Classification, Hit, Link

MOST = 25
"""Links of one relation that a page shows; JSON and CSV have all."""


def findings_page(title: str, findings: Sequence[Finding], blocks: tuple[Block, ...] = ()) -> Page:
    """Faults, repairs and advice, each with its place; what is said often is said once, and CSV and JSON have all."""
    alike: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.severity, finding.message), []).append(finding)
    groups = sorted(alike.values(), key=lambda group: list(Severity).index(group[0].severity))
    shown = Table(("Where", "What", ""), tuple(_alike(group) for group in groups))
    rows = Table(
        ("place", "severity", "message", "path", "node"),
        tuple((f.place, f.severity.value, f.message, f.path, f.node) for f in findings),
    )
    return Page(title, (*blocks, *((shown,) if findings else ())), list(findings), rows)


def _alike(group: Sequence[Finding]) -> tuple[str, str, str]:
    first = group[0]
    example = f" For example: {first.example}." if first.example else ""
    places = list(dict.fromkeys(map(where, group)))
    more = f" and {len(places) - 2:,} more" if len(places) > 3 else ""
    return "; ".join(places[: 2 if more else 3]) + more, first.message + example, first.severity.value


def where(finding: Finding) -> str:
    """Where a finding is: its line in what was sent, or the file and the thing that it is about."""
    thing = finding.node.removeprefix(THINGS)
    if ":" in finding.place or not thing:
        return finding.place
    return f"{finding.place} ({thing})" if finding.place else thing


def publication_page(publication: Publication, dry_run: bool) -> Page:
    """What was admitted."""
    done = "would be published" if dry_run else "published"
    said = (
        f"{f'{publication.nodes:,} things'} in {f'{publication.triples:,} statements'} {done} "
        f"as <{publication.graph}>, release {publication.release[:12]}, in the store {publication.store}."
    )
    page = findings_page(f"Source {publication.source.id} {done}", publication.findings, (Text(said),))
    return Page(page.title, page.blocks, publication, page.rows)


# ------------------------------------------------------------------------------------------------ finding
def hits_page(text: str, hits: Sequence[Hit]) -> Page:
    """What was found, best first."""
    rows = tuple((h.kind, h.code, _name(h), h.framework) for h in hits)
    shown = Table(("Kind", "Code", "Name", "Framework"), rows)
    columns = ("iri", "kind", "label", "code", "framework", "matched", "score")
    every = Table(columns, tuple((h.iri, h.kind, h.label, h.code, h.framework, h.matched, h.score) for h in hits))
    said = shown if hits else Text("Nothing has a name like this. Try a part of a word, or a code.")
    return Page(f"Found for '{text}': {len(hits)}", (said,), list(hits), every)


def _name(hit: Hit) -> str:
    return hit.label if hit.matched in (hit.label, hit.code, hit.iri) else f"{hit.label} (found as {hit.matched})"


def card_page(card: Card, turtle: bytes | None = None) -> Page:
    """One thing, and everything that is linked to it."""
    title = f"{card.code} {card.label}".strip()
    blocks: list[Block] = [Text(f"{card.kind}; {card.iri}", quiet=True)]
    blocks.append(Table(("", ""), tuple((fact.word, fact.value) for fact in card.facts)))
    for relation, links in groupby(card.links, key=lambda link: link.relation):
        blocks += _links(relation, list(links))
    columns = ("relation", "iri", "label", "detail", "proposed")
    rows = Table(columns, tuple((k.relation, k.iri, k.label, k.detail, k.proposed) for k in card.links))
    return Page(title, tuple(blocks), card, rows, turtle)


def _links(relation: str, links: Sequence[Link]) -> list[Block]:
    items = tuple(Item(_link(link)) for link in links[:MOST])
    more = len(links) - MOST
    rest: list[Block] = [Text(f"and {more:,} more; see --as json", quiet=True)] if more > 0 else []
    return [Heading(f"{relation} ({len(links):,})"), Items(items), *rest]


def _link(link: Link) -> str:
    mark = " (proposed)" if link.proposed else ""
    return link.label + (f": {link.detail}" if link.detail else "") + mark


# ------------------------------------------------------------------------------------------------ the rest
def counts_page(title: str, counts: Mapping[str, int]) -> Page:
    """How many there are of each kind."""
    table = Table(("Kind", "Number"), tuple(counts.items()))
    return Page(title, (table,), dict(counts), table)


def formats_page(formats: Mapping[str, str]) -> Page:
    """What can be published, and how to name its format."""
    table = Table(("Format", "What it is"), tuple(formats.items()))
    return Page("Formats that can be published", (table,), dict(formats), table)


def ontology_page(found: Classification) -> Page:
    """Whether everything holds together, and how many members each class has, stated or inferred."""
    sound = "Nothing contradicts anything." if found.consistency.consistent else "The statements contradict each other."
    empty = found.consistency.unsatisfiable
    said = sound + (f" These classes can have no members: {', '.join(empty)}." if empty else "")
    rows = tuple((iri.rsplit("#", 1)[-1], len(members)) for iri, members in found.members.items())
    table = Table(("Class", "Members"), rows)
    return Page("The ontology", (Text(said), table), found, table)
