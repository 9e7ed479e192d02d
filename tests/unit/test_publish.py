from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from signpost import words
from signpost.errors import RefusedSubmission, SignpostError, StoreEmpty, StoreOutdated
from signpost.exchange.readers import READERS
from signpost.gate.publish import VOCABULARIES, as_known, publish, publish_all
from signpost.model import GRAPHS, THINGS, VOCABULARY, Finding, Node, Severity, Source, Submission
from signpost.store.local import open_store
from signpost.store.release import Manifest, Store

FIXTURES = Path(__file__).parent / "fixtures"
COLLEGE = Source(
    "apple-college",
    label="The apple college",
    publisher="The apple college",
    licence="https://creativecommons.org/licenses/by/4.0/",
    edition="2025",
    retrieved="2025-09-01",
)
CONCEPT = "https://example.org/scheme/a"


@pytest.fixture
def store() -> Store:
    return open_store("memory:")


def college() -> Submission:
    return READERS["turtle"].read(FIXTURES / "rdf" / "course.ttl", COLLEGE)


def sent(name: str, *nodes: Node) -> Submission:
    return Submission(Source(name), nodes)


def framework(iri: str, **more: Any) -> Node:
    return {"id": iri, "type": "Framework", "label": "A framework", "edition": "1", "rights": "Ours", **more}


def competence(iri: str, framework: str) -> Node:
    return {"id": iri, "type": "Competence", "label": "A competence", "inFramework": framework}


def refusals(submission: Submission, store: Store) -> list[Finding]:
    with pytest.raises(RefusedSubmission) as refused:
        publish(submission, store)
    return [finding for finding in refused.value.findings if finding.severity is Severity.REFUSED]


# ------------------------------------------------------------------------------------------------ admitted
def test_a_publication_says_what_was_admitted(store: Store) -> None:
    publication = publish(college(), store)
    lines = words.to_ntriples(college().nodes)
    assert publication.graph == GRAPHS + "apple-college"
    assert publication.digest == hashlib.sha256(lines).hexdigest()
    assert publication.triples == lines.count(b"\n")
    assert publication.nodes == len(college().nodes)
    assert publication.release == store.current().digest
    assert {finding.severity for finding in publication.findings} <= {Severity.WARNING, Severity.ADVICE}
    assert set(college().findings) <= set(publication.findings)


def test_the_graph_holds_the_nodes_their_source_and_the_publication(store: Store) -> None:
    publication = publish(college(), store)
    lines = store.current().backend.dump(publication.graph).splitlines()
    assert set(words.to_ntriples(college().nodes).splitlines()) <= set(lines)
    added = sorted(set(lines) - set(words.to_ntriples(college().nodes).splitlines()))
    nodes, unknown = words.from_triples(line.decode()[:-2].split(" ", 2) for line in added)  # type: ignore[misc]  # three
    assert unknown == []
    assert nodes == [
        {
            "id": publication.graph,
            "type": "Publication",
            "digest": publication.digest,
            "nodes": publication.nodes,
            "publicationOf": THINGS + "source/apple-college",
            "triples": publication.triples,
        },
        {
            "id": THINGS + "source/apple-college",
            "type": "Source",
            "edition": "2025",
            "label": {"en": "The apple college"},
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "retrieved": "2025-09-01",
            "statedBy": "The apple college",
        },
    ]


def test_the_same_facts_in_any_order_are_the_same_release(store: Store) -> None:
    first = publish(college(), store)
    turned = Submission(COLLEGE, tuple(reversed(college().nodes)))
    again = publish(turned, open_store("memory:"))
    assert (again.digest, again.release) == (first.digest, first.release)
    assert publish(college(), store).release == first.release


def test_a_new_store_gets_our_vocabularies_too(store: Store) -> None:
    publish(college(), store)
    assert sorted(store.current().graphs) == [GRAPHS + "apple-college", GRAPHS + VOCABULARIES.id]
    assert [source.id for source in store.current().sources] == ["apple-college", "vocabulary"]


def test_a_second_publication_replaces_the_first(store: Store) -> None:
    publish(college(), store)
    publish(Submission(COLLEGE, (framework("https://example.org/framework"),)), store)
    lines = store.current().backend.dump(GRAPHS + "apple-college")
    assert b"Growing apples" not in lines
    assert b"A framework" in lines


def as_of_an_earlier_layout(store: Path) -> None:
    """Make the current release one that an earlier version would have written: layout, name and pointer."""
    (path,) = store.glob("releases/*/manifest.json")
    text = json.dumps({**json.loads(path.read_text("utf-8")), "layout": 0})
    path.write_text(text, "utf-8")
    digest = Manifest.from_json(text, "").digest
    path.parent.rename(store / "releases" / digest)
    (store / "CURRENT").write_text(digest + "\n", "ascii")


def test_publishing_brings_a_store_of_an_earlier_layout_up_to_date(tmp_path: Path) -> None:
    address = f"file:{tmp_path / 'store'}"
    publish(college(), open_store(address))
    as_of_an_earlier_layout(tmp_path / "store")
    with pytest.raises(StoreOutdated):
        open_store(address).current()
    publish(sent("other", framework("https://example.org/framework/other")), open_store(address))
    graphs = open_store(address).current().graphs
    assert {GRAPHS + "other", GRAPHS + COLLEGE.id} <= set(graphs)


def test_several_submissions_may_point_to_each_other(store: Store) -> None:
    one = sent("one", framework("https://example.org/f"))
    two = sent("two", competence("https://example.org/c", "https://example.org/f"))
    assert [publication.source.id for publication in publish_all([two, one], store)] == ["two", "one"]
    later = sent("three", competence("https://example.org/d", "https://example.org/f"))
    assert publish(later, store).nodes == 1


def test_a_dry_run_changes_nothing(store: Store) -> None:
    publication = publish(college(), store, dry_run=True)
    assert publication.release == ""
    with pytest.raises(StoreEmpty):
        store.current()
    before = publish(college(), store).release
    changed = Submission(COLLEGE, (framework("https://example.org/framework"),))
    assert publish(changed, store, dry_run=True).release == before == store.current().digest


# ------------------------------------------------------------------------------------------------ refused
def test_a_fault_refuses_the_whole_and_all_are_told(store: Store) -> None:
    before = publish(college(), store).release
    faulty = sent("other", framework("https://example.org/g", label=None), competence("https://example.org/c", CONCEPT))
    told = {(finding.node, finding.path) for finding in refusals(faulty, store)}
    assert told == {("https://example.org/g", "label"), ("https://example.org/c", "inFramework")}
    assert store.current().digest == before


def test_one_faulty_submission_keeps_the_others_out(store: Store) -> None:
    good = sent("good", framework("https://example.org/f"))
    with pytest.raises(RefusedSubmission, match="good, bad: 1 fault"):
        publish_all([good, sent("bad", competence("https://example.org/c", CONCEPT))], store)
    with pytest.raises(StoreEmpty):
        store.current()


def test_a_source_may_not_describe_what_another_describes(store: Store) -> None:
    publish(college(), store)
    (finding,) = refusals(sent("other", framework("https://example.org/framework")), store)
    assert finding.message == (
        "https://example.org/framework belongs to the source 'apple-college'; another source may not describe it."
    )


@pytest.mark.parametrize(
    ("iri", "owner"),
    [
        (VOCABULARY + "mode/online", "the source 'vocabulary'"),
        (VOCABULARY + "mode/telepathy", "the source 'vocabulary'"),
        ("https://w3id.org/signpost/ns#Competence", "signpost itself"),
        (GRAPHS + "esco", "signpost itself"),
        (THINGS + "source/esco", "signpost itself"),
    ],
)
def test_signposts_own_things_are_not_a_sources_to_describe(store: Store, iri: str, owner: str) -> None:
    (finding,) = refusals(sent("other", framework(iri)), store)
    assert finding.message == f"{iri} belongs to {owner}; another source may not describe it."


def test_a_source_may_have_a_scheme_of_its_own(store: Store) -> None:
    scheme = {"id": VOCABULARY + "apple-level", "type": "ConceptScheme", "label": "Apple levels"}
    concept = {
        "id": VOCABULARY + "apple-level/1",
        "type": "Concept",
        "label": "Small",
        "inScheme": VOCABULARY + "apple-level",
    }
    assert publish(sent("apples", scheme, concept), store).nodes == 2


def test_what_a_source_used_to_describe_does_not_count(store: Store) -> None:
    publish(
        sent("one", framework("https://example.org/f"), competence("https://example.org/c", "https://example.org/f")),
        store,
    )
    (finding,) = refusals(sent("one", competence("https://example.org/c", "https://example.org/f")), store)
    assert finding.path == "inFramework"


def test_things_left_behind_are_a_warning(store: Store) -> None:
    publish(sent("one", framework("https://example.org/f"), framework("https://example.org/g")), store)
    publish(sent("two", competence("https://example.org/c", "https://example.org/f")), store)
    publication = publish(sent("one", framework("https://example.org/g")), store)
    (finding,) = publication.findings
    assert finding.severity is Severity.WARNING
    assert finding.message == "https://example.org/f is no longer described, but other sources point to it."


def test_rules_of_ones_own_are_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "rules.ttl"
    path.write_text(
        "<urn:x:s> a <http://www.w3.org/ns/shacl#NodeShape> ; <http://www.w3.org/ns/shacl#targetNode> <urn:x:a> ."
    )
    found = refusals(READERS["turtle"].read(path, Source("other")), store)
    assert any("may not bring rules of its own" in finding.message for finding in found)


@pytest.mark.parametrize("name", ["", "My College", "a/b", "é", "a--b", "-a", "../x"])
def test_a_source_needs_a_plain_name(store: Store, name: str) -> None:
    with pytest.raises(SignpostError, match="Use small letters, digits and hyphens"):
        publish(sent(name, framework("https://example.org/f")), store)


def test_what_is_said_of_the_source_is_checked_too(store: Store) -> None:
    source = Source("other", homepage="not a page")
    (finding,) = refusals(Submission(source, (framework("https://example.org/f"),)), store)
    assert finding.path == "homepage"


def test_esco_goes_through_the_door(store: Store) -> None:
    publication = publish(READERS["esco"].read(FIXTURES / "esco" / "official-1.2.0", Source("esco")), store)
    index = store.current().index
    assert (len(index.competence_iri), len(index.occupation_iri)) == (6, 3)
    assert sum(finding.message.startswith("Row dropped") for finding in publication.findings) == 13


# ------------------------------------------------------------------------------------------------ whose it is
def test_what_a_source_published_is_known_as_its_own(store: Store) -> None:
    publish(college(), store)
    again = replace(college(), source=Source("check"))
    assert as_known(again, store).source.id == COLLEGE.id
    assert publish(as_known(again, store), store, dry_run=True).findings == publish(college(), store).findings


def test_what_nobody_published_is_whose_it_was(store: Store) -> None:
    assert as_known(college(), store) == college()
    publish(college(), store)
    new = sent("check", framework("https://example.org/id/new"))
    assert as_known(new, store) == new


def test_what_several_sources_describe_must_say_whose_it_is(store: Store) -> None:
    one, two = (framework(f"https://example.org/id/{name}") for name in ("one", "two"))
    publish_all([sent("one", one), sent("two", two)], store)
    with pytest.raises(SignpostError, match=r"several sources: one, two\. Say whose it is, such as '--source one'"):
        as_known(sent("check", one, two), store)


def test_only_sources_of_ones_own_are_suggested(store: Store) -> None:
    nodes = [framework(f"https://example.org/id/{name}") for name in ("a", "b", "c")]
    shipped = [Submission(Source(name, shipped=True), (node,)) for name, node in zip("ab", nodes, strict=False)]
    publish_all([*shipped, sent("mine", nodes[2])], store)
    with pytest.raises(SignpostError, match="such as '--source mine'"):
        as_known(sent("check", *nodes), store)
    with pytest.raises(SignpostError, match="Say whose it is with '--source NAME' of your own;"):
        as_known(sent("check", *nodes[:2]), store)


def test_what_would_be_left_to_a_shipped_source_does_not_say_whose_it_is(store: Store) -> None:
    one, two = (framework(f"https://example.org/id/{name}") for name in ("one", "two"))
    publish_all([Submission(Source("ours", shipped=True), (one,)), sent("mine", two)], store)
    listing = replace(sent("check", one, two), gives_way=frozenset({one["id"], two["id"]}))
    assert as_known(listing, store).source.id == "mine"
