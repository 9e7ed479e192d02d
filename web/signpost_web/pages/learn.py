"""The questions of the journey: which role, what is held at which level, and what learning must keep to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signpost_web import looks
from signpost_web.views.learn_sent import HELD, SEVERAL, Fault, several

from signpost import learning
from signpost.model import VOCABULARY, Attainment, PersonSpecification
from signpost.pages.wording import day

if TYPE_CHECKING:
    from signpost import Hit, Names
    from signpost.learning import Place, RoleLine

LANGUAGES = {"en": "English", "cy": "Welsh", "gd": "Scottish Gaelic", "ga": "Irish"}
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen."""

    value: str
    label: str
    hint: str = ""
    chosen: bool = False


# ------------------------------------------------------------------------------------------------ which role
@dataclass(frozen=True, slots=True)
class LearnPage:
    """The roles to choose from, and a file to come back with."""

    title: str
    roles: tuple[RoleLine, ...]
    text: str
    """What was looked for; empty where all roles are shown."""
    occupations: tuple[Choice, ...]
    """Occupations that were found, for which no levels are stated."""
    faults: tuple[Fault, ...] = ()


def learn_page(
    roles: Sequence[RoleLine], text: str = "", hits: Sequence[Hit] = (), faults: Sequence[Fault] = ()
) -> LearnPage:
    """The first page: all roles, or those that a text finds."""
    found = {hit.iri for hit in hits}
    shown = tuple(role for role in roles if not text or role.iri in found)
    others = tuple(Choice(hit.iri, hit.label, hit.code) for hit in hits if hit.kind == "occupation")
    return LearnPage("What should I learn next?", shown, text, others, tuple(faults))


# ------------------------------------------------------------------------------------------------ what is held
@dataclass(frozen=True, slots=True)
class HeldRow:
    """One competence, and the person's own view of it."""

    field: str
    id: str
    iri: str
    code: str
    label: str
    framework: str
    level: str
    """The level that was chosen; empty for not sure."""
    others: tuple[str, ...]
    """What others have judged."""
    fault: str


@dataclass(frozen=True, slots=True)
class HeldPage:
    """The competences of one family."""

    title: str
    role: str
    family: str
    meaning: str
    number: int
    families: tuple[Choice, ...]
    """Every family, with how much of it has an answer."""
    levels: tuple[Choice, ...]
    rows: tuple[HeldRow, ...]
    specification: str
    faults: tuple[Fault, ...]


def held_page(case: PersonSpecification, number: int, names: Names, carried: str, faults: Sequence[Fault]) -> HeldPage:
    """The page about one of the families of what a post needs, counted from 0."""
    families = families_of(case)
    number = min(max(number, 0), len(families) - 1)
    family = families[number]
    known = {concept.slug: concept for concept in learning.concepts("family")}
    return HeldPage(
        title=f"What can you do? {looks.capital(family)} competences",
        role=roles_said(case, names),
        family=family,
        meaning=known[family].definition if family in known else "",
        number=number,
        families=tuple(_family(case, one, one == family) for one in families),
        levels=tuple(Choice(one.slug, one.label, one.definition) for one in learning.concepts("level")),
        rows=tuple(_held_rows(case, family, names, faults)),
        specification=carried,
        faults=tuple(faults),
    )


def families_of(case: PersonSpecification) -> list[str]:
    """The families of what a post needs, in the order of our vocabulary, then an adopter's own."""
    found = dict.fromkeys(family_of(line.family) for line in case.requirements)
    order = [concept.slug for concept in learning.concepts("family")]
    return sorted(found, key=lambda family: order.index(family) if family in order else len(order))


def family_of(iri: str) -> str:
    """The short name of a family."""
    return iri.rsplit("/", 1)[-1].replace("-", " ") or _OTHER


def roles_said(case: PersonSpecification, names: Names) -> str:
    """The roles of a specification, or its post where it names none."""
    return ", ".join(names.called(role) for role in case.roles) or case.post


def _family(case: PersonSpecification, family: str, chosen: bool) -> Choice:
    asked = [line.competence for line in case.requirements if family_of(line.family) == family]
    held = {attainment.competence for attainment in case.attainments}
    return Choice(family, family, f"{sum(one in held for one in asked)} of {len(asked)} answered", chosen)


def _held_rows(case: PersonSpecification, family: str, names: Names, faults: Sequence[Fault]) -> Iterator[HeldRow]:
    wrong = {fault.field: fault.sentence for fault in faults}
    for number, line in enumerate(case.requirements):
        if family_of(line.family) != family:
            continue
        judged = [one for one in case.attainments if one.competence == line.competence]
        own = [one.level for one in judged if one.judged_by == f"{VOCABULARY}judge/self"]
        code, field = names.code(line.competence), f"{HELD}{line.competence}"
        yield HeldRow(
            field=field,
            id=f"held-{number}",
            iri=line.competence,
            code=code,
            label=names.called(line.competence).removeprefix(code).strip(),
            framework=names.framework(line.competence),
            level=str(max(own)) if own else "",
            others=tuple(_judged(one, names) for one in judged if one.judged_by != f"{VOCABULARY}judge/self"),
            fault=wrong.get(field, ""),
        )


def _judged(one: Attainment, names: Names) -> str:
    when = f" on {day(one.since)}" if one.since else ""
    return f"{names.called(one.judged_by)} said level {one.level}{when}".capitalize()


# ------------------------------------------------------------------------------------------------ limits
@dataclass(frozen=True, slots=True)
class LimitsPage:
    """What learning must keep to, as it was written so far."""

    title: str
    role: str
    said: Mapping[str, str]
    """Each word with one value, as it was written."""
    regions: tuple[Choice, ...]
    """The regions that were chosen already."""
    places: tuple[Place, ...]
    modes: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    access: tuple[Choice, ...]
    kept: tuple[tuple[str, str, tuple[Choice, ...]], ...]
    """Further limits that a file brought: the word, what it is called, and its values."""
    own_view: bool
    families: int
    specification: str
    wrong: Mapping[str, str]
    """The fault of each field that has one."""
    faults: tuple[Fault, ...]


_KEPT = (("excludes", "Leave out"), ("mustUse", "Must be used"), ("award", "Must end in this award"))


def limits_page(
    case: PersonSpecification,
    values: Mapping[str, Any],
    names: Names,
    places: Sequence[Place],
    carried: str,
    faults: Sequence[Fault],
) -> LimitsPage:
    """The page of limits: `values` are the words as they were sent, `case` the last specification without faults."""
    constraints = values.get("constraints")
    words = constraints if isinstance(constraints, Mapping) else {}
    lists = {word: several(words.get(word)) for word in SEVERAL}
    said = {word: _text(values.get(word)) for word in ("person", "post")}
    said |= {word: _text(words.get(word)) for word in ("budget", "hoursPerWeek")}
    said |= {"asAt": _day(values.get("asAt")), "deadline": _day(words.get("deadline"))}
    said |= {word: "true" if _text(words.get(word)) else "" for word in ("unknownPrices", "unknownTimes")}
    kept = ((word, called, tuple(Choice(one, names.called(one), "", True) for one in lists[word]))
            for word, called in _KEPT)  # fmt: skip
    return LimitsPage(
        title="What learning must keep to",
        role=roles_said(case, names),
        said=said,
        regions=tuple(Choice(one, names.called(one), "", True) for one in lists["region"]),
        places=tuple(places),
        modes=_concepts("mode", lists["mode"]),
        languages=tuple(_languages(lists["language"])),
        access=_concepts("access", lists["access"]),
        kept=tuple(one for one in kept if one[2]),
        own_view=not case.policy.judges or f"{VOCABULARY}judge/self" in case.policy.judges,
        families=len(families_of(case)),
        specification=carried,
        wrong={fault.field: fault.sentence for fault in faults},
        faults=tuple(faults),
    )


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("en", ""))
    text = "" if value in (None, False) else str(value)
    return text.removesuffix(".0")


def _day(value: Any) -> str:
    """A day as people write it; what is none stays as it was written."""
    text = _text(value)
    return looks.day(text) if len(text) == len("2027-03-31") else text


def _concepts(scheme: str, chosen: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(one.slug, one.label, one.definition, one.slug in chosen) for one in learning.concepts(scheme))


def _languages(chosen: Sequence[str]) -> Iterator[Choice]:
    for tag in dict.fromkeys((*LANGUAGES, *chosen)):
        yield Choice(tag, LANGUAGES.get(tag, tag), "", tag in chosen)


# ------------------------------------------------------------------------------------------------ coming back
@dataclass(frozen=True, slots=True)
class ResumePage:
    """What a file holds that somebody has come back with."""

    title: str
    role: str
    post: str
    day: str
    families: tuple[Choice, ...]
    limits: int
    """How many limits it sets."""
    specification: str


def resume_page(case: PersonSpecification, values: Mapping[str, Any], names: Names, carried: str) -> ResumePage:
    """What was read from a file."""
    constraints = values.get("constraints", {})
    return ResumePage(
        title="Welcome back",
        role=roles_said(case, names),
        post=case.post,
        day=day(case.as_at),
        families=tuple(_family(case, one, False) for one in families_of(case)),
        limits=len([word for word in constraints if word != "id"]) if isinstance(constraints, Mapping) else 0,
        specification=carried,
    )
