from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import signpost
from signpost.errors import RefusedSubmission
from signpost.exchange.named import NAMED, placeholder
from signpost.gate import naming
from signpost.gate.naming import resolved
from signpost.gate.publish import publish, publish_all
from signpost.gate.validate import refused
from signpost.model import THINGS, Finding, Node, Severity, Source, Submission
from signpost.store.local import open_store
from signpost.store.release import Store

HERE = "https://orchard.example/id/"


def framework(slug: str, label: str, edition: str, **more: Any) -> Node:
    return {"id": HERE + slug, "type": "Framework", "label": label, "edition": edition, "rights": "Ours", **more}


def standard(iri: str, label: str, code: str, place: str, **more: Any) -> list[Node]:
    number = {"id": f"{iri}#code", "type": "Identifier", "identifierScheme": "unit-code", "identifierValue": code}
    node = {"id": iri, "type": "Standard", "label": label, "identifier": number["id"], "inFramework": HERE + place}
    return [{**node, **more}, number]


GRAPH: list[Node] = [
    framework("old", "Orchard standards", "2008", status="superseded"),
    framework("new", "Orchard standards", "2012"),
    framework("pears", "Pear standards 2020", "2020"),
    *standard(HERE + "old/a1", "Grow apples", "ORCH A1", "old"),
    *standard(HERE + "new/a1", "Grow good apples", "ORCH A1", "new"),
    *standard(HERE + "new/b2", "Manage budgets", "ORCH&B2", "new"),
    *standard(HERE + "new/c3", "Sell fruit", "ORCH C3", "new"),
    *standard(HERE + "pears/c3", "Sell fruit", "PEAR 3", "pears"),
    *standard(THINGS + "standard/orchard-2012/d4", "Store fruit", "ORCH D4", "new"),
]
PROVIDER: Node = {"id": HERE + "us", "type": "Provider", "label": "We", "providerKind": "training-provider"}
COURSE = HERE + "course"


@pytest.fixture
def store() -> Store:
    opened = open_store("memory:")
    publish(Submission(Source("orchard-standards"), tuple(GRAPH)), opened)
    return opened


def course(*names: str, iri: str = COURSE) -> list[Node]:
    outcomes = [
        {"id": f"{iri}#outcome-{n}", "type": "LearningOutcome", "competence": placeholder(name), "outcomeLevel": 1,
         "shows": "knowledge"}
        for n, name in enumerate(names)
    ]  # fmt: skip
    facts = {"label": f"A course {iri}", "provider": PROVIDER["id"], "activityType": "lecture", "mode": "in-person"}
    teaches = [outcome["id"] for outcome in outcomes]
    return [{"id": iri, "type": "LearningResource", "learningMinutes": 600, "teaches": teaches, **facts}, *outcomes]


def sent(*nodes: Node) -> Submission:
    return Submission(Source("orchard"), (PROVIDER, *nodes), places={COURSE: "courses.csv:2"})


def meant(submission: Submission) -> list[str]:
    return [node["competence"] for node in submission.nodes if "competence" in node]


def refusal(name: str, store: Store, *nodes: Node) -> Finding:
    (finding,) = resolved(sent(*course(name), *nodes), store).findings
    assert finding.severity is Severity.REFUSED
    assert (finding.place, finding.node, finding.path, finding.expected) == (
        "courses.csv:2", f"{COURSE}#outcome-0", "competence", naming.MEANT,
    )  # fmt: skip
    return finding


# ------------------------------------------------------------------------------------------------ one is meant
@pytest.mark.parametrize("name", ["ORCH&B2", "orchb2", " orch b2 ", "Manage budgets", "MANAGE  budgets"])
def test_a_code_or_name_of_the_store(store: Store, name: str) -> None:
    done = resolved(sent(*course(name)), store)
    assert meant(done) == [HERE + "new/b2"]
    (finding,) = done.findings
    assert (
        finding.message
        == f"Read '{name.strip().replace('  ', ' ')}' as Manage budgets (ORCH&B2) of Orchard standards (2012)."
    )
    assert (finding.severity, finding.place, finding.path) == (Severity.ADVICE, "courses.csv:2", "competence")


def test_an_edition_that_stands_in_the_name_is_not_said_twice(store: Store) -> None:
    (finding,) = resolved(sent(*course("PEAR 3")), store).findings
    assert finding.message == "Read 'PEAR 3' as Sell fruit (PEAR 3) of Pear standards 2020."


def test_a_slug_as_specifications_name_them(store: Store) -> None:
    assert meant(resolved(sent(*course("orchard-2012/d4")), store)) == [THINGS + "standard/orchard-2012/d4"]


def test_the_submissions_own_go_first(store: Store) -> None:
    own = [framework("mine", "Mine", "1"), *standard(HERE + "mine/b2", "Budgets of mine", "ORCH&B2", "mine")]
    done = resolved(sent(*own, *course("ORCH&B2", "budgets OF mine")), store)
    assert meant(done) == [HERE + "mine/b2"] * 2
    assert done.findings[0].message == "Read 'ORCH&B2' as Budgets of mine (ORCH&B2) of Mine (1)."


def test_own_notations_and_other_names(store: Store) -> None:
    mine = {"id": HERE + "mine", "type": "Competence", "label": {"en": "Prune", "cy": "Tocio"}, "notation": "P-1",
            "altLabel": ["Cut back", "Trim"], "inFramework": HERE + "new"}  # fmt: skip
    assert meant(resolved(sent(mine, *course("p1", "Tocio", "trim", "cut  back")), store)) == [HERE + "mine"] * 4


def test_a_competence_of_the_name_where_the_code_is_another_kinds(store: Store) -> None:
    award = {"id": HERE + "award", "type": "Award", "label": "An award", "awardingBody": PROVIDER["id"],
             "identifier": f"{HERE}award#n"}  # fmt: skip
    number = {"id": f"{HERE}award#n", "type": "Identifier", "identifierScheme": "unit-code", "identifierValue": "PRUNE"}
    prune = {"id": HERE + "prune", "type": "Competence", "label": "Prune", "inFramework": HERE + "new"}
    publish(Submission(Source("more"), (PROVIDER, award, number, prune)), store)
    assert meant(resolved(Submission(Source("orchard"), tuple(course("Prune"))), store)) == [HERE + "prune"]


def test_every_word_that_points_is_read_and_others_stay(store: Store) -> None:
    about = {"id": COURSE, "type": "LearningResource", "label": placeholder("ORCH&B2"),
             "about": [HERE + "x", placeholder("ORCH&B2"), placeholder("Manage budgets")]}  # fmt: skip
    (_, node) = resolved(sent(about), store).nodes
    assert node == {**about, "about": [HERE + "new/b2", HERE + "x"]}


def test_what_names_nothing_is_left_alone_and_the_store_is_not_asked() -> None:
    submission = sent(*course())
    assert resolved(submission, open_store("memory:")) is submission


def test_one_reading_is_said_once(store: Store) -> None:
    nodes = [node for n in range(3) for node in course("ORCH&B2", "PEAR 3", iri=f"{COURSE}-{n}")]
    first, second = resolved(sent(*nodes), store).findings
    assert first.message.endswith(" So it is at 2 more places.")
    assert (first.node, second.node) == (f"{COURSE}-0#outcome-0", f"{COURSE}-0#outcome-1")
    two = resolved(sent(*nodes[:6]), store).findings
    assert two[0].message.endswith(" So it is at one more place.")


# ------------------------------------------------------------------------------------------------ several, or none
def test_several_of_a_code_are_listed_those_in_use_first(store: Store) -> None:
    finding = refusal("ORCH A1", store)
    assert finding.message == (
        "'ORCH A1' names 2 competences; give the code or the address of the one you mean: "
        f"Grow good apples (ORCH A1) of Orchard standards (2012): {HERE}new/a1; "
        f"Grow apples (ORCH A1) of Orchard standards (2008): {HERE}old/a1."
    )
    assert finding.example == HERE + "new/a1"


def test_several_of_a_name_are_listed_the_latest_first(store: Store) -> None:
    message = refusal("sell fruit", store).message
    assert message.index("PEAR 3") < message.index("ORCH C3")


def test_several_of_the_submissions_own(store: Store) -> None:
    own = [*standard(HERE + "x", "Prune", "P1", "new", status="legacy"), *standard(HERE + "y", "Prune", "P2", "new")]
    message = refusal("Prune", store, *own).message
    assert message.index(HERE + "y") < message.index(HERE + "x;" if HERE + "x;" in message else HERE + "x.")


def test_what_is_near_is_suggested(store: Store) -> None:
    finding = refusal("Manage budgts", store)
    assert finding.message == (
        "There is no competence 'Manage budgts'. Did you mean Manage budgets (ORCH&B2) of Orchard standards (2012): "
        f"{HERE}new/b2?"
    )
    assert finding.example == HERE + "new/b2"


def test_no_more_than_three_are_suggested_own_ones_first(store: Store) -> None:
    own = [node for n in range(4) for node in standard(f"{HERE}own/{n}", f"Sell fruits {n}", f"Z{n}", "new")]
    message = refusal("Sell fruitss", store, *own).message
    assert message.count("; or ") == 2
    assert message.count(HERE + "own/") == 3


def test_nothing_near(store: Store) -> None:
    finding = refusal("Xylophone", store)
    assert finding.message == "There is no competence 'Xylophone'. Look for it with: signpost find 'Xylophone'."


@pytest.mark.parametrize("name", ["", "  ", "&/!"])
def test_a_name_without_a_letter(store: Store, name: str) -> None:
    assert refusal(name, store).message == (
        "A competence is named by an empty text. Give its code, its name or its address."
    )


def test_a_hostile_name_is_shown_on_one_short_line(store: Store) -> None:
    message = refusal("a\n\u202eb" + "c" * 500, store).message
    assert message.startswith("There is no competence 'a \N{REPLACEMENT CHARACTER}bccc")
    assert "\n" not in message
    assert len(message) < 250


# ------------------------------------------------------------------------------------------------ by the door
def findings(submission: Submission, store: Store) -> list[Finding]:
    with pytest.raises(RefusedSubmission) as refused:
        publish(submission, store, dry_run=True)
    return list(refused.value.findings)


def test_the_door_resolves_before_it_looks_at_anything(store: Store) -> None:
    publication = publish(sent(*course("ORCH&B2")), store)
    assert "Read 'ORCH&B2' as" in "".join(finding.message for finding in publication.findings)
    lines = store.current().backend.dump(publication.graph)
    assert f"<{HERE}new/b2>".encode() in lines
    assert NAMED.encode() not in lines


def test_a_name_that_is_none_is_refused_once_and_leaks_nothing(store: Store) -> None:
    found = findings(sent(*course("Xylophone", "ORCH A1")), store)
    assert [f.path for f in found if f.severity is Severity.REFUSED] == ["competence", "competence"]
    assert not any(NAMED in f"{f.message}{f.expected}{f.example}" for f in found)


def test_what_only_joins_things_is_refused_once_too(store: Store) -> None:
    joins = {"id": HERE + "tie", "type": "Alignment", "alignmentSource": HERE + "new/b2",
             "alignmentRelation": "exactMatch",
             "alignmentTarget": placeholder("Xylophone"), "statedBy": "us", "confidence": "0.5"}  # fmt: skip
    submission = replace(sent(joins), drops_dangling=frozenset({joins["id"]}))
    assert [f.path for f in findings(submission, store) if "nobody" in f.message or "Xylophone" in f.message] == [
        "alignmentTarget"
    ]


def test_an_empty_store_says_what_to_do() -> None:
    found = findings(sent(*course("ORCH&B2")), open_store("memory:"))
    assert any("The store is empty" in finding.message for finding in found)


def test_an_empty_store_is_enough_for_ones_own() -> None:
    mine = [framework("new", "Mine", "1"), *standard(HERE + "b", "Budgets", "B", "new")]
    assert publish(sent(*mine, *course("Budgets")), open_store("memory:")).nodes == 6


def test_several_submissions_each_with_their_own(store: Store) -> None:
    other = Submission(Source("other"), tuple(standard(HERE + "z", "Prune", "P1", "new")))
    with pytest.raises(RefusedSubmission, match="orchard"):
        publish_all([other, sent(*course("P1"))], store, dry_run=True)
    publish(other, store)
    assert publish(sent(*course("P1")), store, dry_run=True).nodes == 3


def test_publish_and_check_resolve(tmp_path: Path) -> None:
    url = f"file:{tmp_path / 'store'}"
    publish(Submission(Source("orchard-standards"), tuple(GRAPH)), open_store(url))
    file = tmp_path / "courses.jsonld"
    file.write_text(json.dumps({"graph": [PROVIDER, *course("ORCH&B2")]}), "utf-8")
    assert any("Read 'ORCH&B2'" in f.message for f in signpost.publish(file, "orchard", url, dry_run=True).findings)
    assert any("Read 'ORCH&B2'" in f.message for f in signpost.check(file, url))
    file.write_text(json.dumps({"graph": [PROVIDER, *course("Xylophone")]}), "utf-8")
    assert [f.message for f in signpost.check(file, url) if f.severity is Severity.REFUSED] == [
        "There is no competence 'Xylophone'. Look for it with: signpost find 'Xylophone'."
    ]


def test_a_thousand_courses_of_five_names_are_fast(store: Store) -> None:
    names = ("ORCH&B2", "PEAR 3", "Grow apples", "ORCH D4", "Grow good apples")
    nodes = [node for n in range(1000) for node in course(*names, iri=f"{COURSE}-{n}")]
    began = time.perf_counter()
    done = resolved(sent(*nodes), store)
    assert time.perf_counter() - began < 1
    assert len(meant(done)) == 5000
    assert len(done.findings) == 5


def test_after_a_thousand_unknown_names_no_more_are_looked_up(store: Store) -> None:
    names = [*(f"Xylophone {n}" for n in range(1_200)), "ORCH&B2"]
    done = resolved(sent(*course(*names)), store)
    assert len(done.findings) == 1_001
    assert done.findings[-1].message == (
        "1,000 names of competences are not known: mend these first. Not looked up: 201."
    )
    assert refused(done.findings)
