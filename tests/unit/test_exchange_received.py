"""Input that cannot be read at all: one sentence each, before anything else happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from signpost.errors import UnreadableInput
from signpost.exchange import decisions
from signpost.exchange.readers import READERS, detect
from signpost.exchange.received import Ragged, Row, contents, head, rows, table, text
from signpost.model import Source

SOURCE = Source("someone")
FIXTURES = Path(__file__).parent / "fixtures"
EXAMPLES = {
    "care-workforce-pathway": "pathway",
    "direct": "direct",
    "case": "case/garden.json",
    "courses": "courses/college.csv",
    "ctdl-asn": "ctdl/garden.ttl",
    "ctdl-learning": "ctdl-learning/programme.json",
    "esco": "esco/derived",
    "esco-onet": "crosswalk/orchard.csv",
    "gdad": "gdad",
    "jsonld": "rdf/course.jsonld",
    "matrix": "matrix/orchard.csv",
    "nice": "nice",
    "nos": "nos",
    "ntriples": "rdf/course.nt",
    "onet": "onet/db_29_2_text",
    "schemaorg": "schemaorg/college.jsonld",
    "sheet": "sheet/requirements.csv",
    "skos": "skos/orchard.rdf",
    "sssom": "sssom/orchard.sssom.tsv",
    "trig": "rdf/course.trig",
    "turtle": "rdf/course.ttl",
    "xcri": "xcri/college.xml",
}
FOLDERS = {"esco", "onet"}
"""Formats that are folders of tables."""
BY_ENDING = {"jsonld", "ntriples", "trig", "turtle"}
"""Our own words, known by the ending of a file alone; whatever looks further comes before them."""


def fails(call: object, *arguments: object) -> str:
    assert callable(call)
    with pytest.raises(UnreadableInput) as fault:
        call(*arguments)
    return str(fault.value)


@pytest.mark.parametrize("name", sorted(READERS.keys() - FOLDERS))
@pytest.mark.parametrize("data", [b"", b" \n\t"])
def test_an_empty_file(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    assert fails(READERS[name].read, path, SOURCE) == f"{path}: it is empty. Send a file with something in it."


@pytest.mark.parametrize("name", sorted(READERS.keys() - FOLDERS))
def test_a_binary_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert "it is binary" in fails(READERS[name].read, path, SOURCE)


def test_a_file_of_200_mb_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.ttl"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    said = fails(contents, path)
    assert "it has 200 MB, more than the 105 MB that can be read at once. Split it" in said


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    assert "there is no such file" in fails(contents, tmp_path / "none.ttl")
    assert "it is a folder" in fails(contents, tmp_path)
    assert "there is no such file or folder" in fails(detect, tmp_path / "none")


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "shut.ttl"
    path.write_text("<urn:x:a> <urn:x:b> 1 .")
    path.chmod(0)
    assert "it cannot be opened" in fails(contents, path)


def test_an_example_of_each_format_is_detected_as_itself_and_looks_like_no_other() -> None:
    assert EXAMPLES.keys() == READERS.keys()
    for name, example in EXAMPLES.items():
        assert detect(FIXTURES / example) == name
        alike = [other for other in READERS if READERS[other].looks_like(FIXTURES / example)]
        assert [other for other in alike if name in BY_ENDING or other not in BY_ENDING] == [name]


def test_an_unknown_format(tmp_path: Path) -> None:
    path = tmp_path / "courses.docx"
    path.write_text("courses")
    assert fails(detect, path).endswith(f"Say which with --format: {', '.join(READERS)}.")
    assert "its format is not one that signpost knows" in fails(detect, tmp_path)


def test_bad_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\n1,2\n\xff,3\n")
    assert f"{path}:3: it is not in UTF-8" in fails(text, path)


def test_a_syntax_error_names_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("<urn:x:a> <urn:x:b> 1 .\n<urn:x:a> <urn:x:b> .\n")
    assert fails(READERS["turtle"].read, path, SOURCE).startswith("x.ttl:2:")


def test_rows_know_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('\ufeffa,b\n"1\n1",2\n\n3,4,5\n6\n7,8\n', encoding="utf-8")
    assert list(rows(path, ("a",))) == [
        Row("table.csv", 2, {"a": "1\n1", "b": "2"}),
        Ragged("table.csv", 5, 3, 2),
        Ragged("table.csv", 6, 1, 2),
        Row("table.csv", 7, {"a": "7", "b": "8"}),
    ]
    assert list(rows(path, ("a",), short_rows=True))[2] == Row("table.csv", 6, {"a": "6", "b": ""})
    path.write_text('about,"it\n\na,b\n1,2\n', encoding="utf-8")
    assert list(rows(path, ("a",), above=2)) == [Row("table.csv", 4, {"a": "1", "b": "2"})]


def test_a_missing_column_and_a_broken_table(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('a,b\n1,"2\n')
    assert "table.csv:1: there is no column 'c'" in fails(list, rows(path, ("c",)))
    assert "it is not a table of comma-separated values" in fails(list, rows(path, ("a",)))


def test_a_table_is_read_with_what_its_spreadsheet_puts_between_cells(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    for between in ",;\t":
        path.write_text(f'a{between}b\n"1,5;\t"{between}2\n', encoding="utf-8")
        assert list(table(path, ("a", "b"))) == [Row("table.csv", 2, {"a": "1,5;\t", "b": "2"})]
        assert head(path) == ["a", "b"]
    path.with_suffix(".tsv").write_text("a;b,c\td\n1\t2\n", encoding="utf-8")
    assert head(path.with_suffix(".tsv")) == ["a;b,c", "d"]


def test_rows_that_spreadsheets_leave_empty_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b,c\n,,\n1,2,3\n , ,\n,\n,,,,\n4,,\n5,6\n,,7,8\n", encoding="utf-8")
    assert list(rows(path, ("a",))) == [
        Row("table.csv", 3, {"a": "1", "b": "2", "c": "3"}),
        Row("table.csv", 7, {"a": "4", "b": "", "c": ""}),
        Ragged("table.csv", 8, 2, 3),
        Ragged("table.csv", 9, 4, 3),
    ]


def test_a_head_that_is_none_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    for content in (b"", b'"never closed', b"a\0b,c\n", b'"a"b,c\n', b"\xff\xfe"):
        path.write_bytes(content)
        head(path)
        for name in READERS:
            READERS[name].looks_like(path)
    path.write_bytes(b" role ,competence\rGardener,Prune\r")
    assert head(path) == ["role", "competence"]


def test_the_lines_of_an_old_mac_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "mac.csv"
    path.write_bytes(b"role,level of role,competence,required level\rGardener,1,Prune,3\r")
    assert detect(path) == "matrix"
    assert [row.cells["competence"] for row in rows(path, ()) if isinstance(row, Row)] == ["Prune"]


def test_decisions_that_a_spreadsheet_saved_with_semicolons_are_read(tmp_path: Path) -> None:
    path = tmp_path / "decide.csv"
    path.write_text(
        "old;evidence;outcome;becomes;agreed_by;decided_on\r\n"
        "urn:x:a;'=a, b;Replaced;urn:x:b urn:x:c;Ann;2026-01-02\r\n"
        ";;;;;\r\n;;;;;;\r\n",
        encoding="utf-8-sig",
    )
    (one,), findings = decisions.read(path)
    assert findings == []
    assert (one.old, one.outcome, one.becomes) == ("urn:x:a", "replaced", ("urn:x:b", "urn:x:c"))
