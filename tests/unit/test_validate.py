from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from signpost import words
from signpost.exchange import rdf
from signpost.gate import validate
from signpost.model import NAMESPACE, Finding, Node, Severity, Source, Submission

EXAMPLES = Path(__file__).parents[1] / "ontology" / "examples"
SHARED = Path(__file__).parents[2].parent / "shared"
COURSE = "https://example.org/course/apples"
OUTCOME = f"{COURSE}#teaches-1"
COMPETENCE = "https://example.org/competence/pick"


def course(**change: Any) -> Submission:
    node = {
        "id": COURSE,
        "type": "LearningResource",
        "label": "Growing apples",
        "activityType": "direct-training",
        "provider": "https://example.org/college",
        "mode": "in-person",
        "learningMinutes": 90,
        "teaches": OUTCOME,
    }
    outcome = {
        "id": OUTCOME,
        "type": "LearningOutcome",
        "competence": COMPETENCE,
        "entryLevel": 1,
        "outcomeLevel": 3,
        "shows": "both",
    }
    changed = {word: value for word, value in (node | change).items() if value is not None}
    return Submission(Source("college"), (changed, outcome), places={COURSE: "courses.csv:12"})


def known(iris: Any) -> dict[str, tuple[str, ...]]:
    there = {"https://example.org/college": NAMESPACE + "Provider", COMPETENCE: NAMESPACE + "Standard"}
    concepts = "http://www.w3.org/2004/02/skos/core#Concept"
    return {
        iri: (there.get(iri, concepts),)
        for iri in iris
        if iri in there or iri.startswith("https://w3id.org/signpost/vocabulary/")
    }


def refusals(submission: Submission) -> list[Finding]:
    return [f for f in validate.check(submission, known) if f.severity is Severity.REFUSED]


def test_a_sound_submission_has_no_findings() -> None:
    assert validate.check(course(), known) == []


def test_a_shape_speaks_at_the_field_and_the_place() -> None:
    (finding,) = refusals(course(label=None))
    assert finding.path == "label"
    assert finding.node == COURSE
    assert finding.place == "courses.csv:12"
    assert "name" in finding.message


def test_what_was_given_is_said() -> None:
    (finding,) = [f for f in refusals(course(mode="telepathy")) if "Given" in f.message]
    assert finding.path == "mode"
    assert finding.message.endswith("Given: 'telepathy'.")


def test_all_faults_come_at_once_the_heaviest_first() -> None:
    sent = course(
        label=None, price="-1", learningMinutes="long", link="nowhere", provider="https://example.org/none", levle=1
    )
    found = validate.check(sent, known)
    assert {f.path for f in found if f.severity is Severity.REFUSED} == {
        "label", "price", "learningMinutes", "link", "provider", "levle",
    }  # fmt: skip
    weights = [list(Severity).index(finding.severity) for finding in found]
    assert weights == sorted(weights)


def test_a_word_with_a_fault_of_form_is_not_told_twice() -> None:
    found = refusals(course(learningMinutes="long"))
    assert [(f.path, f.message) for f in found] == [
        ("learningMinutes", "'learningMinutes' has 'long', which is not a whole number.")
    ]


def test_a_part_has_the_place_of_its_thing() -> None:
    submission = course()
    outcome = {**submission.nodes[1], "outcomeLevel": 9}
    (finding,) = refusals(Submission(submission.source, (submission.nodes[0], outcome), places=submission.places))
    assert (finding.node, finding.place, finding.path) == (OUTCOME, "courses.csv:12", "outcomeLevel")


def test_things_nobody_describes_are_named_once() -> None:
    (finding,) = refusals(course(provider="https://example.org/none"))
    assert finding.message == "'provider' points to https://example.org/none, which nobody has described."


def test_a_thing_of_the_wrong_kind_is_told_by_its_shape() -> None:
    (finding,) = refusals(course(provider=COMPETENCE))
    assert "must" in finding.message
    assert COMPETENCE in finding.message


def test_without_a_graph_nothing_is_said_of_what_lies_outside() -> None:
    assert validate.check(course(provider="https://example.org/none")) == []


def test_licences_and_matches_may_lie_outside() -> None:
    assert refusals(course(license="https://creativecommons.org/licenses/by/4.0/")) == []


def test_the_findings_of_the_reading_are_kept() -> None:
    repaired = Finding("Spaces were removed.", Severity.WARNING, place="courses.csv:12")
    submission = course()
    sent = Submission(submission.source, submission.nodes, (repaired,), submission.places)
    assert validate.check(sent, known) == [repaired]


def test_a_thing_without_an_iri_does_not_hide_the_rest() -> None:
    submission = course(label=None)
    sent = Submission(submission.source, (*submission.nodes, {"type": "Role"}), (), submission.places)
    assert {"id", "label"} <= {f.path for f in refusals(sent)}


def test_rows_are_in_the_order_of_their_numbers() -> None:
    nodes: list[Node] = [{"id": f"https://example.org/f/{n}", "type": "Framework"} for n in range(12)]
    places = {f"https://example.org/f/{n}": f"f.csv:{n}" for n in range(12)}
    found = [f.place for f in validate.check(Submission(Source("f"), tuple(nodes), places=places)) if f.path == "label"]
    assert found == [f"f.csv:{n}" for n in range(12)]


# ---------------------------------------------------------------------------------- two engines, one answer
def mixed_sample(seed: int) -> tuple[Submission, dict[str, tuple[str, ...]]]:
    """The ontology's valid examples, each beside copies with one word taken away, doubled, or given another's value."""
    chance = random.Random(seed)
    nodes: list[Node] = []
    types: dict[str, tuple[str, ...]] = {}
    for path in sorted(EXAMPLES.glob("*/valid.ttl")):
        for node in rdf.read_bytes(path.read_bytes(), "turtle", Source("sample"), path.name).nodes:
            if len(node) == 2:
                types[node["id"]] = tuple(words.classes()[kind] for kind in words.values(node, "type"))
                continue
            nodes.append({**node, "id": f"{node['id']}/{path.parent.name}"})
            for word in sorted(node.keys() - {"id", "type"}):
                name = f"{node['id']}/{path.parent.name}/{word}"
                nodes.append({k: v for k, v in node.items() if k != word} | {"id": name + "/gone"})
                more = another(chance, word, nodes)
                nodes.append({**node, "id": name + "/other", word: more})
                if not isinstance(node[word], dict):
                    nodes.append({**node, "id": name + "/two", word: [*words.values(node, word), more]})
    chance.shuffle(nodes)
    return Submission(Source("sample"), tuple(nodes)), types


def another(chance: random.Random, word: str, nodes: list[Node]) -> Any:
    """A value that has the form of the word, and often not its sense."""
    kind = words.words()[word]
    if kind.takes in (words.Takes.THING, words.Takes.CONCEPT):
        return chance.choice([target for node in nodes for _, target in validate.pointers(node)])
    if kind.detail.endswith(("integer", "decimal")):
        return chance.choice([-1, 0, 1, 5, 99])
    return chance.choice([value for node in nodes for value in words.values(node, word)])


def test_both_engines_find_the_same_in_a_mixed_sample() -> None:
    sample, types = mixed_sample(20240)

    def there(iris: Any) -> dict[str, tuple[str, ...]]:
        return {iri: types[iri] for iri in iris if iri in types}

    fast = validate.check(sample, there, by=validate.by_turbo)
    slow = validate.check(sample, there, by=validate.by_pyshacl)
    assert fast == slow
    by_shape = [f for f in fast if "nobody has described" not in f.message]
    assert len(sample.nodes) >= 500
    assert len({f.message for f in by_shape}) >= 60
    assert 0.2 < len({f.node for f in by_shape}) / len(sample.nodes) < 0.9
    assert len(Counter(f.severity for f in by_shape)) == len(Severity)


@pytest.mark.parametrize("by", [validate.by_turbo, validate.by_pyshacl])
def test_what_is_checked_in_parts_has_the_findings_of_the_whole(
    by: validate.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample, types = mixed_sample(20241)

    def there(iris: Any) -> dict[str, tuple[str, ...]]:
        return {iri: types[iri] for iri in iris if iri in types}

    whole = validate.check(sample, there, by=by)
    monkeypatch.setattr(validate, "_AT_ONCE", 150)
    assert len(sample.nodes) > 3 * 150
    assert validate.check(sample, there, by=by) == whole


def test_a_part_knows_what_its_things_point_to_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learning at work is looked at with the levels of what it teaches."""
    activity = {"id": COURSE, "type": "WorkBasedActivity", "label": "Shadowing", "teaches": OUTCOME}
    outcome = {"id": OUTCOME, "type": "LearningOutcome", "competence": COMPETENCE, "entryLevel": 1, "outcomeLevel": 4}
    monkeypatch.setattr(validate, "_AT_ONCE", 1)
    found = validate.check(Submission(Source("college"), (activity, outcome)))
    assert any(f.node == COURSE and "at most one level" in f.message for f in found)


def test_checking_stops_where_nobody_would_read_more() -> None:
    bare = tuple({"id": f"{COURSE}/{n}", "type": "LearningResource"} for n in range(6_000))
    found = validate.check(Submission(Source("college"), bare))
    stopped = [f.message for f in found if f.message.startswith("Checking was stopped")]
    assert len(stopped) == 1
    assert len(found) < 25_000
    malformed = tuple({"id": f"{COURSE}/{n}", "type": "Nothing"} for n in range(6_000))
    found = validate.check(Submission(Source("college"), malformed))
    assert len(found) == validate.MOST_REFUSED + 1


def test_the_fast_engine_is_the_one_in_use() -> None:
    assert validate.engine() is validate.by_turbo


SHAPES = b"""@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> a sh:NodeShape ; sh:targetNode <urn:a> ;
    sh:property [ sh:path <urn:p> ; sh:minCount 1 ; sh:message "Give p." ] ."""


@pytest.mark.parametrize(("data", "verdict"), [(b"<urn:a> <urn:p> 1 .", True), (b"<urn:a> <urn:q> 1 .", False)])
def test_any_shapes_can_be_asked(data: bytes, verdict: bool) -> None:
    conforms, report = validate.conforms(data, SHAPES)
    assert conforms is verdict
    assert (b"Give p." in report) is not verdict


@pytest.mark.outside
@pytest.mark.parametrize("engine", ["by_turbo", "by_pyshacl"])
def test_the_w3c_suite_passes_through_our_door(shared: Path, tmp_path: Path, engine: str) -> None:
    adapter = tmp_path / "adapter.py"
    adapter.write_text(
        "from functools import partial\nfrom signpost.gate import validate\n"
        f"conforms = partial(validate.conforms, by=validate.{engine})\n"
    )
    suite = shared / "conformance"
    done = subprocess.run(
        [sys.executable, suite / "shacl_suite.py", suite / "w3c-shacl", "--py", "adapter:conforms",
         "--known-fail", suite / "known_shacl_pyshacl.txt"],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    assert "121 passed, 0 failed" in done.stdout
