"""The shipped standards, roles, rules, papers and codes: curated data under test like code."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from signpost import words
from signpost.gate import validate
from signpost.graph.parse import parse
from signpost.model import Severity, Source, Submission

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
BUILD = DATA / "build"
AREAS = ("standards", "roles", "schemes", "policies", "codes")
BASE = "https://w3id.org/signpost/"
ID = BASE + "id/"
sys.path.insert(0, str(BUILD))

import turtle  # noqa: E402  # the build scripts are no package; the path comes first

FILES = sorted(path for area in AREAS for path in (DATA / area).rglob("*.ttl"))
MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


def read(path: Path) -> list[dict[str, Any]]:
    nodes, unknown = words.from_triples(parse(path.read_bytes(), "turtle", str(path)))
    assert unknown == []
    return [dict(node) for node in nodes]


@cache
def ours() -> dict[str, dict[str, Any]]:
    return {node["id"]: node for path in FILES for node in read(path)}


def of_type(kind: str) -> list[dict[str, Any]]:
    return [node for node in ours().values() if kind in words.values(node, "type")]


def standard(framework: str, code: str) -> dict[str, Any]:
    return ours()[f"{ID}standard/{framework}/{code}"]


def competences() -> list[dict[str, Any]]:
    return of_type("Standard") + of_type("Competence")


def identifiers(node: dict[str, Any], scheme: str) -> set[str]:
    found = [ours()[i] for i in words.values(node, "identifier")]
    return {i["identifierValue"] for i in found if i["identifierScheme"] == scheme}


def manifest(area: str) -> dict[str, Any]:
    return tomllib.loads((DATA / area / "manifest.toml").read_text(encoding="utf-8"))


def report() -> list[dict[str, str]]:
    with (BUILD / "standards_report.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---------------------------------------------------------------------------------------------- form
@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(DATA)))
def test_a_file_is_the_canonical_writing_of_its_own_triples(path: Path) -> None:
    assert turtle.turtle(read(path)) == path.read_text(encoding="utf-8")


def test_every_thing_and_concept_that_is_named_exists() -> None:
    known = set(ours())
    for folder in (DATA, ROOT / "ontology" / "vocabularies"):
        known |= {subject.strip("<>") for path in folder.rglob("*.ttl") for subject, _, _ in triples(path)}
    named = {o.strip("<>") for path in FILES for _, _, o in triples(path) if o.startswith((f"<{ID}", f"<{BASE}voc"))}
    assert sorted(named - known) == []


def triples(path: Path) -> list[tuple[str, str, str]]:
    return list(parse(path.read_bytes(), "turtle", str(path)))


def test_no_thing_is_stated_by_two_areas() -> None:
    areas = [folder for folder in DATA.iterdir() if (folder / "manifest.toml").is_file()]
    stated = Counter(s for area in areas for s in {s for path in area.rglob("*.ttl") for s, _, _ in triples(path)})
    assert [subject for subject, times in stated.items() if times > 1] == []


def test_no_two_competences_of_a_framework_share_a_label() -> None:
    labels = Counter((node["inFramework"], words.text(node, "label").lower()) for node in competences())
    assert [pair for pair, times in labels.items() if times > 1] == []


@pytest.mark.parametrize("kind", ["Framework", "Role", "Scheme", "GuidanceDocument", "CodeOfPractice", "Organisation"])
def test_no_two_things_of_a_kind_share_a_label(kind: str) -> None:
    labels = Counter(words.text(node, "label") for node in of_type(kind))
    assert labels
    assert [label for label, times in labels.items() if times > 1] == []


@pytest.mark.parametrize("area", AREAS)
def test_a_manifest_names_source_rights_day_digest_and_reviewer_of_each_file(area: str) -> None:
    stated = manifest(area)
    assert stated["source"]["id"] == area
    assert stated["source"]["rights"]
    assert stated["source"]["licence"]
    listed = {entry["path"]: entry for entry in stated["file"]}
    assert sorted(listed) == sorted(str(p.relative_to(DATA / area)) for p in FILES if p.is_relative_to(DATA / area))
    for path, entry in listed.items():
        assert entry["sha256"] == hashlib.sha256((DATA / area / path).read_bytes()).hexdigest(), path
        assert all(entry[key] for key in ("source", "rights", "retrieved", "reviewer")), path


def test_every_framework_states_its_edition_status_and_rights() -> None:
    for node in of_type("Framework"):
        assert all(node.get(word) for word in ("edition", "status", "rights", "suite", "sourceDocument")), node["id"]


@cache
def types() -> dict[str, tuple[str, ...]]:
    """The classes of everything in the data and the vocabularies."""
    found: dict[str, list[str]] = {}
    for folder in (DATA, ROOT / "ontology" / "vocabularies"):
        for path in folder.rglob("*.ttl"):
            for subject, predicate, kind in triples(path):
                if predicate == f"<{words.TYPE}>":
                    found.setdefault(subject.strip("<>"), []).append(kind.strip("<>"))
    return {subject: tuple(kinds) for subject, kinds in found.items()}


@pytest.mark.parametrize("area", AREAS)
def test_an_area_passes_the_gate_of_the_shapes(area: str) -> None:
    nodes = tuple(node for path in FILES if path.is_relative_to(DATA / area) for node in read(path))
    findings = validate.check(
        Submission(Source(area), nodes), lambda iris: {i: types()[i] for i in iris if i in types()}
    )
    assert [f for f in findings if f.severity is Severity.REFUSED] == []
    warned = {f.node.removeprefix(ID) for f in findings if f.severity is Severity.WARNING}
    assert warned <= {"code/social-care-employers-2002", "code/social-care-wales-employers-2026"}


# ---------------------------------------------------------------------------------------------- counts
def test_there_are_enough_standards_in_enough_editions() -> None:
    editions = Counter(node["inFramework"].rsplit("/", 1)[1] for node in of_type("Standard"))
    assert editions == {
        "ml-2008": 67, "ml-2012": 78, "lmc-2008": 31, "lmc-2012": 26, "hsc-2019": 39, "cpc-2019": 11, "ccld-2019": 4,
        "mis-2012": 12, "care-certificate-2015": 4, "care-certificate-2025": 6,
    }  # fmt: skip
    assert sum(editions.values()) >= 130
    assert len(of_type("Competence")) == 59


def test_the_schemes_papers_and_codes_are_all_there() -> None:
    assert len(of_type("Scheme")) == 9
    assert len(of_type("GuidanceDocument")) == 12
    workers = ours()[ID + "code/social-care-workers-2002"]
    assert [ours()[s]["statementNumber"] for s in words.values(workers, "statement")] == [1, 2, 3, 4, 5, 6]


# ---------------------------------------------------------------------------------------------- known answers
def test_rights_of_2008_and_safeguarding_of_2012_are_two_standards_and_no_match() -> None:
    rights, safeguarding = standard("lmc-2008", "scdlmcsb1"), standard("lmc-2012", "scdlmcb1")
    assert "rights and responsibilities" in words.text(rights, "label")
    assert "safeguarding" in words.text(safeguarding, "label")
    assert rights["replacedBy"] == safeguarding["id"]
    ends = {frozenset((a["alignmentSource"], a["alignmentTarget"])) for a in of_type("Alignment")}
    assert frozenset((rights["id"], safeguarding["id"])) not in ends
    assert not any(word in rights or word in safeguarding for word in MATCHES)


def test_two_spellings_of_a_code_are_one_standard_with_two_identifiers() -> None:
    one = standard("ml-2012", "cfamlea2")
    assert words.text(one, "label") == "Obtain finance from external sources"
    assert identifiers(one, "urn") == {"CFAM&LEA2", "CFAMLEA2"}
    assert identifiers(standard("ml-2012", "cfamlea4"), "urn") == {"CFAM&LEA4", "CFAMLEA4", "CFAM_LEA4"}


def test_a_standard_has_several_kinds_of_identifier() -> None:
    assert identifiers(standard("lmc-2008", "scdlmcsb1"), "ofqual-unit") == {"K/104/0812"}
    assert identifiers(standard("lmc-2008", "scdlmcsb1"), "unit-code") == {"LMC B1"}
    assert identifiers(standard("lmc-2012", "scdlmca1"), "sqa-code") == {"H5PL 04", "H7LG 04"}
    assert identifiers(standard("lmc-2008", "lmca4"), "unit-code") == {"HSC446", "LMC A4"}


def test_no_identifier_belongs_to_two_standards() -> None:
    owners = Counter(i for node in of_type("Standard") for i in words.values(node, "identifier"))
    assert [identifier for identifier, times in owners.items() if times > 1] == []


@pytest.mark.parametrize(
    ("urn", "framework", "code"),
    [
        ("CFAMLB7", "ml-2008", "CFAMLB7"),
        ("CFAMLBA5", "ml-2012", "CFAM&LBA5"),
        ("CFAM&LBA5", "ml-2012", "CFAM&LBA5"),
        ("CFAM_LEA4", "ml-2012", "CFAM&LEA4"),
        ("M&LDA4", "ml-2012", "CFAM&LDA4"),
        ("SCDLMCSB1", "lmc-2008", "SCDLMCSB1"),
        ("SCDLMCB1", "lmc-2012", "SCDLMCB1"),
        ("SHDHSC0387 Work in partnership with carers", "hsc-2019", "SCDHSC0387"),
    ],
)
def test_letters_decide_the_edition(urn: str, framework: str, code: str) -> None:
    standards = pytest.importorskip("standards", reason="the build needs openpyxl, of the test extra")
    assert standards.edition_of(urn) == (framework, code)


@pytest.mark.parametrize("urn", ["PPLMCR01", "CFAM1.1.1", "A1", "SCDSW12", ""])
def test_other_codes_have_no_edition_here(urn: str) -> None:
    standards = pytest.importorskip("standards", reason="the build needs openpyxl, of the test extra")
    assert standards.edition_of(urn) is None


def test_placeholder_dates_are_dropped_and_real_ones_kept() -> None:
    dates = [d for node in of_type("Standard") for d in words.values(node, "reviewDate")]
    assert min(dates) > "2009"
    assert "reviewDate" not in standard("lmc-2012", "scdlmca1")
    assert standard("ml-2012", "cfamldd2")["reviewDate"] == "2023-04-01"
    assert any(r["code"] == "SCDLMCA1" and "placeholder" in r["reason"] for r in report())


def test_superseded_editions_are_not_called_current() -> None:
    statuses = {(n["inFramework"].rsplit("/", 1)[1], n["status"]) for n in of_type("Standard")}
    assert ("ml-2008", "superseded") in statuses
    assert ("lmc-2008", "superseded") in statuses
    assert ("lmc-2012", "current") in statuses
    assert not {("ml-2008", "current"), ("lmc-2008", "current")} & statuses


def test_editions_form_one_chain() -> None:
    frameworks = {n["id"]: n for n in of_type("Framework")}
    chain = [f"{ID}framework/ml-1997"]
    while "replacedBy" in frameworks[chain[-1]]:
        chain.append(frameworks[chain[-1]]["replacedBy"])
    assert [iri.rsplit("/", 1)[1] for iri in chain] == ["ml-1997", "ml-2004", "ml-2008", "ml-2012"]


def test_an_imported_unit_keeps_its_origin() -> None:
    assert standard("ml-2008", "cfamld6")["importedAs"] == f"{ID}standard/lmc-2008/scdlmcsa5"


@pytest.mark.parametrize(
    "iri",
    [
        "standard/ml-2008/cfamlb8",
        "standard/ml-2008/cfamld1",
        "standard/ml-2012/cfamldd4",
        "standard/lmc-2012/scdlmce8",
        *(f"standard/care-certificate-2025/standard{n}" for n in range(6, 16)),
        "standard/care-certificate-2015/standard4",
    ],
)
def test_what_was_only_recalled_or_cut_off_is_left_out(iri: str) -> None:
    assert ID + iri not in ours()


def test_what_is_ambiguous_is_reported_row_by_row() -> None:
    rows = {(line["row"], line["action"]) for line in report()}
    assert {("20239", "left out"), ("4951", "left out"), ("4952", "left out"), ("4953", "left out")} <= rows
    assert ("4956", "left out") in rows
    assert words.text(standard("ml-2012", "cfamlba6"), "label") == "Develop strategic business plans"
    assert words.text(standard("ml-2012", "cfamlfa1"), "label") == "Implement and evaluate strategic business plans"


# ---------------------------------------------------------------------------------------------- proposals
def test_every_alignment_and_requirement_is_a_proposal_with_basis_and_confidence() -> None:
    for node in of_type("Alignment") + of_type("Requirement"):
        assert node["provenance"] == "editorial", node["id"]
        assert node["basis"], node["id"]
        assert 0 < float(node["confidence"]) < 1, node["id"]


def test_no_alignment_claims_an_exact_match_or_joins_a_thing_to_itself() -> None:
    for node in of_type("Alignment"):
        assert node["alignmentRelation"] != "exactMatch", node["id"]
        assert node["alignmentSource"] != node["alignmentTarget"], node["id"]


@pytest.mark.parametrize("role", of_type("Role"), ids=lambda r: r["id"].rsplit("/", 1)[1])
def test_a_role_asks_for_a_sensible_number_of_competences_of_all_families(role: dict[str, Any]) -> None:
    lines = [ours()[r] for r in words.values(role, "requirement")]
    assert 14 <= len(lines) <= 24
    assert sorted(line["order"] for line in lines) == list(range(1, len(lines) + 1))
    assert {line["family"] for line in lines} == {"generic", "specialist", "partnership"}
    assert all(1 <= line["level"] <= 5 and 1 <= line["importance"] <= 5 for line in lines)
    assert len({line["competence"] for line in lines}) == len(lines)
    used = {ours()[line["competence"]]["inFramework"].rsplit("/", 1)[1] for line in lines}
    assert not used & {"ml-2008", "lmc-2008", "care-certificate-2015"}


def test_the_five_roles_are_there() -> None:
    assert {r["id"].removeprefix(ID + "role/") for r in of_type("Role")} == {
        "team-leader", "deputy-manager", "registered-manager", "service-manager", "practice-leader",
    }  # fmt: skip


# ---------------------------------------------------------------------------------------------- nothing copied
def test_labels_are_titles_not_prose() -> None:
    assert max(len(words.text(node, "label")) for node in competences()) <= 255
    assert not any("definition" in node or "description" in node for node in competences())


@pytest.mark.outside
def test_no_statement_of_the_pathway_is_copied(shared: Path) -> None:
    pathway = json.loads((shared / "data/care-workforce-pathway/pathway.json").read_text(encoding="utf-8"))
    categories = pathway["skillsCats"]
    texts = [s["skill"] for c in categories for s in c["skills"]] + [c["description"] for c in categories]
    titles = {c["category"].lower() for c in categories}
    prose = [t for t in texts if len(t) > 40 and t.lower() not in titles]
    shipped = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    assert len(prose) > 200
    assert [t for t in prose if t in shipped] == []


@pytest.mark.outside
def test_building_again_gives_the_same_bytes(shared: Path, tmp_path: Path) -> None:
    import roles
    import rules
    import standards

    standards.build(shared / "data", tmp_path / "standards", tmp_path / "report.csv")
    roles.build(tmp_path / "roles")
    rules.build(tmp_path)
    assert (tmp_path / "report.csv").read_bytes() == (BUILD / "standards_report.csv").read_bytes()
    for area in AREAS:
        made = {p.relative_to(tmp_path): p.read_bytes() for p in (tmp_path / area).rglob("*") if p.is_file()}
        kept = {
            p.relative_to(DATA): p.read_bytes()
            for p in (DATA / area).rglob("*")
            if p.suffix == ".ttl" or p.name == "manifest.toml"
        }
        assert made == kept
