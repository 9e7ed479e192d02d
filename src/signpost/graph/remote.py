"""A graph store on a server, by the SPARQL 1.1 protocol alone, so that any server which speaks it will do.

What servers do differently, and what is done about it:

- Updates are taken at another address than queries: the usual ones are tried once, before the first change.
- Authentication is basic or digest (Virtuoso): whichever the server asks for. Nothing is sent unasked.
- Answers are cut off at a size without a word (Virtuoso): a suspiciously round answer is counted, then read in pages.
- Long updates are refused (Virtuoso): statements go in small portions.
- Truth values come back as 1 and 0 (Virtuoso): they are read as true and false.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import IO, Any
from urllib.parse import unquote

import httpx
import tenacity

from signpost.errors import StoreError, StoreUnreachable
from signpost.graph.table import Table
from signpost.model import GRAPHS
from signpost.terms import XSD, iri, lexical, literal

USER, PASSWORD = "SIGNPOST_STORE_USER", "SIGNPOST_STORE_PASSWORD"

_TRIES = 4
_PORTION_LINES, _PORTION_BYTES = 1000, 150_000
_PAGE = 1000
"""A number of rows that this divides may be a server's limit: such an answer is counted."""
_ROUTES = ("update", "sparql-auth", "", "statements")
"""Where updates are taken, beside the address of queries; the empty name is that address itself."""
_NO_GRAPH = GRAPHS + "none"
_PROLOGUE = re.compile(r"(?:\s+|\#[^\n]*|PREFIX\s+[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)
_NAMED = re.compile(r"(GRAPH\s+)<([^>]*)>", re.IGNORECASE)


class _Passing(Exception):
    """A fault that may pass by itself, such as a server that is just starting."""


class _AsAsked(httpx.Auth):
    """Answers the server's challenge, basic or digest, and remembers which it was."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._known: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._known is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            digest = response.headers.get("www-authenticate", "").lower().startswith("digest")
            kind = httpx.DigestAuth if digest else httpx.BasicAuth
            self._known = kind(self._user, self._password)
        yield from self._known.auth_flow(request)


class RemoteBackend:
    """A SPARQL server. Only graphs under signpost's own prefix are seen; others on the server are left alone.

    `within` narrows what is seen to some graphs: our name of each to the name under which the server keeps it. Queries
    and answers then speak of our names.
    """

    def __init__(
        self,
        url: str,
        *,
        user: str = "",
        password: str = "",
        within: Mapping[str, str] | None = None,
        read_only: bool = False,
        timeout_seconds: float = 120.0,
        client: httpx.Client | None = None,
    ) -> None:
        self._url, self._user, self._password, self._timeout = httpx.URL(url), user, password, timeout_seconds
        self._within, self._read_only = within, read_only
        self._ours = {stored: name for name, stored in (within or {}).items()}
        self._seen: list[str] | None = None
        self._update_url: httpx.URL | None = None
        self._shares = client is not None
        self._client = client or httpx.Client(
            auth=_AsAsked(user, password) if user else None,
            timeout=httpx.Timeout(timeout_seconds, connect=5.0),
        )

    def only(self, within: Mapping[str, str]) -> RemoteBackend:
        """The same server by the same connections, narrowed to some graphs and for reading only."""
        return RemoteBackend(
            str(self._url),
            user=self._user,
            password=self._password,
            within=within,
            read_only=True,
            timeout_seconds=self._timeout,
            client=self._client,
        )

    @property
    def address(self) -> str:
        """The address of queries, without name and password."""
        return str(self._url)

    def ping(self) -> None:
        """Ask the server for nothing. Raises StoreUnreachable where it does not answer or refuses."""
        self._ask("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1", {"default-graph-uri": [_NO_GRAPH]})

    # -------------------------------------------------------------------------------------------- reading
    def select(self, query: str) -> Table:
        """The whole answer to a SELECT query.

        Raises StoreUnreachable where the server does not answer, refuses, or gives only a part of the answer.
        """
        if self._within is not None:
            within = self._within
            query = _NAMED.sub(lambda m: m[1] + iri(within.get(m[2], m[2])), query)
        return self._read(query, self._dataset())

    def graphs(self) -> dict[str, int]:
        """The named graphs, each with its number of statements."""
        counted = self._read(
            f"""SELECT ?graph (COUNT(*) AS ?n)
            WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?graph), "{GRAPHS}")) }} GROUP BY ?graph""",
            {} if self._within is None else self._dataset(),
        )
        return {g[1:-1]: int(lexical(n)) for g, n in sorted(zip(*counted.columns, strict=True))}

    def dump(self, graph: str) -> bytes:
        """A named graph as sorted N-Triples lines."""
        stored = (self._within or {}).get(graph, graph)
        found = self._read("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", {"default-graph-uri": [stored]})
        return b"".join(sorted(f"{s} {p} {o} .\n".encode() for s, p, o in zip(*found.columns, strict=True)))

    def write(self, graph: str, file: IO[bytes]) -> None:
        """Write a named graph to a file as N-Triples lines; servers answer as a whole."""
        file.write(self.dump(graph))

    def _dataset(self) -> dict[str, list[str]]:
        if self._seen is None:
            self._seen = list(self._within.values() if self._within is not None else self.graphs()) or [_NO_GRAPH]
        return {"default-graph-uri": self._seen, "named-graph-uri": self._seen}

    def _read(self, query: str, dataset: Mapping[str, list[str]]) -> Table:
        table, cut = self._ask(query, dataset)
        suspicious = cut or (len(table) and len(table) % _PAGE == 0)
        return self._completed(table, query, dataset) if suspicious else table

    def _completed(self, table: Table, query: str, dataset: Mapping[str, list[str]]) -> Table:
        """The whole answer, of which the table is the first page."""
        body = query[_PROLOGUE.match(query).end() :]  # type: ignore[union-attr]  # it matches the empty string too
        prologue, size = query.removesuffix(body), len(table)
        counted, _ = self._ask(f"{prologue} SELECT (COUNT(*) AS ?n) WHERE {{ {{ {body} }} }}", dataset)
        wanted = int(lexical(counted.columns[0][0]))
        columns = [list(column) for column in table.columns]
        while (done := len(columns[0])) < wanted:
            page, _ = self._ask(f"{prologue} SELECT * WHERE {{ {{ {body} }} }} LIMIT {size} OFFSET {done}", dataset)
            if not len(page):
                raise self._fault(f"gave only {done} of {wanted} rows; raise its limit on the size of answers")
            for name, column in zip(table.names, columns, strict=True):
                column += page.column(name)
        return Table(table.names, tuple(columns))

    def _ask(self, query: str, dataset: Mapping[str, list[str]]) -> tuple[Table, bool]:
        """An answer, and whether the server says that it is cut off."""
        response = self._send(self._url, data={"query": query, **dataset})
        try:
            answer = json.loads(response.content)
            names = tuple(answer["head"]["vars"])
            bindings = answer["results"]["bindings"]
        except (ValueError, KeyError, TypeError) as fault:
            raise self._fault("did not give a whole answer to a query in JSON") from fault
        columns = tuple([self._term(row.get(name)) for row in bindings] for name in names)
        return Table(names, columns), "x-sparql-maxrows" in response.headers

    def _term(self, cell: Mapping[str, str] | None) -> str:
        if cell is None:
            return ""
        value = cell["value"]
        if cell["type"] == "uri":
            return iri(self._ours.get(value, value))
        if cell["type"] == "bnode":
            return f"_:{value}"
        datatype = cell.get("datatype", "")
        if datatype == XSD + "boolean":
            value = {"1": "true", "0": "false"}.get(value, value)
        return literal(value, cell.get("xml:lang", ""), datatype)

    # -------------------------------------------------------------------------------------------- writing
    def replace(self, graph: str, ntriples: bytes) -> None:
        """Make a named graph hold exactly these N-Triples, portion by portion."""
        self.drop(graph)
        self.add(graph, ntriples)

    def add(self, graph: str, ntriples: bytes) -> None:
        """Add N-Triples to a named graph, portion by portion; those it holds already are no fault."""
        self._may_write()
        for portion in _portions(ntriples):
            self._update(f"INSERT DATA {{ GRAPH {iri(graph)} {{\n{portion}}} }}")
        self._seen = None

    def replace_if(self, graph: str, guard: str, ntriples: bytes, needed: Iterable[str] = ()) -> bool:
        """Replace a small graph in one request if it still holds the statement `guard` (if it is empty: no guard).

        The `needed` graphs must hold something then. Gives whether the graph holds these statements now; False says
        that someone else was first.
        """
        self._may_write()
        name = iri(graph)
        new = f"GRAPH {name} {{ {ntriples.decode()} }}"
        there = "".join(f" FILTER EXISTS {{ GRAPH {iri(other)} {{ ?a ?b ?c }} }}" for other in needed)
        if guard:
            here = f"GRAPH {name} {{ {guard} . ?s ?p ?o }}{there}"
            self._update(f"DELETE {{ GRAPH {name} {{ ?s ?p ?o }} }} INSERT {{ {new} }} WHERE {{ {here} }}")
        else:
            here = f"FILTER NOT EXISTS {{ GRAPH {name} {{ ?s ?p ?o }} }}{there}"
            self._update(f"INSERT {{ {new} }} WHERE {{ {here} }}")
        self._seen = None
        return self.dump(graph) == ntriples

    def drop(self, graph: str) -> None:
        """Remove a named graph; a graph that is not there is no fault."""
        self._may_write()
        self._update(f"DROP SILENT GRAPH {iri(graph)}")
        self._seen = None

    def close(self) -> None:
        """Let go of the connections, where they are its own."""
        if not self._shares:
            self._client.close()

    def _may_write(self) -> None:
        if self._read_only:
            raise StoreError(f"The store at {self._url} was opened for reading only.")

    def _update(self, text: str) -> None:
        if self._update_url is None:
            self._update_url = self._find_update_url()
        self._send(self._update_url, content=text.encode(), headers={"Content-Type": "application/sparql-update"})

    def _find_update_url(self) -> httpx.URL:
        """The first of the usual addresses that takes a change which changes nothing."""
        refused: StoreError | None = None
        for route in _ROUTES:
            url = self._beside(route)
            try:
                self._send(
                    url,
                    content=f"DROP SILENT GRAPH {iri(_NO_GRAPH)}".encode(),
                    headers={"Content-Type": "application/sparql-update"},
                )
                return url
            except _Refused as fault:
                refused = fault
            except StoreUnreachable:
                continue
        raise refused or self._fault("takes no changes at any of the usual addresses")

    def _beside(self, route: str) -> httpx.URL:
        path = self._url.path.rstrip("/")
        if route == "statements":
            return self._url.copy_with(path=f"{path}/statements")
        return self._url.copy_with(path=f"{path.rpartition('/')[0]}/{route}") if route else self._url

    # -------------------------------------------------------------------------------------------- the wire
    def _send(self, url: httpx.URL, **request: Any) -> httpx.Response:
        headers = {"Accept": "application/sparql-results+json", **request.pop("headers", {})}
        tries = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_Passing),
            stop=tenacity.stop_after_attempt(_TRIES),
            wait=tenacity.wait_exponential(multiplier=0.2, max=2),
            reraise=True,
        )
        try:
            response: httpx.Response = tries(self._once, url, headers, request)
        except _Passing as fault:
            raise self._fault(str(fault)) from None
        except httpx.TimeoutException:
            raise self._fault(f"did not answer within {self._timeout:.0f} seconds") from None
        except httpx.HTTPError as fault:
            raise self._fault(f"cannot be asked ({type(fault).__name__})") from None
        if not response.is_success or "x-sql-state" in response.headers:
            raise self._refusal(response)
        return response

    def _once(self, url: httpx.URL, headers: Mapping[str, str], request: Mapping[str, Any]) -> httpx.Response:
        try:
            response = self._client.post(url, headers=headers, **request)
        except (httpx.NetworkError, httpx.ConnectTimeout, httpx.RemoteProtocolError) as fault:
            raise _Passing(f"does not answer ({type(fault).__name__})") from None
        if response.status_code in (429, 502, 503, 504):
            raise _Passing(f"is not ready (HTTP {response.status_code})")
        return response

    def _refusal(self, response: httpx.Response) -> StoreUnreachable:
        if response.status_code in (401, 403) or "SECURITY" in response.text[:300]:
            return _Refused(
                f"The store at {self._url} refuses this user. Give a name and a password that may do this:"
                f" in {USER} and {PASSWORD}, or in the address as https://NAME:PASSWORD@HOST/sparql."
            )
        said = " ".join(response.text.split())[:160]
        if self._password:
            said = said.replace(self._password, "***")
        return self._fault(f"refused the request (HTTP {response.status_code}: {said})")

    def _fault(self, what: str) -> StoreUnreachable:
        return StoreUnreachable(f"The store at {self._url} {what}. Check its address and that it is running.")


class _Refused(StoreUnreachable):
    """The server knows the address but not this user."""


def connect(url: str, *, read_only: bool = False) -> RemoteBackend:
    """The store at an address; name and password come from the address, else from the environment.

    Raises StoreUnreachable where it does not answer a question at once, StoreError where the address is none.
    """
    try:
        address = httpx.URL(url)
        if not address.host:
            raise httpx.InvalidURL("it names no host")
    except httpx.InvalidURL:
        raise StoreError("The address of the store is not a web address. Use https://HOST/sparql.") from None
    user, _, password = address.userinfo.decode().partition(":")
    backend = RemoteBackend(
        str(address.copy_with(userinfo=None)),
        user=unquote(user) or os.environ.get(USER, ""),
        password=unquote(password) or os.environ.get(PASSWORD, ""),
        read_only=read_only,
    )
    backend.ping()
    return backend


def _portions(ntriples: bytes) -> Iterator[str]:
    """The lines in portions that every server takes."""
    lines: list[str] = []
    size = 0
    for line in ntriples.decode().split("\n"):
        if len(lines) >= _PORTION_LINES or size + len(line) > _PORTION_BYTES:
            yield "\n".join(lines) + "\n"
            lines, size = [], 0
        if line:
            lines.append(line)
            size += len(line)
    if lines:
        yield "\n".join(lines) + "\n"
