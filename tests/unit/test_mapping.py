"""Duties to candidates: what speaks for each, in which order they stand, and how a choice comes back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import signpost
from signpost.errors import RefusedSubmission, SignpostError, UnreadableInput
from signpost.exchange.jsonld import read as read_jsonld
from signpost.gate.publish import publish
from signpost.mapping import duties
from signpost.mapping.choices import Filled, Mark
from signpost.mapping.described import Described, described
from signpost.mapping.filler import telling
from signpost.mapping.mapped import mapped
from signpost.mapping.phrase import phrase, plain, singular, split
from signpost.mapping.ranking import Ranking
from signpost.mapping.standins import StandIns
from signpost.model import Candidate, DutyLine, Source
from signpost.store.local import open_store
from signpost.store.release import Release

ORCHARDS = [
    Described("urn:head", "occupation", "fruit farm manager", other=("head of fruit farm", "apple farm manager"),
              text="Fruit farm managers run apple farms and lead the pickers.", needs=("lead pickers",)),
    Described("urn:picker", "occupation", "fruit farm worker",
              other=("apple picker", "farm hand", "apple farm manager"),
              text="Fruit farm workers pick apples and other fruit on the farm.", needs=("pick apples",)),
    Described("urn:clerk", "occupation", "orchard clerk", other=("records clerk",), text="Keeps the books."),
]  # fmt: skip


def best(*things: Described, duty: str, limit: int = 5) -> tuple[Candidate, ...]:
    return Ranking(things).best(duty, limit)


# ------------------------------------------------------------------------------------------------ phrases
def test_a_phrase_keeps_the_words_that_tell() -> None:
    assert split("Look after the Bees, and the bees") == ("look", "after", "bees")
    assert split("to be or saw") == ("saw",)
    assert split("to be") == ("to", "be"), "where all words are small, they count"
    said = phrase("Heads of Bee Care", lambda words: {word: word[:3] for word in words})
    assert (said.words, said.stems) == (("heads", "bee", "care"), ("hea", "bee", "car"))
    assert (said.plain, said.chief) == ({"head", "bee", "care"}, "head")


def test_a_prefix_is_one_with_and_without_its_hyphen() -> None:
    assert plain("Co-ordinate the re-use of sub-edited texts") == "coordinate the reuse of subedited texts"
    assert plain("well-known x-ray") == "well known x ray"


@pytest.mark.parametrize(
    ("many", "one"),
    [("duties", "duty"), ("boxes", "box"), ("bees", "bee"), ("glass", "glass"), ("bus", "bus"), ("gas", "gas")],
)
def test_the_singular(many: str, one: str) -> None:
    assert singular(many) == one


def test_what_stands_in_for_a_word_is_learned_from_names() -> None:
    names = [{frozenset({"cycle", part}), frozenset({"bicycle", part})} for part in ("mender", "seller", "rider")]
    found = StandIns([*names, {frozenset({"cycle"}), frozenset({"wheel"})}, {frozenset({"cycle", "lane"})}])
    assert found.of("bicycle") == {"cycle": 1.0}
    assert found.of("cycle") == {"bicycle": pytest.approx(6 / 7)}, "three of five things, two more to be sure"
    assert found.of("wheel") == {}, "they have no other word in common"
    assert StandIns(names[:1]).of("cycle") == {}, "one thing is not enough"


# ------------------------------------------------------------------------------------------------ the order
def test_a_match_on_one_other_name_alone_says_so_and_stands_lower() -> None:
    manager, worker = best(*ORCHARDS, duty="apple farm manager")[:2]
    assert (manager.iri, manager.rests_on) == ("urn:head", "")
    assert (worker.iri, worker.rests_on) == ("urn:picker", "apple farm manager")
    assert worker.score < manager.score
    assert worker.why.endswith("it rests on one other name alone: 'apple farm manager'")


def test_without_a_firmer_match_it_stands_first_and_still_says_so() -> None:
    first = best(*ORCHARDS[1:], duty="apple farm manager")[0]
    assert (first.iri, first.rests_on) == ("urn:picker", "apple farm manager")


def test_the_reason_says_where_each_word_stands() -> None:
    (first, *_) = best(*ORCHARDS, duty="Lead the pickers of fruit in winter")
    assert first.iri == "urn:head"
    assert first.why == (
        "its name has fruit; its other names have fruit; its description has lead, pickers, fruit; "
        "the competences it needs have lead, pickers; nowhere: winter"
    )


def test_a_label_that_says_the_same_stands_first() -> None:
    same, other = Described("urn:z", "competence", "Prune trees"), Described("urn:a", "competence", "Prune old trees")
    found = best(other, same, duty="tree prune")
    assert [one.iri for one in found] == ["urn:z", "urn:a"]
    assert found[0].why.startswith("its name says the same;")


@pytest.mark.parametrize("duty", ["OR&CH12", "Prune as in orch12", "see OR&CH 12: plant", "(OR&CH12)"])
def test_a_code_in_the_duty_comes_before_all(duty: str) -> None:
    coded = Described("urn:z", "competence", "Water trees", "OR&CH12", other=("Prune",))
    first = best(Described("urn:a", "competence", "Prune plants"), coded, duty=duty)[0]
    assert (first.iri, first.score, first.rests_on) == ("urn:z", 1.0, "")
    assert first.why.startswith("its code OR&CH12 stands in the duty")


def test_a_word_is_no_code() -> None:
    named = Described("urn:z", "competence", "Water trees", "prune")
    assert [one.iri for one in best(named, duty="prune")] == []


def test_of_equal_ones_the_current_edition_stands_first() -> None:
    old, new = (Described(f"urn:{n}", "competence", "Prune trees", past=n == 1) for n in (1, 2))
    assert [one.iri for one in best(old, new, duty="prune trees")] == ["urn:2", "urn:1"]


def test_who_says_less_of_itself_is_not_put_behind_for_that() -> None:
    bare = Described("urn:bare", "competence", "Prune trees")
    told = Described("urn:told", "competence", "Prune trees", text="Cut branches with a saw.", within=("Gardening",))
    assert [one.iri for one in best(told, bare, duty="Prune the apple trees")] == ["urn:bare", "urn:told"]


def test_a_stand_in_finds_what_has_none_of_the_words_in_its_label() -> None:
    pairs = [
        Described(f"urn:{part}", "occupation", f"cycle {part}", other=(f"bicycle {part}",))
        for part in ("mender", "seller")
    ]
    lender, decoy = (Described(f"urn:{part}", "occupation", part) for part in ("cycle lender", "book lender"))
    found = best(*pairs, lender, decoy, duty="bicycle lender")
    scores = {one.iri: one.score for one in found}
    assert scores["urn:cycle lender"] > scores["urn:book lender"]


def test_the_order_of_the_things_does_not_matter() -> None:
    for duty in ("apple farm manager", "farm", "keeps the books of the farm"):
        assert best(*ORCHARDS, duty=duty) == best(*reversed(ORCHARDS), duty=duty)


RANKING = Ranking(ORCHARDS)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=80) | st.text(alphabet='aple frmng&-12"*()', max_size=80))
def test_no_text_raises_and_no_score_is_out_of_bounds(text: str) -> None:
    found = RANKING.best(text)
    assert all(0 < one.score <= 1 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


# ------------------------------------------------------------------------------------------------ worth showing
def test_fillers_tell_nothing_unless_they_are_all_that_is_said() -> None:
    assert telling(("makes", "sure", "each", "team", "carries", "out", "within", "about")) == {"team"}
    assert telling(("about", "within")) == {"about", "within"}
    assert telling(("decision", "making")) == {"decision", "making"}


def test_what_shares_fillers_alone_is_no_candidate() -> None:
    things = [Described("urn:a", "competence", "Make sure"), Described("urn:b", "competence", "Work out routes")]
    assert best(*things, duty="Make sure that bins are taken out") == ()
    assert [one.iri for one in best(*things, duty="Make sure")] == ["urn:a"]


def test_one_word_of_several_is_weak_and_left_out_below_the_floor() -> None:
    names = ("Prune figs", "Water trees", "Pick apples", "Sell cider", "Keep books", "Plan the year", "Mend tools")
    short = [Described(f"urn:{name}", "competence", name) for name in names]
    label = "Prune what has grown too high over many years in gardens and parks of towns and villages"
    found = best(*short, Described("urn:long", "competence", label), duty="Prune hedges")
    assert [one.iri for one in found] == ["urn:Prune figs"]
    assert found[0].why == "weak: one word; its name has prune; nowhere: hedges"
    assert best(*short, duty="Prune")[0].why == "its name has prune"


def test_a_stand_in_is_no_lone_word() -> None:
    pairs = [Described(f"urn:{part}", "occupation", f"cycle {part}", other=(f"bicycle {part}",))
             for part in ("mender", "seller", "owner")]  # fmt: skip
    lender, decoy = (Described(f"urn:{part}", "occupation", part) for part in ("cycle lender", "book lender"))
    found = {one.iri: one.why for one in best(*pairs, lender, decoy, duty="bicycle lender of towns")}
    assert "weak" not in found["urn:cycle lender"]


def test_one_thing_is_scored_as_it_was_among_the_candidates() -> None:
    ranking = Ranking(ORCHARDS)
    for one in ranking.best("apple farm manager"):
        assert ranking.of("apple farm manager", one.iri) == one
    unlike = ranking.of("Sell houses", "urn:clerk")
    assert unlike.why == "no word of the duty; nowhere: sell, houses"


# ------------------------------------------------------------------------------------------------ lines
def lines(path: Path) -> tuple[DutyLine, ...]:
    return tuple(one.line for one in duties.read(path))


def test_a_text_has_one_duty_a_line(tmp_path: Path) -> None:
    path = tmp_path / "post.txt"
    path.write_text("- Prune  trees\n\n2. Pick apples, pears\n(c) Sell\n3 trees\n* \n", "utf-8")
    assert [(one.line.duty, one.line.place) for one in duties.read(path)] == [
        ("Prune trees", "post.txt:1"), ("Pick apples, pears", "post.txt:3"), ("Sell", "post.txt:4"),
        ("3 trees", "post.txt:5"),
    ]  # fmt: skip


def test_a_table_has_a_column_of_duties_and_perhaps_roles(tmp_path: Path) -> None:
    path = tmp_path / "post.csv"
    path.write_text('Role,Note,Duty\nKeeper,x,"Prune, water"\n,,\n,y,\'=Pick\n', "utf-8")
    assert lines(path) == (DutyLine("Prune, water", "Keeper", "post.csv:2"), DutyLine("=Pick", "", "post.csv:4"))


def test_what_is_written_beside_a_candidate_is_kept_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "choices.csv"
    path.write_text("duty,IRI,score,why,Chosen\nPick,urn:1,0.5,'=it,x\nPick,urn:2,much,,'-\nSort,,7,,\n", "utf-8")
    pick, sort = duties.read(path)
    assert pick.marks == (
        Mark("choices.csv:2", "x", "urn:1", 0.5, "=it"), Mark("choices.csv:3", "-", "urn:2"),
    )  # fmt: skip
    assert sort.marks == (Mark("choices.csv:4", ""),)


def test_a_choice_without_a_duty_is_told(tmp_path: Path) -> None:
    path = tmp_path / "choices.csv"
    path.write_text("duty,iri,chosen\nPick,urn:1,\n,urn:2,x\n", "utf-8")
    with pytest.raises(UnreadableInput, match=r"choices.csv:3: something is chosen where no duty is"):
        duties.read(path)


def test_the_sheet_with_duties_is_read_without_its_example(tmp_path: Path) -> None:
    path = tmp_path / "ours.xlsx"
    path.write_bytes(signpost.template())
    book = openpyxl.load_workbook(path)
    book["Duties"].append(["Keeper", "Prune trees"])
    book.save(path)
    (one,) = duties.read(path)
    assert (one.line.duty, one.line.role, one.marks) == ("Prune trees", "Keeper", ())
    assert one.line.place.startswith("ours.xlsx#Duties:")
    choosing = book.create_sheet("Answer")
    choosing.append(["duty", "iri", "chosen"])
    choosing.append(["Sort", "urn:1", True])
    book.save(path)
    assert [(one.line.duty, one.marks[0].chosen) for one in duties.read(path)] == [("Sort", "True")]


# ------------------------------------------------------------------------------------------------ streams
def test_a_stream_is_a_table_where_its_head_says_so() -> None:
    assert [one.line.duty for one in duties.lines_of(io.StringIO("duty,role\nPick,Keeper\n"))] == ["Pick"]
    assert [one.line.duty for one in duties.lines_of(io.StringIO("duty\nPick\n"))] == ["Pick"]
    assert [one.line.duty for one in duties.lines_of(io.StringIO("Task\nPick, sort\n"))] == ["Task", "Pick, sort"]
    assert duties.lines_of(["Pick", " "]) == (Filled(DutyLine("Pick")),)


def test_a_text_is_never_half_a_table(tmp_path: Path) -> None:
    path = tmp_path / "post.txt"
    path.write_bytes(b"Prune\rPick\r")
    assert [one.line.duty for one in duties.read(path)] == ["Prune", "Pick"]
    path.write_text(f'Say "x\n{"y" * 200_000}', "utf-8")
    assert len(duties.read(path)) == 2
    csv.field_size_limit(131_072)
    path.write_text(f'duty;role\n"{"x" * 200_000}";y\n', "utf-8")
    (one,) = duties.read(path)
    assert (len(one.line.duty), one.line.role, one.line.place) == (200_000, "y", "post.txt:2")
    path.write_text('duty,role\nx,"y\n', "utf-8")
    with pytest.raises(UnreadableInput, match="not a table of comma-separated values"):
        duties.read(path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "work,role\nPick,Keeper\n", "no column 'duty'"),
        ("a.csv", "duty,role\n,Keeper\n", "it has no duty"),
        ("a.csv", "duty\nPick, sort\n", "a.csv:2: the row has 2 cells"),
        ("a.txt", "\n \n", "it is empty"),
    ],
)
def test_a_file_without_duties_is_told(tmp_path: Path, name: str, content: str, said: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(UnreadableInput, match=said):
        duties.read(tmp_path / name)


# ------------------------------------------------------------------------------------------------ releases
_HOME = "https://orchard.example/"
NODES = [
    {"id": _HOME + "old", "type": "Framework", "label": "Orchards", "edition": "1", "status": "superseded"},
    {"id": _HOME + "new", "type": "Framework", "label": "Orchards", "edition": "2", "status": "current"},
    {"id": _HOME + "c0", "type": "Competence", "label": "Care of trees", "inFramework": _HOME + "new"},
    {"id": _HOME + "c1", "type": "Competence", "label": "Prune trees", "altLabel": ["Cut trees", "ORCH 77"],
     "notation": "OR1", "description": "With a saw.", "broader": _HOME + "c0", "inFramework": _HOME + "new"},
    {"id": _HOME + "c2", "type": "Competence", "label": "Prune trees", "inFramework": _HOME + "old"},
    {"id": _HOME + "o1", "type": "Occupation", "label": "tree keeper", "scopeNote": "No palms.", "classCode": "9",
     "inFramework": _HOME + "new", "essentialCompetence": _HOME + "c1", "optionalCompetence": _HOME + "c0"},
]  # fmt: skip


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    path = tmp_path_factory.mktemp("orchard") / "orchard.jsonld"
    path.write_text(json.dumps(NODES), "utf-8")
    store = open_store("memory:")
    publish(read_jsonld(path, Source("orchard")), store)
    yield store.current()
    store.close()


def test_all_that_is_told_of_a_thing_is_gathered(release: Release) -> None:
    _, pruning, old = described(release, "competence")
    assert (pruning.label, pruning.code, pruning.other) == ("Prune trees", "OR1", ("Cut trees",))
    assert (pruning.text, pruning.within, pruning.needs) == ("With a saw.", ("Care of trees",), ())
    assert (pruning.framework, pruning.past, old.past) == ("Orchards", False, True)
    (keeper,) = described(release, "occupation")
    assert (keeper.text, keeper.needs, keeper.framework) == ("No palms.", ("Prune trees",), "Orchards")


def test_a_framework_keeps_to_what_stands_in_it(release: Release) -> None:
    assert [thing.iri for thing in described(release, "competence", [_HOME + "old"])] == [_HOME + "c2"]


def asked(duty: str, *marks: Mark) -> Filled:
    return Filled(DutyLine(duty), marks)


def test_what_was_chosen_is_kept_and_the_rest_is_ranked(release: Release) -> None:
    chosen = asked("Prune trees", Mark("f:2", "x", _HOME + "c0"), Mark("f:3", "x", _HOME + "c2"))
    decided, nothing, left = mapped(
        release, [chosen, asked("Fly", Mark("f:4", "none")), asked("Prune trees")], "competence", (), 2
    )
    assert (decided.decided, nothing.decided, left.decided) == (True, True, False)
    assert [one.iri for one in decided.candidates] == [_HOME + "c0", _HOME + "c2"]
    assert decided.candidates[1] == left.candidates[1], "the same evidence as before"
    assert nothing.candidates == ()
    assert [one.iri for one in left.candidates] == [_HOME + "c1", _HOME + "c2"]


def test_what_is_chosen_keeps_what_it_was_chosen_on(release: Release) -> None:
    mark = Mark("f:2", "x", _HOME + "c2", 0.42, "its name has prune", "Cut trees")
    for frameworks in ((), (_HOME + "new",)):  # c2 stands in the other
        ((one,),) = (found.candidates for found in mapped(release, [asked("Prune", mark)], "competence", frameworks, 2))
        assert (one.iri, one.score, one.why, one.rests_on) == (_HOME + "c2", 0.42, "its name has prune", "Cut trees")
        assert one.past


def test_faults_of_use_are_told(release: Release) -> None:
    wrong = [asked("Sell", Mark("f:2", "x", "https://nowhere.example/1")), asked("Pick", Mark("f:3", "?"))]
    with pytest.raises(RefusedSubmission, match="the choices: 2 faults"):
        mapped(release, wrong, "competence", (), 2)
    with pytest.raises(SignpostError, match="The kinds are competence and occupation"):
        mapped(release, [asked("Sell")], "role", (), 2)
    with pytest.raises(SignpostError, match="there is no occupation to map duties to"):
        mapped(release, [asked("Sell")], "occupation", [_HOME + "old"], 2)


# ------------------------------------------------------------------------------------------------ real inputs
@pytest.mark.outside
def test_a_care_home_manager_is_no_care_home_worker(shared: Path) -> None:
    with (shared / "data/esco-1.2.0/occupations_en.csv").open(encoding="utf-8-sig", newline="") as file:
        things = [
            Described(row["conceptUri"], "occupation", row["preferredLabel"], text=row["description"],
                      other=tuple(sorted({*row["altLabels"].split("\n")} - {"", row["preferredLabel"]})))
            for row in csv.DictReader(file)
        ]  # fmt: skip
    assert len(things) == 3039
    found = {one.label: (rank, one) for rank, one in enumerate(Ranking(things).best("care home manager"))}
    assert found["elderly home manager"][0] == 0
    assert found["care home worker"][0] > 0
    assert found["care home worker"][1].rests_on == "care home manager"
