"""Build `data/demonstration` from the DIRECT framework: `python data/build/resources_direct.py SHARED_DATA`.

A demonstration of another sector's framework (digital research): it stands apart and counts for no role in care.
Learning resources are kept where a skill names them and a provider is given; the rest go to the report.
"""

from __future__ import annotations

import csv
import json
import sys
import turtle
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import manifest

ID = "https://w3id.org/signpost/id/"
SCALE = "https://w3id.org/signpost/vocabulary/direct-level"
FRAMEWORK = f"{ID}framework/direct-2"
HERE = Path(__file__).parent
OUT = HERE.parent / "demonstration"
HOMEPAGE = "https://github.com/direct-framework/digital-research-competencies-framework"
RIGHTS = "DIRECT framework authors, CC BY 4.0; names and links only, levels of learning are signpost's proposals"
RETRIEVED = "2026-07-06"
Node = dict[str, Any]


def main(shared_data: Path) -> None:
    """Write the framework, its resources and providers, the report of what is left out, and the manifest."""
    folder = shared_data / "direct-framework" / "framework"
    names = ("competency_domain", "competency", "skill", "learning_resource", "provider")
    tables = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in names}
    fates = _fates(tables)
    kept = [r for r in tables["learning_resource"] if not fates[r["slug"]]]
    turtle.write(OUT / "direct-framework.ttl", _framework(tables))
    turtle.write(OUT / "direct-resources.ttl", _resources(kept, tables["skill"]))
    turtle.write(OUT / "direct-providers.ttl", _providers(tables["provider"], {r["provider"] for r in kept}))
    _report(fates)
    _manifest()


def _fates(tables: Mapping[str, list[Mapping[str, str]]]) -> dict[str, str]:
    """Resource slug -> why it is left out; empty where it is kept."""
    taught = {slug for skill in tables["skill"] for slug in skill["learning_resources"].split("|")}
    return {r["slug"]: _why_left_out(r, taught) for r in tables["learning_resource"]}


def _why_left_out(resource: Mapping[str, str], taught: set[str]) -> str:
    if resource["slug"] not in taught:
        return "no skill names it"
    return "" if resource["provider"] else "no provider is given"


def _framework(tables: Mapping[str, list[Mapping[str, str]]]) -> Iterator[Node]:
    yield {
        "id": FRAMEWORK,
        "type": "Framework",
        "label": "DIRECT competencies for digital research (demonstration)",
        "edition": "2",
        "status": "current",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "rights": RIGHTS,
        "homepage": HOMEPAGE,
        "levelScale": SCALE,
        "note": "A demonstration of a framework from another sector. It counts for no role in social care.",
    }
    yield from (_competence(d, "domain", "category", "") for d in tables["competency_domain"])
    yield from (_competence(c, "", "category", f"domain-{c['competency_domain']}") for c in tables["competency"])
    yield from (_competence(s, "skill", "skill", s["competency"]) for s in tables["skill"])


def _competence(told: Mapping[str, str], prefix: str, kind: str, broader: str) -> Node:
    slug = f"{prefix}-{told['slug']}" if prefix else told["slug"]
    node: Node = {
        "id": f"{ID}competence/direct-2/{slug}",
        "type": "Competence",
        "label": told["name"],
        "inFramework": FRAMEWORK,
        "competenceType": kind,
        "order": int(told["rank"]),
    }
    return node | ({"broader": f"{ID}competence/direct-2/{broader}"} if broader else {})


def _resources(kept: list[Mapping[str, str]], skills: list[Mapping[str, str]]) -> Iterator[Node]:
    taught = defaultdict(list)
    for skill in skills:
        for slug in skill["learning_resources"].split("|"):
            taught[slug].append(skill["slug"])
    for told in kept:
        resource = f"{ID}resource/direct-{told['slug']}"
        targets = sorted(taught[told["slug"]])
        yield {
            "id": resource,
            "type": "LearningResource",
            "label": told["name"],
            "provider": f"{ID}organisation/direct-{told['provider']}",
            "activityType": "online-activity",
            "mode": "online",
            "language": told["language"].split("|"),
            "link": told["url"],
            "teaches": [f"{resource}#teaches-{n}" for n in range(1, len(targets) + 1)],
            "provenance": "sourced",
        }
        yield from (_outcome(f"{resource}#teaches-{n}", skill) for n, skill in enumerate(targets, start=1))


def _outcome(iri: str, skill: str) -> Node:
    return {
        "id": iri,
        "type": "LearningOutcome",
        "competence": f"{ID}competence/direct-2/skill-{skill}",
        "entryLevel": 0,
        "outcomeLevel": 1,
        "shows": "knowledge",
        "basis": "Proposed: the framework links this resource to the skill and gives no level, so awareness alone",
        "confidence": 0.3,
        "provenance": "editorial",
    }


def _providers(told: list[Mapping[str, str]], used: set[str]) -> Iterator[Node]:
    for provider in told:
        if provider["slug"] in used:
            yield {
                "id": f"{ID}organisation/direct-{provider['slug']}",
                "type": ["Organisation", "Provider"],
                "label": provider["name"],
                "provenance": "sourced",
            } | ({"homepage": provider["url"]} if provider["url"] else {})


def _report(fates: Mapping[str, str]) -> None:
    with (HERE / "resources_direct_report.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("resource", "fate", "why_left_out"))
        writer.writerows((slug, "left out" if why else "kept", why) for slug, why in sorted(fates.items()))


def _manifest() -> None:
    source = {
        "id": "demonstration",
        "label": "DIRECT framework (demonstration, not for roles in care)",
        "publisher": "DIRECT framework",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "rights": RIGHTS,
        "edition": "2",
        "homepage": HOMEPAGE,
        "retrieved": RETRIEVED,
    }
    paths = ("direct-framework.ttl", "direct-resources.ttl", "direct-providers.ttl")
    files = [{"path": p, "source": HOMEPAGE, "rights": RIGHTS, "retrieved": RETRIEVED} for p in paths]
    manifest.write(OUT, source, files)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
