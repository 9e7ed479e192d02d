"""Whatever is sent, the server answers in time with a reason, tells nothing of itself, asks nobody, and goes on."""

from __future__ import annotations

import io
import json
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import openpyxl
import pytest
from running import Enter, Server, listed, listening, post, row, serving

from signpost.graph.parse import CONTEXT

JSONLD, TURTLE, TRIG, XML, CSV = "application/ld+json", "text/turtle", "application/trig", "application/xml", "text/csv"
HTML, NTRIPLES = "text/html", "application/n-triples"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SP, SKOS, THINGS = (
    "https://w3id.org/signpost/ns#",
    "http://www.w3.org/2004/02/skos/core#",
    "https://w3id.org/signpost/id/",
)
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
COURSE = "https://hostile.example/id/course"
MOST_SECONDS = 60
"""Within which each is answered, however busy the machine."""


def course(**said: object) -> bytes:
    """A course in our own words, with what is hostile about it."""
    node = {"id": COURSE, "type": "LearningResource", "label": "Orchards", "provider": f"{COURSE}#p",
            "activityType": "reading", "mode": "online"}  # fmt: skip
    provider = {"id": f"{COURSE}#p", "type": "Provider", "label": "A college", "providerKind": "training-provider"}
    return json.dumps({"@context": CONTEXT, "graph": [provider, {**node, **said}]}).encode()


def ours(*nodes: object) -> bytes:
    return json.dumps({"@context": CONTEXT, "graph": list(nodes)}).encode()


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def bomb(made: io.BytesIO, name: str) -> bytes:
    """An archive with one part more, of half a gigabyte when it is unpacked."""
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(500):
            part.write(b"0" * 1_000_000)
    return made.getvalue()


def workbook(*rows: tuple[object, ...]) -> io.BytesIO:
    made, book = io.BytesIO(), openpyxl.Workbook()
    for each in rows:
        book.active.append(each)
    book.save(made)
    return made


def changed(old: bytes, new: bytes) -> bytes:
    """A workbook with other bytes in its sheet."""
    made = io.BytesIO()
    with zipfile.ZipFile(workbook(HEADS)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(old, new, 1) if name.endswith("sheet1.xml") else content)
    return made.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
XCRI = b"<catalog xmlns='http://xcri.org/profiles/1.2/catalog'>"
HEADS = ("reference", "title", "activity type", "mode", "teaches", "level", "provider")
SCHEMA = "https://schema.org"

REFUSED: dict[str, tuple[str, bytes, str]] = {
    # what it is: media type, content, a piece of the sentence that tells why
    "an entity bomb in XML": (
        XML,
        f'<!DOCTYPE c [<!ENTITY l0 "ha">{LAUGHS}]><catalog>&l9;</catalog>'.encode(),
        "DOCTYPE or ENTITY",
    ),
    "an entity of a file of the server": (
        XML,
        b'<!DOCTYPE c [<!ENTITY f SYSTEM "file:///etc/passwd">]><catalog>&f;</catalog>',
        "DOCTYPE or ENTITY",
    ),
    "an entity bomb in RDF/XML": (
        "application/rdf+xml",
        f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'.encode(),
        "DOCTYPE or ENTITY",
    ),
    "deep XML": (XML, XCRI + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</catalog>", "nested more than"),
    "deep arrays": (JSONLD, b"[" * 200_000 + b"]" * 200_000, "nested more than"),
    "deep objects": (JSONLD, b'{"label":' * 50_000 + b"1" + b"}" * 50_000, "nested more than"),
    "deep objects in schema.org": (
        JSONLD,
        b'{"@context":"https://schema.org","@type":"Course","about":' * 5_000 + b"1" + b"}" * 5_000,
        "nested more than",
    ),
    "deep Turtle": (TURTLE, b"<urn:a> <urn:b> " + b"[ <urn:b> " * 50_000 + b"1" + b"]" * 50_000 + b" .", "nested"),
    "quoted triples": (TURTLE, b"<< " * 50_000 + b"<urn:a> <urn:b> 1" + b" >>" * 50_000 + b" <urn:b> 1 .", "quotes"),
    "a context that lies elsewhere": (JSONLD, b'{"@context":"https://hostile.example/c","id":"urn:a"}', "context"),
    "an imported context": (
        JSONLD,
        json.dumps({"@context": CONTEXT, "@import": "https://hostile.example/c", "id": COURSE}).encode(),
        "context",
    ),
    "rules of its own": (
        TURTLE,
        b"<https://hostile.example/s> a <http://www.w3.org/ns/shacl#NodeShape> ; "
        b"<http://www.w3.org/ns/shacl#targetClass> <https://w3id.org/signpost/ns#Role> .",
        "rules of its own",
    ),
    "another source's thing": (
        TURTLE,
        f'<{THINGS}role/registered-manager> a <{SP}Role> ; <{SKOS}prefLabel> "Mine"@en .'.encode(),
        "belongs to",
    ),
    "our vocabulary": (
        TURTLE,
        f'<https://w3id.org/signpost/vocabulary/mode/pub> a <{SKOS}Concept> ; <{SKOS}prefLabel> "Pub"@en .'.encode(),
        "belongs to",
    ),
    "another graph": (
        TRIG,
        f"<https://w3id.org/signpost/graph/roles> {{ <{COURSE}> a <{SP}LearningResource> }}".encode(),
        "graph",
    ),
    "an adoption": (JSONLD, ours({"id": COURSE, "type": "Adoption", "label": "All mine"}), "Adoptions"),
    "an archive bomb": (XLSX, bomb(io.BytesIO(), "xl/workbook.xml"), "unpacks to more than"),
    "a workbook with a bomb in it": (XLSX, bomb(workbook(HEADS), "xl/media/bomb.png"), "unpacks to more than"),
    "an archive that climbs": (XLSX, zipped(**{"..__..__etc__passwd": b"x"}), "workbook"),
    "a broken archive": (XLSX, b"PK\x03\x04" + b"\0" * 50, "workbook"),
    "a sheet without an end": (
        XLSX,
        zipped(**{"xl__worksheets__sheet1.xml": b"<worksheet><dimension ref='A1:XFD1048576'/></worksheet>"}),
        "workbook",
    ),
    "bytes that are no text": (TURTLE, b"\xff\xfe\xfa <urn:a>", ""),
    "zeros": (CSV, b"reference,title\n\0\0,x\n", "binary"),
    "a label of a megabyte": (JSONLD, course(label="x" * 1_000_000), "label"),
    "a hundred thousand languages": (JSONLD, course(label={f"x-{n:06d}": "Orchard" for n in range(100_000)}), "label"),
    "a cell of ten megabytes": (CSV, b"reference,title\n1," + b"x" * 10_000_000, ""),
    "a link that runs": (JSONLD, course(link="javascript:alert(1)"), "link"),
    "a link to data": (JSONLD, course(link="data:text/html,<script>alert(1)</script>"), "link"),
    "a link to a file": (JSONLD, course(link="file:///etc/passwd"), "link"),
    "a link with a password": (JSONLD, course(link="https://me:secret@hostile.example/"), "link"),
    "an IRI with a password": (JSONLD, course(id="https://me:secret@hostile.example/"), "before its host"),
    "an IRI that ends early": (NTRIPLES, f"<{COURSE}\\u003E> a <{SP}LearningResource> .".encode(), ""),
    "text that runs backwards": (JSONLD, course(label="Orchards \u202egnp.exe"), "label"),
    "text with controls": (JSONLD, course(label="Orchards \u0007\u001b[2J"), "label"),
    "an IRI that JSON-LD would pass over": (JSONLD, course(provider="my college"), "not an IRI"),
    "a thing whose IRI is none": (JSONLD, course(id="https://hostile.example/a>b"), "not an IRI"),
    "too many values": (JSONLD, course(altLabel=[f"Orchard {n}" for n in range(20_000)]), "altLabel"),
    "a number of a million digits": (JSONLD, course(learningMinutes="9" * 1_000_000), "learningMinutes"),
    "a description of a megabyte": (JSONLD, course(description="x" * 1_000_000), "description"),
    "a flood of empty courses": (
        NTRIPLES,
        b"".join(
            b"<https://hostile.example/%d> a <%b> .\n" % (n, f"{SP}LearningResource".encode()) for n in range(30_000)
        ).replace(b" a ", b" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "),
        "Checking was stopped",
    ),
    "a flood of unnamed parts": (
        TURTLE,
        f"<{COURSE}> a <{SP}LearningResource> ; <{SP}teaches> ".encode() + b", ".join([b"[]"] * 50_000) + b" .",
        "teaches",
    ),
    "a flood of unknown competences": (
        CSV,
        listed(*(row(f"r{n}", "Orchards", "A college", teaches=f"zzqy{n}") for n in range(3_000))),
        "mend these first",
    ),
    "a sheet with a DOCTYPE": (
        XLSX,
        changed(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">]><worksheet'),
        "DOCTYPE",
    ),
    "a row beyond counting": (
        XLSX,
        changed(b"</sheetData>", b'<row r="99999999999999"><c r="A99999999999999"/></row></sheetData>'),
        "no row",
    ),
    "a sheet of a billion rows": (
        XLSX,
        changed(b"</sheetData>", b'<row r="999999999"><c r="A999999999"/></row></sheetData>'),
        "999,999,999 rows",
    ),
    "a file that is half there": (XLSX, workbook(HEADS).getvalue()[:2_000], "workbook"),
    "a page without data": (HTML, b"<html><script>alert(1)</script></html>", ""),
    "nothing": (CSV, b"", "empty"),
}


FORMATS = {XML: "xcri", "application/rdf+xml": "skos", XLSX: "courses", CSV: "courses"}
"""What is said of the format where nobody could guess it from such content."""


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_a_reason_and_the_server_goes_on(what: str, enter: Enter, server: Server) -> None:
    media, content, reason = REFUSED[what]
    client = enter("hostile")
    before, start = client.get("/health").json(), time.monotonic()
    asked = {"format": FORMATS[media]} if media in FORMATS else {}
    headers = {"Content-Type": media}
    answer = client.post("/submissions", content=content, headers=headers, params=asked, timeout=2 * MOST_SECONDS)
    assert time.monotonic() - start < MOST_SECONDS
    assert answer.status_code == 422, answer.text[:2000]
    faults = [each for each in answer.json()["findings"] if each["severity"] == "refused"]
    assert faults
    assert any(reason in each["message"] + each["path"] for each in faults), faults[:3]
    assert len(answer.content) < 20_000_000
    for told in ("Traceback", "/tmp/", str(server.store), "root:", "secret@", client.headers["Authorization"][7:]):
        assert told not in answer.text
    assert client.get("/health").json() == before, "nothing was published"


# ------------------------------------------------------------------------------------------------ what is only told
def test_a_name_that_is_markup_stays_text(enter: Enter) -> None:
    client = enter("markup")
    name = "<script>alert(1)</script>"
    answer = client.post("/submissions", content=course(label=name), headers={"Content-Type": JSONLD})
    assert answer.status_code == 201, answer.text
    found = client.get("/find", params={"q": "alert"})
    assert found.headers["Content-Type"] == "application/json"
    assert name in [hit["label"] for hit in found.json()["hits"]]


def test_a_formula_is_told_and_is_never_run(enter: Enter) -> None:
    client = enter("formulas")
    answer = post(client, listed(row("one", '=HYPERLINK("https://hostile.example")', "A college")), dry_run="true")
    assert any("formula" in each["message"] for each in answer.json()["findings"]), answer.json()["findings"]


DOUBTED = {
    "an unseen character": (course(label="Orch\u200bards"), "U+200B"),
    "tags that nobody sees": (course(label="Orchards\U000e0041"), "U+E0041"),
    "a host in letters that look alike": (course(link="https://\u043erchard.ac.uk/"), "Cyrillic and Latin"),
    "a name that spreadsheets take for a formula": (course(label="+cmd|' /C calc'!A0"), "formula"),
}


@pytest.mark.parametrize("what", DOUBTED)
def test_what_is_lawful_but_looks_like_something_else_is_told(what: str, enter: Enter) -> None:
    content, reason = DOUBTED[what]
    headers = {"Content-Type": JSONLD}
    answer = enter("markup").post("/submissions", content=content, headers=headers, params={"dry_run": "true"})
    assert answer.status_code == 200, answer.text
    assert any(reason in each["message"] for each in answer.json()["findings"]), answer.json()["findings"]


def test_a_byte_order_mark_does_no_harm(enter: Enter) -> None:
    client, asked = enter("markup"), {"dry_run": "true"}
    turtle = f'<{COURSE}> a <{SP}Provider> ; <{SKOS}prefLabel> "A college"@en .'.encode()
    for media, content in ((JSONLD, course()), (TURTLE, turtle)):
        headers = {"Content-Type": media}
        answer = client.post("/submissions", content=b"\xef\xbb\xbf" + content, headers=headers, params=asked)
        assert answer.status_code == 200, answer.text


def test_a_good_submission_is_published_after_all_that(enter: Enter) -> None:
    client = enter("after")
    killed = client.post("/submissions", content=b"[" + b"{}," * 6_000_000 + b"{}]", headers={"Content-Type": JSONLD})
    assert killed.status_code == 422
    assert post(client, listed(row("one", "Orchards afterwards", "A college"))).status_code == 201


# ------------------------------------------------------------------------------------------------ who is asked
def test_nobody_is_asked_for_what_a_submission_names(enter: Enter) -> None:
    client = enter("curious")
    with listening() as (port, asked):
        url = f"http://127.0.0.1:{port}/c"
        contents = [
            (JSONLD, json.dumps({"@context": url, "id": COURSE})),
            (JSONLD, json.dumps({"@context": [SCHEMA, {"@import": url}], "@type": "Course", "name": "x", "url": url})),
            (JSONLD, json.dumps({"@context": {"a": {"@id": url, "@context": url}}, "@type": "Course", "a": {}})),
            (HTML, f'<base href="{url}"><img src="{url}"><script type="application/ld+json" src="{url}">'
                   f'{{"@context":"{url}","@type":"Course","name":"x","url":"{url}"}}</script>'),
            (XML, f'<!DOCTYPE c SYSTEM "{url}"><catalog/>'),
            (XML, f'<?xml-stylesheet href="{url}"?><catalog xmlns="http://xcri.org/profiles/1.2/catalog" '
                  f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{url} {url}"/>'),
            (TURTLE, f"@base <{url}> . @prefix x: <{url}#> . <> <http://www.w3.org/2002/07/owl#imports> <{url}> ."),
            (JSONLD, course(link=url).decode()),
        ]  # fmt: skip
        for media, content in contents:
            answer = client.post("/submissions", content=content, headers={"Content-Type": media})
            assert answer.status_code in (201, 422)
        assert not asked


# ------------------------------------------------------------------------------------------------ below HTTP
@pytest.fixture(scope="module")
def plain(fresh: Callable[[], Path]) -> Iterator[Server]:
    with serving(fresh()) as running:
        yield running


RAW = {
    "no length": b"POST /submissions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    "a wrong length": b"POST /submissions HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nx",
    "two lengths": b"POST /submissions HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
    "many headers": b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\n",
    "a long address": b"GET /find?q=" + b"x" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a path that climbs": b"GET /../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    "an odd method": b"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 100,
}


@pytest.mark.parametrize("what", RAW)
def test_a_broken_request_is_answered_with_a_fault_or_not_at_all(what: str, plain: Server) -> None:
    host, port = plain.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        try:
            connection.sendall(RAW[what])
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(65536)
        except OSError:  # it has hung up
            answer = b""
    assert not answer or answer.split()[1].startswith(b"4"), answer[:200]
    assert b"root:" not in answer
    assert httpx.get(f"{plain.url}/health", timeout=20).status_code == 200


def test_those_who_send_slowly_keep_nobody_waiting(plain: Server) -> None:
    host, port = plain.url.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port)), timeout=20) for _ in range(200)]
    try:
        for connection in slow:
            connection.sendall(b"POST /submissions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx")
        start = time.monotonic()
        assert httpx.get(f"{plain.url}/health", timeout=20).status_code == 200
        assert time.monotonic() - start < 10
    finally:
        for connection in slow:
            connection.close()
