"""A course or a learning material as a learning resource, with its runs as offerings."""

from __future__ import annotations

from typing import Any

from signpost import words
from signpost.exchange.schemaorg import names, particulars
from signpost.exchange.schemaorg.items import Item, shown
from signpost.exchange.schemaorg.offerings import offering, place
from signpost.exchange.schemaorg.outcomes import competences
from signpost.exchange.schemaorg.prices import price
from signpost.exchange.schemaorg.providers import providers, source_itself
from signpost.exchange.schemaorg.site import Site
from signpost.exchange.schemaorg.values import bare


def course(site: Site, item: Item, above: set[str]) -> set[str]:
    """Read a course, a material, or a run that stands alone; the providers of what it is part of are `above`.

    Gives its own providers, for its parts.
    """
    site.met(item)
    lang = particulars.own_language(item)
    labels = site.labels(item, lang, "name", "headline", "alternateName")
    if not labels:
        runs = sum(len(item.take(word)) for word in names.INSTANCES)
        site.warn(
            f"Row dropped: it has no name{f', nor have its {runs} runs' if runs else ''}.", item.place, path="label"
        )
        item.taken.update(item.words)
        return above
    offered = providers(site, item) or above
    name = next(iter(labels.values()))[0]
    by = min(words.text(site.gathered.nodes[iri], "label") for iri in offered) if offered else ""
    iri = site.iri_of(item, "resource", f"{by} {name}".strip(), "LearningResource")
    alone = not any(item.words.get(word) for word in names.INSTANCES) and (
        names.INSTANCE in item.kinds or "startDate" in item.words
    )
    if iri in site.gathered.nodes:
        _again(site, item, iri, name, alone=alone)
        return offered
    node: dict[str, Any] = {"id": iri, "type": "LearningResource"}
    node["label"] = {tag: texts[0] for tag, texts in labels.items()}
    site.add(node, item.place)
    node["provider"] = offered or {source_itself(site, item.place)}
    particulars.numbers(site, item, node)
    _names(site, item, node, labels, lang)
    _particulars(site, item, node, lang, alone=alone)
    return offered


def _again(site: Site, item: Item, iri: str, name: str, *, alone: bool) -> None:
    """A run of the same address or name is another offering; anything else was read already."""
    known = site.gathered.nodes[iri]
    if not alone:
        message = (
            f"Row dropped: it was already read at {site.gathered.places[iri]}. Another course needs its own 'url'."
        )
        site.warn(message, item.place, iri)
        item.taken.update(item.words)
        return
    if name not in known["label"].values():
        other = shown(next(iter(known["label"].values())))
        message = f"'{shown(name)}' is taken as a run of '{other}', whose address it has."
        site.warn(message, item.place, iri, "label")
    else:
        site.warn(f"It is another run of the course read at {site.gathered.places[iri]}.", item.place, iri, "offering")
    offering(site, item, known, alone=False)


def _names(site: Site, item: Item, node: dict[str, Any], labels: dict[str, list[str]], lang: str) -> None:
    """Other names, the description and the code."""
    others = {tag: texts[1:] for tag, texts in labels.items()}
    for word in ("headline", "alternateName"):
        for tag, texts in site.labels(item, lang, word).items():
            others.setdefault(tag, []).extend(text for text in texts if text != node["label"].get(tag))
    if any(others.values()):
        node["altLabel"] = {tag: words.one_or_list(texts) for tag, texts in others.items() if texts}
    described = site.texts(item.take("description"), lang, node["id"], "description")
    if not described:
        described = site.texts(item.take("abstract"), lang, node["id"], "description")
    if described:
        node["description"] = {tag: words.one_or_list(texts) for tag, texts in described.items()}
    codes = {site.clean(site.said(value), value.place, node["id"], "notation") for value in item.take("courseCode")}
    if codes - {""}:
        node["notation"] = codes - {""}


def _particulars(site: Site, item: Item, node: dict[str, Any], lang: str, *, alone: bool) -> None:
    site.link(item, node, "link")
    node["language"] = particulars.languages(site, item, node)
    found, paces = particulars.modes(site, item, node)
    node["mode"] = found
    time = particulars.learning_time(site, item, node)
    if time is not None:
        node["learningMinutes"] = time
    particulars.audience(site, item, node, lang)
    particulars.checked(site, item, node)
    competences(site, item, node)
    if alone:
        offering(site, item, node, alone=True)
    else:
        if place(site, item, node):
            node["mode"] = node["mode"] | {"online"}
        price(site, item, node, "fundingNote")
        particulars.access(site, item, node)
    for word in names.INSTANCES:
        for value in item.take(word):
            inner = site.pointed(value)
            if inner is None:
                site.warn("Row dropped: it is no run of the course, but a text.", value.place, node["id"], "offering")
            else:
                offering(site, inner, node, alone=False)
    _activity(site, item, node, paces)
    particulars.notes(site, item, node)


def _activity(site: Site, item: Item, node: dict[str, Any], paces: set[str]) -> None:
    """The kind of activity: by the kind of resource that is stated, else by a rule, which is told."""
    stated = {names.ACTIVITIES[kind] for value in item.words.get("learningResourceType", ())
              if (kind := bare(site.said(value))) in names.ACTIVITIES}  # fmt: skip
    if stated:
        node["activityType"] = stated
        why = "for that is the kind of resource stated"
    else:
        node["activityType"], reason = _by_rule(item, node, paces)
        why = f"for {reason}"
    kinds = " and ".join(f"'{kind}'" for kind in sorted(stated or {node["activityType"]}))
    site.rule(f"The kind of activity is taken as {kinds}, {why}", item.place, node["id"], "activityType")


def _by_rule(item: Item, node: dict[str, Any], paces: set[str]) -> tuple[str, str]:
    if item.is_one_of(names.MATERIALS) and not item.is_one_of(names.COURSES):
        return names.OF_A_MATERIAL
    if "EducationalOccupationalProgram" in item.kinds:
        return names.OF_A_PROGRAMME
    if node.get("offering"):
        return names.OF_A_DATED_COURSE
    if "distance" in node["mode"] or paces & names.PACES:
        return names.OF_AN_OPEN_COURSE
    return names.OF_AN_ONLINE_COURSE if node["mode"] == {"online"} else names.OF_ANOTHER_COURSE
