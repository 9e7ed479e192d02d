"""How pages look: the templates' environment, what their filters write, and the files that a page loads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, urlencode, urlsplit

from flask import Flask, current_app, request
from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from jinja2 import StrictUndefined

from signpost.model import THINGS, VOCABULARY

_LINKED = {"http", "https", "mailto"}
_YEAR = 365 * 24 * 3600
_SQUEEZED = ("text/html", "text/css", "text/javascript", "application/json", "image/svg+xml", "application/ld+json",
             "text/turtle", "application/n-triples", "application/rdf+xml", "application/sparql-results+json",
             "text/csv", "application/atom+xml", "application/xml")  # fmt: skip
_STYLES = "css/bootstrap.min.css"


def furnish(app: Flask) -> None:
    """Give an application the filters, the style sheets and the compression of our pages."""
    Bootstrap5(app)
    app.config["COMPRESS_MIMETYPES"] = list(_SQUEEZED)
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _YEAR
    Compress(app)
    app.jinja_options = {**app.jinja_options, "trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.jinja_env.filters |= {
        "address": address, "safe_link": safe_link, "day": day, "money": money, "hours": hours, "count": count,
        "capital": capital, "called": called,
    }  # fmt: skip
    app.jinja_env.globals |= {"asset": asset, "with_query": with_query, "stylesheet": stylesheet}


# ------------------------------------------------------------------------------------------------ addresses
def address(iri: str, form: str = "") -> str:
    """The path of the page about a thing, whoever has named it; with a form (ttl, jsonld ...) that of its data."""
    path = _path(iri)
    if not form:
        return path
    return f"{path}&as={form}" if path.startswith("/things?") else f"{path}.{form}"


@lru_cache(maxsize=4096)
def _path(iri: str) -> str:
    if iri.startswith(THINGS) and not set(iri) & set("?#"):
        return f"/things/{quote(iri.removeprefix(THINGS), safe='/')}"
    return f"/things?iri={quote_plus(iri)}"


def safe_link(url: str) -> str:
    """An address that a page may link to: of the web or of mail; any other is empty."""
    try:
        scheme = urlsplit(url.strip()).scheme.lower()
    except ValueError:
        return ""
    return url.strip() if scheme in _LINKED else ""


def with_query(**said: Any) -> str:
    """The path of this page with some parts of its query said otherwise; None takes a part away."""
    parts = {name: request.args.getlist(name) for name in request.args}
    parts |= {name: value if isinstance(value, list) else [value] for name, value in said.items()}
    kept = [(name, value) for name, values in parts.items() for value in values if value not in (None, "")]
    return request.path + ("?" + urlencode(kept) if kept else "")


def asset(name: str) -> str:
    """The path of one of our own files, with a mark that changes with its content."""
    return _marked(f"{current_app.static_folder}/{name}", name)


def stylesheet() -> str:
    """The path of the style sheet of the component base."""
    return f"/bootstrap/static/{_STYLES}?v={Bootstrap5.bootstrap_version}"


@cache
def _marked(path: str, name: str) -> str:
    return f"/static/{name}?v={hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]}"


# ------------------------------------------------------------------------------------------------ words
def day(value: date | str | None) -> str:
    """5 March 2026; a text that is no day stays as it is."""
    try:
        on = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    except ValueError:
        return str(value)
    return f"{on.day} {on:%B %Y}" if on else ""


def money(pence: int | None) -> str:
    """£1,234.50 for 123450; "price not known" for None."""
    return "price not known" if pence is None else f"£{pence // 100:,}.{pence % 100:02d}".removesuffix(".00")


def hours(minutes: int | None) -> str:
    """Learning time as people say it: 1 hour 30 minutes."""
    if minutes is None:
        return "time not known"
    whole, rest = divmod(minutes, 60)
    return " ".join(filter(None, (count(whole, "hour") if whole else "", count(rest, "minute") if rest else "")))


def count(number: int, noun: str, many: str = "") -> str:
    """1 step, 2 steps; 2 categories where `many` says so."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {many or f'{noun}s'}"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def called(iri: str) -> str:
    """The last part of the IRI of a concept of ours in words; any other as it is."""
    return iri.rsplit("/", 1)[-1].replace("-", " ") if iri.startswith((VOCABULARY, THINGS)) else iri


def policy(frames: str = "'none'") -> Mapping[str, str]:
    """The headers that keep a page to itself: nothing inline runs, nothing comes from elsewhere."""
    return {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
            f"form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
