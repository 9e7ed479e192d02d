"""Pictures of what lies around a thing: bounded, readable, and the same in words; who is signposted to a resource."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import combinations
from xml.etree import ElementTree

import httpx
import pytest
from signpost_web.pages.drawing import Drawing, narrow, wide
from signpost_web.pages.picture import picture_page

import signpost
from signpost import browsing
from signpost.errors import UnknownName
from signpost.model import THINGS, Place
from signpost.things.neighbourhood import Neighbourhood

ROLE = f"{THINGS}role/team-leader"
COMPETENCE = f"{THINGS}standard/ml-2012/cfamldb4"
OCCUPATION = f"{THINGS}occupation/cwp-2025/practice-leader"
FRAMEWORK = f"{THINGS}framework/lmc-2012"
DIARY = f"{THINGS}resource/reflective-diary-with-supervision"
EVERY = (ROLE, COMPETENCE, OCCUPATION, FRAMEWORK, DIARY)
MOST = {"role": 6, "occupation": 4, "competence": 12, "resource": 8}
SVG = "{http://www.w3.org/2000/svg}"


def around(iri: str) -> Neighbourhood:
    return browsing.neighbourhood(signpost.open(), iri)


def svg(client: httpx.Client, iri: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get("/picture.svg", params={"iri": iri}).content)


# ------------------------------------------------------------------------------------------------ what lies around
@pytest.mark.parametrize("iri", EVERY)
def test_a_picture_is_bounded_and_says_how_much_is_left_out(iri: str) -> None:
    found = around(iri)
    for kind, most in MOST.items():
        shown = [box for box in found.boxes if box.kind == kind]
        assert len(shown) <= min(most, found.found[kind])
    inside = {box.iri for box in found.boxes}
    assert {iri for tie in found.ties for iri in (tie.source, tie.target)} <= inside
    assert len(inside) == len(found.boxes)


def test_a_role_is_linked_to_what_it_requires_and_what_teaches_that() -> None:
    found = around(ROLE)
    hows = {tie.how for tie in found.ties}
    assert {"is a post of", "requires", "teaches", "needs as essential"} <= hows
    required = {tie.target for tie in found.ties if tie.source == ROLE and tie.how == "requires"}
    assert required == {box.iri for box in found.boxes if box.kind == "competence"}
    assert {tie.target for tie in found.ties if tie.how == "teaches"} <= required
    assert [box.iri for box in found.boxes if box.is_focus] == [ROLE]


def test_the_most_important_requirements_are_shown() -> None:
    index = signpost.open().current().index
    row = index.find("role", ROLE)
    lines = range(int(index.requirement_rows[row]), int(index.requirement_rows[row + 1]))
    every = {index.iri("competence", int(index.requirement_competence[n])): int(index.requirement_importance[n])
             for n in lines}  # fmt: skip
    shown = {box.iri for box in around(ROLE).boxes if box.kind == "competence"}
    assert min(every[iri] for iri in shown) >= max(every[iri] for iri in every.keys() - shown)


def test_a_competence_is_linked_to_roles_resources_and_its_matches() -> None:
    found = around(COMPETENCE)
    assert {(tie.how, tie.is_proposed) for tie in found.ties if tie.source != COMPETENCE} == {
        ("requires", True), ("teaches", True)}  # fmt: skip
    assert any(tie.how.endswith("match of") for tie in found.ties if tie.source == COMPETENCE)


def test_resources_of_one_name_are_told_apart() -> None:
    found = around(ROLE)
    called = [(box.label, box.body) for box in found.boxes if box.kind == "resource"]
    assert len(set(called)) == len(called)


def test_the_same_release_gives_the_same_picture() -> None:
    assert picture_page(around(ROLE)) == picture_page(around(ROLE))


def test_what_has_no_picture_is_told() -> None:
    with pytest.raises(UnknownName):
        around(f"{THINGS}region/E12000007")


# ------------------------------------------------------------------------------------------------ where it stands
def overlaps(drawing: Drawing) -> list[tuple[str, str]]:
    return [
        (one.title, other.title)
        for one, other in combinations(drawing.boxes, 2)
        if one.x < other.x + other.width and other.x < one.x + one.width
        and one.y < other.y + other.height and other.y < one.y + one.height
    ]  # fmt: skip


@pytest.mark.parametrize("iri", EVERY)
@pytest.mark.parametrize("layout", [wide, narrow])
def test_boxes_stand_apart_within_the_picture(iri: str, layout: Callable[[Neighbourhood], Drawing]) -> None:
    found = around(iri)
    drawing = layout(found)
    assert overlaps(drawing) == []
    assert {box.iri for box in drawing.boxes} == {box.iri for box in found.boxes}
    for box in drawing.boxes:
        assert 0 <= box.x <= box.x + box.width <= drawing.width
        assert 0 <= box.y <= box.y + box.height <= drawing.height
        assert all(box.y < y < box.y + box.height for y, _ in box.lines)
        assert " ".join(text for _, text in box.lines) in (box.title, *_cut(box.title))


def _cut(title: str) -> list[str]:
    words = title.split()
    return [" ".join([*words[:n], "…"]) for n in range(len(words))]


def test_the_narrow_picture_fits_a_small_screen() -> None:
    assert narrow(around(ROLE)).width <= 300


def test_each_pair_has_one_line() -> None:
    drawing = wide(around(ROLE))
    assert len({line.path for line in drawing.lines}) == len(drawing.lines)


# ------------------------------------------------------------------------------------------------ the page and the file
@pytest.mark.parametrize("iri", EVERY)
def test_the_page_says_the_same_in_words(stranger: httpx.Client, iri: str) -> None:
    page = stranger.get("/picture", params={"iri": iri, "as": "json"}).json()
    told = [(row["iri"], row["how"], target["iri"]) for row in page["rows"] for target in row["targets"]]
    assert sorted(told) == sorted((tie.source, tie.how, tie.target) for tie in around(iri).ties)
    text = stranger.get("/picture", params={"iri": iri}, headers={"Accept": "text/html"}).text
    assert text.count("<svg ") == 2
    assert "style=" not in text
    assert re.search(r"<script(?![^>]* src=)", text) is None


def test_what_is_left_out_is_said(stranger: httpx.Client) -> None:
    found = around(ROLE)
    page = stranger.get("/picture", params={"iri": ROLE, "as": "json"}).json()
    assert page["left_out"].startswith(f"It shows 12 of {found.found['competence']} competences and ")


def test_the_file_is_svg_that_stands_alone(stranger: httpx.Client) -> None:
    answer = stranger.get("/picture.svg", params={"iri": ROLE})
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["content-disposition"] == 'attachment; filename="team-leader-or-supervisor.svg"'
    drawn = svg(stranger, ROLE)
    links = [link.get("href", "") for link in drawn.iter(f"{SVG}a")]
    assert set(links) >= {box.iri for box in around(ROLE).boxes}
    assert all(float(text.get("font-size", "14")) >= 12 for text in drawn.iter(f"{SVG}text"))
    assert {rect.get("fill") for rect in drawn.iter(f"{SVG}rect")} == {"#ffffff"}


@pytest.mark.parametrize("path", ["/picture", "/picture.svg"])
@pytest.mark.parametrize(("iri", "status"), [("", 400), ("x" * 3000, 400), (f"{THINGS}role/nobody", 404)])
def test_what_cannot_be_drawn_is_told(stranger: httpx.Client, path: str, iri: str, status: int) -> None:
    assert stranger.get(path, params={"iri": iri}).status_code == status


# ------------------------------------------------------------------------------------------------ who is signposted
def test_a_resource_tells_for_which_roles_it_is_signposted(stranger: httpx.Client) -> None:
    began = time.monotonic()
    page = stranger.get("/signposted", params={"resource": DIARY, "as": "json"}).json()
    assert time.monotonic() - began < 30
    assert page["title"].startswith("Keep a reflective diary and bring it to supervision: signposted for ")
    texts = [block["text"] for kind, block in page["blocks"] if kind == "Text"]
    assert texts[-1].endswith("The search takes 10 seconds at most.")
    assert all(choice["value"].startswith(f"{THINGS}role/") for choice in page["choices"])


def test_a_search_that_may_take_no_time_says_what_it_left_out() -> None:
    found = browsing.signposted(signpost.open(), DIARY, time_limit=0.0)
    (one,) = found.resources
    assert {placement.place for placement in one.placed.placements} <= {Place.PASSED, Place.UNASKED}


@pytest.mark.parametrize(("iri", "status"), [("", 400), (ROLE, 404)])
def test_only_a_resource_is_signposted(stranger: httpx.Client, iri: str, status: int) -> None:
    assert stranger.get("/signposted", params={"resource": iri}).status_code == status
