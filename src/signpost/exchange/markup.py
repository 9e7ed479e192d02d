"""Text with the markup of web pages in it -> plain text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
           "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"}  # fmt: skip
_UNSHOWN = {"script", "style", "template", "title"}
_MARKED = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#x[0-9A-Fa-f]+);")


def is_marked(text: str) -> bool:
    """Whether a text has tags or entities in it."""
    return _MARKED.search(text) is not None


def plain(text: str) -> str:
    """The words of a text: each block on a line of its own, list items with a hyphen before them, nothing unshown.

    >>> plain("<p>Prune &amp; graft:</p><ul><li>in winter</li><li>with <b>care</b></li></ul>")
    'Prune & graft:\\n- in winter\\n- with care'
    >>> plain("1 < 2"), plain("stray</p>")
    ('1 < 2', 'stray')
    """
    reading = _Words()
    reading.feed(text)
    reading.close()
    lines = (" ".join(line.split()) for line in "".join(reading.words).split("\n"))
    return "\n".join(line for line in lines if line not in ("", "-"))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.unshown = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unshown += tag in _UNSHOWN
        if tag in _BLOCKS:
            self.words.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        self.unshown -= tag in _UNSHOWN and self.unshown > 0
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unshown:
            self.words.append(re.sub(r"\s+", " ", data))
