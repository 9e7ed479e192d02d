from __future__ import annotations

import csv
import random
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signpost.labelfile import Entry, build, fold, fold_code
from signpost.search import Hit, Labels

ENTRIES = [
    Entry("urn:1", "competence", "Manage budgets", ("CFAMLEA4",), "CFAM&LEA4", "ml-2012"),
    Entry("urn:2", "competence", "Manage a budget for a team", (), "CFAMLE1", "ml-2008"),
    Entry("urn:3", "competence", "Lead practice in safeguarding", ("Keep people safe",), "SCDLMCB1", "lmc-2012"),
    Entry("urn:4", "role", "Registered manager", ("Care home manager",)),
    Entry("urn:5", "role", "Deputy manager"),
    Entry("urn:6", "resource", "Budgets", ()),
    Entry("urn:7", "resource", "Café de l'Éire", ("manage budgets",)),
]


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Labels:
    path = tmp_path_factory.mktemp("search") / "search.sqlite"
    build(path, ENTRIES)
    return Labels(path)


def iris(hits: list[Hit]) -> list[str]:
    return [hit.iri for hit in hits]


@pytest.mark.parametrize("code", ["CFAM&LEA4", "CFAMLEA4", "cfamlea4", " cfam&l ea4 "])
def test_a_code_is_found_however_it_is_written(labels: Labels, code: str) -> None:
    first = labels.find(code)[0]
    assert (first.iri, first.score) == ("urn:1", 1.0)


def test_the_beginning_of_a_code_finds_the_codes(labels: Labels) -> None:
    assert iris(labels.find("CFAM&L"))[:2] == ["urn:2", "urn:1"]


def test_a_code_with_one_mistake_is_found(labels: Labels) -> None:
    assert iris(labels.find("SCDLMCC1")) == ["urn:3"]


def test_whole_label_then_other_name_then_words(labels: Labels) -> None:
    assert iris(labels.find("manage budgets"))[:2] == ["urn:1", "urn:7"]
    assert iris(labels.find("budgets"))[0] == "urn:6"
    assert iris(labels.find("budget")) == ["urn:6", "urn:1", "urn:2", "urn:7"]


def test_a_word_is_found_in_the_singular_and_in_the_plural(labels: Labels) -> None:
    for word in ("manager", "managers"):
        assert [(hit.iri, hit.score) for hit in labels.find(word)[:2]] == [("urn:5", 0.8), ("urn:4", 0.8)]


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("guardin", "urn:3"),
        ("gistered mana", "urn:4"),
        ("safegaurding", "urn:3"),
        ("mannage bugets", "urn:1"),
        ("safegaurd", "urn:3"),
        ("home care manager", "urn:4"),
        ("cafe de l eire", "urn:7"),
        ("urn:5", "urn:5"),
        ("how do I keep people safe at work", "urn:3"),
    ],
)
def test_middles_mistakes_accents_iris_and_loose_words(labels: Labels, text: str, iri: str) -> None:
    assert iris(labels.find(text))[0] == iri


def test_kinds_and_limit_are_kept(labels: Labels) -> None:
    assert iris(labels.find("manage", kinds=("role",))) == ["urn:5", "urn:4"]
    assert len(labels.find("manage", limit=2)) == 2


def test_the_order_of_the_entries_does_not_matter(labels: Labels, tmp_path: Path) -> None:
    build(tmp_path / "other.sqlite", reversed(ENTRIES))
    other = Labels(tmp_path / "other.sqlite")
    for text in ("manage", "budget", "a", "care", "safegaurd"):
        assert other.find(text) == labels.find(text)


def test_folding() -> None:
    assert fold("  L'Été—2 ") == "l ete 2"
    assert fold_code("CFAM&LEA4") == fold_code("cfamlea4")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_no_text_raises(labels: Labels, text: str) -> None:
    assert len(labels.find(text)) <= 10


@pytest.mark.parametrize(
    "text", ["", "*", '"', '" OR "', "a", "it", "😀", "\x00", "\ud800", "x" * 10_240, "care " * 2_048]
)
def test_odd_texts_are_answered(labels: Labels, text: str) -> None:
    assert isinstance(labels.find(text), list)


def mistyped(label: str, chance: random.Random) -> str:
    """The label with one insertion, deletion, swap or replacement in one of its words of five letters or more."""
    words = label.split(" ")
    at = chance.choice([i for i, w in enumerate(words) if len(w) >= 5 and w.isalpha()])
    word, letter = words[at], chance.choice(string.ascii_lowercase)
    i = chance.randrange(len(word) - 1)
    words[at] = chance.choice(
        [
            word[:i] + letter + word[i:],
            word[:i] + word[i + 1 :],
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
            word[:i] + letter + word[i + 1 :],
        ]
    )
    return " ".join(words)


@pytest.mark.outside
def test_recall_on_esco_labels_with_one_mistake(shared: Path, tmp_path: Path) -> None:
    with (shared / "data/esco-1.2.0/DERIVED_skills_en.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["conceptUri"], row["preferredLabel"]) for row in csv.DictReader(file)]
    build(tmp_path / "esco.sqlite", (Entry(iri, "competence", label) for iri, label in rows))
    labels, chance = Labels(tmp_path / "esco.sqlite"), random.Random(2012)
    eligible = [row for row in rows if any(len(w) >= 5 and w.isalpha() for w in row[1].split(" "))]
    samples = [(iri, mistyped(label, chance)) for iri, label in chance.sample(eligible, 1000)]
    assert sum(iri in iris(labels.find(query, limit=5)) for iri, query in samples) >= 950


def test_of_equal_names_what_people_look_for_stands_first(tmp_path: Path) -> None:
    kinds = ("award", "occupation", "region", "resource", "role")
    build(tmp_path / "search.sqlite", [Entry(f"urn:{kind}", kind, "Care of people") for kind in kinds])
    found = [hit.kind for hit in Labels(tmp_path / "search.sqlite").find("people")]
    assert found == ["role", "resource", "award", "occupation", "region"]


def test_everything_of_a_kind_with_its_names_and_without_its_codes(labels: Labels) -> None:
    assert labels.entries("competence") == [
        Entry("urn:1", "competence", "Manage budgets", (), "CFAM&LEA4", "ml-2012"),
        Entry("urn:2", "competence", "Manage a budget for a team", (), "CFAMLE1", "ml-2008"),
        Entry("urn:3", "competence", "Lead practice in safeguarding", ("Keep people safe",), "SCDLMCB1", "lmc-2012"),
    ]
    assert labels.entries("nothing") == []


@pytest.mark.parametrize(
    "text", ["manage", "budget", "CFAM&LEA4", "cfam", "guardin", "safegaurding", "urn:5", "care", "qqqq", "", "*"]
)
def test_many_matches_are_those_that_are_found_one_by_one(labels: Labels, text: str) -> None:
    assert labels.hits(labels.gather(text, 50)) == labels.find(text, limit=50)
    assert labels.hits(labels.gather(text, 2)) == labels.find(text, limit=2)


def test_what_is_only_like_a_text_is_left_out_where_enough_have_it(tmp_path: Path) -> None:
    build(tmp_path / "s.sqlite", [Entry(f"urn:{n}", "role", f"Budgets {n}") for n in range(20)]
          + [Entry("urn:near", "role", "Bugdets")])  # fmt: skip
    labels = Labels(tmp_path / "s.sqlite")
    assert "urn:near" not in iris(labels.hits(labels.gather("budgets", 50)))
    assert iris(labels.hits(labels.gather("bugdets", 50)))[0] == "urn:near"


def test_texts_of_words_that_names_have(labels: Labels) -> None:
    assert "registered manager" in labels.spelled("regsterred mangger")
    assert labels.spelled("xqzzyw") == []
