"""The page for developers: each door for machines, what it is for, and lines to copy."""

from __future__ import annotations

from dataclasses import dataclass

_DOORS = (
    ("json", "Any page as JSON", "/data?as=json",
     "Everything that a page shows is also JSON. Add as=json to its address, or ask for application/json.",
     ("curl '{root}search?q=safeguarding&as=json'",
      "curl -H 'Accept: application/json' '{root}things/role/registered-manager'")),
    ("api", "JSON API", "/openapi.json",
     "Find and show things, compare roles, audit a person and work out a learning route. "
     "Nothing that you send about a person is kept. OpenAPI says what each call takes and gives.",
     ("curl '{root}api/find?q=CFAM%26LEA4'",
      "curl '{root}api/compare?left=team-leader&right=registered-manager'",
      "curl -H 'Content-Type: application/yaml' --data-binary @registered-manager.yaml '{root}api/audit'",
      "curl '{root}openapi.json'")),
    ("rdf", "Linked data", "/things/role/registered-manager",
     "Each thing has one address. Ask it for Turtle, JSON-LD, N-Triples or RDF/XML: the statements are the same.",
     ("curl -H 'Accept: text/turtle' '{root}things/role/registered-manager'",
      "curl '{root}things/role/registered-manager.jsonld'")),
    ("sparql", "SPARQL 1.1", "/sparql",
     "Ask the whole graph a question of your own. It is for reading, and has limits on time and size.",
     ("curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT ?role WHERE {{ ?role a "
      "<https://w3id.org/signpost/ns#Role> }}' '{root}sparql'",)),
    ("reconciliation", "Reconciliation", "/reconcile",
     "Match a column of names to competences, roles, occupations and resources. "
     "In OpenRefine choose Reconcile, then Add standard service, and paste the address.",
     ("curl '{root}reconcile'",
      "curl --data-urlencode 'queries={{\"q0\": {{\"query\": \"safegaurding\"}}}}' '{root}reconcile'")),
    ("case", "CASE 1.1", "/ims/case/v1p1/CFDocuments",
     "Frameworks as learning systems read them.",
     ("curl '{root}ims/case/v1p1/CFDocuments'",)),
    ("dumps", "Downloads", "/data#sources",
     "Each source whole, with its licence. A catalogue in DCAT describes them.",
     ("curl -O '{root}data/sources/standards.nt'",
      "curl '{root}data/catalogue.ttl'")),
    ("changes", "What changed lately", "/data/changes",
     "A feed (Atom) has an entry for each publication of a source.",
     ("curl '{root}data/changes.atom'",)),
    ("publishing", "Publish your courses", "/desk",
     "A provider sends a list of courses, and is told in plain English what is wrong. This needs a token.",
     ("curl -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: text/csv' --data-binary @courses.csv "
      "'{root}submissions?dry_run=true'",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MachineDoor:
    """One way in for machines."""

    id: str
    name: str
    path: str
    sentence: str
    lines: tuple[str, ...]
    """Commands to copy."""


@dataclass(frozen=True, slots=True)
class DevelopersPage:
    """The doors for machines."""

    title: str
    doors: tuple[MachineDoor, ...]


def developers_page(root: str) -> DevelopersPage:
    """The page for a site whose address is `root`."""
    doors = (MachineDoor(id, name, path, said, tuple(line.format(root=root) for line in lines))
             for id, name, path, said, lines in _DOORS)  # fmt: skip
    return DevelopersPage("For developers", tuple(doors))
