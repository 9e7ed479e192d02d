"""YAML and JSON-LD say the same: what is read from one is read equal from its nodes, and fits the shapes."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from indexes import Need, Res, Role, index_of, iri

from signpost.exchange.person import nodes
from signpost.gate.validate import check
from signpost.model import PersonSpecification, Source, Submission
from signpost.person.specification import read
from signpost.person.vocabulary import slugs_of

INDEX = index_of(
    competences=["spare", "more"],
    roles=[
        Role("manager", [Need("safe", 3, importance=5, basis="a judgement", confidence=0.65), ("budgets", 2)]),
        Role("deputy", [Need("change", 4, asks=1, basis="another", confidence=0), Need("budgets", 3, horizon=2)]),
    ],
    resources=[Res("course", provider="college"), Res("book")],
    organisations=["college"],
    regions=["E12000007", "E12000008"],
    awards=["diploma"],
)
ASKED, ADDED = ("safe", "budgets", "change"), ("spare", "more")

TEXT = st.text("ab Z9£é'\"\\:#{}[],-\n", min_size=1, max_size=12).map(str.strip).filter(bool)
DAYS = st.dates().map(lambda day: f"{day:%Y-%m-%d}".rjust(10, "0"))
LEVELS = st.integers(1, 5)
HOURS = st.decimals("0.000001", "168", places=6).map(str) | st.just("2.5")
POUNDS = st.decimals("0", "10000", places=2).map(str)


def slugs(scheme: str) -> st.SearchStrategy[str]:
    return st.sampled_from(slugs_of(scheme))


def some(values: st.SearchStrategy[Any] | tuple[str, ...], most: int = 12) -> st.SearchStrategy[list[Any]]:
    drawn = st.sampled_from(values) if isinstance(values, tuple) else values
    return st.lists(drawn, max_size=most, unique_by=str)


def line(competence: str, **needed: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    optional = {
        "level": LEVELS,
        "importance": LEVELS,
        "family": slugs("family"),
        "horizon": slugs("horizon"),
        "asks": slugs("shows"),
        "agreedBy": TEXT,
    }
    return st.fixed_dictionaries(
        {"competence": st.just(competence), "because": TEXT, **needed},
        optional={word: values for word, values in optional.items() if word not in needed},
    )


@st.composite
def needs(draw: st.DrawFn) -> dict[str, Any]:
    """Changes to the lines of the roles, and objectives for what is then required; one line at least is left."""
    done = {competence: draw(st.sampled_from(("keep", "change", "drop"))) for competence in ASKED[1:]}
    added = draw(some(ADDED))
    scope = [ASKED[0], *(competence for competence in done if done[competence] != "drop"), *added]
    return {
        "requirements": {
            "add": [draw(line(competence, level=LEVELS)) for competence in added],
            "change": [draw(line(competence)) for competence in done if done[competence] == "change"],
            "drop": [{"competence": c, "because": draw(TEXT)} for c in done if done[c] == "drop"],
        },
        "objectives": [
            {"competence": draw(st.sampled_from(scope)), **draw(OBJECTIVE)} for _ in range(draw(st.integers(0, 11)))
        ],
    }


OBJECTIVE = st.fixed_dictionaries({}, optional={"objectiveText": TEXT, "support": TEXT, "applied": TEXT})
EVIDENCE = st.fixed_dictionaries(
    {"evidenceKind": slugs("evidence-kind")}, optional={"note": TEXT, "day": DAYS, "reference": TEXT}
)
ATTAINMENT = st.fixed_dictionaries(
    {
        "competence": st.sampled_from(ASKED + ADDED),
        "level": st.integers(0, 5),
        "judgedBy": slugs("judge"),
        "evidence": st.lists(EVIDENCE, min_size=1, max_size=11),
    },
    optional={"shows": slugs("shows"), "since": DAYS, "until": st.just("9999-12-31")},
)
CONSTRAINTS = st.fixed_dictionaries(
    {},
    optional={
        "budget": POUNDS,
        "hoursPerWeek": HOURS,
        "deadline": st.just("2030-01-31"),
        "region": some(("E12000007", "E12000008")),
        "mode": some(slugs_of("mode")),
        "language": some(("en", "cy", "en-GB")),
        "excludes": some(("book", iri("organisation", "college"))),
        "mustUse": some(("course",)),
        "award": st.just("diploma"),
        "access": some(slugs_of("access")),
        "unknownPrices": st.booleans(),
        "unknownTimes": st.booleans(),
    },
)
CREDIT = st.integers(0, 5) | st.just("none")
SETTINGS = {
    "label": TEXT,
    "judges": some(slugs_of("judge")),
    "closeMatchCredit": CREDIT,
    "broadMatchCredit": CREDIT,
    "narrowMatchCredit": CREDIT,
    "disagreement": LEVELS,
    "hoursPerWeek": HOURS,
    "horizonFactor": st.fixed_dictionaries({}, optional=dict.fromkeys(slugs_of("horizon"), st.integers(0, 100))),
}
VALUE = st.just({}) | st.fixed_dictionaries({"valuePerHour": POUNDS, "valueSource": TEXT, "valueDay": DAYS})
POLICY = st.tuples(st.fixed_dictionaries({}, optional=SETTINGS), VALUE).map(lambda both: {**both[0], **both[1]})

HEADS = st.fixed_dictionaries(
    {
        "person": st.sampled_from(("person-01", "P.7", "0")),
        "post": TEXT,
        "role": st.permutations(("manager", "deputy")),
        "asAt": st.just("2026-01-05"),
        "attainments": st.lists(ATTAINMENT, max_size=11),
    },
    optional={"label": TEXT, "illustrative": st.booleans(), "constraints": CONSTRAINTS, "policy": POLICY},
)
CASES = st.tuples(HEADS, needs()).map(lambda both: {**both[0], **both[1]})


def read_from(folder: str, name: str, content: Any) -> PersonSpecification:
    path = Path(folder) / name
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return read(path, INDEX)


@settings(deadline=None, max_examples=60)
@given(CASES, st.booleans())
def test_a_case_comes_back_equal_from_its_json_ld_and_fits_the_shapes(case: dict[str, Any], filed: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if filed and "policy" in case:
            (Path(folder) / "ours.yaml").write_text(json.dumps({"disagreement": 1, **case["policy"]}), "utf-8")
            case = {**case, "policy": "ours.yaml"}
        first = read_from(folder, "case.yaml", case)
        again = read_from(folder, "case.jsonld", {"@context": "ours", "graph": nodes(first)})
    assert again == first
    assert check(Submission(Source("person"), nodes(first))) == []
