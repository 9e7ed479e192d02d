"""What a provider and a steward go through: faults, a draft, what is published, new dates, and what readers report."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from running import Server, listed, row
from screens import NARROW
from signpost_web import looks

from signpost.browsing import again
from signpost.model import THINGS

Visit = Callable[..., Page]
LAST = date.today().year - 1
SPRING = date(LAST, 3, 4)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


# ------------------------------------------------------------------------------------------------ the steps
def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def sign_in(page: Page, token: str) -> Page:
    page.get_by_label("Your token").fill(token)
    press(page, "Sign in")
    expect(page.get_by_role("navigation", name="Your desk")).to_be_visible()
    return page


def paste(page: Page, content: bytes) -> None:
    page.get_by_role("link", name="Send courses").first.click()
    page.get_by_label("Or paste it").fill(content.decode())
    press(page, "Check it and keep it as a draft")
    expect(page.get_by_role("link", name="Preview it")).to_be_visible()


def publish(page: Page) -> None:
    press(page, "Publish it")
    expect(page.get_by_role("status")).to_contain_text("It is published.")


def at_desk(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Your desk").get_by_role("link", name=name, exact=True).click()


def spring(source: str, title: str = "Orchards in spring", **said: str) -> str:
    days = {"start": f"{SPRING}", "end": f"{SPRING + timedelta(days=2)}"}
    return row("one", f"{title} of {source}", "A college", **days, **said)


# ------------------------------------------------------------------------------------------------ a provider
@pytest.mark.parametrize("scripts", [True, False])
def test_a_provider_mends_publishes_and_rolls_over_a_course(visit: Visit, site: Server, scripts: bool) -> None:
    source = f"a-college-{scripts}".lower()
    page = visit("/", scripts=scripts)
    page.get_by_role("link", name="I provide learning").click()
    sign_in(page, site.token(source))
    paste(page, listed(spring(source, level="9"), row("two", "", "A college")))
    the_faults_lead_to_their_rows(page)
    page.get_by_role("textbox", name="What you sent").fill(listed(spring(source)).decode())
    press(page, "Keep it and check again")
    expect(page.get_by_role("alert")).to_have_count(0)
    it_is_seen_before_it_is_published(page, source)
    publish(page)
    everybody_finds_it(visit, f"Orchards in spring of {source}", f"{looks.day(SPRING)}")
    first = new_dates_are_given(page)
    everybody_finds_it(visit, f"Orchards in spring of {source}", looks.day(first))
    the_history_tells_both(page, source)
    press(page, "Sign out")
    expect(page.get_by_label("Your token")).to_be_visible()
    page.goto(f"/desk/sources/{source}")
    expect(page.get_by_role("main")).not_to_contain_text("Number 1")


def the_faults_lead_to_their_rows(page: Page) -> None:
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("heading")).to_have_text("2 things must be put right")
    expect(page.get_by_role("button", name="Publish it")).to_have_count(0)
    for link in summary.get_by_role("link").all():
        link.click()
        at = page.locator(":target")
        expect(at).to_be_in_viewport()
        expect(at).to_contain_text(f"Wrong: {link.inner_text()}")


def it_is_seen_before_it_is_published(page: Page, source: str) -> None:
    page.get_by_role("link", name="Preview it").click()
    expect(page.get_by_text("Preview: nothing is published")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(f"Orchards in spring of {source}: signposted for")
    page.get_by_role("navigation", name="Where you are").get_by_role("link").click()


def everybody_finds_it(visit: Visit, title: str, day: str) -> None:
    """The course is found by its name; the page of it says the day to people, and what it is to machines."""
    page = visit("/")
    page.get_by_role("searchbox", name="Look for a standard").fill(title)
    press(page, "Search")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("main")).to_contain_text("A college")
    expect(page.get_by_role("main")).to_contain_text(day)
    embedded = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert (embedded["name"], "LearningResource" in embedded["@type"]) == (title, True)


def new_dates_are_given(page: Page) -> date:
    """The first day of the run that follows."""
    first = again(SPRING, date.today())
    at_desk(page, "Roll over last year")
    expect(page.get_by_role("heading", name=f"1 date in {LAST}")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Orchards in spring")).to_be_checked()
    expect(page.get_by_label("First day")).to_have_value(f"{first}")
    page.get_by_label("Price").fill("dear")
    press(page, "Keep the new dates as a draft")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Price")).to_be_focused()
    expect(page.get_by_label("Price")).to_have_accessible_description(re.compile("dear"))
    page.get_by_label("Price").fill("£1,250")
    press(page, "Keep the new dates as a draft")
    publish(page)
    return first


def the_history_tells_both(page: Page, source: str) -> None:
    at_desk(page, "Your desk")
    page.get_by_role("rowheader", name=source).get_by_role("link").click()
    rows = page.get_by_role("table").get_by_role("rowheader")
    expect(rows).to_have_text(["Number 2 now", "Number 1"])
    rows.get_by_role("link", name="Number 1").click()
    expect(page.get_by_role("button", name="Bring this back")).to_be_visible()


# ------------------------------------------------------------------------------------------------ a steward
@pytest.mark.parametrize("scripts", [True, False])
def test_a_steward_holds_sends_back_and_accepts(visit: Visit, site: Server, scripts: bool) -> None:
    source = f"held-college-{scripts}".lower()
    provider = sign_in(visit("/desk", scripts=scripts), site.token(source))
    steward = sign_in(visit("/desk", scripts=scripts), site.token(steward=True))
    at_desk(steward, "Sources")
    press(steward, f"Hold it what {source} sends")
    paste(provider, listed(spring(source)))
    press(provider, "Publish it")
    expect(provider.get_by_role("main")).to_contain_text("A steward looks at it before it is published.")
    sent_back(steward, source)
    provider.reload()
    expect(provider.get_by_role("main")).to_contain_text("Please name the place.")
    provider.get_by_text("Change it here").click()
    provider.get_by_role("textbox", name="What you sent").fill(listed(spring(source, "Named orchards")).decode())
    press(provider, "Keep it and check again")
    press(provider, "Publish it")
    accepted(steward, source)
    provider.reload()
    expect(provider.get_by_role("status")).to_contain_text("It is published.")
    everybody_finds_it(visit, f"Named orchards of {source}", looks.day(SPRING))


def waiting(steward: Page, source: str) -> None:
    """Go to what waits of a source."""
    at_desk(steward, "Queue")
    line = steward.get_by_role("row").filter(has_text=source).filter(has_text="Waits")
    line.get_by_role("link").click()


def sent_back(steward: Page, source: str) -> None:
    waiting(steward, source)
    press(steward, "Send it back")
    steward.get_by_role("alert").get_by_role("link", name="Write what the provider should change.").click()
    comment = steward.get_by_label("What should the provider change?")
    expect(comment).to_be_focused()
    comment.fill("Please name the place.")
    press(steward, "Send it back")


def accepted(steward: Page, source: str) -> None:
    waiting(steward, source)
    steward.get_by_role("link", name="Preview it").click()
    expect(steward.get_by_role("main")).to_contain_text(f"Named orchards of {source}")
    steward.get_by_role("navigation", name="Where you are").get_by_role("link").click()
    press(steward, "Accept it")
    done = steward.get_by_role("table", name="What was decided").get_by_role("row").filter(has_text=source)
    expect(done).to_contain_text("Published")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_a_reader_reports_comes_to_the_steward(visit: Visit, site: Server, scripts: bool) -> None:
    reader = visit("/things/gateway/care-workforce-pathway", scripts=scripts, viewport=NARROW)
    reader.get_by_role("link", name="Report a problem with this page").click()
    press(reader, "Send")
    expect(reader.get_by_label("What is wrong")).to_have_accessible_description(re.compile("Write what is wrong."))
    said = f"The link leads nowhere, scripts {scripts}."
    reader.get_by_label("What is wrong").fill(said)
    press(reader, "Send")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")
    steward = sign_in(visit("/steward", scripts=scripts), site.token(steward=True))
    told = steward.get_by_text(said)
    expect(told).to_be_visible()
    steward.get_by_role("main").locator(".note").filter(has=told).get_by_role("button", name="Seen to").click()
    expect(told).to_have_count(0)


# ------------------------------------------------------------------------------------------------ hostile text
def hostile(source: str, **said: object) -> bytes:
    """A course whose words would run where a page took them for its own."""
    at = f"https://{source}.example/"
    college = {"id": f"{at}us", "type": "Provider", "label": f"{HOSTILE} college", "homepage": at}
    taught = {"id": f"{at}one#teaches", "type": "LearningOutcome", "shows": "both", "entryLevel": 0, "outcomeLevel": 5,
              "competence": f"{THINGS}standard/ml-2012/cfamlea4"}  # fmt: skip
    one = {"id": f"{at}one", "type": "LearningResource", "label": f"{HOSTILE} orchards", "description": HOSTILE,
           "provider": college["id"], "activityType": "e-learning", "mode": "online", "learningMinutes": 60,
           "price": "1", "teaches": taught["id"], **said}  # fmt: skip
    return json.dumps([college, taught, one]).encode()


def test_what_providers_write_never_runs(visit: Visit, site: Server) -> None:
    page = sign_in(visit("/desk"), site.token("hostile"))
    paste(page, f"{HOSTILE}\n".encode())
    paste(page, hostile("hostile"))
    page.get_by_role("link", name="Preview it").click()
    is_only_text(page)
    page.get_by_role("navigation", name="Where you are").get_by_role("link").click()
    publish(page)
    page.get_by_role("link", name="See what changed").click()
    is_only_text(page)
    at_desk(page, "Change courses")
    is_only_text(page)
    iri = quote("https://hostile.example/one", safe="")
    for path in (f"/things?iri={iri}", f"/search?q={quote(HOSTILE)}", f"/picture?iri={iri}", f"/report?iri={iri}",
                 f"/signposted?resource={iri}"):  # fmt: skip
        page.goto(path)
        is_only_text(page)


def is_only_text(page: Page) -> None:
    """What was written is read as it was written; the fixture fails where a dialog opens or a script is stopped."""
    expect(page.get_by_role("main")).to_contain_text(HOSTILE)
    assert page.locator("script:not([src]):not([type='application/ld+json']), [onerror]").count() == 0


def test_a_link_that_would_run_is_told_and_is_no_link(visit: Visit, site: Server) -> None:
    page = sign_in(visit("/desk"), site.token("linking"))
    paste(page, hostile("linking", link="javascript:alert(1)"))
    expect(page.get_by_role("alert")).to_contain_text("must be one web address that starts with http:// or https://")
    expect(page.get_by_role("button", name="Publish it")).to_have_count(0)
    assert page.locator("a[href^='javascript:' i]").count() == 0
