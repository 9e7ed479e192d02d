"""The national standards as facts: the 2019 catalogue and other sources -> data/standards/**.ttl and a report.

    python data/build/standards.py /path/to/shared/data

Edition is decided by the letters of the code, and by titles and dated documents that agree with them; never by a
prefix, the Original URN or the Validity column. Tables of judgement lie beside this file.
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
import turtle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import catalogue
import frameworks
import manifest
import pathway
import slugs

HERE = Path(__file__).parent
OUT = HERE.parent / "standards"
CATALOGUE = "https://github.com/nestauk/openjobs-SDS-NOS-2019"
ID = "https://w3id.org/signpost/id/"
SHAPES = tuple(
    (edition["framework"], re.compile(edition["letters"]), edition["published"])
    for edition in tomllib.loads((OUT / "editions.toml").read_text(encoding="utf-8"))["edition"]
)
"""What a code of each edition looks like once outer spaces are gone, and its published spelling; the importer of the
whole catalogue reads the same table."""
CUT = re.compile(r"\b(?:with|for|of|and|the|your|secure)$|,$")
"""A title that ends so was cut off at a line break in the catalogue."""

UNIT = re.compile(r"^(?:SCDLMCS?|LMC )(?=[A-E])")
"""What stands before the letter and number of an LMC unit."""
BY_TITLE = {
    "provenance": "editorial",
    "statedBy": "signpost editors",
    "basis": "The SQA unit has the same title; no source prints the two codes side by side.",
    "confidence": "0.9",
}


@dataclass
class Standard:
    """One standard of one edition, with every spelling of its identifiers."""

    framework: str
    code: str
    title: str
    source: str
    urns: set[str] = field(default_factory=set)
    others: set[tuple[str, str]] = field(default_factory=set)
    """(identifier scheme, value), beyond the URNs."""
    by_title: set[str] = field(default_factory=set)
    """SQA codes paired with it by equal title alone: signpost's proposal."""
    suites: set[str] = field(default_factory=set)
    review: str = ""
    number: int = 0
    predecessor: str = ""
    """The code that the catalogue gives as its Original URN."""

    @property
    def iri(self) -> str:
        """Its IRI."""
        return iri(self.framework, self.code)


@dataclass(frozen=True, order=True)
class Line:
    """One line of the report: what was repaired or left out, and why."""

    source: str
    row: int
    code: str
    action: str
    reason: str


def iri(framework: str, code: str) -> str:
    """The IRI of a standard of an edition by its code, however spelled."""
    return f"{ID}standard/{framework}/{slugs.of_code(code)}"


def table(name: str) -> list[dict[str, str]]:
    """A table of judgement beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edition_of(urn: str) -> tuple[str, str] | None:
    """The framework and the published spelling that a code's letters say, or None."""
    for framework, shape, spelling in SHAPES:
        found = shape.fullmatch(urn)
        if found:
            return framework, spelling.format(found[1])
    return None


def from_catalogue(rows: Iterable[catalogue.Row], report: list[Line]) -> dict[str, Standard]:
    """The standards that the catalogue's rows state, by IRI; what was repaired or left out goes to the report."""
    chosen = {(c["framework"], c["code"]) for c in table("standards_chosen.csv")}
    found: dict[str, Standard] = {}
    for row in rows:
        place = edition_of(row.urn)
        if place is None:
            continue
        framework, code = place
        reason = _refuse(row, framework, code, chosen, found)
        if reason:
            report.append(Line("catalogue", row.number, row.urn, "left out", reason))
            continue
        standard = _standard(row, framework, code)
        found[standard.iri] = standard
        report.extend(_repairs(row, framework, code))
    return found


def _refuse(
    row: catalogue.Row, framework: str, code: str, chosen: set[tuple[str, str]], found: dict[str, Standard]
) -> str:
    if framework.endswith("-2019") and (framework, code) not in chosen:
        return "not among the standards chosen for managers"
    if CUT.search(row.title):
        return f"the title is cut off: {row.title!r}"
    document = edition_of(re.sub(r"\.pdf$", "", row.file, flags=re.I).split(" ")[0])
    original = edition_of(row.original)
    if framework == "ml-2012" and original and original != (framework, code):
        return f"ambiguous: its Original URN is {row.original} and the title is that of {original[1]}"
    if framework == "ml-2012" and document is None:
        return f"the URN is repeated; this row's document is {row.file}, another standard"
    if framework == "ml-2008" and "2008" not in "".join(row.suites):
        return "its suite does not date it to 2008"
    if row.title in _titles_of_other_edition(framework, code):
        return "ambiguous: its letters say one edition, its title is that of the other"
    return "the code is repeated in this edition" if iri(framework, code) in found else ""


def _titles_of_other_edition(framework: str, code: str) -> set[str]:
    """Titles read at source for the same unit in the other LMC edition, less those that both editions carry."""
    confirmed = {(c["framework"], UNIT.sub("", c["code"])): c["title"] for c in table("standards_confirmed.csv")}
    own = confirmed.get((framework, UNIT.sub("", code)))
    other = {"lmc-2008": "lmc-2012", "lmc-2012": "lmc-2008"}.get(framework, "")
    return {confirmed.get((other, UNIT.sub("", code)), "")} - {own, ""} if own else set()


def _standard(row: catalogue.Row, framework: str, code: str) -> Standard:
    urn = row.urn.split(" ")[0]
    urns = {code, urn} | ({code.replace("&", "")} if framework == "ml-2012" else set())
    units = {("unit-code", f"MSC {code.removeprefix('CFAML')}")} if framework == "ml-2008" else set()
    if framework == "lmc-2008":
        units = {("unit-code", f"LMC {code.removeprefix('SCDLMCS')}")}
    suites = {s.rstrip() for s in row.suites if s in frameworks.CARE_SUITES} | {frameworks.ALL[framework]["suite"]}
    return Standard(
        framework=framework,
        code=code,
        title=row.title,
        source=CATALOGUE,
        urns=urns,
        others=units,
        suites=suites,
        review=row.review.isoformat() if row.review else "",
        number=row.number,
        predecessor=row.original,
    )


def _repairs(row: catalogue.Row, framework: str, code: str) -> Iterator[Line]:
    if row.urn != code:
        reason = f"spelling variant of {code}; both are identifiers of one standard"
        yield Line("catalogue", row.number, row.urn, "repaired", reason)
    if row.placeholder:
        reason = "the review date 1905-03-15 is a placeholder, not a date"
        yield Line("catalogue", row.number, row.urn, "left out", reason)
    if row.validity.lower() == "current" and frameworks.ALL[framework]["status"] == "superseded":
        reason = "Validity says Current, but a later edition replaced it: superseded"
        yield Line("catalogue", row.number, row.urn, "repaired", reason)


def add_confirmed(found: dict[str, Standard], report: list[Line]) -> None:
    """Join what was read at other sources: identifiers, standards the catalogue lacks, and where titles differ."""
    for fact in table("standards_confirmed.csv"):
        framework, code = fact["framework"], fact["code"]
        key = iri(framework, code.replace("LMC ", "SCDLMCS") if framework == "lmc-2008" else code)
        standard = found.get(key)
        if standard is None:
            standard = _confirmed(fact)
            found[standard.iri] = standard
            if framework in ("ml-2012", "lmc-2008"):
                reason = f"not in the catalogue; read at {fact['source']}"
                report.append(Line("read at source", 0, code, "added", reason))
        elif standard.title != fact["title"]:
            reason = f"titles differ: {fact['source']} has {fact['title']!r}; the catalogue's {standard.title!r} stands"
            report.append(Line("read at source", standard.number, code, "repaired", reason))
        standard.by_title |= {fact["sqa_by_title"]} - {""}
        for scheme in ("ofqual_unit", "sqa_code", "unit_code"):
            standard.others |= {(scheme.replace("_", "-"), v) for v in fact[scheme].split(";") if v}


def _confirmed(fact: dict[str, str]) -> Standard:
    code = fact["code"]
    suite = frameworks.ALL[fact["framework"]]["suite"]
    made = Standard(fact["framework"], code, fact["title"], fact["source"], suites={suite})
    if code.startswith("CFAM&L"):
        made.urns = {code, code.replace("&", "")}
    elif code.startswith("LMC "):
        made.others = {("unit-code", code)}
    return made


def replacements(found: dict[str, Standard], report: list[Line]) -> Iterator[dict[str, object]]:
    """`replacedBy` between the LMC editions where the 2012 row's Original URN names the unit of 2008; never a match."""
    before = [s for s in found.values() if s.framework == "lmc-2008"]
    by_unit = {s.code.removeprefix("SCDLMCS").removeprefix("LMC "): s for s in before}
    for new in sorted((s for s in found.values() if s.framework == "lmc-2012"), key=lambda s: s.iri):
        named = re.fullmatch(r"LMC ?([A-E]\d+)", new.predecessor)
        old = by_unit.get(named[1]) if named else None
        if old:
            yield {"id": old.iri, "replacedBy": new.iri}
        else:
            reason = "no source names what it replaces, so no replacedBy is given"
            report.append(Line("catalogue", new.number, new.code, "left out", reason))


def nodes_of(standard: Standard) -> Iterator[dict[str, object]]:
    """The nodes of one standard: itself and its identifiers."""
    proposed = {("sqa-code", value) for value in standard.by_title}
    schemes = sorted({("urn", u) for u in standard.urns} | standard.others | proposed)
    framework = frameworks.ALL[standard.framework]
    node: dict[str, object] = {
        "id": standard.iri,
        "type": "Standard",
        "label": standard.title,
        "notation": standard.code,
        "inFramework": f"{ID}framework/{standard.framework}",
        "competenceType": "standard",
        "status": framework["status"],
        "suite": sorted(standard.suites),
        "provenance": "sourced",
        "sourceDocument": standard.source,
    }
    if framework.get("publisher"):
        node["developedBy"] = f"{ID}organisation/{framework['publisher']}"
    if standard.review:
        node["reviewDate"] = standard.review
    if schemes:
        node["identifier"] = [f"{ID}identifier/{scheme}/{slugs.of_value(value)}" for scheme, value in schemes]
    yield node
    for scheme, value in schemes:
        yield {
            "id": f"{ID}identifier/{scheme}/{slugs.of_value(value)}",
            "type": "Identifier",
            "identifierScheme": scheme,
            "identifierValue": value,
        } | (BY_TITLE if (scheme, value) in proposed else {"provenance": "sourced"})


def left_out() -> Iterator[Line]:
    """What the editors left out by hand."""
    for line in table("standards_left_out.csv"):
        framework = line["framework"]
        yield Line("editors", 0, line["code"] or framework, "left out", f"{framework}: {line['reason']}")


def write_report(lines: Iterable[Line], path: Path) -> None:
    """Write the report as CSV, sorted."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["source", "row", "code", "action", "reason"])
        writer.writerows((x.source, x.row or "", x.code, x.action, x.reason) for x in sorted(set(lines)))


def build(shared_data: Path, out: Path, report_path: Path) -> None:
    """Write every file of data/standards and the report."""
    report = list(left_out())
    found = from_catalogue(catalogue.read(shared_data), report)
    add_confirmed(found, report)
    files: dict[str, list[dict[str, object]]] = {slug: [frameworks.node(slug)] for slug in frameworks.ALL}
    for key in sorted(found):
        files[found[key].framework].extend(nodes_of(found[key]))
    files["lmc-2008"].extend(replacements(found, report))
    for row in table("standards_relations.csv"):
        subject, target = (iri(*row[end].split("/")) for end in ("subject", "object"))
        files[row["subject"].split("/")[0]].append({"id": subject, row["relation"]: target, "note": row["note"]})
    for slug, nodes in pathway.nodes(shared_data, report_line=lambda *x: report.append(Line(*x))).items():
        files[slug].extend(nodes)
    extra = frameworks.extra_files()
    for slug, nodes in files.items():
        turtle.write(out / frameworks.ALL[slug]["path"], nodes)
    for path, nodes in extra.items():
        turtle.write(out / path, nodes)
    manifest.write(out, frameworks.SOURCE, frameworks.manifest_files(extra))
    write_report(report, report_path)


if __name__ == "__main__":
    build(Path(sys.argv[1]), OUT, HERE / "standards_report.csv")
