"""The provider desk: from signing in to what is published, as people go through it without scripts."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from desks import Browser, Sit, words
from flask.sessions import SecureCookieSessionInterface
from running import Server, course, listed, post, row, serving
from signpost_web import settings
from signpost_web.app import create_app

import signpost
from signpost.browsing import again
from signpost.errors import SignpostError
from signpost.publishing.door import Door

GOOD = listed(row("one", "Orchards for all", "A college"))
BAD = listed(row("one", "Orchards for all", "A college", level="9"), row("two", "", "A college"))
MARK = "You were signed out, or this form is too old. Nothing was sent. Go back and copy what you typed."
LAST = date.today().year - 1


@pytest.fixture
def nobody(server: Server) -> Iterator[Browser]:
    with server.client() as client:
        yield Browser(client)


# ------------------------------------------------------------------------------------------------ signing in
def test_the_desk_says_what_it_is_for_and_how_to_get_a_token(nobody: Browser) -> None:
    said = words(nobody.get("/desk"))
    assert "Ask the steward of this site" in said
    assert "signpost tokens --new" in said
    assert nobody.get("/desk/new").url.path == "/desk"
    assert nobody.client.get("/desk/new", params={"as": "json"}).status_code == 401


def test_a_session_begins_with_a_token_and_ends_by_signing_out(server: Server, nobody: Browser) -> None:
    wrong = nobody.sign_in("sp_0_guess")
    assert (wrong.status_code, "This token does not count." in words(wrong)) == (401, True)
    assert 'aria-invalid="true"' in wrong.text
    assert "Your desk" in words(nobody.sign_in(f"  {server.token('desk-in')}\n"))
    assert nobody.data("/desk")["who"]["sources"] == ["desk-in"]
    assert nobody.post("/desk/sign-out").url.path == "/desk"
    assert "Sign in" in words(nobody.get("/desk"))


def test_the_cookie_holds_no_token_and_is_kept_from_scripts_and_other_sites(server: Server, nobody: Browser) -> None:
    text = server.token("desk-cookie")
    nobody.client.follow_redirects = False
    answer = nobody.sign_in(text)
    cookie = answer.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie
    app = create_app(f"file:{server.store}")
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    held = serializer.loads(nobody.client.cookies["signpost"])
    assert held.keys() == {"_permanent", "token", "until"}
    assert held["token"] == text.split("_")[1]
    assert 0 < held["until"] - time.time() <= 8 * 3600
    assert text.split("_")[2] not in cookie


def test_over_tls_the_cookie_goes_over_tls_alone(fresh: Callable[[], Path]) -> None:
    app = create_app(f"file:{fresh()}", limits=False)
    for scheme, expected in (("https", True), ("http", False)):
        answer = app.test_client().get("/desk", base_url=f"{scheme}://here.example")
        assert ("Secure" in answer.headers["Set-Cookie"]) is expected


def test_a_session_ends_with_its_token(server: Server, nobody: Browser) -> None:
    door = signpost.door(f"file:{server.store}")
    token, text = door.issue("A college", ["desk-ended"])
    nobody.sign_in(text)
    at = nobody.draft(GOOD)
    assert nobody.get(at).url.path == at
    mark = nobody.mark("/desk")
    door.revoke(token.id)
    assert nobody.get(at).url.path == "/desk"
    answer = nobody.client.post(f"{at}/publication", data={"csrf_token": mark})
    assert answer.url.path == "/desk"
    assert [one.state for one in door.submissions(sources=["desk-ended"])] == ["draft"]


def test_a_session_ends_on_the_day_of_its_token(server: Server) -> None:
    own = signpost.door(f"file:{server.store}")
    then = Door(own.store, own.ledger, lambda: datetime.now(UTC) - timedelta(days=8))
    for days, counts in ((7, False), (9, True)):
        token, _ = then.issue("A college", ["desk-days"], days=days)
        assert (own.token_with_id(token.id) is not None) is counts
    assert own.token_with_id("0" * 12) is None


def test_a_session_of_more_than_eight_hours_ago_counts_no_more(server: Server, nobody: Browser) -> None:
    nobody.sign_in(server.token("desk-hours"))
    serializer = SecureCookieSessionInterface().get_signing_serializer(create_app(f"file:{server.store}"))
    assert serializer is not None
    held = serializer.loads(nobody.client.cookies["signpost"])
    with server.client(cookies={"signpost": str(serializer.dumps({**held, "until": int(time.time()) - 1}))}) as late:
        assert "Your token" in words(Browser(late).get("/desk"))
    with server.client(cookies={"signpost": nobody.client.cookies["signpost"] + "x"}) as forged:
        assert "Your token" in words(Browser(forged).get("/desk"))


def test_neither_door_opens_with_the_key_of_the_other(server: Server, sit: Sit) -> None:
    browser = sit("desk-keys")
    assert browser.client.get("/submissions").status_code == 401
    with server.client(server.token("desk-keys")) as script:
        assert script.get("/desk/new", headers={"Accept": "application/json"}).status_code == 401


# ------------------------------------------------------------------------------------------------ marks of forms
@pytest.mark.parametrize(
    "path", ["/desk/sign-in", "/desk/sign-out", "/desk/check", "/desk/new", "/desk/edit", "/desk/roll-over",
             f"/desk/{'0' * 32}", f"/desk/{'0' * 32}/publication", f"/desk/{'0' * 32}/removal",
             "/desk/withdrawal", "/desk/sources/desk-marks/1/restoration",
             f"/steward/submissions/{'0' * 32}/acceptance",
             f"/steward/submissions/{'0' * 32}/return", "/steward/sources/desk-marks/moderation",
             "/steward/tokens/0/revocation", "/steward/reports/0/settlement"],
)  # fmt: skip
def test_no_form_is_taken_without_its_mark_or_with_anothers(path: str, sit: Sit) -> None:
    one, other = sit("desk-marks", steward=True), sit("desk-marks", steward=True)
    for said in ({}, {"csrf_token": "x"}, {"csrf_token": other.mark("/desk")}):
        answer = one.client.post(path, data=said)
        assert (answer.status_code, MARK in words(answer)) == (400, True)


# ------------------------------------------------------------------------------------------------ whole journeys
def test_from_a_list_with_faults_to_what_everybody_finds(server: Server, sit: Sit) -> None:
    browser = sit("desk-journey")
    at = browser.draft(BAD)
    page = browser.get(at)
    assert "2 things must be put right" in words(page)
    for number in (2, 3):
        assert f'href="#row-{number}"' in page.text
        assert f'id="row-{number}"' in page.text
    assert "Publish it" not in words(page)
    mended = browser.post(at, at, text=BAD.decode().replace(",9,", ",2,").replace("two,,", "two,Pears for all,"))
    assert (mended.url.path, "Publish it" in words(mended)) == (at, True)
    preview = words(browser.get(f"{at}/preview"))
    assert "Preview: nothing is published" in preview
    assert "Pears for all: signposted for" in preview
    assert "at most 10 seconds" in preview
    assert "--role" not in preview
    published = browser.post(f"{at}/publication", at)
    assert "It is published." in words(published)
    with server.client() as stranger:
        hits = stranger.get("/find", params={"q": "Pears for all"}).json()["hits"]
        assert course("desk-journey", "two") in [hit["iri"] for hit in hits]
    assert browser.data("/desk")["sources"][0]["last"]["number"] == 1


def test_what_was_typed_is_never_lost(sit: Sit) -> None:
    browser = sit("desk-typed", "desk-typed-too")
    text = "reference;title\n<b>&amp;"
    for said in ({"do": "draft"}, {"do": "check", "source": "desk-typed"}, {"format": "none", "source": "desk-typed"}):
        page = browser.post("/desk/new", "/desk/new", text=text, **said)
        assert page.status_code == 422
        assert "reference;title\n&lt;b&gt;&amp;amp;</textarea>" in page.text
    empty = browser.post("/desk/new", "/desk/new", text=" ")
    assert 'href="#text"' in empty.text
    assert 'href="#source"' in empty.text


def test_a_file_becomes_a_draft_that_can_be_had_again(sit: Sit) -> None:
    browser = sit("desk-file")
    book = io.BytesIO(signpost.template("courses"))
    sheet = {"file": ("../my courses?.XLSX", book, "application/octet-stream")}
    page = browser.post("/desk/new", "/desk/new", files=sheet, do="check")
    at = page.url.path
    assert re.fullmatch(r"/desk/[0-9a-f]{32}", at)
    assert "my courses-.xlsx" in words(page)
    assert "There is no course in it." in words(page).replace("Nothing is filled in: there", "There")
    again = browser.get(f"{at}/content")
    assert (again.content, "attachment" in again.headers["Content-Disposition"]) == (book.getvalue(), True)


def test_a_fault_in_a_workbook_is_shown_at_its_cell(sit: Sit) -> None:
    browser = sit("desk-book")
    sheet = workbook([*BAD.decode().splitlines()])
    page = browser.post("/desk/new", "/desk/new", files={"file": ("list.xlsx", sheet)}, do="draft")
    rows = browser.data(page.url.path)["found"]["rows"]
    assert [one["number"] for one in rows] == [2, 3]
    assert [cell["text"] for cell in rows[0]["cells"] if cell["weight"] == "refused"] == ["9"]


def workbook(lines: list[str]) -> bytes:
    from openpyxl import Workbook

    book, made = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Courses"
    for line in lines:
        sheet.append(line.split(","))
    book.save(made)
    assert zipfile.is_zipfile(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ('{"graph": [{"id": "https://desk.example/a", "type": "LearningResource", "label": "X", "price": "dear"}]}',
         "pasted.jsonld#/graph/0", ["price: ", "dear"]),
        ("@prefix sp: <https://w3id.org/signpost/ns#> .\n<https://desk.example/a> sp:price ;;; .\n<x", "pasted.ttl:2:",
         ["   2  ", "sp:price ;;; ."]),
    ],
)  # fmt: skip
def test_a_fault_in_a_document_is_shown_at_its_place(text: str, place: str, shown: list[str], sit: Sit) -> None:
    browser = sit("desk-places")
    parts = browser.data(browser.draft(text.encode()))["found"]["parts"]
    meant = [line for part in parts if part["place"].startswith(place) for line, is_meant in part["lines"] if is_meant]
    assert any(all(word in line for word in shown) for line in meant), parts


def test_what_is_shown_is_what_the_other_door_finds(server: Server, sit: Sit, nobody: Browser) -> None:
    browser = sit("desk-same")
    at = browser.draft(BAD, amends="no")
    with server.client(server.token("desk-same")) as script:
        found = post(script, BAD, draft="true", name="pasted").json()["findings"]
    assert browser.data(at)["record"]["findings"] == found
    said = words(browser.get(at))
    assert all(" ".join(one["message"].split()) in said for one in found)
    tried = nobody.post("/desk/check", "/desk/check", text=BAD.decode())
    assert all(one["message"] in words(tried) for one in found if one["severity"] == "refused")


def test_what_is_not_in_a_list_that_replaces_all_goes(sit: Sit) -> None:
    browser = sit("desk-all")
    both = listed(row("one", "Orchards for all", "A college"), row("two", "Pears for all", "A college"))
    for content, amends, removed in ((both, "yes", 0), (GOOD, "yes", 0), (GOOD, "no", 2)):
        at = browser.draft(content, amends=amends)
        browser.post(f"{at}/publication", at)
        assert browser.data(at)["record"]["publication"]["removed"] == removed


def test_what_was_said_before_is_brought_back(sit: Sit) -> None:
    browser = sit("desk-back")
    for title in ("Orchards for all", "Orchards for some"):
        at = browser.draft(listed(row("one", title, "A college")))
        browser.post(f"{at}/publication", at)
    second = words(browser.get("/desk/sources/desk-back/2"))
    assert "Changed: 1 Orchards for some" in second
    assert "Bring this back" not in second
    back = browser.post("/desk/sources/desk-back/1/restoration", "/desk/sources/desk-back/1")
    assert "brings back number 1" in words(back)
    assert b"Orchards for all" in browser.get("/desk/sources/desk-back/3/content").content
    assert browser.get("/desk/sources/desk-back/9").status_code == 404


def test_a_draft_can_be_thrown_away(sit: Sit) -> None:
    browser = sit("desk-gone")
    at = browser.draft(BAD)
    browser.post(f"{at}/removal", at)
    assert browser.get(at).status_code == 404
    assert browser.data("/desk")["waiting"] == []


# ------------------------------------------------------------------------------------------------ changes
def published(browser: Browser) -> None:
    runs = (row("one", "Orchards for all", "A college", start=f"{LAST}-03-04", end=f"{LAST}-03-06"),
            row("one", "Orchards for all", "A college", start=f"{LAST}-10-05"),
            row("two", "Pears for all", "A college"))  # fmt: skip
    at = browser.draft(listed(*runs))
    assert "It is published." in words(browser.post(f"{at}/publication", at))


def fields(rows: list[dict[str, object]]) -> dict[str, str]:
    """The fields of a table as a browser sends them."""
    found: dict[str, str] = {}
    for one in rows:
        found[f"iri-{one['number']}"] = str(one["iri"])
        if one["chosen"]:
            found[f"{one['number']}-chosen"] = "yes"
        cells = one["fields"]
        assert isinstance(cells, list)
        found |= {f"{one['number']}-{cell['word']}": cell["value"] for cell in cells}
    return found


def test_last_years_courses_roll_over_to_the_same_weekday(sit: Sit) -> None:
    browser = sit("desk-roll")
    published(browser)
    page = browser.data("/desk/roll-over")
    assert (page["years"], page["year"], page["total"]) == ([LAST], LAST, 2)
    said = fields(page["rows"])
    first = again(date(LAST, 3, 4), date.today())
    assert said["0-startDate"] == first.isoformat()
    assert said["0-endDate"] == (first + timedelta(days=2)).isoformat()
    assert first.weekday() == date(LAST, 3, 4).weekday()
    del said["1-chosen"]
    draft = browser.post("/desk/roll-over", "/desk/roll-over", **said | {"0-price": "£1,250", "0-endDate": ""})
    at = draft.url.path
    assert browser.data("/desk")["waiting"][0]["name"] == "new-dates.jsonld"
    assert course("desk-roll", "one") in browser.get(f"{at}/content").text
    assert "It is published." in words(browser.post(f"{at}/publication", at))
    runs = {cell["value"]: one for one in browser.data("/desk/edit")["offerings"] for cell in one["fields"][:1]}
    assert runs.keys() == {first.isoformat(), f"{LAST}-10-05"}
    new = [cell["value"] for cell in runs[first.isoformat()]["fields"]]
    assert new == [first.isoformat(), (first + timedelta(days=2)).isoformat(), "1250", "", ""]


def test_dates_are_moved_by_whole_weeks_where_that_is_asked(sit: Sit) -> None:
    browser = sit("desk-weeks")
    published(browser)
    said = fields(browser.data("/desk/roll-over", weeks="60")["rows"])
    assert said["0-startDate"] == (date(LAST, 3, 4) + timedelta(weeks=60)).isoformat()


def test_what_is_wrong_in_a_table_is_told_at_every_field_at_once(sit: Sit) -> None:
    browser = sit("desk-fields")
    published(browser)
    said = fields(browser.data("/desk/roll-over")["rows"])
    wrong = browser.post("/desk/roll-over", "/desk/roll-over", **said | {"0-price": "dear", "1-startDate": "soon"})
    assert wrong.status_code == 422
    for id, typed in (("f0-price", "dear"), ("f1-startDate", "soon")):
        assert f'href="#{id}"' in wrong.text
        assert re.search(rf'id="{id}"[^>]* value="{typed}"[^>]* aria-describedby="{id}-fault"', wrong.text)
    turned = browser.post("/desk/roll-over", "/desk/roll-over", **said | {"0-endDate": f"{LAST}-01-01"})
    assert "An offering must not end before it starts" in words(turned)
    assert 'href="#f0-startDate"' in turned.text
    nothing = {name: value for name, value in said.items() if "chosen" not in name}
    assert "Nothing is chosen." in words(browser.post("/desk/roll-over", "/desk/roll-over", **nothing))
    assert browser.data("/desk")["waiting"] == []


def test_many_are_changed_at_once(sit: Sit) -> None:
    browser = sit("desk-edit")
    published(browser)
    page = browser.data("/desk/edit")
    said = fields([*page["resources"], *page["offerings"]])
    assert "You have changed" not in words(browser.post("/desk/edit", "/desk/edit", **said))
    assert "Nothing is changed yet." in words(browser.post("/desk/edit", "/desk/edit", **said))
    changes = {"0-price": "10", "1-learningMinutes": "90 minutes", "1-link": "https://college.example/pears",
               "1-mode": "online"}  # fmt: skip
    at = browser.post("/desk/edit", "/desk/edit", **said | changes).url.path
    browser.post(f"{at}/publication", at)
    after = fields(browser.data("/desk/edit")["resources"])
    assert {name: after[name] for name in changes} == changes | {"1-learningMinutes": "1 hour 30 minutes"}
    assert [one["label"] for one in browser.data("/desk/edit", q="pears")["resources"]] == ["Pears for all"]
    link = browser.post("/desk/edit", "/desk/edit", **said | {"0-link": "javascript:alert(1)"})
    assert (link.status_code, 'href="#f0-link"' in link.text) == (422, True)


def test_what_is_anothers_is_not_changed_in_a_table(server: Server, sit: Sit) -> None:
    published(sit("desk-mine"))
    thief = sit("desk-thief")
    published(thief)
    said = {"iri-0": course("desk-mine", "one"), "0-price": "0", "0-chosen": "yes", "0-startDate": "2030-01-01"}
    for path in ("/desk/edit", "/desk/roll-over"):
        assert thief.post(path, path, **said).status_code == 404
        assert thief.post(path, path, source="desk-mine", **said).status_code == 403
        assert thief.get(path, source="desk-mine").status_code == 403


# ------------------------------------------------------------------------------------------------ others
def test_anothers_submission_is_as_if_it_were_not_there(sit: Sit) -> None:
    own, other = sit("desk-own"), sit("desk-other")
    at, nowhere = own.draft(GOOD), f"/desk/{'0' * 32}"
    own.post(f"{at}/publication", at)
    at = own.draft(GOOD)
    for rest in ("", "/preview", "/content"):
        first, second = (other.get(path + rest) for path in (at, nowhere))
        assert first.status_code == second.status_code == 404
        assert words(first).replace(at[6:], "0" * 32) == words(second)
    for rest in ("", "/publication", "/removal"):
        first, second = (other.post(path + rest, text="x") for path in (at, nowhere))
        assert first.status_code == second.status_code == 404
        assert words(first).replace(at[6:], "0" * 32) == words(second)
    for path in ("/desk/sources/desk-own", "/desk/sources/desk-own/1", "/desk/sources/desk-own/1/content"):
        assert other.get(path).status_code == 404
    assert other.post("/desk/sources/desk-own/1/restoration").status_code == 404
    page = other.post("/desk/new", "/desk/new", text=GOOD.decode(), source="desk-own", do="draft")
    assert page.status_code == 403
    assert own.data(at)["record"]["state"] == "draft"


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"


def test_what_is_sent_stays_text_in_every_page(sit: Sit) -> None:
    browser = sit("desk-text")
    bad = row("one", f'"{HOSTILE.replace(chr(34), chr(34) * 2)}"', "A college", level="<i>9</i>")
    at = browser.draft(listed(bad))
    graph = ('{"graph": [{"id": "https://desk.example/t", "type": "LearningResource", "label": "<script>alert(1)'
             '</script>", "price": "<b>dear</b>"}]}')  # fmt: skip
    document = browser.draft(graph.encode())
    named = browser.post("/desk/new", "/desk/new", files={"file": (f"{HOSTILE}.csv", b"a,b")}, do="draft")
    good = browser.draft(listed(row("two", f'"{HOSTILE.replace(chr(34), chr(34) * 2)}"', "A college")))
    browser.post(f"{good}/publication", good)
    pages = [at, document, named.url.path, "/desk", "/desk/edit", "/desk/sources/desk-text/1"]
    for path in pages:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        assert not re.search(r"<script>alert|<img src=x|<i>9|<b>dear", answer.text), path
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


# ------------------------------------------------------------------------------------------------ strangers
def test_a_stranger_checks_and_leaves_nothing(server: Server, nobody: Browser) -> None:
    page = nobody.post("/desk/check", "/desk/check", text=GOOD.decode())
    assert (page.status_code, "It passes." in words(page)) == (200, True)
    assert signpost.door(f"file:{server.store}").submissions(sources=["check"]) == []
    large = nobody.post("/desk/check", "/desk/check", text="x" * (1024 * 1024 + 1))
    assert (large.status_code, "It is larger than 1 MB." in words(large)) == (422, True)


def test_the_workbook_to_fill_in_is_had_by_everybody(nobody: Browser) -> None:
    assert nobody.get("/desk/courses.xlsx").content == signpost.template("courses")


def test_an_address_tries_only_so_many_tokens(fresh: Callable[[], Path]) -> None:
    with serving(fresh(), SIGNPOST_TRIES="3 per minute", SIGNPOST_PROXIES="1") as slow:
        text = slow.token("desk-tries")

        def trying(address: str, token: str, path: str = "/desk/sign-in") -> int:
            with slow.client() as client:
                client.headers["X-Forwarded-For"] = address
                browser = Browser(client)
                return browser.post(path, token=token, text="x").status_code

        assert [trying("192.0.2.1", f"sp_{n}_guess") for n in range(3)] == [401, 401, 401]
        assert trying("192.0.2.1", text) == 429
        assert trying("192.0.2.2", text) == 200
        assert [trying("192.0.2.3", "", "/desk/check") for _ in range(4)] == [422, 422, 422, 429]


# ------------------------------------------------------------------------------------------------ the secret
def test_the_secret_is_made_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    ledger = f"sqlite:///{tmp_path}/ledger.sqlite"
    first = settings.secret(ledger)
    assert (len(first), settings.secret(ledger)) == (32, first)
    assert [path.name for path in tmp_path.iterdir()] == ["desk.key"]
    assert (tmp_path / "desk.key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "desk.key").write_bytes(b"short")
    with pytest.raises(SignpostError, match="is no secret of 32 bytes"):
        settings.secret(ledger)
    assert settings.secret(f"sqlite:///{tmp_path}/none/ledger.sqlite") != settings.secret("postgresql://x/y")


def test_a_secret_that_is_set_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNPOST_SECRET", "0123456789abcdef")
    assert settings.secret(f"sqlite:///{tmp_path}/ledger.sqlite") == b"0123456789abcdef"
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("SIGNPOST_SECRET", "easy-to-guess")
    with pytest.raises(SignpostError, match="SIGNPOST_SECRET has fewer than 16 characters") as fault:
        settings.secret("")
    assert "easy" not in str(fault.value)


def test_a_session_counts_at_every_worker(fresh: Callable[[], Path]) -> None:
    store = fresh()
    with serving(store) as one, serving(store) as two, one.client() as client:
        browser = Browser(client)
        browser.sign_in(one.token("desk-workers"))
        with httpx.Client(base_url=two.url, cookies={"signpost": client.cookies["signpost"]}) as other:
            assert Browser(other).get("/desk/new").url.path == "/desk/new"
