"""One resource of a provider is put or withdrawn; only that changes, and its parts go along."""

from __future__ import annotations

import httpx
import pytest
from running import CSV, Enter, course, listed, post, refusals, row

from signpost.model import THINGS


def content(client: httpx.Client, source: str) -> dict[str, set[str]]:
    """What a source says now: thing -> the lines about it."""
    last = client.get(f"/sources/{source}/publications").json()["publications"][0]["number"]
    said: dict[str, set[str]] = {}
    for line in client.get(f"/sources/{source}/publications/{last}/content").text.splitlines():
        said.setdefault(line.split(" ")[0].strip("<>"), set()).add(line)
    return said


def put(client: httpx.Client, iri: str, sent: bytes, **more: str) -> httpx.Response:
    return client.put("/resources", content=sent, headers={"Content-Type": CSV}, params={"iri": iri, **more})


def parts(source: str, reference: str) -> set[str]:
    """A course of a list with what it teaches, and the run that has days."""
    iri = course(source, reference)
    return {iri, f"{iri}#teaches-scdlmca1", f"{iri}#offering-2031-02-03"}


def dated(reference: str, title: str, provider: str = "A college") -> str:
    return row(reference, title, provider, start="2031-02-03", end="2031-02-04")


def college(source: str) -> str:
    return f"{THINGS}{source}/provider/a-college"


@pytest.fixture
def two(enter: Enter) -> httpx.Client:
    """A source with a provider and two courses, each with what it teaches and one run."""
    client = enter("one-two")
    answer = post(client, listed(dated("one", "First orchard"), dated("two", "Second orchard")))
    assert answer.status_code == 201
    assert set(content(client, "one-two")) == parts("one-two", "one") | parts("one-two", "two") | {college("one-two")}
    return client


def test_only_what_is_put_changes(two: httpx.Client) -> None:
    before = content(two, "one-two")
    answer = put(two, course("one-two", "two"), listed(dated("two", "Second orchard in spring")))
    assert (answer.status_code, answer.json()["state"], answer.json()["amends"]) == (200, "published", True)
    published = answer.json()["publication"]
    assert (published["added"], published["changed"], published["removed"]) == (0, 1, 0)
    after = content(two, "one-two")
    assert {thing for thing in before | after if before.get(thing) != after.get(thing)} == {course("one-two", "two")}


def test_one_more_is_added(two: httpx.Client) -> None:
    before = content(two, "one-two")
    answer = put(two, course("one-two", "three"), listed(dated("three", "Third orchard")))
    assert answer.status_code == 200
    after = content(two, "one-two")
    assert after.keys() - before.keys() == parts("one-two", "three")
    assert before.items() <= after.items()


def test_parts_that_are_said_no_more_go(two: httpx.Client) -> None:
    answer = put(two, course("one-two", "two"), listed(row("two", "Second orchard", "A college")))
    assert answer.json()["publication"]["removed"] == 1
    assert f"{course('one-two', 'two')}#offering-2031-02-03" not in content(two, "one-two")


def test_what_is_withdrawn_goes_with_its_parts(two: httpx.Client) -> None:
    before = content(two, "one-two")
    answer = two.delete("/resources", params={"iri": course("one-two", "two")})
    assert (answer.status_code, answer.json()["state"]) == (200, "published")
    after = content(two, "one-two")
    assert before.keys() - after.keys() == parts("one-two", "two")
    assert after.items() <= before.items()
    hits = two.get("/find", params={"q": "Second orchard"}).json()["hits"]
    assert course("one-two", "two") not in [hit["iri"] for hit in hits]
    again = two.delete("/resources", params={"iri": course("one-two", "two")})
    assert again.status_code == 422
    assert refusals(again) == [
        f"{course('one-two', 'two')} is no learning resource or provider of this source, so it cannot be withdrawn."
    ]


def test_what_others_point_to_is_not_withdrawn(two: httpx.Client) -> None:
    before = content(two, "one-two")
    answer = two.delete("/resources", params={"iri": college("one-two")})
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert refusals(answer) == [
        f"{course('one-two', name)} points to {college('one-two')}, which would be gone. Change that first."
        for name in ("one", "two")
    ]
    assert content(two, "one-two") == before
    for name in ("one", "two"):
        assert two.delete("/resources", params={"iri": course("one-two", name)}).status_code == 200
    assert two.delete("/resources", params={"iri": college("one-two")}).status_code == 200
    last = two.get("/sources/one-two/publications").json()["publications"][0]
    assert (last["nodes"], last["triples"]) == (0, 0)


def test_what_is_put_describes_what_it_is_put_for(two: httpx.Client) -> None:
    before = content(two, "one-two")
    other = course("one-two", "other")
    answer = put(two, other, listed(dated("two", "Second orchard")))
    assert answer.status_code == 422
    (told,) = refusals(answer)
    assert told.startswith(f"It should describe {other}, but it describes ")
    assert course("one-two", "two") in told
    assert content(two, "one-two") == before


def test_what_is_another_sources_is_neither_put_nor_withdrawn(two: httpx.Client, enter: Enter) -> None:
    thief, mine = enter("one-thief"), content(two, "one-two")
    taken = course("one-two", "one")
    assert thief.delete("/resources", params={"iri": taken}).status_code == 422
    label = '<http://www.w3.org/2004/02/skos/core#prefLabel> "Mine"'
    turtle = f"<{taken}> a <https://w3id.org/signpost/ns#LearningResource> ; {label} ."
    answer = thief.put(
        "/resources", content=turtle.encode(), headers={"Content-Type": "text/turtle"}, params={"iri": taken}
    )
    assert answer.status_code == 422
    assert f"{taken} belongs to the source 'one-two'; another source may not describe it." in refusals(answer)
    assert content(two, "one-two") == mine


@pytest.mark.parametrize("iri", ["", "no address", "ftp://example.com/a", "https://example.com/a b", "https://a/<b>"])
def test_an_iri_is_an_address(iri: str, enter: Enter) -> None:
    client = enter("one-iri")
    for answer in (put(client, iri, listed()), client.delete("/resources", params={"iri": iri})):
        assert (answer.status_code, answer.json()["detail"]) == (
            400, "Say which resource: iri=IRI, beginning with https://.",
        )  # fmt: skip


def test_one_resource_is_held_where_its_source_is(two: httpx.Client, enter: Enter) -> None:
    steward = enter(steward=True)
    before = content(two, "one-two")
    steward.put("/sources/one-two/moderation", json={"held": True})
    try:
        held = put(two, course("one-two", "two"), listed(dated("two", "Second orchard in winter")))
        assert (held.status_code, held.json()["state"]) == (202, "held")
        assert content(two, "one-two") == before
        steward.post(f"{held.headers['Location']}/decision", json={"decision": "accept"})
        after = content(two, "one-two")
        assert {name for name in after if after[name] != before[name]} == {course("one-two", "two")}
    finally:
        steward.put("/sources/one-two/moderation", json={"held": False})
