"""What may be meant by an IRI that nobody has described."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

from signpost.engine.names import slug_in_words
from signpost.errors import StoreError
from signpost.gate.validate import Near
from signpost.store.release import Store

_COMPARED, _SUGGESTED, _ALIKE = 2_000, 20, 0.75
"""How many IRIs at hand one is compared with, for how many something is suggested, and how alike they must be."""


def suggester(own: Sequence[str], store: Store) -> Near:
    """Suggests the nearest of the IRIs at hand, else of a store's current release; for the first few IRIs only."""

    @cache
    def near(iri: str) -> str:
        if near.cache_info().currsize >= _SUGGESTED:
            return ""
        close = get_close_matches(iri, own[:_COMPARED], n=1, cutoff=_ALIKE)
        return close[0] if close else _in_store(store, iri)

    return near


def _in_store(store: Store, iri: str) -> str:
    try:
        hits = store.current().labels.find(slug_in_words(iri), limit=3)
    except StoreError:
        return ""
    close = get_close_matches(_last(iri), [_last(hit.iri) for hit in hits], n=1, cutoff=_ALIKE)
    return next((hit.iri for hit in hits if _last(hit.iri) in close), "")


def _last(iri: str) -> str:
    return re.split("[/#]", iri)[-1].lower()
