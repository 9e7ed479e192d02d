"""The shipped examples against the shipped data: they load, conform, say what they are, and lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from signpost.engine.audit import audit
from signpost.engine.template import template
from signpost.exchange.person import nodes
from signpost.gate.validate import check
from signpost.home.shipped import build
from signpost.model import PersonSpecification, Source, State, Submission
from signpost.person.forms import filled
from signpost.person.specification import read
from signpost.person.starter import starter
from signpost.store.local import open_store
from signpost.store.release import Release

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FILES = sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in (".yaml", ".jsonld"))


@pytest.fixture(scope="module")
def release() -> Iterator[Release]:
    store = open_store("memory:")
    build(store)
    yield store.current()
    store.close()


def case(release: Release, name: str) -> PersonSpecification:
    return read(EXAMPLES / name, release.index, release.labels.find)


@pytest.mark.parametrize("name", FILES)
def test_an_example_loads_conforms_and_says_that_it_is_illustrative(release: Release, name: str) -> None:
    read_case = case(release, name)
    assert read_case.illustrative
    assert check(Submission(Source("person"), nodes(read_case))) == []
    if name.endswith(".yaml"):
        assert "illustrative attainments" in (EXAMPLES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_an_example_has_at_least_five_open_requirements(release: Release, name: str) -> None:
    assert len(audit(release.index, case(release, name)).open) >= 5


def test_the_first_example_shows_every_state_and_a_disagreement(release: Release) -> None:
    lines = audit(release.index, case(release, "registered-manager.yaml")).lines
    assert {line.state for line in lines} == set(State)
    assert any(line.disagreement for line in lines)
    assert any(line.requirement.proposed for line in lines)


def test_the_first_example_is_closed_in_steps_of_which_one_is_not_at_work(release: Release) -> None:
    from signpost.engine.route import route

    read_case = case(release, "registered-manager.yaml")
    audited = audit(release.index, read_case)
    found = route(release.index, read_case, audited, alternatives=0)
    assert len(found.steps) >= 3
    assert any(not step.work_based for step in found.steps)
    assert any(reason.proposed for step in found.steps for reason in step.reasons)
    form = filled(audited, found, lambda iri: iri, "md")
    assert form.count("\n| ") >= len(audited.open)


def test_every_role_has_a_starter_that_loads_once_it_is_filled(release: Release, tmp_path: Path) -> None:
    roles = [release.index.iri("role", row) for row in range(len(release.index.role_iri))]
    assert len(roles) >= 5
    for role in roles:
        text = starter(release.index, role, release.labels.find)
        for word, value in (("person:", "person-01"), ("post:", "a post"), ("asAt:", "2026-01-05")):
            text = text.replace(f"\n{word} ", f"\n{word} {value} ", 1)
        path = tmp_path / "case.yaml"
        path.write_text(text, encoding="utf-8")
        lines = read(path, release.index, release.labels.find).requirements
        assert [line.competence for line in lines] == [line.competence for line in template(release.index, role)]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("SCDLMCSB1", "standard/lmc-2008"),
        ("SCDLMCB1", "standard/lmc-2012/scdlmcb1"),
        ("CFAM&LEA4", "standard/ml-2012/cfamlea4"),
        ("CFAMLEA4", "standard/ml-2012/cfamlea4"),
    ],
)
def test_codes_of_different_editions_are_different_competences(
    release: Release, tmp_path: Path, text: str, slug: str
) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "person: person-01\npost: p\nasAt: 2026-01-05\n"
        f"requirements: {{add: [{{competence: {text}, level: 1, because: x}}]}}\n",
        encoding="utf-8",
    )
    (line,) = read(path, release.index, release.labels.find).requirements
    assert f"/{slug}" in line.competence
