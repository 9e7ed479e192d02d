"""The desk when things happen twice, late or in two tabs; what is offered no more; faults where one looks for them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from desks import Browser, Sit, words
from running import Server, course, listed, row

LAST = date.today().year - 1
GOOD = listed(row("one", "Orchards for all", "A college"))
OTHER = GOOD.replace(b"Orchards", b"Pears")


def hidden(browser: Browser, at: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]+)"', browser.get(at).text)
    assert found, at
    return found[1]


def published(browser: Browser, content: bytes = GOOD) -> str:
    at = browser.draft(content)
    assert "It is published." in words(browser.post(f"{at}/publication", at))
    return at


# ------------------------------------------------------------------------------------------------ signing in
def test_who_was_signed_out_goes_on_where_they_were(server: Server) -> None:
    with server.client() as client:
        browser = Browser(client)
        page = browser.get("/desk/roll-over", year="2025")
        assert "You are not signed in." in words(page)
        assert '<input type="hidden" name="to" value="/desk/roll-over">' in page.text
        wrong = browser.post("/desk/sign-in", token="sp_0_guess", to="/desk/roll-over")
        assert 'name="to" value="/desk/roll-over"' in wrong.text
        assert browser.post("/desk/sign-in", token=server.token("da-on"), to="/desk/edit").url.path == "/desk/edit"


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example/desk", "/desk/../x", "/desk\\evil", "/desk?a=b",
                                "/sparql", "/desk/sign-out", "javascript:alert(1)"])  # fmt: skip
def test_nobody_is_led_off_the_desk(server: Server, to: str) -> None:
    with server.client() as client:
        browser = Browser(client)
        assert 'name="to"' not in browser.get("/desk", to=to).text
        assert browser.post("/desk/sign-in", token=server.token("da-off"), to=to).url.path == "/desk"


# ------------------------------------------------------------------------------------------------ two tabs
def test_what_is_published_twice_is_published_once(sit: Sit) -> None:
    browser = sit("da-twice")
    at = published(browser)
    again = browser.post(f"{at}/publication", at)
    assert (again.status_code, again.url.path, "It is published." in words(again)) == (200, at, True)
    assert len(browser.data("/desk/sources/da-twice")["publications"]) == 1


def test_what_another_tab_changed_is_neither_overwritten_nor_published_unseen(sit: Sit) -> None:
    browser = sit("da-tabs")
    at = browser.draft(GOOD)
    seen = hidden(browser, at, "seen")
    browser.post(at, at, text=OTHER.decode(), seen=seen)
    late = browser.post(f"{at}/publication", at, seen=seen)
    assert (late.status_code, "It was changed since you opened this page." in words(late)) == (409, True)
    late = browser.post(at, at, text=GOOD.decode().replace("Orchards", "Plums"), seen=seen)
    assert (late.status_code, 'href="#text"' in late.text) == (409, True)
    assert "Plums for all" in late.text
    assert browser.get(f"{at}/content").content == OTHER
    assert browser.data(at)["record"]["state"] == "draft"
    assert "It is published." in words(browser.post(f"{at}/publication", at, seen=hidden(browser, at, "seen")))


def test_a_steward_decides_upon_what_they_saw(sit: Sit) -> None:
    provider, steward = sit("da-seen"), sit(steward=True)
    steward.post("/steward/sources/da-seen/moderation", held="yes")
    at = provider.draft(GOOD)
    provider.post(f"{at}/publication", at)
    under = f"/steward/submissions/{at[6:]}"
    seen = hidden(steward, under, "seen")
    provider.post(at, at, text=OTHER.decode())
    for rest, said in (("acceptance", {}), ("return", {"comment": "Name the place."})):
        late = steward.post(f"{under}/{rest}", under, seen=seen, **said)
        assert (late.status_code, "The provider has changed it" in words(late)) == (409, True)
    assert "Name the place.</textarea>" in late.text
    assert provider.data(at)["record"]["state"] == "held"
    for _ in range(2):
        steward.post(f"{under}/acceptance", under)
    assert provider.data(at)["record"]["state"] == "published"


@pytest.mark.parametrize("path", ["/desk/edit", "/desk/roll-over"])
def test_a_table_of_before_the_last_publication_is_shown_anew(path: str, sit: Sit) -> None:
    browser = sit(f"da-table-{path[6:]}")
    published(browser, listed(row("one", "Orchards for all", "A college", start=f"{LAST}-03-04")))
    page = browser.data(path)
    old = (page.get("rows") or page["offerings"])[0]["iri"]
    published(browser, listed(row("one", "Orchards for all", "A college", start=f"{LAST}-05-06")))
    said = {"iri-0": old, "0-chosen": "yes", "0-startDate": "2030-01-01", "seen": page["seen"]}
    late = browser.post(path, path, **said)
    assert (late.status_code, "What you have published has changed" in words(late)) == (422, True)
    assert browser.data("/desk")["waiting"] == []


# ------------------------------------------------------------------------------------------------ offered no more
def test_what_is_offered_no_more_is_withdrawn_by_way_of_a_draft(server: Server, sit: Sit) -> None:
    browser = sit("da-gone")
    published(browser, listed(row("one", "Orchards for all", "A college"), row("two", "Pears for all", "A college")))
    nothing = browser.post("/desk/withdrawal", "/desk/edit")
    assert (nothing.status_code, 'href="#withdraw"' in nothing.text) == (422, True)
    draft = browser.post("/desk/withdrawal", "/desk/edit", iri=course("da-gone", "two"))
    at = draft.url.path
    assert "Withdrawal of Pears for all" in words(draft)
    assert "1 course to withdraw" in words(draft)
    assert "Change it here" not in words(draft)
    assert "Gone: 1 Pears for all" in words(
        browser.get(browser.post(f"{at}/publication", at).url.path.replace(at, "/desk/sources/da-gone/2"))
    )
    with server.client() as stranger:
        assert stranger.get("/things/da-gone/resource/two").status_code == 404
        assert stranger.get("/things/da-gone/resource/one").status_code == 200


def test_nobody_withdraws_what_is_anothers(sit: Sit) -> None:
    published(sit("da-mine"))
    thief = sit("da-thief")
    published(thief)
    assert thief.post("/desk/withdrawal", "/desk/edit", iri=course("da-mine", "one")).status_code == 404
    said = {"iri": course("da-mine", "one"), "source": "da-mine"}
    assert thief.post("/desk/withdrawal", "/desk/edit", **said).status_code == 403


def test_a_steward_sees_what_would_be_withdrawn(sit: Sit) -> None:
    provider, steward = sit("da-held"), sit(steward=True)
    published(provider)
    steward.post("/steward/sources/da-held/moderation", held="yes")
    at = provider.post("/desk/withdrawal", "/desk/edit", iri=course("da-held", "one")).url.path
    provider.post(f"{at}/publication", at)
    page = words(steward.get(f"/steward/submissions/{at[6:]}"))
    assert ("1 course to withdraw" in page, "Orchards for all" in page, "Accept it" in page) == (True, True, True)


# ------------------------------------------------------------------------------------------------ faults
def test_a_fault_leads_to_its_cell_among_the_columns_that_matter(sit: Sit) -> None:
    browser = sit("da-cells")
    bad = row("one", "Orchards for all", "A college", level="9")
    at = browser.draft(listed(bad))
    found = browser.data(at)["found"]
    assert found["heads"] == ["reference", "title", "level"]
    (cell,) = (cell for cell in found["rows"][0]["cells"] if cell["weight"] == "refused")
    assert (cell["text"], [one["at"] for one in found["refused"]]) == ("9", [cell["id"]])
    assert f'<td id="{cell["id"]}" class="at-refused">9' in browser.get(at).text


def test_a_fault_in_a_document_is_told_by_the_name_of_the_thing(sit: Sit) -> None:
    graph = (
        b'{"graph": [{"id": "https://desk.example/a", "type": "LearningResource", "label": "Orchards", "price": "x"}]}'
    )
    browser = sit("da-named")
    assert "At 'Orchards'." in words(browser.get(browser.draft(graph)))


def test_what_a_list_should_be_is_said_without_a_command(sit: Sit) -> None:
    browser = sit("da-unknown")
    at = browser.draft(b"Course;When\nOrchards;soon\n")
    page = words(browser.get(at))
    assert "--format" not in page
    assert "the columns of our course list" in page
    mended = browser.post(at, at, text=GOOD.decode(), format="courses")
    assert browser.data(at)["record"]["format"] == "courses"
    assert "Publish it" in words(mended)


def test_every_fault_of_a_table_is_told_at_once(sit: Sit) -> None:
    browser = sit("da-once")
    published(browser)
    iri = course("da-once", "one")
    wrong = browser.post("/desk/edit", "/desk/edit", **{"iri-0": iri, "0-price": "dear", "0-link": "javascript:x"})
    assert wrong.status_code == 422
    for field in ("price", "link"):
        assert f'href="#f0-{field}"' in wrong.text
