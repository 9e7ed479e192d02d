"""The rows of the catalogue: what each lists, cleaned, with a finding for whatever had to be repaired."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from signpost.exchange.gathered import Gathered
from signpost.exchange.received import Row
from signpost.model import THINGS
from signpost.wellformed import BAD_TEXT

NOS = "nos-2019"
"""What stands in the addresses of things that only this catalogue tells of."""

URN, TITLE, SUITE, VALIDITY, REVIEW = "URN", "NOS Title", "Suite", "Validity", "Indicative Review Date"
DEVELOPER, DOCUMENT, SOC = "Developed By", "Name", "SOC Code"
NEEDED = (URN, TITLE, SUITE, VALIDITY)

_STATUS = {"current": "current", "legacy": "legacy", "archive": "withdrawn"}
_SPELLED = ("Current", "Legacy", "Archive")
_SPACES = re.compile(r"(?:\s|\u200b|&nbsp;?)+")
_LEGACY = re.compile(r"\W*\blegacy\W*$", re.I)
_ENDING = re.compile(r"\.(?:pdf|docx?)$", re.I)
_TITLED = re.compile(r"(\S*\d\S*|[A-Z]+ \d\S*) [A-Za-z]\S* \S+ \S.*")
"""A code with a title of several words after it."""
_DRAWN = re.compile(r"^-?\d{8,}(?=[A-Za-z])")
"""The position of a drawing, which an export of a document leaves before its text."""
_CUT = re.compile(r"\b(?:with|for|of|and|the|your)$|,$")
_PLACEHOLDER = "1980-01-01"
"""No standard of the catalogue was to be reviewed before it."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSIDE = re.compile(r"(?<=[0-9])[^a-z0-9]+(?=[0-9])")
_SIGNS = re.compile(r"[^a-z0-9-]|(?<![0-9])-|-(?![0-9])")


def key(code: str) -> str:
    """What all spellings of a code have in common; a sign between two digits counts, others and capitals do not.

    >>> key("CFAM&LEA2") == key("cfamlea2 "), key("COGESA10.1.1") == key("COGESA10.11")
    (True, False)
    """
    return _SIGNS.sub("", _INSIDE.sub("-", code.strip().lower()))


def fold(text: str) -> str:
    """What all spellings of a title or name have in common."""
    bare = re.sub("['’‘]", "", text.replace("&", " and ")).lower()
    return re.sub(r"[\W_]+", " ", bare).strip()


def unmarked(title: str) -> tuple[str, bool]:
    """What all spellings of a title have in common, without the mark of a replaced standard; and whether it had it."""
    bare = _LEGACY.sub("", title)
    return fold(bare), bare != title


def spaced(text: str) -> str:
    """A text without control characters, and with one space wherever there were more, or others."""
    if text.isprintable() and "&nbsp" not in text:
        return " ".join(text.split())
    return BAD_TEXT.sub("", _SPACES.sub(" ", text)).strip()


@dataclass(frozen=True, slots=True)
class Listed:
    """What one row of the catalogue lists."""

    row: Row
    urn: str
    title: str
    suites: tuple[str, ...]
    """As they are spelled there, in their order."""
    status: str
    review: str
    legacy: bool
    """Whether it is marked as replaced, at the end of its title or of its document's name."""
    key: str
    """What all spellings of its code have in common."""
    bare: str
    """What all spellings of its title have in common, the mark of a replaced standard left off."""

    def place(self, column: str = "") -> str:
        """Where it was read."""
        return self.row.place(column)


def listed(gathered: Gathered, path: Path) -> Iterator[Listed]:
    """Every row that lists a standard; those without a URN or a title are dropped."""
    for row in gathered.table(path, NEEDED):
        urn, title = _urn(gathered, row), _title(gathered, row)
        code, (bare, marked) = key(urn), unmarked(title)
        if not code or not title:
            missing = TITLE if code else URN
            gathered.tell(f"Row dropped: it has no {missing}, and no standard can be known by the rest.", row.place())
            continue
        validity = _validity(gathered, row)
        if marked and validity == "current":
            gathered.tell("Validity says Current and the title Legacy: the title counts.", row.place(VALIDITY))
            validity = "legacy"
        replaced = marked or (validity == "legacy" and key(_document(row)) == f"{code}l")
        yield Listed(row, urn, title, _suites(row), validity, _review(gathered, row), replaced, code, bare)


def _document(row: Row) -> str:
    return _ENDING.sub("", spaced(row.cells.get(DOCUMENT, "")))


def _urn(gathered: Gathered, row: Row) -> str:
    """The URN as it is published; two that only look different stay two spellings."""
    given = row.cells.get(URN, "")
    clean = spaced(given)
    if clean != given:
        gathered.tell("Stray spaces were taken off the URN.", row.place(URN))
    named = _ENDING.sub("", clean)
    if named != clean:
        gathered.tell(f"The ending of a file's name was taken off the URN '{clean}'.", row.place(URN))
    titled = _TITLED.fullmatch(named)
    if titled is None:
        return named
    gathered.tell(f"The title was taken off the URN '{titled[1]}', after which it stood.", row.place(URN))
    return titled[1]


def _title(gathered: Gathered, row: Row) -> str:
    given = row.cells.get(TITLE, "")
    clean = spaced(given)
    if clean != given:
        gathered.tell("Stray spaces were taken out of the title.", row.place(TITLE))
    title = _DRAWN.sub("", clean)
    if title != clean:
        gathered.tell("A number before the title, where a drawing stood, was taken off.", row.place(TITLE))
    if _CUT.search(title):
        gathered.tell(f"The title seems to be cut off after '{title[-30:]}'; it is kept so.", row.place(TITLE))
    return title


def _validity(gathered: Gathered, row: Row) -> str:
    given = spaced(row.cells.get(VALIDITY, ""))
    status = _STATUS.get(given.lower(), "unknown")
    if given.lower() not in _STATUS:
        gathered.tell(f"The validity '{given}' is not known; 'unknown' was set.", row.place(VALIDITY))
    elif given not in _SPELLED:
        gathered.tell(f"The validity '{given}' was read as '{given.capitalize()}'.", row.place(VALIDITY))
    return status


def _review(gathered: Gathered, row: Row) -> str:
    given = spaced(row.cells.get(REVIEW, ""))[:10]
    if given and not _DAY.fullmatch(given):
        gathered.tell(f"The review date '{given}' is not a day: it was left out.", row.place(REVIEW))
    elif given and given < _PLACEHOLDER:
        gathered.tell(f"The review date {given} is a placeholder, not a day: it was left out.", row.place(REVIEW))
    else:
        return given
    return ""


def _suites(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in map(spaced, row.cells.get(SUITE, "").split(";")) if name))


def spellings(names: Iterable[str], bare: Callable[[str], str] = fold) -> dict[str, str]:
    """What all spellings of a name have in common -> the most frequent one, the first of them by the alphabet."""
    counts: dict[str, Counter[str]] = {}
    for name, often in Counter(names).items():
        counts.setdefault(bare(name), Counter())[name] = often
    return {each: min(found, key=lambda name: (-found[name], name)) for each, found in counts.items()}


def identifier(gathered: Gathered, scheme: str, value: str, slug: str, place: str) -> str:
    """The address of an identifier, which is described the first time that it is met."""
    iri = f"{THINGS}identifier/{scheme}/{slug}"
    known = gathered.nodes.setdefault(
        iri, {"id": iri, "type": "Identifier", "identifierScheme": scheme, "identifierValue": value}
    )
    gathered.places.setdefault(iri, place)
    if known["identifierValue"] != value:
        gathered.tell(f"'{value}' was read as '{known['identifierValue']}', as it is first spelled.", place, iri)
    return iri
