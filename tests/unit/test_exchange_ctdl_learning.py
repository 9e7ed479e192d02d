from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from signpost.errors import UnreadableInput
from signpost.exchange.named import placeholder
from signpost.exchange.readers import READERS, detect
from signpost.gate.validate import check, refused
from signpost.model import Node, Severity, Source, Submission

FIXTURE = Path(__file__).parent / "fixtures" / "ctdl-learning" / "programme.json"
CONTEXT = "https://credreg.net/ctdl/schema/context/json"
COURSE = "https://registry.example/resources/ce-1"


def read(path: Path) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["ctdl-learning"].read(path, Source("registry"))
    return submission, {node["id"]: node for node in submission.nodes}


def sent(folder: Path, document: Any) -> tuple[Submission, dict[str, Node]]:
    path = folder / "feed.json"
    path.write_text(json.dumps(document), "utf-8")
    assert detect(path) == "ctdl-learning"
    return read(path)


def course(**words: Any) -> dict[str, Any]:
    said = {"name": {"en-US": "Apple storage"}, "ctid": "ce-1", **words}
    prefixed = {f"ceterms:{word}": value for word, value in said.items()}
    return {"@context": CONTEXT, "@id": COURSE, "@type": "ceterms:LearningOpportunityProfile", **prefixed}


def test_a_learning_opportunity_becomes_a_learning_resource() -> None:
    _, nodes = read(FIXTURE)
    assert nodes[COURSE] == {
        "id": COURSE,
        "type": "LearningResource",
        "label": {"en-us": "Apple storage"},
        "description": {"en-us": "How to store apples."},
        "notation": "AS-7",
        "provider": "https://registry.example/resources/ce-2",
        "link": "https://orchard.example/storage",
        "language": "en-us",
        "mode": "online",
        "place": "1 Lane",
        "learningMinutes": 600,
        "price": "120",
        "activityType": "direct-training",
        "teaches": f"{COURSE}#outcome-1",
        "requires": f"{COURSE}#prerequisite-1",
        "offering": f"{COURSE}#offering-1",
        "note": {"en": ["Prerequisites: A year of picking", "Teaches: Sort apples"]},
    }
    assert nodes[f"{COURSE}#offering-1"] == {
        "id": f"{COURSE}#offering-1",
        "type": "Offering",
        "startDate": "2026-09-01",
        "place": "Leeds",
    }


def test_what_it_teaches_and_requires_is_named_by_code_or_name() -> None:
    _, nodes = read(FIXTURE)
    assert nodes[f"{COURSE}#outcome-1"] == {
        "id": f"{COURSE}#outcome-1",
        "type": "LearningOutcome",
        "competence": placeholder("Store apples"),
        "outcomeLevel": 2,
        "shows": "both",
    }
    assert nodes[f"{COURSE}#prerequisite-1"] == {
        "id": f"{COURSE}#prerequisite-1",
        "type": "Prerequisite",
        "competence": placeholder("Pick apples"),
        "level": 1,
    }


def test_its_organisation_is_a_provider_with_its_number() -> None:
    _, nodes = read(FIXTURE)
    provider = nodes["https://registry.example/resources/ce-2"]
    assert (provider["label"], provider["homepage"]) == ({"en-us": "Orchard College"}, "https://orchard.example/")
    assert nodes[str(provider["identifier"])]["identifierValue"] == "10001234"


def test_findings_speak_in_the_words_of_the_sender() -> None:
    submission, _ = read(FIXTURE)
    told = {(finding.place.partition("#")[2], finding.message) for finding in submission.findings}
    assert {
        ("/@graph/0/ceterms:versionIdentifier", "Left out, for signpost has no word for it: "
         "'ceterms:versionIdentifier' (ceterms:LearningOpportunityProfile): 1."),
        ("/@graph/0/ceterms:deliveryType/0", "Read 'deliveryType:OnlineOnly' as 'online'."),
        ("/@graph/0/ceterms:estimatedCost/0/ceterms:price", "Read 'Tuition: GBP 120' as 120 pounds."),
        ("/@graph/0/ceterms:estimatedDuration/0", "Read 'PT10H' as 600 minutes."),
        ("/@graph/0/ceterms:teaches/1",
         "'Sort apples' is taught, and no level from 1 to 5 is stated beside it: kept as a note."),
    } <= told  # fmt: skip
    losses = [message for _, message in told if message.startswith("Left out")]
    assert len(losses) == 1


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda course: course,
        lambda course: [course],
        lambda course: {"@context": CONTEXT, "@id": "https://registry.example/graph/ce-1", "@graph": [course]},
        lambda course: {"envelope_ctdl_type": "x", "decoded_resource": {"@context": CONTEXT, "@graph": [course]}},
        lambda course: {"data": [course], "extra": {"total": 1}},
    ],
)
def test_envelopes_and_lists_are_opened(tmp_path: Path, wrapped: Any) -> None:
    _, nodes = sent(tmp_path, wrapped(course()))
    assert nodes[COURSE]["label"] == {"en-us": "Apple storage"}


@pytest.mark.parametrize(
    ("kind", "activity"),
    [
        ("ceterms:Course", "external-learning"),
        ("ceterms:LearningOpportunity", "external-learning"),
        ("ceterms:LearningProgram", "formal-study"),
        ("https://purl.org/ctdl/terms/Course", "external-learning"),
        (["http://purl.org/ctdl/terms/LearningProgram"], "formal-study"),
    ],
)
def test_every_kind_of_learning_is_read(tmp_path: Path, kind: Any, activity: str) -> None:
    _, nodes = sent(tmp_path, {**course(), "@type": kind})
    assert nodes[COURSE]["activityType"] == activity


def test_a_ctid_that_the_address_says_adds_nothing_and_another_is_kept(tmp_path: Path) -> None:
    _, nodes = sent(tmp_path, course())
    assert "note" not in nodes[COURSE]
    _, nodes = sent(tmp_path, course(ctid="ce-other"))
    assert nodes[COURSE]["note"] == {"en": "Identifier: ce-other"}


def test_a_scheduled_offering_without_dates_speaks_for_its_course(tmp_path: Path) -> None:
    delivery = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": "deliveryType:BlendedDelivery"}
    offering = {"@type": "ceterms:ScheduledOffering", "ceterms:deliveryType": [delivery]}
    submission, nodes = sent(tmp_path, course(hasOffering=[offering]))
    assert nodes[COURSE]["mode"] == "blended"
    assert not any(node["type"] == "Offering" for node in submission.nodes)


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        ({"exactDuration": "P10W"}, "P10W"),
        ({"minimumDuration": "P1M", "maximumDuration": "P3M"}, "P1M to P3M"),
        ({"description": {"en": "one course"}}, "one course"),
    ],
)
def test_a_duration_that_is_no_time_of_learning_is_kept_as_a_note(tmp_path: Path, duration: Any, said: str) -> None:
    profile = {"@type": "ceterms:DurationProfile", **{f"ceterms:{word}": value for word, value in duration.items()}}
    submission, nodes = sent(tmp_path, course(estimatedDuration=[profile]))
    assert nodes[COURSE]["note"] == {"en": f"Duration: {said}"}
    messages = [finding.message for finding in submission.findings if finding.severity is Severity.WARNING]
    assert f"'{said}' gives no certain number of minutes: kept as a note." in messages


def test_costs_in_dollars_are_notes(tmp_path: Path) -> None:
    costs = [{"@type": "ceterms:CostProfile", "ceterms:name": {"en": name}, "ceterms:price": price,
              "ceterms:currency": "USD"} for name, price in (("Tuition", 3600.0), ("Fees", 450))]  # fmt: skip
    _, nodes = sent(tmp_path, course(estimatedCost=costs))
    assert nodes[COURSE]["fundingNote"] == {"en": ["Price: Fees: USD 450", "Price: Tuition: USD 3600.0"]}


def test_who_offers_goes_before_who_owns(tmp_path: Path) -> None:
    one, other = "https://registry.example/resources/ce-8", "https://registry.example/resources/ce-9"
    submission, nodes = sent(tmp_path, course(offeredBy=[one], ownedBy=[other]))
    assert nodes[COURSE]["provider"] == one
    messages = [finding.message for finding in submission.findings]
    assert "Left out, for signpost has no word for it: 'ceterms:ownedBy' (ceterms:LearningOpportunityProfile): 1." in (
        messages
    )
    _, nodes = sent(tmp_path, course(ownedBy=[other]))
    assert nodes[COURSE]["provider"] == other


def test_a_programme_and_its_courses_are_read_from_one_graph(tmp_path: Path) -> None:
    programme = {**course(name={"en": "Orchards"}, hasPart=[COURSE]), "@id": "https://registry.example/resources/ce-7",
                 "@type": "ceterms:LearningProgram"}  # fmt: skip
    submission, nodes = sent(tmp_path, {"@context": CONTEXT, "@graph": [programme, course()]})
    assert {iri for iri, node in nodes.items() if node["type"] == "LearningResource"} == {COURSE, programme["@id"]}
    assert not any("hasPart" in finding.message or "a part" in finding.message for finding in submission.findings)


def test_frameworks_and_pathways_are_for_the_other_reader(tmp_path: Path) -> None:
    for kind in ("ceasn:CompetencyFramework", "ceterms:Pathway"):
        path = tmp_path / "other.json"
        path.write_text(json.dumps({"@context": CONTEXT, "@type": kind, "ceterms:name": "x"}), "utf-8")
        assert detect(path) == "ctdl-asn"


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    nested: Any = "x"
    for _ in range(70):
        nested = {"ceterms:requires": nested}
    with pytest.raises(UnreadableInput, match="nested more than 64 deep"):
        sent(tmp_path, course(requires=nested))


def test_what_is_read_passes_the_shapes() -> None:
    submission, _ = read(FIXTURE)
    competence = ("https://w3id.org/signpost/ns#Competence",)
    assert not refused(check(submission, lambda asked: dict.fromkeys(asked, competence)))


@pytest.mark.outside
@pytest.mark.parametrize("name", ["CompTIA-IT_Networking_Specialist.jsonld", "Illinois-IT.json"])
def test_real_pathways_are_not_taken_for_courses(shared: Path, name: str) -> None:
    assert detect(shared / "data" / "ctdl-asn" / "Pathway-Examples" / name) == "ctdl-asn"
