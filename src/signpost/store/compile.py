"""Graph to engine: the one bridge between the two wings.

`compile_index` asks a handful of queries and makes columns of their answers; the same statements give the same bytes,
in whatever order they were stored. A statement about something that the store does not hold is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import numpy as np
from numpy.typing import DTypeLike, NDArray

from signpost.engine.index import (
    ARRAYS,
    BROAD,
    CLOSE,
    EXACT,
    KNOWLEDGE,
    LONG,
    MEDIUM,
    NARROW,
    NOW,
    PERFORMANCE,
    RELATED,
    Index,
)
from signpost.graph import query
from signpost.graph.backend import Backend
from signpost.model import NAMESPACE, VOCABULARY
from signpost.store.columns import (
    Answer,
    Column,
    Ids,
    Texts,
    Things,
    english_first,
    offsets,
    packed,
    pairs,
    parts,
    whole,
)
from signpost.store.days import earliest, latest, ordinal
from signpost.store.succession import succession
from signpost.terms import lexical

_TYPES: Mapping[str, DTypeLike] = {
    "I8": "<i1", "I16": "<i2", "I32": "<i4", "I64": "<i8", "F32": "<f4", "Bytes": "<u1",
}  # fmt: skip
DTYPES: Mapping[str, DTypeLike] = {name: _TYPES[Index.__annotations__[name]] for name in ARRAYS}

_SHOWS = {
    VOCABULARY + "shows/knowledge": KNOWLEDGE,
    VOCABULARY + "shows/performance": PERFORMANCE,
    VOCABULARY + "shows/both": KNOWLEDGE | PERFORMANCE,
}
_HORIZONS = {
    VOCABULARY + f"horizon/{name}": value for name, value in (("now", NOW), ("medium", MEDIUM), ("long", LONG))
}
_MANAGEMENT = {
    VOCABULARY + f"management-level/{name}": rank
    for rank, name in enumerate(("supervisory", "first-line", "middle", "senior"), 1)
}
_ESSENTIAL = 3
"""The importance from which a competence that an occupation requires is essential for it."""
_RELATIONS = {
    "exactMatch": EXACT, "closeMatch": CLOSE, "broadMatch": BROAD, "narrowMatch": NARROW, "relatedMatch": RELATED,
}  # fmt: skip
_INVERSE = np.array([EXACT, CLOSE, NARROW, BROAD, RELATED])
_EDITORIAL = (VOCABULARY + "provenance/editorial",)
_ANYWHERE = (VOCABULARY + "mode/online", VOCABULARY + "mode/distance")
_CODES = ("", "unit-code", "urn", "sqa-code", "ofqual-unit", "ofqual-qualification", "case", "esco")
"""Which scheme's value people use for a thing, the first that there is; the empty one is a plain notation."""

Columns = dict[str, Column]
Ask = Callable[[str], Answer]


def compile_index(backend: Backend, release: str, ask: Ask | None = None) -> Index:
    """The index of everything in a store, under the release's digest. Raises StoreError where a value is unfit.

    With an `asker` of that store given, what has been asked before is not asked again.
    """
    ask = ask or asker(backend)
    framework, competence = ask("framework"), ask("competence")
    organisation, region, resource = ask("organisation"), ask("region"), ask("resource")
    award, role, occupation, gateway = ask("award"), ask("role"), ask("occupation"), ask("gateway")
    frameworks, competences = framework.ids("framework"), competence.ids("competence")
    organisations, regions, resources = organisation.ids("organisation"), region.ids("region"), resource.ids("resource")
    awards, roles = award.ids("award"), role.ids("role")
    columns: Columns = {
        **_frameworks(framework, frameworks),
        **_competences(competence, ask("identifier"), ask("replaced"), competences, frameworks),
        **succession(ask("replaced"), ask("decided"), competences),
        **_alignments(ask("alignment"), ask("match"), competences),
        **_labelled("organisation", organisation, organisations),
        **_labelled("region", region, regions),
        "region_within": whole(region, "region", regions).link("within", regions),
        **_resources(resource, ask("resource_region"), resources, organisations, awards, regions),
        **_teaching(ask("teaches"), ask("requires"), resources, competences),
        **_offerings(ask("offering"), ask("offering_access"), resources, regions),
        **_awards(award, ask("unit_group"), ask("barred"), awards),
        **_roles(role, ask("duty"), roles, competences),
        **_requirements(ask("requirement"), roles, competences),
        **_occupations(occupation, ask("occupation_competence"), competences),
        **_gateways(gateway, ask("gateway_about")),
    }
    return Index(release=release, **packed(columns, DTYPES))


def asker(backend: Backend) -> Ask:
    """The answer to a query of `queries/` by its name, each asked once."""
    return cache(lambda name: Answer(backend.select(query.read(name))))


def strings(texts: Texts) -> list[str]:
    """The text of each thing, empty where it has none."""
    return [texts.values[n] if n >= 0 else "" for n in texts.choice.tolist()]


# ------------------------------------------------------------------------------------------------ things
def _iris(ids: Ids) -> Texts:
    return Texts(list(ids), np.arange(len(ids)))


def _labelled(kind: str, sheet: Answer, ids: Ids) -> Columns:
    label = whole(sheet, kind, ids).text("label", english_first)
    return {f"{kind}_iri": _iris(ids), f"{kind}_label": label}


def _frameworks(sheet: Answer, ids: Ids) -> Columns:
    things = whole(sheet, "framework", ids)
    return {
        **_labelled("framework", sheet, ids),
        "framework_edition": things.text("edition", english_first),
        "framework_status": things.text("status"),
        **_in_force(things),
    }


def _in_force(frameworks: Things) -> Columns:
    """Between which days each edition is in force; where it only says when it was issued, it holds from then on."""
    stated = frameworks.number("from", ordinal)
    issued = [frameworks.number("issued", bound) for bound in (earliest, latest)]
    first, last = (np.where(stated >= 0, stated, bound) for bound in issued)
    return {
        "framework_from": first,
        "framework_from_latest": last,
        "framework_until": frameworks.number("until", ordinal),
    }


def _competences(sheet: Answer, identifiers: Answer, replaced: Answer, ids: Ids, frameworks: Ids) -> Columns:
    things = whole(sheet, "competence", ids)
    return {
        **_labelled("competence", sheet, ids),
        "competence_code": codes_of(identifiers, ids),
        "competence_framework": things.link("framework", frameworks),
        "competence_status": things.text("status"),
        "competence_replacement": whole(replaced, "thing", ids).link("replacement", ids),
    }


def codes_of(identifiers: Answer, ids: Ids) -> Texts:
    """The identifier that people use for each thing: that of the first scheme of `_CODES` which it has one of."""
    thing = identifiers.links("thing", ids)
    schemes, scheme = identifiers.coded("scheme")
    ranks = {VOCABULARY + "identifier-scheme/" + name: n for n, name in enumerate(_CODES)}
    rank = np.array([*(ranks.get(iri, len(_CODES)) for iri in schemes), _CODES.index("")])[scheme]
    values, value = identifiers.coded("value")
    good = np.flatnonzero((thing >= 0) & (value >= 0))
    order = good[np.lexsort((value[good], rank[good], thing[good]))]
    first, where = np.unique(thing[order], return_index=True)
    choice = np.full(len(ids), -1, np.int64)
    choice[first] = value[order[where]]
    return Texts(values, choice)


def _alignments(stated: Answer, direct: Answer, competences: Ids) -> Columns:
    """Both directions of every alignment; where one is stated twice, the one that is a thing of its own is kept."""
    iris, own = stated.coded("alignment")
    source = np.concatenate([stated.links("source", competences), direct.links("source", competences)])
    target = np.concatenate([stated.links("target", competences), direct.links("target", competences)])
    relation = np.concatenate([_relation(stated), _relation(direct)])
    iri = np.concatenate([own, np.full(len(direct), -1)])
    sure = Things(stated, np.arange(len(stated)), len(stated)).number("confidence", float, unknown=1.0)
    confidence = np.concatenate([sure, np.ones(len(direct))])
    begins = Things(stated, np.arange(len(stated)), len(stated)).number("from", ordinal)
    begins = np.concatenate([begins, np.full(len(direct), -1)])
    source, target = np.concatenate([source, target]), np.concatenate([target, source])
    relation = np.concatenate([relation, np.where(relation >= 0, _INVERSE[relation], -1)])
    iri, confidence = np.concatenate([iri, iri]), np.concatenate([confidence, confidence])
    begins = np.concatenate([begins, begins])
    good = np.flatnonzero((source >= 0) & (target >= 0) & (relation >= 0))
    last = np.where(iri < 0, len(iris), iri)
    order = good[np.lexsort((confidence[good], last[good], relation[good], target[good], source[good]))]
    same = np.stack([source[order], target[order], relation[order]])
    order = order[np.any(np.diff(same, prepend=-1), axis=0)]
    return {
        "alignment_rows": offsets(source[order], len(competences)),
        "alignment_target": target[order],
        "alignment_relation": relation[order],
        "alignment_iri": Texts(iris, iri[order]),
        "alignment_confidence": confidence[order],
        "alignment_from": begins[order],
    }


def _relation(sheet: Answer) -> NDArray[np.int64]:
    """The relation of each row by the last part of its IRI; -1 for one that the engine does not know."""
    values, choice = sheet.coded("relation")
    known = [_RELATIONS.get(value.replace("#", "/").rpartition("/")[2], -1) for value in values]
    return np.array([*known, -1], np.int64)[choice]


def _resources(sheet: Answer, where: Answer, ids: Ids, organisations: Ids, awards: Ids, regions: Ids) -> Columns:
    things = whole(sheet, "resource", ids)
    owner, region = pairs(where.links("resource", ids), where.links("region", regions))
    placed = np.bincount(owner, minlength=len(ids)) > 0
    mode = things.text("mode")
    anywhere = things.says("mode", _ANYWHERE) | ((mode.choice < 0) & ~placed)
    return {
        **_labelled("resource", sheet, ids),
        "resource_provider": things.link("provider", organisations),
        "resource_award": things.link("award", awards),
        "resource_activity": things.text("activity"),
        "resource_price": things.number("price", _pence),
        "resource_minutes": things.number("minutes", int),
        "resource_mode": mode,
        "resource_language": _language(things),
        "resource_link": things.text("link"),
        "resource_supporter": things.text("supporter"),
        "resource_work_based": things.says("class", (NAMESPACE + "WorkBasedActivity",)),
        "resource_online": anywhere,
        "resource_scheduled": things.says("scheduled", ("true", "1")),
        "resource_region_rows": offsets(owner, len(ids)),
        "resource_region": region,
    }


def _language(things: Things) -> Texts:
    """The language of each thing; English in any of its forms is not said."""
    values, choice = things.text("language", lambda term: (not _english(lexical(term)), lexical(term)))
    kept = np.array([*(not _english(value) for value in values), False])[choice]
    return Texts(values, np.where(kept, choice, -1))


def _english(tag: str) -> bool:
    return tag.lower().partition("-")[0] == "en"


def _pence(pounds: str) -> int:
    return int((Decimal(pounds) * 100).to_integral_value(ROUND_HALF_UP))


# ------------------------------------------------------------------------------------------------ parts
def _teaching(taught: Answer, asked: Answer, resources: Ids, competences: Ids) -> Columns:
    found = parts(taught, _known(taught, "resource", resources, competences), "outcome")
    things = found.things
    competence, entry = things.link("competence", competences), things.number("entry", int, unknown=0)
    owner = np.concatenate([asked.links("resource", resources), np.where(entry > 0, found.owner, -1)])
    needed = np.concatenate([asked.links("competence", competences), competence])
    levels = Things(asked, np.arange(len(asked)), len(asked)).number("level", int)
    at, what = pairs(owner, needed * 256 + np.concatenate([levels, entry]))
    return {
        "teaches_rows": offsets(found.owner, len(resources)),
        "teaches_competence": competence,
        "teaches_entry": entry,
        "teaches_outcome": things.number("level", int),
        "teaches_shows": things.number("shows", _SHOWS.__getitem__, unknown=KNOWLEDGE | PERFORMANCE),
        "teaches_iri": found.iri,
        "teaches_basis": _basis(things),
        "teaches_confidence": things.number("confidence", float, unknown=1.0),
        "requires_rows": offsets(at, len(resources)),
        "requires_competence": what // 256,
        "requires_level": what % 256,
    }


def _known(sheet: Answer, owner: str, owners: Ids, competences: Ids) -> NDArray[np.int64]:
    """The owner of each row, or -1 where the row names no competence of the release."""
    return np.where(sheet.links("competence", competences) >= 0, sheet.links(owner, owners), -1)


def _basis(things: Things) -> Texts:
    """The basis of what is signpost's own proposal; a proposal without one has an empty basis, which is not -1."""
    values, choice = things.text("basis", english_first)
    choice = np.where(choice < 0, len(values), choice)
    return Texts([*values, ""], np.where(things.says("provenance", _EDITORIAL), choice, -1))


def _offerings(sheet: Answer, access: Answer, resources: Ids, regions: Ids) -> Columns:
    found = parts(sheet, sheet.links("resource", resources), "offering")
    things, start = found.things, found.things.number("start", ordinal)
    order = np.lexsort((start, found.owner))
    iris = found.iri.taken(order)
    features, feature = access.coded("access")
    row = {iri: n for n, iri in enumerate(strings(iris))}
    at, which = pairs(access.links("offering", row), feature)
    return {
        "offering_rows": offsets(found.owner[order], len(resources)),
        "offering_iri": iris,
        "offering_start": start[order],
        "offering_end": things.number("end", ordinal)[order],
        "offering_price": things.number("price", _pence)[order],
        "offering_region": things.link("region", regions)[order],
        "offering_mode": things.text("mode").taken(order),
        "offering_seats": things.number("seats", int)[order],
        "offering_access_rows": offsets(at, len(order)),
        "offering_access": Texts(features, which),
    }


def _awards(sheet: Answer, grouped: Answer, barred: Answer, ids: Ids) -> Columns:
    groups = parts(grouped, grouped.links("award", ids), "group")
    at, unit = pairs(groups.things.key, grouped.links("unit", ids))
    one, other = barred.links("award", ids), barred.links("other", ids)
    apart, from_what = pairs(np.concatenate([one, other]), np.concatenate([other, one]))
    return {
        **_labelled("award", sheet, ids),
        "group_rows": offsets(groups.owner, len(ids)),
        "group_at_least": groups.things.number("at_least", int),
        "group_credits": groups.things.number("credits", int),
        "group_unit_rows": offsets(at, groups.things.count),
        "group_unit": unit,
        "award_credit": whole(sheet, "award", ids).number("credit", int),
        "barred_rows": offsets(apart, len(ids)),
        "barred_award": from_what,
    }


def _roles(sheet: Answer, duties: Answer, ids: Ids, competences: Ids) -> Columns:
    things = whole(sheet, "role", ids)
    found = parts(duties, duties.links("role", ids), "duty")
    at, what = pairs(found.things.key, duties.links("competence", competences))
    return {
        **_labelled("role", sheet, ids),
        "role_lowest": things.number("management", _MANAGEMENT.__getitem__, unknown=0),
        "role_highest": _most(things, "management", _MANAGEMENT.__getitem__),
        "duty_rows": offsets(found.owner, len(ids)),
        "duty_iri": found.iri,
        "duty_label": found.things.text("label", english_first),
        "duty_met_rows": offsets(at, found.things.count),
        "duty_met": what,
    }


def _most(things: Things, name: str, read: Callable[[str], int]) -> NDArray[np.int64]:
    """The greatest of several numbers of each thing; 0 where there is none."""
    return -things.number(name, lambda term: -read(term), unknown=0)


def _requirements(sheet: Answer, roles: Ids, competences: Ids) -> Columns:
    found = parts(sheet, _known(sheet, "role", roles, competences), "requirement")
    things = found.things
    order = np.lexsort((things.number("order", int, unknown=2**31), found.owner))
    return {
        "requirement_rows": offsets(found.owner[order], len(roles)),
        "requirement_iri": found.iri.taken(order),
        "requirement_competence": things.link("competence", competences)[order],
        "requirement_level": things.number("level", int)[order],
        "requirement_importance": things.number("importance", int, unknown=3)[order],
        "requirement_horizon": things.number("horizon", _HORIZONS.__getitem__, unknown=NOW)[order],
        "requirement_asks": things.number("asks", _SHOWS.__getitem__, unknown=KNOWLEDGE | PERFORMANCE)[order],
        "requirement_family": things.text("family").taken(order),
        "requirement_basis": _basis(things).taken(order),
        "requirement_confidence": things.number("confidence", float, unknown=1.0)[order],
    }


def _occupations(sheet: Answer, listed: Answer, competences: Ids) -> Columns:
    """A competence is essential where it is called so, or is required and not of less importance."""
    ids = sheet.ids("occupation")
    found = parts(listed, _known(listed, "occupation", ids, competences), "competence")
    things = found.things
    level, importance = _most(things, "level", int), _most(things, "importance", int)
    required = np.where((level > 0) & (importance == 0), _ESSENTIAL, importance) >= _ESSENTIAL
    return {
        **_labelled("occupation", sheet, ids),
        "occupation_rows": offsets(found.owner, len(ids)),
        "occupation_competence": things.link("competence", competences),
        "occupation_essential": things.says("relation", (NAMESPACE + "essentialCompetence",)) | required,
        "occupation_level": level,
    }


def _gateways(sheet: Answer, about: Answer) -> Columns:
    ids = sheet.ids("gateway")
    iris, iri = about.coded("about")
    at, what = pairs(about.links("gateway", ids), iri)
    return {
        **_labelled("gateway", sheet, ids),
        "gateway_link": whole(sheet, "gateway", ids).text("link"),
        "gateway_about_rows": offsets(at, len(ids)),
        "gateway_about": Texts(iris, what),
    }
