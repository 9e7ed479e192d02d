"""Specifications: what a manager writes, and one test for each fault that they can make."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from indexes import Comp, Need, Role, concept, index_of, iri

import signpost
from signpost import files
from signpost.errors import UnfitSpecification, UnreadableInput
from signpost.exchange.person import MOST_BYTES, nodes
from signpost.model import Basis, Evidence, Finding, Horizon, PersonSpecification, Policy, Shows
from signpost.person.policy import default_policy, read_policy
from signpost.person.specification import read, read_bytes
from signpost.person.vocabulary import slugs_of
from signpost.person.within import within

INDEX = index_of(
    competences=[
        Comp("rights", code="SCDLMCSB1", label="Respect rights", framework="lmc-2008"),
        Comp("safe", code="SCDLMCB1", label="Safeguard individuals", framework="lmc-2012"),
        Comp("budgets", code="CFAM&LEA4", label="Manage budgets"),
        Comp("old", code="A1", label="Manage yourself"),
        Comp("new", code="A1", label="Manage yourself"),
        "spare",
    ],
    roles=[
        Role("manager", [Need("safe", 3, importance=5, basis="a judgement"), Need("budgets", 2), ("new", 1)]),
        Role("deputy", [Need("safe", 4, importance=2, horizon=1), ("spare", 1)], label="Deputy manager"),
    ],
    organisations=["college"],
    regions=["E12000007"],
    awards=["certificate", "diploma"],
)
WHOLE = """\
label: An example
person: person-01
post: Registered manager
role: [manager]
asAt: 2026-01-05
illustrative: true
requirements:
  add:
    - {competence: spare, level: 2, importance: 4, horizon: medium, asks: knowledge, because: a new service}
  change:
    - {competence: CFAMLEA4, level: 4, because: two homes, agreedBy: line manager}
  drop:
    - {competence: new, because: not in this post}
attainments:
  - competence: SCDLMCB1
    level: 2
    since: 2024-05-01
    until: 2026-05-01
    shows: performance
    judgedBy: line-manager
    evidence:
      - {evidenceKind: observation, note: seen in practice, day: 2025-01-31, reference: file 7}
constraints:
  budget: £1,200.50
  hoursPerWeek: 2.5
  deadline: 2026-12-31
  region: E12000007
  mode: [online, in-person]
  language: en
  excludes: college
  award: diploma
  access: captions
  unknownPrices: yes
  unknownTimes: true
objectives:
  - {competence: safe, objectiveText: Lead two reviews by June, support: a mentor, applied: in supervision}
"""


def written(folder: Path, text: str | bytes, name: str = "case.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(folder: Path, text: str) -> tuple[Finding, ...]:
    with pytest.raises(UnfitSpecification) as caught:
        read(written(folder, text), INDEX)
    return caught.value.findings


def only(folder: Path, text: str) -> tuple[str, str]:
    """The place and sentence of the one fault."""
    (finding,) = faults(folder, text)
    return finding.place, finding.message


def test_a_whole_specification_is_read(tmp_path: Path) -> None:
    case = read(written(tmp_path, WHOLE), INDEX)
    kept, changed, added = case.requirements
    assert (kept.competence, kept.level, kept.importance) == (iri("competence", "safe"), 3, 5)
    assert kept.proposed is not None
    assert (changed.competence, changed.level, changed.because) == (iri("competence", "budgets"), 4, "two homes")
    assert (changed.source, changed.proposed, changed.agreed_by) == (iri("role", "manager"), None, "line manager")
    assert (added.horizon, added.asks, added.source) == (Horizon.MEDIUM, Shows.KNOWLEDGE, "")
    assert case.dropped == ((iri("competence", "new"), "not in this post"),)
    assert case.as_at == date(2026, 1, 5)
    assert case.illustrative


def test_attainments_constraints_and_objectives_are_read(tmp_path: Path) -> None:
    case = read(written(tmp_path, WHOLE), INDEX)
    (attainment,) = case.attainments
    kind = concept("evidence-kind", "observation")
    assert attainment.evidence == (Evidence(kind, "seen in practice", date(2025, 1, 31), "file 7"),)
    assert (attainment.shows, attainment.judged_by) == (Shows.PERFORMANCE, concept("judge", "line-manager"))
    constraints = case.constraints
    assert (constraints.budget, constraints.hours_per_week) == (120050, 2.5)
    assert constraints.modes == (concept("mode", "in-person"), concept("mode", "online"))
    assert (constraints.exclude, constraints.award) == ((iri("organisation", "college"),), iri("award", "diploma"))
    assert constraints.unknown_prices
    assert constraints.unknown_times
    assert case.objectives[0].support == "a mentor"
    assert case.policy == default_policy()


def test_the_day_that_the_caller_gives_is_the_day(tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE.replace("asAt: 2026-01-05\n", ""))
    assert read(path, INDEX, as_at=date(2025, 3, 1)).as_at == date(2025, 3, 1)
    assert read(written(tmp_path, WHOLE), INDEX, as_at=date(2025, 3, 1)).as_at == date(2025, 3, 1)
    assert "'asAt' is missing" in only(tmp_path, WHOLE.replace("asAt: 2026-01-05\n", ""))[1]


def test_a_deadline_is_held_against_the_day_that_the_caller_gives(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + "constraints: {deadline: 2026-06-30}\n")
    assert read(path, INDEX, as_at=date(2026, 6, 30)).constraints.deadline == date(2026, 6, 30)
    with pytest.raises(UnfitSpecification) as unfit:
        read(path, INDEX, as_at=date(2026, 7, 1))
    (finding,) = unfit.value.findings
    assert finding.message == "deadline 2026-06-30 is before the day of the audit, 2026-07-01."


@pytest.mark.parametrize("name", ["../ours.yaml", "/etc/hostname", "below/../../ours.yaml", "link.yaml", '"\\0"'])
def test_a_policy_outside_the_folder_is_not_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / "ours.yaml").write_text("disagreement: 3\n")
    folder = tmp_path / "cases"
    (folder / "below").mkdir(parents=True)
    (folder / "link.yaml").symlink_to(tmp_path / "ours.yaml")
    assert "lies outside the folder of this file" in only(folder, HEAD + f"policy: {name}\n")[1]


def test_a_policy_below_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "ours.yaml").write_text("disagreement: 3\n")
    assert read(written(tmp_path, HEAD + "policy: below/ours.yaml\n"), INDEX).policy.disagreement == 3


def test_a_competence_of_two_roles_stands_once_at_the_higher_level(tmp_path: Path) -> None:
    text = "person: person-01\npost: p\nrole: [manager, Deputy manager]\nasAt: 2026-01-05\n"
    case = read(written(tmp_path, text), INDEX)
    first = case.requirements[0]
    assert (first.level, first.importance, first.horizon) == (4, 5, Horizon.NOW)
    assert len({line.competence for line in case.requirements}) == len(case.requirements) == 4


def test_json_ld_is_the_same_specification(tmp_path: Path) -> None:
    case = read(written(tmp_path, WHOLE), INDEX)
    graph = {"@context": "https://w3id.org/signpost/context.jsonld", "graph": nodes(case)}
    again = read(written(tmp_path, json.dumps(graph), "case.jsonld"), INDEX)
    assert again == case


def test_json_ld_may_be_nested(tmp_path: Path) -> None:
    nested = {
        "type": "PersonSpecification",
        "label": {"en": "An example"},
        "person": "person-01",
        "post": "p",
        "asAt": {"@value": "2026-01-05"},
        "requirement": [
            {"type": "Requirement", "competence": {"id": iri("competence", "safe")}, "level": 3, "because": "x"}
        ],
    }
    case = read(written(tmp_path, json.dumps(nested), "case.json"), INDEX)
    assert case.label == "An example"
    assert [line.competence for line in case.requirements] == [iri("competence", "safe")]


def test_a_policy_with_an_id_says_all_of_itself_and_one_without_changes_the_shipped_one(tmp_path: Path) -> None:
    whole = read(written(tmp_path, HEAD + "policy: {id: 'urn:ours', disagreement: 3}\n"), INDEX).policy
    assert whole == Policy(id="this specification", disagreement=3)
    change = read(written(tmp_path, HEAD + "policy: {disagreement: 3}\n"), INDEX).policy
    assert change == replace(default_policy(), id="this specification", disagreement=3)


def test_a_policy_that_is_only_pointed_to_is_a_file(tmp_path: Path) -> None:
    assert "'urn:ours' cannot be read" in only(tmp_path, HEAD + "policy: {id: 'urn:ours'}\n")[1]


def test_what_editors_proposed_stays_proposed_where_the_line_says_so(tmp_path: Path) -> None:
    words = "competence: safe, level: 3, because: x, provenance: editorial"
    text = HEAD + f"requirements: {{change: [{{{words}, basis: a guess, confidence: 0.5}}]}}\n"
    assert read(written(tmp_path, text), INDEX).requirements[0].proposed == Basis("a guess", 0.5)
    assert "must say how sure" in only(tmp_path, text.replace(", confidence: 0.5", ""))[1]
    assert "from 0 to 1" in only(tmp_path, text.replace("0.5", "2"))[1]


@pytest.mark.parametrize("drops", [iri("competence", "budgets"), {"competence": iri("competence", "budgets")}])
def test_what_json_ld_drops_needs_a_reason_as_in_yaml(tmp_path: Path, drops: object) -> None:
    case = {"type": "PersonSpecification", "person": "person-01", "post": "p", "asAt": "2026-01-05", "role": "manager"}
    with pytest.raises(UnfitSpecification) as caught:
        read(written(tmp_path, json.dumps({**case, "drops": drops}), "case.json"), INDEX)
    assert len(caught.value.findings) == 1


HEAD = "person: person-01\npost: p\nasAt: 2026-01-05\nrole: manager\n"


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        (HEAD.replace("manager", "manger"), "4:7", "There is no role 'manger'. Did you mean 'manager' (manager)"),
        (
            HEAD + "requirments: {}\n",
            "5:14",
            "'requirments' is not a word that is known here. Did you mean 'requirements'",
        ),
        (HEAD.replace("person-01", "Jane Smith"), "1:9", "looks like a name"),
        (HEAD.replace("person-01", "jane.smith"), "1:9", "looks like a name"),
        (HEAD.replace("2026-01-05", "2026-02-30"), "3:7", "not a day of the calendar"),
        (HEAD.replace("2026-01-05", "05/01/2026"), "3:7", "write year-month-day"),
        (HEAD.replace("post: p\n", ""), "1:1", "'post' is missing"),
        (HEAD + "post: q\n", "5:1", "'post' is given twice"),
        (HEAD + "constraints: {budget: -1}\n", "5:23", "budget -1 is below zero"),
        (HEAD + "constraints: {budget: lots}\n", "5:23", "not an amount of pounds"),
        (HEAD + "constraints: {hoursPerWeek: 0}\n", "5:29", "above 0"),
        (HEAD + "constraints: {deadline: 2025-12-31}\n", "5:25", "before the day of the audit"),
        (HEAD + "constraints: {mode: telepathy}\n", "5:21", "mode 'telepathy' is not known"),
        (HEAD + "constraints: {region: Narnia}\n", "5:23", "There is no region 'Narnia'"),
        (HEAD + "constraints: {language: '!'}\n", "5:25", "not a language tag"),
        (HEAD + "constraints: {unknownPrices: maybe}\n", "5:30", "must be true or false"),
        (HEAD + "constraints: {unknownTimes: maybe}\n", "5:29", "must be true or false"),
        (HEAD + "constraints: 5\n", "5:14", "Words with values were expected"),
        (HEAD + "objectives: [{competence: spare}]\n", "5:27", "does not require this competence"),
        (
            HEAD + "requirements: {add: [{competence: spare, level: 9, because: x}]}\n",
            "5:49",
            "level 9 is off its scale",
        ),
        (HEAD + "requirements: {add: [{competence: spare, level: 3}]}\n", "5:22", "'because' is missing"),
        (HEAD + "requirements: {add: [{competence: spare, because: x}]}\n", "5:22", "'level' is missing"),
        (
            HEAD + "requirements: {add: [{competence: safe, level: 3, because: x}]}\n",
            "5:35",
            "move the line to 'change'",
        ),
        (HEAD + "requirements: {change: [{competence: spare, level: 3, because: x}]}\n", "5:38", "cannot be changed"),
        (HEAD + "requirements: {drop: [{competence: spare, because: x}]}\n", "5:36", "cannot be dropped"),
        (HEAD + "requirements: {drop: [{competence: safe}]}\n", "5:23", "'because' is missing"),
        (HEAD + "requirements: {drop: [{competence: Safegaurd individuals, because: x}]}\n", "5:36", "Did you mean"),
        (HEAD + "constraints: {award: [diploma, certificate]}\n", "5:22", "'award' must be one award"),
        (HEAD + "policy: nowhere.yaml\n", "5:9", "there is no such file"),
        (HEAD + "policy: {valuePerHour: 20}\n", "5:24", "needs 'valueSource'"),
        ("person: person-01\npost: p\nasAt: 2026-01-05\n", "1:1", "Nothing is required"),
        (HEAD + "requirements: {add: &a [*a]}\n", "5:21", "used again with an anchor"),
    ],
)
def test_each_fault_is_told_at_its_place(tmp_path: Path, text: str, place: str, sentence: str) -> None:
    told = only(tmp_path, text)
    assert told[0] == f"case.yaml:{place}"
    assert sentence in told[1]


def attained(changes: str) -> str:
    words = {
        "competence": "safe",
        "level": "3",
        "judgedBy": "assessor",
        "evidence": "[{evidenceKind: observation}]",
        **dict(pair.split("=", 1) for pair in changes.split(";") if pair),
    }
    return (
        HEAD + "attainments:\n  - " + "\n    ".join(f"{word}: {value}" for word, value in words.items() if value) + "\n"
    )


@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
        ("level=7", "7:12", "level 7 is off its scale; write a whole number from 0 to 5"),
        ("level=three", "7:12", "level 'three' is not a whole number"),
        ("level=" + "9" * 5000, "7:12", "is not a whole number"),
        ("evidence=", "6:5", "needs evidence"),
        ("evidence=[]", "9:15", "needs evidence"),
        ("judgedBy=boss", "8:15", "judgedBy 'boss' is not known"),
        ("judgedBy=line manger", "8:15", "Did you mean 'line-manager'"),
        ("evidence=[{evidenceKind: hearsay}]", "9:31", "evidenceKind 'hearsay' is not known"),
        ("since=2025-01-01;until=2024-01-01", "11:12", "until 2024-01-01 is before since 2025-01-01"),
        ("since=yesterday", "10:12", "is not a date"),
        ("competence=SCDLMCB9", "6:17", "There is no competence 'SCDLMCB9'. Did you mean"),
        ("competence=A1", "6:17", "'A1' names 2 of a kind"),
        ("competence=", "6:5", "The name of a competence is missing"),
        ("colour=blue", "10:13", "'colour' is not a word that is known here"),
    ],
)
def test_each_fault_of_an_attainment_is_told(tmp_path: Path, changes: str, place: str, sentence: str) -> None:
    told = only(tmp_path, attained(changes))
    assert told[0] == f"case.yaml:{place}"
    assert sentence in told[1]


def test_all_faults_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = "person: Jane\nasAt: never\nrole: [nobody]\nattainments:\n  - 5\n  - {level: 9}\nconstraints: {budget: -1}\n"
    found = faults(tmp_path, text)
    lines = [int(finding.place.split(":")[1]) for finding in found]
    assert len(found) == 10
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("SCDLMCB1", "safe"),
        ("scdlmcb1", "safe"),
        ("SCDLMCSB1", "rights"),
        ("CFAM&LEA4", "budgets"),
        ("CFAMLEA4", "budgets"),
        ("Manage budgets", "budgets"),
        ("manage  BUDGETS", "budgets"),
        ("spare", "spare"),
        (iri("competence", "spare"), "spare"),
    ],
)
def test_a_competence_goes_by_iri_slug_code_or_label(tmp_path: Path, text: str, named: str) -> None:
    case = read(written(tmp_path, attained(f"competence={text}")), INDEX)
    assert case.attainments[0].competence == iri("competence", named)


def test_a_name_of_two_things_means_the_one_that_the_role_asks_for_only_where_its_lines_are_meant(
    tmp_path: Path,
) -> None:
    case = read(written(tmp_path, HEAD + "requirements: {drop: [{competence: A1, because: x}]}\n"), INDEX)
    assert case.dropped == ((iri("competence", "new"), "x"),)
    assert "'A1' names 2" in only(tmp_path, HEAD + "requirements: {add: [{competence: A1, level: 1, because: x}]}\n")[1]


# ------------------------------------------------------------------------------------------------ unreadable files
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "it is empty"),
        (b"  \n\n", "it is empty"),
        (b"# only a note\n", "it is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text file"),
        (b"person: \xff\xfe", "not a text file"),
        (b"person: [1", "not readable as YAML"),
        (b"\tperson: x", "not readable as YAML"),
        (b"a: b: c", "1:5: it is not readable as YAML"),
        (b"- a\n- b\n", "no words with values"),
        (b"just text", "no words with values"),
        (b"[" * 50_000, "nested too deeply"),
        (b"a: 1\n---\nb: 2\n", "not readable as YAML"),
        (b"a: \x07", "not readable as YAML"),
        (b"x" * (MOST_BYTES + 1), "larger than 1 MB"),
    ],
)
def test_an_unreadable_file_is_one_clear_error(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read(written(tmp_path, content), INDEX)
    assert sentence in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        os.truncate(stream.fileno(), 200_000_000)
    with pytest.raises(UnreadableInput, match="larger than 1 MB"):
        read(path, INDEX)


def test_a_missing_file_and_a_folder_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="there is no such file"):
        read(tmp_path / "none.yaml", INDEX)
    with pytest.raises(UnreadableInput, match="it is a folder"):
        read(tmp_path, INDEX)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system ['true']", "!!binary x", "!own 5"])
def test_tags_construct_nothing(tmp_path: Path, tag: str) -> None:
    with pytest.raises(UnfitSpecification):
        read(written(tmp_path, f"person: person-01\npost: p\nasAt: {tag}\nrole: manager\n"), INDEX)


def test_halves_of_surrogate_pairs_do_not_break_the_reading(tmp_path: Path) -> None:
    assert "\ufffd" in only(tmp_path, HEAD.replace("role: manager", 'role: "\\ud83d"'))[1]


# ------------------------------------------------------------------------------------------------ policies
def test_the_shipped_policy_values_an_hour_above_zero_and_says_who_says_so() -> None:
    policy = default_policy()
    assert policy.value_per_hour == 1271
    assert policy.value_source.startswith("National Living Wage")
    assert date.fromisoformat(policy.value_day)
    assert dict(policy.horizon_factors) == {Horizon.NOW: 3, Horizon.MEDIUM: 2, Horizon.LONG: 1}
    assert policy.close_match_credit == 1
    assert policy.broad_match_credit is None


def test_a_specification_may_name_a_policy_file_or_override_the_shipped_one(tmp_path: Path) -> None:
    ours = "valuePerHour: 21.5\nvalueSource: our payroll\nvalueDay: 2026-01-01\njudges: [self]\n"
    written(tmp_path, ours, "ours.yaml")
    by_file = read(written(tmp_path, HEAD + "policy: ours.yaml\n"), INDEX).policy
    assert (by_file.id, by_file.value_per_hour, by_file.judges) == ("ours", 2150, (concept("judge", "self"),))
    inline = read(written(tmp_path, HEAD + "policy: {disagreement: 3, broadMatchCredit: 2}\n"), INDEX).policy
    assert (inline.disagreement, inline.broad_match_credit, inline.value_per_hour) == (3, 2, 1271)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("valuePerHour: -3\nvalueSource: x\nvalueDay: 2026-01-01\n", "below zero"),
        (
            "valuePerHour: 10000.01\nvalueSource: x\nvalueDay: 2026-01-01\n",
            "too much; write pounds as a number from 0 to 10,000",
        ),
        ("horizonFactor: {now: many}\n", "not a whole number"),
        ("horizonFactor: {soon: 3}\n", "'soon' is not a word"),
        ("judges: [oracle]\n", "judges 'oracle' is not known"),
        ("closeMatchCredit: 9\n", "off its scale"),
        ("disagreement: 0\n", "off its scale"),
    ],
)
def test_a_policy_with_a_fault_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UnfitSpecification) as caught:
        read_policy(written(tmp_path, text, "policy.yaml"))
    (finding,) = caught.value.findings
    assert sentence in finding.message


def test_faults_of_a_named_policy_are_told_with_those_of_the_specification(tmp_path: Path) -> None:
    written(tmp_path, "disagreement: 0\n", "ours.yaml")
    found = faults(tmp_path, HEAD.replace("2026-01-05", "never") + "policy: ours.yaml\n")
    assert [finding.place for finding in found] == ["case.yaml:3:7", "ours.yaml:1:15"]


# ------------------------------------------------------------------------------------------------ the words
def test_the_short_names_are_those_of_the_vocabularies_in_their_order() -> None:
    assert slugs_of("horizon") == tuple(Horizon)
    assert slugs_of("shows") == tuple(Shows)
    assert slugs_of("mode") == ("online", "in-person", "blended", "workplace", "distance")


def test_every_word_of_the_file_is_a_word_of_the_context(tmp_path: Path) -> None:
    context = json.loads((files.ontology() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    case: PersonSpecification = read(written(tmp_path, WHOLE), INDEX)
    assert {word for node in nodes(case) for word in node} <= set(context)


# ------------------------------------------------------------------------------------------------ what is sent
def test_bytes_are_read_as_a_file_of_them_is(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(WHOLE, "utf-8")
    assert read_bytes(WHOLE.encode(), INDEX) == read(tmp_path / "case.yaml", INDEX)


def test_bytes_name_no_file_as_their_policy() -> None:
    content = b"person: p-1\npost: x\nrole: manager\nasAt: 2026-03-02\npolicy: our-policy.yaml\n"
    with pytest.raises(UnfitSpecification) as told:
        read_bytes(content, INDEX)
    assert [finding.path for finding in told.value.findings] == ["policy"]
    assert told.value.findings[0].place == "specification:5:9"


def test_bytes_with_very_many_values_are_refused_before_they_are_read() -> None:
    with pytest.raises(UnreadableInput, match="lines and values"):
        read_bytes(b"[" + b"1," * 10_001, INDEX)


def test_names_are_looked_for_no_longer_than_is_given() -> None:
    content = b"person: p-1\npost: x\nrole: manager\nasAt: 2026-03-02\nconstraints: {region: nowhere}\n"
    with pytest.raises(UnreadableInput, match="too long"):
        read_bytes(content, INDEX, within(lambda text, kinds, limit: [], 0))
    with pytest.raises(UnfitSpecification):
        read_bytes(content, INDEX, within(lambda text, kinds, limit: [], 60))


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_that_is_out_of_reach_is_told(tmp_path: Path, day: str) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(f"person: person-01\npost: A post\nrole: [team-leader]\nasAt: {day}\n", "utf-8")
    with pytest.raises(UnfitSpecification) as fault:
        signpost.specification(file)
    assert [one.message for one in fault.value.findings] == [
        f"asAt '{day}' is too far away; write a day from 1900 to 2200."
    ]
