"""What speaks for a match of a duty with one thing: which words of it stand where, as numbers and in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields

from signpost.mapping.described import Described
from signpost.mapping.filler import telling
from signpost.mapping.phrase import Phrase, Stem, phrase, singular, split

Rarity = Callable[[str], float]
"""How much a word, or what is left of it without its endings, tells."""

_GOOD = 0.1
"""How good a stand-in must be to confirm what kind of thing is meant."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A phrase with what all of its words tell together."""

    phrase: Phrase
    stems: Mapping[str, float]
    plain: Mapping[str, float]
    stems_tell: float
    plain_tells: float
    stand_ins: Mapping[str, Mapping[str, float]]
    """For each plain word what may stand in its place, with how good it is for it; of duties alone."""


@dataclass(frozen=True, slots=True)
class Points:
    """What speaks for a match, each 0 to 1."""

    whole: float
    """1 where the label is the whole duty, but for order and number."""
    label: float
    """How much of the duty and the label are the same words, or such as stand in for them."""
    other: float
    """The same of the other name that is most alike."""
    confirmed: float
    """How much of the duty and the other name that is most alike is the same, as far as other fields confirm it."""
    chief: float
    """How many of the names say that it is the same kind of thing: 'manager', not 'worker'."""
    text: float
    """How much of the duty stands in the definition, description or scope."""
    needs: float
    """How much stands in the names of the competences that it needs."""
    within: float
    """How much stands in the names of what it is narrower than."""
    names: float
    """How much stands in any of its own names."""
    anywhere: float
    """How much stands in any field at all."""
    label_letters: float
    """How alike duty and label are letter by letter."""
    other_letters: float
    """The same of the other name that is most alike."""


POINTS = tuple(field.name for field in fields(Points))


@dataclass(frozen=True, slots=True)
class Known:
    """A thing as the words of its fields."""

    label: Weighed
    other: tuple[Weighed, ...]
    text: frozenset[str]
    needs: frozenset[str]
    within: frozenset[str]
    named: frozenset[str]
    """The words of all of its names, in the singular."""

    @property
    def names(self) -> tuple[Weighed, ...]:
        """The label and the other names."""
        return (self.label, *self.other)

    @property
    def lacking(self) -> frozenset[str]:
        """The points that nothing can give it, for it has no such field."""
        field = {"other": self.other, "confirmed": self.other, "other_letters": self.other, "text": self.text,
                 "needs": self.needs, "within": self.within}  # fmt: skip
        return frozenset(point for point, said in field.items() if not said)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the match of one duty with one thing."""

    points: Points
    where: Mapping[str, tuple[str, ...]]
    """Field -> the words of the duty that stand in it, without fillers; 'nowhere' are those that stand in none."""
    same_kind: bool
    """Whether the label itself says that it is the same kind of thing."""
    borne: int
    """How many words of the duty bear the match, fillers not counted; what stands in for a word counts as it."""
    weak: bool
    """Whether it is one word of several, which tells less than the others together."""
    rests_on: str = ""
    """The other name that is most like the duty, where the match rests on it alone."""


def weighed(
    phrase: Phrase,
    stem_rarity: Rarity,
    word_rarity: Rarity,
    stand_ins: Callable[[str], Mapping[str, float]] | None = None,
) -> Weighed:
    """A phrase with what its words tell, and what stands in for them."""
    stems = {stem: stem_rarity(stem) for stem in phrase.stems}
    plain = {word: word_rarity(word) for word in sorted(phrase.plain)}
    instead = {word: stand_ins(word) for word in plain} if stand_ins else {}
    return Weighed(phrase, stems, plain, sum(stems.values()), sum(plain.values()), instead)


def known(thing: Described, stem: Stem, weigh: Callable[[Phrase], Weighed]) -> Known:
    """A thing as the words of its fields."""
    names = (thing.label, *thing.other)
    fields = [split(text) for text in (thing.text, " ".join(thing.needs), " ".join(thing.within))]
    stem([word for words in (*fields, *map(split, names)) for word in words])  # at once is faster than one by one
    text, needs, within = (frozenset(stem(words).values()) for words in fields)
    label, *others = (weigh(phrase(name, stem)) for name in names)
    named = label.phrase.plain.union(*(other.phrase.plain for other in others))
    return Known(label, tuple(others), text, needs, within, named)


def evidence(duty: Weighed, thing: Known) -> Evidence:
    """What speaks for the match of a duty with a thing."""
    told, asked = duty.stems, duty.phrase
    alike = [_alike(duty.stems, other.stems, duty.stems_tell + other.stems_tell) for other in thing.other]
    best = max(range(len(alike)), key=lambda n: (alike[n], -n), default=-1)
    nearest = told.keys() & (thing.other[best].stems if thing.other else ())
    rest = {stem for n, other in enumerate(thing.other) if n != best for stem in other.stems.keys() & told.keys()}
    elsewhere = {stem for stem in told if _is_in(stem, thing)} | rest
    own = rest | nearest | (told.keys() & thing.label.stems.keys())
    points = Points(
        whole=float(asked.plain == thing.label.phrase.plain),
        label=_plainly(duty, thing.label),
        other=_most(_plainly(duty, other) for other in thing.other),
        confirmed=_most(alike) * _share(nearest & elsewhere, nearest, told),
        chief=sum(name.phrase.chief == asked.chief for name in thing.names) / len(thing.names),
        text=_share(thing.text, told, told),
        needs=_share(thing.needs, told, told),
        within=_share(thing.within, told, told),
        names=_share(own, told, told),
        anywhere=_share(elsewhere | nearest, told, told),
        label_letters=_letters(asked, thing.label.phrase),
        other_letters=_most(_letters(asked, other.phrase) for other in thing.other),
    )
    lonely = _share(nearest - elsewhere, elsewhere | nearest, told)
    rests = thing.other[best].phrase.said if thing.other and _rests_on_one(duty, thing, lonely) else ""
    where = _where(asked, thing, rest | nearest, told.keys() - elsewhere - nearest)
    bearing = _bearing(duty, thing, elsewhere | nearest)
    weak = sum(bearing.values()) == 1 and _share([s for s, found in bearing.items() if found], bearing, told) < 0.5
    return Evidence(points, where, asked.chief == thing.label.phrase.chief, sum(bearing.values()), weak, rests)


def _bearing(duty: Weighed, thing: Known, found: Collection[str]) -> dict[str, bool]:
    """Each word of the duty that tells something, without its endings, with whether it bears the match."""
    words = telling(duty.phrase.words)
    return {
        stem: stem in found
        or any(good >= _GOOD and other in thing.named for other, good in _instead(duty, word).items())
        for word, stem in zip(duty.phrase.words, duty.phrase.stems, strict=True)
        if word in words
    }


def _instead(duty: Weighed, word: str) -> Mapping[str, float]:
    return duty.stand_ins.get(singular(word), {})


def _where(duty: Phrase, thing: Known, other: Collection[str], nowhere: Collection[str]) -> dict[str, tuple[str, ...]]:
    found = {"label": thing.label.stems, "other": other, "text": thing.text, "needs": thing.needs,
             "within": thing.within, "nowhere": nowhere}  # fmt: skip
    words = telling(duty.words)
    return {
        field: tuple(w for w, stem in zip(duty.words, duty.stems, strict=True) if stem in stems and w in words)
        for field, stems in found.items()
    }


def _is_in(stem: str, thing: Known) -> bool:
    """Whether any field but the other names has it."""
    return any(stem in field for field in (thing.label.stems, thing.text, thing.needs, thing.within))


def _plainly(duty: Weighed, name: Weighed) -> float:
    """How much of a duty and a name is the same, where a stand-in counts as far as it is good for its word."""
    shared = 0.0
    for word, tells in duty.plain.items():
        if word in name.plain:
            shared += tells
        else:
            near = (duty.stand_ins[word].keys() & name.plain.keys()) - duty.plain.keys()
            shared += (
                _most(duty.stand_ins[word][other] * min(tells, name.plain[other]) for other in near) if near else 0
            )
    return 2 * shared / (duty.plain_tells + name.plain_tells) if shared else 0.0


def _alike(one: Mapping[str, float], other: Mapping[str, float], both: float) -> float:
    """How much of two phrases is the same: twice what they share, of what both have."""
    return 2 * sum(tells for word, tells in one.items() if word in other) / both if both else 0.0


def _most(shares: Iterable[float]) -> float:
    return max(shares, default=0.0)


def _share(found: Collection[str], of: Iterable[str], told: Mapping[str, float]) -> float:
    """How much of some words of the duty is found, each counted by what it tells."""
    words = sorted(of)
    whole = sum(told[word] for word in words)
    return sum(told[word] for word in words if word in found) / whole if whole else 0.0


def _letters(one: Phrase, other: Phrase) -> float:
    from rapidfuzz import fuzz

    return fuzz.ratio(one.folded, other.folded) / 100


def _rests_on_one(duty: Weighed, thing: Known, lonely: float) -> bool:
    """Whether a match rests on one other name alone: half of what was found, or the word that says what it is.

    A label that says it by a word which stands in for that one confirms it.
    """
    chief, label = duty.phrase.chief, thing.label
    having = sum(chief in other.plain for other in thing.other)
    alike = duty.stand_ins.get(chief, {}).get(label.phrase.chief, 0.0) >= _GOOD
    return lonely >= 0.5 or (having == 1 and chief not in label.plain and not alike)
