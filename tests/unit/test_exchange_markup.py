from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.exchange.markup import is_marked, plain


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ('<p class="lede">a <b>bold</b>\n word&nbsp;here</p>', "a bold word here"),
        ("<ul><li>one</li><li></li><li>two</li></ul>", "- one\n- two"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<script>alert(1)</script><style>p {}</style>seen<!-- not -->", "seen"),
        ("fish &amp; chips", "fish & chips"),
        ("stray</p>", "stray"),
        ("</script>seen", "seen"),
        ("<p>open <b>for ever", "open for ever"),
    ],
)
def test_markup_is_taken_out(marked: str, words: str) -> None:
    assert is_marked(marked)
    assert plain(marked) == words


@pytest.mark.parametrize("text", ["plain", "1 < 2 and 3 > 2", "R&D", "A & B"])
def test_signs_that_are_no_markup_stay(text: str) -> None:
    assert not is_marked(text)
    assert plain(text) == text


@given(st.text(st.sampled_from("ab <>/&;!-pli\n"), max_size=60))
def test_whatever_comes_in_is_read(text: str) -> None:
    assert "\n\n" not in plain(text)
