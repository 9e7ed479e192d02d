"""The steward desk: what waits is seen, accepted or sent back; sources are held; tokens are ended."""

from __future__ import annotations

from desks import Browser, Sit, words
from running import Server, listed, row

import signpost

GOOD = listed(row("one", "Held orchards", "A college"))
COMMENT = "Please <b>name</b> the place."


def hold(steward: Browser, source: str, held: str = "yes") -> None:
    answer = steward.post(f"/steward/sources/{source}/moderation", held=held)
    assert (answer.status_code, answer.url.path) == (200, "/steward/sources")


def held(provider: Browser, steward: Browser, source: str) -> str:
    """The id of a submission that waits."""
    hold(steward, source)
    at = provider.draft(GOOD)
    assert "Waits for a steward" in words(provider.post(f"{at}/publication", at))
    return at.removeprefix("/desk/")


def waiting(steward: Browser) -> list[str]:
    return [one["id"] for one in steward.data("/steward")["waiting"]]


def test_what_is_sent_back_is_mended_and_accepted(sit: Sit) -> None:
    provider, steward = sit("sd-journey"), sit(steward=True)
    id = held(provider, steward, "sd-journey")
    assert id in waiting(steward)
    at = f"/steward/submissions/{id}"
    assert "Held orchards: signposted for" in words(steward.get(f"{at}/preview"))
    assert steward.get(f"{at}/content").content == GOOD
    empty = steward.post(f"{at}/return", at, comment=" ")
    assert (empty.status_code, 'href="#comment"' in empty.text) == (422, True)
    assert steward.post(f"{at}/return", at, comment=COMMENT).url.path == "/steward"
    assert id not in waiting(steward)
    page = provider.get(f"/desk/{id}")
    assert (COMMENT in words(page), "<b>name</b>" in page.text) == (True, False)
    assert COMMENT[:10] in words(provider.get("/desk"))
    provider.post(f"/desk/{id}", f"/desk/{id}", text=GOOD.decode().replace("Held", "Mended"))
    provider.post(f"/desk/{id}/publication", f"/desk/{id}")
    assert steward.post(f"{at}/acceptance", at).url.path == "/steward"
    assert provider.data(f"/desk/{id}")["record"]["state"] == "published"
    assert "Mended orchards" in words(steward.get("/steward/sources/sd-journey/1"))
    assert [one["state"] for one in steward.data("/steward")["decided"] if one["id"] == id] == ["Published"]


def test_what_no_longer_passes_goes_back_with_its_findings(server: Server, sit: Sit) -> None:
    provider, steward = sit("sd-late"), sit(steward=True)
    shared = listed(row("one", "Late orchards", "A college")).decode()
    graph = '{"graph": [{"id": "https://sd.example/%s", "type": "Provider", "label": "%s"}]}'
    hold(steward, "sd-late")
    at = provider.draft((graph % ("late", "Late")).encode())
    provider.post(f"{at}/publication", at)
    quick = sit("sd-quick")
    first = quick.draft((graph % ("late", "Quick")).encode())
    quick.post(f"{first}/publication", first)
    page = steward.post(f"/steward/submissions/{at[6:]}/acceptance", f"/steward/submissions/{at[6:]}")
    assert page.status_code == 422
    assert "belongs to the source 'sd-quick'" in words(page)
    assert provider.data(at)["state"] == "Sent back"
    assert shared


def test_the_steward_desk_is_for_stewards_alone(server: Server, sit: Sit) -> None:
    provider, steward = sit("sd-alone"), sit(steward=True)
    id = held(provider, steward, "sd-alone")
    token = signpost.door(f"file:{server.store}").issue("Another", ["sd-alone"])[0]
    for path in ("", "/sources", "/tokens", f"/submissions/{id}", f"/submissions/{id}/preview",
                 "/sources/sd-alone"):  # fmt: skip
        assert provider.get(f"/steward{path}").status_code == 403
    for path in (f"submissions/{id}/acceptance", f"submissions/{id}/return", "sources/sd-alone/moderation",
                 f"tokens/{token.id}/revocation", "reports/1/settlement"):  # fmt: skip
        assert provider.post(f"/steward/{path}", comment="x", held="no").status_code == 403
    assert id in waiting(steward)
    with server.client() as client:
        assert Browser(client).get("/steward").url.path == "/desk"


def test_a_steward_publishes_as_nobody(sit: Sit) -> None:
    provider, steward = sit("sd-nobody"), sit(steward=True)
    at = provider.draft(GOOD)
    assert steward.get(at).url.path == f"/steward/submissions/{at[6:]}"
    assert "Accept it" not in words(steward.get(f"/steward/submissions/{at[6:]}"))
    for rest in ("", "/publication", "/removal"):
        assert steward.post(f"{at}{rest}", "/steward", text="x").status_code == 403
    answer = steward.post("/desk/new", "/steward", text=GOOD.decode(), source="sd-nobody", do="draft")
    assert answer.status_code == 403
    assert steward.get("/desk").url.path == "/steward"
    assert provider.data(at)["record"]["state"] == "draft"


def test_whose_submissions_wait_is_said_for_each_source(sit: Sit) -> None:
    provider, steward = sit("sd-held"), sit(steward=True)
    for said, expected in (("yes", True), ("no", False)):
        hold(steward, "sd-held", said)
        sources = {one["id"]: one["held"] for one in steward.data("/steward/sources")["sources"]}
        assert sources["sd-held"] is expected
        assert provider.data("/desk")["sources"][0]["held"] is expected
    assert steward.post("/steward/sources/sd-none/moderation", held="yes").status_code == 404


def test_what_is_brought_back_while_it_is_held_waits(sit: Sit) -> None:
    provider, steward = sit("sd-back"), sit(steward=True)
    at = provider.draft(GOOD)
    provider.post(f"{at}/publication", at)
    hold(steward, "sd-back")
    back = provider.post("/desk/sources/sd-back/1/restoration", "/desk")
    assert "Waits for a steward" in words(back)
    assert back.url.path.removeprefix("/desk/") in waiting(steward)


def test_a_token_that_a_steward_ends_counts_no_more(server: Server, sit: Sit) -> None:
    steward = sit(steward=True)
    token, text = signpost.door(f"file:{server.store}").issue("<b>Ended</b>", ["sd-token"])
    page = steward.get("/steward/tokens")
    assert ("<b>Ended</b>" in words(page), "<b>Ended</b>" in page.text) == (True, False)
    assert text.split("_")[2] not in page.text
    with server.client(text) as client:
        assert client.get("/submissions").status_code == 200
        steward.post(f"/steward/tokens/{token.id}/revocation")
        assert client.get("/submissions").status_code == 401
    (line,) = (one for one in steward.data("/steward/tokens")["tokens"] if one["id"] == token.id)
    assert (line["counts"], bool(line["revoked"])) == (False, True)


def test_what_readers_report_is_seen_to(server: Server, sit: Sit) -> None:
    steward = sit(steward=True)
    iri = "https://w3id.org/signpost/id/gateway/care-workforce-pathway"
    report = signpost.door(f"file:{server.store}").report(iri, "The <i>link</i> is broken.")
    page = steward.get("/steward")
    assert ("The <i>link</i> is broken." in words(page), "<i>link" in page.text) == (True, False)
    steward.post(f"/steward/reports/{report.id}/settlement")
    assert report.id not in [one["id"] for one in steward.data("/steward")["reports"]]
