"""What the graph answers, as pages: findings, publications, hits, cards, counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import compress, groupby
from typing import TYPE_CHECKING, Any, TypeVar

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import THINGS, Finding, Publication, Severity
from signpost.pages.wording import capital, count, day_said, hours, money

if TYPE_CHECKING:
    from signpost import Card, Classification, Fact, Hit, Link

_One = TypeVar("_One")

MOST = 100
"""Links of one relation that a page shows; JSON and CSV have all."""

KINDS = 30
"""Kinds of findings of one weight that are shown; CSV, JSON and reports have all."""

EXAMPLES = 3
"""Findings of one kind that are shown where it has more than one more."""

FEW = 40
"""Up to so many findings nobody drowns: each is told by itself."""

_NAMED = re.compile(r"(?<!\w)'.*?'(?!\w)|<[^<>\s]+>|\w+://\S+|[0-9]+(?:[-.,:/][0-9]+)*")
"""What differs between messages of one kind: quoted names, addresses and numbers."""


def findings_page(title: str, findings: Sequence[Finding], blocks: tuple[Block, ...] = ()) -> Page:
    """Faults, repairs and advice, each with its place; what is said often is said once, and CSV and JSON have all."""
    groups, rest = kinds(findings)
    shown = Items(tuple(map(_alike, groups)))
    more = Text(more_kinds(rest), quiet=True)
    rows = Table(
        ("place", "severity", "message", "path", "node"),
        tuple((f.place, f.severity.value, f.message, f.path, f.node) for f in findings),
    )
    told = (*((shown,) if groups else ()), *((more,) if rest else ()))
    return Page(title, (*blocks, *told), list(findings), rows)


def kinds(findings: Sequence[Finding]) -> tuple[list[list[Finding]], list[list[Finding]]]:
    """Findings of one weight and message together, the gravest first: those kinds that are shown, and the rest.

    Where they are many, messages that differ in quoted names, addresses and numbers alone are of one kind.
    """
    alike: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        message = _NAMED.sub("", finding.message) if len(findings) > FEW else finding.message
        alike.setdefault((finding.severity, message), []).append(finding)
    by_weight = [[group for (weight, _), group in alike.items() if weight is one] for one in Severity]
    most = KINDS if len(findings) > FEW else FEW
    return [kind for one in by_weight for kind in one[:most]], [kind for one in by_weight for kind in one[most:]]


def more_kinds(rest: Sequence[Sequence[Finding]]) -> str:
    """How many kinds are not shown, and how to have them all."""
    told = f"and {count(len(rest), 'more kind')} with {count(sum(map(len, rest)), 'finding')}"
    return f"{told}: 'publish' with --report FILE keeps them all, 'check' with --as csv shows them."


def _alike(group: Sequence[Finding]) -> Item:
    """What is wrong, and below it how grave that is and where."""
    first, names = group[0], [_NAMED.findall(finding.message) for finding in group]
    differ = [len(set(said)) > 1 for said in zip(*names, strict=True)]
    if any(differ):
        return _but_for_names(group, names, differ)
    places = list(dict.fromkeys(map(where, group)))
    shown, more = first_of(places)
    rest = f" and {more:,} more" if more else ""
    return Item(in_words(first), (f"{first.severity.value}: {'; '.join(shown)}{rest}",))


def first_of(some: Sequence[_One]) -> tuple[Sequence[_One], int]:
    """The first few of some and how many more there are, which is never one."""
    few = EXAMPLES if len(some) > EXAMPLES + 1 else len(some)
    return some[:few], len(some) - few


def _but_for_names(group: Sequence[Finding], names: Sequence[Sequence[str]], differ: Sequence[bool]) -> Item:
    """What the messages have in common, with a mark where they differ, and below it what the first few say there."""
    shared = iter(["…" if own else name for name, own in zip(names[0], differ, strict=True)])
    first, alike = group[0], len({finding.example for finding in group}) == 1
    message = _NAMED.sub(lambda _: next(shared), first.message)
    whole = in_words(replace(first, message=message, example=first.example if alike else ""))
    shown, more = first_of(list(zip(group, names, strict=True)))
    said = [f"{where(finding) or 'the whole'}: {', '.join(compress(own, differ))}" for finding, own in shown]
    rest = [f"and {more:,} more"] if more else []
    return Item(whole, (f"{first.severity.value}, {len(group):,} times:", *said, *rest))


def in_words(finding: Finding) -> str:
    """The sentence of a finding, with its example."""
    return finding.message + (f" For example: {finding.example.removesuffix('.')}." if finding.example else "")


def where(finding: Finding) -> str:
    """Where a finding is: its line in what was sent, or the file and the thing that it is about."""
    thing = finding.node.removeprefix(THINGS)
    if ":" in finding.place or not thing:
        return finding.place
    return f"{finding.place} ({thing})" if finding.place else thing


def publication_page(publication: Publication, dry_run: bool) -> Page:
    """What was admitted."""
    done = "would be published" if dry_run else "published"
    release = "" if dry_run else f", release {publication.release[:12]}"
    left = _left(publication.findings)
    said = (
        f"{count(publication.nodes, 'thing')} in {count(publication.triples, 'statement')} {done} "
        f"as <{publication.graph}>{release}, in the store {publication.store}{left}."
    )
    replaces = _replaces(publication, dry_run)
    page = findings_page(f"Source {publication.source.id} {done}", publication.findings, (Text(said), *replaces))
    return Page(page.title, page.blocks, publication, page.rows)


def _left(findings: Sequence[Finding]) -> str:
    """How many things were left to each of the other sources."""
    left = Counter(found[1] for finding in findings if (found := _LEFT.match(finding.message)))
    return "".join(f"; {number:,} left to {source}" for source, number in sorted(left.items()))


_LEFT = re.compile(r"Left to the source '([^']+)'")


def _replaces(publication: Publication, dry_run: bool) -> Iterator[Text]:
    """How many things of what the source said before are changed and removed."""
    added, changed, removed = publication.added, publication.changed, publication.removed
    before = publication.nodes - added + removed
    if before and not added + changed + removed:
        yield Text("It says the same as before.")
    elif before:
        tense = ("would replace", "would be") if dry_run else ("replaces", "are")
        yield Text(
            f"It {tense[0]} the {count(before, 'thing')} that this source described before: "
            f"{removed:,} {tense[1]} removed, {changed:,} changed, {added:,} added."
        )


# ------------------------------------------------------------------------------------------------ finding
def hits_page(text: str, hits: Sequence[Hit], limit: int) -> Page:
    """What was found, best first, and whether there may be more."""
    rows = tuple((h.kind, h.code, _name(h), h.framework or h.body) for h in hits)
    shown = Table(("Kind", "Code", "Name", "Framework or body"), rows)
    columns = ("iri", "kind", "label", "code", "framework", "matched", "score", "body")
    every = Table(columns, tuple(tuple(getattr(hit, column) for column in columns) for hit in hits))
    more = (Text(f"These are the best {limit}. A larger --limit shows more; a --kind shows less.", quiet=True),)
    none = Text("Nothing has a name like this. Try a part of a word, or a code.")
    blocks = (shown, *(more if len(hits) == limit else ())) if hits else (none,)
    return Page(f"Found for '{text}': {len(hits)}", blocks, list(hits), every)


def _name(hit: Hit) -> str:
    """The label without the number that stands beside it, and the other name by which it was found."""
    label = _bare(hit.label, hit.code)
    plain = hit.matched == hit.iri or _folded(hit.matched) in _folded(f"{hit.code} {hit.label}")
    return label if plain else f"{label} (found as {hit.matched})"


def _bare(label: str, code: str) -> str:
    return label.removesuffix(f"({code})").rstrip() if code else label


def _folded(text: str) -> str:
    """Letters and digits alone, so that CFAM&LEA4 and CFAM_LEA4 are one."""
    return "".join(c for c in text.casefold() if c.isalnum())


def card_page(card: Card, turtle: bytes | None = None) -> Page:
    """One thing, and everything that is linked to it."""
    title = f"{card.code} {_bare(card.label, card.code)}".strip()
    blocks: list[Block] = [Text(f"{card.kind}; {card.iri}", quiet=True), Table(("", ""), tuple(_facts(card.facts)))]
    for relation, links in groupby(card.links, key=lambda link: link.relation):
        blocks += _links(card, relation, list(links))
    columns = ("relation", "iri", "label", "detail", "proposed", "kind", "code", "body", "edition", "status")
    rows = Table(columns, tuple(tuple(getattr(link, column) for column in columns) for link in card.links))
    return Page(title, tuple(blocks), card, rows, turtle)


_CALLED = {"alt label": "also called", "learning minutes": "learning time", "in framework": "framework",
           "requirement": "requires", "duty": "duties"}  # fmt: skip


def _facts(facts: Sequence[Fact]) -> Iterator[tuple[str, str]]:
    """One row for each word, codes that differ in their punctuation once."""
    said: dict[str, dict[str, str]] = {}
    for fact in facts:
        is_code = fact.word in ("notation", "identifier")
        values = said.setdefault(fact.scheme or fact.word, {})
        values.setdefault(_folded(fact.value) if is_code else fact.value, _said(fact))
    for word, values in said.items():
        called = _CALLED.get(word, word)
        yield capital(called), "; ".join(values.values())


def _said(fact: Fact) -> str:
    """The value as people say it."""
    if fact.word == "learning minutes" and fact.value.isdigit():
        return hours(int(fact.value))
    if fact.word in ("price", "subsidy"):
        return _price(fact.value)
    return day_said(fact.value)


def _price(pounds: str) -> str:
    return money(int(Decimal(pounds) * 100))


def _links(card: Card, relation: str, links: Sequence[Link]) -> list[Block]:
    taught = any(link.kind in _AWARDED for link in links)
    told = any(link.code or link.said for link in links) or len({link.kind for link in links}) > 1
    shown: list[Block] = [_alike_links(links)] if taught or not told else _link_table(card, links)
    more = len(links) - MOST
    rest: list[Block] = [Text(f"and {more:,} more; see --as json", quiet=True)] if more > 0 and not taught else []
    return [Heading(f"{capital(_CALLED.get(relation, relation))} ({len(links):,})"), *shown, *rest]


_AWARDED = ("resource", "award")


def _alike_links(links: Sequence[Link]) -> Items:
    """Links as a list, those that say the same of awards with one title together, with the bodies that give them."""
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for link in links:
        mark = " (proposed)" if link.proposed else ""
        line = _bare(link.label, link.code) + (f": {link.detail}" if link.detail else "") + mark
        by = f"{link.body} {link.code}".strip() if link.kind in _AWARDED else ""
        groups.setdefault((line, "" if by else link.iri), {})[by] = None
    return Items(tuple(Item(line, tuple(_bodies(list(by)))) for (line, _), by in list(groups.items())[:MOST]))


def _bodies(given: Sequence[str]) -> Iterator[str]:
    if given != [""]:
        yield "; ".join(given) if len(given) < 3 else f"{len(given)} awards: {'; '.join(given)}"


_SAID: dict[str, Callable[[Link], str]] = {
    "Level": lambda link: _levels(link),
    "Importance": lambda link: " ".join(filter(None, map(link.said.get, ("importance", "horizon")))),
    "Family": lambda link: link.said.get("family", ""),
    "Shows": lambda link: link.said.get("shows", ""),
    "Met by": lambda link: link.said.get("met by", ""),
    "Days": lambda link: " to ".join(day_said(link.said[word]) for word in ("from", "to") if word in link.said),
    "Price": lambda link: _price(link.said["price"]) if "price" in link.said else "",
    "Mode": lambda link: link.said.get("mode", ""),
    "Place": lambda link: ", ".join(filter(None, map(link.said.get, ("place", "region")))),
}
"""What the columns beside a link's name say."""


def _levels(link: Link) -> str:
    """The level that is asked for, or that learning leads from and to."""
    said = " to ".join(filter(None, map(link.said.get, ("level", "from level", "to level"))))
    return f"{said} *" if said and link.proposed else said


def _link_table(card: Card, links: Sequence[Link]) -> list[Block]:
    """Links as a table of the columns in which any of them says something; what matters most is first."""
    whole = card.kind == "framework"
    place = "Status" if whole else "Edition"
    mixed = len({link.kind for link in links}) > 1
    columns: dict[str, Callable[[Link], str]] = {
        "Kind": lambda link: link.kind if mixed else "",
        "Code": lambda link: link.code,
        "Name": lambda link: link.label,
        **_SAID,
        place: lambda link: link.status if whole else link.edition,
    }
    rows = [tuple(said(link) for said in columns.values()) for link in sorted(links, key=_order(whole))[:MOST]]
    every = Table(tuple(columns), tuple(rows), spare=("Edition",) if any(link.said for link in links) else ())
    table = every.without([name for i, name in enumerate(columns) if not any(row[i] for row in rows)])
    note = Text("* proposed by signpost, not stated by a source", quiet=True)
    return [table, note] if any(link.proposed and _levels(link) for link in links) else [table]


def _order(whole: bool) -> Callable[[Link], tuple[Any, ...]]:
    """A framework by its codes; else the most important first, and what is equal as it stands."""
    if whole:
        return lambda link: (_counted(link.code), link.label)
    return lambda link: (-int(link.said.get("importance") or 0),)


def _counted(code: str) -> list[tuple[int, str]]:
    """A key that puts E2 before E10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", code)]


# ------------------------------------------------------------------------------------------------ the rest
def counts_page(title: str, counts: Mapping[str, int]) -> Page:
    """How many there are of each kind."""
    table = Table(("Kind", "Number"), tuple(counts.items()))
    return Page(title, (table,), dict(counts), table)


def formats_page(read: Mapping[str, str], written: Mapping[str, str]) -> Page:
    """What can be published, what can be exported, and how to name each format."""
    rows = tuple(("read", *format) for format in read.items()) + tuple(
        ("written", *format) for format in written.items()
    )
    blocks = (
        Table(("Format", "What it is"), tuple(read.items())),
        *(
            (
                Heading("Formats that 'signpost export --as' writes"),
                Table(("Format", "What it is"), tuple(written.items())),
            )
            if written
            else ()
        ),
    )
    value = {"read": dict(read), "written": dict(written)}
    return Page("Formats that can be published", blocks, value, Table(("way", "format", "sentence"), rows))


def ontology_page(found: Classification) -> Page:
    """Whether everything holds together, and how many members each class has, stated or inferred."""
    sound = "Nothing contradicts anything." if found.consistency.consistent else "The statements contradict each other."
    empty = found.consistency.unsatisfiable
    said = sound + (f" These classes can have no members: {', '.join(empty)}." if empty else "")
    rows = tuple((iri.rsplit("#", 1)[-1], len(members)) for iri, members in found.members.items())
    table = Table(("Class", "Members"), rows)
    return Page("The ontology", (Text(said), table), found, table)
