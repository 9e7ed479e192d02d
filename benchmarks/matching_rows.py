"""The pairs that matching is measured on and fitted to, each from where it says; nothing here is our own judgement."""

from __future__ import annotations

import csv
import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from signpost.exchange.received import Row, sheets, table

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_PROFILES = DATA / "job-profiles"
_IRI = re.compile(r"http://data\.europa\.eu/esco/occupation/[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A title, and the IRI of what it is to be matched with."""

    title: str
    expected: str
    other: tuple[str, ...] = ()
    """Other titles of the same profile."""
    overview: str = ""


def job_profiles(labels: Mapping[str, str]) -> dict[str, list[Pair]]:
    """The pairs of the job profile map by what an expert said of them: good match, replace, or nothing (empty).

    `labels` are the IRIs of ESCO's occupations by label. Where title and address of a row differ, its title counts: the
    addresses have errors of a spreadsheet that filled them in. A row for which none is known is left out.
    """
    pairs: dict[str, list[Pair]] = {"good match": [], "replace": [], "": []}
    about = _profiles()
    with (_PROFILES / "esco_job_profile_map_sample20pct.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            status = row["status after SME check"]
            expected = _expected(row, status, labels)
            if status in pairs and expected:
                pairs[status].append(Pair(row["Title"], expected, *about.get(row["Title"].lower(), ((), ""))))
    return pairs


def _expected(row: Mapping[str, str], status: str, labels: Mapping[str, str]) -> str:
    """The first that is named; of a replaced one what the expert names, of an unchecked one what is named alone."""
    titles, addresses = (list(dict.fromkeys(row[column].split("\n"))) for column in ("EscoTitle", "EscoUri"))
    if status == "replace":
        said = _IRI.search(row["SME comments"])
        return said[0] if said else ""
    if status == "" and (len(titles) > 1 or labels.get(titles[0].strip().lower()) != addresses[0].strip()):
        return ""
    known = set(labels.values())
    address = addresses[0].strip()
    return labels.get(titles[0].strip().lower(), address if address in known else "")


def _profiles() -> dict[str, tuple[tuple[str, ...], str]]:
    """Other titles and overview of each job profile, by its title."""
    head, *rows = sheets(_PROFILES / "job_profiles.xlsx")["JobProfile"]
    cells = [dict(zip(head, row, strict=False)) for row in rows]
    return {
        row["Title"].lower(): (
            tuple(filter(None, (part.strip() for part in re.split(r"[,;/]", row["AlternativeTitle"])))),
            html.unescape(re.sub(r"<[^>]*>", " ", row["Overview"])),
        )
        for row in cells
    }


def onet_titles() -> list[Pair]:
    """Titles of O*NET with the one occupation of ESCO that the crosswalk calls an exact match, where that is unique."""
    exact = [(row.cells["O*NET Id"], row.cells["O*NET Title"], row.cells["ESCO or ISCO URI"]) for row in _exact()]
    codes, iris = Counter(code for code, _, _ in exact), Counter(iri for _, _, iri in exact)
    return [
        Pair(re.sub(r"\s*\(.*?\)|, All Other", "", title), iri)
        for code, title, iri in exact
        if codes[code] == iris[iri] == 1
    ]


def by_soc(measured: set[str]) -> list[Pair]:
    """Job profiles with the exact match of the one O*NET occupation that their SOC code has, where both are unique.

    Weak: a SOC code is wider than a profile. Those whose titles are `measured` otherwise are left out.
    """
    matches = defaultdict(set)
    for row in _exact():
        matches[row.cells["O*NET Id"]].add(row.cells["ESCO or ISCO URI"])
    head, *rows = sheets(_PROFILES / "job_profiles.xlsx")["JobProfileSoc"]
    cells = [dict(zip(head, row, strict=False)) for row in rows]
    profiles = Counter(row["ONetOccupationalCode"] for row in cells)
    return [
        Pair(row["Description"], next(iter(matches[row["ONetOccupationalCode"]])))
        for row in cells
        if len(matches[row["ONetOccupationalCode"]]) == profiles[row["ONetOccupationalCode"]] == 1
        and row["Description"].lower() not in measured
    ]


def _exact() -> Iterator[Row]:
    for row in table(DATA / "esco-onet-crosswalk" / "crosswalk_esco_onet.csv", ("O*NET Id",), above=16):
        if isinstance(row, Row) and row.cells["Type of Match"] == "exactMatch" and "/occupation/" in str(row.cells):
            yield row
