"""What a course costs: one amount in pounds, or what is stated otherwise as a note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from signpost.exchange.schemaorg.items import Item, Value, shown
from signpost.exchange.schemaorg.site import Site
from signpost.exchange.schemaorg.values import pounds

_YES = ("true", "https://schema.org/true", "http://schema.org/true", "yes", "1")
_NO = ("false", "https://schema.org/false", "http://schema.org/false", "no", "0")


@dataclass(frozen=True, slots=True)
class _Offer:
    said: str
    amount: str | None
    place: str


def price(site: Site, item: Item, node: dict[str, Any], note: str) -> None:
    """Read what an item costs; `note` is the word for what has no amount in pounds."""
    offers = [offer for value in item.take("offers") for offer in _offers(site, value)]
    known = {node["price"]} if offers and "price" in node else set()
    amounts = sorted({offer.amount for offer in offers if offer.amount is not None} | known)
    if len(amounts) == 1:
        node["price"] = amounts[0]
    for offer in offers:
        _tell(site, offer, amounts, node, note)
    for value in item.take("isAccessibleForFree"):
        _free(site, value, node, has_price=bool(offers) and node.get("price") != "0")


def _free(site: Site, value: Value, node: dict[str, Any], *, has_price: bool) -> None:
    said = site.said(value).lower()
    if said in _YES and not has_price and node.get("price", "0") == "0":
        if "price" not in node:
            site.advise("It is said to be free: its price is read as 0 pounds.", value.place, node["id"], "price")
        node["price"] = "0"
    elif said in _YES:
        site.warn("It is said to be free, and has a price: the price is kept.", value.place, node["id"], "price")
    elif said not in _NO:
        site.warn(f"'{shown(said)}' does not say whether it is free: left out.", value.place, node["id"], "price")


def _tell(site: Site, offer: _Offer, amounts: list[str], node: dict[str, Any], note: str) -> None:
    if offer.amount is None:
        message = f"'{shown(offer.said)}' is no price in pounds: kept as a note."
        site.misread(message, offer.place, node["id"], "price")
    elif len(amounts) > 1:
        message = f"There are several prices, and none is said to be the one: '{shown(offer.said)}' is kept as a note."
        site.warn(message, offer.place, node["id"], "price")
    else:
        if offer.said not in (offer.amount, f"GBP {offer.amount}"):
            site.understood(offer.said, f"{offer.amount} pounds", offer.place, node["id"], "price")
        return
    site.note(node, "Price", offer.said, offer.place, note)


def _offers(site: Site, value: Value) -> list[_Offer]:
    item = site.item(value)
    if item is None:
        return [_Offer(value.text, pounds(value.text), value.place)]
    name = next((site.said(one) for one in item.take("name")), "")
    currency = next((site.said(one) for one in item.take("priceCurrency")), "")
    found = [_offer(site, one, name, currency) for one in item.take("price")]
    for one in item.take("priceSpecification"):
        found += [
            _Offer(_joined(name, offer.said), offer.amount, offer.place) for offer in _specified(site, one, currency)
        ]
    found += _range(site, item, name, currency)
    free = [one for one in item.words.get("category", ()) if site.said(one).strip().lower() == "free"]
    if free and not found:
        item.take("category")
        found = [_Offer(_joined(name, "Free"), "0", free[0].place)]
    return found


def _specified(site: Site, value: Value, currency: str) -> list[_Offer]:
    item = site.item(value)
    if item is None:
        return [_offer(site, value, "", currency)]
    own = next((site.said(one) for one in item.take("priceCurrency")), currency)
    name = next((site.said(one) for one in item.take("name")), "")
    return [_offer(site, one, name, own) for one in item.take("price")] + _range(site, item, name, own)


def _offer(site: Site, value: Value, name: str, currency: str) -> _Offer:
    text = site.said(value)
    return _Offer(_joined(name, f"{currency} {text}".strip()), pounds(text, currency), value.place)


def _range(site: Site, item: Item, name: str, currency: str) -> list[_Offer]:
    """The lowest and the highest price, which are one amount where they are the same."""
    ends = [*item.take("lowPrice", "minPrice"), *item.take("highPrice", "maxPrice")]
    texts = list(dict.fromkeys(site.said(end) for end in ends))
    if not ends:
        return []
    amount = pounds(texts[0], currency) if len(texts) == 1 and len(ends) > 1 else None
    return [_Offer(_joined(name, f"{currency} {' to '.join(texts)}".strip()), amount, ends[0].place)]


def _joined(name: str, amount: str) -> str:
    return f"{name}: {amount}" if name else amount
