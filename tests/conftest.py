"""Where the outside inputs lie, for the tests that need them."""

from __future__ import annotations

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real inputs and outside suites beside the checkout; absent on a newcomer's machine."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared folder of real inputs is not beside this checkout")
    return folder
